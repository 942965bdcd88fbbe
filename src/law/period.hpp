// SPDX-License-Identifier: EUPL-1.2
// Period arithmetic of BGB §§ 187-193, which SGB X § 26, SGG § 64, VwVfG § 31 and, for courts and
// tax, ZPO § 222 and AO § 108 take over. Whole days only; dates of the years 1 to 9999. Threads:
// pure functions.
#pragma once

#include "catalogue/legal_rules.hpp"
#include "law/calendar.hpp"

namespace leitstand::law {

// Whether the day at which a period begins is counted.
enum class FirstDay : std::uint8_t {
    not_counted, // an event falls into it: BGB § 187(1)
    counted      // it begins with the day itself: BGB § 187(2)
};

// The last day of a period of a positive length, before any move to a working day. Months end on
// the day of the same number, or with the month where it has no such day (BGB § 188(2)(3)).
// `calendar_months` are full months of the calendar behind the one of `first`. The calendar serves
// `working_days` alone.
Date period_end(Date first, FirstDay first_day, PeriodLength length, Calendar const& calendar);

// The day itself if people work on it, else the next such day (BGB § 193, SGB X § 26(3)).
Date working_day_from(Date day, Calendar const& calendar);

// The same day of an earlier or later month, or the month's last day.
Date plus_months(Date date, int count);
Date first_of_month(Date date);
Date last_of_month(Date date);
// Full years of life on that day: a year is complete at the end of the day before the birthday,
// because the day of birth counts (BGB § 187(2) sentence 2). Negative before the birth.
int age_on(Date birth, Date day);
// Months of life (BEEG § 4(2)): how many are complete before `day`, nothing before the birth; and
// the first day of the one behind so many complete ones.
std::optional<int> life_months_before(Date birth, Date day);
Date life_month_start(Date birth, int complete);

} // namespace leitstand::law
