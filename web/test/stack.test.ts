// SPDX-License-Identifier: EUPL-1.2
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { http, type Schemas } from "../src/api/client";
import { i18n } from "../src/lib/i18n/index.svelte";
import { Desk } from "../src/werkbank/item/desk.svelte";
import ItemNotices from "../src/werkbank/item/ItemNotices.svelte";
import CutEditor from "../src/werkbank/item/stack/CutEditor.svelte";
import { cuts_of, no_cuts, ranges_of, same_cuts, splits, toggle_cut, toggle_out, type Proposal } from "../src/werkbank/item/stack/cuts";
import { last_standing, type Stack } from "../src/werkbank/item/stack/stack.svelte";
import StackPanel from "../src/werkbank/item/stack/StackPanel.svelte";
import TransferNote from "../src/werkbank/item/stack/TransferNote.svelte";
import { sample } from "./sample";

beforeEach(() => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status: 404 }));
});
afterEach(cleanup);
afterEach(() => vi.restoreAllMocks());

const proposal: Proposal = {
  part: 0, pages: 6, points: [{ page: 3, reasons: ["separator"] }, { page: 5, reasons: ["letter_head", "salutation"] }],
  ranges: [{ first: 1, last: 1 }, { first: 3, last: 4 }, { first: 5, last: 6 }], left_out: [2],
};

describe("cut marks", () => {
  it("say what the server would be told", () => {
    expect(ranges_of(no_cuts(3))).toEqual([{ first: 1, last: 3 }]);
    expect(splits(no_cuts(3))).toBe(false);
    expect(ranges_of(toggle_cut(no_cuts(3), 2))).toEqual([{ first: 1, last: 1 }, { first: 2, last: 3 }]);
    expect(ranges_of(toggle_out(no_cuts(4), 2))).toEqual([{ first: 1, last: 1 }, { first: 3, last: 4 }]);
    expect(splits(toggle_out(no_cuts(3), 1))).toBe(true);
    expect(splits(toggle_out(no_cuts(1), 1))).toBe(false);
  });

  it("follow a proposal and come back to it", () => {
    const start = cuts_of(proposal);
    expect(ranges_of(start)).toEqual(proposal.ranges);
    const other = toggle_cut(start, 4);
    expect(same_cuts(start, other)).toBe(false);
    expect(same_cuts(start, toggle_cut(other, 4))).toBe(true);
  });

  it("are never before the first page or beyond the last", () => {
    const none = no_cuts(3);
    expect(toggle_cut(none, 1)).toBe(none);
    expect(toggle_cut(none, 4)).toBe(none);
    expect(toggle_out(none, 0)).toBe(none);
  });
});

describe("the editor of cuts", () => {
  it("is worked by arrows and space with one stop of the Tab key", async () => {
    const onsplit = vi.fn();
    const { container } = render(CutEditor, { item: sample(), part: { part: 0, pages: 3, name: "" }, proposed: undefined, shown: true, acting: false, onsplit });
    const stops = (): Element[] => [...container.querySelectorAll(".strip [tabindex='0']")];
    expect(stops()).toHaveLength(1);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: /In 1 Eingang teilen/ }).disabled).toBe(true);
    (stops()[0] as HTMLElement).focus();
    await fireEvent.keyDown(stops()[0] as Element, { key: "ArrowRight" });
    const cut = screen.getByRole("button", { name: "Vor Seite 2 trennen" });
    await vi.waitFor(() => expect(document.activeElement).toBe(cut));
    await fireEvent.click(cut);
    expect(cut.getAttribute("aria-pressed")).toBe("true");
    expect(stops()).toEqual([cut]);
    await fireEvent.click(screen.getByRole("button", { name: "In 2 Eingänge teilen" }));
    expect(onsplit).toHaveBeenCalledWith([{ first: 1, last: 1 }, { first: 2, last: 3 }], "hand");
  });

  it("gives the reasons of a proposal and tells it from cuts by hand", async () => {
    const onsplit = vi.fn();
    const { container } = render(CutEditor, { item: sample(), part: { part: 0, pages: 6, name: "" }, proposed: proposal, shown: true, acting: false, onsplit });
    expect(container.textContent).toContain("Schnitt vor Seite 5: Briefkopf, Anrede");
    expect(container.textContent).toContain("Nicht übernommen: Seite 2.");
    await fireEvent.click(screen.getByRole("button", { name: "In 3 Eingänge teilen" }));
    expect(onsplit).toHaveBeenLastCalledWith(proposal.ranges, "content");
    await fireEvent.click(screen.getByRole("button", { name: "Vor Seite 6 trennen" }));
    await fireEvent.click(screen.getByRole("button", { name: "In 4 Eingänge teilen" }));
    expect(onsplit.mock.lastCall?.[1]).toBe("hand");
    await fireEvent.click(screen.getByRole("button", { name: "Schnitte zurücksetzen" }));
    expect(screen.getByRole("button", { name: "In 3 Eingänge teilen" })).toBeTruthy();
  });
});

