// SPDX-License-Identifier: EUPL-1.2
// Finishes a build: the licences of what is in it, and a .gz beside each text file, so that the server never compresses
// while it answers.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const TEXT = /\.(html|js|css|svg|json|txt)$/;
let files = 0;
let bytes = 0;

function walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) walk(path);
    else if (TEXT.test(name)) {
      const packed = gzipSync(readFileSync(path), { level: 9 });
      writeFileSync(`${path}.gz`, packed);
      files += 1;
      bytes += packed.length;
    }
  }
}

/** Licences that have to go with the built files; the style sheet is a subset and says so. */
function licences() {
  const packages = [
    ["@kern-ux/native", "LICENSE.md", "Style sheet (a subset: tokens and the components in use), icons, fonts Fira Sans (SIL OFL 1.1, Copyright Mozilla Foundation, Carrois)"],
    ["svelte", "LICENSE.md", "Runtime"],
    ["openapi-fetch", "LICENSE", "Client of the interface"],
  ];
  const texts = packages.map(([name, file, what]) => {
    const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
    return `${name} ${version} (${license})\n${what}. Source: https://www.npmjs.com/package/${name}\n\n${readFileSync(`node_modules/${name}/${file}`, "utf8")}`;
  });
  mkdirSync("dist/licences", { recursive: true });
  writeFileSync("dist/licences/third-party.txt", texts.join(`\n\n${"-".repeat(80)}\n\n`));
}

licences();
walk("dist");
console.log(`${files} files compressed, ${Math.round(bytes / 1000)} kB`);
