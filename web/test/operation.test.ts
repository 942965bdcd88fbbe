// SPDX-License-Identifier: EUPL-1.2
// A function in operation: shares, time that a clock leaves, groups that were joined, who sees which form.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { session } from "../src/lib/session.svelte";
import ComplaintCard from "../src/steuerung/operation/ComplaintCard.svelte";
import DriftSection from "../src/steuerung/operation/DriftSection.svelte";
import IncidentCard from "../src/steuerung/operation/IncidentCard.svelte";
import {
  empty_ones,
  instant_of,
  missed,
  next_steps,
  overridden,
  percent,
  points,
  time_left,
  time_left_words,
  type Complaint,
  type Drift,
  type Figures,
  type Incident,
  type Operation,
} from "../src/steuerung/operation/operation";
import OverrideFigures from "../src/steuerung/operation/OverrideFigures.svelte";

const t = de.operation;
const saved = (): void => undefined;

function complaint(more: Partial<Complaint> = {}): Complaint {
  return {
    number: 1, by: "", at: "2026-11-20T08:00:00.000000Z", example: false, id: "a1", channel: "citizen", about: "wrong", unit: "", receipt_number: "LS-2026-000007",
    grave: false, received: "2026-11-20", state: "received", acknowledged: null, checked: null, answered: null, closed: null, result: "", measure: "",
    receipt_due: "2026-11-27", answer_due: "2026-12-20", text_deleted: false, has_text: true, texts: [], ...more,
  };
}
function drift(more: Partial<Drift> = {}): Drift {
  return {
    signal: "override", assessable: true, needed: 0, before: 0.1, now: 0.3, difference: [0.2, 0.15, 0.25],
    alarm_on: "2026-11-12", seen_within: 640, blind_alarms: 12, ...more,
  };
}
function figures(more: Partial<Figures> = {}): Figures {
  const counts = { confirmed: 70, corrected: 20, rejected: 10, added: 25 };
  return {
    first: "2026-10-26", last: "2026-11-22", today: "2026-11-28", back: 0, persons_min: 5, persons_min_agreed: true, uncounted_until: null, shown: true, total: counts,
    units: [{ keys: ["kasse-1", "kasse-2"], counts }], kinds: [{ keys: ["service"], counts }], weeks: [{ keys: ["2026-10-26", "2026-11-02"], counts }],
    since: "2026-09-01", drift_rules: { false_alarm_rate: 0.05, tolerance: 0.02, reference_cases: 500 }, drift_shown: true, drift: [drift()], labels: [], ...more,
  };
}
function operation(more: Partial<Operation> = {}): Operation {
  const source = { text: "KI-VO Art. 26", state: "", unchecked: "liegt nicht bei" };
  return {
    today: "2026-11-28", now: "2026-11-28T08:00:00.000000Z", complaints: [], incidents: [], incident_kinds: [], reviews: [], review_due: null, review_source: source,
    trainings: [], training_source: source, alarms: [], logs: null, logs_months_least: 6, logs_source: source, open: [], ...more,
  };
}
function with_rights(...rights: string[]): void {
  session.value = { rights, roles: [] } as unknown as NonNullable<typeof session.value>;
}

afterEach(() => {
  cleanup();
  session.value = undefined;
});

describe("shares", () => {
  it("count overrides of what was said and misses of all", () => {
    const counts = { confirmed: 70, corrected: 20, rejected: 10, added: 25 };
    expect(overridden(counts)).toEqual({ hits: 30, count: 100 });
    expect(missed(counts)).toEqual({ hits: 25, count: 125 });
    expect(percent({ hits: 1, count: 3 }, "de-DE").replace(/\s/g, " ")).toBe("33,3 %");
    expect(percent({ hits: 0, count: 0 }, "de-DE")).toBe("–");
    expect(points(0.2, "de-DE")).toBe("+20");
    expect(points(0, "de-DE")).toBe("0");
  });
});

describe("the time that is left", () => {
  const now = "2026-11-28T08:00:00.000000Z";
  it("is rounded down and turns to days", () => {
    expect(time_left("2026-11-28T10:59:00.000000Z", now)).toEqual({ over: false, unit: "hours", count: 2 });
    expect(time_left("2026-12-01T08:00:00.000000Z", now)).toEqual({ over: false, unit: "days", count: 3 });
    expect(time_left_words(time_left("2026-11-28T10:59:00.000000Z", now), t)).toBe("noch 2 Stunden");
  });
  it("says since when it is over", () => {
    expect(time_left_words(time_left("2026-11-28T07:00:00.000000Z", now), t)).toBe("seit 1 Stunde abgelaufen");
  });
});

describe("moments", () => {
  it("need a day and a time", () => {
    expect(instant_of("2026-11-28", "14:30")).toMatch(/^2026-11-2[78]T\d\d:\d\d:00\.000000Z$/);
    expect(instant_of("2026-11-28", "25:00")).toBe("");
    expect(instant_of("", "14:30")).toBe("");
  });
  it("name what is empty", () => {
    expect(empty_ones({ a: " ", b: "x" }, "fehlt")).toEqual({ a: "fehlt" });
  });
});

