// SPDX-License-Identifier: EUPL-1.2
// Pages as pictures.
import { many_in } from "../many";
import type { pages as german } from "../de/pages";

const many = many_in("en-GB");

export const pages: typeof german = {
  pages: {
    view: "View",
    views: { pages: "Pages", text: "Text" },
    views_now: { pages: "View: pages", text: "View: text" },
    region: "Pages of the item with marked evidence",
    tools: "Page controls",
    thumbnails: "Page overview",
    thumbnails_show: "Show page overview",
    thumbnails_hide: "Hide page overview",
    previous: "Previous page",
    next: "Next page",
    jump: "To page",
    of: (total) => `of ${total.toLocaleString("en-GB")}`,
    at: (at, total) => `Page ${at} of ${total}`,
    option: (at, total, label) => `${at} of ${total}: ${label}`,
    zoom: "Size",
    larger: "Larger",
    smaller: "Smaller",
    fit_width: "Page width",
    fit_page: "Whole page",
    turn: "Turn",
    turn_long: (at) => `Turn page ${at} by 90 degrees to the right`,
    alt: (at, total, has_words) => `Page ${at} of ${total}, picture of the page. ${has_words ? "The text as read follows." : "No text was read on this page."}`,
    picture_coming: (at) => `Drawing page ${at} …`,
    picture_failed: "The picture of this page cannot be drawn at the moment.",
    picture_failed_do: "Try again, or change to the view “Text”.",
    no_text: "No readable text.",
    spot: (number, what) => `Evidence ${number}, ${what}: to the finding`,
    place_unknown: "The place on the page is not known. The view “Text” shows it.",
    show_place: "Show the place",
    look_at: "Please look at these pages",
    doubtful_sample: "Dotted",
    doubtful: (count) => `underline: ${many(count, "word was", "words were")} read with doubt. Please compare with the picture:`,
    marks: {
      unread: { name: "Not read yet", says: "The text of this page is missing from the findings. Please look at it yourself." },
      unchecked: { name: "Text not checked", says: "The text that came with the page was not compared with the picture." },
      blank: { name: "Blank", says: "There is nothing on this page." },
      handwriting: { name: "Handwriting", says: "Please read it yourself. It is not recognised and not guessed." },
      hidden_text: { name: "Hidden text", says: "There is text here that cannot be seen on the page. It does not count for the findings. Please check." },
      low_quality: { name: "Hard to read", says: "Many words were read with doubt. Please compare with the picture." },
      mirrored: { name: "Mirrored", says: "The page looks as if it was taken from behind. Please ask for a better copy if it is needed." },
    },
    hidden_list: (count) => (count === 1 ? "Show the hidden text" : `Show ${count} hidden texts`),
    hidden_kinds: {
      unseen: "Cannot be seen: white, covered, transparent or tiny",
      off_page: "Outside the visible page",
      characters: "Characters without a shape, for example without width",
      lookalike: "Letters of another script that look like Latin ones",
      differs: "The picture shows something else at this place",
      not_shown: "Is in the file but is not drawn",
    },
    code_kinds: {
      qr: "QR code", data_matrix: "Data Matrix code", aztec: "Aztec code", pdf417: "PDF417 code", code128: "Bar code (Code 128)", code39: "Bar code (Code 39)", ean: "Bar code (EAN)",
    },
    code_other: "Code",
    print_waits: "Fetching the pages for printing.",
    print_follow: "The pages follow as pictures, and as text where there is no picture.",
    print_missing: (page) => `${page} is missing as a picture. Here is the text that was read.`,
  },
};
