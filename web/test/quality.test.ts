// SPDX-License-Identifier: EUPL-1.2
// The page on quality: what stands in the address, the diagram and its table, what cannot be promised, what was never measured.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import ErrorsByVersion from "../src/steuerung/quality/ErrorsByVersion.svelte";
import { error_of, range_of, sorted, value_of } from "../src/steuerung/quality/figures";
import FiguresTable from "../src/steuerung/quality/FiguresTable.svelte";
import FunctionOverview from "../src/steuerung/quality/FunctionOverview.svelte";
import KindQuality from "../src/steuerung/quality/KindQuality.svelte";
import Mistaken from "../src/steuerung/quality/Mistaken.svelte";
import Promises from "../src/steuerung/quality/Promises.svelte";
import { address_of, chosen_of, measured_of, place_of, type QualityPlace } from "../src/steuerung/quality/quality_place";
import { mark_of, SIZE } from "../src/steuerung/quality/reliability";
import ReliabilityDiagram from "../src/steuerung/quality/ReliabilityDiagram.svelte";
import { figures, kind_quality, quality } from "./quality_sample";

afterEach(cleanup);

const placed = (address: string): { query: URLSearchParams } => ({ query: new URL(address, "http://localhost").searchParams });

describe("errors by version", () => {
  it("are the rest to one, with the interval turned over", () => {
    expect(error_of({ value: 0.75, lower: 0.5, upper: 0.875 })).toEqual({ value: 0.25, lower: 0.125, upper: 0.5 });
    expect(error_of(null)).toBeNull();
  });

  it("name each kind with the version that was measured", () => {
    const measured = measured_of(quality());
    render(ErrorsByVersion, { measured });
    const rows = within(screen.getByRole("table")).getAllByRole("row").slice(1);
    expect(rows).toHaveLength(measured.length);
    expect(rows[0]?.textContent).toContain(measured[0]?.model.version.split("+")[0]);
  });
});

describe("address", () => {
  it("comes back as it was", () => {
    const places: QualityPlace[] = [{ kind: undefined, order: "mistakes" }, { kind: "act", order: "name" }, { kind: "theme", order: "mistakes" }];
    for (const place of places) expect(place_of(placed(address_of(place)))).toEqual(place);
    expect(address_of({ kind: "act", order: "name" })).toBe("/steuerung/guete?art=anliegen&reihe=name");
  });

  it("that nobody made shows the first kind", () => {
    expect(place_of(placed("/steuerung/guete?art=toString&reihe=x"))).toEqual({ kind: undefined, order: "mistakes" });
    const measured = measured_of(quality());
    expect(measured.map((one) => one.figures.kind)).toEqual(["service", "act"]);
    expect(chosen_of(measured, "theme")?.figures.kind).toBe("service");
    expect(chosen_of(measured, "act")?.figures.kind).toBe("act");
    expect(chosen_of([], "act")).toBeUndefined();
  });
});

describe("functions", () => {
  it("say what they learned from, or plainly that nothing was learned", () => {
    render(FunctionOverview, { functions: quality().functions });
    const row = (name: string): string => screen.getByRole("rowheader", { name }).closest("tr")?.textContent ?? "";
    expect(row("Einordnen")).toContain("630 Briefe, 40 Merkmale aus 1 Datei");
    expect(row("Einordnen")).toContain("1a2b3c4d");
    expect(row("Angaben auslesen")).toContain("Es gibt kein gelerntes Modell");
    expect(row("Dringlichkeit erkennen")).toContain("keine Zahlen vor");
    expect(row("Antworten entwerfen")).toContain("noch nicht enthalten");
  });
});

