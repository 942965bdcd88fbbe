// SPDX-License-Identifier: EUPL-1.2
// How long letters waited, in words and on a scale of days. No figure is computed here.
import type { Schemas } from "../../api/client";
import type { Texts } from "../../lib/i18n/de";
import type { Scale, Triple } from "./fairness";

export type Waiting = Schemas["Waiting"];
export type WaitingGroup = Schemas["WaitingGroup"];
/** Days with both bounds; null is longer than letters are watched. */
export type Days = readonly (number | null)[];

function value_name(trait: string, value: string, t: Texts): string {
  const words = t.fairness.waiting;
  if (value === "") return t.fairness.unknown(words.traits[trait] ?? trait);
  if (trait === "channel") return (t.channels as Record<string, string>)[value] ?? value;
  return words.values[`${trait}.${value}`] ?? value;
}

export function group_name(group: WaitingGroup, t: Texts): string {
  return group.of.map((part) => part.values.map((value) => value_name(part.trait, value, t)).join(t.fairness.waiting.or)).join(", ");
}

/** Groups of one trait each, then those of two traits together. */
export function by_trait(groups: readonly WaitingGroup[]): { trait: string; groups: WaitingGroup[] }[] {
  const parts = new Map<string, WaitingGroup[]>();
  for (const group of groups) {
    const trait = group.of.length === 1 ? (group.of[0]?.trait ?? "") : "";
    if (trait !== "") parts.set(trait, [...(parts.get(trait) ?? []), group]);
  }
  return [...parts].map(([trait, of_trait]) => ({ trait, groups: of_trait }));
}

export function crossed(groups: readonly WaitingGroup[]): WaitingGroup[] {
  return groups.filter((group) => group.of.length > 1);
}

export function days_words(days: number | null | undefined, most: number, t: Texts): string {
  return days === null || days === undefined ? t.fairness.waiting.more_than(most) : t.fairness.waiting.days(days);
}

export function days_range(days: Days, most: number, t: Texts): string {
  return t.quality.range(days_words(days[1], most, t), days_words(days[2], most, t));
}

/** A difference of days with its sign; without an end, in words. */
export function apart(days: number | null | undefined, t: Texts): string {
  if (days === null || days === undefined) return t.fairness.waiting.unbounded;
  const sign = days > 0 ? "+" : days < 0 ? "\u2212" : "";
  return `${sign}${t.fairness.waiting.days(Math.abs(days))}`;
}

export function apart_range(days: Days, t: Texts): string {
  return t.quality.range(apart(days[1], t), apart(days[2], t));
}

const STEPS = [1, 2, 5, 10, 20, 60] as const;

/** The narrowest round scale, the same on both sides of zero, that holds all intervals that end. */
export function scale_of_days(differences: readonly Days[]): Scale {
  const furthest = Math.max(0, ...differences.flatMap((days) => days.map((bound) => Math.abs(bound ?? 0))));
  const end = STEPS.find((step) => step >= furthest) ?? 60;
  return { low: -end, high: end };
}

/** What has no end reaches to the end of the scale. */
export function on_scale(days: Days, scale: Scale): Triple {
  return [days[0] ?? 0, days[1] ?? scale.low, days[2] ?? scale.high];
}

/** Letters that are still missing; undefined where enough are there or no number helps. */
export function still_needed(group: WaitingGroup): number | undefined {
  return group.needed !== null && group.needed > group.letters ? group.needed - group.letters : undefined;
}

export function verdict_words(group: WaitingGroup, tolerance: string, t: Texts): string {
  const words = t.fairness.waiting;
  const more = still_needed(group);
  switch (group.verdict) {
    case "reference":
      return t.fairness.reference;
    case "not_assessable":
      return more === undefined ? t.fairness.not_assessable : t.fairness.not_assessable_yet(more);
    case "gap":
      return (group.longer_difference?.[0] ?? 0) > 0 ? words.waits_longer : words.waits_shorter;
    case "open":
      return t.fairness.open;
    case "within_tolerance":
      return words.within(tolerance);
  }
}
