// SPDX-License-Identifier: EUPL-1.2
// Measured shares as people read them, and the order of rows. No figure is computed here but the rest to one: all come
// from the server.
import type { QualityFigures, QualityInterval } from "../../api/client";
import type { Texts } from "../../lib/i18n/de";
import type { Order } from "./quality_place";

export function percent(share: number, locale: string): string {
  return share.toLocaleString(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function value_of(figure: QualityInterval | null, t: Texts): string {
  return figure ? percent(figure.value, t.locale) : t.quality.no_value;
}

export function range_of(figure: QualityInterval | null, t: Texts): string {
  return figure ? t.quality.range(percent(figure.lower, t.locale), percent(figure.upper, t.locale)) : "";
}

/** The share of errors behind a share of what was right, with the same interval turned over. */
export function error_of(figure: QualityInterval | null): QualityInterval | null {
  return figure && { value: 1 - figure.value, lower: 1 - figure.upper, upper: 1 - figure.lower };
}

export interface FiguresRow {
  id: string;
  name: string;
  figures: QualityFigures;
  /** In a group of letters. */
  letters?: number;
}

export function sorted(rows: readonly FiguresRow[], order: Order, locale: string): FiguresRow[] {
  const mistakes = (row: FiguresRow): number => row.figures.wrong + row.figures.missed;
  const by_name = (one: FiguresRow, other: FiguresRow): number => one.name.localeCompare(other.name, locale);
  return [...rows].sort((one, other) => (order === "mistakes" ? mistakes(other) - mistakes(one) : 0) || by_name(one, other));
}
