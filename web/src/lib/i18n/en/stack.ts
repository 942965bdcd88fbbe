// SPDX-License-Identifier: EUPL-1.2
// Stacks of letters and what the scanning office says of them.
import { many_in } from "../many";
import type { stack as german } from "../de/stack";

const many = many_in("en-GB");

const pages = (first: number, last: number): string => (first === last ? `Page ${first}` : `Pages ${first}–${last}`);

export const stack: typeof german = {
  stack: {
    title: "Stack",
    proposed: (count) => `(proposal: ${many(count, "item", "items")})`,
    not_loaded: "Whether this item is a stack cannot be said at the moment.",
    pages,
    origin_pages: (first, last) => `${pages(first, last)} of delivery`,
    origin_end: (arrived, means, by) =>
      `, received ${arrived}; separated ${means === "separator" ? "by a separator sheet" : by ? `by ${by}` : "by hand"}.`,
    origin_undone: "This split was taken back. Work on the whole delivery.",
    joined_to: "Joined to the leading item",
    step: (kind, count) => (kind === "split" ? `Split into ${many(count, "item", "items")}` : `Joined with ${many(count, "item", "items")}`),
    step_how: (means, by, when) => `${means === "separator" ? "by separator sheets" : means === "content" ? `as proposed, by ${by}` : `by ${by}`}, ${when}`,
    left_out: (pages) => `Not taken over: ${pages.length === 1 ? "page" : "pages"} ${pages.join(", ")}.`,
    undone: (by, when) => `Taken back by ${by}, ${when}.`,
    undo_split: "Take the split back",
    undo_join: "Take the join back",
    split_undone_now: "The split has been taken back.",
    join_undone_now: "The join has been taken back.",
    conflict: (by, items) =>
      [by ? `Last changed by ${by}.` : "", items.length > 0 ? `Worked on already: ${items.join(", ")}.` : ""].filter(Boolean).join(" "),
    cut_title: "Split the delivery",
    cut_part_title: (name) => `Split the enclosure: ${name}`,
    proposal: (count) => `These pages look like ${many(count, "letter of its own", "different letters")}. Please check the cuts.`,
    point: (page, reasons) => `Cut before page ${page}: ${reasons.join(", ")}`,
    reasons: {
      separator: "separator sheet before it",
      numbering: "page numbers begin anew",
      salutation: "salutation",
      letter_head: "letter head",
      letter_date: "date of a letter",
      blank_before: "blank page before it",
      closing_before: "closing words before it",
    },
    cut_help: "Click between two pages to cut there, or on a page to leave it out. By keyboard: arrow keys, then space.",
    cut_before: (page, why) => (why ? `Cut before page ${page} (${why})` : `Cut before page ${page}`),
    page_out: (page) => `Leave page ${page} out`,
    result: (count) => `Result: ${many(count, "item", "items")}`,
    no_result: "No cut yet.",
    split: (count) => `Split into ${many(count, "item", "items")}`,
    split_now: (count) => `Split into ${many(count, "item", "items")}.`,
    too_many: (most) => `At most ${most} items at once. Remove cuts, or split in two steps.`,
    reset: "Reset the cuts",
    dismiss: "Dismiss the proposal",
    dismissed_now: "The proposal is dismissed.",
    join_number: "Belongs to this: receipt number",
    join_hint: "The other item is closed and leads here. Its findings stay.",
    join: "Join",
    joined_now: "The items are joined.",
    join_missing: "Enter the receipt number of the other item.",
    join_unknown: "There is no item under this number that you may see.",
    join_itself: "That is this item itself.",
  },
  transfer: {
    title: "Transfer note",
    inherited: "Counts and checksum are those of the whole stack.",
    differs_title: "The transfer note does not fit the file",
    differs_pages: (said, found) => `The note says ${many(said, "page", "pages")}, the file has ${found}. Ask the scanning office whether pages are missing.`,
    differs_sha256: "The checksum is wrong: the file is no longer the one that was scanned.",
    batch: "Batch number",
    office: "Scanning office",
    operator: "Scanned by (code)",
    scanned_at: "Scanned",
    device: "Device",
    profile: "Scan profile",
    colour: "Colour",
    resolution: "Resolution",
    sheets: "Sheets",
    pages: "Pages",
    checked_by: "Quality checked by",
    checked_at: "Quality checked",
    deviations: "Deviations",
    sha256: "Checksum (SHA-256)",
  },
};
