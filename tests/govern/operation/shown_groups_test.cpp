// SPDX-License-Identifier: EUPL-1.2
// No figure of fewer persons than the minimum is shown, nor follows from what is shown; and drift
// of made-up days.
#include "govern/operation/shown_groups.hpp"

#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>

#include "govern/operation/drift.hpp"

namespace leitstand::operation {

namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr std::size_t kMin = 5;

OutcomePart part(std::string key, std::vector<std::uint32_t> persons,
                 std::uint64_t confirmed = 10) {
    return {
        .key = std::move(key), .counts = {.confirmed = confirmed}, .persons = std::move(persons)};
}

OutcomePeriod of_units(std::vector<OutcomePart> units) {
    OutcomePeriod period;
    std::set<std::uint32_t> all;
    for (auto const& unit : units) {
        period.total.counts += unit.counts;
        all.insert(unit.persons.begin(), unit.persons.end());
    }
    period.total.persons.assign(all.begin(), all.end());
    period.units = units;
    period.weeks = std::move(units);
    return period;
}

TEST(ShownGroupsTest, LargeUnitsStandAlone) {
    auto const shown = shown_period(
        of_units({part("a", {1, 2, 3, 4, 5}), part("b", {6, 7, 8, 9, 10, 11}, 7)}), kMin);
    ASSERT_TRUE(shown.shown);
    ASSERT_THAT(shown.units, SizeIs(2));
    EXPECT_THAT(shown.units[0].keys, ElementsAre("a"));
    EXPECT_EQ(17u, shown.total.confirmed);
}

TEST(ShownGroupsTest, ASingleSmallUnitTakesAnotherWithIt) {
    // Shown alone, "b" would give "a" away: total minus b.
    auto const shown = shown_period(of_units({part("a", {1, 2}), part("b", {3, 4, 5, 6, 7}),
                                              part("c", {8, 9, 10, 11, 12, 13})}),
                                    kMin);
    ASSERT_THAT(shown.units, SizeIs(2));
    EXPECT_THAT(shown.units[0].keys, ElementsAre("c"));
    EXPECT_THAT(shown.units[1].keys, ElementsAre("a", "b"));
    EXPECT_EQ(20u, shown.units[1].counts.confirmed);
}

TEST(ShownGroupsTest, SmallUnitsAreJoinedAmongEachOtherFirst) {
    auto const shown = shown_period(
        of_units({part("a", {1, 2}), part("b", {3, 4, 5}), part("c", {6, 7, 8, 9, 10})}), kMin);
    ASSERT_THAT(shown.units, SizeIs(2));
    EXPECT_THAT(shown.units[0].keys, ElementsAre("c"));
    EXPECT_THAT(shown.units[1].keys, ElementsAre("a", "b"));
}

TEST(ShownGroupsTest, OnePersonInTwoSmallUnitsCountsOnce) {
    auto const shown = shown_period(
        of_units({part("a", {1, 2, 3}), part("b", {1, 2, 3}), part("c", {4, 5, 6, 7, 8})}), kMin);
    ASSERT_THAT(shown.units, SizeIs(1)); // a and b are three persons
    EXPECT_THAT(shown.units[0].keys, ElementsAre("a", "b", "c"));
}

TEST(ShownGroupsTest, TooFewInAllShowNothing) {
    auto const shown = shown_period(of_units({part("a", {1, 2}), part("b", {2, 3, 4})}), kMin);
    EXPECT_FALSE(shown.shown);
    EXPECT_EQ(0u, shown.total.all());
    EXPECT_TRUE(shown.units.empty());
}

TEST(ShownGroupsTest, WeeksJoinTheirNeighbours) {
    auto const shown = shown_period(of_units({part("w1", {1, 2, 3}), part("w2", {3, 4, 5}),
                                              part("w3", {1, 2, 3, 4, 5}), part("w4", {1})}),
                                    kMin);
    ASSERT_THAT(shown.weeks, SizeIs(2));
    EXPECT_THAT(shown.weeks[0].keys, ElementsAre("w1", "w2"));
    EXPECT_THAT(shown.weeks[1].keys, ElementsAre("w3", "w4"));
}

// Whatever can be reckoned from a partition and its total is a sum of shown groups.
TEST(ShownGroupsTest, NoUnionOfShownGroupsIsSmall) {
    std::mt19937_64 random{7};
    for (int run = 0; run < 3'000; ++run) {
        std::uniform_int_distribution<int> unit_count{1, 9};
        std::uniform_int_distribution<int> person_count{1, 8};
        std::uniform_int_distribution<std::uint32_t> person{0, 25};
        std::vector<OutcomePart> units;
        std::map<std::string, std::set<std::uint32_t>> persons;
        for (int unit = unit_count(random); unit > 0; --unit) {
            auto& those = persons[fmt::format("u{}", unit)];
            for (int i = person_count(random); i > 0; --i)
                those.insert(person(random));
        }
        for (auto const& [key, those] : persons)
            units.push_back(part(key, {those.begin(), those.end()}, those.size()));
        auto const period = of_units(units);
        auto const shown = shown_period(period, kMin);
        ASSERT_EQ(period.total.persons.size() >= kMin, shown.shown);
        for (auto const* groups : {&shown.units, &shown.weeks}) {
            OutcomeCounts sum;
            std::size_t keys = 0;
            for (auto const& group : *groups) {
                std::set<std::uint32_t> of_group;
                for (auto const& key : group.keys)
                    of_group.insert(persons[key].begin(), persons[key].end());
                ASSERT_GE(of_group.size(), kMin);
                sum += group.counts;
                keys += group.keys.size();
            }
            if (shown.shown) {
                ASSERT_EQ(period.total.counts, sum);
                ASSERT_EQ(units.size(), keys);
            }
        }
    }
}

TEST(FourWeeksTest, SpansAreFixedWholeAndFollowEachOther) {
    auto const newest = four_weeks({2026, 11, 28});
    EXPECT_LT(newest.last, (Date{2026, 11, 28}));
    EXPECT_EQ(newest.first, monday_of(newest.first));
    EXPECT_EQ(plus_days(newest.first, 27), newest.last);
    EXPECT_EQ(plus_days(four_weeks({2026, 11, 28}, 1).last, 1), newest.first);
    for (int day = 0; day < 28; ++day) { // within the next span nothing moves
        auto const later = four_weeks(plus_days(newest.last, 29 + day));
        EXPECT_EQ(plus_days(newest.last, 1), later.first) << day;
    }
}

std::vector<DayOutcomes> days(int count, std::uint64_t confirmed, std::uint64_t corrected,
                              std::uint64_t added, Date first = {2026, 1, 5}) {
    std::vector<DayOutcomes> out;
    for (int i = 0; i < count; ++i)
        out.push_back(
            {plus_days(first, i),
             {.confirmed = confirmed, .corrected = corrected, .rejected = 0, .added = added}});
    return out;
}

TEST(DriftTest, WithoutEnoughCasesItSaysHowManyAreMissing) {
    auto const drift = drift_of(days(10, 18, 2, 0), {});
    EXPECT_EQ("override", drift[0].signal);
    EXPECT_EQ(300u, drift[0].needed);
    EXPECT_FALSE(drift[0].assessable());
    EXPECT_FALSE(drift[0].alarm_on);
    EXPECT_TRUE(drift_of({}, {})[1].needed == 500);
}

TEST(DriftTest, AJumpAlarmsWithItsDayAndSize) {
    auto all = days(30, 18, 2, 0);
    auto const later = days(40, 12, 8, 3, {2026, 3, 2});
    all.insert(all.end(), later.begin(), later.end());
    auto const drift = drift_of(all, {});
    ASSERT_TRUE(drift[0].assessable());
    EXPECT_NEAR(0.1, drift[0].before.value(), 1e-12);
    EXPECT_NEAR(0.4, drift[0].now.value(), 1e-12);
    ASSERT_TRUE(drift[0].difference);
    EXPECT_NEAR(0.3, drift[0].difference->value, 1e-9);
    EXPECT_GT(drift[0].difference->lower, 0.2);
    ASSERT_TRUE(drift[0].alarm_on);
    EXPECT_GT(*drift[0].alarm_on, (Date{2026, 3, 2}));
    EXPECT_LT(*drift[0].alarm_on, (Date{2026, 3, 16}));
    EXPECT_EQ(drift[0].watched / 100, drift[0].blind);
    EXPECT_EQ("missed", drift[1].signal);
    EXPECT_TRUE(drift[1].alarm_on); // from none to three in 23
}

TEST(DriftTest, WhatStaysTheSameIsQuiet) {
    auto const drift = drift_of(days(200, 18, 2, 1), {});
    EXPECT_FALSE(drift[0].alarm_on);
    EXPECT_FALSE(drift[1].alarm_on);
    ASSERT_TRUE(drift[0].seen_within);
    EXPECT_GT(*drift[0].seen_within, 50u);
}

TEST(DriftTest, ALabelIsWatchedInBothDirections) {
    std::vector<OutcomeFigures::LabelCount> spans;
    std::vector<Date> ends;
    for (int week = 0; week < 30; ++week) {
        spans.push_back({.with = week < 10 ? 30u : 5u, .items = 100});
        ends.push_back(plus_days({2026, 1, 5}, 7 * week));
    }
    auto const drift = label_drift("service:wohngeld", spans, ends, {}, 15);
    ASSERT_TRUE(drift.alarm_on);
    EXPECT_LT(drift.difference->upper, 0);
}

} // namespace
} // namespace leitstand::operation
