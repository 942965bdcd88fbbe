// SPDX-License-Identifier: EUPL-1.2
// Simulated decisions whose true error is known.
#include "learn/calibration_error.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace leitstand::learn {
namespace {

struct Decisions {
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
};

// Probabilities like those of a classifier with many sure and some unsure items; each comes true
// with what was said less `overstated`.
Decisions decide(std::size_t count, double overstated, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::uniform_real_distribution<double> uniform;
    Decisions decisions;
    for (std::size_t i = 0; i < count; ++i) {
        double const p = 1 - 0.8 * std::pow(uniform(random), 2);
        decisions.said.push_back(p);
        decisions.came_true.push_back(uniform(random) < p - overstated);
    }
    return decisions;
}

CalibrationError measure(Decisions const& decisions, std::size_t rounds) {
    CalibrationErrorOptions options;
    options.bootstrap.rounds = rounds;
    return calibration_error(decisions.said, decisions.came_true, options);
}

TEST(CalibrationError, APerfectModelShowsChanceInThePlainErrorAndNoneInTheDebiased) {
    constexpr int kWorlds = 400;
    double plain = 0, square = 0, debiased = 0;
    for (int world = 0; world < kWorlds; ++world) {
        auto const error = measure(decide(1479, 0, static_cast<std::uint64_t>(world)), 0);
        plain += error.plain / kWorlds;
        square += error.debiased_square / kWorlds;
        debiased += error.debiased / kWorlds;
    }
    EXPECT_GT(plain, 0.018);
    EXPECT_LT(plain, 0.032);
    EXPECT_NEAR(square, 0, 5e-5); // unbiased: 0 up to the noise of 400 worlds
    EXPECT_LT(debiased, 0.009);
}

TEST(CalibrationError, AnOverconfidentModelIsMeasuredRightly) {
    double square = 0;
    for (std::uint64_t world = 0; world < 200; ++world)
        square += measure(decide(1479, 0.08, world), 0).debiased_square / 200;
    EXPECT_NEAR(std::sqrt(square), 0.08, 0.003);
}

TEST(CalibrationError, TheIntervalCoversTheTrueError) {
    for (double const overstated : {0.0, 0.03, 0.08}) {
        int covered = 0, below_upper = 0;
        constexpr int kWorlds = 300;
        for (int world = 0; world < kWorlds; ++world) {
            auto const error =
                measure(decide(600, overstated, 1000U + static_cast<std::uint64_t>(world)), 200);
            covered += error.interval.lower <= overstated && overstated <= error.interval.upper;
            below_upper += overstated <= error.interval.upper;
        }
        EXPECT_GE(covered, kWorlds * 93 / 100) << overstated;
        EXPECT_GE(below_upper, kWorlds * 95 / 100) << overstated;
    }
}

TEST(CalibrationError, ItemsNotDecisionsAreDrawn) {
    // Each item's twenty decisions come true together: as good as one decision each.
    std::mt19937_64 random{4};
    std::uniform_real_distribution<double> uniform;
    Decisions decisions;
    for (int item = 0; item < 300; ++item) {
        bool const outcome = uniform(random) < 0.7;
        for (int i = 0; i < 20; ++i) {
            decisions.said.push_back(0.7);
            decisions.came_true.push_back(outcome);
        }
    }
    CalibrationErrorOptions together;
    together.decisions_per_item = 20;
    auto const right = calibration_error(decisions.said, decisions.came_true, together);
    auto const naive = calibration_error(decisions.said, decisions.came_true);
    EXPECT_EQ(right.items, 300U);
    EXPECT_EQ(right.decisions, 6000U);
    EXPECT_GT(right.interval.upper - right.interval.lower,
              2 * (naive.interval.upper - naive.interval.lower));
}

TEST(CalibrationError, TwoCalibrationsAreNotTakenForOne) {
    // One overstates by 0.1, the other understates by 0.1: together they would look right.
    std::vector<double> said(4000, 0.6);
    std::vector<std::uint8_t> came_true(4000, 0);
    std::vector<std::uint32_t> strata(4000, 0);
    for (std::size_t i = 0; i < 2000; ++i) {
        came_true[i] = i % 2 == 0;        // 0.5 of 0.6
        came_true[2000 + i] = i % 10 < 7; // 0.7 of 0.6
        strata[2000 + i] = 1;
    }
    EXPECT_LT(calibration_error(said, came_true).debiased, 0.01);
    CalibrationErrorOptions options;
    options.strata = strata;
    auto const apart = calibration_error(said, came_true, options);
    EXPECT_EQ(apart.groups.size(), 2U);
    EXPECT_NEAR(apart.debiased, 0.1, 0.005);
}

TEST(CalibrationError, GroupsAreEqualAndEqualProbabilitiesStayTogether) {
    auto const error = measure(decide(1000, 0, 1), 0);
    ASSERT_EQ(error.groups.size(), 10U);
    double before = 0;
    for (auto const& group : error.groups) {
        EXPECT_EQ(group.came_true.count, 100U);
        EXPECT_GT(group.said, before);
        before = group.said;
    }
    std::vector<double> const said(50, 0.8);
    std::vector<std::uint8_t> const came_true(50, 1);
    auto const one = calibration_error(said, came_true);
    ASSERT_EQ(one.groups.size(), 1U);
    EXPECT_EQ(one.groups[0].came_true.hits, 50U);
    EXPECT_NEAR(one.plain, 0.2, 1e-12);
}

TEST(CalibrationError, NothingIsKnownOfNothing) {
    auto const error = calibration_error({}, {});
    EXPECT_EQ(error.decisions, 0U);
    EXPECT_EQ(error.interval.upper, 1);
}

TEST(CalibrationError, TheTopLabelIsTheDecision) {
    std::vector<double> const probabilities{0.7, 0.2, 0.1, 0.3, 0.3, 0.4};
    std::vector<std::uint32_t> const truth{0, 1};
    auto const decisions = top_label_decisions(3, probabilities, truth);
    EXPECT_EQ(decisions.said, (std::vector<double>{0.7, 0.4}));
    EXPECT_EQ(decisions.came_true, (std::vector<std::uint8_t>{1, 0}));
}

} // namespace
} // namespace leitstand::learn
