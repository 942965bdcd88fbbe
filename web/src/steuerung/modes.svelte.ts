// SPDX-License-Identifier: EUPL-1.2
// The modes of the functions and their history, as one value for all that stands on a page: whoever changes a mode loads
// it anew. What is derived from the history stands here, too; nothing is stored beside it.
import { http, outcome, type Functions } from "../api/client";
import { Resource } from "../lib/resource.svelte";

export type Mode = "off" | "shadow" | "assist" | "act";
export type Change = Functions["history"][number];
export type FunctionRow = Functions["functions"][number];

export const ORDER: readonly string[] = ["off", "shadow", "assist", "act"] satisfies readonly Mode[];

/** Roles that are told when a function was set back. */
export const TOLD_ROLES: readonly string[] = ["governance", "management", "data_protection", "team_lead"];
const TOLD_DAYS = 30;
const DAY_MS = 86_400_000;

export const modes = new Resource((signal) => outcome(http.GET("/functions", { signal })));

export function rank(mode: string): number {
  return ORDER.indexOf(mode);
}

/** Steps down are free at any time; a step up is the next one and stands only where its gates are passed. */
export function modes_below(row: Pick<FunctionRow, "mode">): Mode[] {
  return ORDER.slice(0, Math.max(rank(row.mode), 0)) as Mode[];
}

export function recent(change: Pick<Change, "at">, now: Date): boolean {
  return now.getTime() - new Date(change.at).getTime() < TOLD_DAYS * DAY_MS;
}

/** The newest change of each function; `history` is newest first. */
export function newest_changes(history: readonly Change[]): Change[] {
  const seen = new Set<string>();
  return history.filter((one) => !seen.has(one.function) && seen.add(one.function) !== undefined);
}

/** Changes downwards that no account made: a gate had closed. Told until somebody changes the mode, or for 30 days. */
export function set_back(history: readonly Change[], now: Date): Change[] {
  return newest_changes(history).filter((one) => one.by === "" && rank(one.to) < rank(one.from) && recent(one, now));
}

/** Changes that one reason brought about stand together, in the order in which reasons first occur. */
export function by_reason(changes: readonly Change[]): (readonly [Change, ...Change[]])[] {
  const parts = new Map<string, readonly [Change, ...Change[]]>();
  for (const change of changes) parts.set(change.reason, [...(parts.get(change.reason) ?? []), change] as unknown as readonly [Change, ...Change[]]);
  return [...parts.values()];
}

/** Functions that showed suggestions within the last 30 days and do not now: the desk goes on without them. */
export function at_rest(functions: Functions, now: Date): string[] {
  const shows = rank("assist");
  return functions.functions
    .filter((row) => row.built && rank(row.mode) < shows)
    .filter(
      (row) =>
        rank(row.recorded) >= shows ||
        functions.history.some((one) => one.function === row.key && rank(one.from) >= shows && rank(one.to) < shows && recent(one, now)),
    )
    .map((row) => row.key);
}
