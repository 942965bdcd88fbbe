// SPDX-License-Identifier: EUPL-1.2
// How a relation is said: in which order, with which share, and whether there is something new in it.
import type { Relation } from "../../../api/client";

const TEXTS_COMPARED: readonly Relation["kind"][] = ["same_text", "resubmission", "near_copy"];

/** Open and confirmed ones in the order of the server, and those that somebody rejected. */
export function parted_relations(relations: readonly Relation[]): { standing: Relation[]; rejected: Relation[] } {
  return {
    standing: relations.filter((relation) => relation.decision !== "reject"),
    rejected: relations.filter((relation) => relation.decision === "reject"),
  };
}

/** Whole percents, rounded down: 100 % is said of equal texts only. */
export function percent_of(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(Math.floor(share * 100 + 1e-9) / 100);
}

export function texts_compared(relation: Relation): boolean {
  return TEXTS_COMPARED.includes(relation.kind) && relation.share !== null;
}
