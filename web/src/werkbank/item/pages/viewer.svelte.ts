// SPDX-License-Identifier: EUPL-1.2
// The pages of one item as pictures: which there are, how large, where the view stands, what words lie on them.
import { flushSync, tick, untrack } from "svelte";
import { http, outcome, type Schemas } from "../../../api/client";
import { picture_address } from "../../../api/pictures";
import { remember, remembered } from "../../../lib/memory";
import type { Desk } from "../desk.svelte";
import { around } from "./boxes";
import { boxes_at, id_of, places_of, type Place } from "./places";
import {
  between, entry_at, key_of, next_zoom, on_sheet, PADDING, percent_of, placed, ZOOM_MAX, ZOOM_MIN,
  type Around, type Frame, type PageEntry, type Placed, type Turn, type Zoom,
} from "./sheets";

export type PageWords = Schemas["PageWords"];

/** Words of so many pages are kept; more are asked for again. */
const WORDS_KEPT = 60;
const NONE: readonly Schemas["DocumentPage"][] = [];
const LEAD_PX = 36;
const MARK_PX = 44;
const TEXT_PX = 320;

export class PageViewer {
  zoom: Zoom = $state(stored_zoom());
  turns: Record<string, Turn> = $state({});
  thumbnails = $state(remembered("thumbnails") !== "off");
  /** Of the part of the scroller that shows pages, in pixels. */
  width = $state(0);
  height = $state(0);
  /** How far the pages have moved under the upper edge; negative while something stands above them. */
  offset = $state(0);
  scroller: HTMLElement | undefined = $state.raw(undefined);
  /** What stands above the pages inside the scroller. */
  head_height = $state(0);
  /** Outlined on its page, because somebody asked where it is. */
  pointed: { key: string; box: readonly number[] } | undefined = $state.raw(undefined);
  private reveals = 0;
  private measured = new Map<string, Around>();
  private measurements = $state(0);
  private readonly words = new Map<string, Promise<PageWords | undefined>>();
  private words_from = "";

  private readonly pages = $derived.by(() => this.desk.item.value?.pages ?? NONE);
  /** Changes when the item was read anew. */
  private readonly reading: string = $derived.by(() => JSON.stringify([this.desk.item.value?.state === "waiting", this.pages]));
  readonly entries: PageEntry[] = $derived.by(() => entries_of(this.pages));
  readonly drawable: boolean = $derived(this.entries.some((entry) => entry.drawable));
  readonly parts: number = $derived(new Set(this.entries.map((entry) => entry.part)).size);
  readonly places: Place[] = $derived.by(() => places_of(this.desk.item.value, this.desk.findings));
  readonly frame: Frame = $derived({ width: this.width, height: this.height, zoom: this.zoom });
  readonly layout: Placed[] = $derived.by(() => {
    void this.measurements;
    return placed(this.entries, (entry) => this.around(entry), (key) => this.turns[key] ?? 0, this.frame);
  });
  readonly full_height: number = $derived((this.layout.at(-1)?.bottom ?? 0) + PADDING);
  readonly full_width: number = $derived(Math.max(this.width, ...this.layout.map((place) => place.sheet_width + 2 * PADDING)));
  readonly seen = $derived.by(() => {
    const margin = Math.max(400, this.height * 0.75);
    return between(this.layout, this.offset - margin, this.offset + this.height + margin);
  });
  readonly current: number = $derived(Math.min(this.entries.length - 1, entry_at(this.layout, this.offset + this.height * 0.35)));
  readonly percent: number = $derived(percent_of(this.layout[Math.max(0, this.current)]?.scale ?? 1));

  constructor(readonly desk: Desk) {}

  entry(key: string): PageEntry | undefined {
    return this.entries.find((entry) => entry.key === key);
  }

  places_on(key: string): Place[] {
    return this.places.filter((place) => place.key === key);
  }

  picture(entry: PageEntry, width: number): string {
    return picture_address(this.desk.id, entry, width);
  }

