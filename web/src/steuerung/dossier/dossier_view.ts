// SPDX-License-Identifier: EUPL-1.2
// What the pages of a dossier work out from the server's answer: where an open point is dealt with, what to do next, how
// far a dossier is, and the words of a value. Pure; tested by dossier.test.ts.
import type { Schemas } from "../../api/client";
import { day } from "../../lib/format";
import type { Texts } from "../../lib/i18n/de";
import { address_of, type AreaKey } from "../areas";

export type GovernFunction = Schemas["GovernFunction"];
export type Dossier = Schemas["Dossier"];
export type DossierFact = Schemas["DossierFact"];
export type DossierTask = Schemas["DossierTask"];
export type DossierPhase = Schemas["DossierPhase"];
export type DossierValue = Schemas["DossierValue"];
/** What other functions answer to the same question; those that say the same stand together. */
export interface OtherAnswer {
  keys: string[];
  value: DossierValue;
  example: boolean;
}
export type OpenPoint = Schemas["OpenPoint"];

const PAGES: Record<string, AreaKey> = {
  participation: "beteiligung",
  assessment: "folgen",
  gate: "pruefungen",
  gates: "pruefungen",
  measurement: "pruefungen",
  fairness: "fairness",
  operation: "betrieb",
  register: "register",
};

/** Where somebody deals with it. */
export function address_of_point(function_key: string, point: OpenPoint): string {
  if (point.key === "dossier.task_open" || point.key === "dossier.sign_off_missing") return `${address_of(function_key, "aufgaben")}?aufgabe=${point.subject}`;
  if (point.key === "dossier.role_unheld") return "/steuerung/konten";
  if (point.area === "dossier" || point.key === "register.facts_missing") return `${address_of(function_key)}?frage=${point.subject}`;
  return address_of(function_key, PAGES[point.area] ?? "akte");
}

/** What the overview leads to: on the way to a mode a missing statement is best given where "Was jetzt?" says how. */
export function address_of_next(one: GovernFunction, point: OpenPoint): string {
  return one.next !== null && point.key.endsWith(".fact_missing") ? address_of(one.key) : address_of_point(one.key, point);
}

/** The first thing to do: what the signed-in person can do before what others must. */
export function next_step(open: readonly OpenPoint[], roles: readonly string[]): OpenPoint | undefined {
  return open.find((point) => point.overdue && roles.includes(point.role)) ?? open.find((point) => roles.includes(point.role)) ?? open[0];
}

export function reviews(open: readonly OpenPoint[]): OpenPoint[] {
  return open.filter((point) => point.key.includes("review") && point.due !== null);
}

/** With a due date first, the earliest on top; the rest in the order of the server. */
export function by_due(open: readonly OpenPoint[]): OpenPoint[] {
  return [...open].sort((a, b) => (a.due ?? "9999").localeCompare(b.due ?? "9999"));
}

/** So many points of one kind stand one by one; more are summed up. */
export const POINTS_APART_MAX = 5;

/** Points as a list shows them: each alone, or many of one kind under the first of them. */
export interface PointGroup {
  first: OpenPoint;
  more: OpenPoint[];
}

/** What has its day stays alone: nobody should have to unfold it. The order stays that of the first of each kind. */
export function sum_up(points: readonly OpenPoint[]): PointGroup[] {
  const undated = (key: string): OpenPoint[] => points.filter((point) => point.key === key && point.due === null);
  const found: PointGroup[] = [];
  for (const point of points) {
    const kind = point.due === null ? undated(point.key) : [];
    if (kind.length <= POINTS_APART_MAX) found.push({ first: point, more: [] });
    else if (kind[0] === point) found.push({ first: point, more: kind.slice(1) });
  }
  return found;
}

/** How many the one furthest from its goal lacks, and the one nearest to it; nothing where none says so. */
export function short_of(points: readonly OpenPoint[]): { most: number; least: number } | undefined {
  const counts = points.map((point) => point.short_of).filter((count) => count !== null);
  return counts.length === 0 ? undefined : { most: Math.max(...counts), least: Math.min(...counts) };
}

export function phase_of(one: GovernFunction): DossierPhase | undefined {
  return one.phases.find((phase) => phase.key === one.phase);
}

/** How far a phase is: answers and tasks together. */
export function progress_of(phase: DossierPhase): { done: number; all: number } {
  return { done: phase.facts_stated + phase.tasks_settled, all: phase.facts + phase.tasks };
}

