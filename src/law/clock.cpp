// SPDX-License-Identifier: EUPL-1.2
#include "law/clock.hpp"

#include <algorithm>
#include <array>

#include "law/period.hpp"

namespace leitstand::law {

namespace {

ClockDates without(NoDue reason) {
    ClockDates out;
    out.reason = reason;
    return out;
}

// Whether a time that ended with the month before `day` moved to `day` or beyond (SGB X § 26(3)).
bool in_moved_month(Date day, Calendar const& calendar) {
    return day <= working_day_from(plus_days(first_of_month(day), -1), calendar);
}

// A holiday of a part of the Land that could have changed the result of counting from `first`.
HolidayRule const* holiday_of_a_part(LegalRules const& rules, std::string_view land, Date first,
                                     Date last) {
    for (auto day = first; day <= last; day = plus_days(day, 1))
        if (weekday(day) < 5)
            if (auto const* rule = holiday_in_part(rules.holidays, land, day); rule != nullptr)
                return rule;
    return nullptr;
}

// The first day that an application of `day` reaches; nothing if it goes by months of life and the
// birth is unknown or still to come.
std::optional<Date> look_back(ClockRule const& rule, Date day, std::optional<Date> birth,
                              Calendar const& calendar) {
    int const months =
        rule.length.unit == LengthUnit::years ? 12 * rule.length.count : rule.length.count;
    switch (rule.back_from) {
    case LookBackFrom::day:
        return plus_months(day, -months);
    case LookBackFrom::month: // the day still belongs to the month whose end moved to it or beyond
        return plus_months(first_of_month(day),
                           rule.moves && in_moved_month(day, calendar) ? -months - 1 : -months);
    case LookBackFrom::year:
        return plus_months({day.year, 1, 1}, -months);
    case LookBackFrom::life_month:
        break;
    }
    auto const complete = birth ? life_months_before(*birth, day) : std::nullopt;
    if (!complete)
        return std::nullopt;
    return life_month_start(*birth, std::max(*complete - months, 0));
}

} // namespace

std::string_view no_due_name(NoDue reason) {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"", "trigger_unknown", "at_once", "set_by_authority", "look_back", "no_notification",
         "outside_rules", "trigger_after_receipt", "depends_on_service", "arrival_after_receipt"});
    return kNames[static_cast<std::size_t>(reason)];
}

std::optional<Notified> notified_on(std::vector<NotificationRule> const& rules,
                                    std::string_view procedure, Date posted,
                                    Calendar const& calendar) {
    for (auto const& rule : rules) {
        bool const fits = std::find(rule.procedures.begin(), rule.procedures.end(), procedure) !=
                          rule.procedures.end();
        if (!fits || posted < rule.posted_from || posted > rule.posted_until)
            continue;
        auto const day = plus_days(posted, rule.days);
        return Notified{rule.moves ? working_day_from(day, calendar) : day, &rule};
    }
    return std::nullopt;
}

ClockDates clock_dates(ClockRule const& rule, LegalRules const& rules, std::string_view procedure,
                       Calendar const& calendar, std::optional<Date> trigger,
                       std::optional<Date> birth, std::optional<Date> arrived) {
    if (rule.kind == ClockKind::at_once)
        return without(NoDue::at_once);
    if (rule.kind == ClockKind::set_by_authority)
        return without(NoDue::set_by_authority);
    if (!trigger)
        return without(NoDue::trigger_unknown);
    if (!calendar.knows(*trigger))
        return without(NoDue::outside_rules);
    if (rule.kind == ClockKind::look_back) {
        auto out = without(NoDue::look_back);
        out.reaches_back_to = look_back(rule, *trigger, birth, calendar);
        if (!out.reaches_back_to)
            out.reason = NoDue::trigger_unknown;
        out.by_holidays = rule.moves;
        if (rule.moves)
            out.maybe_holiday = holiday_of_a_part(
                rules, calendar.place(), plus_days(first_of_month(*trigger), -1), *trigger);
        return out;
    }
    ClockDates out;
    auto first = *trigger;
    if (rule.start == ClockStart::notification) {
        auto const notified = notified_on(rules.notifications, procedure, *trigger, calendar);
        if (!notified)
            return without(NoDue::no_notification);
        first = notified->day;
        out.notification = notified->rule;
        out.by_holidays = notified->rule->moves;
        if (notified->rule->moves)
            out.maybe_holiday = holiday_of_a_part(rules, calendar.place(), first, first);
        if (arrived && *arrived > first) {
            first = *arrived;
            out.by_arrival = true;
            out.by_holidays = false;
            out.maybe_holiday = nullptr;
        }
    }
    auto const first_day =
        rule.start == ClockStart::day ? FirstDay::counted : FirstDay::not_counted;
    auto const last = period_end(first, first_day, rule.length, calendar);
    out.due = rule.moves ? working_day_from(last, calendar) : last;
    if (!calendar.knows(*out.due))
        return without(NoDue::outside_rules);
    bool const counts_working_days = rule.length.unit == LengthUnit::working_days;
    out.by_holidays = out.by_holidays || rule.moves || counts_working_days;
    if (out.maybe_holiday == nullptr && (rule.moves || counts_working_days))
        out.maybe_holiday =
            holiday_of_a_part(rules, calendar.place(),
                              counts_working_days ? plus_days(first, 1) : *out.due, *out.due);
    return out;
}

} // namespace leitstand::law
