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

export interface MaskedPart {
  text: string;
  masked: boolean;
}

/** A text cut where its hidden places, given in code points, begin and end. */
export function masked_parts(text: string, places: readonly number[][]): MaskedPart[] {
  const parts: MaskedPart[] = [];
  [...text].forEach((sign, at) => {
    const masked = places.some(([start = 0, end = 0]) => at >= start && at < end);
    const last = parts.at(-1);
    if (last?.masked === masked) last.text += sign;
    else parts.push({ text: sign, masked });
  });
  return parts;
}

export function mask_count(mask: Mask): number {
  return mask.text.length + mask.subject.length;
}
