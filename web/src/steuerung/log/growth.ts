// SPDX-License-Identifier: EUPL-1.2
// The log's size as a line: pure geometry in a box of WIDTH by HEIGHT, and the same as rows of a table.
import type { AuditLog } from "../../api/client";

export type Growth = AuditLog["growth"];

export const WIDTH = 600;
export const HEIGHT = 120;

/** Days are as far apart on the line as in the calendar. */
function days_between(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
}

/** The corners of the line, from the first day to the last; empty where there are not two days. */
export function corners(growth: Growth): [number, number][] {
  const first = growth[0];
  const last = growth[growth.length - 1];
  if (!first || !last || first.day === last.day) return [];
  const span = days_between(first.day, last.day);
  const top = Math.max(...growth.map((one) => one.size), 1);
  return growth.map((one) => [(days_between(first.day, one.day) / span) * WIDTH, HEIGHT - (one.size / top) * HEIGHT]);
}

export function line_of(points: readonly [number, number][]): string {
  return points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

export function area_of(points: readonly [number, number][]): string {
  return points.length === 0 ? "" : `${line_of(points)}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`;
}

export interface GrowthRow {
  day: string;
  size: number;
  added: number;
}

/** The newest day first. The first day of a log that is older than the window has no day before it to compare with. */
export function rows_of(growth: Growth): GrowthRow[] {
  return growth.map((one, at) => ({ ...one, added: one.size - (growth[at - 1]?.size ?? 0) })).reverse();
}
