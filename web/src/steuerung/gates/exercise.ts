// SPDX-License-Identifier: EUPL-1.2
// The form of an exercise with planted errors: what of it is missing or cannot be, before the server is asked.
import type { components } from "../../api/schema";
import type { Texts } from "../../lib/i18n/de";

export type Exercise = components["schemas"]["GovernGates"]["exercise"];
export const WHOLE_HOUSE = "all";

/** As typed; numbers are read when it is sent. */
export interface UnitRow {
  unit: string;
  persons: string;
  shown: string;
  found: string;
}

export function empty_row(): UnitRow {
  return { unit: "", persons: "", shown: "", found: "" };
}

/** NaN where it is no whole number. */
export function whole(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : NaN;
}

/** What is wrong, by the end of the field's id: "day", "unit-0", "found-1"; in the order of the fields. */
export function faults(day: string, rows: readonly UnitRow[], persons_min: number, t: Texts["gates"]["exercise"]): Record<string, string> {
  const found: Record<string, string> = {};
  if (!day) found["day"] = t.day_missing;
  rows.forEach((row, at) => {
    const twice = rows.some((other, place) => place < at && (other.unit === row.unit || other.unit === WHOLE_HOUSE || row.unit === WHOLE_HOUSE));
    if (!row.unit) found[`unit-${at}`] = t.unit_missing;
    else if (twice) found[`unit-${at}`] = t.unit_twice;
    if (!(whole(row.persons) >= persons_min)) found[`persons-${at}`] = t.persons_few(persons_min);
    if (!(whole(row.shown) >= 1)) found[`shown-${at}`] = t.shown_missing;
    if (!(whole(row.found) <= whole(row.shown))) found[`found-${at}`] = t.found_wrong;
  });
  return found;
}

export function units_of(rows: readonly UnitRow[]): { unit: string; persons: number; shown: number; found: number }[] {
  return rows.map((row) => ({ unit: row.unit, persons: whole(row.persons), shown: whole(row.shown), found: whole(row.found) }));
}