describe("figures", () => {
  it("are percent with an interval, and no zero where nothing was measured", () => {
    expect(value_of({ value: 0.847, lower: 0.8, upper: 0.89 }, de)).toMatch(/^84,7\s%$/);
    expect(range_of({ value: 0.847, lower: 0.8, upper: 0.89 }, de)).toMatch(/^80,0\s% bis 89,0\s%$/);
    expect(value_of(null, de)).toBe("nicht messbar");
    expect(range_of(null, de)).toBe("");
  });

  it("stand with most errors first, or by name", () => {
    const rows = kind_quality().labels.map(({ key, figures }) => ({ id: key, name: key, figures }));
    expect(sorted(rows, "mistakes", "de-DE").map((row) => row.id)).toEqual(["kindergeld", "wohngeld", "rente"]);
    expect(sorted(rows, "name", "de-DE").map((row) => row.id)).toEqual(["kindergeld", "rente", "wohngeld"]);
  });

  it("name the column in each cell, for cards", () => {
    render(FiguresTable, { rows: [{ id: "a", name: "Wohngeld", figures: figures(0, 0, 3), letters: 4 }], head: "Merkmal", caption: "Merkmale" });
    const cells = screen.getByRole("rowheader", { name: /Wohngeld/ }).closest("tr")?.textContent;
    expect(cells).toContain("Treffer (Precision): nicht messbar");
    expect(cells).toMatch(/Übersehen:\s*3/);
  });
});

describe("reliability diagram", () => {
  const groups = kind_quality().calibration.groups;

  it("has what was said to the right and what came true upwards", () => {
    const mark = mark_of({ said: 0.25, hits: 3, count: 4, came_true: { value: 0.75, lower: 0.5, upper: 1 } });
    expect(mark).toEqual({ x: SIZE * 0.25, y: SIZE * 0.25, top: 0, bottom: SIZE * 0.5 });
  });

  it("shows the same as a picture and as a table", () => {
    const { container } = render(ReliabilityDiagram, { groups });
    expect(container.querySelectorAll("circle")).toHaveLength(groups.length);
    expect(screen.getByRole("img").getAttribute("aria-label")).toContain("2 Gruppen");
    const rows = within(screen.getByRole("table")).getAllByRole("row");
    expect(rows).toHaveLength(1 + groups.length);
    expect(rows[2]?.textContent).toMatch(/90,0\s%.*93,0\s%.*86,0\s% bis 97,0\s%.*93 von 100/);
  });

  it("says so where there is nothing to draw", () => {
    const { container } = render(ReliabilityDiagram, { groups: [] });
    expect(container.querySelector("svg")).toBeNull();
    expect(container.textContent).toContain("nichts zu zeichnen");
  });
});

describe("promises", () => {
  it("name what is needed where the data do not suffice", () => {
    render(Promises, { promises: kind_quality().promises });
    const rows = within(screen.getByRole("table")).getAllByRole("row").map((row) => row.textContent);
    expect(rows[1]).toContain("Die Daten reichen nicht: Nötig sind 149 fehlerfreie Briefe");
    expect(rows[2]).toContain("Lässt sich nicht versprechen");
    expect(rows[3]).toMatch(/Hält, mit 95\s% Sicherheit.*50,0\s%.*315 Briefe, davon 20 falsch.*0,8125/);
  });
});

describe("one kind", () => {
  it("shows every table, the groups with their own headings", () => {
    render(KindQuality, { kind: kind_quality(), order: "name" });
    for (const name of ["Auf einen Blick", "Versprochene Fehlergrenze", "Jedes Merkmal für sich", "Was wurde womit verwechselt?", "Nach Schreiber", "Nach Weg", "Nach Sprache"])
      expect(screen.getByRole("heading", { name })).toBeTruthy();
    expect(screen.queryByRole("heading", { name: "Nach Art des Briefes" })).toBeNull();
    expect(screen.getByRole("rowheader", { name: /E-Mail/ })).toBeTruthy();
    expect(screen.getByRole("rowheader", { name: /Schreiber aa/ })).toBeTruthy();
    expect(screen.getByRole("rowheader", { name: /Deutsch/ })).toBeTruthy();
  });

  it("says so where nothing was taken for another", () => {
    render(Mistaken, { kind: { ...kind_quality(), mistaken: [] } });
    expect(screen.getByText("In keinem Brief wurde eines für ein anderes gehalten.")).toBeTruthy();
  });
});
