// SPDX-License-Identifier: EUPL-1.2
// The way to the next mode: what comes first, whose turn it is, texts of the maker, several tasks signed off.
import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { http } from "../src/api/client";
import { de } from "../src/lib/i18n/de";
import { router } from "../src/lib/router.svelte";
import { session } from "../src/lib/session.svelte";
import ImpactPage from "../src/steuerung/assessment/ImpactPage.svelte";
import { next_section, type Assessment, type ImpactQuestion } from "../src/steuerung/assessment/assessment";
import QuestionsPage from "../src/steuerung/dossier/QuestionsPage.svelte";
import SignOffs from "../src/steuerung/dossier/SignOffs.svelte";
import StartingTexts from "../src/steuerung/dossier/StartingTexts.svelte";
import Way from "../src/steuerung/dossier/Way.svelte";
import { next_open, type OpenPoint } from "../src/steuerung/dossier/dossier_view";
import { asked_of, now_of, offers_of, section_asked, to_sign_off, way_of, type Gates } from "../src/steuerung/dossier/way";
import { dossier, fact, point, task } from "./dossier_sample";

function gates(missing: OpenPoint[]): Gates {
  const gate = { key: "g", name: "G", name_en: "G", asks: "", asks_en: "", reason: "", source: "", place: "", state: "closed" as const, proof: [], missing };
  return { key: "sort", mode: "off", recorded: "off", highest: "act", built: true, steps: [{ mode: "shadow", open: false, gates: [gate] }] } as unknown as Gates;
}
function sign_in(roles: string[], rights: string[]): void {
  session.enter({ account: "1", name: "gita", display_name: "Gita", roles, rights, must_change_password: false, idle_minutes: 30, authority: "Musteramt" });
}
afterEach(() => {
  cleanup();
  session.value = undefined;
  vi.restoreAllMocks();
});

const answer = (data: unknown) => ({ data, response: new Response() }) as never;
const focused = () => document.activeElement?.id;

const offered = fact("purpose", { starting_text: "Ein Text." });
const missing = (key: string): OpenPoint => point("dossier.fact_missing", key);

describe("the way", () => {
  it("puts texts before own answers, signatures last, and counts each fact once", () => {
    const steps = way_of(
      dossier({ facts: [offered, fact("problem")] }),
      gates([point("release.not_signed", ""), missing("problem"), point("data.fact_missing", "problem"), missing("purpose"), point("participation.not_invited", "users")]),
      "shadow",
    );
    expect(steps.map((step) => `${step.key} ${step.count}`)).toEqual(["texts 1", "questions 1", "participation 1", "sign 1"]);
    expect(steps[0]?.href).toBe("/steuerung/funktion/sort/akte?vorschlaege=1");
    expect(steps[1]?.href).toBe("/steuerung/funktion/sort/akte?fragen=weiter");
  });

  it("says nothing of what follows from the statements while some are missing, and all of it after that", () => {
    const form = point("assessment.form_open", "dpia");
    expect(way_of(dossier(), gates([missing("problem"), form]), "shadow").map((step) => step.key)).toEqual(["questions"]);
    expect(way_of(dossier(), gates([form]), "shadow").map((step) => step.key)).toEqual(["other"]);
  });

  it("gives everybody the first step that is theirs", () => {
    const steps = way_of(dossier(), gates([point("group_figures.not_measured", "group_figures"), point("dossier.sign_off_missing", "t", { role: "management" })]), "shadow");
    expect(now_of(steps, ["management"])?.key).toBe("sign_offs");
    expect(now_of(steps, ["administrator"])?.key).toBe("measure");
    expect(now_of(steps, ["caseworker"])?.key).toBe("measure");
  });

  it("lets who has signed wait for somebody of another role", () => {
    const unsigned = gates([point("release.one_missing", "")]);
    const signed = { ...unsigned, signatures: [{ account: "1", of_running_release: true }] } as unknown as Gates;
    expect(way_of(dossier(), unsigned, "shadow", { account: "1", roles: ["management"] })[0]?.roles).toContain("management");
    expect(way_of(dossier(), signed, "shadow", { account: "1", roles: ["management"] })[0]?.roles).not.toContain("management");
    expect(way_of(dossier(), signed, "shadow", { account: "2", roles: ["data_protection"] })[0]?.roles).toContain("data_protection");
  });

  it("shows the command of a measurement to be copied", () => {
    sign_in(["administrator"], ["govern.read"]);
    render(Way, { dossier: dossier(), gates: gates([point("group_figures.not_measured", "group_figures")]), mode: "shadow" });
    expect(screen.getByText(/^leitstand govern measure sort --home/)).toBeTruthy();
    expect(screen.getByRole("button", { name: de.way.copy })).toBeTruthy();
  });

  it("leads to the switch once nothing is missing", () => {
    render(Way, { dossier: dossier(), gates: gates([]), mode: "shadow" });
    expect(screen.getByRole("link", { name: de.way.to_gates })).toBeTruthy();
  });
});

