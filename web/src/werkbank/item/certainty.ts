// SPDX-License-Identifier: EUPL-1.2
// A probability as a word. The steps are those between which a caseworker acts differently: take over after a glance,
// look at the evidence, read the text itself.
import type { Finding } from "../../api/client";
import type { Texts } from "../../lib/i18n/de";

export type Certainty = "very_likely" | "likely" | "rather" | "doubtful";

export function certainty(probability: number): Certainty {
  if (probability >= 0.95) return "very_likely";
  if (probability >= 0.8) return "likely";
  return probability >= 0.5 ? "rather" : "doubtful";
}

/** How it was found: only a learned model gives probabilities. */
export function means_of(finding: Pick<Finding, "function" | "probability">, t: Texts): string {
  return finding.probability != null ? t.findings.learned : (t.findings.means[finding.function] ?? finding.function);
}
