// SPDX-License-Identifier: EUPL-1.2
// The dossier's pages: where an open point leads, what comes next, how a value is read and shown, forms and rows.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { session } from "../src/lib/session.svelte";
import AnswerForm from "../src/steuerung/dossier/AnswerForm.svelte";
import FactRow from "../src/steuerung/dossier/FactRow.svelte";
import NextStep from "../src/steuerung/dossier/NextStep.svelte";
import OpenPoints from "../src/steuerung/dossier/OpenPoints.svelte";
import PhaseLine from "../src/steuerung/dossier/PhaseLine.svelte";
import Question from "../src/steuerung/dossier/Question.svelte";
import TaskRow from "../src/steuerung/dossier/TaskRow.svelte";
import { address_of_next, address_of_point, by_due, fault_of, field_of, form_of_value, next_open, next_step, next_task, short_of, sum_up, with_answer, reviews, value_of_form, words_of_value } from "../src/steuerung/dossier/dossier_view";
import { dossier, fact, phase, point, task } from "./dossier_sample";

function sign_in(roles: string[], rights: string[]): void {
  session.enter({ account: "1", name: "gita", display_name: "Gita", roles, rights, must_change_password: false, idle_minutes: 30, authority: "Musteramt" });
}
afterEach(() => {
  cleanup();
  session.value = undefined;
});

describe("an open point", () => {
  it("leads to where it is done", () => {
    expect(address_of_point("sort", point("dossier.fact_missing", "purpose"))).toBe("/steuerung/funktion/sort/akte?frage=purpose");
    expect(address_of_point("sort", point("dossier.contradiction.begin_after_end", "end_date"))).toBe("/steuerung/funktion/sort/akte?frage=end_date");
    expect(address_of_point("sort", point("dossier.task_open", "idea_problem"))).toBe("/steuerung/funktion/sort/aufgaben?aufgabe=idea_problem");
    expect(address_of_point("sort", point("participation.vote_missing", "staff_council"))).toBe("/steuerung/funktion/sort/beteiligung");
    expect(address_of_point("sort", point("dossier.role_unheld", "management"))).toBe("/steuerung/konten");
    expect(address_of_point("sort", point("something.else", "x"))).toBe("/steuerung/funktion/sort/akte");
  });

  it("leads from the overview to where the way is shown, as long as there is one", () => {
    const on_the_way = dossier({ next: { mode: "shadow", gates: 7, passed: 1 } });
    expect(address_of_next(on_the_way, point("dossier.fact_missing", "purpose"))).toBe("/steuerung/funktion/sort/akte");
    expect(address_of_next(on_the_way, point("dossier.task_open", "idea_problem"))).toContain("aufgabe=idea_problem");
    expect(address_of_next(dossier(), point("dossier.fact_missing", "purpose"))).toContain("frage=purpose");
  });

  it("stands alone among few, and is summed up among many of its kind unless it has a day", () => {
    const few = Array.from({ length: 5 }, (_, at) => point("a.b", String(at)));
    expect(sum_up(few)).toEqual(few.map((first) => ({ first, more: [] })));
    const many = [point("c.d", "first"), ...Array.from({ length: 180 }, (_, at) => point("a.b", String(at))), point("a.b", "dated", { due: "2026-12-01" })];
    const groups = sum_up(many);
    expect(groups.map((group) => [group.first.subject, group.more.length])).toEqual([["first", 0], ["0", 179], ["dated", 0]]);
    expect(groups.flatMap((group) => [group.first, ...group.more])).toHaveLength(many.length);
  });

  it("says how many are missing at most and at least", () => {
    expect(short_of([point("a.b", "1")])).toBeUndefined();
    expect(short_of([point("a.b", "1", { short_of: 12 }), point("a.b", "2"), point("a.b", "3", { short_of: 361 })])).toEqual({ most: 361, least: 12 });
  });

  it("is one line among many groups that are too small, with each of them folded below", async () => {
    const groups = Array.from({ length: 180 }, (_, at) => point("group_figures.not_assessable", String(at), { short_of: at + 10 }));
    const { container } = render(OpenPoints, { function_key: "sort", points: groups });
    expect(screen.getByText("180 Gruppen sind zu klein. Der kleinsten fehlen noch 189 Schreiben, der größten noch 10.")).toBeTruthy();
    expect(container.querySelectorAll("ul.points > li")).toHaveLength(1);
    const fold = container.querySelector("details") as HTMLDetailsElement;
    fold.open = true;
    await fireEvent(fold, new Event("toggle"));
    expect(container.querySelectorAll("ul.points > li")).toHaveLength(181);
    expect(fold.querySelectorAll("li")).toHaveLength(180);
  });

  it("is next if it is mine, overdue ones first, and else the first of all", () => {
    const open = [point("a.b", "1", { role: "management" }), point("a.b", "2"), point("a.b", "3", { overdue: true, due: "2026-01-01" })];
    expect(next_step(open, ["governance"])?.subject).toBe("3");
    expect(next_step(open, ["management"])?.subject).toBe("1");
    expect(next_step(open, ["auditor"])?.subject).toBe("1");
    expect(next_step([], ["auditor"])).toBeUndefined();
  });

  it("stands by its day, without a day last", () => {
    const open = [point("a.b", "1"), point("operation.review_due", "2", { due: "2027-02-01" }), point("a.b", "3", { due: "2026-12-24" })];
    expect(by_due(open).map((one) => one.subject)).toEqual(["3", "2", "1"]);
    expect(reviews(open).map((one) => one.subject)).toEqual(["2"]);
  });
});