describe("the questions of a section", () => {
  const sections = [{ key: "purpose", name: "Zweck", name_en: "Purpose" }, { key: "law", name: "Recht", name_en: "Law" }, { key: "people", name: "Betroffene", name_en: "People" }];
  const facts = [
    fact("problem"), offered, fact("goal", { value: "Da.", number: 1 }), fact("advice", { section: "law", published: false }),
    fact("harm", { section: "people", kind: "choice", choices: [{ key: "small", name: "gering", name_en: "small" }, { key: "grave", name: "schwer", name_en: "grave" }] }),
    fact("later", { section: "people" }),
  ];
  const one = dossier({ sections, facts });
  const waiting = gates(["problem", "purpose", "goal", "advice", "harm"].map(missing));
  const show = (wanted: string) => render(QuestionsPage, { dossier: one, gates: waiting, mode: "shadow", wanted, onsaved: () => expect.unreachable() });

  it("are those that the mode waits for and that nobody else can answer", () => {
    const asked = asked_of(one, waiting, "shadow");
    expect(asked.map((each) => each.key)).toEqual(["problem", "advice", "harm"]);
    expect(section_asked(one, asked)?.key).toBe("purpose");
    expect(section_asked(one, asked, "law")?.key).toBe("people");
    expect(section_asked(one, asked, "people")?.key).toBe("purpose");
    expect(section_asked(one, asked.slice(0, 1), "purpose"), "one section is not asked twice in a row").toBeUndefined();
  });

  it("stand on one page with one save, and say what will not be published", () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    show("weiter");
    expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Zweck");
    expect(screen.getAllByRole("textbox").map((box) => box.id)).toEqual(["answer-problem"]);
    expect(screen.getByText(new RegExp(de.way.answers_public.all))).toBeTruthy();
    expect(screen.queryByText(de.way.not_published)).toBeNull();
    cleanup();
    show("law");
    expect(screen.getByText(new RegExp(de.way.answers_public.none))).toBeTruthy();
    expect(screen.getAllByRole("button", { name: de.dossier.save_and_next })).toHaveLength(1);
  });

  it("are not sent while all are empty or one does not fit, and the fault leads to its field", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    show("people");
    await fireEvent.click(screen.getByRole("button", { name: de.dossier.save_and_next }));
    await fireEvent.click(screen.getAllByRole("link", { name: de.way.answer_one })[0] as HTMLElement);
    expect(document.activeElement?.id).toBe("answer-harm-small");
    cleanup();
    show("purpose");
    await fireEvent.input(screen.getByRole("textbox"), { target: { value: "x".repeat(23) } });
    await fireEvent.click(screen.getByRole("button", { name: de.dossier.save_and_next }));
    expect(screen.getAllByText(de.dossier.too_long(3)).length).toBeGreaterThan(1);
    expect(screen.getByRole("textbox").getAttribute("aria-invalid")).toBe("true");
  });

  it("are sent together, those that are filled, and lead to the next section", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    const kept = dossier({ sections, facts: facts.map((each) => (each.key === "problem" ? { ...each, value: "Zu spät.", number: 1 } : each)) });
    const put = vi.spyOn(http, "PUT").mockResolvedValue(answer(kept));
    const go = vi.spyOn(router, "go").mockReturnValue(undefined);
    const saved = vi.fn();
    render(QuestionsPage, { dossier: dossier({ sections, facts: [...facts, fact("goal2")] }), gates: gates(["problem", "goal2", "advice"].map(missing)), mode: "shadow", wanted: "purpose", onsaved: saved });
    await fireEvent.input(document.getElementById("answer-problem") as HTMLElement, { target: { value: " Zu spät. " } });
    await fireEvent.click(screen.getByRole("button", { name: de.dossier.save_and_next }));
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith("/steuerung/funktion/sort/akte?fragen=law"));
    expect(put.mock.calls[0]?.[1]).toMatchObject({ body: { statements: [{ key: "problem", number: 0, value: "Zu spät." }] } });
    expect(saved).toHaveBeenCalledWith(kept);
  });

  it("are read by others without a form, and say when none is left", () => {
    sign_in(["auditor"], ["govern.read"]);
    show("purpose");
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.queryByRole("button", { name: de.dossier.save_and_next })).toBeNull();
    cleanup();
    show("nowhere");
    expect(screen.getByText(de.way.no_questions)).toBeTruthy();
  });
});

