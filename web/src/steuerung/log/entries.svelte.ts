// SPDX-License-Identifier: EUPL-1.2
// The entries of one filter, page by page. Asking is an entry of the log itself, so that nothing is fetched twice without need.
import { http, outcome, type AuditEntry } from "../../api/client";
import type { Problem } from "../../api/problem";
import { query_of, type LogFilter } from "./log_filter";

const PAGE = 50;
const SLOW_MS = 400;

export class Entries {
  rows: AuditEntry[] = $state.raw([]);
  searched = $state(0);
  /** Where the next page begins; nothing: that was the last. */
  cursor: string | null = $state(null);
  known = $state(false);
  busy = $state(false);
  slow = $state(false);
  problem: Problem | undefined = $state.raw(undefined);
  private running: AbortController | undefined;
  private filter: LogFilter | undefined;

  /** Begins anew, with the newest entries. */
  async load(filter: LogFilter): Promise<void> {
    this.filter = filter;
    await this.fetch(undefined);
  }

  async more(): Promise<void> {
    if (this.cursor !== null && !this.busy) await this.fetch(this.cursor);
  }

  stop(): void {
    this.running?.abort();
    this.running = undefined;
  }

  private async fetch(cursor: string | undefined): Promise<void> {
    if (!this.filter) return;
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    this.busy = true;
    const timer = setTimeout(() => (this.slow = true), SLOW_MS);
    try {
      const query = { ...query_of(this.filter), count: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await outcome(http.GET("/audit/entries", { params: { query }, signal: controller.signal }));
      if (this.running !== controller) return;
      if (!answer.ok) {
        this.problem = answer.problem;
        return;
      }
      this.problem = undefined;
      this.rows = cursor === undefined ? answer.value.rows : [...this.rows, ...answer.value.rows];
      this.searched = answer.value.searched + (cursor === undefined ? 0 : this.searched);
      this.cursor = answer.value.cursor;
      this.known = true;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    } finally {
      clearTimeout(timer);
      if (this.running === controller) {
        this.busy = false;
        this.slow = false;
      }
    }
  }
}
