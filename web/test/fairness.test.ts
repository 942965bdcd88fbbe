// SPDX-License-Identifier: EUPL-1.2
// The fairness page: what may be said of a group, how many cases are missing, where a figure stands in a chart, and that
// tables say what charts show.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { en } from "../src/lib/i18n/en";
import {
  by_trait,
  data_words,
  group_name,
  intersections,
  place,
  points,
  scale_of,
  still_needed,
  verdict_of,
  type Group,
  type GroupFigures,
} from "../src/steuerung/fairness/fairness";
import GroupSection from "../src/steuerung/fairness/GroupSection.svelte";
import LetterSection from "../src/steuerung/fairness/LetterSection.svelte";
import PairSection from "../src/steuerung/fairness/PairSection.svelte";

afterEach(cleanup);

function group(of: Record<string, string>, change: Partial<Group> = {}): Group {
  const rate = [0.1, 0.05, 0.18];
  return { of, letters: 400, assessable: true, needed: null, error: rate, miss: rate, false_alarm: rate, abstention: rate, difference: [0.01, -0.03, 0.05], significant: false, because: "", because_en: "", differences: [], ...change };
}

const about = {
  taken: { version: "1.3.0", data: "letters, 3 files", letters: 630, unseen_writers: true },
  record: { number: 1, by: "", at: "2026-11-28T10:00:00Z", example: false },
  of_running_release: true,
};

const GROUPS: Group[] = [
  group({ sex: "female" }, { difference: null }),
  group({ sex: "male" }),
  group({ age: "under_30" }, { letters: 12, assessable: false, needed: 340, difference: [0.05, -0.1, 0.3] }),
  group({ age: "60_and_over" }, { difference: [0.02, -0.02, 0.06], significant: true, differences: [{ rate: "abstention", difference: [0.3, 0.2, 0.4], p: 0.001, verdict: "worse", needed: 0 }] }),
  group({ age: "30_to_59" }, { difference: [0.05, -0.02, 0.14] }),
  group({ sex: "male", age: "under_30" }, { letters: 4, assessable: false, needed: 340 }),
];
const measured: GroupFigures = { ...about, difference_of_interest: 0.1, groups: GROUPS };

describe("a verdict", () => {
  it("is never that a group is treated alike where it is too small", () => {
    expect(GROUPS.map((one) => verdict_of(one, 0.1))).toEqual(["reference", "within", "not_assessable", "gap", "open", "not_assessable"]);
  });

  it("says a gap of a small group all the same", () => {
    expect(verdict_of(group({ sex: "male" }, { assessable: false, significant: true }), 0.1)).toBe("gap");
  });

  it("takes a reference that is too small for none", () => {
    expect(verdict_of(group({ sex: "male" }, { assessable: false, difference: null }), 0.1)).toBe("not_assessable");
  });

  it("uses no word for fair", () => {
    for (const texts of [de.fairness, en.fairness])
      for (const words of [texts.reference, texts.not_assessable, texts.gap, texts.open, texts.within("10 %")]) expect(words.toLowerCase()).not.toContain("fair");
  });
});

describe("cases that are missing", () => {
  it("are what is needed less what is there", () => {
    expect(still_needed(group({}, { letters: 12, needed: 340 }))).toBe(328);
    expect(still_needed(group({}, { needed: null }))).toBeUndefined();
    expect(still_needed(group({}, { letters: 400, needed: 340 }))).toBeUndefined();
  });
});

describe("names", () => {
  it("say trait values in words and leave unknown ones as they are", () => {
    expect(group_name(group({ sex: "male", age: "under_30" }), de)).toBe("männlich, unter 30");
    expect(group_name(group({ writing: "other" }), de)).toBe("andere Schreibweise");
    expect(group_name(group({ sex: "" }), de)).toBe("Geschlecht: nicht bekannt");
    expect(group_name(group({ colour: "blue" }), de)).toBe("blue");
  });

  it("put groups of one trait together and intersections apart", () => {
    expect(by_trait(GROUPS).map((part) => [part.trait, part.groups.length])).toEqual([["sex", 2], ["age", 3]]);
    expect(intersections(GROUPS)).toHaveLength(1);
  });
});

describe("a chart's scale", () => {
  it("is round, symmetrical for differences, and holds all intervals", () => {
    expect(scale_of([[0.1, 0.02, 0.18]], "share")).toEqual({ low: 0, high: 0.2 });
    expect(scale_of([[0.1, -0.3, 0.18]], "difference")).toEqual({ low: -0.5, high: 0.5 });
    expect(scale_of([], "share")).toEqual({ low: 0, high: 0.05 });
  });

  it("places shares between its ends and not beyond them", () => {
    const scale = { low: -0.5, high: 0.5 };
    expect([-0.5, 0, 0.25, 0.5, 2, -2].map((share) => place(share, scale))).toEqual([0, 50, 75, 100, 100, 0]);
  });

  it("is lettered in points with a sign", () => {
    expect(points(0.052, de)).toBe("+5,2 Punkte");
    expect(points(-0.1, de)).toBe("\u221210 Punkte");
    expect(points(0, en)).toBe("0 points");
  });
});

