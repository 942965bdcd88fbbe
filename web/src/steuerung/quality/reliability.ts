// SPDX-License-Identifier: EUPL-1.2
// The reliability diagram: pure geometry in a square of SIZE, 0 at the lower left.
import type { QualityKind } from "../../api/client";

export type ReliabilityGroup = QualityKind["calibration"]["groups"][number];

export const SIZE = 320;

export interface Mark {
  x: number;
  y: number;
  /** Ends of the interval's stroke; the upper share lies higher, so it has the smaller number. */
  top: number;
  bottom: number;
}

export function mark_of(group: ReliabilityGroup): Mark {
  const up = (share: number): number => (1 - share) * SIZE;
  return { x: group.said * SIZE, y: up(group.came_true.value), top: up(group.came_true.upper), bottom: up(group.came_true.lower) };
}
