// SPDX-License-Identifier: EUPL-1.2
// Two entries (werkbank, steuerung), hashed names, nothing inline, nothing from other hosts.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { kern_subset } from "./tools/kern.mjs";

export default defineConfig(({ mode }) => ({
  plugins: [
    kern_subset(),
    svelte({
      // A warning of the compiler, above all one on accessibility, ends the build.
      onwarn(warning) {
        throw new Error(`${warning.filename ?? ""}: ${warning.code}: ${warning.message}`);
      },
    }),
    ...(mode === "test" ? [svelteTesting()] : []),
  ],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["firefox128", "chrome120", "safari17"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    rollupOptions: { input: { werkbank: "werkbank/index.html", steuerung: "steuerung/index.html" } },
  },
  // One worker and one document for all files: the set-up costs more than the tests.
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"], isolate: false, maxWorkers: 1 },
}));
