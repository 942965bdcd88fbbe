// SPDX-License-Identifier: EUPL-1.2
// All checks that need no browser and no server; each runs even if one before it failed.
import { spawnSync } from "node:child_process";

const bin = (name) => new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname;
const run = (command, args, show) =>
  spawnSync(command, args, { stdio: show ? "inherit" : "pipe", encoding: "utf8", cwd: new URL("..", import.meta.url).pathname });

// ./test counts the single cases by this file.
const junit = process.env.JUNIT_FILE ? ["--reporter=junit", `--outputFile.junit=${process.env.JUNIT_FILE}`] : [];

const checks = [
  ["types of the interface", () => run(process.execPath, ["tools/types.mjs"], true).status === 0],
  ["unit tests", () => run(bin("vitest"), ["run", "--reporter=dot", ...junit], true).status === 0],
  ["types and accessibility", () => run(bin("svelte-check"), ["--tsconfig", "./tsconfig.json", "--fail-on-warnings"], true).status === 0],
  ["canary: a wrong prop type is found", canary],
];

function canary() {
  const answer = run(bin("svelte-check"), ["--tsconfig", "./canary/tsconfig.json"], false);
  const found = answer.status !== 0 && /Type 'number' is not assignable to type 'string'/.test(answer.stdout);
  if (!found) console.error(answer.stdout, answer.stderr);
  return found;
}

let failed = 0;
for (const [name, check] of checks) {
  const start = performance.now();
  const good = check();
  if (!good) failed += 1;
  console.log(`${good ? "passed" : "FAILED"}  ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