describe("figures", () => {
  it("show joined groups as one and say so", () => {
    render(OverrideFigures, { function_key: "sort", figures: figures(), onmove: () => undefined });
    const units = screen.getByRole("table", { name: t.by_unit });
    expect(within(units).getByRole("rowheader").textContent).toContain("kasse-1, kasse-2");
    expect(within(units).getByRole("rowheader").textContent).toContain(t.several(2));
    expect(within(units).getAllByText(/30/).length).toBeGreaterThan(0);
    expect(within(screen.getByRole("table", { name: t.by_week })).getByRole("rowheader").textContent).toContain("26.10.2026 bis 02.11.2026");
  });
  it("say what of staff is counted, and whether that was agreed", () => {
    render(OverrideFigures, { function_key: "sort", figures: figures(), onmove: () => undefined });
    const least = (): string => screen.getByText((words) => words.includes(t.staff_least(5))).textContent ?? "";
    expect(least()).toContain(t.staff_agreed);
    expect(screen.getByRole("link", { name: t.to_agreements, hidden: true }).getAttribute("href")).toBe("/steuerung/funktion/sort/beteiligung#participation-agreements");
    cleanup();
    render(OverrideFigures, { function_key: "sort", figures: figures({ persons_min_agreed: false }), onmove: () => undefined });
    expect(least()).toContain(t.staff_not_agreed);
  });
  it("say until when decisions are in none of them", () => {
    render(OverrideFigures, { function_key: "sort", figures: figures(), onmove: () => undefined });
    expect(screen.queryByText(/nicht mitgezählt/)).toBeNull();
    cleanup();
    render(OverrideFigures, { function_key: "sort", figures: figures({ uncounted_until: "2026-11-02" }), onmove: () => undefined });
    expect(screen.getByText(/Entscheidungen bis zum .*2026 sind nicht mitgezählt/)).toBeTruthy();
  });
  it("show nothing of too few persons", () => {
    render(OverrideFigures, { function_key: "sort", figures: figures({ shown: false, units: [], weeks: [], kinds: [] }), onmove: () => undefined });
    expect(screen.getByText(t.too_small(5))).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });
});

describe("drift", () => {
  it("says how much, since when, and what a blind detector would have said", () => {
    render(DriftSection, { function_key: "sort", figures: figures(), operation: operation(), onsaved: saved });
    expect(screen.getByText("Alarm seit 12.11.2026")).toBeTruthy();
    expect(screen.getByText(/\+20 Punkte \(\+15 bis \+25\)/)).toBeTruthy();
    expect(screen.getByText(/hätte 12-mal gemeldet/)).toBeTruthy();
  });
  it("says how many cases are missing", () => {
    render(DriftSection, { function_key: "sort", figures: figures({ drift: [drift({ needed: 300, assessable: false, alarm_on: null })] }), operation: operation(), onsaved: saved });
    expect(screen.getByText(t.needed(300))).toBeTruthy();
    expect(screen.queryByText(/hundertsten Fall/)).toBeNull();
  });
  it("says that there is nothing to compare, or that it is not shown", () => {
    render(DriftSection, { function_key: "sort", figures: figures({ since: null }), operation: operation(), onsaved: saved });
    expect(screen.getByText(t.drift_never)).toBeTruthy();
    cleanup();
    render(DriftSection, { function_key: "sort", figures: figures({ drift_shown: false }), operation: operation(), onsaved: saved });
    expect(screen.getByText(t.drift_small)).toBeTruthy();
  });
});

describe("a complaint", () => {
  it("goes its way", () => {
    expect(next_steps(complaint())).toEqual(["acknowledged", "checked"]);
    expect(next_steps(complaint({ state: "checked" }))).toEqual(["answered"]);
    expect(next_steps(complaint({ state: "checked", channel: "desk" }))).toEqual(["closed", "answered"]);
    expect(next_steps(complaint({ state: "closed" }))).toEqual([]);
  });
  it("hides its text from those who do not handle it, and offers them no form", () => {
    with_rights("govern.read");
    render(ComplaintCard, { function_key: "sort", complaint: complaint(), today: "2026-11-28", onsaved: saved });
    expect(screen.getByText(t.text_hidden)).toBeTruthy();
    expect(screen.queryByText(t.step)).toBeNull();
  });
  it("shows what is late, grave, invented and deleted", () => {
    with_rights("govern.read", "govern.write");
    render(ComplaintCard, {
      function_key: "sort",
      complaint: complaint({ grave: true, example: true, text_deleted: true, has_text: false, answer_due: "2026-11-27" }),
      today: "2026-11-28",
      onsaved: saved,
    });
    for (const word of [t.grave_short, t.example, t.late, t.text_gone, t.step]) expect(screen.getAllByText(word).length).toBeGreaterThan(0);
    expect(screen.queryByText(t.delete_means)).toBeNull();
  });
});

describe("an incident", () => {
  it("shows the time left, what is late and what is done", () => {
    const source = { text: "DSGVO Art. 33", state: "", unchecked: "liegt nicht bei" };
    const clock = { key: "a", name: "Meldung A", name_en: "A", to: "Aufsicht", to_en: "Authority", source, due: "2026-11-28T12:00:00.000000Z", reported: null, reference: "", late: false };
    const incident: Incident = {
      number: 1, by: "", at: "2026-11-27T08:00:00.000000Z", example: true, id: "x", kind: "data_breach", known: "2026-11-25T12:00:00.000000Z", summary: "Falscher Postkorb.", consequence: "", closed: false,
      clocks: [clock, { ...clock, key: "b", due: null, late: null }, { ...clock, key: "c", reported: "2026-11-26T12:00:00.000000Z", reference: "AZ 7" }],
    };
    render(IncidentCard, { function_key: "sort", incident, kinds: [], today: "2026-11-28", now: "2026-11-28T08:00:00.000000Z", onsaved: saved });
    expect(screen.getByText("noch 4 Stunden")).toBeTruthy();
    expect(screen.getByText(t.at_once)).toBeTruthy();
    expect(screen.getByText("AZ 7")).toBeTruthy();
    expect(screen.getAllByText(/Rechtsstand nicht abgeglichen/).length).toBe(3);
    expect(screen.queryByText(t.report)).toBeNull(); // no right to write
  });
});
