// SPDX-License-Identifier: EUPL-1.2
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { http, type Schemas } from "../src/api/client";
import { fetch_picture, picture_address } from "../src/api/pictures";
import { Desk, place_of } from "../src/werkbank/item/desk.svelte";
import DocumentArea from "../src/werkbank/item/DocumentArea.svelte";
import { page_name, part_name } from "../src/werkbank/item/names";
import { boxes_of_span, is_doubtful, lines_of, merged, type Box, type Word } from "../src/werkbank/item/pages/boxes";
import { boxes_at, places_of } from "../src/werkbank/item/pages/places";
import PageLayer from "../src/werkbank/item/pages/PageLayer.svelte";
import PageNotes from "../src/werkbank/item/pages/PageNotes.svelte";
import PageSummary from "../src/werkbank/item/pages/PageSummary.svelte";
import PrintedPages from "../src/werkbank/item/pages/PrintedPages.svelte";
import PageSpots from "../src/werkbank/item/pages/PageSpots.svelte";
import {
  between, next_zoom, on_sheet, picture_width, placed, scale_of, transform_of, type PageEntry, type PageMark,
} from "../src/werkbank/item/pages/sheets";
import { PageViewer } from "../src/werkbank/item/pages/viewer.svelte";
import TextPane from "../src/werkbank/item/TextPane.svelte";
import { finding, sample, SCRIPT, text } from "./sample";

afterEach(cleanup);
afterEach(() => vi.restoreAllMocks());

const word = (words: string, start: number, box: Box, confidence = 1): Word => ({ text: words, start, end: start + words.length, box: [...box], confidence });

/** Two lines, the second with a column on the right. */
const words: Word[] = [
  word("Die", 0, [50, 100, 70, 112]),
  word("Miete", 4, [74, 99, 110, 113], 0.4),
  word("beträgt", 10, [50, 120, 95, 132]),
  word("640,00", 18, [100, 120, 140, 132], 0.6),
  word("Euro", 25, [400, 120, 430, 132]),
];

function entry(index: number, more: Partial<PageEntry> = {}): PageEntry {
  return { key: `0:${index + 1}`, index, part: 0, number: index + 1, width: 595, height: 842, turned: 0, drawable: true, marks: [], begins_part: index === 0, ...more };
}

describe("words on a page", () => {
  it("make lines in reading order", () => {
    expect(lines_of(words).map((line) => line.words.map((one) => one.text).join(" "))).toEqual(["Die Miete", "beträgt 640,00 Euro"]);
    expect(lines_of(words)[0]?.box).toEqual([50, 99, 110, 113]);
  });

  it("are left out of the lines where a box is none", () => {
    expect(lines_of([word("x", 0, [5, 5, 5, 9]), word("y", 2, [Number.NaN, 0, 1, 1])])).toEqual([]);
  });

  it("count as doubtful below 0.6 only", () => {
    expect(words.filter(is_doubtful).map((one) => one.text)).toEqual(["Miete"]);
  });

  it("give a span one box a line, two where a gap lies between", () => {
    expect(boxes_of_span(words, 4, 24)).toEqual([[74, 99, 110, 113], [50, 120, 140, 132]]);
    expect(boxes_of_span(words, 18, 29)).toEqual([[100, 120, 140, 132], [400, 120, 430, 132]]);
    expect(boxes_of_span(words, 24, 25)).toEqual([]);
    expect(merged([])).toEqual([]);
  });
});

