// SPDX-License-Identifier: EUPL-1.2
// Easter by the published dates and by another method; holidays of the table; each year of each
// Land complete.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

#include "law/calendar.hpp"
#include "law/support.hpp"

namespace leitstand::test {
namespace {

// Gauss's rule with Lichtenberg's correction: another way to the same day.
Date easter_by_gauss(int year) {
    int const century = year / 100;
    int const m = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    int const s = 2 - (3 * century + 3) / 4;
    int const a = year % 19;
    int const d = (19 * a + m) % 30;
    int const r = (d + a / 11) / 29;
    int const full_moon = 21 + d - r;
    int const first_sunday = 7 - (year + year / 4 + s) % 7;
    int const offset = 7 - (full_moon - first_sunday) % 7;
    return plus_days({year, 3, 1}, full_moon + offset - 1);
}

TEST(Easter, IsThatOfThePublishedTables) {
    for (auto const* sunday :
         {"1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
          "2011-04-24", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
          "2038-04-25", "2076-04-19", "2285-03-22"})
        EXPECT_EQ(to_iso(law::easter_sunday(day(sunday).year)), sunday);
}

RC_GTEST_PROP(Easter, IsASundayAndThatOfGauss, ()) {
    int const year = *rc::gen::inRange(1583, 4000);
    auto const sunday = law::easter_sunday(year);
    RC_ASSERT(law::weekday(sunday) == 6);
    RC_ASSERT(to_iso(sunday) == to_iso(easter_by_gauss(year)));
}

TEST(Holidays, OfTheTable) {
    for (auto const& row : table("holidays.tsv", 3)) {
        law::Calendar const calendar(rules().holidays, row.cells[0]);
        auto const* found = calendar.holiday(day(row.cells[1]));
        EXPECT_EQ(found == nullptr ? "" : found->key, row.cells[2]) << row.where;
    }
}

// How many a Land has, Sundays of Brandenburg included: the known counts of 2026.
TEST(Holidays, OfEachLandAreComplete) {
    for (auto const& row : table("holidays_per_year.tsv", 3)) {
        law::Calendar const calendar(rules().holidays, row.cells[0]);
        int const year = std::stoi(row.cells[1]);
        int count = 0;
        for (Date date{year, 1, 1}; date.year == year; date = plus_days(date, 1))
            count += calendar.holiday(date) != nullptr;
        EXPECT_EQ(std::to_string(count), row.cells[2]) << row.where;
    }
}

TEST(Holidays, APlaceHasThoseOfItsLand) {
    law::Calendar const land(rules().holidays, "BY"), city(rules().holidays, "BY-AUGSBURG");
    EXPECT_EQ(land.holiday({2026, 8, 8}), nullptr);
    EXPECT_NE(city.holiday({2026, 8, 8}), nullptr);
    EXPECT_NE(city.holiday({2026, 1, 6}), nullptr);
    auto const* in_part = law::holiday_in_part(rules().holidays, "BY", {2026, 8, 15});
    ASSERT_NE(in_part, nullptr);
    EXPECT_EQ(in_part->key, "mariae_himmelfahrt");
    EXPECT_EQ(law::holiday_in_part(rules().holidays, "BE", {2026, 8, 15}), nullptr);
    EXPECT_EQ(law::holiday_in_part(rules().holidays, "", {2026, 8, 15}), nullptr);
}

TEST(Holidays, KnowAllSixteenLaender) {
    for (auto const* land : {"BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL",
                             "SN", "ST", "SH", "TH", "BY-AUGSBURG", "TH-KATH"})
        EXPECT_TRUE(law::known_place(rules().holidays, land)) << land;
    for (auto const* none : {"", "XX", "Berlin", "be", "B", "BY-MOND"})
        EXPECT_FALSE(law::known_place(rules().holidays, none)) << none;
}

TEST(Holidays, WithoutAPlaceOnlyWhatHoldsEverywhere) {
    law::Calendar const calendar(rules().holidays);
    EXPECT_NE(calendar.holiday({2026, 4, 3}), nullptr);
    EXPECT_EQ(calendar.holiday({2026, 6, 4}), nullptr); // Corpus Christi
    EXPECT_NE(calendar.holiday({2017, 10, 31}), nullptr);
    EXPECT_EQ(calendar.holiday({2018, 10, 31}), nullptr);
    EXPECT_TRUE(calendar.knows({2015, 1, 1}));
    EXPECT_FALSE(calendar.knows({2014, 12, 31}));
    EXPECT_FALSE(calendar.knows({3000, 1, 1}));
}

RC_GTEST_PROP(Holidays, TheWednesdayBeforeLiesWithinTheWeekBefore, ()) {
    HolidayRule rule;
    rule.month = 11;
    rule.day = 23;
    rule.weekday_before = *rc::gen::inRange(0, 7);
    int const year = *rc::gen::inRange(1990, 2200);
    auto const date = law::holiday_date(rule, year);
    RC_ASSERT(law::weekday(date) == *rule.weekday_before);
    RC_ASSERT(date < (Date{year, 11, 23}));
    RC_ASSERT(plus_days(date, 7) >= (Date{year, 11, 23}));
}

} // namespace
} // namespace leitstand::test
