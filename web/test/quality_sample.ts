// SPDX-License-Identifier: EUPL-1.2
// The answer on quality as the server would give it: one learned function, the others by rules and lists.
import type { Quality, QualityFigures, QualityInterval, QualityKind } from "../src/api/client";

export const interval = (value: number, lower: number, upper: number): QualityInterval => ({ value, lower, upper });

export function figures(hits: number, wrong: number, missed: number): QualityFigures {
  const known = hits + wrong + missed > 0;
  return {
    hits, wrong, missed, precision: hits + wrong > 0 ? interval(0.9, 0.85, 0.94) : null, recall: hits + missed > 0 ? interval(0.8, 0.74, 0.85) : null,
    f1: known ? interval(0.847, 0.8, 0.89) : null,
  };
}

export function kind_quality(kind: QualityKind["kind"] = "service"): QualityKind {
  return {
    kind, letters: 630, suggest_from: 0.42, figures: figures(900, 100, 225),
    calibration: {
      decisions: 15_750, plain: 0.012, debiased: interval(0.008, 0.003, 0.014),
      groups: [
        { said: 0.1, hits: 8, count: 100, came_true: interval(0.08, 0.04, 0.15) },
        { said: 0.9, hits: 93, count: 100, came_true: interval(0.93, 0.86, 0.97) },
      ],
    },
    labels: [
      { key: "wohngeld", figures: figures(90, 1, 2) },
      { key: "rente", figures: figures(0, 0, 0) },
      { key: "kindergeld", figures: figures(80, 20, 22) },
    ],
    mistaken: [{ missed: "kindergeld", said: "kinderzuschlag", letters: 7 }],
    groups: [
      { by: "channel", name: "email", letters: 289, figures: figures(400, 60, 120) },
      { by: "writer", name: "aa", letters: 60, figures: figures(80, 10, 20) },
      { by: "language", name: "de", letters: 630, figures: figures(900, 100, 225) },
    ],
    promises: [
      { alpha: 0.02, delta: 0.05, outcome: "too_few_items", letters: 120, needed: 149, threshold: null, acted_on: null, share: null, errors: null },
      { alpha: 0.05, delta: 0.05, outcome: "too_many_errors", letters: 630, needed: 59, threshold: null, acted_on: null, share: null, errors: null },
      { alpha: 0.1, delta: 0.05, outcome: "holds", letters: 630, needed: 29, threshold: 0.8125, acted_on: 315, share: 0.5, errors: 20 },
    ],
  };
}

export function quality(): Quality {
  return {
    functions: [
      {
        key: "sort", version: "2.0.0+1a2b3c4d", built: true,
        model: { version: "2.0.0+1a2b3c4d", letters: 630, files: ["ab".repeat(32)], labels: 40, seed: 1, calibration: "sigmoid, shared", kinds: [kind_quality("service"), kind_quality("act")] },
      },
      { key: "extract", version: "1.1.0", built: true, model: null },
      { key: "urgent", version: "1.0.0", built: true, model: { version: "2.0.0+0", letters: 630, files: [], labels: 20, seed: 1, calibration: "", kinds: [] } },
      { key: "answer", version: "", built: false, model: null },
    ],
  };
}