describe("the editor of cuts of a long document", () => {
  const pages = 500;
  const part = { part: 0, pages, name: "" };
  const each_page: Proposal = { part: 0, pages, points: [], ranges: Array.from({ length: 201 }, (_, at) => ({ first: at + 1, last: at + 1 })), left_out: [] };

  it("builds only what is near the view, and nothing while it is folded away", async () => {
    const props = { item: sample(), part, proposed: undefined, acting: false, onsplit: () => undefined };
    const { container, rerender } = render(CutEditor, { ...props, shown: false });
    expect(container.querySelectorAll("button, img")).toHaveLength(0);
    await rerender({ ...props, shown: true });
    expect(container.querySelectorAll(".strip button").length).toBeLessThan(40);
    (container.querySelector("[tabindex='0']") as HTMLElement).focus();
    await fireEvent.keyDown(document.activeElement as Element, { key: "End" });
    await vi.waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Seite 500 weglassen"));
    expect(container.querySelectorAll(".strip [tabindex='0']")).toHaveLength(1);
    expect(container.querySelectorAll(".strip button").length).toBeLessThan(40);
  });

  it("says why more than 200 items are too many", () => {
    const { container } = render(CutEditor, { item: sample(), part, proposed: each_page, shown: true, acting: false, onsplit: () => undefined });
    expect(container.textContent).toContain("Höchstens 200 Eingänge auf einmal.");
    const split = screen.getByRole<HTMLButtonElement>("button", { name: "In 201 Eingänge teilen" });
    expect(split.disabled).toBe(true);
    expect(document.getElementById(split.getAttribute("aria-describedby") ?? "")?.textContent).toContain("Höchstens 200");
  });

  it("keeps cuts by hand when the stack comes anew, and follows another proposal", async () => {
    const props = { item: sample(), part: { part: 0, pages: 6, name: "" }, shown: true, acting: false, onsplit: () => undefined };
    const { rerender } = render(CutEditor, { ...props, proposed: proposal });
    await fireEvent.click(screen.getByRole("button", { name: "Vor Seite 6 trennen" }));
    expect(screen.getByRole("button", { name: "In 4 Eingänge teilen" })).toBeTruthy();
    await rerender({ ...props, proposed: structuredClone(proposal) });
    expect(screen.getByRole("button", { name: "In 4 Eingänge teilen" })).toBeTruthy();
    await rerender({ ...props, proposed: { ...proposal, ranges: [{ first: 1, last: 3 }, { first: 4, last: 6 }], left_out: [] } });
    expect(screen.getByRole("button", { name: "In 2 Eingänge teilen" })).toBeTruthy();
  });
});

