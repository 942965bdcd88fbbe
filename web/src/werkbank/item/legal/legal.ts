// SPDX-License-Identifier: EUPL-1.2
// The order in which clocks and requirements are shown.
import type { Evidence, LegalClock, Requirement } from "../../../api/client";

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
