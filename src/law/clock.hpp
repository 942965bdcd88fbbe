// SPDX-License-Identifier: EUPL-1.2
// A clock (Frist) computed from its rule: from the day that starts it to the day on which it ends,
// or how far back an application reaches. Nothing here knows a letter. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue/legal_rules.hpp"
#include "law/calendar.hpp"

namespace leitstand::law {

// The day on which a notice posted on `posted` counts as notified, by the rule of its procedure at
// that time; nothing where no rule fits. The rule that was used comes along as its source.
struct Notified {
    Date day;
    NotificationRule const* rule = nullptr;
};
std::optional<Notified> notified_on(std::vector<NotificationRule> const& rules,
                                    std::string_view procedure, Date posted,
                                    Calendar const& calendar);

// Why a clock has no end. Each is a key with texts (docs/formats/legal-rules.md).
enum class NoDue : std::uint8_t {
    none,             // it has one
    trigger_unknown,  // the day that starts it is not known
    at_once,          // the law names no length
    set_by_authority, // a letter of the authority names it
    look_back,        // nothing ends; reaches_back_to says what counts
    no_notification,  // no rule says when the notice counts as notified
    outside_rules,    // the holidays of that year are not in the rules
    // Said by who knows the letter (understand/), never by clock_dates:
    trigger_after_receipt, // the notice bears a date behind the day of receipt
    depends_on_service,    // none was recognised, and the benefits differ
    arrival_after_receipt  // the notice arrived behind the day of receipt of the answer to it
};
std::string_view no_due_name(NoDue reason);

struct ClockDates {
    std::optional<Date> due; // the last day, until its end
    std::optional<Date> reaches_back_to;
    NoDue reason = NoDue::none;
    NotificationRule const* notification = nullptr; // used for the start, if any
    bool by_arrival = false;                        // the notice arrived later than it counts
    bool by_holidays = false;                       // a holiday could have changed the dates
    HolidayRule const* maybe_holiday = nullptr;     // did not, as only a part of the Land keeps it
};

// `trigger`: the notice's date, the day of receipt or of the event, as the rule says; `birth` for a
// look-back by months of life; `arrived`: the day on which the notice really arrived, if it is
// known. A later arrival than the law supposes counts instead, an earlier one changes nothing (SGB
// X § 37(2), AO § 122(2)).
ClockDates clock_dates(ClockRule const& rule, LegalRules const& rules, std::string_view procedure,
                       Calendar const& calendar, std::optional<Date> trigger,
                       std::optional<Date> birth = std::nullopt,
                       std::optional<Date> arrived = std::nullopt);

} // namespace leitstand::law
