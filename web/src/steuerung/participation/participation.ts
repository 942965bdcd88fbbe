// SPDX-License-Identifier: EUPL-1.2
// What can be entered for a body, and how a state is shown.
import type { Schemas } from "../../api/client";

export type Participation = Schemas["Participation"];
export type Body = Schemas["ParticipationBody"];
export type Entry = Schemas["ParticipationEntry"];
export type Line = Schemas["ParticipationLine"];
export type EventKind = Entry["event"];
export type Agreement = Schemas["Agreement"];
export type AgreementEntry = Schemas["AgreementEntry"];
export type Document = Schemas["ParticipationDocument"];

export type Tone = "plain" | "info" | "warning" | "danger" | "outline";

const GOOD = ["approved", "approved_by_silence", "heard", "heard_by_silence", "contributed", "advised", "answered", "settled", "vacant"];
const BAD = ["refused", "refused_finally", "overdue", "withdrawn", "objected"];

export function tone_of(body: Body): Tone {
  if (body.out_of_order && !body.parallel) return "danger";
  if (BAD.includes(body.state)) return "danger";
  if (body.state === "step_procedure" || body.state === "awaiting_documents") return "warning";
  if (GOOD.includes(body.state)) return "info";
  return body.state === "running" ? "warning" : "outline";
}

/** Who asks, as the server says. */
export type Asking = Pick<Participation, "may_keep" | "may_decide" | "may_declare_vacant">;

/** Which kinds may be entered now, the likeliest first. */
export function kinds_for(body: Body, asking: Asking): EventKind[] {
  const out: EventKind[] = [];
  const { form } = body;
  const { may_keep } = asking;
  const votes = form === "vote" || form === "consent" || form === "decision";
  const open = (key: string): boolean => body.open.some((point) => point.key === `participation.${key}`);
  const may_agree_on_end = body.period?.key === "answer" || body.period?.key === "referral";
  out.push(...steps_for(body, asking));
  if (may_keep) {
    if (open("silence_unnoted")) out.push("silence");
    if (answerable(body).length > 0) out.push("answer");
    if (open("reasons_owed")) out.push("reasons");
    if (open("remedy_undecided")) out.push("remedy_decision");
    if (open("decision_untold")) out.push("told");
    if (form !== "decision") out.push("invitation", "documents");
    if (may_agree_on_end) out.push("period_agreed");
  }
  if (form === "contribution" && (may_keep || body.may_speak)) out.push("workshop");
  if (body.may_speak) {
    if (votes) out.push("vote");
    if (!may_keep && may_agree_on_end) out.push("period_agreed");
    if (form !== "decision") out.push("statement", "objection", "documents_requested");
    if (open("demand_possible")) out.push("reasons_demanded");
    if (open("remedy_possible")) out.push("remedy");
  }
  if (withdrawable(body, may_keep).length > 0) out.push("withdrawal");
  if (asking.may_declare_vacant && body.may_be_vacant) out.push("vacancy");
  return out;
}

/** Whom the keeper can invite today: whose turn it is and who was not invited yet. */
export function to_invite({ bodies, may_keep }: Pick<Participation, "bodies" | "may_keep">): Body[] {
  const complete = (key: string): boolean => bodies.find((body) => body.key === key)?.complete ?? true;
  const waits = (body: Body): boolean => body.open.some((point) => point.key === "participation.not_invited");
  return may_keep ? bodies.filter((body) => body.needed && body.form !== "decision" && waits(body) && body.after.every(complete)) : [];
}

/** What may follow a refused consent now, step by step; a step whose period is over is not offered. */
function steps_for(body: Body, asking: Asking): EventKind[] {
  const { refused, referred, called, direct } = body.way_on;
  if (!refused) return [];
  const itself = body.may_speak && body.role_held;
  const either = asking.may_keep || asking.may_decide || itself;
  const in_time = body.state === "refused";
  const out: EventKind[] = [];
  if (called) {
    if (asking.may_decide || itself) out.push("conciliation_result");
  } else if (referred) {
    if (asking.may_keep || asking.may_decide) out.push("superior");
    if (asking.may_decide || itself) out.push("superior_result");
    if (either) out.push("conciliation");
  } else if (in_time && either) {
    out.push(direct ? "conciliation" : "referral");
  }
  if (outcomes_for("settlement", body, asking).length > 0) out.push("settlement");
  return out;
}

type Outcome = NonNullable<Entry["outcome"]>;

/** How it may have come out, for who asks: that a body agreed, it says itself. */
export function outcomes_for(kind: EventKind, body: Body, asking: Asking): readonly Outcome[] {
  const { last_word, recommended } = body.way_on;
  switch (kind) {
    case "answer":
      return ["followed", "partly", "not_followed"];
    case "remedy_decision":
      return ["upheld", "rejected"];
    case "superior_result":
      return ["granted", "denied"];
    case "conciliation_result":
      return last_word === "authority" ? ["granted", "recommended", "denied"] : ["granted", "denied"];
    case "settlement": {
      const out: Outcome[] = [];
      if (body.may_speak) out.push("agreed");
      if (recommended && asking.may_decide) out.push("decided");
      if (asking.may_keep || asking.may_decide) out.push("dropped");
      return out;
    }
    default:
      return [];
  }
}

/** What is worth nothing without its paper. */
export function needs_papers(kind: EventKind, result: string, body: Body): boolean {
  if (kind === "documents" || kind === "superior_result" || kind === "conciliation_result") return true;
  return kind === "settlement" && (result === "decided" || (result === "agreed" && !body.role_held));
}

/** Objections and votes against that nobody has answered. */
export function answerable(body: Body): Line[] {
  const answered = new Set(body.history.filter((line) => line.entry?.event === "answer").map((line) => line.entry?.refers_to));
  return body.history.filter(
    (line) => line.effect === "counts" && !answered.has(line.number) && (line.entry?.event === "objection" || (line.entry?.event === "vote" && line.entry.vote === "refuse")),
  );
}

const TAKEN_BACK: readonly string[] = ["vote", "objection", "statement", "remedy"];

function is_own(line: Line): boolean {
  return TAKEN_BACK.includes(line.entry?.event ?? "") || (line.entry?.event === "settlement" && line.entry.outcome === "agreed");
}

/** What may be taken back: a body its own words, the keeper an invitation. */
export function withdrawable(body: Body, may_keep: boolean): Line[] {
  return body.history.filter(
    (line) => line.effect === "counts" && line.entry && ((body.may_speak && is_own(line)) || (may_keep && line.entry.event === "invitation")),
  );
}

const NEEDS_TEXT: readonly EventKind[] = [
  "documents_requested", "statement", "objection", "answer", "withdrawal", "reasons", "remedy", "remedy_decision", "referral", "superior_result",
  "conciliation", "conciliation_result", "settlement", "vacancy",
];

export function needs_text(kind: EventKind, vote: string, urgent: boolean): boolean {
  return NEEDS_TEXT.includes(kind) || (kind === "vote" && vote === "refuse") || (kind === "invitation" && urgent);
}

/** SHA-256 of a file, computed here: the file itself is not sent. */
export async function document_of(file: File): Promise<Document> {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return { name: file.name, sha256: Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

export function id_of(agreement_title: string): string {
  const plain = agreement_title
    .toLowerCase()
    .replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 60) || "dienstvereinbarung";
}
