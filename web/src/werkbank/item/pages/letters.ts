// SPDX-License-Identifier: EUPL-1.2
// Widths of words in the face of the text layer, so that invisible words lie on the printed ones.
import type { Line, Word } from "./boxes";

export const LAYER_FACE = "sans-serif";
const MEASURE_PX = 100;
let pen: CanvasRenderingContext2D | null | undefined;

/** Width in units of the font size. */
function width_of(words: string): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return 0.5 * words.length;
  pen.font = `${MEASURE_PX}px ${LAYER_FACE}`;
  return pen.measureText(words).width / MEASURE_PX;
}

export interface LaidWord {
  word: Word;
  text: string;
  spacing: number;
  /** Space to the next word; its own element, so that a mark under a word ends with it. */
  gap: string;
  gap_spacing: number;
}

export interface LaidLine {
  left: number;
  top: number;
  height: number;
  size: number;
  words: LaidWord[];
}

function spacing_for(words: string, size: number, width: number): number {
  const letters = [...words].length;
  return letters === 0 ? 0 : (width - width_of(words) * size) / letters;
}

/** In points of the page. */
export function laid_line(line: Line): LaidLine {
  const height = line.box[3] - line.box[1];
  const size = Math.max(1, height * 0.95);
  const words = line.words.map((word, at): LaidWord => {
    const next = line.words[at + 1];
    const gap = next && next.start > word.end ? " " : "";
    const [x0, , x1] = word.box as [number, number, number, number];
    const gap_width = next ? (next.box[0] as number) - x1 : 0;
    return {
      word,
      text: word.text,
      spacing: spacing_for(word.text, size, x1 - x0),
      gap,
      gap_spacing: gap ? spacing_for(gap, size, gap_width) : 0,
    };
  });
  return { left: line.box[0], top: line.box[1], height, size, words };
}
