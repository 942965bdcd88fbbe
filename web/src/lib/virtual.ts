// SPDX-License-Identifier: EUPL-1.2
// Arithmetic of the virtual list: one sizer with the full height, rows placed absolutely. Browsers cap the height of
// an element, so that beyond HEIGHT_MAX the way of the scroll bar is stretched over the real height.

/** Firefox stops near 17.9 million pixels, Chromium near 33.5 million. */
export const HEIGHT_MAX = 15_000_000;
const OVERSCAN_ROWS = 6;

export interface ListShape {
  total: number;
  row: number;
  /** Height that shows rows, in pixels. */
  view: number;
}

export interface ListWindow {
  first: number;
  /** One past the last. */
  end: number;
  /** Add to index * row to get a row's place inside the sizer. */
  shift: number;
}

export function real_height(shape: ListShape): number {
  return shape.total * shape.row;
}

export function sizer_height(shape: ListShape): number {
  return Math.min(real_height(shape), HEIGHT_MAX);
}

/** How far the list has moved in real pixels when the scroller stands at `scroll`. */
export function offset_at(scroll: number, shape: ListShape): number {
  const real_way = Math.max(0, real_height(shape) - shape.view);
  const sizer_way = Math.max(0, sizer_height(shape) - shape.view);
  if (sizer_way === 0) return 0;
  return Math.max(0, Math.min(real_way, scroll * (real_way / sizer_way)));
}

export function scroll_for(offset: number, shape: ListShape): number {
  const real_way = Math.max(0, real_height(shape) - shape.view);
  const sizer_way = Math.max(0, sizer_height(shape) - shape.view);
  if (real_way === 0) return 0;
  return Math.max(0, Math.min(real_way, offset)) * (sizer_way / real_way);
}

export function window_at(scroll: number, shape: ListShape): ListWindow {
  const offset = offset_at(scroll, shape);
  const first = Math.max(0, Math.floor(offset / shape.row) - OVERSCAN_ROWS);
  const end = Math.min(shape.total, Math.ceil((offset + shape.view) / shape.row) + OVERSCAN_ROWS);
  const stretched = real_height(shape) > HEIGHT_MAX;
  return { first: Math.min(first, shape.total), end, shift: stretched ? scroll - offset : 0 };
}

/** Where the scroller has to stand so that the row lies wholly in view; the same place if it does already. */
export function scroll_to_row(index: number, scroll: number, shape: ListShape): number {
  const offset = offset_at(scroll, shape);
  const top = index * shape.row;
  if (top < offset) return scroll_for(top, shape);
  if (top + shape.row > offset + shape.view) return scroll_for(top + shape.row - shape.view, shape);
  return scroll;
}

export function rows_per_page(shape: ListShape): number {
  return Math.max(1, Math.floor(shape.view / shape.row) - 1);
}
