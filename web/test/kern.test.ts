// SPDX-License-Identifier: EUPL-1.2
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { statements, subset } from "../tools/kern.mjs";

const css = readFileSync("node_modules/@kern-ux/native/dist/kern.min.css", "utf8");

describe("subset of the design system", () => {
  it("keeps components that the screens use and drops the rest", () => {
    const small = subset(css);
    expect(small.length).toBeLessThan(css.length / 2);
    for (const name of [".kern-btn--primary", ".kern-form-input__input", ".kern-icon--warning", ".kern-sr-only", "--kern-color-action-default:", "forced-colors"])
      expect(small, name).toContain(name);
    for (const name of [".kern-mt-lg", ".kern-col-", ".kern-kopfzeile", ".kern-accordion"]) expect(small, name).not.toContain(name);
  });

  it("defines each token that our own rules use, and stays whole", () => {
    const small = subset(css);
    const used = ["tokens", "base"].flatMap((name) => [...readFileSync(`src/style/${name}.css`, "utf8").matchAll(/var\((--kern-[a-z0-9-]+)/g)]);
    expect(used.length).toBeGreaterThan(20);
    for (const [, name] of used) expect(small, name).toContain(`${name}:`);
    const count = (text: string, sign: string): number => text.split(sign).length;
    expect(count(small, "{")).toBe(count(small, "}"));
  });

  it("does not fall for braces and commas inside strings and functions", () => {
    expect(statements('a{content:"}"}b{c:d}')).toHaveLength(2);
    expect(subset("a:is(b,.kern-mt-lg){c:d}.kern-btn,.kern-mt-lg{e:f}")).toBe(".kern-btn{e:f}");
    expect(subset("@media print{.kern-mt-lg{a:b}}")).toBe("");
  });
});
