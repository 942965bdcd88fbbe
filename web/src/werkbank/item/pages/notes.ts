// SPDX-License-Identifier: EUPL-1.2
// What a person should know of one page.
import type { ItemView, Schemas } from "../../../api/client";
import type { PageMark } from "./sheets";

export interface Notes {
  marks: readonly PageMark[];
  hidden: Schemas["HiddenText"][];
  codes: Schemas["PageCode"][];
}

export function notes_of(item: ItemView | undefined, page: { part: number; number: number }): Notes {
  const here = (one: { part: number; page: number }): boolean => one.part === page.part && one.page === page.number;
  return {
    marks: item?.pages?.find((one) => one.part === page.part && one.number === page.number)?.marks ?? [],
    hidden: (item?.hidden ?? []).filter(here),
    codes: (item?.codes ?? []).filter(here),
  };
}

/** In the order in which they matter. */
export const WARNING_MARKS: readonly PageMark[] = ["hidden_text", "handwriting", "unread", "low_quality", "mirrored"];
/** They ask for nothing. */
export const QUIET_MARKS: readonly PageMark[] = ["blank", "unchecked"];

export function warns(mark: PageMark): boolean {
  return WARNING_MARKS.includes(mark);
}
