// SPDX-License-Identifier: EUPL-1.2
// What the pages of the assessment work out from the server's answer: tasks with their progress, the way from question to
// question, the form of a risk. Pure; tested by assessment.test.ts.
import type { Schemas } from "../../api/client";
import { address_of } from "../areas";

export type Assessment = Schemas["GovernAssessment"];
export type ImpactQuestion = Schemas["ImpactQuestion"];
export type FormShown = Schemas["FormShown"];
export type Risk = Schemas["Risk"];
export type RiskShown = Schemas["RiskShown"];
export type Criticality = Schemas["CriticalityShown"];
export type Duty = Schemas["AssessmentDuty"];
export type PrintPart = "all" | "aia" | "criticality" | "fria" | "dpia" | "ai_act" | "risks";

export const STEPS = [1, 2, 3, 4, 5] as const;

export interface AssessmentTask {
  key: "ai_act" | "criticality" | "aia" | "fria" | "dpia" | "risks";
  done: number;
  all: number;
  complete: boolean;
}

/** The parts of an assessment in the order in which they are best done. */
export function tasks_of(assessment: Assessment): AssessmentTask[] {
  const form = (key: "ai_act" | "fria" | "dpia"): AssessmentTask => {
    const shown = assessment.forms.find((one) => one.key === key);
    return { key, done: shown?.facts_stated ?? 0, all: shown?.facts ?? 0, complete: shown?.complete ?? false };
  };
  const { impact, criticality, risks } = assessment;
  const rated = [criticality.harm !== null, criticality.dependence !== null, criticality.level !== null, criticality.rated];
  const settled = risks.filter((risk) => !risk.unaccepted && !risk.overdue).length;
  return [
    form("ai_act"),
    { key: "criticality", done: rated.filter(Boolean).length, all: rated.length, complete: criticality.rated },
    { key: "aia", done: impact.asked - impact.open.length, all: impact.asked, complete: impact.complete },
    form("fria"),
    form("dpia"),
    { key: "risks", done: settled, all: Math.max(risks.length, 1), complete: risks.length > 0 && settled === risks.length },
  ];
}

export function question_address(function_key: string, question: string): string {
  return `${address_of(function_key, "folgen")}?frage=${encodeURIComponent(question)}`;
}

export function fact_address(function_key: string, fact: string): string {
  return `${address_of(function_key)}?frage=${encodeURIComponent(fact)}`;
}

export function print_address(function_key: string, part: PrintPart, language: string): string {
  return `/api/v1/govern/functions/${function_key}/assessment/print?part=${part}&lang=${language}`;
}

export function section_address(function_key: string, section: string): string {
  return `${address_of(function_key, "folgen")}?abschnitt=${encodeURIComponent(section)}`;
}

/** The section of the first open question behind this section, going round once; questions that can only lower the level last. */
export function next_section(assessment: Assessment, section?: string): string | undefined {
  const open = assessment.impact.questions.filter((one) => one.chosen.length === 0 && one.section !== section);
  const at = assessment.impact.questions.findLastIndex((one) => one.section === section);
  const behind = assessment.impact.questions.slice(at + 1);
  const pick = (side: string): ImpactQuestion | undefined => open.find((one) => one.side === side && behind.includes(one)) ?? open.find((one) => one.side === side);
  return (pick("impact") ?? pick("mitigation"))?.section;
}

/** The next question without an answer behind this one, else the first open one. */
export function next_question(assessment: Assessment, key: string): string | undefined {
  const questions = assessment.impact.questions;
  const at = questions.findIndex((one) => one.key === key);
  const open = new Set(assessment.impact.open);
  return (questions.slice(at + 1).find((one) => open.has(one.key)) ?? questions.find((one) => open.has(one.key) && one.key !== key))?.key;
}

export function neighbour(questions: readonly ImpactQuestion[], key: string, step: 1 | -1): ImpactQuestion | undefined {
  const at = questions.findIndex((one) => one.key === key);
  return at < 0 ? undefined : questions[at + step];
}

/** An id from a title: small letters, digits and hyphens; with a number behind it where it is taken. */
export function risk_id(title: string, taken: readonly string[]): string {
  const plain = title.toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss");
  const base = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50) || "risiko";
  const free = base === "rating" ? "risiko-rating" : base;
  if (!taken.includes(free)) return free;
  for (let number = 2; ; ++number) if (!taken.includes(`${free}-${number}`)) return `${free}-${number}`;
}

export function level_of(likelihood: number, severity: number): RiskShown["level"] {
  const product = likelihood * severity;
  return product <= 4 ? "low" : product <= 9 ? "medium" : product <= 14 ? "high" : "very_high";
}

export function empty_risk(review: string): Risk {
  return {
    title: "", description: "", measure: "", owner: "", owner_role: "governance", proof: "",
    likelihood: 2, severity: 2, residual_likelihood: 1, residual_severity: 2,
    accepted: false, accepted_because: "", review, closed: false,
  };
}

/** Where no risk is entered yet: begins with what the dossier already says of harms and measures. */
export function new_risk(assessment: Assessment): Risk {
  const risk = empty_risk(next_year(assessment.today));
  if (assessment.risks.length > 0) return risk;
  const stated = assessment.forms.flatMap((form) => form.items).flatMap((item) => item.facts);
  const words = (key: string): string => stated.find((fact) => fact.key === key)?.words ?? "";
  return { ...risk, description: words("harms"), measure: words("measures_if_harm") };
}

/** What is wrong with a risk, by member; nothing: it may be sent. */
export function faults_of(risk: Risk): (keyof Risk)[] {
  const faults: (keyof Risk)[] = [];
  for (const member of ["title", "description", "measure", "owner"] as const) if (!risk[member].trim()) faults.push(member);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(risk.review)) faults.push("review");
  if (risk.residual_likelihood > risk.likelihood) faults.push("residual_likelihood");
  if (risk.residual_severity > risk.severity) faults.push("residual_severity");
  const rest = level_of(risk.residual_likelihood, risk.residual_severity);
  if (risk.accepted && (rest === "high" || rest === "very_high") && !risk.accepted_because.trim()) faults.push("accepted_because");
  return faults;
}

/** A year from that day. */
export function next_year(day: string): string {
  const [year = "2026", rest = "-01-01"] = [day.slice(0, 4), day.slice(4)];
  return `${Number(year) + 1}${rest === "-02-29" ? "-02-28" : rest}`;
}

/** The risk as it stands, answered for. */
export function accepted_risk(risk: RiskShown, because: string): Risk {
  const { title, description, measure, owner, owner_role, proof, likelihood, severity, residual_likelihood, residual_severity, review, closed } = risk;
  return { title, description, measure, owner, owner_role, proof, likelihood, severity, residual_likelihood, residual_severity, review, closed, accepted: true, accepted_because: because };
}
