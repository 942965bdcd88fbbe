// SPDX-License-Identifier: EUPL-1.2
#include "law/period.hpp"

#include <algorithm>
#include <chrono>

#include "base/assert.hpp"

namespace leitstand::law {

namespace {

int days_in_month(int year, int month) {
    std::chrono::year_month_day_last const last{
        std::chrono::year{year},
        std::chrono::month_day_last{std::chrono::month{static_cast<unsigned>(month)}}};
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

// The day `count` months on, for a period that ends by the day's number: an event ends on the same
// number, a counted first day on the number before it.
Date month_period_end(Date first, FirstDay first_day, int months) {
    auto const month = plus_months({first.year, first.month, 1}, months);
    bool const has_day = first.day <= days_in_month(month.year, month.month);
    if (!has_day) // BGB § 188(3): the month's last day, also where the first day counts
        return last_of_month(month);
    Date const same{month.year, month.month, first.day};
    return first_day == FirstDay::not_counted ? same : plus_days(same, -1);
}

Date working_days_end(Date first, FirstDay first_day, int count, Calendar const& calendar) {
    auto day = first_day == FirstDay::counted ? plus_days(first, -1) : first;
    while (count > 0) {
        day = plus_days(day, 1);
        if (calendar.working_day(day))
            --count;
    }
    return day;
}

} // namespace

Date plus_months(Date date, int count) {
    int const months = date.year * 12 + (date.month - 1) + count;
    int const year = months / 12, month = months % 12 + 1;
    return {year, month, std::min(date.day, days_in_month(year, month))};
}

Date first_of_month(Date date) {
    return {date.year, date.month, 1};
}

Date last_of_month(Date date) {
    return {date.year, date.month, days_in_month(date.year, date.month)};
}

Date period_end(Date first, FirstDay first_day, PeriodLength length, Calendar const& calendar) {
    ASSERT(length.count > 0); // the loader of the catalogue sees to it
    int const counted = first_day == FirstDay::counted ? 1 : 0;
    switch (length.unit) {
    case LengthUnit::days:
        return plus_days(first, length.count - counted);
    case LengthUnit::weeks:
        return plus_days(first, 7 * length.count - counted);
    case LengthUnit::months:
        return month_period_end(first, first_day, length.count);
    case LengthUnit::years:
        return month_period_end(first, first_day, 12 * length.count);
    case LengthUnit::calendar_months:
        return last_of_month(plus_months(first_of_month(first), length.count));
    case LengthUnit::working_days:
        break;
    }
    return working_days_end(first, first_day, length.count, calendar);
}

Date working_day_from(Date day, Calendar const& calendar) {
    while (!calendar.working_day(day))
        day = plus_days(day, 1);
    return day;
}

int age_on(Date birth, Date day) {
    bool const before_birthday =
        day.month < birth.month || (day.month == birth.month && day.day < birth.day);
    return day.year - birth.year - (before_birthday ? 1 : 0);
}

Date life_month_start(Date birth, int complete) {
    // A month of life is complete with its last day; the next begins on the day behind it.
    return complete == 0 ? birth
                         : plus_days(month_period_end(birth, FirstDay::counted, complete), 1);
}

std::optional<int> life_months_before(Date birth, Date day) {
    if (day < birth)
        return std::nullopt;
    int months = (day.year - birth.year) * 12 + day.month - birth.month;
    while (months > 0 && life_month_start(birth, months) > day)
        --months;
    return months;
}

} // namespace leitstand::law
