// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/two_shares.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "govern/fairness/power.hpp"

namespace leitstand::fairness {
namespace {

using learn::Share;

struct Published {
    Share first, second;
    double lower, upper;
};

// Newcombe 1998, table II, method 10.
TEST(TwoShares, DifferencesAreThoseOfNewcombe) {
    Published const published[] = {
        {{56, 70}, {48, 80}, 0.0524, 0.3339}, {{9, 10}, {3, 10}, 0.1705, 0.8090},
        {{6, 7}, {2, 7}, 0.0582, 0.8062},     {{5, 56}, {0, 29}, -0.0381, 0.1926},
        {{0, 10}, {0, 20}, -0.1611, 0.2775},  {{0, 10}, {0, 10}, -0.2775, 0.2775},
        {{10, 10}, {0, 20}, 0.6791, 1.0000},  {{10, 10}, {0, 10}, 0.6075, 1.0000}};
    for (auto const& one : published) {
        auto const interval = difference_of(one.first, one.second, 0.95);
        ASSERT_TRUE(interval);
        EXPECT_NEAR(interval->lower, one.lower, 5e-5);
        EXPECT_NEAR(interval->upper, one.upper, 5e-5);
    }
    EXPECT_FALSE(difference_of({0, 0}, {1, 2}, 0.95));
}

// Of shares it is method 10 itself; an infinite bound makes one infinite, and only that one.
TEST(TwoShares, DifferencesOfOtherEstimatesAreMadeAlike) {
    auto const a = learn::wilson_interval({56, 70}), b = learn::wilson_interval({48, 80});
    auto const apart = difference_of(Estimate{0.8, a.lower, a.upper}, {0.6, b.lower, b.upper});
    EXPECT_NEAR(apart.lower, 0.0524, 5e-5);
    EXPECT_NEAR(apart.upper, 0.3339, 5e-5);
    auto const days = difference_of(Estimate{9, 7, 12}, {5, 4, 9});
    EXPECT_EQ(days.value, 4);
    EXPECT_NEAR(days.lower, 4 - std::sqrt(20.0), 1e-12);
    EXPECT_NEAR(days.upper, 4 + std::sqrt(10.0), 1e-12);
    auto const open = difference_of(Estimate{9, 7, INFINITY}, {5, 4, 9});
    EXPECT_TRUE(std::isinf(open.upper));
    EXPECT_EQ(open.lower, days.lower);
}

// Koopman, Biometrics 40 (1984), gives 2.94 to 7.15 for 36/40 and 16/80; the factor N / (N - 1) of
// Miettinen and Nurminen widens it a little.
TEST(TwoShares, RatiosHaveScoreIntervals) {
    auto const ratio = ratio_of({36, 40}, {16, 80}, 0.95);
    ASSERT_TRUE(ratio && ratio->upper);
    EXPECT_DOUBLE_EQ(ratio->value, 4.5);
    EXPECT_NEAR(ratio->lower, 2.94, 0.02);
    EXPECT_NEAR(*ratio->upper, 7.15, 0.05);
    EXPECT_LT(ratio->lower, 2.945);
    EXPECT_GT(*ratio->upper, 7.145);
}

TEST(TwoShares, RatiosAtTheEdge) {
    EXPECT_FALSE(ratio_of({1, 2}, {0, 5}, 0.95)); // by nothing
    auto const none = ratio_of({0, 40}, {10, 40}, 0.95);
    ASSERT_TRUE(none && none->upper);
    EXPECT_EQ(none->value, 0);
    EXPECT_EQ(none->lower, 0);
    EXPECT_LT(*none->upper, 1); // none of 40 is less than a quarter
    auto const all = ratio_of({40, 40}, {40, 40}, 0.95);
    ASSERT_TRUE(all && all->upper);
    EXPECT_LT(all->lower, 1);
    EXPECT_GT(*all->upper, 1);
}

TEST(TwoShares, ExactTest) {
    EXPECT_NEAR(fisher_exact_p({3, 4}, {1, 4}), 34.0 / 70, 1e-12); // the lady tasting tea
    EXPECT_NEAR(fisher_exact_p({1, 12}, {9, 12}), 0.002759456, 1e-9);
    EXPECT_NEAR(fisher_exact_p({0, 5}, {0, 9}), 1, 1e-12);
    auto const small = test_of({3, 4}, {1, 4});
    ASSERT_TRUE(small);
    EXPECT_TRUE(small->exact);
    EXPECT_FALSE(test_of({300, 400}, {100, 400})->exact);
    EXPECT_TRUE(test_of({3, 4000}, {1, 4000})->exact); // rare, though of many
    EXPECT_FALSE(test_of({0, 0}, {1, 4}));
}

// 2 x 2 chi squared by hand: 100 (30·20 - 20·30)² … of {30/50, 20/50} is 4, so p = 0.0455.
TEST(TwoShares, ScoreTest) {
    EXPECT_NEAR(score_test_p({30, 50}, {20, 50}), std::erfc(2 / std::sqrt(2.0)), 1e-12);
    EXPECT_EQ(score_test_p({0, 50}, {0, 50}), 1);
    // Exact and approximate agree where there are many.
    EXPECT_NEAR(fisher_exact_p({520, 1000}, {480, 1000}), score_test_p({520, 1000}, {480, 1000}),
                0.01);
}

TEST(TwoShares, HolmStepsDown) {
    std::vector<double> const p = {0.01, 0.04, 0.03, 0.005};
    auto const adjusted = holm_adjusted(p);
    std::vector<double> const expected = {0.03, 0.06, 0.06, 0.02};
    for (std::size_t i = 0; i < p.size(); ++i)
        EXPECT_NEAR(adjusted[i], expected[i], 1e-12);
    EXPECT_TRUE(holm_adjusted({}).empty());
    EXPECT_EQ(holm_adjusted(std::vector<double>{0.7, 0.9}).back(), 1);
}

// Fleiss, Levin, Paik: (1.96 sqrt(2·0.55·0.45) + 0.8416 sqrt(0.25 + 0.24))² / 0.1² = 387.3.
TEST(Power, CountsTheCasesThatAGapTakes) {
    EXPECT_EQ(cases_needed(0.1, {5, 10}, 0.8), 388u);
    EXPECT_NEAR(smallest_detectable_gap(388, {194, 388}, 0.8), 0.1, 1e-3);
    EXPECT_LT(cases_needed(0.1, {50'000, 100'000}, 0.8), 388u); // a large reference helps
    EXPECT_GT(cases_needed(0.1, {5, 10}, 0.9), 388u);
}

TEST(Power, WhatIsNeededSuffices) {
    for (std::uint64_t const hits : {0, 1, 30, 150, 299, 300})
        for (double const gap : {0.02, 0.05, 0.1, 0.3}) {
            Share const reference{hits * 1000, 300'000};
            auto const needed = cases_needed(gap, reference, 0.8);
            EXPECT_LE(smallest_detectable_gap(needed, reference, 0.8), gap + 1e-9);
            if (needed > 2) {
                EXPECT_GT(smallest_detectable_gap(needed - 2, reference, 0.8), gap - 1e-9);
            }
        }
    EXPECT_EQ(smallest_detectable_gap(1, {1, 2}, 0.8), 1); // one case shows nothing
}

} // namespace
} // namespace leitstand::fairness
