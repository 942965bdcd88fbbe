// SPDX-License-Identifier: EUPL-1.2
// Something that is fetched: keeps the old value while a new one comes, gives up the older of two calls, tells after
// 400 ms that it takes time.
import type { Outcome } from "../api/client";
import type { Problem } from "../api/problem";

const SLOW_MS = 400;

export class Resource<T> {
  value: T | undefined = $state.raw(undefined);
  problem: Problem | undefined = $state.raw(undefined);
  busy = $state(false);
  slow = $state(false);
  private running: AbortController | undefined;

  constructor(private readonly fetch_value: (signal: AbortSignal) => Promise<Outcome<T>>) {}

  async load(): Promise<void> {
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    this.busy = true;
    const timer = setTimeout(() => {
      this.slow = true;
    }, SLOW_MS);
    try {
      const answer = await this.fetch_value(controller.signal);
      if (this.running !== controller) return;
      if (answer.ok) {
        this.value = answer.value;
        this.problem = undefined;
      } else this.problem = answer.problem;
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

  stop(): void {
    this.running?.abort();
    this.running = undefined;
    this.busy = false;
    this.slow = false;
  }
}
