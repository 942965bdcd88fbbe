// SPDX-License-Identifier: EUPL-1.2
// The rows of the inbox, fetched in blocks as they come into view, under a fixed `as_of`, so that new post does not
// move what a person is looking at. Outlives the screen: Back finds place and rows again.
import { http, outcome, type ItemCounts, type ItemRow, type Outcome, type ItemPage } from "../api/client";
import type { Problem } from "../api/problem";
import { RIGHT } from "../lib/rights";
import { session } from "../lib/session.svelte";
import { address_of, query_of, NO_FILTER, type InboxFilter } from "./inbox_filter";

const BLOCK_ROWS = 100;
const BLOCKS_MAX = 60;
const SETTLE_MS = 60;
const SLOW_MS = 400;
export const POLL_MS = 10_000;

export class InboxList {
  filter: InboxFilter = $state.raw(NO_FILTER);
  total = $state(0);
  newer = $state(0);
  known = $state(false);
  busy = $state(false);
  slow = $state(false);
  problem: Problem | undefined = $state.raw(undefined);
  counts: ItemCounts | undefined = $state.raw(undefined);
  checked: Date = $state.raw(new Date());
  /** The row that the keys work on; -1 before the first. */
  active = $state(-1);
  scroll = $state(0);
  /** Grows when the list begins anew and the screen has to show its top. */
  restarts = $state(0);
  private stamp = $state(0);
  private as_of: number | undefined;
  private blocks = new Map<number, ItemRow[]>();
  private fetching = new Map<number, AbortController>();
  private wanted: { first: number; end: number } = { first: 0, end: 1 };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private generation = 0;

