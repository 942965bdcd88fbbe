// SPDX-License-Identifier: EUPL-1.2
// The assessment's pages: tasks and their progress, the way from question to question, the form of a risk.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { http } from "../src/api/client";
import { de } from "../src/lib/i18n/de";
import { session } from "../src/lib/session.svelte";
import CriticalitySection from "../src/steuerung/assessment/CriticalitySection.svelte";
import ImpactQuestionPage from "../src/steuerung/assessment/ImpactQuestionPage.svelte";
import RiskSection from "../src/steuerung/assessment/RiskSection.svelte";
import TaskList from "../src/steuerung/assessment/TaskList.svelte";
import { accepted_risk, empty_risk, faults_of, level_of, new_risk, next_question, next_year, risk_id, tasks_of, type Assessment, type Criticality, type ImpactQuestion, type RiskShown } from "../src/steuerung/assessment/assessment";

const t = de.assessment;

function question(key: string, more: Partial<ImpactQuestion> = {}): ImpactQuestion {
  return {
    key, section: "riskProfile", text: `Frage ${key}`, text_en: `Question ${key}`, why: "Darum", why_en: "Because", many: false,
    choices: [{ value: "item1-3", text: "Ja", text_en: "Yes", points: 3 }, { value: "item2-0", text: "Nein", text_en: "No", points: 0 }],
    side: "impact", start: null, chosen: [], reason: "", number: 0, example: false, ...more,
  };
}
function criticality(more: Partial<Criticality> = {}): Criticality {
  const step = (key: string) => ({ key, name: `Stufe ${key}`, name_en: `Step ${key}` });
  return {
    harm_steps: [step("a"), step("b")], dependence_steps: [step("c"), step("d")], matrix: [[0, 1], [1, 3]],
    classes: [0, 1, 2, 3, 4].map((one) => ({ name: `Klasse ${one}`, name_en: `Class ${one}`, text: "Text", text_en: "Text" })),
    harm: null, dependence: null, level: null, rated: false, rating: null, rating_number: 0, changed: [], measures: [], ...more,
  };
}
function assessment(more: Partial<Assessment> = {}): Assessment {
  return {
    function: "sort", name: "Zuordnen", name_en: "Sort", effect: "A", may_accept: false, today: "2026-11-28",
    impact: {
      version: "1.0.1", source: "", raw: 3, raw_max: 167, mitigation: 0, mitigation_max: 77, lowered: false, total: 3, level: 1, complete: false,
      asked: 3, open: ["q2", "q3"], hidden: [], unknown: [],
      sections: [{ key: "riskProfile", name: "Umfeld", name_en: "Surroundings", side: "raw", points: 3, points_max: 15, asked: 3, answered: 1 }],
      questions: [question("q1", { chosen: ["item1-3"], number: 1 }), question("q2"), question("q3")], duties: [],
    },
    criticality: criticality(), forms: [], ai_act: { class: "undetermined", missing: [], german: "", english: "" }, lock: null, risks: [], open_points: [], ...more,
  };
}
function risk(more: Partial<RiskShown> = {}): RiskShown {
  return { ...empty_risk("2027-05-01"), title: "Falsche Stelle", description: "d", measure: "m", owner: "Team", id: "falsche-stelle", level: "low", residual_level: "low", unaccepted: false, overdue: false, accepted_by: "", accepted_role: "", number: 1, at: "2026-11-28T08:00:00Z", example: false, ...more };
}
function sign_in(rights: string[]): void {
  session.enter({ account: "1", name: "gita", display_name: "Gita", roles: ["governance"], rights, must_change_password: false, idle_minutes: 30, authority: "Musteramt" });
}
afterEach(() => {
  cleanup();
  session.value = undefined;
  vi.restoreAllMocks();
});

describe("a new risk", () => {
  const said = (key: string, words: string): Assessment["forms"][number]["items"][number]["facts"][number] => ({ key, name: key, name_en: key, words, words_en: words, stated: null });
  const forms: Assessment["forms"] = [
    { key: "fria", name: "", name_en: "", law: "", text: "", text_en: "", facts: 2, facts_stated: 2, complete: true,
      items: [{ key: "d", name: "", name_en: "", law: "", risks: true, complete: true, facts: [said("harms", "Es dauert länger."), said("measures_if_harm", "Von Hand prüfen.")] }] },
  ];

  it("begins with what the dossier says, the first time", () => {
    expect(new_risk(assessment({ forms }))).toMatchObject({ title: "", description: "Es dauert länger.", measure: "Von Hand prüfen.", review: "2027-11-28" });
    expect(new_risk(assessment({ forms, risks: [risk()] }))).toMatchObject({ description: "", measure: "" });
    expect(new_risk(assessment())).toMatchObject({ description: "", measure: "" });
  });
});

describe("the list of tasks", () => {
  it("counts what is done in each part", () => {
    const tasks = tasks_of(assessment({ risks: [risk(), risk({ id: "zwei", unaccepted: true })] }));
    expect(tasks.map((task) => task.key)).toEqual(["ai_act", "criticality", "aia", "fria", "dpia", "risks"]);
    expect(tasks.find((task) => task.key === "aia")).toMatchObject({ done: 1, all: 3, complete: false });
    expect(tasks.find((task) => task.key === "risks")).toMatchObject({ done: 1, all: 2, complete: false });
    expect(tasks_of(assessment({ risks: [risk()] })).find((task) => task.key === "risks")?.complete).toBe(true);
  });

  it("leads to the first open question", () => {
    render(TaskList, { assessment: assessment() });
    expect(screen.getByRole("link", { name: t.task.aia }).getAttribute("href")).toBe("/steuerung/funktion/sort/folgen?abschnitt=riskProfile");
  });
});