describe("texts of the maker", () => {
  const facts = [offered, fact("goal", { starting_text: "Später.", before: "assist" }), fact("problem", { starting_text: "Gesagt.", value: "Eigenes." })];

  it("are those without an answer, what may wait behind the rest", () => {
    const { now, later } = offers_of(dossier({ facts }), gates([missing("purpose")]), "shadow");
    expect(now.map((one) => one.key)).toEqual(["purpose"]);
    expect(later.map((one) => one.key)).toEqual(["goal"]);
  });

  it("can be taken over by who keeps the dossier only", () => {
    const props = { dossier: dossier({ facts }), gates: gates([missing("purpose")]), mode: "shadow", onsaved: () => undefined };
    sign_in(["staff_council"], ["govern.read"]);
    const { unmount } = render(StartingTexts, props);
    expect(screen.getByText("Ein Text.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /übernehmen/ })).toBeNull();
    unmount();
    sign_in(["governance"], ["govern.read", "govern.write"]);
    render(StartingTexts, props);
    expect(screen.getByRole("button", { name: de.way.take_of("Name purpose") })).toBeTruthy();
  });

  it("are skipped on the way from question to question", () => {
    expect(next_open([fact("a"), offered, fact("b", { before: "assist" }), fact("c")], "a")?.key).toBe("c");
    expect(next_open([fact("a"), fact("b", { phase: "commissioning" })], "a", ["idea", "planning", "commissioning"])).toBeUndefined();
  });
});

describe("who is through with the texts", () => {
  it("goes on with what is next, and else with the next section", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    const second = fact("goal", { starting_text: "Noch einer." });
    const before = dossier({ facts: [offered, second] });
    const waiting = gates([missing("purpose"), missing("goal")]);
    const go = vi.spyOn(router, "go").mockReturnValue(undefined);
    const post = vi.spyOn(http, "POST");
    const left = dossier({ facts: [{ ...offered, value: "Ein Text.", number: 1 }, second] });
    post.mockResolvedValueOnce(answer(left));
    const { rerender } = render(StartingTexts, { dossier: before, gates: waiting, mode: "shadow", onsaved: (now) => void rerender({ dossier: now }) });
    await fireEvent.click(screen.getByRole("button", { name: de.way.take_of("Name purpose") }));
    await vi.waitFor(() => expect(focused()).toBe("offers-purpose-goal"));
    expect(go).not.toHaveBeenCalled();
    post.mockResolvedValueOnce(answer(dossier({ facts: [{ ...offered, value: "Ein Text." }, { ...second, value: "Noch einer." }] })));
    await fireEvent.click(screen.getByRole("button", { name: de.way.take_of("Name goal") }));
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith("/steuerung/funktion/sort/akte"));
  });
});

