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

/** Which kinds may be entered now, the likeliest first. */
export function kinds_for(body: Body, may_keep: boolean, may_declare_vacant: boolean): EventKind[] {
  const out: EventKind[] = [];
  const { form, state } = body;
  const votes = form === "vote" || form === "consent" || form === "decision";
  const open = (key: string): boolean => body.open.some((point) => point.key === `participation.${key}`);
  if (may_keep) {
    if (open("silence_unnoted")) out.push("silence");
    if (answerable(body).length > 0) out.push("answer");
    if (open("reasons_owed")) out.push("reasons");
    if (open("remedy_undecided")) out.push("remedy_decision");
    if (open("decision_untold")) out.push("told");
    if (form !== "decision") out.push("invitation", "documents");
    if (body.period?.key === "answer") out.push("period_agreed");
    if (form === "consent" && (state === "refused" || state === "step_procedure")) out.push("referral", "superior", "conciliation", "settlement");
  }
  if (form === "contribution" && (may_keep || body.may_speak)) out.push("workshop");
  if (body.may_speak) {
    if (votes) out.push("vote");
    if (!may_keep && body.period?.key === "answer") out.push("period_agreed");
    if (form !== "decision") out.push("statement", "objection", "documents_requested");
    if (open("demand_possible")) out.push("reasons_demanded");
    if (open("remedy_possible")) out.push("remedy");
    if (!may_keep && form === "consent" && state === "refused") out.push("referral");
  }
  if (withdrawable(body, may_keep).length > 0) out.push("withdrawal");
  if (may_declare_vacant && body.may_be_vacant) out.push("vacancy");
  return out;
}

/** Objections and votes against that nobody has answered. */
export function answerable(body: Body): Line[] {
  const answered = new Set(body.history.filter((line) => line.entry?.event === "answer").map((line) => line.entry?.refers_to));
  return body.history.filter(
    (line) => line.effect === "counts" && !answered.has(line.number) && (line.entry?.event === "objection" || (line.entry?.event === "vote" && line.entry.vote === "refuse")),
  );
}

const TAKEN_BACK: readonly string[] = ["vote", "objection", "statement", "remedy"];

/** What may be taken back: a body its own words, the keeper an invitation. */
export function withdrawable(body: Body, may_keep: boolean): Line[] {
  return body.history.filter(
    (line) => line.effect === "counts" && line.entry && ((body.may_speak && TAKEN_BACK.includes(line.entry.event)) || (may_keep && line.entry.event === "invitation")),
  );
}

export const OUTCOMES: Partial<Record<EventKind, readonly NonNullable<Entry["outcome"]>[]>> = {
  answer: ["followed", "partly", "not_followed"],
  remedy_decision: ["upheld", "rejected"],
  settlement: ["agreed", "decided", "dropped"],
};

const NEEDS_TEXT: readonly EventKind[] = [
  "documents_requested", "statement", "objection", "answer", "withdrawal", "reasons", "remedy", "remedy_decision", "referral", "conciliation", "settlement", "vacancy",
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
