// SPDX-License-Identifier: EUPL-1.2
// The interface counts Unicode code points, JavaScript counts UTF-16 units; this turns the first into the second.

const STRIDE = 256;

export class CodePoints {
  /** UTF-16 position of every STRIDE-th code point; empty where both counts are equal. */
  private readonly anchors: number[] = [];
  /** How many code points the text has. */
  readonly length: number;

  constructor(private readonly text: string) {
    if (!/[\uD800-\uDFFF]/.test(text)) {
      this.length = text.length;
      return;
    }
    let units = 0;
    let points = 0;
    while (units < text.length) {
      if (points % STRIDE === 0) this.anchors.push(units);
      units += width_at(text, units);
      points += 1;
    }
    this.length = points;
  }

  /** The UTF-16 position of a code point; positions outside the text are drawn to its ends. */
  to_units(point: number): number {
    const wanted = Math.max(0, Math.min(Math.trunc(point) || 0, this.length));
    if (this.anchors.length === 0) return wanted;
    if (wanted === this.length) return this.text.length;
    const anchor = Math.floor(wanted / STRIDE);
    let units = this.anchors[anchor] ?? 0;
    for (let at = anchor * STRIDE; at < wanted; at += 1) units += width_at(this.text, units);
    return units;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.to_units(start), this.to_units(end));
  }
}

/** A pair of surrogates is one code point; a lone one counts as one too. */
function width_at(text: string, units: number): 1 | 2 {
  const first = text.charCodeAt(units);
  if (first < 0xd800 || first > 0xdbff) return 1;
  const second = text.charCodeAt(units + 1);
  return second >= 0xdc00 && second <= 0xdfff ? 2 : 1;
}
