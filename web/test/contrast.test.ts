// SPDX-License-Identifier: EUPL-1.2
// Contrast of the pairs that the screens use, computed from the tokens: axe cannot judge text on positioned layers.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const kern = readFileSync("node_modules/@kern-ux/native/dist/kern.css", "utf8");
const own = readFileSync("src/style/tokens.css", "utf8");
type Vars = Map<string, string>;

function variables(css: string): Vars {
  return new Map([...css.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map((found) => [found[1] as string, (found[2] as string).trim()]));
}

function block(css: string, selector: RegExp): string {
  const at = css.search(selector);
  if (at < 0) throw new Error(`no block ${selector.source}`);
  return css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at));
}

function theme(name: "light" | "dark"): Vars {
  const palette = variables(kern.slice(0, kern.search(/\[data-kern-theme="?light"?\],\s*\.kern-light \{\s*\/\* layout/)));
  const colours = variables(block(kern, new RegExp(`\\[data-kern-theme="?${name}"?\\],\\s*\\.kern-${name} \\{\\s*/\\* layout`)));
  const base = variables(block(own, /^:root \{/m));
  const dark = name === "dark" ? variables(block(own, /^:root\[data-kern-theme="dark"\] \{/m)) : new Map<string, string>();
  return new Map([...palette, ...colours, ...base, ...dark]);
}

function resolved(name: string, vars: Vars, depth = 0): string {
  const value = vars.get(name);
  if (value === undefined || depth > 8) throw new Error(`no colour ${name}`);
  const other = /^var\((--[a-z0-9-]+)\)$/.exec(value);
  return other ? resolved(other[1] as string, vars, depth + 1) : value;
}

/** OKLCH to linear sRGB (B. Ottosson's matrices), then relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  if (/^#f{3,6}$/i.test(colour)) return 1;
  if (/^#0{3,6}$/.test(colour)) return 0;
  const parts = /^oklch\(([\d.]+)(%?) ([\d.]+) ([\d.]+)\)$/.exec(colour);
  if (!parts) throw new Error(`cannot read ${colour}`);
  const light = Number(parts[1]) / (parts[2] ? 100 : 1);
  const hue = (Number(parts[4]) * Math.PI) / 180;
  const a = Number(parts[3]) * Math.cos(hue);
  const b = Number(parts[3]) * Math.sin(hue);
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number): number => Math.max(0, Math.min(1, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, vars: Vars): number {
  const [a, b] = [luminance(resolved(one, vars)), luminance(resolved(other, vars))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const grounds = ["--ls-page", "--ls-surface", "--ls-sunken", "--ls-hover", "--ls-chosen"];
const marks = ["service", "act", "theme", "document", "field"];

describe.each(["light", "dark"] as const)("contrast, %s", (name) => {
  const vars = theme(name);

  it.each(grounds)("of texts and links on %s is at least 4.5", (ground) => {
    for (const text of ["--ls-text", "--ls-muted", "--ls-action"]) expect(contrast(text, ground, vars), text).toBeGreaterThanOrEqual(4.5);
  });

  it("of text on badges and marked evidence is at least 4.5", () => {
    for (const ground of ["--ls-plain-back", "--ls-info-back", "--ls-warning-back", "--ls-danger-back", ...marks.map((mark) => `--ls-mark-${mark}`)])
      expect(contrast("--ls-text", ground, vars), ground).toBeGreaterThanOrEqual(4.5);
  });

  it("of errors is at least 4.5", () => {
    for (const ground of ["--ls-surface", "--ls-page"]) expect(contrast("--ls-danger", ground, vars), ground).toBeGreaterThanOrEqual(4.5);
  });

  it("of borders, edges and focus that carry a meaning is at least 3", () => {
    for (const edge of ["--ls-line-strong", "--ls-focus", "--ls-info", "--ls-warning", "--ls-success", "--ls-danger", ...marks.map((mark) => `--ls-edge-${mark}`)])
      for (const ground of ["--ls-surface", "--ls-page"]) expect(contrast(edge, ground, vars), `${edge} on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});
