// SPDX-License-Identifier: EUPL-1.2
// What the fairness page says of each group: verdict, names, numbers in words, and where a figure stands in a chart. No
// figure is computed here; all come from the stored measurements.
import type { Schemas } from "../../api/client";
import { language_name } from "../../lib/format";
import type { Texts } from "../../lib/i18n/de";

export type Fairness = Schemas["Fairness"];
export type GroupFigures = Schemas["FairnessGroupFigures"];
export type Group = Schemas["FairnessGroup"];
export type Trait = Schemas["FairnessTrait"];
export type Letters = Schemas["FairnessLetters"];
/** Value, lower and upper bound at 95 %. */
export type Triple = readonly number[];

export type Verdict = "no_letters" | "reference" | "not_assessable" | "gap" | "open" | "within";

/** A gap is said even of a small group; "no gap" only of one that is large enough and whose interval is narrow enough. */
export function verdict_of(group: Group, gap: number): Verdict {
  if (group.letters === 0) return "no_letters";
  if (!group.difference) return group.assessable ? "reference" : "not_assessable";
  if (group.significant) return "gap";
  if (!group.assessable) return "not_assessable";
  const [, lower = -1, upper = 1] = group.difference;
  return lower >= -gap && upper <= gap ? "within" : "open";
}

/** The rates that differ by more than chance, which need not be the one that the chart shows. */
export function proven(group: Group): Group["differences"] {
  return group.differences.filter((one) => one.verdict === "worse" || one.verdict === "better");
}

/** Cases that are still missing; undefined where enough are there or no number helps. */
export function still_needed(group: Group): number | undefined {
  return group.needed !== null && group.needed > group.letters ? group.needed - group.letters : undefined;
}

export function group_name(group: Group, t: Texts): string {
  return Object.entries(group.of)
    .map(([trait, value]) => value_name(trait, value, t))
    .join(", ");
}

export function value_name(trait: string, value: string, t: Texts): string {
  if (value === "") return t.fairness.unknown(trait_name(trait, t));
  return t.fairness.values[`${trait}.${value}`] ?? t.fairness.values[value] ?? value;
}

export function trait_name(trait: string, t: Texts): string {
  return t.fairness.traits[trait] ?? trait;
}

/** Groups of one trait each, in the order in which traits first occur; then all intersections together. */
export function by_trait(groups: readonly Group[]): { trait: string; groups: Group[] }[] {
  const parts = new Map<string, Group[]>();
  for (const group of groups) {
    const traits = Object.keys(group.of);
    const trait = traits.length === 1 ? (traits[0] ?? "") : "";
    if (trait !== "") parts.set(trait, [...(parts.get(trait) ?? []), group]);
  }
  return [...parts].map(([trait, of_trait]) => ({ trait, groups: of_trait }));
}

export function intersections(groups: readonly Group[]): Group[] {
  return groups.filter((group) => Object.keys(group.of).length > 1);
}

/** Of how many groups a verdict is said; without a letter nothing can be said either. */
export function count_of(groups: readonly Group[], gap: number, ...verdicts: Verdict[]): number {
  return groups.filter((group) => verdicts.includes(verdict_of(group, gap))).length;
}

/** What was measured on is stored in both languages, German first: "34 Dateien / files: aa.jsonl … z.jsonl". */
export function data_words(data: string, t: Texts): string {
  const [german = data, english = data] = data.split(" / ");
  return t.locale.startsWith("en") ? english : german;
}

export function letters_name(row: Letters, t: Texts): string {
  if (row.by === "channel") return t.quality.channels[row.name] ?? row.name;
  if (row.by === "letter_kind") return t.quality.letter_kinds[row.name] ?? row.name;
  if (row.by === "language") return language_name(row.name, t.locale);
  return row.name;
}

export function percent(share: number | undefined, t: Texts): string {
  return share === undefined ? "" : share.toLocaleString(t.locale, { style: "percent", maximumFractionDigits: 1 });
}

/** A difference of shares times 100, with its sign. */
export function signed(difference: number, t: Texts): string {
  return (100 * difference).toLocaleString(t.locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).replace("-", "\u2212");
}

export function points(difference: number | undefined, t: Texts): string {
  return difference === undefined ? "" : t.fairness.points(signed(difference, t));
}

/** A tolerated difference, without sign. */
export function gap_words(gap: number, t: Texts): string {
  return t.fairness.gap_points((100 * gap).toLocaleString(t.locale, { maximumFractionDigits: 1 }));
}

export function range(figure: Triple, print: (share: number | undefined, t: Texts) => string, t: Texts): string {
  return t.quality.range(print(figure[1], t), print(figure[2], t));
}

/** A chart's scale: the shares at its left and right end. */
export interface Scale {
  low: number;
  high: number;
}

/** Where a share stands, in percent of the width; beyond the ends it stands at them. */
export function place(share: number, scale: Scale): number {
  return Math.min(100, Math.max(0, (100 * (share - scale.low)) / (scale.high - scale.low)));
}

const STEPS = [0.05, 0.1, 0.2, 0.5, 1] as const;

/** The narrowest round scale, the same on both sides of zero where figures may be negative, that holds all intervals. */
export function scale_of(figures: readonly Triple[], kind: "share" | "difference"): Scale {
  const furthest = Math.max(0, ...figures.flatMap((figure) => [Math.abs(figure[1] ?? 0), Math.abs(figure[2] ?? 0)]));
  const end = STEPS.find((step) => step >= furthest) ?? 1;
  return { low: kind === "difference" ? -end : 0, high: end };
}