describe("the panel of a stack", () => {
  const stack: Stack = {
    version: 1, state: "ready", origin: null, joined_to: null, proposals: [proposal], cuttable: [{ part: 0, pages: 6, name: "" }], steps: [],
  };
  const answer = (data: unknown) => ({ data, response: new Response(null, { status: 200 }) });

  function panel(): Desk {
    const desk = new Desk("0".repeat(32));
    desk.item.value = sample();
    vi.spyOn(desk.item, "load").mockResolvedValue();
    render(StackPanel, { desk, may_act: true });
    return desk;
  }

  it("says that the stack could not be asked for, and tries again", async () => {
    const get = vi.spyOn(http, "GET").mockRejectedValueOnce(new TypeError("no network"));
    panel();
    const notice = await screen.findByRole("alert");
    expect(notice.textContent).toContain("Der Server antwortet nicht.");
    expect(notice.textContent).toContain("Ob dieser Eingang ein Stapel ist");
    get.mockResolvedValue(answer(stack) as never);
    await fireEvent.click(screen.getByRole("button", { name: "Erneut versuchen" }));
    await screen.findByText("Sendung teilen");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("has the focus after each step, whose button may be gone", async () => {
    vi.spyOn(http, "GET").mockResolvedValue(answer(stack) as never);
    vi.spyOn(http, "POST").mockResolvedValue(answer({ ...stack, proposals: [] }) as never);
    panel();
    const dismiss = await screen.findByRole("button", { name: "Vorschlag verwerfen" });
    dismiss.focus();
    await fireEvent.click(dismiss);
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe("SUMMARY"));
    expect(document.activeElement?.textContent).toContain("Stapel");
  });
});

describe("notices of an item", () => {
  function notices(more: Partial<ReturnType<typeof sample>>): string {
    const desk = new Desk("0".repeat(32));
    desk.item.value = { ...sample(), ...more };
    return render(ItemNotices, { desk, may_act: true, onreadagain: () => undefined, onduplicate: () => undefined }).container.textContent ?? "";
  }

  it("say why a stack step closed it and what to do", () => {
    const told = { reason: "stack.split", reason_text: "Der Eingang ist geteilt worden. Bearbeiten Sie die Teile." };
    expect(notices({ ...told, state: "closed" })).toContain(told.reason_text);
    expect(notices({ ...told, state: "ready" })).not.toContain(told.reason_text);
    expect(notices({ state: "closed", reason: "", reason_text: "" })).not.toContain("Stapelschritt");
  });

  it("say in the language of the screen why it is held", async () => {
    const held = { held: true, held_because: ["no_service", "no_act", "other_language", "anders"] };
    expect(notices(held)).toContain("Das Programm hat keine Leistung gefunden.");
    expect(notices(held)).toContain("Der Brief ist nicht auf Deutsch.");
    expect(notices(held)).toContain("Grund des Programms: anders");
    await i18n.choose("en");
    expect(notices(held)).toContain("The program has found no request.");
    await i18n.choose("de");
  });
});

describe("what stands", () => {
  it("is the last step that was not taken back", () => {
    const step = (sequence: number, kind: "split" | "join", undone: boolean): Stack["steps"][number] => ({
      sequence, kind, means: "hand", part: 0, items: [], left_out: [], by: "", at: "2026-11-27T08:00:00Z", reason: "", undone,
    });
    const stack: Stack = { version: 1, state: "ready", origin: null, joined_to: null, proposals: [], cuttable: [], steps: [step(1, "split", false), step(2, "join", false), step(3, "split", true)] };
    expect(last_standing(stack, "split")?.sequence).toBe(1);
    expect(last_standing(stack, "join")?.sequence).toBe(2);
  });

  it("of a transfer note that does not fit is a warning", () => {
    const note: Schemas["TransferNote"] = {
      batch: "B-7", office: "Scanstelle", operator: "", scanned_at: "2026-03-01T08:15:00Z", device: "", profile: "", colour: "", resolution_dpi: 300,
      sheets: 0, pages: 4, checked_by: "", checked_at: "", deviations: "", sha256: "", inherited: false, differs: ["pages"],
    };
    const { container } = render(TransferNote, { note, pages: 3 });
    expect(container.textContent).toContain("Der Vermerk nennt 4 Seiten, die Datei hat 3");
    expect(container.textContent).toContain("300 dpi");
    expect([...container.querySelectorAll("dt")].map((name) => name.textContent)).toEqual(["Stapelnummer", "Scanstelle", "Gescannt", "Auflösung", "Seiten"]);
  });
});
