// SPDX-License-Identifier: EUPL-1.2
// The details of an entry in words: names of fields, values that have a word, numbers and checksums as they are.
import type { AuditEntry } from "../../api/client";
import { day } from "../../lib/format";
import type { Texts } from "../../lib/i18n/de";
import type { Fact } from "../../ui/Facts.svelte";

type Record_ = NonNullable<AuditEntry["record"]>;

export function field_name(field: string, t: Texts): string {
  return t.audit.fields[field] ?? field;
}

function value_words(type: string, field: string, value: string, t: Texts): string {
  // "name version, name version …", or names alone.
  if (field === "functions" || field === "shown")
    return value.split(", ").map((part) => part.replace(/^\S+/, (name) => t.functions.names[name] ?? name)).join(", ");
  if (field === "function") return t.functions.names[value] ?? value;
  if (type === "mode_changed" && (field === "from" || field === "to")) return t.functions.modes[value] ?? value;
  if (type === "governance_recorded" && field === "kind") return t.audit.record_kinds[value] ?? value;
  if (field === "channel") return t.channels[value] ?? value;
  if (field === "receipt_date") return day(value, t.locale);
  if (field === "size_bytes") return Number(value).toLocaleString(t.locale);
  if (field === "filters") return value.split(" ").map((name) => t.audit.filter_names[name] ?? name).join(", ");
  if (field === "items") return value.split(" ").join(", ");
  return t.audit.values[value] ?? value;
}

/** A part is named only where there is one. */
function is_said(type: string, field: string, value: string): boolean {
  return value !== "" && !(type === "case_read" && field === "part" && value === "0");
}

export function facts_of(type: string, record: Record_, t: Texts): Fact[] {
  const facts: Fact[] = Object.entries(record.details)
    .filter(([field, value]) => is_said(type, field, value))
    .map(([field, value]) => ({
      name: field_name(field, t),
      value: field === "account" && record.about ? record.about : value_words(type, field, value, t),
      mono: (field === "checkpoint" || /^[0-9a-f]{32,}$/.test(value)) && !(field === "account" && record.about !== ""),
      foreign: field === "reason" || field === "change",
    }));
  return facts;
}

/** What of an entry says most in a line of a list. */
const BRIEF: Record<string, readonly string[]> = {
  item_received: ["channel"], item_delivered_again: ["channel"], document_read: ["status"], document_refused: ["reason"], finding_made: ["functions"],
  decision_made: ["decision"], receipt_date_corrected: ["receipt_date"], item_state_changed: ["to"], stack_changed: ["step"], case_read: ["what"],
  list_read: ["list"], signed_in: ["means"], rights_changed: ["account"], mode_changed: ["function", "to"], model_activated: ["function"],
  deleted: ["what"], backup_made: ["target"], backup_tested: ["outcome"], samples_taken: ["taken"], model_retrained: ["function"],
  candidate_built: ["state"], governance_recorded: ["function", "kind"],
};

export function brief_of(type: string, record: Record_, t: Texts): string {
  return (BRIEF[type] ?? [])
    .map((field) => (field === "account" ? record.about : value_words(type, field, record.details[field] ?? "", t)))
    .filter((words) => words !== "")
    .join(": ");
}

/** The checksums of what was in force. */
export function circumstances_of(record: Record_, t: Texts): Fact[] {
  return (["functions", "model", "catalogue", "configuration"] as const)
    .filter((name) => record[name] !== "")
    .map((name) => ({ name: t.audit[name], value: record[name], mono: true }));
}

export function roles_of(record: Record_, t: Texts): string {
  return record.roles.map((role) => t.roles[role] ?? role).join(", ");
}
