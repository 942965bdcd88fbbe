// SPDX-License-Identifier: EUPL-1.2
// One item on the desk: what was read, what was found, what a person decides about it, and which finding both sides of
// the screen point at.
import {
  act_header, http, outcome, type Evidence, type Finding, type FindingDecision, type ItemView, type Outcome, type SecondLook,
} from "../../api/client";
import type { Problem } from "../../api/problem";
import { catalogue, GROUP_OF_KIND } from "../../lib/catalogue.svelte";
import { field_value } from "../../lib/format";
import { i18n } from "../../lib/i18n/index.svelte";
import { live } from "../../lib/live.svelte";
import { Resource } from "../../lib/resource.svelte";
import { laid_out, type TextPart } from "./layout";
import { part_name } from "./names";

export type Kind = Finding["kind"];
export type AddedKind = NonNullable<FindingDecision["kind"]>;
export const KINDS: readonly Kind[] = ["theme", "service", "act", "unit", "document", "field"];
/** What a person can add; the unit is there already, to be corrected. */
export const ADDED_KINDS: readonly AddedKind[] = ["theme", "service", "act", "document", "field"];

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
  /** The card whose list of alternatives is open. */
  choosing: string | undefined = $state(undefined);
  /** Another unit has it now, whose post this person does not see. */
  given_away = $state(false);
  /** Whether the text is shown as the functions that judge saw it. */
  masked = $state(false);
  state_problem: Problem | undefined = $state.raw(undefined);

  /** The decisions made here, the latest last, each with the version that it gave its finding: what one key takes back. */
  private readonly decisions: { finding: string; version: number }[] = [];
  /** Answers that hold for one state of the item and of what was decided on it. */
  private readonly looks = new Map<string, Promise<Outcome<SecondLook>>>();
  private looked_at = "";

  /** What is suggested or decided, in the order of the panel. */
  readonly findings: Finding[] = $derived.by(() => {
    const item = this.item.value;
    if (!item) return [];
    const all = [...item.findings.filter((finding) => !is_near(finding)), item.unit_finding];
    return KINDS.flatMap((kind) => all.filter((finding) => finding.kind === kind));
  });
  readonly numbers: Map<string, number> = $derived.by(() => new Map(this.findings.map((finding, at) => [finding.id, at + 1])));
  readonly parts: TextPart[] = $derived.by(() => {
    const item = this.item.value;
    if (!item) return [];
    return this.masked ? laid_out(item, this.findings.filter(is_judged), item.mask?.text) : laid_out(item, this.findings);
  });

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

  /** What a model holds possible and does not suggest. */
  near(kind: Kind): Finding[] {
    return (this.item.value?.findings ?? []).filter((finding) => finding.kind === kind && is_near(finding));
  }

  /** What else a finding might be and which words carried it; asked for once as long as item and decisions stand as they
   * do: a decided service opens other units. */
  look(finding: Finding): Promise<Outcome<SecondLook>> {
    const state = [this.item.value?.version, ...this.findings.map((one) => `${one.id}/${one.version}`)].join(" ");
    if (state !== this.looked_at) this.looks.clear();
    this.looked_at = state;
    const name = finding.id;
    const known = this.looks.get(name);
    if (known) return known;
    const asked = outcome(http.GET("/items/{id}/findings/{finding}/second-look", { params: { path: { id: this.id, finding: finding.id } } }));
    this.looks.set(name, asked);
    void asked.then((answer) => {
      if (!answer.ok && this.looks.get(name) === asked) this.looks.delete(name);
    });
    return asked;
  }

  /** The finding whose decision one key would take back: the one with the focus, else the last one decided here on which
   * nobody has decided since. Where the mouse lies says nothing. */
  withdrawable(): Finding | undefined {
    const focused = this.finding_with_focus();
    const own = this.decisions.map(({ finding, version }) => this.findings.find((one) => one.id === finding && one.version === version));
    return [...own, this.findings.find((one) => one.id === focused)].findLast((one) => one !== undefined && one.state !== "open");
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
      this.remember_decision(finding, decision.decision, answer.value.version);
      this.replace(answer.value);
      live.say(said_of(answer.value, decision.decision));
      await this.follow(answer.value);
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
    this.remember_decision(answer.value, "add", answer.value.version);
    live.say(i18n.t.findings.added);
    await this.follow(answer.value);
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

  /** Taking back counts as a version too; what stood below stands again, and is one's own if it was. */
  private remember_decision(before: Finding, decision: FindingDecision["decision"], version: number): void {
    if (decision !== "withdraw") {
      this.decisions.push({ finding: before.id, version });
      return;
    }
    const at = (past: number): number => this.decisions.findIndex((one) => one.finding === before.id && one.version === past);
    if (at(before.version) >= 0) this.decisions.splice(at(before.version), 1);
    const below = this.decisions[at(before.version - 1)];
    if (below) below.version = version;
  }

  private replace(finding: Finding): void {
    const item = this.item.value;
    if (!item) return;
    if (finding.kind === "unit") this.item.value = { ...item, unit_finding: finding };
    else if (finding.state === "withdrawn") this.item.value = { ...item, findings: item.findings.filter((one) => one.id !== finding.id) };
    else this.item.value = { ...item, findings: item.findings.map((one) => (one.id === finding.id ? finding : one)) };
  }

  /** Clocks, papers and the responsible unit follow from what was decided: they are fetched anew. */
  private async follow(finding: Finding): Promise<void> {
    const item = this.item.value;
    const law = (item?.clocks.length ?? 0) + (item?.requirements.length ?? 0) > 0 || finding.kind === "service" || finding.kind === "act";
    if (law || finding.kind === "unit") await this.item.load();
    if (this.item.problem?.status === 404) this.given_away = true;
  }
}

/** Weighed from the masked text; fields are read from the full one. */
function is_judged(finding: Finding): boolean {
  return finding.kind !== "field" && finding.kind !== "unit";
}

/** A model holds it possible and does not suggest it, and nobody has decided on it. */
export function is_near(finding: Finding): boolean {
  return !finding.suggested && finding.state === "open";
}

/** The responsible unit is corrected to another one: every item has one or waits for one. */
export function rejectable(finding: Finding): boolean {
  return finding.kind !== "unit";
}

function said_of(finding: Finding, decision: FindingDecision["decision"]): string {
  if (finding.state === "withdrawn") return i18n.t.findings.removed_now(full_name(finding));
  if (decision === "withdraw") return i18n.t.findings.withdrawn_now(value_of(finding));
  return i18n.t.findings.saved(value_of(finding), i18n.t.findings.states[finding.state]);
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
  if (finding.kind === "unit" && !key) return i18n.t.item.no_unit;
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
