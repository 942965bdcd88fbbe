// SPDX-License-Identifier: EUPL-1.2
// Golden values: Clopper-Pearson and Wilson limits as printed in textbooks and papers; elsewhere
// exact sums.
#include "learn/intervals.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <vector>

namespace leitstand::learn {
namespace {

TEST(Intervals, ClopperPearsonAsPublished) {
    // Newcombe 1998, Statistics in Medicine 17, table I: 81/263, 15/148, 0/20, 1/29.
    struct Golden {
        Share share;
        double lower, upper;
    };
    for (auto const& golden : {Golden{{81, 263}, 0.2527, 0.3676}, Golden{{15, 148}, 0.0578, 0.1617},
                               Golden{{0, 20}, 0.0000, 0.1684}, Golden{{1, 29}, 0.0009, 0.1776}}) {
        auto const interval = clopper_pearson_interval(golden.share);
        EXPECT_NEAR(interval.lower, golden.lower, 5e-5) << golden.share.hits;
        EXPECT_NEAR(interval.upper, golden.upper, 5e-5) << golden.share.hits;
    }
}

TEST(Intervals, WilsonAsPublished) {
    // The same table, Wilson's score interval without continuity correction.
    struct Golden {
        Share share;
        double lower, upper;
    };
    for (auto const& golden : {Golden{{81, 263}, 0.2553, 0.3662}, Golden{{15, 148}, 0.0624, 0.1605},
                               Golden{{0, 20}, 0.0000, 0.1611}, Golden{{1, 29}, 0.0061, 0.1718}}) {
        auto const interval = wilson_interval(golden.share);
        EXPECT_NEAR(interval.lower, golden.lower, 5e-5) << golden.share.hits;
        EXPECT_NEAR(interval.upper, golden.upper, 5e-5) << golden.share.hits;
    }
}

TEST(Intervals, EdgesSayWhatIsKnown) {
    EXPECT_EQ(wilson_interval({0, 0}).upper, 1);
    EXPECT_EQ(clopper_pearson_interval({0, 0}).lower, 0);
    EXPECT_EQ(clopper_pearson_interval({0, 0}).upper, 1);
    EXPECT_EQ(clopper_pearson_interval({7, 7}).upper, 1);
    EXPECT_EQ(wilson_interval({7, 7}).upper, 1);
    EXPECT_EQ(clopper_pearson_upper({7, 7}, 0.95), 1);
    // Without an error among n the upper limit is 1 - delta^(1/n).
    EXPECT_NEAR(clopper_pearson_upper({0, 149}, 0.95), 1 - std::pow(0.05, 1.0 / 149), 1e-12);
}

TEST(Intervals, TheIncompleteBetaIsTheBinomialTail) {
    for (std::uint64_t const count : {1ULL, 7ULL, 60ULL, 1000ULL})
        for (double const p : {0.001, 0.02, 0.3, 0.5, 0.97}) {
            double term = std::pow(1 - p, static_cast<double>(count)), sum = 0;
            if (term == 0)
                continue; // the direct sum has no digits left here
            for (std::uint64_t hits = 0; hits <= count; ++hits) {
                sum += term;
                EXPECT_NEAR(binomial_at_most(hits, count, p), sum, 1e-10)
                    << hits << " of " << count << " at " << p;
                term *=
                    static_cast<double>(count - hits) / static_cast<double>(hits + 1) * p / (1 - p);
            }
        }
}

TEST(Intervals, TheIncompleteBetaHoldsForMillions) {
    // The median of a binomial with n p whole is n p: half of the probability on each side.
    EXPECT_NEAR(binomial_at_most(1'000'000, 50'000'000, 0.02), 0.5, 5e-4);
    EXPECT_EQ(regularised_incomplete_beta(2, 3, 0), 0);
    EXPECT_EQ(regularised_incomplete_beta(2, 3, 1), 1);
    EXPECT_NEAR(regularised_incomplete_beta(2, 3, 0.5), 11.0 / 16, 1e-14);
}

TEST(Intervals, NormalQuantiles) {
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
    EXPECT_NEAR(normal_quantile(0.95), 1.644853626951472, 1e-12);
    EXPECT_NEAR(normal_quantile(0.5), 0, 1e-12);
}

std::vector<double> numbers(std::size_t count) {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<double>((i * 37) % 100) / 100;
    return values;
}

Figure mean_of(std::vector<double> const& values) {
    return [&values](std::span<std::uint32_t const> drawn) {
        double sum = 0;
        for (auto const item : drawn)
            sum += values[item];
        return sum / static_cast<double>(drawn.size());
    };
}

TEST(Bootstrap, OfAMeanIsTheNormalInterval) {
    auto const values = numbers(400);
    auto const interval = bootstrap_interval(values.size(), mean_of(values), {4000, 0.95, 1});
    double const half = 1.96 * 0.28866 / 20; // deviation of 0, 0.01, …, 0.99 over sqrt(400)
    EXPECT_NEAR(interval.lower, 0.495 - half, 0.003);
    EXPECT_NEAR(interval.upper, 0.495 + half, 0.003);
}

TEST(Bootstrap, TheSameSeedGivesTheSameInterval) {
    auto const values = numbers(50);
    auto const once = bootstrap_interval(50, mean_of(values), {200, 0.95, 5});
    auto const again = bootstrap_interval(50, mean_of(values), {200, 0.95, 5});
    auto const other = bootstrap_interval(50, mean_of(values), {200, 0.95, 6});
    EXPECT_EQ(once.lower, again.lower);
    EXPECT_EQ(once.upper, again.upper);
    EXPECT_NE(once.lower, other.lower);
    EXPECT_EQ(bootstrap_interval(0, mean_of(values)).upper, 1);
}

TEST(Bootstrap, PairedDrawsSeeASmallConstantLead) {
    auto const other = numbers(100);
    auto ours = other;
    for (auto& value : ours)
        value += 0.01;
    auto const paired = paired_bootstrap(100, mean_of(ours), mean_of(other));
    EXPECT_NEAR(paired.difference, 0.01, 1e-12);
    EXPECT_NEAR(paired.interval.lower, 0.01, 1e-9); // far below the noise of either mean
    EXPECT_NEAR(paired.interval.upper, 0.01, 1e-9);
    EXPECT_EQ(paired.share_not_better, 0);
    EXPECT_EQ(paired_bootstrap(100, mean_of(other), mean_of(other)).share_not_better, 1);
}

} // namespace
} // namespace leitstand::learn
