// SPDX-License-Identifier: EUPL-1.2
// What the machine saw, what else a finding might be, which words carried it, and how sure is how sure.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet, tick } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { http, type Finding, type SecondLook } from "../src/api/client";
import type { Problem } from "../src/api/problem";
import { command_for } from "../src/lib/keys";
import { live } from "../src/lib/live.svelte";
import { version_of } from "../src/steuerung/version";
import { alternatives_left } from "../src/werkbank/item/alternatives";
import { CERTAINTIES, certainty } from "../src/werkbank/item/certainty";
import DocumentArea from "../src/werkbank/item/DocumentArea.svelte";
import { Desk } from "../src/werkbank/item/desk.svelte";
import { withdraw } from "../src/werkbank/item/focus";
import FindingsPanel from "../src/werkbank/item/FindingsPanel.svelte";
import { laid_out } from "../src/werkbank/item/layout";
import MaskNotice from "../src/werkbank/item/MaskNotice.svelte";
import { hidden, mask_count, masked_parts } from "../src/werkbank/item/mask";
import TextPane from "../src/werkbank/item/TextPane.svelte";
import { finding, sample, text } from "./sample";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function on_desk(change: (item: ReturnType<typeof sample>) => void = () => undefined): Desk {
  const desk = new Desk("0".repeat(32));
  const item = sample();
  change(item);
  desk.item.value = item;
  return desk;
}

const place = (words: string): number[] => {
  const start = [...text.slice(0, text.indexOf(words))].length;
  return [start, start + [...words].length];
};

function look(more: Partial<SecondLook["without"]> = {}): SecondLook {
  return {
    alternatives: [{ key: "kindergeld", probability: 0.2 }, { key: "rente", probability: 0.001 }],
    without: { outcome: "changes", words: [], probability: 0.3, ...more },
  };
}

function panel(desk: Desk): void {
  render(FindingsPanel, { desk, may_decide: true, onshow: () => undefined, ondecided: () => undefined });
}

describe("what the machine saw", () => {
  it("is the text with each hidden place as long as it was, in code points", () => {
    const desk = on_desk((item) => (item.mask = { text: [place("Wohngeld"), place("😟")], subject: [] }));
    const plain = laid_out(desk.item.value!, desk.findings).flatMap((part) => part.pages.flatMap((page) => page.segments));
    expect(plain.some((segment) => segment.masked)).toBe(false);
    desk.masked = true;
    const { container } = render(TextPane, { desk, onpick: () => undefined });
    expect(container.textContent).not.toContain("Wohngeld");
    expect([...container.querySelectorAll(".masked [aria-hidden]")].map((one) => one.textContent)).toEqual(["▒".repeat(8), "▒"]);
    expect(container.querySelectorAll(".masked .kern-sr-only")[0]?.textContent).toBe("[verdeckt]");
    expect(container.textContent).toContain("Guten Tag");
  });

  it("leaves the focus where it is, and gives back a place that it took away", async () => {
    const head = createRawSnippet(() => ({ render: () => "<p></p>" }));
    const desk = on_desk((item) => {
      item.pages?.forEach((page) => (page.drawable = false));
      item.mask = { text: [place("Wohngeld")], subject: [] };
    });
    const { component, container } = render(DocumentArea, { desk, wide: true, head, onpick: () => undefined });
    const elsewhere = document.body.appendChild(document.createElement("button"));
    elsewhere.focus();
    await component.show_masked(true);
    expect(document.activeElement).toBe(elsewhere);
    await component.show_masked(false);
    expect(document.activeElement).toBe(elsewhere);
    elsewhere.remove();
    const mark = container.querySelector<HTMLElement>('mark[data-begins="1"]');
    mark?.focus();
    expect(desk.finding_with_focus()).toBe("a");
    await component.show_masked(true);
    expect(document.activeElement?.textContent).toBe("Was die Maschine gesehen hat");
    await component.show_masked(false);
    expect(desk.finding_with_focus()).toBe("a");
    expect(document.activeElement?.matches("mark")).toBe(true);
  });

  it("marks only what was judged from it: a sum was read from the full text", () => {
    const desk = on_desk((item) => (item.mask = { text: [], subject: [] }));
    desk.masked = true;
    const { container } = render(TextPane, { desk, onpick: () => undefined });
    expect([...container.querySelectorAll("mark")].map((mark) => mark.getAttribute("data-numbers"))).toEqual(["1"]);
  });

  it("keeps spaces and lines, counts the places, and says where the mask comes from", () => {
    expect(hidden("Ayşe\nY. 😟")).toBe("▒▒▒▒\n▒▒ ▒");
    expect(masked_parts("Brief von Ayşe 😟!", [[10, 14], [15, 16]]).map((part) => (part.masked ? `(${part.text})` : part.text)).join("")).toBe("Brief von (Ayşe) (😟)!");
    expect(mask_count({ text: [[1, 2]], subject: [[0, 1]] })).toBe(2);
    const known = on_desk((item) => {
      item.mask = { text: [[0, 2]], subject: [[0, 1]] };
      item.envelope.subject = "Xaver schreibt";
    });
    const { container } = render(MaskNotice, { desk: known });
    expect(container.textContent).toContain("2 Stellen verdeckt");
    expect(container.textContent).toContain("[verdeckt]▒aver schreibt");
    expect(container.querySelector(".kern-sr-only")?.textContent).toBe("[verdeckt]");
    expect([...container.querySelectorAll("[lang=de] [aria-hidden]")].map((one) => one.textContent)).toEqual(["▒"]);
    expect(container.textContent).toContain("Aufgezeichnet beim Lesen");
    cleanup();
    const unknown = render(MaskNotice, { desk: on_desk() });
    expect(unknown.container.textContent).toContain("nicht aufgezeichnet");
  });
});