describe("a value", () => {
  it("comes out of the form as its kind wants it", () => {
    expect(value_of_form(fact("a"), "  ")).toBeUndefined();
    expect(value_of_form(fact("a", { kind: "yes_no" }), "no")).toBe(false);
    expect(value_of_form(fact("a", { kind: "number" }), "12.000")).toBe(12_000);
    expect(value_of_form(fact("a", { kind: "number" }), "viele")).toBeUndefined();
    expect(value_of_form(fact("a", { kind: "list" }), "eins\n\n zwei ")).toEqual(["eins", "zwei"]);
    expect(value_of_form(fact("a", { kind: "date" }), "2026-12-01")).toBe("2026-12-01");
  });

  it("goes into the form and back", () => {
    for (const [kind, value] of [["yes_no", true], ["list", ["a", "b"]], ["long_text", "Text"], ["number", 7]] as const)
      expect(value_of_form(fact("a", { kind }), form_of_value(Array.isArray(value) ? [...value] : (value as string)))).toEqual(value);
  });

  it("is read in words", () => {
    const choice = fact("a", { kind: "choice", choices: [{ key: "low", name: "gering", name_en: "low" }] });
    expect(words_of_value(choice, "low", de, false)).toBe("gering");
    expect(words_of_value(choice, "gone", de, false)).toBe("gone");
    expect(words_of_value(fact("a", { kind: "date" }), "2026-12-01", de, false)).toBe("01.12.2026");
    expect(words_of_value(fact("a", { kind: "yes_no" }), false, de, false)).toBe("Nein");
    expect(words_of_value(fact("a"), null, de, false)).toBe("");
  });
});

describe("questions", () => {
  it("go on with the next open one of the same phase, then round", () => {
    const facts = [fact("a"), fact("b", { value: "x" }), fact("c", { phase: "planning" }), fact("d")];
    expect(next_open(facts, "a")?.key).toBe("d");
    expect(next_open(facts, "d")?.key).toBe("a");
    expect(next_open(facts, "c")?.key).toBe("d");
    expect(next_open([fact("a", { value: "x" })], "a")).toBeUndefined();
  });

  it("show question, help, progress and a form to who keeps the dossier", () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    const one = dossier({ facts: [fact("purpose", { value: "Sortieren", number: 1 }), fact("problem")], open: [point("dossier.contradiction.x", "problem")] });
    render(Question, { dossier: one, fact: one.facts[1] ?? fact("x"), onsaved: () => undefined });
    expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Was ist problem?");
    expect(screen.getByRole("progressbar").getAttribute("value")).toBe("1");
    expect(screen.getByRole("textbox", { name: de.dossier.your_answer })).toBeTruthy();
    expect(screen.getByText("Offen: problem.")).toBeTruthy();
    expect(screen.getByText(de.dossier.published)).toBeTruthy();
  });

  it("show the answer only to who may read", () => {
    sign_in(["auditor"], ["govern.read"]);
    const one = dossier();
    render(Question, { dossier: one, fact: one.facts[0] ?? fact("x"), onsaved: () => undefined });
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText(de.dossier.not_stated)).toBeTruthy();
  });

  it("offer choices as a list of radio buttons", () => {
    render(AnswerForm, { function_key: "sort", fact: fact("a", { kind: "yes_no" }), onsaved: () => undefined });
    expect(screen.getAllByRole("radio")).toHaveLength(2);
  });

  it("know their input and what is wrong with an answer", () => {
    const number = fact("a", { kind: "number" });
    expect(fault_of(number, "viele", de)).toBe(de.dossier.number_wrong);
    expect(fault_of(number, " 1.200 ", de)).toBeUndefined();
    expect(fault_of(number, " ", de)).toBe(de.dossier.answer_missing);
    expect(fault_of(fact("b"), "x".repeat(21), de)).toBe(de.dossier.too_long(1));
    expect(field_of(number, "answer")).toBe("answer");
    expect(field_of(fact("c", { kind: "yes_no" }), "answer")).toBe("answer-yes");
    expect(field_of(fact("c", { kind: "yes_no" }), "answer", "no")).toBe("answer-no");
  });

  it("refuse an empty answer without asking the server", async () => {
    render(AnswerForm, { function_key: "sort", fact: fact("a"), onsaved: () => undefined });
    screen.getByRole("button", { name: de.dossier.save_and_next }).click();
    expect(await screen.findByText(de.dossier.answer_missing)).toBeTruthy();
    expect(document.activeElement?.id).toBe("answer");
  });
});

