// SPDX-License-Identifier: EUPL-1.2
// Clocks and requirements of an item. Nothing here says whether somebody is entitled.
import type { legal as german } from "../de/legal";
import { many_in } from "../many";

const many = many_in("en-GB");

export const legal: typeof german = {
  legal: {
    clocks: "Time limits",
    clocks_lead: "The program computed them from the letter. If you correct a date, they are computed anew. Check each of them yourself.",
    clocks_anew: "The program computed them from the letter and from what was decided. Check each of them yourself.",
    recomputed: "computed anew",
    superseded: "Overtaken by a decision",
    starts_small: "started on",
    arrival: "Arrival of the notice",
    arrival_enter: "Enter a later arrival",
    arrival_change: "Change the arrival",
    arrival_lead: "If the notice arrived later than the law supposes, the time runs from the real arrival. An earlier arrival changes nothing.",
    arrival_saved: "The arrival is entered, the time limits are computed anew.",
    arrival_wrong: {
      missing: () => "Enter the day of arrival.",
      early: (noticed) => `The notice bears the date ${noticed}. It cannot have arrived before.`,
      late: (_noticed, received) => `The letter was received on ${received}. The notice must have arrived before.`,
    },
    nearest: (day) => `Time limit: ${day}`,
    due: (day) => `Last day: ${day}`,
    no_due: "No date",
    reaches_back: (day) => `Reaches back to ${day}`,
    starts: "Set going on",
    because: {
      trigger_unknown: "The day that sets it going is not in the letter.",
      at_once: "The law names no length, only “without delay”.",
      set_by_authority: "A letter of the authority sets the time limit.",
      look_back: "No time limit ends here.",
      no_notification: "No rule says when the notice counts as notified.",
      outside_rules: "No rules are on file for those years.",
      trigger_after_receipt: "The notice bears a date after the day of receipt. One of the two is wrong.",
      arrival_after_receipt: "The arrival of the notice lies behind the receipt of the letter. One of the two is wrong.",
      depends_on_service: "No benefit was recognised, and the benefits differ.",
    },
    because_other: (key) => `The program's reason: ${key}`,
    assumes: "It is assumed",
    assumptions: {
      posted_on_its_date: "The notice was posted on the day it bears. If it was posted later, the time limit ends later.",
      arrived_later: "The notice arrived later than the law supposes; a person entered the day.",
      usual_procedure: "No benefit was recognised. The procedure of most benefits was used.",
      holidays_of_no_land: "No Land is set. Only public holidays of the whole country count.",
      no_holiday_of_a_part: "A public holiday of a part of the Land only does not count.",
      date_of_the_notice: "The date is that of the notice which the letter is about.",
      for_this_child: "The application is for the child whose date of birth is shown.",
    },
    more: "What holds afterwards, and how it was computed",
    consequence: "What holds afterwards",
    source: "Legal source",
    compared: (day) => `compared with the law as of ${day}`,
    not_compared: "not yet compared with the text of the law",
    rests_on: "In the letter",
    requirements: "Documents and statements",
    requirements_lead: "The program held the letter against what is needed for the benefit. This says nothing on whether somebody is entitled.",
    states: { missing: "Still missing", contradictory: "Contradictory", met: "There", unknown: "Not certain" },
    state_means: {
      missing: "Not found in the letter or its attachments.",
      contradictory: "The letter says two things about it, or denies it.",
      met: "Found in the letter or its attachments.",
      unknown: "Perhaps not needed, or there already.",
    },
    missing_count: (count) => `Still missing: ${count.toLocaleString("en-GB")}`,
    kinds: { document: "Document", statement: "Statement" },
    others: (count) => `${many(count, "further point", "further points")}: there, or not certain`,
    nothing_missing: "The program found nothing missing or contradictory.",
    for_service: (name) => `for ${name}`,
  },
};
