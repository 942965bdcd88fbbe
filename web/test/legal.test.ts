// SPDX-License-Identifier: EUPL-1.2
// Clocks and requirements of an item: what until when or why not, what is missing; never a word on entitlement.
import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { http, type Finding, type LegalClock, type Requirement } from "../src/api/client";
import ItemClocks from "../src/werkbank/item/legal/ItemClocks.svelte";
import ItemRequirements from "../src/werkbank/item/legal/ItemRequirements.svelte";
import { arrival_of, arrival_wrong, by_due, by_state, parted, quotes } from "../src/werkbank/item/legal/legal";
import { Desk } from "../src/werkbank/item/desk.svelte";
import { live } from "../src/lib/live.svelte";
import { finding, sample, SCRIPT } from "./sample";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function on_desk(): Desk {
  const desk = new Desk("0".repeat(32));
  desk.item.value = sample();
  return desk;
}

const place = (text: string) => ({ part: 0, page: 1, start: 0, end: 1, text });

function clock(more: Partial<LegalClock>): LegalClock {
  return {
    key: "widerspruch", name: "Widerspruchsfrist", name_en: "Time limit of the objection", consequence: "Danach wird der Bescheid bindend.",
    consequence_en: "Then the notice is final.", service: "grundsicherung", trigger: "2026-11-02", due: null, because: null, reaches_back_to: null,
    source: "SGG § 84", compared: "2026-08-19", assumes: [], evidence: [], state: "as_read", from_notification: true, ...more,
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
    render(ItemClocks, { desk: on_desk(), clocks: [clock({ due: "2026-12-07", assumes: ["posted_on_its_date"], evidence: [place("Bescheid vom 2.11.")] })], id: "fristen" });
    const text = screen.getByRole("region", { name: "Fristen" }).textContent;
    for (const words of ["Widerspruchsfrist", "Letzter Tag: 07.12.2026", "02.11.2026", "SGG § 84", "Stand 19.08.2026", "ging an dem Tag zur Post", "„Bescheid vom 2.11.“", "wird der Bescheid bindend"])
      expect(text).toContain(words);
  });

  it("say why there is no date", () => {
    render(ItemClocks, { desk: on_desk(), clocks: [clock({ because: "trigger_unknown", trigger: null, compared: null }), clock({ because: "neuer_grund" })], id: "fristen" });
    const text = screen.getByRole("region").textContent;
    for (const words of ["Kein Datum", "steht nicht im Brief", "noch nicht mit dem Gesetzestext verglichen", "Grund des Programms: neuer_grund"]) expect(text).toContain(words);
  });

  it("that a decision has overtaken stay in sight, apart from those that hold", () => {
    render(ItemClocks, { desk: on_desk(), clocks: [clock({ due: "2026-12-07", state: "superseded" }), clock({ due: "2026-12-14", state: "recomputed" })], id: "fristen" });
    const { textContent } = screen.getByRole("region", { name: "Fristen" });
    expect(textContent).toContain("neu berechnet");
    const overtaken = screen.getByRole("list", { name: "Überholt durch eine Entscheidung" });
    expect(overtaken.textContent).toContain("07.12.2026");
    expect(overtaken.textContent).not.toContain("14.12.2026");
    expect(overtaken.querySelector("s")).toBeTruthy();
    expect(parted([clock({ due: "2026-12-07", state: "superseded" })])).toEqual({ standing: [], superseded: [expect.objectContaining({ due: "2026-12-07" })] });
  });

  it("refuse an arrival that cannot be", () => {
    expect(arrival_wrong("", "2026-11-02", "2026-11-27")).toBe("missing");
    expect(arrival_wrong("12.11.2026", "2026-11-02", "2026-11-27")).toBe("missing");
    expect(arrival_wrong("2026-11-01", "2026-11-02", "2026-11-27")).toBe("early");
    expect(arrival_wrong("2026-11-28", "2026-11-02", "2026-11-27")).toBe("late");
    expect(arrival_wrong("2026-11-02", "2026-11-02", "2026-11-27")).toBe("");
    expect(arrival_wrong("2026-11-12", "", "")).toBe("");
  });

  it("offer a later arrival only where one counts, and only to who decides", async () => {
    const desk = on_desk();
    const added = vi.spyOn(desk, "add").mockResolvedValue(undefined);
    render(ItemClocks, { desk, clocks: [clock({ due: "2026-12-07" }), clock({ key: "anhoerung", from_notification: false })], id: "fristen", may_decide: true });
    const openers = screen.getAllByRole("button", { name: "Späteren Zugang eintragen" });
    expect(openers).toHaveLength(1);
    await fireEvent.click(openers[0] as HTMLElement);
    const day = screen.getByLabelText("Zugang des Bescheids");
    await fireEvent.input(day, { target: { value: "2026-11-01" } });
    await fireEvent.click(screen.getByRole("button", { name: "Speichern" }));
    expect(screen.getByText(/Davor kann er nicht angekommen sein/)).toBeTruthy();
    expect(added).not.toHaveBeenCalled();
    await fireEvent.input(day, { target: { value: "2026-11-12" } });
    await fireEvent.click(screen.getByRole("button", { name: "Speichern" }));
    expect(added).toHaveBeenCalledWith({ kind: "field", key: "notice_arrival_date", value: "2026-11-12" });
    cleanup();
    render(ItemClocks, { desk: on_desk(), clocks: [clock({ due: "2026-12-07" })], id: "fristen" });
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("run from the arrival that was decided last", () => {
    const entered = (id: string, at: string, state: Finding["state"] = "added"): Finding => finding(id, "field", "notice_arrival_date", "2026-11-12", "Miete", { state, decided_at: at });
    const first = entered("x", "2026-11-27T08:00:00Z");
    const second = entered("y", "2026-11-27T09:00:00Z");
    expect(arrival_of([first, second])?.id).toBe("y");
    expect(arrival_of([second, first])?.id).toBe("y");
    expect(arrival_of([first, { ...second, state: "rejected" }])?.id).toBe("x");
    expect(arrival_of([])).toBeUndefined();
  });

  it("say that the day of receipt itself is not too late", async () => {
    render(ItemClocks, { desk: on_desk(), clocks: [clock({ due: "2026-12-07" })], id: "fristen", may_decide: true });
    await fireEvent.click(screen.getByRole("button", { name: "Späteren Zugang eintragen" }));
    await fireEvent.input(screen.getByLabelText("Zugang des Bescheids"), { target: { value: "2026-11-28" } });
    await fireEvent.click(screen.getByRole("button", { name: "Speichern" }));
    expect(screen.getByText(/muss spätestens an diesem Tag angekommen sein/)).toBeTruthy();
  });

  it("keep the day that was typed where somebody was faster", async () => {
    const desk = on_desk();
    live.say("");
    const entered = finding("x", "field", "notice_arrival_date", "2026-11-12", "Miete", { state: "added", decided_at: "2026-11-27T08:00:00Z" });
    desk.item.value = { ...sample(), findings: [entered] };
    vi.spyOn(http, "POST").mockResolvedValue({ error: { type: "about:blank", title: "Konflikt", status: 409, key: "decision.conflict", changed_by: "Frau Ott" }, response: new Response(null, { status: 409 }) } as never);
    vi.spyOn(desk.item, "load").mockImplementation(() => {
      desk.item.value = { ...sample(), findings: [{ ...entered, version: 2, state: "corrected", corrected_value: "2026-11-14" }] };
      return Promise.resolve();
    });
    render(ItemClocks, { desk, clocks: [clock({ due: "2026-12-07" })], id: "fristen", may_decide: true });
    await fireEvent.click(screen.getByRole("button", { name: "Zugang ändern" }));
    const day = screen.getByLabelText<HTMLInputElement>("Zugang des Bescheids");
    await fireEvent.input(day, { target: { value: "2026-11-16" } });
    await fireEvent.click(screen.getByRole("button", { name: "Speichern" }));
    expect(await screen.findByText(/Frau Ott war schneller: 14\.11\.2026/)).toBeTruthy();
    expect(day.isConnected && day.value).toBe("2026-11-16");
    expect(live.text).not.toContain("eingetragen");
  });

  it("take no room where there are none", () => {
    const { container } = render(ItemClocks, { desk: on_desk(), clocks: [], id: "fristen" });
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
