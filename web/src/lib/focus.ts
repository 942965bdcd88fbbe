// SPDX-License-Identifier: EUPL-1.2
// Where the focus goes when what had it is gone: after a save that takes its own form away.
import { tick } from "svelte";

/** Waits until the page is drawn, then gives the focus to the first of these ids that is there. */
export async function focus_drawn(...ids: readonly string[]): Promise<void> {
  await tick();
  for (const id of ids) {
    const element = document.getElementById(id);
    if (!element) continue;
    element.focus();
    return;
  }
}
