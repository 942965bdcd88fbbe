// SPDX-License-Identifier: EUPL-1.2
// Clocks and requirements of an item: what until when or why not, what is missing; never a word on entitlement.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import type { LegalClock, Requirement } from "../src/api/client";
import ItemClocks from "../src/werkbank/item/legal/ItemClocks.svelte";
import ItemRequirements from "../src/werkbank/item/legal/ItemRequirements.svelte";
import { by_due, by_state, quotes } from "../src/werkbank/item/legal/legal";
import { SCRIPT } from "./sample";

afterEach(cleanup);

const place = (text: string) => ({ part: 0, page: 1, start: 0, end: 1, text });

function clock(more: Partial<LegalClock>): LegalClock {
  return {
    key: "widerspruch", name: "Widerspruchsfrist", name_en: "Time limit of the objection", consequence: "Danach wird der Bescheid bindend.",
    consequence_en: "Then the notice is final.", service: "grundsicherung", trigger: "2026-11-02", due: null, because: null, reaches_back_to: null,
    source: "SGG § 84", compared: "2026-08-19", assumes: [], evidence: [], ...more,
  };
}

function requirement(key: string, state: Requirement["state"], more: Partial<Requirement> = {}): Requirement {
  return { key, name: key.toUpperCase(), name_en: "", service: "wohngeld", kind: "document", state, source: "WoGG § 22", compared: null, evidence: [], ...more };
}

describe("clocks", () => {
  it("stand with the nearest end first", () => {
    const clocks = [clock({ because: "at_once" }), clock({ due: "2027-01-04" }), clock({ due: "2026-12-07" })];
    expect(by_due(clocks).map((one) => one.due)).toEqual(["2026-12-07", "2027-01-04", null]);
  });

  it("say what ends when, by which law, and what was assumed", () => {
    render(ItemClocks, { clocks: [clock({ due: "2026-12-07", assumes: ["posted_on_its_date"], evidence: [place("Bescheid vom 2.11.")] })], id: "fristen" });
    const text = screen.getByRole("region", { name: "Fristen" }).textContent;
    for (const words of ["Widerspruchsfrist", "Letzter Tag: 07.12.2026", "02.11.2026", "SGG § 84", "Stand 19.08.2026", "ging an dem Tag zur Post", "„Bescheid vom 2.11.“", "wird der Bescheid bindend"])
      expect(text).toContain(words);
  });

  it("say why there is no date", () => {
    render(ItemClocks, { clocks: [clock({ because: "trigger_unknown", trigger: null, compared: null }), clock({ because: "neuer_grund" })], id: "fristen" });
    const text = screen.getByRole("region").textContent;
    for (const words of ["Kein Datum", "steht nicht im Brief", "noch nicht mit dem Gesetzestext verglichen", "Grund des Programms: neuer_grund"]) expect(text).toContain(words);
  });

  it("take no room where there are none", () => {
    const { container } = render(ItemClocks, { clocks: [], id: "fristen" });
    expect(container.textContent?.trim()).toBe("");
  });
});

describe("requirements", () => {
  const all = [requirement("miete", "met"), requirement("mietvertrag", "missing"), requirement("einkommen", "contradictory", { evidence: [place(SCRIPT)] }), requirement("iban", "unknown")];

  it("are grouped by state in the order asked for", () => {
    expect(by_state(all, ["missing", "contradictory"]).map((group) => [group.state, group.requirements.map((one) => one.key)])).toEqual([["missing", ["mietvertrag"]], ["contradictory", ["einkommen"]]]);
    expect(by_state(all.slice(0, 1), ["missing"])).toEqual([]);
  });

  it("show what is missing and what contradicts itself, and fold the rest away", () => {
    const { container } = render(ItemRequirements, { requirements: all, id: "unterlagen" });
    const region = screen.getByRole("region", { name: "Unterlagen und Angaben" });
    expect(within(region).getByRole("heading", { name: "Fehlt noch" })).toBeTruthy();
    expect(within(region).getByRole("heading", { name: "Widerspricht sich" })).toBeTruthy();
    const fold = container.querySelector("details");
    expect(fold?.open).toBe(false);
    expect(fold?.textContent).toContain("2 weitere Punkte");
    expect(fold?.textContent).toContain("MIETE");
    expect(fold?.textContent).not.toContain("MIETVERTRAG");
    expect(container.querySelector("img, script")).toBeNull();
  });

  it("never judge an entitlement", () => {
    const { container } = render(ItemRequirements, { requirements: all, id: "unterlagen" });
    expect(container.textContent).toContain("sagt nichts darüber, ob jemand einen Anspruch hat");
    expect(container.textContent).not.toMatch(/abgelehnt|nicht berechtigt|kein Anspruch|unvollständig/i);
  });

  it("say so where nothing is missing", () => {
    render(ItemRequirements, { requirements: [requirement("miete", "met")], id: "unterlagen" });
    expect(screen.getByText("Das Programm hat nichts gefunden, was fehlt oder sich widerspricht.")).toBeTruthy();
  });
});

describe("quotes", () => {
  it("name each words once, short, at most three", () => {
    expect(quotes([place("a\n b"), place("a b"), place("c"), place("d"), place("e")])).toBe("„a b“, „c“, „d“");
    expect(quotes([place("x".repeat(100))])).toBe(`„${"x".repeat(60)} …“`);
    expect(quotes([])).toBe("");
  });
});
