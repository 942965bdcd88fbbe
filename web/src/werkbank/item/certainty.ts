// SPDX-License-Identifier: EUPL-1.2
// A probability as a word. The steps are those between which a caseworker acts differently: take over after a glance,
// look at the evidence, read the text itself, leave it.
import type { Finding } from "../../api/client";
import type { Texts } from "../../lib/i18n/de";

export type Certainty = "very_likely" | "likely" | "rather" | "doubtful" | "unlikely";

/** Each word with the probability from which on it holds, the surest first. */
export const CERTAINTIES: readonly { word: Certainty; from: number }[] = [
  { word: "very_likely", from: 0.95 },
  { word: "likely", from: 0.8 },
  { word: "rather", from: 0.5 },
  { word: "doubtful", from: 0.1 },
  { word: "unlikely", from: 0 },
];

export function certainty(probability: number): Certainty {
  return CERTAINTIES.find((step) => probability >= step.from)?.word ?? "unlikely";
}

/** "23 von 100"; never 0 or 100, which would be certainties. */
export function of_hundred(probability: number, t: Texts): string {
  if (probability < 0.01) return t.certainty.less_than_one;
  if (probability > 0.99) return t.certainty.more_than_99;
  return t.certainty.of_hundred(Math.round(probability * 100));
}

/** How it was found: only a learned model gives probabilities. */
export function means_of(finding: Pick<Finding, "function" | "probability" | "kind">, t: Texts): string {
  if (finding.kind === "unit") return t.findings.by_unit_rules;
  return finding.probability != null ? t.findings.learned : (t.findings.means[finding.function] ?? finding.function);
}