  words_of(entry: PageEntry): Promise<PageWords | undefined> {
    if (this.words_from !== this.reading) this.words.clear();
    this.words_from = this.reading;
    const kept = this.words.get(entry.key);
    if (kept) {
      this.words.delete(entry.key);
      this.words.set(entry.key, kept);
      return kept;
    }
    const path = { id: this.desk.id, part: entry.part, number: entry.number };
    const coming = outcome(http.GET("/items/{id}/parts/{part}/pages/{number}/words", { params: { path } })).then((answer) => {
      if (answer.ok) return answer.value;
      if (this.words.get(entry.key) === coming) this.words.delete(entry.key);
      return undefined;
    });
    this.words.set(entry.key, coming);
    const [oldest] = this.words.keys();
    if (this.words.size > WORDS_KEPT && oldest !== undefined) this.words.delete(oldest);
    return coming;
  }

  /** Heights are known once an entry was drawn; what is in view stays where it is. */
  measure(key: string, now: Around): void {
    const before = this.measured.get(key);
    if (before && Math.abs(before.lead - now.lead) < 1 && Math.abs(before.foot - now.foot) < 1) return;
    this.keep_place(() => {
      this.measured.set(key, now);
      this.measurements += 1;
    });
  }

  choose_zoom(zoom: Zoom): void {
    const limited = typeof zoom === "number" ? Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, zoom)) : zoom;
    this.keep_place(() => {
      this.zoom = limited;
    });
    remember("zoom", String(limited));
  }

  step_zoom(step: 1 | -1): void {
    this.choose_zoom(next_zoom(this.percent, step));
  }

  turn(entry: PageEntry | undefined = this.entries[this.current]): void {
    if (!entry?.drawable) return;
    this.keep_place(() => {
      this.turns[entry.key] = (((this.turns[entry.key] ?? 0) + 90) % 360) as Turn;
    });
  }

  show_thumbnails(on: boolean): void {
    this.thumbnails = on;
    remember("thumbnails", on ? "on" : "off");
  }

  /** The scroller has moved, or has got another size. */
  look(): void {
    const scroller = this.scroller;
    if (!scroller) return;
    this.offset = scroller.scrollTop - this.head_height;
  }

  go_to(index: number): void {
    const place = this.layout[Math.max(0, Math.min(this.entries.length - 1, index))];
    if (!place) return;
    this.scroll_to(index <= 0 ? -this.head_height : place.top - 4);
  }

  scroll_by(share: number): void {
    this.scroll_to(this.offset + share * this.height);
  }

  to_end(): void {
    this.scroll_to(this.full_height);
  }

  scroll_to(offset: number, left?: number): void {
    const scroller = this.scroller;
    if (!scroller) return;
    scroller.scrollTop = Math.max(0, offset + this.head_height);
    if (left !== undefined) scroller.scrollLeft = Math.max(0, left);
    this.look();
  }

  /** Brings evidence into view, and the focus to its box if wanted; false where its place is not known. */
  async reveal(place: Place, focus: boolean): Promise<boolean> {
    const entry = this.entry(place.key);
    if (!entry) return false;
    this.reveals += 1;
    const own = this.reveals;
    if (!entry.drawable) return this.reveal_in_text(entry, place, focus);
    const words = place.boxes.length > 0 ? undefined : await this.words_of(entry);
    // Somebody has gone on to another place meanwhile.
    if (own !== this.reveals) return true;
    const box = around(boxes_at(place, words?.words));
    if (!box) {
      this.go_to(entry.index);
      return false;
    }
    this.show_box(entry, box);
    const spot = await appeared(`spot-${id_of(place)}`);
    if (own !== this.reveals) return true;
    if (focus) {
      spot?.focus({ preventScroll: true });
      // On a small screen the pages may lie outside the window altogether.
      this.scroller?.scrollIntoView({ block: "nearest" });
    }
    return spot !== undefined;
  }

  /** Outlines a place that was asked for. */
  point(entry: PageEntry, box: readonly number[]): void {
    this.pointed = { key: entry.key, box };
    this.show_box(entry, box);
  }

  /** Scrolls only if the box is not wholly in view. */
  show_box(entry: PageEntry, box: readonly number[]): void {
    const place = this.layout[entry.index];
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box;
    if (!place) return;
    const turn = this.turns[entry.key] ?? 0;
    const corners = [on_sheet(x0, y0, entry, turn, place.scale), on_sheet(x1, y1, entry, turn, place.scale)];
    const top = place.sheet_top + Math.min(...corners.map((corner) => corner.y));
    const bottom = place.sheet_top + Math.max(...corners.map((corner) => corner.y));
    const left = (this.full_width - place.sheet_width) / 2 + Math.min(...corners.map((corner) => corner.x));
    const right = (this.full_width - place.sheet_width) / 2 + Math.max(...corners.map((corner) => corner.x));
    const from = this.scroller?.scrollLeft ?? 0;
    const inside = top >= this.offset + 8 && bottom <= this.offset + this.height - 8 && left >= from && right <= from + this.width;
    if (!inside) this.scroll_to((top + bottom) / 2 - this.height * 0.4, (left + right) / 2 - this.width / 2);
  }

  private async reveal_in_text(entry: PageEntry, place: Place, focus: boolean): Promise<boolean> {
    const number = this.desk.numbers.get(place.finding.id) ?? 0;
    const own = this.reveals;
    const selector = `[data-page="${entry.key}"] mark[data-begins~="${number}"]`;
    if (!document.querySelector(selector)) this.go_to(entry.index);
    for (let tries = 0; tries < 20; tries += 1) {
      const mark = document.querySelector<HTMLElement>(selector);
      if (mark) {
        mark.scrollIntoView({ block: "center" });
        if (focus) this.desk.aimed = place.finding.id;
        if (focus) mark.focus({ preventScroll: true });
        return true;
      }
      await frame();
      if (own !== this.reveals) return true;
    }
    return false;
  }

  private around(entry: PageEntry): Around {
    const known = this.measured.get(entry.key);
    if (known) return known;
    return { lead: LEAD_PX + MARK_PX * entry.marks.length, foot: entry.drawable ? 0 : TEXT_PX };
  }

  /** Runs a change of sizes and puts what was in view back to its place. */
  private keep_place(change: () => void): void {
    const index = untrack(() => entry_at(this.layout, this.offset + this.height * 0.25));
    const before = untrack(() => this.layout[index]);
    const from_top = untrack(() => this.offset);
    const left_before = this.scroller?.scrollLeft ?? 0;
    const width_before = untrack(() => this.full_width);
    change();
    const after = untrack(() => this.layout[index]);
    if (!before || !after || !this.scroller || from_top <= 0) return;
    const height = before.bottom - before.sheet_top;
    const middle = from_top + this.height * 0.25;
    const share = height > 0 ? (middle - before.sheet_top) / height : 0;
    // Above the picture nothing is stretched: there the distance counts, inside it the share.
    const wanted = share <= 0 ? after.sheet_top + (middle - before.sheet_top) : after.sheet_top + Math.min(1, share) * (after.bottom - after.sheet_top) + Math.max(0, middle - before.bottom);
    const offset = wanted - this.height * 0.25;
    const left = ((left_before + this.width / 2) / Math.max(1, width_before)) * this.full_width - this.width / 2;
    if (Math.abs(offset - from_top) < 0.5 && Math.abs(left - left_before) < 0.5) return;
    flushSync();
    this.scroll_to(offset, left);
  }
}

function stored_zoom(): Zoom {
  const stored = remembered("zoom");
  if (stored === "page") return "page";
  const percent = Number(stored);
  return Number.isFinite(percent) && percent >= ZOOM_MIN && percent <= ZOOM_MAX ? percent : "width";
}

function entries_of(pages: readonly Schemas["DocumentPage"][]): PageEntry[] {
  return pages.map((page, index) => ({
    key: key_of(page.part, page.number),
    index,
    part: page.part,
    number: page.number,
    width: page.width,
    height: page.height,
    turned: page.turned,
    drawable: page.drawable,
    marks: page.marks,
    begins_part: pages[index - 1]?.part !== page.part,
  }));
}

function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

/** An element that comes with the next drawings, or nothing. */
async function appeared(id: string): Promise<HTMLElement | undefined> {
  await tick();
  for (let tries = 0; tries < 60; tries += 1) {
    const found = document.getElementById(id);
    if (found) return found;
    await frame();
  }
  return undefined;
}
