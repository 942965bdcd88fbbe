// SPDX-License-Identifier: EUPL-1.2
// Which of the possibilities that the server names can still be chosen.
import type { Finding, SecondLook } from "../../api/client";

export type Alternative = SecondLook["alternatives"][number];

/** Without what stands there already, of this finding or of another one of its kind; details may stand several times. */
export function alternatives_left(all: readonly Alternative[], finding: Finding, findings: readonly Finding[]): Alternative[] {
  const key_of = (one: Finding): string => one.corrected_key || one.key;
  const taken = new Set(
    findings.filter((one) => one.kind === finding.kind && one.kind !== "field" && one.state !== "rejected").map(key_of),
  );
  taken.add(key_of(finding));
  const left = all.filter((one) => !taken.has(one.key));
  // What the program had said can be chosen again after a correction.
  if (finding.corrected_key && finding.corrected_key !== finding.key && finding.key && !taken.has(finding.key))
    left.unshift({ key: finding.key, probability: finding.probability ?? null });
  return left.slice(0, 9);
}
