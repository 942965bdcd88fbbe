// SPDX-License-Identifier: EUPL-1.2
// Cuts a text at the borders of all marked spans, so that overlapping evidence can be shown without nesting.

export interface MarkedSpan {
  id: string;
  start: number;
  end: number;
}

export interface Segment {
  start: number;
  end: number;
  /** The spans that cover it, in the order given. */
  ids: string[];
  /** Spans that begin here: where the focus goes. */
  begins: string[];
  /** Spans that end here: where a number is shown. */
  ends: string[];
}

/** Segments of [from, to) without a gap; spans that lie outside or are empty are left out. */
export function cut(from: number, to: number, spans: readonly MarkedSpan[]): Segment[] {
  if (to <= from) return [];
  const inside = spans
    .map((span) => ({ id: span.id, start: Math.max(span.start, from), end: Math.min(span.end, to), own: span }))
    .filter((span) => span.end > span.start);
  const borders = new Set<number>([from, to]);
  for (const span of inside) {
    borders.add(span.start);
    borders.add(span.end);
  }
  const points = [...borders].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (let index = 0; index + 1 < points.length; index += 1) {
    const start = points[index] as number;
    const end = points[index + 1] as number;
    const over = inside.filter((span) => span.start <= start && span.end >= end);
    segments.push({
      start,
      end,
      ids: [...new Set(over.map((span) => span.id))],
      begins: [...new Set(over.filter((span) => span.own.start === start).map((span) => span.id))],
      ends: [...new Set(over.filter((span) => span.end === end).map((span) => span.id))],
    });
  }
  return segments;
}
