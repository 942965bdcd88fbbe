// SPDX-License-Identifier: EUPL-1.2

/** Several things to give up at the end, as one: for what `on` of svelte/events gives. */
export function together(...ends: (() => void)[]): () => void {
  return () => ends.forEach((end) => end());
}
