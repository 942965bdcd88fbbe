// SPDX-License-Identifier: EUPL-1.2
// How long letters wait: words for days without end, joined groups, verdicts, and that the table says what the chart shows.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { en } from "../src/lib/i18n/en";
import { apart, by_trait, crossed, days_range, days_words, group_name, on_scale, scale_of_days, still_needed, verdict_words, type Waiting, type WaitingGroup } from "../src/steuerung/fairness/waiting";
import WaitingTable from "../src/steuerung/fairness/WaitingTable.svelte";

afterEach(cleanup);

function group(of: WaitingGroup["of"], change: Partial<WaitingGroup> = {}): WaitingGroup {
  return {
    of, letters: 400, median: [4.5, 4, 5], difference: [2, -1, null], longer: [0.5, 0.45, 0.55], longer_difference: [0.02, -0.05, 0.09],
    p: 0.4, verdict: "open", needed: null, before: null, change: null, ...change,
  };
}

const GROUPS: WaitingGroup[] = [
  group([{ trait: "language", values: ["de"] }], { difference: null, longer_difference: null, p: null, verdict: "reference" }),
  group([{ trait: "language", values: ["other"] }], { letters: 40, needed: 340, verdict: "not_assessable" }),
  group([{ trait: "channel", values: ["counter", "oral"] }], { verdict: "gap", longer_difference: [0.3, 0.2, 0.4], before: [3, 2, 4], change: [1.5, 0.5, 2] }),
  group([{ trait: "language", values: ["de"] }, { trait: "suggestion", values: ["with"] }], { median: [null, 40, null], difference: null, verdict: "gap", longer_difference: [-0.3, -0.4, -0.2] }),
];
const waiting: Waiting = {
  first: "2026-07-06", last: "2026-08-02", today: "2026-11-02", back: 0, days_max: 56, persons_min: 5, shown: true, letters: 800, median: [4.5, 4, 5], longer_than: 4,
  tolerance: 0.1, tests: 3, groups: GROUPS, too_small: [], before_span: { first: "2026-01-01", last: "2026-01-28" }, before: [3, 3, 3], change: [1.5, 1, 2],
};

describe("days", () => {
  it("have a word where they have no end", () => {
    expect([1, 4.5, null].map((days) => days_words(days, 56, de))).toEqual(["1 Tag", "4,5 Tage", "mehr als 56 Tage"]);
    expect([2, -1, 0, null].map((days) => apart(days, en))).toEqual(["+2 days", "\u22121 day", "0 days", "without bound"]);
    expect(days_range([null, 40, null], 56, de)).toContain("mehr als 56 Tage");
  });

  it("stand on a round scale, and reach its end where they have none", () => {
    const scale = scale_of_days([[2, -1, null], [3, 1, 4]]);
    expect(scale).toEqual({ low: -5, high: 5 });
    expect(on_scale([2, -1, null], scale)).toEqual([2, -1, 5]);
    expect(scale_of_days([])).toEqual({ low: -1, high: 1 });
  });
});

describe("groups", () => {
  it("are named in words, joined ones together", () => {
    expect(GROUPS.map((one) => group_name(one, de))).toEqual(["Deutsch", "andere Sprache", "Schalter oder Mündlich", "Deutsch, mit Vorschlag"]);
    expect(group_name(group([{ trait: "writing", values: [""] }]), de)).toBe("Schreibweise: nicht bekannt");
    expect(by_trait(GROUPS).map((part) => [part.trait, part.groups.length])).toEqual([["language", 2], ["channel", 1]]);
    expect(crossed(GROUPS)).toHaveLength(1);
  });

  it("are said to wait longer or less long, and what is missing", () => {
    expect(still_needed(GROUPS[1]!)).toBe(300);
    expect(GROUPS.map((one) => verdict_words(one, "10 Prozentpunkten", de))).toEqual([
      "Vergleichsgruppe", "Nicht beurteilbar: noch 300 Briefe nötig", "Wartet nachweislich länger", "Wartet nachweislich kürzer",
    ]);
  });

  it("stand in a table that says what the chart shows", () => {
    render(WaitingTable, { groups: GROUPS, waiting, caption: "Wartezeit", scale: { low: -5, high: 5 }, before: true });
    const table = screen.getByRole("table", { name: "Wartezeit" });
    const joined = within(table).getByRole("rowheader", { name: /Schalter oder Mündlich/ }).closest("tr");
    expect(joined?.textContent).toContain("+2 Tage");
    expect(joined?.textContent).toContain("seitdem +1,5 Tage");
    expect(joined?.querySelectorAll("svg[aria-hidden=true] circle")).toHaveLength(1);
    expect(within(table).getByRole("rowheader", { name: /mit Vorschlag/ }).closest("tr")?.textContent).toContain("mehr als die Hälfte ist noch offen");
  });
});
