// SPDX-License-Identifier: EUPL-1.2
// Pictures of pages: asked for once, so that a failure is told without drawing the page again. A server that is busy
// drawing says when to come back; that is waited for here.
import { API, outcome, type Outcome } from "./client";

/** Of a server that says when to come back; anything else that may pass is tried once more. */
const TRIES_MAX = 20;
const AGAIN_MS = 1_500;

/** Where the picture of a page comes from. With its turn the server can give a kept picture at once. */
export function picture_address(item: string, page: { part: number; number: number; turned: number }, width: number): string {
  return `${API}/items/${item}/parts/${page.part}/pages/${page.number}/picture?width=${width}&turned=${page.turned}`;
}

/** The picture or what the server says instead; nothing once it was given up. */
export async function fetch_picture(address: string, signal: AbortSignal): Promise<Outcome<Blob> | undefined> {
  try {
    for (let tries = 1; ; tries += 1) {
      const answer = await outcome(asked(address, signal));
      if (signal.aborted) return undefined;
      if (answer.ok || ![0, 503].includes(answer.problem.status)) return answer;
      const after_s = answer.problem.retry_after_s ?? 0;
      if (tries >= (after_s > 0 ? TRIES_MAX : 2)) return answer;
      await waited(after_s * 1_000 || AGAIN_MS, signal);
    }
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function asked(address: string, signal: AbortSignal) {
  const response = await fetch(address, { signal });
  if (response.ok) return { data: await response.blob(), response };
  return { error: (await response.json().catch(() => undefined)) as unknown, response };
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