describe("alternatives", () => {
  const three = [{ key: "wohngeld", probability: 0.4 }, { key: "kindergeld", probability: 0.2 }, { key: "rente", probability: 0 }];

  it("leave out what stands already and offer again what the program had said", () => {
    const own = finding("a", "service", "wohngeld", "", "Wohngeld");
    expect(alternatives_left(three, own, [own]).map((one) => one.key)).toEqual(["kindergeld", "rente"]);
    const other = { ...own, id: "e", key: "kindergeld" };
    expect(alternatives_left(three, own, [own, other]).map((one) => one.key)).toEqual(["rente"]);
    expect(alternatives_left(three, own, [own, { ...other, state: "rejected" }]).map((one) => one.key)).toEqual(["kindergeld", "rente"]);
    const corrected: Finding = { ...own, state: "corrected", corrected_key: "kindergeld" };
    expect(alternatives_left(three.slice(1), corrected, [corrected]).map((one) => one.key)).toEqual(["wohngeld", "rente"]);
  });

  it("are asked for once, shown with a word for each, and one press takes one", async () => {
    const desk = on_desk();
    const asked = vi.spyOn(desk, "look").mockResolvedValue({ ok: true, value: look() });
    const decided = vi.spyOn(desk, "decide").mockResolvedValue(true);
    panel(desk);
    await fireEvent.click(screen.getByRole("button", { name: "Was sonst statt wohngeld?" }));
    const first = await screen.findByRole("button", { name: /kindergeld\s+unsicher/ });
    expect(document.activeElement).toBe(first);
    expect(first.getAttribute("aria-keyshortcuts")).toBe("1");
    expect(screen.getByRole("button", { name: /rente\s+unwahrscheinlich/ })).toBeTruthy();
    await fireEvent.click(first);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(decided.mock.calls[0]?.[1]).toEqual({ decision: "correct", key: "kindergeld" });
  });

  it("are asked for anew once something was decided or the item was read again", async () => {
    const desk = on_desk();
    const asked = vi.spyOn(http, "GET").mockResolvedValue({ data: look(), response: new Response() } as never);
    const unit = desk.item.value?.unit_finding as Finding;
    await desk.look(unit);
    await desk.look(unit);
    expect(asked).toHaveBeenCalledTimes(1);
    const item = desk.item.value!;
    desk.item.value = { ...item, findings: item.findings.map((one) => (one.id === "a" ? { ...one, state: "rejected", version: 2 } : one)) };
    await desk.look(unit);
    expect(asked).toHaveBeenCalledTimes(2);
    desk.item.value = { ...desk.item.value, version: 2 };
    await desk.look(unit);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it("do not take the focus from who works elsewhere meanwhile", async () => {
    const desk = on_desk();
    let arrive: (answer: { ok: true; value: SecondLook }) => void = () => undefined;
    vi.spyOn(desk, "look").mockReturnValue(new Promise((resolve) => (arrive = resolve)));
    panel(desk);
    desk.choosing = "a";
    await screen.findByRole("group", { name: "Was sonst statt wohngeld?" });
    document.getElementById("finding-2")?.focus();
    arrive({ ok: true, value: look() });
    await screen.findByRole("button", { name: /kindergeld/ });
    await tick();
    expect(document.activeElement?.id).toBe("finding-2");
  });

  it("close without a decision", async () => {
    const desk = on_desk();
    vi.spyOn(desk, "look").mockResolvedValue({ ok: true, value: look() });
    panel(desk);
    desk.choosing = "a";
    const group = await screen.findByRole("group", { name: "Was sonst statt wohngeld?" });
    await screen.findByRole("button", { name: /kindergeld/ });
    await fireEvent.keyDown(group.querySelector("button") as HTMLElement, { key: "Escape" });
    expect(desk.choosing).toBeUndefined();
    expect(document.activeElement?.id).toBe("finding-1");
  });

  it("are chosen by a digit only where their list is open", () => {
    const press = { key: "2", ctrlKey: false, altKey: false, metaKey: false, target: null };
    expect(command_for(press, ["alternatives", "findings", "item"], true)).toBe("choose_alternative");
    expect(command_for(press, ["findings", "item"], true)).toBe("finding_number");
    expect(command_for(press, ["alternatives"], false)).toBeUndefined();
  });

  it("that a model holds possible stand beside and are taken up as an addition", async () => {
    const desk = on_desk((item) => item.findings.push(finding("n", "service", "rente", "", "Wohngeld", { suggested: false, probability: 0.2 })));
    const decided = vi.spyOn(desk, "decide").mockResolvedValue(true);
    panel(desk);
    expect(desk.findings.some((one) => one.id === "n")).toBe(false);
    await fireEvent.click(screen.getByRole("button", { name: "rente aufnehmen (unsicher)" }));
    expect(decided.mock.calls[0]?.[1]).toEqual({ decision: "confirm" });
  });
});

describe("taking back", () => {
  /** The next decision is answered with this finding. */
  function answer(value: Finding): void {
    vi.spyOn(http, "POST").mockResolvedValueOnce({ data: value, response: new Response() } as never);
  }

  const numbered = (desk: Desk, id: string): Finding => desk.findings.find((one) => one.id === id) as Finding;

  it("means the finding with the focus, never one that the mouse only lies on", () => {
    const desk = on_desk((item) => ((item.findings[0] as Finding).state = "confirmed"));
    panel(desk);
    desk.linked = "a";
    expect(desk.withdrawable()).toBeUndefined();
    document.getElementById("finding-1")?.focus();
    expect(desk.withdrawable()?.id).toBe("a");
    document.getElementById("finding-2")?.focus();
    expect(desk.withdrawable()).toBeUndefined();
  });

  it("leaves alone what a colleague decided since", async () => {
    const desk = on_desk();
    answer({ ...numbered(desk, "a"), state: "confirmed", version: 2 });
    await desk.decide(numbered(desk, "a"), { decision: "confirm" });
    expect(desk.withdrawable()?.id).toBe("a");
    const item = desk.item.value!;
    desk.item.value = { ...item, findings: item.findings.map((one) => (one.id === "a" ? { ...one, state: "rejected", version: 3 } : one)) };
    expect(desk.withdrawable()).toBeUndefined();
  });

  it("goes back step by step through one's own decisions on one finding", async () => {
    const desk = on_desk();
    answer({ ...numbered(desk, "b"), state: "confirmed", version: 2 });
    await desk.decide(numbered(desk, "b"), { decision: "confirm" });
    answer({ ...numbered(desk, "b"), state: "rejected", version: 3 });
    await desk.decide(numbered(desk, "b"), { decision: "reject" });
    answer({ ...numbered(desk, "b"), state: "confirmed", version: 4 });
    await desk.decide(numbered(desk, "b"), { decision: "withdraw" });
    expect(desk.withdrawable()?.id).toBe("b");
    answer({ ...numbered(desk, "b"), state: "open", version: 5 });
    await desk.decide(numbered(desk, "b"), { decision: "withdraw" });
    expect(desk.withdrawable()).toBeUndefined();
  });
});

describe("an addition taken back", () => {
  async function taken_back(id: string, change: (item: ReturnType<typeof sample>) => void): Promise<Element | null> {
    const desk = on_desk(change);
    panel(desk);
    const own = desk.findings.find((one) => one.id === id) as Finding;
    vi.spyOn(http, "POST").mockResolvedValueOnce({ data: { ...own, state: "withdrawn", version: 2 }, response: new Response() } as never);
    await withdraw(desk, own);
    expect(live.text).toContain(`Ergänzung entfernt: ${own.key}`);
    return document.activeElement;
  }

  it("leaves the focus to the card before it", async () => {
    const added = finding("z", "service", "rente", "", "Wohngeld", { state: "added" });
    expect(await taken_back("z", (item) => item.findings.push(added))).toHaveProperty("id", "finding-1");
  });

  it("leaves it to the heading where it was the first, and to that of the panel where the group goes too", async () => {
    const added = finding("z", "service", "rente", "", "Wohngeld", { state: "added" });
    expect(await taken_back("z", (item) => item.findings.unshift(added))).toHaveProperty("id", "group-service");
    cleanup();
    const alone = finding("z", "document", "mietvertrag", "", "Wohngeld", { state: "added" });
    expect(await taken_back("z", (item) => item.findings.push(alone))).toHaveProperty("id", "findings");
  });
});

describe("the unit", () => {
  it("is corrected to another one and cannot be rejected", () => {
    panel(on_desk((item) => (item.unit_finding.key = "sozialamt")));
    expect(screen.getByRole("button", { name: "Bestätigen: sozialamt" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Berichtigen: sozialamt" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Ablehnen: sozialamt" })).toBeNull();
  });

  it("stands among the findings, with nothing to confirm where no rule names one", () => {
    panel(on_desk());
    expect(screen.getByRole("heading", { name: "Zuständige Stelle" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Bestätigen: keine Stelle/ })).toBeNull();
    expect(screen.getByRole("button", { name: "Berichtigen: keine Stelle gefunden" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Warum\? keine Stelle/ })).toBeNull();
  });

  it("that this person does not see takes the item away", async () => {
    const desk = on_desk();
    const unit = desk.item.value?.unit_finding as Finding;
    vi.spyOn(http, "POST").mockResolvedValue({ data: { ...unit, state: "corrected", corrected_key: "sozialamt", version: 2 }, response: new Response() } as never);
    vi.spyOn(desk.item, "load").mockImplementation(() => {
      desk.item.problem = { status: 404 } as Problem;
      return Promise.resolve();
    });
    expect(await desk.decide(unit, { decision: "correct", key: "sozialamt" })).toBe(true);
    expect(desk.given_away).toBe(true);
    expect(desk.withdrawable()?.id).toBe("unit");
  });
});

describe("the words that carried a finding", () => {
  async function remark(without: Partial<SecondLook["without"]>): Promise<string> {
    const desk = on_desk((item) => (item.findings = item.findings.slice(0, 1)));
    vi.spyOn(desk, "look").mockResolvedValue({ ok: true, value: look(without) });
    const { container } = render(FindingsPanel, { desk, may_decide: true, onshow: () => undefined, ondecided: () => undefined });
    await fireEvent.click(screen.getByRole("button", { name: /^Warum/ }));
    await vi.waitFor(() => expect(container.textContent).not.toContain("Es wird nachgerechnet"));
    const said = container.querySelector(".why [aria-live]")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    cleanup();
    return said;
  }
  const word = (words: string) => ({ part: 0, page: 1, start: 0, end: 1, text: words });

  it("are named, each once, with what would be left", async () => {
    expect(await remark({ words: [word("Wohngeld"), word("Miete"), word("Wohngeld")] })).toBe(
      "Ohne „Wohngeld“, „Miete“ wäre die Leistung „wohngeld“ nicht vorgeschlagen worden. (Dann: etwa 30 von 100.)",
    );
  });

  it("are not invented where there are none or nothing can be computed", async () => {
    expect(await remark({ outcome: "still_holds", words: [word("Wohngeld")] })).toContain("Auch ohne „Wohngeld“ wäre es vorgeschlagen worden");
    expect(await remark({ outcome: "other_version" })).toContain("nicht mehr nachrechnen");
    expect(await remark({ outcome: "not_judged" })).toBe("");
  });
});

describe("how sure", () => {
  it("has a word for each probability, and none is left out", () => {
    expect([1, 0.95, 0.9499, 0.8, 0.5, 0.499, 0.1, 0.099, 0].map(certainty)).toEqual([
      "very_likely", "very_likely", "likely", "likely", "rather", "doubtful", "doubtful", "unlikely", "unlikely",
    ]);
    expect(CERTAINTIES.map((step) => step.from)).toEqual([0.95, 0.8, 0.5, 0.1, 0]);
  });

  it("says what all words mean, for who wants to know", () => {
    panel(on_desk((item) => ((item.findings[0] as Finding).probability = 0.97)));
    const legend = screen.getByText("Was „wahrscheinlich“ hier heißt").closest("details");
    for (const words of ["mindestens 95 von 100", "weniger als 10 von 100", "Das Modell wurde an Briefen erprobt"]) expect(legend?.textContent).toContain(words);
  });
});

describe("the version that runs", () => {
  it("is that of the code and of the model", () => {
    expect(version_of("2.0.0+1a2b3c4d")).toEqual({ program: "2.0.0", model: "1a2b3c4d" });
    expect(version_of("1.1.0")).toEqual({ program: "1.1.0", model: "" });
  });
});
