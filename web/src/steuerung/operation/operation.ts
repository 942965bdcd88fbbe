// SPDX-License-Identifier: EUPL-1.2
// Reckons with what operation shows: shares of overrides and misses, and how much time a clock leaves.
import type { Schemas } from "../../api/client";
import type { Texts } from "../../lib/i18n/de";

export type Operation = Schemas["Operation"];
export type Figures = Schemas["OperationFigures"];
export type Counts = Schemas["OutcomeCounts"];
export type Group = Schemas["OutcomeGroup"];
export type Drift = Schemas["Drift"];
export type Complaint = Schemas["Complaint"];
export type Incident = Schemas["Incident"];
export type IncidentClock = Schemas["IncidentClock"];
export type ComplaintState = Schemas["ComplaintState"];

export interface Share {
  hits: number;
  count: number;
}

/** Corrected or rejected of what the function said. */
export function overridden(counts: Counts): Share {
  const hits = counts.corrected + counts.rejected;
  return { hits, count: counts.confirmed + hits };
}

/** Added of all that was to be found, as far as people decided on it. */
export function missed(counts: Counts): Share {
  return { hits: counts.added, count: counts.confirmed + counts.corrected + counts.rejected + counts.added };
}

export function percent(share: Share, locale: string): string {
  if (share.count === 0) return "–";
  return (share.hits / share.count).toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 });
}

/** A share as the interface gives it, rounded to points of a hundred; null of no cases. */
export function rate(share: number | null, locale: string): string {
  return share === null ? "–" : share.toLocaleString(locale, { style: "percent", maximumFractionDigits: 0 });
}

/** A share as points of a hundred, with its sign. */
export function points(share: number, locale: string): string {
  return (share * 100).toLocaleString(locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
}

export interface TimeLeft {
  over: boolean;
  /** Whole hours below two days, whole days above; of what is left rounded down, so that nobody counts on more. */
  unit: "hours" | "days";
  count: number;
}

export function time_left(due: string, now: string): TimeLeft {
  const ms = new Date(due).getTime() - new Date(now).getTime();
  const hours = Math.floor(Math.abs(ms) / 3_600_000);
  return hours < 48 ? { over: ms < 0, unit: "hours", count: hours } : { over: ms < 0, unit: "days", count: Math.floor(hours / 24) };
}

export function time_left_words(left: TimeLeft, t: Texts["operation"]): string {
  const time = t[left.unit](left.count);
  return left.over ? t.over(time) : t.left(time);
}

/** The steps that are open to a complaint, in their order. */
export function next_steps(complaint: Complaint): ComplaintState[] {
  switch (complaint.state) {
    case "received":
      return ["acknowledged", "checked"];
    case "acknowledged":
      return ["checked"];
    case "checked":
      return complaint.channel === "desk" ? ["closed", "answered"] : ["answered"];
    case "answered":
      return ["closed"];
    case "closed":
      return [];
  }
}

/** The instant of a day and a time in the zone of the browser, which stands where the office stands; empty if it is none. */
export function instant_of(day: string, time: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^([01]?\d|2[0-3]):[0-5]\d$/.test(time)) return "";
  const date = new Date(`${day}T${time.padStart(5, "0")}:00`);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().replace(/\.\d{3}Z$/, ".000000Z");
}

export function time_now(now: Date = new Date()): string {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

/** What of these is empty, with the words for it. */
export function empty_ones(fields: Record<string, string>, words: string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !value.trim()).map(([name]) => [name, words]));
}