describe("pages under each other", () => {
  const frame = { width: 632, height: 500, zoom: "width" as const };
  const around = () => ({ lead: 36, foot: 0 });

  it("never overlap and leave out nothing", () => {
    const pages = Array.from({ length: 500 }, (_, index) => entry(index, index % 7 === 3 ? { width: 842, height: 595 } : {}));
    const places = placed(pages, around, (key) => (key === "0:2" ? 90 : 0), frame);
    for (let at = 1; at < places.length; at += 1) expect(places[at]?.top).toBeGreaterThan(places[at - 1]?.bottom ?? 0);
    for (const place of places) expect(place.sheet_width).toBeCloseTo(600, 6);
    expect(places[1]?.sheet_height).toBeCloseTo((600 * 595) / 842, 6);
    for (const from of [0, 1, 9_999, places.at(-1)?.top ?? 0]) {
      const { first, end } = between(places, from, from + 500);
      expect(end - first).toBeGreaterThan(0);
      expect(end - first).toBeLessThan(4);
      expect(places[first]?.top).toBeLessThanOrEqual(from);
      expect(places[end]?.top ?? Infinity).toBeGreaterThan(from + 500 - 1);
    }
    expect(between([], 0, 100)).toEqual({ first: 0, end: 0 });
  });

  it("fit the width, the whole page, or a size in percent", () => {
    expect(scale_of(entry(0), 0, frame, 36) * 595).toBeCloseTo(600, 6);
    expect(scale_of(entry(0), 0, { ...frame, zoom: "page" }, 36) * 842).toBeCloseTo(444, 6);
    expect(scale_of(entry(0), 0, { ...frame, zoom: 100 }, 36) * 72).toBeCloseTo(96, 6);
    expect(next_zoom(101, 1)).toBe(125);
    expect(next_zoom(101, -1)).toBe(100);
    expect(next_zoom(400, 1)).toBe(400);
    expect(next_zoom(37, -1)).toBe(50);
  });

  it("ask for the narrowest picture that is sharp, and never for more than there is", () => {
    expect(picture_width(595, 0.3, 1)).toBe(200);
    expect(picture_width(595, 1, 1)).toBe(800);
    expect(picture_width(595, 1, 2)).toBe(1200);
    expect(picture_width(595, 5.33, 2)).toBe(2400);
  });

  it("turn boxes as they turn the page", () => {
    const page = { width: 600, height: 800 };
    expect(on_sheet(10, 20, page, 0, 2)).toEqual({ x: 20, y: 40 });
    expect(on_sheet(10, 20, page, 90, 1)).toEqual({ x: 780, y: 10 });
    expect(on_sheet(10, 20, page, 180, 1)).toEqual({ x: 590, y: 780 });
    expect(on_sheet(10, 20, page, 270, 1)).toEqual({ x: 20, y: 590 });
    expect(transform_of(page, 90, 0.5)).toBe("translate(400px, 0) rotate(90deg) scale(0.5)");
  });
});

describe("evidence on pages", () => {
  const span = (start: number, end: number, more: Partial<Schemas["Evidence"]> = {}): Schemas["Evidence"] => ({ part: 1, page: 1, start, end, text: "", ...more });
  const item = { ...sample(), pages: sample().pages ?? [] };
  const [, first, second] = item.pages;

  it("stands where the server says, else where its words are", () => {
    const known = finding("a", "field", "iban", "", "Wohngeld", { evidence: [span(first?.start ?? 0, (first?.start ?? 0) + 3, { boxes: [[10, 10, 20, 20], [21, 10, 40, 20]] })] });
    const [place] = places_of(item, [known]);
    expect(place && boxes_at(place, undefined)).toEqual([[10, 10, 40, 20]]);
    const plain = finding("b", "field", "iban", "", "Wohngeld", { evidence: [span(0, 3, { part: 0 })] });
    const [fallback] = places_of(item, [plain]);
    expect(fallback && boxes_at(fallback, undefined)).toEqual([]);
    expect(fallback && boxes_at(fallback, words)).toEqual([[50, 100, 70, 112]]);
  });

  it("that runs over the end of a page stands on both", () => {
    const long = finding("c", "field", "iban", "", "Wohngeld", { evidence: [span((second?.start ?? 0) - 4, (second?.start ?? 0) + 4)] });
    expect(places_of(item, [long]).map((place) => place.key)).toEqual(["1:1", "1:2"]);
  });

  it("of the subject stands on no page", () => {
    expect(places_of(item, [finding("d", "act", "antrag", "", "Wohngeld", { evidence: [span(0, 0)] })])).toEqual([]);
  });
});

function desk(): Desk {
  const made = new Desk("0".repeat(32));
  made.item.value = sample();
  return made;
}

describe("pages of an item", () => {
  it("are known with the item itself, without another call", () => {
    const get = vi.spyOn(http, "GET");
    const own = desk();
    const viewer = new PageViewer(own);
    expect(viewer.entries.map((one) => [one.key, one.drawable])).toEqual([["0:1", false], ["1:1", true], ["1:2", true]]);
    own.item.value = { ...sample(), state: "waiting", pages: [] };
    expect(viewer.entries).toEqual([]);
    expect(get).not.toHaveBeenCalled();
    get.mockRestore();
  });
});

