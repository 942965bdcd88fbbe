// SPDX-License-Identifier: EUPL-1.2
// Puts a .gz beside each text file of the build, so that the server never compresses while it answers.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

walk("dist");
console.log(`${files} files compressed, ${Math.round(bytes / 1000)} kB`);