  row(index: number): ItemRow | undefined {
    void this.stamp;
    return this.blocks.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS];
  }

  index_of(id: string): number {
    for (const [block, rows] of this.blocks) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) return block * BLOCK_ROWS + at;
    }
    return -1;
  }

  /** Shows a filter; the same one again keeps place and rows and only looks for changes. */
  async show(filter: InboxFilter): Promise<void> {
    if (this.known && address_of(filter) === address_of(this.filter)) {
      await this.poll();
      return;
    }
    this.filter = filter;
    await this.restart();
  }

  async restart(): Promise<void> {
    this.generation += 1;
    const generation = this.generation;
    for (const controller of this.fetching.values()) controller.abort();
    this.fetching.clear();
    this.busy = true;
    const timer = setTimeout(() => (this.slow = generation === this.generation), SLOW_MS);
    void this.load_counts();
    const answer = await this.fetch_block(0, undefined);
    clearTimeout(timer);
    if (generation !== this.generation) return;
    this.busy = false;
    this.slow = false;
    if (!answer.ok) {
      this.problem = answer.problem;
      return;
    }
    this.problem = undefined;
    this.blocks = new Map([[0, answer.value.rows]]);
    this.take(answer.value);
    this.active = answer.value.total > 0 ? 0 : -1;
    this.scroll = 0;
    this.known = true;
    this.restarts += 1;
    this.stamp += 1;
  }

  /** Tells which rows are in view; what is missing is fetched when the scrolling settles. */
  need(first: number, end: number): void {
    this.wanted = { first, end };
    if (this.missing().length === 0 || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.fetch_wanted();
    }, SETTLE_MS);
  }

  /** Looks for new post and for changes of the rows in view. */
  async poll(): Promise<void> {
    if (!this.known || this.busy) return;
    const generation = this.generation;
    void this.load_counts();
    const total = this.total;
    const blocks = this.blocks_in_view();
    for (const block of blocks.length > 0 ? blocks : [0]) {
      const answer = await this.fetch_block(block, this.as_of);
      if (generation !== this.generation) return;
      if (!answer.ok) {
        this.problem = answer.problem;
        return;
      }
      this.problem = undefined;
      this.blocks.set(block, answer.value.rows);
      this.take(answer.value);
    }
    if (this.total !== total) {
      // Rows have moved: what lies out of view may be at another place now.
      for (const block of [...this.blocks.keys()]) if (!blocks.includes(block)) this.blocks.delete(block);
      if (this.active >= this.total) this.active = this.total - 1;
    }
    this.stamp += 1;
  }

  /** The row at a place, fetched if needed; nothing beyond the ends. */
  async row_at(index: number): Promise<ItemRow | undefined> {
    if (index < 0 || index >= this.total) return undefined;
    const known = this.row(index);
    if (known) return known;
    const block = Math.floor(index / BLOCK_ROWS);
    const answer = await this.fetch_block(block, this.as_of);
    if (!answer.ok) return undefined;
    this.blocks.set(block, answer.value.rows);
    this.stamp += 1;
    return this.row(index);
  }

  /** After an item was closed or opened again: the places have changed. */
  async changed(): Promise<void> {
    if (!this.known) return;
    this.blocks.clear();
    const at = Math.max(0, this.active);
    this.wanted = { first: at, end: at + 1 };
    await this.poll();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private take(page: ItemPage): void {
    this.total = page.total;
    this.as_of = page.as_of;
    this.newer = page.newer;
    this.checked = new Date();
  }

  private blocks_in_view(): number[] {
    const last = Math.min(this.wanted.end, this.total) - 1;
    const blocks: number[] = [];
    for (let block = Math.floor(this.wanted.first / BLOCK_ROWS); block * BLOCK_ROWS <= last; block += 1) blocks.push(block);
    return blocks;
  }

  private missing(): number[] {
    return this.blocks_in_view().filter((block) => !this.blocks.has(block) && !this.fetching.has(block));
  }

  private fetch_wanted(): void {
    const view = this.blocks_in_view();
    for (const [block, controller] of this.fetching)
      if (!view.includes(block)) {
        controller.abort();
        this.fetching.delete(block);
      }
    for (const block of this.missing()) void this.fill(block);
  }

  private async fill(block: number): Promise<void> {
    const generation = this.generation;
    const controller = new AbortController();
    this.fetching.set(block, controller);
    try {
      const answer = await this.fetch_block(block, this.as_of, controller.signal);
      if (generation !== this.generation) return;
      if (!answer.ok) {
        this.problem = answer.problem;
        return;
      }
      this.problem = undefined;
      this.blocks.set(block, answer.value.rows);
      this.forget_far();
      this.take(answer.value);
      this.stamp += 1;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    } finally {
      if (this.fetching.get(block) === controller) this.fetching.delete(block);
    }
  }

  private forget_far(): void {
    const middle = Math.floor(this.wanted.first / BLOCK_ROWS);
    const far = [...this.blocks.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    while (this.blocks.size > BLOCKS_MAX) this.blocks.delete(far.shift() as number);
  }

  private fetch_block(block: number, as_of: number | undefined, signal?: AbortSignal): Promise<Outcome<ItemPage>> {
    const query = { ...query_of(this.filter), from: block * BLOCK_ROWS, count: BLOCK_ROWS, ...(as_of === undefined ? {} : { as_of }) };
    return outcome(http.GET("/items", { params: { query }, ...(signal ? { signal } : {}) }));
  }

  private async load_counts(): Promise<void> {
    if (!session.may(RIGHT.counts)) return;
    const answer = await outcome(http.GET("/items/counts"));
    if (answer.ok) this.counts = answer.value;
  }
}

export const inbox = new InboxList();

/** Asks for news while the page is seen and the person is at work; returns how to stop. */
export function poll_while_seen(work: () => Promise<void>, every_ms: number = POLL_MS): () => void {
  let running = false;
  const timer = setInterval(() => {
    if (running || document.visibilityState !== "visible" || !session.present) return;
    running = true;
    void work().finally(() => (running = false));
  }, every_ms);
  return () => clearInterval(timer);
}
