// SPDX-License-Identifier: EUPL-1.2
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { en } from "../src/lib/i18n/en";

type Tree = { [key: string]: unknown };

function leaves(tree: Tree, path = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "object" && value !== null) for (const [name, leaf] of leaves(value as Tree, here)) found.set(name, leaf);
    else found.set(here, value);
  }
  return found;
}

/** Functions are called with plausible values, so that their texts are looked at too; a list of one number is counted,
 * compared and joined alike, whichever the function wants. */
function text_of(value: unknown): string {
  if (typeof value === "function") return String((value as (...given: unknown[]) => unknown)([3], [5], [7], [9], [11]));
  return String(value);
}

const german = leaves(de);
const english = leaves(en);

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : [path];
  });
}

describe("texts", () => {
  it("are there in both languages, open lists too", () => {
    expect([...english.keys()].sort()).toEqual([...german.keys()].sort());
  });

  it("are never empty and never show a value that is missing", () => {
    for (const all of [german, english])
      for (const [key, value] of all) {
        expect(text_of(value).trim(), key).not.toBe("");
        expect(text_of(value), key).not.toMatch(/undefined|NaN|\[object/);
      }
  });

  it("count right", () => {
    expect(de.inbox.newer(1)).toBe("1 neuer Eingang");
    expect(de.inbox.newer(12)).toBe("12 neue Eingänge");
    expect(en.inbox.total(1)).toBe("1 item");
    expect(de.session.ending(119)).toContain("1:59");
    expect(de.session.ending(1)).toContain("1 Sekunde ");
  });

  it("use plain words", () => {
    const jargon = /\b(Upload|Download|User|Login|Logout|Button|klicken|Dashboard|Ticket|Item|Workflow|Feedback|Error)\b/i;
    for (const [key, value] of german) expect(text_of(value), key).not.toMatch(jargon);
  });

  it("use one word for one thing, as the server does", () => {
    for (const [key, value] of german) expect(text_of(value), key).not.toMatch(/kennw[oö]rt/i);
  });

  it("name each warning of the reader", () => {
    const table = readFileSync("../docs/formats/refusals.md", "utf8").split("## Warnings")[1] ?? "";
    const keys = [...table.matchAll(/^\| `([a-z_]+)` \|/gm)].map((found) => found[1] as string);
    expect(keys.length).toBeGreaterThan(5);
    expect(Object.keys(de.warnings).sort()).toEqual(keys.sort());
  });

  it("name each reason for a clock without a date, and each assumption", () => {
    const page = readFileSync("../docs/formats/legal-rules.md", "utf8");
    const keys = (head: string): string[] => {
      const table = (page.split(head)[1] ?? "").split("\n\n")[0] ?? "";
      return table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([a-z_]+)`/g)].map((found) => found[1] as string));
    };
    const because = keys("| `because` | meaning |");
    expect(because.length).toBeGreaterThan(4);
    expect(Object.keys(de.legal.because).sort()).toEqual(because.sort());
    const assumptions = keys("`assumes` names what the date rests on beside the law:\n\n");
    expect(assumptions.length).toBeGreaterThan(3);
    expect(Object.keys(de.legal.assumptions).sort()).toEqual(assumptions.sort());
  });

  it("call each function what the catalogue and the register call it", () => {
    const source = readFileSync("../catalogue/de/govern/functions.toml", "utf8");
    const named = (key: string): Record<string, string> =>
      Object.fromEntries([...source.matchAll(new RegExp(`^key = "([^"]+)"\n[^[]*?^${key} = "([^"]+)"`, "gm"))].map((found) => [found[1] as string, found[2] as string]));
    expect(Object.keys(named("name")).length).toBeGreaterThan(6);
    expect(de.functions.names).toEqual(named("name"));
    expect(en.functions.names).toEqual(named("name_en"));
  });

  it("name each reason to hold an item", () => {
    const source = readFileSync("../src/understand/route.cpp", "utf8");
    const keys = [...source.matchAll(/held_because\.push_back\("([^"]+)"\)/g)].map((found) => found[1] as string);
    expect(keys.length).toBeGreaterThan(1);
    // And that of a model that promises something: only the one of `sort` does.
    expect(Object.keys(de.item.held_reasons).sort()).toEqual([...keys, "sort_unsure"].sort());
  });

  it("begin with a capital letter after a name", () => {
    for (const all of [de, en]) for (const mark of Object.values(all.pages.marks)) expect(mark.says).toMatch(/^[A-ZÄÖÜ]/);
  });

  it("stand in the dictionary, not in the templates", () => {
    for (const path of sources("src").filter((one) => one.endsWith(".svelte"))) {
      const mark_up = readFileSync(path, "utf8").replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, "");
      expect(mark_up, path).not.toMatch(/[äöüßÄÖÜ]/);
    }
  });

  it("never become mark-up", () => {
    for (const path of sources("src")) expect(readFileSync(path, "utf8"), path).not.toMatch(/\{@html|innerHTML|insertAdjacentHTML|document\.write/);
  });
});
