// SPDX-License-Identifier: EUPL-1.2
// One form for everything that can go wrong: what happened, whether anything is lost, what to do.
import type { Texts } from "../lib/i18n/de";
import type { components } from "./schema";

export type Problem = components["schemas"]["Problem"];

export const UNREACHABLE = "web.unreachable";
const UNKNOWN = "web.unknown";

export function unreachable(): Problem {
  return { type: "about:blank", title: "", status: 0, key: UNREACHABLE, lost: false };
}

export function is_problem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "status" in value && "title" in value;
}

/** What a failed answer says, or a plain problem if it says nothing that can be shown. */
export function problem_of(value: unknown, status: number): Problem {
  if (is_problem(value)) return value;
  return { type: "about:blank", title: "", status, key: UNKNOWN };
}

export interface ShownProblem {
  title: string;
  /** Empty where nothing is known about it. */
  lost: string;
  what_to_do: string;
  reference: string;
}

export function shown(problem: Problem, texts: Texts): ShownProblem {
  const own = problem.key === UNREACHABLE || problem.title === "";
  const english = texts.code === "en";
  const title = english ? (problem.title_en ?? problem.title) : problem.title;
  const advice = english ? (problem.what_to_do_en ?? problem.what_to_do) : problem.what_to_do;
  const fallback = problem.key === UNREACHABLE ? texts.problem.unreachable_do : texts.problem.unknown_do;
  return {
    title: own ? (problem.key === UNREACHABLE ? texts.problem.unreachable : texts.problem.unknown) : title,
    lost: problem.lost === undefined ? "" : problem.lost ? texts.problem.lost : texts.problem.not_lost,
    what_to_do: advice ?? (own ? fallback : ""),
    reference: problem.reference ? texts.problem.reference(problem.reference) : "",
  };
}
