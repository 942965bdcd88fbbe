// SPDX-License-Identifier: EUPL-1.2
// How parts and pages are called, wherever they are named.
import type { ItemView } from "../../api/client";
import { i18n } from "../../lib/i18n/index.svelte";
import { warns } from "./pages/notes";
import type { PageEntry } from "./pages/sheets";

/** By its file; the letter itself is a message where it came as one. */
export function part_name(part: number, item: ItemView | undefined): string {
  const name = item?.parts.find((one) => one.number === part)?.name;
  if (name) return name;
  if (part > 0) return i18n.t.item.part(part);
  return item?.media_type === "message/rfc822" || (item?.parts.length ?? 0) > 1 ? i18n.t.item.body : i18n.t.item.text;
}

/** "Seite 3", with the enclosure in front where there are several. */
export function page_name(entry: PageEntry, parts: number, item: ItemView | undefined): string {
  const page = i18n.t.item.page(entry.number);
  if (parts < 2) return page;
  const name = part_name(entry.part, item);
  return entry.drawable || entry.number > 1 ? `${name}, ${page}` : name;
}

/** The same with what is to be known of it, for lists. */
export function page_label(entry: PageEntry, parts: number, item: ItemView | undefined, evidence: number): string {
  const marks = entry.marks.filter((mark) => mark === "blank" || warns(mark)).map((mark) => i18n.t.pages.marks[mark].name);
  return [page_name(entry, parts, item), evidence > 0 ? i18n.t.item.evidence_count(evidence) : "", ...marks].filter(Boolean).join(", ");
}
