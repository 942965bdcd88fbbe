// SPDX-License-Identifier: EUPL-1.2
// Places on a page: boxes in points of the upright page, words put into lines, evidence put into boxes.
import type { Schemas } from "../../../api/client";

/** x0, y0, x1, y1 in points, origin top left of the upright page. */
export type Box = readonly [number, number, number, number];
export type Word = Schemas["PageWords"]["words"][number];

/** Below it a recognised word is shown as doubtful. */
export const CONFIDENCE_DOUBTFUL = 0.6;

export interface Line {
  words: Word[];
  box: Box;
}

export function is_doubtful(word: Word): boolean {
  return word.confidence < CONFIDENCE_DOUBTFUL;
}

/** A box only if it is one: four finite numbers with an extent. */
export function as_box(numbers: readonly number[]): Box | undefined {
  const [x0, y0, x1, y1] = numbers;
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  if (![x0, y0, x1, y1].every(Number.isFinite) || x1 <= x0 || y1 <= y0) return undefined;
  return [x0, y0, x1, y1];
}

export function united(one: Box, other: Box): Box {
  return [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];
}

export function around(boxes: readonly Box[]): Box | undefined {
  const [first, ...others] = boxes;
  return first && others.reduce(united, first);
}

function share_a_line(one: Box, other: Box): boolean {
  const overlap = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  return overlap > 0.5 * Math.min(one[3] - one[1], other[3] - other[1]);
}

/** Boxes of neighbouring words become one for each line. */
export function merged(boxes: readonly Box[]): Box[] {
  const found: Box[] = [];
  for (const box of boxes) {
    const last = found.at(-1);
    const gap = last ? box[0] - last[2] : 0;
    const height = box[3] - box[1];
    if (last && share_a_line(last, box) && gap > -height && gap < 1.5 * height) found[found.length - 1] = united(last, box);
    else found.push(box);
  }
  return found;
}

/** Words in reading order, cut where the next one stands on another line or further left. */
export function lines_of(words: readonly Word[]): Line[] {
  const lines: Line[] = [];
  for (const word of words) {
    const box = as_box(word.box);
    if (!box) continue;
    const line = lines.at(-1);
    const last = line?.words.at(-1);
    const before = last && as_box(last.box);
    if (line && before && share_a_line(before, box) && box[0] >= before[0]) {
      line.words.push(word);
      line.box = united(line.box, box);
    } else lines.push({ words: [word], box });
  }
  return lines;
}

/** The boxes of all words that a span of the text covers. */
export function boxes_of_span(words: readonly Word[], start: number, end: number): Box[] {
  const found = words.filter((word) => word.start < end && word.end > start).map((word) => as_box(word.box));
  return merged(found.filter((box): box is Box => box !== undefined));
}
