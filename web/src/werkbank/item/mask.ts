// SPDX-License-Identifier: EUPL-1.2
// Hidden places: how they are drawn and how many there are.
import type { ItemView } from "../../api/client";

type Mask = NonNullable<ItemView["mask"]>;

/** Stands for one hidden sign. */
export const HIDDEN_SIGN = "▒";

/** As long as what it stands for; spaces and lines stay where they are. */
export function hidden(text: string): string {
  return text.replace(/\S/gu, HIDDEN_SIGN);
}

/** A text with its hidden places, given in code points. */
export function masked_text(text: string, places: readonly number[][]): string {
  const signs = [...text];
  return signs.map((sign, at) => (places.some(([start = 0, end = 0]) => at >= start && at < end) ? hidden(sign) : sign)).join("");
}

export function mask_count(mask: Mask): number {
  return mask.text.length + mask.subject.length;
}
