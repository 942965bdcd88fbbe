// SPDX-License-Identifier: EUPL-1.2
// Public holidays of a place by rules in data (catalogue/de/holidays.toml), and working days.
// Threads: immutable; any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalogue/legal_rules.hpp"

namespace leitstand::law {

// Western Easter Sunday of a Gregorian year (anonymous Gregorian computus, Nature 13, 1876).
Date easter_sunday(int year);

// 0 Monday … 6 Sunday.
int weekday(Date date);

// The days of one place. The rules must outlive it.
class Calendar {
  public:
    // `place`: a Land ("BE") or a part of one ("BY-AUGSBURG"); empty: only what holds everywhere.
    Calendar(Holidays const& holidays, std::string_view place = {});

    HolidayRule const* holiday(Date day) const; // null: none
    // Monday to Friday without holidays (BGB § 193 puts Saturday beside Sunday).
    bool working_day(Date day) const;
    // Whether the rules say enough of that day's year; one beyond kYearMax is a slip of the pen.
    bool knows(Date day) const { return day.year >= holidays_.from_year && day.year <= kYearMax; }
    std::string const& place() const { return place_; }

  private:
    static constexpr int kYearMax = 2999;
    bool holds_here(HolidaySpan const& span, int year) const;

    Holidays const& holidays_;
    std::string place_, land_;
};

// The day on which a rule's holiday falls in that year, wherever it is kept.
Date holiday_date(HolidayRule const& rule, int year);

// Whether the rules name that Land or part of a Land.
bool known_place(Holidays const& holidays, std::string_view place);

// A holiday that is kept in a part of that Land only and lies on `day`, if any: without knowing the
// place nobody can say whether it counts.
HolidayRule const* holiday_in_part(Holidays const& holidays, std::string_view land, Date day);

} // namespace leitstand::law