describe("tasks", () => {
  it("go on with the next needed one of the phase", () => {
    const tasks = [task("a"), task("b", { needed: false }), task("c", { settled: true }), task("d"), task("e", { phase: "planning" })];
    expect(next_task(tasks, "a")?.key).toBe("d");
    expect(next_task(tasks, "d")).toBeUndefined();
  });

  it("take over what lies in the dossier itself", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    render(TaskRow, { function_key: "sort", task: task("t", { result: "Angabe „Ziel“", state: "done" }), asked: true, today: "2026-12-01", onsaved: () => undefined });
    await tick();
    expect((document.getElementById("t-artefact") as HTMLTextAreaElement).value).toBe("Angabe „Ziel“");
  });
});

describe("rows", () => {
  it("mark what is invented as an example", () => {
    const stated = { number: 2, by: "Frau G.", at: "2026-11-28T10:00:00Z", example: true };
    render(FactRow, { function_key: "sort", fact: fact("a", { value: "x", number: 2, stated }) });
    expect(screen.getByText(de.dossier.example)).toBeTruthy();
    expect(screen.getByText(/Fassung 2 von Frau G/)).toBeTruthy();
  });

  it("say who must do it, by when, and what is overdue", () => {
    render(OpenPoints, { function_key: "sort", points: [point("a.b", "1", { due: "2026-11-01", overdue: true })] });
    expect(screen.getByText(/KI-Steuerung, bis 01.11.2026/)).toBeTruthy();
    expect(screen.getByText(de.dossier.overdue)).toBeTruthy();
  });

  it("show the phase reached", () => {
    render(PhaseLine, { phases: [phase("idea", { closed: true }), phase("planning", { name: "Planung" })], reached: "planning" });
    expect(screen.getByText("Planung").closest("li")?.getAttribute("aria-current")).toBe("step");
    expect(screen.getByText(de.dossier.phase_closed)).toBeTruthy();
  });

  it("show a task with its form, and the sign-off to the right role only", () => {
    const done = task("t", { state: "done", sign_off_role: "management", awaits_sign_off: true, version: 1, artefact: "Akte 12", number: 1 });
    sign_in(["governance"], ["govern.read", "govern.write"]);
    const { unmount } = render(TaskRow, { function_key: "sort", task: done, asked: false, today: "2026-12-01", onsaved: () => undefined });
    expect(screen.getByText(/wartet auf Abzeichnung: Leitung der Behörde/)).toBeTruthy();
    expect(screen.queryByText(de.dossier.sign_off)).toBeNull();
    unmount();
    sign_in(["management"], ["govern.read"]);
    render(TaskRow, { function_key: "sort", task: done, asked: false, today: "2026-12-01", onsaved: () => undefined });
    expect(screen.getByText(de.dossier.sign_off)).toBeTruthy();
  });

  it("show open points that are alike in all but their words", () => {
    const alike = point("group_figures.not_assessable", "female");
    render(OpenPoints, { function_key: "sort", points: [alike, { ...alike }] });
    expect(screen.getAllByRole("listitem").length).toBe(2);
  });

  it("put the same answer of several functions together, invented ones apart", () => {
    const one = { value: "Stelle", example: false };
    const all = [{ ...one, keys: ["sort"] }, { ...one, keys: ["extract"] }, { ...one, example: true, keys: ["urgent"] }].reduce(with_answer, [] as ReturnType<typeof with_answer>);
    expect(all.map((other) => other.keys)).toEqual([["sort", "extract"], ["urgent"]]);
  });

  it("say the next step, or that nothing is open", () => {
    sign_in(["governance"], ["govern.read"]);
    const { unmount } = render(NextStep, { function_key: "sort", open: [point("dossier.fact_missing", "purpose"), point("a.b", "2")] });
    expect(screen.getByRole("link", { name: de.dossier.do_it }).getAttribute("href")).toBe("/steuerung/funktion/sort/akte?frage=purpose");
    expect(screen.getByText(/Danach bleibt 1 offener Punkt/)).toBeTruthy();
    unmount();
    render(NextStep, { function_key: "sort", open: [] });
    expect(screen.getByText(de.dossier.nothing_open)).toBeTruthy();
  });
});