describe("a question", () => {
  it("is followed by the next open one, and by the first when none is behind it", () => {
    expect(next_question(assessment(), "q1")).toBe("q2");
    expect(next_question(assessment(), "q2")).toBe("q3");
    expect(next_question(assessment(), "q3")).toBe("q2");
    const one = assessment();
    expect(next_question({ ...one, impact: { ...one.impact, open: [] } }, "q3")).toBeUndefined();
  });

  it("says why it is asked, and takes one answer or several", () => {
    sign_in(["govern.write"]);
    const all = assessment();
    render(ImpactQuestionPage, { assessment: all, question: question("q2"), onsaved: () => {} });
    expect(screen.getByText(t.why)).toBeTruthy();
    expect(screen.getAllByRole("radio")).toHaveLength(2);
    cleanup();
    render(ImpactQuestionPage, { assessment: all, question: question("q2", { many: true }), onsaved: () => {} });
    expect(screen.getAllByRole("checkbox")).toHaveLength(2);
  });

  it("cannot be answered without the right", () => {
    sign_in(["govern.read"]);
    render(ImpactQuestionPage, { assessment: assessment(), question: question("q2"), onsaved: () => {} });
    expect(screen.queryByRole("button", { name: t.save_next })).toBeNull();
    expect(screen.getByRole("group")).toHaveProperty("disabled", true);
  });
});

describe("the matrix", () => {
  it("marks the present cell in words", () => {
    render(CriticalitySection, { function_key: "sort", criticality: criticality({ harm: 1, dependence: 1, level: 3 }), onsaved: () => {} });
    expect(screen.getByText(t.present).closest("td")?.textContent).toContain("3");
    expect(screen.getByText(t.rate_first)).toBeTruthy();
  });

  it("says what has changed since it was rated", () => {
    render(CriticalitySection, { function_key: "sort", criticality: criticality({ harm: 0, dependence: 0, level: 0, rating: { number: 1, at: "2026-11-01T08:00:00Z", example: true }, rating_number: 1, changed: ["release"] }), onsaved: () => {} });
    expect(screen.getByText(t.rate_again(t.changed.release))).toBeTruthy();
  });
});

describe("a risk", () => {
  it("gets an id of its own from its title", () => {
    expect(risk_id("Falsche Stelle für Böse!", [])).toBe("falsche-stelle-fuer-boese");
    expect(risk_id("Falsche Stelle", ["falsche-stelle"])).toBe("falsche-stelle-2");
    expect(risk_id("???", [])).toBe("risiko");
    expect(risk_id("Rating", [])).not.toBe("rating");
  });

  it("is checked before it is sent", () => {
    const good = { ...empty_risk("2027-05-01"), title: "a", description: "b", measure: "c", owner: "d" };
    expect(faults_of(good)).toEqual([]);
    expect(faults_of(empty_risk("morgen"))).toEqual(["title", "description", "measure", "owner", "review"]);
    expect(faults_of({ ...good, residual_severity: 3 })).toEqual(["residual_severity"]);
    expect(faults_of({ ...good, likelihood: 5, severity: 5, residual_likelihood: 3, residual_severity: 5, accepted: true })).toEqual(["accepted_because"]);
    expect(level_of(2, 2)).toBe("low");
    expect(level_of(5, 3)).toBe("very_high");
    expect(next_year("2028-02-29")).toBe("2029-02-28");
  });

  it("shows what stays high and that nobody answers for it", () => {
    sign_in(["govern.read"]);
    render(RiskSection, { assessment: assessment({ risks: [risk({ unaccepted: true, overdue: true, residual_level: "high", example: true })] }), onsaved: () => {} });
    for (const words of [t.unaccepted, t.overdue, t.example]) expect(screen.getByText(words)).toBeTruthy();
    expect(screen.queryByText(t.new_risk)).toBeNull();
  });
});

describe("what is saved", () => {
  const answer = (data: unknown) => ({ data, response: new Response() }) as never;

  it("gives the focus to the risk that was entered, since its form is drawn anew", async () => {
    sign_in(["govern.read", "govern.write"]);
    const entered = assessment({ risks: [risk({ id: "neu" })] });
    vi.spyOn(http, "PUT").mockResolvedValue(answer(entered));
    const { rerender } = render(RiskSection, { assessment: assessment({ risks: [] }), onsaved: (value) => void rerender({ assessment: value }) });
    for (const member of ["title", "description", "measure", "owner"]) await fireEvent.input(document.getElementById(`new-${member}`) as HTMLElement, { target: { value: "x" } });
    await fireEvent.click(screen.getByRole("button", { name: t.save }));
    await vi.waitFor(() => expect(document.activeElement?.id).toBe("risk-neu"));
  });

  it("leaves the focus at criticality once it is confirmed", async () => {
    sign_in(["govern.read", "govern.write"]);
    vi.spyOn(http, "POST").mockResolvedValue(answer(assessment({})));
    render(CriticalitySection, { function_key: "sort", criticality: criticality({ harm: 1, dependence: 1, level: 3 }), onsaved: () => {} });
    await fireEvent.click(screen.getByRole("button", { name: t.rate }));
    await vi.waitFor(() => expect(document.activeElement?.id).toBe("criticality"));
  });
});

describe("a high rest", () => {
  it("is answered for without changing anything else of the risk", () => {
    const sent = accepted_risk(risk({ residual_level: "high", unaccepted: true, measure: "m" }), "Der Nutzen überwiegt.");
    expect(sent).toMatchObject({ accepted: true, accepted_because: "Der Nutzen überwiegt.", measure: "m", title: "Falsche Stelle" });
    expect(Object.keys(sent)).not.toContain("accepted_role");
    expect(Object.keys(sent)).not.toContain("number");
  });
});