describe("several sign-offs", () => {
  const tasks = [task("a", { awaits_sign_off: true, sign_off_role: "management", version: 7 }), task("b", { awaits_sign_off: true, sign_off_role: "governance" }), task("c")];

  it("are those of one's own role", () => {
    expect(to_sign_off(tasks, ["management"]).map((one) => one.key)).toEqual(["a"]);
  });

  it("are not sent before one is chosen", async () => {
    render(SignOffs, { function_key: "sort", tasks: tasks.slice(0, 1), asked: false, onsaved: () => expect.unreachable() });
    await fireEvent.click(screen.getByRole("button", { name: de.way.sign_now }));
    expect(screen.getByText(de.way.choose_task)).toBeTruthy();
    expect(document.activeElement?.id).toBe("sign-a");
  });
});

describe("a section of the impact assessment", () => {
  const question = (key: string, section: string, more: Partial<ImpactQuestion> = {}): ImpactQuestion => ({
    key, section, text: `Frage ${key}`, text_en: key, why: "Darum", why_en: "Because", many: false, side: "impact", start: null,
    choices: [{ value: "item1-3", text: "Ja", text_en: "Yes", points: 3 }, { value: "item2-0", text: "Nein", text_en: "No", points: 0 }],
    chosen: [], reason: "", number: 0, example: false, ...more,
  });
  const assessment = (questions: ImpactQuestion[]): Assessment =>
    ({ function: "sort", impact: { asked: questions.length, open: questions.map((one) => one.key), questions, sections: [{ key: "one", name: "Eins", name_en: "One", side: "raw" }] } }) as unknown as Assessment;
  const start = { chosen: ["item2-0"], fact: "fallback", fact_name: "Rückweg", fact_name_en: "Way back" };

  it("comes after the others where it can only lower the level", () => {
    const all = [question("a", "help", { side: "mitigation" }), question("b", "one"), question("c", "two")];
    expect(next_section(assessment(all))).toBe("one");
    expect(next_section(assessment(all), "one")).toBe("two");
    expect(next_section(assessment(all.slice(0, 1)))).toBe("help");
  });

  it("ticks what is known and says from where, and asks for the rest", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    render(ImpactPage, { assessment: assessment([question("a", "one", { start }), question("b", "one")]), section_key: "one", onsaved: () => expect.unreachable() });
    expect(screen.getByText(de.assessment.from_statement("Rückweg"))).toBeTruthy();
    expect(within(screen.getByRole("group", { name: "Frage a" })).getByText("Nein")).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: de.assessment.save_next }));
    expect(screen.getAllByText(de.assessment.choose_one).length).toBe(1);
  });

  it("gives the focus to a question that an answer brought up", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    const first = question("a", "one");
    const now = assessment([{ ...first, chosen: ["item1-3"], number: 1 }, question("b", "one")]);
    vi.spyOn(http, "PUT").mockResolvedValue(answer(now));
    const { rerender } = render(ImpactPage, { assessment: assessment([first]), section_key: "one", onsaved: (value) => void rerender({ assessment: value }) });
    await fireEvent.click(screen.getByRole("radio", { name: "Ja" }));
    await fireEvent.click(screen.getByRole("button", { name: de.assessment.save_next }));
    await vi.waitFor(() => expect(document.activeElement?.closest("[id^=set-]")?.id).toBe("set-b"));
  });

  it("shows the other choices of what is known at one key, the known one chosen and focused", async () => {
    sign_in(["governance"], ["govern.read", "govern.write"]);
    render(ImpactPage, { assessment: assessment([question("a", "one", { start })]), section_key: "one", onsaved: () => expect.unreachable() });
    expect(screen.queryAllByRole("radio")).toHaveLength(0);
    await fireEvent.click(screen.getByRole("button", { name: `${de.assessment.other_answer}: Frage a` }));
    const known = screen.getByRole("radio", { name: "Nein" });
    expect((known as HTMLInputElement).checked).toBe(true);
    expect(document.activeElement).toBe(known);
    expect(screen.getByRole("radio", { name: "Ja" })).toBeTruthy();
  });
});
