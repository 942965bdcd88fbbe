// SPDX-License-Identifier: EUPL-1.2
// Periods by a table, and against a walk that counts day by day.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "law/period.hpp"
#include "law/support.hpp"

namespace leitstand::test {
namespace {

using law::FirstDay;

bool last_of_its_month(Date date) {
    return plus_days(date, 1).day == 1;
}

// Walks day by day and counts months in the words of BGB § 188(2)(3): a month is over on the day
// that carries the number of the event (or the number before that of a counted first day), or with
// the month where that day is missing.
Date walk_months(Date first, FirstDay first_day, int months) {
    int const number = first_day == FirstDay::counted ? first.day - 1 : first.day;
    auto day = first_day == FirstDay::counted ? first : plus_days(first, 1);
    for (;; day = plus_days(day, 1)) {
        bool const over = number == 0
                              ? last_of_its_month(day)
                              : day.day == number || (last_of_its_month(day) && day.day < number);
        if (over && --months == 0)
            return day;
    }
}

rc::Gen<Date> dates() {
    return rc::gen::map(rc::gen::inRange(0, 40000), [](int days) {
        return plus_days({1995, 1, 1}, days);
    });
}

TEST(Period, OfTheTable) {
    for (auto const& row : table("periods.tsv", 6)) {
        law::Calendar const calendar(rules().holidays, row.cells[3]);
        auto const unit = row.cells[2].substr(row.cells[2].find(' ') + 1);
        static std::map<std::string, LengthUnit> const kUnits{
            {"days", LengthUnit::days},   {"working days", LengthUnit::working_days},
            {"weeks", LengthUnit::weeks}, {"months", LengthUnit::months},
            {"years", LengthUnit::years}, {"calendar months", LengthUnit::calendar_months}};
        ASSERT_TRUE(kUnits.contains(unit)) << row.where;
        auto const first_day =
            row.cells[1] == "counted" ? FirstDay::counted : FirstDay::not_counted;
        auto const end = law::period_end(day(row.cells[0]), first_day,
                                         {std::stoi(row.cells[2]), kUnits.at(unit)}, calendar);
        EXPECT_EQ(to_iso(end), row.cells[4]) << row.where;
        EXPECT_EQ(to_iso(law::working_day_from(end, calendar)), row.cells[5]) << row.where;
    }
}

RC_GTEST_PROP(Period, OfMonthsEndsWhereAWalkDoes, ()) {
    auto const first = *dates();
    auto const first_day = *rc::gen::element(FirstDay::counted, FirstDay::not_counted);
    int const months = *rc::gen::inRange(1, 50);
    law::Calendar const calendar(rules().holidays);
    RC_ASSERT(to_iso(law::period_end(first, first_day, {months, LengthUnit::months}, calendar)) ==
              to_iso(walk_months(first, first_day, months)));
}

RC_GTEST_PROP(Period, OfYearsIsThatOfTwelveMonthsEach, ()) {
    auto const first = *dates();
    auto const first_day = *rc::gen::element(FirstDay::counted, FirstDay::not_counted);
    int const years = *rc::gen::inRange(1, 6);
    law::Calendar const calendar(rules().holidays);
    RC_ASSERT(to_iso(law::period_end(first, first_day, {years, LengthUnit::years}, calendar)) ==
              to_iso(walk_months(first, first_day, 12 * years)));
}

RC_GTEST_PROP(Period, OfDaysAndWeeksCountsEachDay, ()) {
    auto const first = *dates();
    int const count = *rc::gen::inRange(1, 60);
    law::Calendar const calendar(rules().holidays);
    auto day = first;
    for (int i = 0; i < count; ++i)
        day = plus_days(day, 1);
    auto const end = [&](FirstDay first_day, LengthUnit unit, int length) {
        return law::period_end(first, first_day, {length, unit}, calendar);
    };
    RC_ASSERT(end(FirstDay::not_counted, LengthUnit::days, count) == day);
    RC_ASSERT(end(FirstDay::counted, LengthUnit::days, count) == plus_days(day, -1));
    RC_ASSERT(law::weekday(end(FirstDay::not_counted, LengthUnit::weeks, count)) ==
              law::weekday(first));
}

RC_GTEST_PROP(Period, NeverEndsOnADayOffAfterItsMove, ()) {
    auto const first = *dates();
    auto const place = *rc::gen::element<std::string>("", "BE", "BY-AUGSBURG", "SN", "TH", "HH");
    law::Calendar const calendar(rules().holidays, place);
    auto const moved = law::working_day_from(first, calendar);
    RC_ASSERT(calendar.working_day(moved));
    RC_ASSERT(moved >= first);
    for (auto day = first; day < moved; day = plus_days(day, 1)) // no working day was passed over
        RC_ASSERT(!calendar.working_day(day));
}

RC_GTEST_PROP(Period, OfWorkingDaysHoldsSoManyOfThem, ()) {
    auto const first = *dates();
    int const count = *rc::gen::inRange(1, 40);
    law::Calendar const calendar(rules().holidays, "NW");
    auto const end =
        law::period_end(first, FirstDay::not_counted, {count, LengthUnit::working_days}, calendar);
    int seen = 0;
    for (auto day = plus_days(first, 1); day <= end; day = plus_days(day, 1))
        seen += calendar.working_day(day);
    RC_ASSERT(seen == count);
    RC_ASSERT(calendar.working_day(end));
}

TEST(Age, IsCompleteOnTheBirthday) {
    EXPECT_EQ(law::age_on({2008, 5, 17}, {2026, 5, 16}), 17);
    EXPECT_EQ(law::age_on({2008, 5, 17}, {2026, 5, 17}), 18);
    EXPECT_EQ(law::age_on({2008, 2, 29}, {2026, 2, 28}), 17); // complete at the end of that day
    EXPECT_EQ(law::age_on({2008, 2, 29}, {2026, 3, 1}), 18);
    EXPECT_EQ(law::age_on({2026, 3, 1}, {2026, 2, 1}), -1);
}

// Months of life follow each other without gap or overlap, whatever the day of birth.
RC_GTEST_PROP(LifeMonths, CoverEachDayOnce, ()) {
    auto const birth = *dates();
    auto const day = plus_days(birth, *rc::gen::inRange(0, 1200));
    auto const complete = law::life_months_before(birth, day);
    RC_ASSERT(complete.has_value());
    RC_ASSERT(law::life_month_start(birth, *complete) <= day);
    RC_ASSERT(day < law::life_month_start(birth, *complete + 1));
}

TEST(LifeMonths, NoneBeforeTheBirth) {
    EXPECT_FALSE(law::life_months_before({2026, 3, 1}, {2026, 2, 28}).has_value());
}

} // namespace
} // namespace leitstand::test
