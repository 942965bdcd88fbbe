// SPDX-License-Identifier: EUPL-1.2
// One item on the desk: what was read, what was found, what a person decides about it, and which finding both sides of
// the screen point at.
import { act_header, http, outcome, type Evidence, type Finding, type FindingDecision, type ItemView } from "../../api/client";
import type { Problem } from "../../api/problem";
import { catalogue, GROUP_OF_KIND } from "../../lib/catalogue.svelte";
import { field_value } from "../../lib/format";
import { i18n } from "../../lib/i18n/index.svelte";
import { live } from "../../lib/live.svelte";
import { Resource } from "../../lib/resource.svelte";
import { laid_out, type TextPart } from "./layout";
import { part_name } from "./names";

export type Kind = Finding["kind"];
export const KINDS: readonly Kind[] = ["theme", "service", "act", "document", "field"];

export interface Conflict {
  who: string;
  what: string;
}

export class Desk {
  readonly item: Resource<ItemView>;
  /** The finding that is pointed at, by mouse, focus or key. */
  linked: string | undefined = $state(undefined);
  /** Whose evidence was gone to: tells findings apart that share a mark. */
  aimed: string | undefined;
  conflicts: Record<string, Conflict> = $state({});
  problems: Record<string, Problem> = $state.raw({});
  busy: Record<string, boolean> = $state({});
  /** The card whose form for a correction is open. */
  correcting: string | undefined = $state(undefined);
  state_problem: Problem | undefined = $state.raw(undefined);

  readonly findings: Finding[] = $derived.by(() => {
    const all = this.item.value?.findings ?? [];
    return KINDS.flatMap((kind) => all.filter((finding) => finding.kind === kind));
  });
  readonly numbers: Map<string, number> = $derived.by(() => new Map(this.findings.map((finding, at) => [finding.id, at + 1])));
  readonly parts: TextPart[] = $derived.by(() => (this.item.value ? laid_out(this.item.value, this.findings) : []));

  constructor(readonly id: string) {
    this.item = new Resource((signal) => outcome(http.GET("/items/{id}", { params: { path: { id } }, signal })));
  }

  finding_numbered(number: number): Finding | undefined {
    return this.findings[number - 1];
  }

  /** The finding of a card, of a box on a page or of a mark in the text. Of several that share a mark: the one whose
   * evidence was gone to, else the first that begins there. */
  finding_at(place: EventTarget | null): string | undefined {
    const found = place instanceof Element ? place.closest<HTMLElement>("[data-finding], [data-finding-box], mark[data-numbers]") : null;
    const { finding, findingBox, begins, numbers } = found?.dataset ?? {};
    if (numbers === undefined) return finding ?? findingBox;
    const own = [...(begins ?? "").split(" "), ...numbers.split(" ")].map((number) => this.finding_numbered(Number(number))?.id);
    return found === document.activeElement && own.includes(this.aimed) ? this.aimed : own.find((id) => id !== undefined);
  }

  /** What stays linked when the mouse goes away. */
  finding_with_focus(): string | undefined {
    return this.finding_at(document.activeElement);
  }

  /** What a key means: the finding with the focus, wherever the mouse happens to lie. */
  meant(): string | undefined {
    return this.finding_with_focus() ?? this.linked;
  }

  group(kind: Kind): Finding[] {
    return this.findings.filter((finding) => finding.kind === kind);
  }

  get decided(): number {
    return this.findings.filter((finding) => finding.state !== "open").length;
  }

  async decide(finding: Finding, decision: Omit<FindingDecision, "finding" | "version">): Promise<boolean> {
    if (this.busy[finding.id]) return false;
    this.busy[finding.id] = true;
    const { [finding.id]: _, ...others } = this.problems;
    this.problems = others;
    const answer = await outcome(
      http.POST("/items/{id}/findings", {
        params: { path: { id: this.id }, header: act_header() },
        body: { finding: finding.id, version: finding.version, ...decision },
      }),
    );
    this.busy[finding.id] = false;
    if (answer.ok) {
      delete this.conflicts[finding.id];
      this.replace(answer.value);
      live.say(i18n.t.findings.saved(value_of(answer.value), i18n.t.findings.states[answer.value.state]));
      return true;
    }
    if (answer.problem.status === 409) {
      await this.item.load();
      this.conflicts[finding.id] = {
        who: answer.problem.changed_by || i18n.t.findings.conflict_somebody,
        what: what_changed(answer.problem, this.item.value?.findings.find((one) => one.id === finding.id)),
      };
    } else this.problems = { ...this.problems, [finding.id]: answer.problem };
    return false;
  }