/** The questions of the page with one question each: those of a phase that are open, or all of the dossier. */
export function questions(dossier: Dossier, phase?: string): DossierFact[] {
  return phase ? dossier.facts.filter((fact) => fact.phase === phase) : dossier.facts;
}

export function neighbour(facts: readonly DossierFact[], key: string, step: 1 | -1): DossierFact | undefined {
  const at = facts.findIndex((fact) => fact.key === key);
  return at < 0 ? undefined : facts[at + step];
}

/**
 * The next question without an answer, first of the same phase, going round once. One that may wait longer than this one is
 * left for later, and so is one of a later phase; for one that the maker has a text for there is a page of its own.
 */
export function next_open(facts: readonly DossierFact[], key: string, phases: readonly string[] = []): DossierFact | undefined {
  const at = facts.findIndex((fact) => fact.key === key);
  const phase = facts[at]?.phase;
  const later = phases.slice(phases.indexOf(phase ?? "") + 1);
  const round = [...facts.slice(at + 1), ...facts.slice(0, Math.max(at, 0))].filter(
    (fact) => fact.value === null && fact.starting_text === null && !later.includes(fact.phase) && (fact.before === "shadow" || fact.before === facts[at]?.before),
  );
  return round.find((fact) => fact.phase === phase) ?? round[0];
}

export function with_answer(found: readonly OtherAnswer[], one: OtherAnswer): OtherAnswer[] {
  const same = found.find((other) => other.example === one.example && form_of_value(other.value) === form_of_value(one.value));
  return same ? found.map((other) => (other === same ? { ...same, keys: [...same.keys, ...one.keys] } : other)) : [...found, one];
}

/** The next task of the same phase that this function needs and that is not settled. */
export function next_task(tasks: readonly DossierTask[], key: string): DossierTask | undefined {
  const at = tasks.findIndex((task) => task.key === key);
  const phase = tasks[at]?.phase;
  return tasks.slice(at + 1).find((task) => task.phase === phase && task.needed && !task.settled);
}

export function characters(text: string): number {
  return [...text].length;
}

/** What stands in the form, as the fact's kind wants it; nothing: it is no answer. */
export function value_of_form(fact: DossierFact, text: string): DossierValue | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  switch (fact.kind) {
    case "yes_no":
      return trimmed === "yes";
    case "number": {
      const number = Number(trimmed.replace(/[.\s]/g, "").replace(",", "."));
      return Number.isFinite(number) ? number : undefined;
    }
    case "choices":
    case "list":
      return trimmed.split("\n").map((line) => line.trim()).filter(Boolean);
    default:
      return trimmed;
  }
}

/** The answers that a question offers; none: it is answered in words, or with a date or number. */
export function options_of(fact: DossierFact, texts: Texts, english: boolean): { value: string; label: string }[] {
  if (fact.kind === "yes_no") return [{ value: "yes", label: texts.dossier.yes }, { value: "no", label: texts.dossier.no }];
  return fact.kind === "choice" ? fact.choices.map((choice) => ({ value: choice.key, label: english ? choice.name_en : choice.name })) : [];
}

/** The id of the input that takes the focus; of several, the one for that answer, else the first. */
export function field_of(fact: DossierFact, id: string, answer?: string): string {
  if (fact.kind !== "yes_no" && fact.kind !== "choice") return id;
  return `${id}-${answer ?? (fact.kind === "yes_no" ? "yes" : (fact.choices[0]?.key ?? ""))}`;
}

/** What is wrong with what stands in the form; nothing: it may be sent. */
export function fault_of(fact: DossierFact, text: string, texts: Texts): string | undefined {
  if (text.trim() === "") return texts.dossier.answer_missing;
  if (value_of_form(fact, text) === undefined) return texts.dossier.number_wrong;
  const over = characters(text.trim()) - fact.characters_max;
  return (fact.kind === "text" || fact.kind === "long_text") && over > 0 ? texts.dossier.too_long(over) : undefined;
}

/** What a form shows for a stored value. */
export function form_of_value(value: DossierValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join("\n") : String(value);
}

/** The value for reading. */
export function words_of_value(fact: DossierFact, value: DossierValue, texts: Texts, english: boolean): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? texts.dossier.yes : texts.dossier.no;
  if (typeof value === "number") return value.toLocaleString(texts.locale);
  const choice = (key: string): string => {
    const found = fact.choices.find((one) => one.key === key);
    return found ? (english ? found.name_en : found.name) : key;
  };
  if (Array.isArray(value)) return value.map(choice).join("\n");
  if (fact.kind === "date") return day(value, texts.locale);
  return fact.kind === "choice" ? choice(value) : value;
}
