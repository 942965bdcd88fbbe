// SPDX-License-Identifier: EUPL-1.2
// The way of a function to its next mode: what its gates still miss, sorted into the steps in which it is best done, so that
// there is always one next step, with who does it. Pure; tested by way.test.ts.
import type { Schemas } from "../../api/client";
import { address_of } from "../areas";
import { address_of_point, type Dossier, type DossierFact, type DossierTask, type OpenPoint } from "./dossier_view";

export type Gates = Schemas["GovernGates"];
export type WayKey = "texts" | "questions" | "criticality" | "risks" | "impact" | "tasks" | "participation" | "sign_offs" | "measure" | "publish" | "other" | "sign";

export interface WayStep {
  key: WayKey;
  count: number;
  role: string; // whose turn it is
  roles: string[];
  href: string;
  points: OpenPoint[];
}

/** Who may sign a release (src/serve/rights.toml, govern.sign). */
const SIGNERS = ["governance", "management", "data_protection", "information_security"];

const ORDER: readonly WayKey[] = ["texts", "questions", "criticality", "risks", "impact", "participation", "tasks", "measure", "sign_offs", "publish", "other", "sign"];
const MEASURED = /\.(not_measured|other_release|too_old)$/;

/** A question that the maker of the program has a text for and that nobody has answered. */
export function has_offer(fact: DossierFact): boolean {
  return fact.value === null && fact.starting_text !== null && fact.starting_text !== undefined;
}

/** Where the questions of a section stand together; "weiter": of the first that has an open one. */
export function questions_address(function_key: string, section: string): string {
  return `${address_of(function_key)}?fragen=${section}`;
}

function missing_facts(dossier: Dossier, points: readonly OpenPoint[]): DossierFact[] {
  const asked = new Set(points.filter((point) => point.key.endsWith(".fact_missing")).map((point) => point.subject));
  return dossier.facts.filter((fact) => asked.has(fact.key) && fact.value === null);
}

function kind_of(point: OpenPoint): WayKey | undefined {
  if (point.key.endsWith(".fact_missing")) return undefined; // counted by fact
  if (point.key === "dossier.sign_off_missing") return "sign_offs";
  if (point.key === "dossier.task_open") return "tasks";
  if (point.key === "assessment.impact_open") return "impact";
  if (point.key.startsWith("assessment.criticality")) return "criticality";
  if (point.key.startsWith("assessment.risk")) return "risks";
  if (point.area === "participation") return "participation";
  if (point.key.startsWith("release.")) return "sign";
  if (MEASURED.test(point.key)) return "measure";
  if (point.key.startsWith("register.")) return "publish";
  return "other";
}

/** What the statements bring with them closes by itself: a form, and the class that follows from it. */
function follows_from_facts(point: OpenPoint): boolean {
  return ["assessment.form_open", "assessment.ai_act_open", "assessment.duty_open", "assessment.measure_open"].includes(point.key);
}

/** The steps that are left, in the order in which they are best done; none: the gates are open. */
export function way_of(dossier: Dossier, gates: Gates, mode: string, who: { account: string; roles: readonly string[] } = { account: "", roles: [] }): WayStep[] {
  const step = gates.steps.find((one) => one.mode === mode);
  if (!step) return [];
  const points = step.gates.flatMap((gate) => gate.missing);
  const steps = new Map<WayKey, WayStep>();
  const add = (key: WayKey, href: string, role: string, point?: OpenPoint): void => {
    const found = steps.get(key) ?? { key, count: 0, role, roles: [], href, points: [] };
    found.count += 1;
    if (role && !found.roles.includes(role)) found.roles.push(role);
    if (point) found.points.push(point);
    steps.set(key, found);
  };
  const facts = missing_facts(dossier, points);
  for (const fact of facts) {
    if (has_offer(fact)) add("texts", `${address_of(dossier.key)}?vorschlaege=1`, "governance");
    else add("questions", questions_address(dossier.key, "weiter"), "governance"); // who keeps the dossier writes it down
  }
  for (const point of points) {
    const key = kind_of(point);
    if (!key || (facts.length > 0 && (follows_from_facts(point) || key === "criticality"))) continue;
    const href =
      key === "impact" ? `${address_of(dossier.key, "folgen")}?abschnitt=weiter`
      : key === "criticality" ? `${address_of(dossier.key, "folgen")}#part-criticality`
      : key === "risks" ? `${address_of(dossier.key, "folgen")}#part-risks`
      : key === "sign_offs" ? `${address_of(dossier.key, "aufgaben")}?abzeichnen=1`
      : key === "measure" || key === "sign" ? address_of(dossier.key, "pruefungen")
      : address_of_point(dossier.key, point);
    add(key, href, key === "measure" ? "administrator" : key === "sign" ? "management" : point.role, point);
  }
  // Who has signed waits for somebody of another role.
  const sign = steps.get("sign");
  const signed = gates.signatures?.some((one) => one.account === who.account && one.of_running_release) ?? false;
  if (sign) sign.roles = SIGNERS.filter((role) => !signed || !who.roles.includes(role));
  return ORDER.map((key) => steps.get(key)).filter((one): one is WayStep => one !== undefined);
}

/** The first step that one of these roles can do; else the first at all. */
export function now_of(steps: readonly WayStep[], roles: readonly string[]): WayStep | undefined {
  return steps.find((step) => step.roles.some((role) => roles.includes(role))) ?? steps[0];
}

/** What the administrator types where a measurement is missing. */
export function measure_command(function_key: string): string {
  return `leitstand govern measure ${function_key} --home "$LEITSTAND_HOME"`;
}

/** Of the tasks that are done, those that somebody in these roles signs off. */
export function to_sign_off(tasks: readonly DossierTask[], roles: readonly string[]): DossierTask[] {
  return tasks.filter((task) => task.needed && task.awaits_sign_off && roles.includes(task.sign_off_role));
}

function points_of(gates: Gates | undefined, mode: string): OpenPoint[] {
  return gates?.steps.find((one) => one.mode === mode)?.gates.flatMap((gate) => gate.missing) ?? [];
}

/** What a mode waits for and only the authority can say. */
export function asked_of(dossier: Dossier, gates: Gates, mode: string): DossierFact[] {
  return missing_facts(dossier, points_of(gates, mode)).filter((fact) => !has_offer(fact));
}

/** The section of the next open question behind that section, going round once; never that section itself. */
export function section_asked(dossier: Dossier, asked: readonly DossierFact[], behind?: string): Dossier["sections"][number] | undefined {
  const at = dossier.sections.findIndex((one) => one.key === behind) + 1;
  return [...dossier.sections.slice(at), ...dossier.sections.slice(0, at)].find((one) => one.key !== behind && asked.some((fact) => fact.section === one.key));
}

/** Texts of the maker by section: those asked for before `mode` first. */
export function offers_of(dossier: Dossier, gates: Gates | undefined, mode: string): { now: DossierFact[]; later: DossierFact[] } {
  const now = missing_facts(dossier, points_of(gates, mode)).filter(has_offer);
  return { now, later: dossier.facts.filter((fact) => has_offer(fact) && !now.includes(fact)) };
}