describe("a page and a part", () => {
  it("have one name wherever they are named", () => {
    const item = sample();
    const own = desk();
    own.item.value = { ...item, parts: item.parts.map((part) => ({ ...part, name: part.number > 0 ? "antrag.pdf" : "" })), pages: item.pages?.map((page) => ({ ...page, marks: ["handwriting"] })) ?? [] };
    const viewer = new PageViewer(own);
    const names = viewer.entries.map((one) => page_name(one, viewer.parts, own.item.value));
    expect(names).toEqual(["Nachricht", "antrag.pdf, Seite 1", "antrag.pdf, Seite 2"]);
    expect(place_of({ part: 1, page: 2, start: 1, end: 2, text: "" }, own.item.value)).toBe("antrag.pdf, Seite 2");
    const { container } = render(TextPane, { desk: own, onpick: () => undefined });
    expect([...container.querySelectorAll("h3")].map((title) => title.textContent)).toEqual(["Nachricht", "antrag.pdf"]);
    expect(part_name(0, { ...item, parts: item.parts.slice(0, 1) })).toBe("Text");
    expect(part_name(2, item)).toBe("Anlage 2");
    // The summary of many pages calls them as their headings do.
    const now = own.item.value.pages ?? [];
    own.item.value = { ...own.item.value, pages: [...now, ...now.slice(-1).map((page) => ({ ...page, number: 3 }))] };
    const summary = render(PageSummary, { viewer }).container;
    expect([...summary.querySelectorAll("button")].map((button) => button.textContent)).toEqual(["Nachricht", "antrag.pdf, Seite 1", "antrag.pdf, Seite 2", "antrag.pdf, Seite 3"]);
  });
});

describe("a picture", () => {
  const address = picture_address("a".repeat(32), { part: 0, number: 3, turned: 90 }, 800);
  const problem = (status: number, more: object = {}) =>
    new Response(JSON.stringify({ type: "about:blank", title: "Kein Bild.", status, key: "picture.x", ...more }), { status });

  it("that fails is asked for once and says why", async () => {
    const asked = vi.spyOn(globalThis, "fetch").mockResolvedValue(problem(422));
    const answer = await fetch_picture(address, new AbortController().signal);
    expect(answer).toMatchObject({ ok: false, problem: { title: "Kein Bild." } });
    expect(asked.mock.calls.map(([url]) => url)).toEqual([`/api/v1/items/${"a".repeat(32)}/parts/0/pages/3/picture?width=800&turned=90`]);
  });

  it("is waited for while the server is busy, until it is given up", async () => {
    vi.useFakeTimers();
    const asked = vi.spyOn(globalThis, "fetch").mockImplementation(async () => problem(503, { retry_after_s: 2 }));
    const given_up = new AbortController();
    const coming = fetch_picture(address, given_up.signal);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveBeenCalledTimes(2);
    given_up.abort();
    expect(await coming).toBeUndefined();
    asked.mockImplementation(async () => new Response("x"));
    expect((await fetch_picture(address, new AbortController().signal))?.ok).toBe(true);
    vi.useRealTimers();
  });
});

describe("pages on paper", () => {
  it("wait their own time, whatever was printed before them", async () => {
    vi.useFakeTimers();
    vi.spyOn(globalThis, "fetch").mockReturnValue(new Promise(() => undefined));
    vi.spyOn(http, "GET").mockReturnValue(new Promise(() => undefined) as never);
    const print = vi.fn();
    vi.stubGlobal("print", print);
    const head = createRawSnippet(() => ({ render: () => "<p></p>" }));
    const { component } = render(DocumentArea, { desk: desk(), wide: true, head, onpick: () => undefined });
    const first = component.print_shown();
    await vi.advanceTimersByTimeAsync(5_000);
    // The browser's own command comes between.
    window.dispatchEvent(new Event("beforeprint"));
    window.dispatchEvent(new Event("afterprint"));
    await first;
    const second = component.print_shown();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(print).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(print).toHaveBeenCalledTimes(1);
    await second;
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are all there: pictures that came, else the text and a line that says so", async () => {
    const onready = vi.fn();
    vi.spyOn(globalThis, "fetch").mockImplementation(async (address) => (String(address).includes("/pages/1/") ? new Response("x") : new Response("{}", { status: 422 })));
    const viewer = new PageViewer(desk());
    const { container, rerender } = render(PrintedPages, { viewer, final: false, onready });
    await vi.waitFor(() => expect(container.querySelectorAll("img")).toHaveLength(1));
    expect(onready).not.toHaveBeenCalled();
    await fireEvent.load(container.querySelector("img") as HTMLElement);
    expect(onready).toHaveBeenCalledTimes(1);
    await rerender({ viewer, final: true, onready });
    expect(container.querySelectorAll("img")).toHaveLength(1);
    const words = container.textContent ?? "";
    expect(words).toContain("Guten Tag,\nich möchte");
    expect(words).toContain("Seite 2 fehlt als Bild.");
    expect(words).toContain("DE02 1203 0000 0000 2020 51");
    expect(words).not.toContain("Seite eins");
  });
});

