// SPDX-License-Identifier: EUPL-1.2
// Makes the types of the interface from docs/formats/openapi.yaml (--write), or tells whether they have drifted.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const SOURCE = new URL("../../docs/formats/openapi.yaml", import.meta.url);
const TARGET = new URL("../src/api/schema.d.ts", import.meta.url);
const HEAD = "// SPDX-License-Identifier: EUPL-1.2\n// Made from docs/formats/openapi.yaml by `npm run types`; do not edit.\n\n";

const text = HEAD + astToString(await openapiTS(SOURCE));
if (process.argv.includes("--write")) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, "utf8") !== text) {
  console.error("src/api/schema.d.ts differs from docs/formats/openapi.yaml: run `npm run types` and commit the result.");
  process.exit(1);
}