  async add(decision: Omit<FindingDecision, "decision">): Promise<Problem | undefined> {
    const answer = await outcome(
      http.POST("/items/{id}/findings", {
        params: { path: { id: this.id }, header: act_header() },
        body: { decision: "add", ...decision },
      }),
    );
    if (!answer.ok) return answer.problem;
    const item = this.item.value;
    if (item) this.item.value = { ...item, findings: [...item.findings, answer.value] };
    live.say(i18n.t.findings.added);
    return undefined;
  }

  /** Closes, opens again or has the item read once more; true when done. */
  async set_state(state: "ready" | "closed" | "waiting", reason?: string): Promise<boolean> {
    const item = this.item.value;
    if (!item) return false;
    this.state_problem = undefined;
    const answer = await outcome(
      http.POST("/items/{id}/state", {
        params: { path: { id: this.id }, header: act_header() },
        body: { state, version: item.version, ...(reason ? { reason } : {}) },
      }),
    );
    await this.item.load();
    if (answer.ok) return true;
    if (answer.problem.status === 409) live.say(i18n.t.item.changed);
    this.state_problem = answer.problem;
    return false;
  }

  private replace(finding: Finding): void {
    const item = this.item.value;
    if (!item) return;
    this.item.value = { ...item, findings: item.findings.map((one) => (one.id === finding.id ? finding : one)) };
  }
}

/** Who wrote: as the message says it, else as it was found in the text. */
export function sender_of(item: ItemView): { name: string; address: string } {
  const { sender_name = "", sender_address = "" } = item.envelope;
  if (sender_name || sender_address) return { name: sender_name || sender_address, address: sender_name ? sender_address : "" };
  const found = item.findings.find((finding) => finding.key === "sender_name" && finding.state !== "rejected");
  return { name: found ? found.corrected_value || found.value : "", address: "" };
}

/** Closed because it was split, joined or taken back: it is opened again by undoing that step only. */
export function closed_by_stack(item: ItemView): boolean {
  return item.state === "closed" && item.reason.startsWith("stack.");
}

/** Evidence without a place in the text stands in the subject of the message. */
export function in_subject(evidence: Evidence): boolean {
  return evidence.end <= evidence.start;
}

/** Where evidence stands: the page, with the enclosure where it is not the letter itself. */
export function place_of(evidence: Evidence, item: ItemView | undefined): string {
  if (in_subject(evidence)) return i18n.t.inbox.subject;
  const page = i18n.t.item.page(evidence.page);
  return evidence.part === 0 ? page : `${part_name(evidence.part, item)}, ${page}`;
}

/** What a finding says, in words; corrections count. */
export function value_of(finding: Finding): string {
  const key = finding.corrected_key || finding.key;
  if (finding.kind !== "field") return catalogue.name(GROUP_OF_KIND[finding.kind], key);
  return field_value(key, finding.corrected_value || finding.value, i18n.t.locale);
}

/** The same without the correction: what the program had said. */
export function suggested_value(finding: Finding): string {
  return value_of({ ...finding, corrected_key: "", corrected_value: "" });
}

/** The name of a detail ("IBAN"), with its role where it has one; empty for the other kinds. */
export function label_of(finding: Finding): string {
  if (finding.kind !== "field") return "";
  const name = catalogue.name("fields", finding.corrected_key || finding.key);
  const role = finding.role ? (i18n.t.findings.roles[finding.role] ?? finding.role) : "";
  return role ? `${name}: ${role}` : name;
}

/** One name for buttons and marks. */
export function full_name(finding: Finding): string {
  const label = label_of(finding);
  return label ? `${label} ${value_of(finding)}` : value_of(finding);
}

function what_changed(problem: Problem, now: Finding | undefined): string {
  const states: Record<string, string> = i18n.t.findings.states;
  const told = problem.changed_to ? (states[problem.changed_to] ?? problem.changed_to) : "";
  if (!now) return told;
  const state = i18n.t.findings.states[now.state];
  return `${value_of(now)}: ${state}`;
}