describe("a page on the screen", () => {

  it("has the real words, line by line, with doubtful ones marked", () => {
    const { container } = render(PageLayer, { words, language: "de" });
    expect([...container.querySelectorAll(".line")].map((line) => line.textContent)).toEqual(["Die Miete", "beträgt 640,00 Euro"]);
    expect([...container.querySelectorAll(".doubtful")].map((one) => one.textContent)).toEqual(["Miete"]);
  });

  it("shows mark-up in words, hidden texts and codes as text", () => {
    const hidden: Schemas["HiddenText"][] = [{ part: 0, page: 1, kind: "unseen", box: [0, 0, 0, 0], text: SCRIPT }];
    const codes: Schemas["PageCode"][] = [{ part: 0, page: 1, kind: "qr", box: [1, 1, 9, 9], text: SCRIPT }];
    const { container } = render(PageNotes, { marks: ["hidden_text"], hidden, codes, onpoint: () => undefined });
    const layer = render(PageLayer, { words: [word(SCRIPT, 0, [0, 0, 9, 9])], language: "de" }).container;
    for (const one of [container, layer]) {
      expect(one.querySelector("script, img")).toBeNull();
      expect(one.textContent).toContain(SCRIPT);
    }
    expect((globalThis as { caught?: number }).caught).toBeUndefined();
  });

  it("says of each mark what to do, and leads to places only where there are some", () => {
    const marks: PageMark[] = ["unread", "handwriting", "hidden_text", "low_quality", "mirrored", "blank"];
    const hidden: Schemas["HiddenText"][] = [{ part: 0, page: 1, kind: "off_page", box: [0, 0, 0, 0], text: "weg" }];
    const { container } = render(PageNotes, { marks, hidden, codes: [], onpoint: () => undefined });
    expect(container.querySelectorAll(".note")).toHaveLength(marks.length);
    expect(container.textContent).toContain("Hier steht Text, den man auf der Seite nicht sieht");
    expect(container.textContent?.replace(/\s+/g, " ")).toContain("Handschrift: Bitte selbst lesen");
    expect(container.textContent).toContain("Außerhalb der sichtbaren Seite");
    expect(screen.queryByRole("button", { name: "Stelle zeigen" })).toBeNull();
  });

  it("has one box for each evidence, named after its finding", () => {
    const own = desk();
    const places = places_of(own.item.value, own.findings.slice(0, 4)).map((place) => ({ ...place, boxes: [[10, 10, 60, 20] as Box] }));
    const { container } = render(PageSpots, { desk: own, places, words: undefined, hidden: [], pointed: undefined, scale: 1 });
    const spots = [...container.querySelectorAll("button")];
    expect(spots).toHaveLength(3);
    expect(spots[0]?.getAttribute("aria-label")).toBe("Beleg 1, wohngeld: zum Befund");
    expect(new Set(spots.map((spot) => spot.id)).size).toBe(3);
  });

  it("asks for words once, and again after a failure", async () => {
    const own = new PageViewer(desk());
    let calls = 0;
    const spy = vi.spyOn(http, "GET").mockImplementation((() => {
      calls += 1;
      const page = { part: 1, number: 1, width: 595, height: 842, start: 0, end: text.length, words: [], hidden: [], codes: [] };
      return Promise.resolve(calls === 1 ? { error: {}, response: new Response(null, { status: 503 }) } : { data: page, response: new Response(null, { status: 200 }) });
    }) as unknown as typeof http.GET);
    const page = entry(0, { part: 1, key: "1:1" });
    expect(await own.words_of(page)).toBeUndefined();
    expect((await own.words_of(page))?.width).toBe(595);
    await own.words_of(page);
    expect(calls).toBe(2);
    spy.mockRestore();
  });
});
