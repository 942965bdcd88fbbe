// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from "vitest";
import { match, safe_target } from "../src/lib/router.svelte";
import { address_of, filter_of, narrows, NO_FILTER, query_of, type InboxFilter } from "../src/werkbank/inbox_filter";

const placed = (address: string) => {
  const url = new URL(address, "http://localhost");
  return { query: url.searchParams, fragment: new URLSearchParams(url.hash.slice(1)) };
};

describe("router", () => {
  it("finds values in a path", () => {
    expect(match("/werkbank/eingang/:id", "/werkbank/eingang/00ff")).toEqual({ id: "00ff" });
    expect(match("/werkbank/eingang/:id", "/werkbank/eingang")).toBeUndefined();
    expect(match("/werkbank/eingang/:id", "/werkbank/eingang/1/2")).toBeUndefined();
    expect(match("/a/:b", "/a/%E0%A4%A")).toBeUndefined();
  });

  it("never leads to another place after signing in", () => {
    const home = "/werkbank/eingang";
    for (const bad of [null, "", "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/werkbankX", "/api/v1/items",
      "/werkbank", "/werkbank/", "/werkbank/anmelden?weiter=x", "/werkbank/passwort"])
      expect(safe_target(bad, home)).toBe(home);
    for (const good of ["/werkbank/eingang?stand=alle", "/werkbank/eingang#worte=x", "/steuerung/system", "/werkbank/erfassen"])
      expect(safe_target(good, home)).toBe(good);
  });
});

describe("filter of the inbox", () => {
  const full: InboxFilter = { state: "needs_person", service: "wohngeld", act: "antrag", theme: "frist", unit: "nord", channel: "mailbox", words: "Müller & Söhne #1" };

  it("comes back from its address as it was", () => {
    expect(filter_of(placed(address_of(full)))).toEqual(full);
    expect(filter_of(placed(address_of(NO_FILTER)))).toEqual(NO_FILTER);
    for (const state of ["", "ready", "waiting", "closed", "all"] as const)
      expect(filter_of(placed(address_of({ ...NO_FILTER, state }))).state).toBe(state);
  });

  it("keeps words out of what a server sees with the page", () => {
    const [before] = address_of(full).split("#");
    expect(before).not.toMatch(/M(ü|%C3%BC)ller/);
  });

  it("bears addresses that nobody made", () => {
    expect(filter_of(placed("/werkbank/eingang?stand=unfug&x=1")).state).toBe("");
    expect(filter_of(placed(`/werkbank/eingang#worte=${"x".repeat(500)}`)).words.length).toBe(200);
  });

  it("asks the server for what is set and nothing else", () => {
    expect(query_of(NO_FILTER)).toEqual({});
    expect(query_of({ ...NO_FILTER, state: "all", words: "a b" })).toEqual({ state: "all", words: "a b" });
    expect(narrows({ ...NO_FILTER, state: "closed" })).toBe(false);
    expect(narrows({ ...NO_FILTER, words: "x" })).toBe(true);
  });
});
