// SPDX-License-Identifier: EUPL-1.2
// Arithmetic of pages under each other: how large each is drawn, where it begins, which are near the view. All sizes of
// pictures are known with the item; heights of remarks are estimated until they were measured.
import type { Schemas } from "../../../api/client";

export type PageMark = Schemas["PageMark"];
export type Turn = 0 | 90 | 180 | 270;
export type Zoom = "width" | "page" | number;

export interface PageEntry {
  key: string;
  index: number;
  part: number;
  number: number;
  /** Points, upright; 0 where there is no picture. */
  width: number;
  height: number;
  /** Degrees by which the page as sent was turned to stand upright; goes back with the picture's address. */
  turned: number;
  drawable: boolean;
  marks: readonly PageMark[];
  begins_part: boolean;
}

/** Heights of what stands above and below the picture, in pixels. */
export interface Around {
  lead: number;
  foot: number;
}

export interface Placed {
  /** All in pixels from the top of the first entry. */
  top: number;
  sheet_top: number;
  bottom: number;
  sheet_width: number;
  sheet_height: number;
  /** Pixels a point. */
  scale: number;
}

export interface Frame {
  width: number;
  height: number;
  zoom: Zoom;
}

export const PADDING = 16;
export const GAP = 20;
export const ZOOM_MIN = 50;
export const ZOOM_MAX = 400;
export const ZOOM_STEPS: readonly number[] = [50, 75, 100, 125, 150, 200, 300, 400];
/** Widths the server draws (docs/formats/openapi.yaml). */
const PICTURE_WIDTHS: readonly number[] = [200, 400, 800, 1200, 1800, 2400];
const PIXELS_A_POINT = 96 / 72;
const FIT_SCALE_MAX = 3 * PIXELS_A_POINT;
const FIT_SCALE_MIN = 0.05;

export function key_of(part: number, number: number): string {
  return `${part}:${number}`;
}

export function lies(turn: Turn): boolean {
  return turn === 90 || turn === 270;
}

export function scale_of(page: Pick<PageEntry, "width" | "height">, turn: Turn, frame: Frame, lead: number): number {
  if (typeof frame.zoom === "number") return (frame.zoom / 100) * PIXELS_A_POINT;
  const [width, height] = lies(turn) ? [page.height, page.width] : [page.width, page.height];
  const by_width = (frame.width - 2 * PADDING) / Math.max(1, width);
  const by_height = (frame.height - lead - GAP) / Math.max(1, height);
  const fit = frame.zoom === "page" ? Math.min(by_width, by_height) : by_width;
  return Math.max(FIT_SCALE_MIN, Math.min(FIT_SCALE_MAX, fit));
}

/** What the present size is in percent, to go on from there. */
export function percent_of(scale: number): number {
  return Math.round((scale / PIXELS_A_POINT) * 100);
}

export function next_zoom(percent: number, step: 1 | -1): number {
  const steps = step > 0 ? ZOOM_STEPS.filter((one) => one > percent) : ZOOM_STEPS.filter((one) => one < percent);
  return (step > 0 ? steps[0] : steps.at(-1)) ?? (step > 0 ? ZOOM_MAX : ZOOM_MIN);
}

/** The narrowest picture that is not blurred at this size. */
export function picture_width(points: number, scale: number, dots: number): number {
  const wanted = points * scale * dots * 0.95;
  return PICTURE_WIDTHS.find((width) => width >= wanted) ?? (PICTURE_WIDTHS.at(-1) as number);
}

export function placed(entries: readonly PageEntry[], around: (entry: PageEntry) => Around, turn_of: (key: string) => Turn, frame: Frame): Placed[] {
  let top = 0;
  return entries.map((entry) => {
    const { lead, foot } = around(entry);
    const turn = turn_of(entry.key);
    const scale = entry.drawable ? scale_of(entry, turn, frame, lead) : 1;
    const [width, height] = lies(turn) ? [entry.height, entry.width] : [entry.width, entry.height];
    const place: Placed = {
      top,
      sheet_top: top + lead,
      sheet_width: entry.drawable ? width * scale : Math.max(0, frame.width - 2 * PADDING),
      sheet_height: entry.drawable ? height * scale : 0,
      bottom: 0,
      scale,
    };
    place.bottom = place.sheet_top + place.sheet_height + foot;
    top = place.bottom + GAP;
    return place;
  });
}

/** The last entry that begins at or above this height; 0 where none does. */
export function entry_at(places: readonly Placed[], offset: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((places[middle] as Placed).top <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** First and one past the last of the entries between two heights. */
export function between(places: readonly Placed[], from: number, to: number): { first: number; end: number } {
  if (places.length === 0) return { first: 0, end: 0 };
  const first = entry_at(places, from);
  return { first, end: Math.min(places.length, entry_at(places, to) + 1) };
}

/** Where a point of the upright page lies on the turned sheet, in pixels. */
export function on_sheet(x: number, y: number, page: Pick<PageEntry, "width" | "height">, turn: Turn, scale: number): { x: number; y: number } {
  switch (turn) {
    case 90: return { x: (page.height - y) * scale, y: x * scale };
    case 180: return { x: (page.width - x) * scale, y: (page.height - y) * scale };
    case 270: return { x: y * scale, y: (page.width - x) * scale };
    default: return { x: x * scale, y: y * scale };
  }
}

/** Turns about the top left corner and moves the page back into its sheet. */
export function transform_of(page: Pick<PageEntry, "width" | "height">, turn: Turn, scale: number): string {
  const moved: Record<Turn, string> = {
    0: "",
    90: `translate(${page.height * scale}px, 0) rotate(90deg)`,
    180: `translate(${page.width * scale}px, ${page.height * scale}px) rotate(180deg)`,
    270: `translate(0, ${page.width * scale}px) rotate(270deg)`,
  };
  return `${moved[turn]} scale(${scale})`.trim();
}
