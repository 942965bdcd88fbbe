// SPDX-License-Identifier: EUPL-1.2
// What an item has to do with others. All of it is a suggestion.
import type { relations as german } from "../de/relations";
import { many_in } from "../many";

const many = many_in("en-GB");

export const relations: typeof german = {
  relations: {
    title: "Related items",
    lead: "The program suggests them. Nothing is closed or deleted by it.",
    kinds: {
      identical: (number) => `The same file as item ${number}`,
      same_text: (number) => `The same content as item ${number}`,
      resubmission: (number) => `The same letter as item ${number}, with changes`,
      near_copy: (number) => `Almost the same wording as item ${number}`,
      answer: (number) => `An answer about item ${number}`,
      same_matter: (number) => `The same number as in item ${number}`,
    },
    later: {
      identical: (number) => `The same file came later as item ${number}`,
      same_text: (number) => `The same content came later as item ${number}`,
      resubmission: (number) => `The same letter came later with changes as item ${number}`,
      near_copy: (number) => `Almost the same wording came later as item ${number}`,
      answer: (number) => `Item ${number} answers about this one`,
      same_matter: (number) => `The same number as in the later item ${number}`,
    },
    share: (percent) => `${percent} of the sequences of words are equal.`,
    who_unknown: "Who writes is not known of both. Compare the senders.",
    shared: "Both name",
    number_kinds: { receipt_number: "our receipt number", code: "bar code" },
    new_title: (count) => `${many(count, "sentence stands", "sentences stand")} only here`,
    new_elsewhere: (count) => `${many(count, "sentence stands", "sentences stand")} only in the later item. Read there whether something new is asked for.`,
    new_more: (count) => `and ${many(count, "more", "more")}`,
    nothing_new: "No sentence is new.",
    left_out: (count) => `The later item lacks ${many(count, "sentence", "sentences")} of the earlier one.`,
    confirm: "Belongs together",
    reject: "Does not belong together",
    withdraw: "Take back",
    about: (action, number) => `${action}: item ${number}`,
    decided: { confirm: (who) => `Belongs together, says ${who}.`, reject: (who) => `Does not belong together, says ${who}.` },
    saved: { confirm: "Saved: belongs together.", reject: "Saved: does not belong together.", open: "The decision was taken back." },
    changed: "Somebody else has decided meanwhile. The page shows what stands now.",
    rejected: (count) => many(count, "rejected relation", "rejected relations"),
  },
};
