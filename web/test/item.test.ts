// SPDX-License-Identifier: EUPL-1.2
import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { Desk } from "../src/werkbank/item/desk.svelte";
import FindingsPanel from "../src/werkbank/item/FindingsPanel.svelte";
import { laid_out } from "../src/werkbank/item/layout";
import TextPane from "../src/werkbank/item/TextPane.svelte";
import { finding, sample, SCRIPT, text } from "./sample";

afterEach(cleanup);

function on_desk(): Desk {
  const desk = new Desk("0".repeat(32));
  desk.item.value = sample();
  return desk;
}

describe("layout of an item's text", () => {
  it("keeps every sign, part by part and page by page", () => {
    const parts = laid_out(sample(), sample().findings);
    const again = parts.map((part) => part.pages.map((page) => page.segments.map((segment) => segment.text).join("")).join("")).join("\f");
    expect(again).toBe(text);
    expect(parts.map((part) => part.pages.length)).toEqual([1, 2]);
    expect(parts.map((part) => part.paged)).toEqual([false, true]);
  });

  it("marks exactly the words of each evidence", () => {
    const segments = laid_out(sample(), sample().findings).flatMap((part) => part.pages.flatMap((page) => page.segments));
    const marked = (id: string): string => segments.filter((segment) => segment.findings.includes(id)).map((segment) => segment.text).join("");
    expect(marked("a")).toBe("Wohngeld");
    expect(marked("b")).toBe("640,00 Euro");
    expect(marked("c")).toBe("Miete 640,00");
    expect(marked("d")).toBe("DE02 1203 0000 0000 2020 51");
  });
});

describe("screens of an item", () => {
  it("show mark-up of a document as text", () => {
    const { container } = render(TextPane, { desk: on_desk(), onpick: () => undefined });
    expect(container.querySelector("script, img")).toBeNull();
    expect(container.textContent).toContain(SCRIPT);
    expect((globalThis as { caught?: number }).caught).toBeUndefined();
  });

  it("name a mark by number and value for those who do not see it", () => {
    const { container } = render(TextPane, { desk: on_desk(), onpick: () => undefined });
    const marks = [...container.querySelectorAll("mark[data-begins]")];
    expect(marks.map((mark) => mark.getAttribute("data-begins"))).toEqual(["1", "4", "3", "5"]);
    expect(marks[0]?.textContent).toBe("Beleg 1, wohngeld: Wohngeld");
  });

  it("give each finding one button each to confirm, correct and reject", () => {
    render(FindingsPanel, { desk: on_desk(), may_decide: true, onshow: () => undefined, ondecided: () => undefined });
    for (const words of ["Bestätigen: wohngeld", "Berichtigen: wohngeld", "Ablehnen: wohngeld"])
      expect(screen.getAllByRole("button", { name: words })).toHaveLength(1);
    expect(screen.getByText("0 von 5 entschieden")).toBeTruthy();
  });

  it("offer no decision to who may only read", () => {
    render(FindingsPanel, { desk: on_desk(), may_decide: false, onshow: () => undefined, ondecided: () => undefined });
    expect(screen.queryByRole("button", { name: /Bestätigen|Berichtigen|Ablehnen|ergänzen/ })).toBeNull();
    expect(screen.getAllByRole("button", { name: /Warum/ })).toHaveLength(4);
  });

  it("give the words for and against, and what they add up to", async () => {
    const desk = on_desk();
    desk.item.value = { ...sample(), findings: [finding("a", "service", "wohngeld", "", "Wohngeld", { probability: 0.93 })] };
    render(FindingsPanel, { desk, may_decide: true, onshow: () => undefined, ondecided: () => undefined });
    const word = screen.getByRole("button", { name: /^wahrscheinlich: was heißt das/ });
    expect(word.getAttribute("aria-expanded")).toBe("false");
    await fireEvent.click(word);
    expect(document.getElementById(word.getAttribute("aria-controls") ?? "")?.textContent).toContain("etwa 93 von 100");
    await fireEvent.click(screen.getByRole("button", { name: /Warum/ }));
    const rows = (name: string): string[] => within(screen.getByRole("table", { name })).getAllByRole("row").slice(1).map((row) => [...row.children].map((cell) => cell.textContent).join(" "));
    expect(rows("Spricht dafür")).toEqual([`${SCRIPT}  +2,00`]);
    expect(rows("Spricht dagegen")).toEqual(["kein  -0,25"]);
    expect(screen.getByText(/Ausgangswert -1,00, diese Wörter zusammen \+1,75, 3 weitere Merkmale -0,25: Summe \+0,50/)).toBeTruthy();
  });

  it("say whether a word list or a learned model suggests", async () => {
    const desk = on_desk();
    desk.item.value = { ...sample(), findings: [finding("a", "service", "wohngeld", "", "Wohngeld", { probability: 0.93 }), finding("b", "field", "amount", "640.00", "640,00 Euro")] };
    const { container } = render(FindingsPanel, { desk, may_decide: true, onshow: () => undefined, ondecided: () => undefined });
    expect(container.textContent).toContain("Vorschlag des Programms (gelerntes Modell, Version 1.0)");
    for (const button of screen.getAllByRole("button", { name: /Warum/ })) await fireEvent.click(button);
    expect(screen.getAllByText(/Ab 0 wird vorgeschlagen/)).toHaveLength(1); // not where a probability decides
  });

  it("say that the program suggests and never praise it", () => {
    const { container } = render(FindingsPanel, { desk: on_desk(), may_decide: true, onshow: () => undefined, ondecided: () => undefined });
    expect(container.textContent).toContain("Vorschlag des Programms (Wortliste, Version 1.0)");
    expect(container.querySelector(".kern-icon--success, .kern-icon--check")).toBeNull();
  });
});
