// SPDX-License-Identifier: EUPL-1.2
// The order in which clocks and requirements are shown.
import type { Evidence, Finding, LegalClock, Requirement } from "../../../api/client";

/** The nearest end first; clocks without one after those, in the order in which they came. */
export function by_due(clocks: readonly LegalClock[]): LegalClock[] {
  const LAST = "9999-12-31";
  return [...clocks].sort((one, other) => (one.due ?? LAST).localeCompare(other.due ?? LAST));
}

export interface StateGroup {
  state: Requirement["state"];
  requirements: Requirement[];
}

/** One group for each of these states that occurs. */
export function by_state(requirements: readonly Requirement[], states: readonly Requirement["state"][]): StateGroup[] {
  return states
    .map((state) => ({ state, requirements: requirements.filter((one) => one.state === state) }))
    .filter((group) => group.requirements.length > 0);
}

const QUOTE_MAX = 60;
const QUOTES_MAX = 3;

/** The words that it rests on, each once, shortened. */
export function quotes(evidence: readonly Evidence[]): string {
  const words = new Set(evidence.map((one) => one.text.replace(/\s+/g, " ").trim()).filter(Boolean));
  return [...words]
    .slice(0, QUOTES_MAX)
    .map((text) => {
      const signs = [...text];
      return `„${signs.length > QUOTE_MAX ? `${signs.slice(0, QUOTE_MAX).join("").trimEnd()} …` : text}“`;
    })
    .join(", ");
}

/** The field in which a person enters when a notice really arrived. */
export const ARRIVAL_FIELD = "notice_arrival_date";

/** The arrival that the clocks run from: of several that stand, the one decided last. */
export function arrival_of(findings: readonly Finding[]): Finding | undefined {
  return findings
    .filter((finding) => finding.kind === "field" && finding.key === ARRIVAL_FIELD && finding.state !== "rejected")
    .reduce<Finding | undefined>((last, one) => (last && Date.parse(last.decided_at ?? "") > Date.parse(one.decided_at ?? "") ? last : one), undefined);
}

/** Why a day cannot be that of the arrival; empty if it can. ISO dates compare as text. */
export function arrival_wrong(date: string, noticed: string, received: string): "" | "missing" | "early" | "late" {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return "missing";
  if (noticed && date < noticed) return "early";
  return received && date > received ? "late" : "";
}

/** Clocks that stand, the nearest end first, and those that a decision has overtaken. */
export function parted(clocks: readonly LegalClock[]): { standing: LegalClock[]; superseded: LegalClock[] } {
  const sorted = by_due(clocks);
  return {
    standing: sorted.filter((clock) => clock.state !== "superseded"),
    superseded: sorted.filter((clock) => clock.state === "superseded"),
  };
}
