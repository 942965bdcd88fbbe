// SPDX-License-Identifier: EUPL-1.2
#include "law/calendar.hpp"

#include <algorithm>
#include <chrono>

namespace leitstand::law {

namespace {

std::chrono::sys_days to_days(Date date) {
    return std::chrono::sys_days{std::chrono::year{date.year} / static_cast<unsigned>(date.month) /
                                 static_cast<unsigned>(date.day)};
}

} // namespace

Date easter_sunday(int year) {
    int const golden = year % 19; // place in the moon's cycle of 19 years
    int const century = year / 100;
    int const in_century = year % 100;
    int const correction = (century - (century + 8) / 25 + 1) / 3;
    int const epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    int const to_sunday =
        (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int const exception = (golden + 11 * epact + 22 * to_sunday) / 451;
    int const from_march = epact + to_sunday - 7 * exception + 114;
    return {year, from_march / 31, from_march % 31 + 1};
}

int weekday(Date date) {
    return static_cast<int>(std::chrono::weekday{to_days(date)}.iso_encoding()) - 1;
}

Date holiday_date(HolidayRule const& rule, int year) {
    if (rule.easter_days)
        return plus_days(easter_sunday(year), *rule.easter_days);
    Date const fixed{year, rule.month, rule.day};
    if (!rule.weekday_before)
        return fixed;
    int const back = (weekday(fixed) - *rule.weekday_before + 6) % 7 + 1; // 1 to 7 days before
    return plus_days(fixed, -back);
}

Calendar::Calendar(Holidays const& holidays, std::string_view place)
    : holidays_(holidays), place_(place), land_(place.substr(0, place.find('-'))) {}

bool Calendar::holds_here(HolidaySpan const& span, int year) const {
    if (year < span.from_year || year > span.until_year)
        return false;
    return span.places.empty() ||
           std::any_of(span.places.begin(), span.places.end(),
                       [&](std::string const& place) { return place == place_ || place == land_; });
}

HolidayRule const* Calendar::holiday(Date day) const {
    for (auto const& rule : holidays_.rules)
        if (holiday_date(rule, day.year) == day &&
            std::any_of(rule.spans.begin(), rule.spans.end(),
                        [&](HolidaySpan const& span) { return holds_here(span, day.year); }))
            return &rule;
    return nullptr;
}

bool Calendar::working_day(Date day) const {
    return weekday(day) < 5 && holiday(day) == nullptr;
}

bool known_place(Holidays const& holidays, std::string_view place) {
    for (auto const& rule : holidays.rules)
        for (auto const& span : rule.spans)
            for (auto const& known : span.places)
                if (known == place || std::string_view(known).substr(0, known.find('-')) == place)
                    return true;
    return false;
}

HolidayRule const* holiday_in_part(Holidays const& holidays, std::string_view land, Date day) {
    auto const in_part = [&](std::string const& place) {
        return place.size() > land.size() && place.starts_with(land) && place[land.size()] == '-';
    };
    for (auto const& rule : holidays.rules)
        if (!land.empty() && holiday_date(rule, day.year) == day)
            for (auto const& span : rule.spans)
                if (day.year >= span.from_year && day.year <= span.until_year &&
                    std::any_of(span.places.begin(), span.places.end(), in_part))
                    return &rule;
    return nullptr;
}

} // namespace leitstand::law
