// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from "vitest";
import { HEIGHT_MAX, offset_at, real_height, rows_per_page, scroll_for, scroll_to_row, sizer_height, window_at, type ListShape } from "../src/lib/virtual";

const small: ListShape = { total: 100_000, row: 62, view: 500 };
const huge: ListShape = { total: 2_000_000, row: 62, view: 500 };

/** Where a row stands inside the part that shows rows, in pixels from its top. */
function place_of(index: number, scroll: number, shape: ListShape): number {
  return index * shape.row + window_at(scroll, shape).shift - scroll;
}

describe("virtual list", () => {
  it("keeps to the height that browsers can draw", () => {
    expect(sizer_height(small)).toBe(real_height(small));
    expect(sizer_height(huge)).toBe(HEIGHT_MAX);
  });

  for (const [name, shape] of [["plain", small], ["stretched", huge]] as const) {
    it(`shows each row that the keys reach, wholly (${name})`, () => {
      let scroll = 0;
      const ways = [1, 2, 7, 8, 9, 50, 51, 4_000, 99_999, shape.total - 1, shape.total - 2, 0, 12];
      for (const index of ways) {
        scroll = scroll_to_row(index, scroll, shape);
        const place = place_of(index, scroll, shape);
        expect(place).toBeGreaterThanOrEqual(-0.01);
        expect(place + shape.row).toBeLessThanOrEqual(shape.view + 0.01);
        const seen = window_at(scroll, shape);
        expect(index).toBeGreaterThanOrEqual(seen.first);
        expect(index).toBeLessThan(seen.end);
      }
    });

    it(`ends with the last row at the bottom (${name})`, () => {
      const scroll = scroll_to_row(shape.total - 1, 0, shape);
      expect(scroll).toBeCloseTo(sizer_height(shape) - shape.view, 3);
      expect(place_of(shape.total - 1, scroll, shape) + shape.row).toBeCloseTo(shape.view, 3);
    });

    it(`draws few rows, and all that are in view (${name})`, () => {
      for (const share of [0, 0.1, 0.5, 0.999, 1]) {
        const scroll = share * (sizer_height(shape) - shape.view);
        const seen = window_at(scroll, shape);
        expect(seen.end - seen.first).toBeLessThan(25);
        expect(place_of(seen.first, scroll, shape)).toBeLessThanOrEqual(0);
        expect(place_of(seen.end, scroll, shape)).toBeGreaterThanOrEqual(shape.view - 0.01);
      }
    });

    it(`turns a place into a scroll way and back (${name})`, () => {
      for (const offset of [0, 62, 12_345, real_height(shape) - shape.view])
        expect(offset_at(scroll_for(offset, shape), shape)).toBeCloseTo(offset, 2);
    });
  }

  it("does not move for a row that is in view already", () => {
    expect(scroll_to_row(3, 62, small)).toBe(62);
  });

  it("holds short and empty lists", () => {
    expect(window_at(0, { total: 0, row: 62, view: 500 })).toEqual({ first: 0, end: 0, shift: 0 });
    const three: ListShape = { total: 3, row: 62, view: 500 };
    expect(window_at(0, three)).toEqual({ first: 0, end: 3, shift: 0 });
    expect(scroll_to_row(2, 0, three)).toBe(0);
    expect(offset_at(40, three)).toBe(0);
    expect(rows_per_page({ total: 3, row: 62, view: 10 })).toBe(1);
  });
});