describe("groups", () => {
  it("say first how many cannot be assessed, and in each row how many cases are missing", () => {
    render(GroupSection, { measured });
    expect(screen.getByText("2 von 6 Gruppen nicht beurteilbar")).toBeTruthy();
    expect(screen.getByText("Eine Gruppe wird anders behandelt")).toBeTruthy();
    const table = screen.getByRole("table", { name: "Alter" });
    const row = within(table).getByRole("rowheader", { name: /unter 30/ }).closest("tr");
    expect(row?.textContent).toContain("Nicht beurteilbar: noch 328 Briefe nötig");
    expect(row?.textContent).toContain("+5 Punkte");
    expect(row?.querySelectorAll("svg[aria-hidden=true] circle")).toHaveLength(1);
  });

  it("name the rate in which a proven difference lies, which is not always the one of the chart", () => {
    render(GroupSection, { measured });
    const row = screen.getByRole("rowheader", { name: /60 und älter/ }).closest("tr");
    expect(row?.textContent).toContain("Nachgewiesener Unterschied");
    expect(row?.textContent?.replace(/\s+/g, " ")).toContain("Zurückgehalten: +30 Punkte (+20 Punkte bis +40 Punkte)");
  });

  it("show no rate of a group that nobody belongs to, and say why it is listed", () => {
    const none = group({ sex: "diverse" }, { letters: 0, assessable: false, difference: null, because: "Am Vornamen nicht zu erkennen.", error: [0, 0, 1] });
    render(GroupSection, { measured: { ...measured, groups: [...GROUPS, none] } });
    expect(screen.getByText("3 von 7 Gruppen nicht beurteilbar")).toBeTruthy();
    const row = within(screen.getByRole("table", { name: "Geschlecht" })).getByRole("rowheader", { name: /divers/ }).closest("tr");
    expect(row?.textContent).toContain("Nicht beurteilbar: kein Brief dieser Gruppe");
    expect(row?.textContent).toContain("Am Vornamen nicht zu erkennen.");
    expect(row?.textContent).not.toContain("%");
  });

  it("share one scale, so that dots of different tables can be compared", () => {
    render(GroupSection, { measured });
    const ends = ["Geschlecht", "Alter"].map((name) => screen.getByRole("table", { name }).querySelector(".scale")?.textContent);
    expect(ends[0]).toBe(ends[1]);
  });

  it("name the data they were measured on in the language of the screen", () => {
    expect(data_words("34 Dateien / 34 files", de)).toBe("34 Dateien");
    expect(data_words("34 Dateien / 34 files", en)).toBe("34 files");
    expect(data_words("letters", en)).toBe("letters");
  });

  it("warn where what runs was not measured", () => {
    render(GroupSection, { measured: { ...measured, of_running_release: false, record: { ...about.record, example: true } } });
    expect(screen.getByText("Diese Zahlen sind von einer anderen Version")).toBeTruthy();
    expect(screen.getByText("Beispiel")).toBeTruthy();
  });
});

describe("exchanged traits", () => {
  it("say how many of how many pairs changed, and where there was no pair", () => {
    const trait = { key: "name", name: "Name", name_en: "Name", apart: "", apart_en: "", pairs: 200, changed: 5, held: 9, share: [0.025, 0.01, 0.06], held_share: [0.045, 0.02, 0.08], control: "other_name", excess: [0.01, -0.01, 0.03], held_excess: [0, -0.02, 0.02], direction_p: 0.4, held_direction_p: 1 };
    render(PairSection, { measured: { ...about, traits: [trait, { ...trait, key: "none", name: "Religion", pairs: 0, changed: 0, control: "" }] } });
    const row = screen.getByRole("rowheader", { name: "Name" }).closest("tr");
    expect(row?.textContent).toContain("2,5");
    expect(row?.textContent).toContain("5 von 200 geändert");
    expect(row?.textContent).toContain("Anderes bleibt einem Menschen: 4,5"); // how often one form alone is left to a person
    expect(screen.getByRole("rowheader", { name: "Religion" }).closest("tr")?.textContent).toContain("Kein Brief gibt dafür ein Paar her.");
  });
});

describe("kinds of letters", () => {
  it("stand under what was found, with their number", () => {
    const row = { kind: "service", by: "channel", name: "fax", letters: 31, f1: [0.8, 0.7, 0.9] };
    render(LetterSection, { measured: { ...about, by_letters: [row, { ...row, kind: "act", by: "language", name: "tr" }] } });
    const table = screen.getByRole("table", { name: "Leistungen" });
    expect(within(table).getByRole("rowheader", { name: "Fax" }).closest("tr")?.textContent).toContain("31 Briefe");
    expect(within(screen.getByRole("table", { name: "Anliegen" })).getByRole("rowheader").textContent).toBe("Türkisch");
  });
});
