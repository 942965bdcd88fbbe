// SPDX-License-Identifier: EUPL-1.2
// The promise of the watch over a rate, measured: how often it cries wolf, and how soon it sees the
// wolf. Every run is seeded.
#include <gtest/gtest.h>
#include <random>

#include "govern/fairness/two_shares.hpp"
#include "govern/operation/rate_watch.hpp"

namespace leitstand::operation {

namespace {

using learn::Share;

constexpr int kRuns = 2'000;
constexpr std::uint64_t kReference = 500;
constexpr std::uint64_t kWatched = 5'000;
constexpr std::uint64_t kLook = 10; // cases between two looks

struct Run {
    bool alarm = false;
    std::uint64_t at = 0;
};

// A reference drawn at the rate `before`, then cases at the rate `now`, looked at again and again.
Run run(std::uint64_t seed, double before, double now, WatchRule rule,
        std::uint64_t watched = kWatched) {
    std::mt19937_64 random{seed};
    std::binomial_distribution<std::uint64_t> first{kReference, before};
    std::binomial_distribution<std::uint64_t> then{kLook, now};
    RateWatch watch{{.hits = first(random), .count = kReference}, rule};
    for (std::uint64_t i = 0; i < watched && !watch.alarm(); i += kLook)
        watch.add({.hits = then(random), .count = kLook});
    return {.alarm = watch.alarm(), .at = watch.alarm_at().value_or(0)};
}

double share_of_alarms(double before, double now, WatchRule rule) {
    int alarms = 0;
    for (int seed = 1; seed <= kRuns; ++seed)
        alarms += run(static_cast<std::uint64_t>(seed), before, now, rule).alarm ? 1 : 0;
    return static_cast<double>(alarms) / kRuns;
}

class UnchangedRate : public testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(Rates, UnchangedRate, testing::Values(0.01, 0.05, 0.2, 0.5, 0.9));

TEST_P(UnchangedRate, RaisesNoMoreFalseAlarmsThanStated) {
    for (auto const direction : {Direction::higher, Direction::either}) {
        WatchRule const rule{.false_alarm_rate = 0.05, .tolerance = 0, .direction = direction};
        auto const share = share_of_alarms(GetParam(), GetParam(), rule);
        EXPECT_LE(share, rule.false_alarm_rate) << static_cast<int>(direction);
        RecordProperty("false_alarms", std::to_string(share));
    }
}

TEST(RateWatchTest, AChangeWithinTheToleranceIsNone) {
    WatchRule const rule{.false_alarm_rate = 0.05, .tolerance = 0.02};
    EXPECT_LE(share_of_alarms(0.1, 0.12, rule), rule.false_alarm_rate);
}

TEST(RateWatchTest, ADriftIsSeenWithinTheStatedCases) {
    WatchRule const rule{.false_alarm_rate = 0.05, .tolerance = 0.02};
    for (auto const& [before, now] :
         {std::pair{0.05, 0.15}, std::pair{0.1, 0.25}, std::pair{0.2, 0.4}}) {
        Share const reference{.hits = static_cast<std::uint64_t>(before * kReference),
                              .count = kReference};
        auto const stated = cases_until_alarm(reference, rule, now);
        ASSERT_TRUE(stated);
        int seen = 0;
        for (int seed = 1; seed <= kRuns; ++seed) {
            std::mt19937_64 random{static_cast<std::uint64_t>(seed)};
            std::bernoulli_distribution event{now};
            RateWatch watch{reference, rule};
            for (std::uint64_t i = 0; i < *stated; ++i)
                watch.add({.hits = event(random) ? 1u : 0u, .count = 1});
            seen += watch.alarm() ? 1 : 0;
        }
        EXPECT_GE(static_cast<double>(seen) / kRuns, 0.95) << before << " to " << now;
    }
}

TEST(RateWatchTest, AFallIsSeenWhereBothSidesAreWatched) {
    WatchRule const rule{.tolerance = 0.02, .direction = Direction::either};
    EXPECT_GE(share_of_alarms(0.3, 0.1, rule), 0.95);
    WatchRule const upward{.tolerance = 0.02};
    EXPECT_EQ(0, share_of_alarms(0.3, 0.1, upward));
}

TEST(RateWatchTest, ADaysBatchGivesWhatItsCasesGive) {
    Share const reference{.hits = 50, .count = 500};
    RateWatch one_by_one{reference, {}};
    RateWatch by_day{reference, {}};
    for (int i = 0; i < 40; ++i)
        one_by_one.add({.hits = i % 4 == 0 ? 1u : 0u, .count = 1});
    by_day.add({.hits = 10, .count = 40});
    EXPECT_NEAR(one_by_one.evidence(), by_day.evidence(), 1e-9);
}

TEST(RateWatchTest, AnAlarmStays) {
    RateWatch watch{{.hits = 5, .count = 500}, {}};
    watch.add({.hits = 60, .count = 100});
    ASSERT_TRUE(watch.alarm());
    EXPECT_GE(watch.evidence(), watch.alarm_from());
    watch.add({.hits = 0, .count = 10'000});
    EXPECT_TRUE(watch.alarm());
    EXPECT_EQ(100u, watch.alarm_at());
    EXPECT_LT(watch.evidence(), watch.alarm_from());
}

TEST(RateWatchTest, WithoutReferenceOrRoomNothingIsClaimed) {
    RateWatch empty{{}, {}};
    empty.add({.hits = 100, .count = 100});
    EXPECT_FALSE(empty.alarm());
    EXPECT_EQ(1, empty.evidence());
    RateWatch full{{.hits = 500, .count = 500}, {}};
    full.add({.hits = 1'000, .count = 1'000});
    EXPECT_FALSE(full.alarm());
    EXPECT_FALSE(cases_until_alarm({.hits = 50, .count = 500}, {}, 0.1));
}

// Looking for p < 0.05 each week is what many do; with a hundred looks it alarms most of the time.
TEST(RateWatchTest, IsHonestWhereRepeatedTestingIsNot) {
    int wrong = 0;
    constexpr int kFewRuns = 500;
    for (int seed = 1; seed <= kFewRuns; ++seed) {
        std::mt19937_64 random{static_cast<std::uint64_t>(seed)};
        std::binomial_distribution<std::uint64_t> week{100, 0.1};
        Share const reference{.hits = 50, .count = 500};
        bool alarm = false;
        for (int i = 0; i < 100 && !alarm; ++i)
            alarm = fairness::difference_of({.hits = week(random), .count = 100}, reference, 0.95)
                        ->lower > 0;
        wrong += alarm ? 1 : 0;
    }
    EXPECT_GT(wrong, kFewRuns / 2);
    EXPECT_EQ(50u, blind_alarms(5'000)); // and one that looks at nothing says so fifty times
}

} // namespace
} // namespace leitstand::operation
