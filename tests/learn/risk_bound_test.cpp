// SPDX-License-Identifier: EUPL-1.2
// The promise is tried on thousands of calibration sets from worlds whose true error rate above
// each threshold is known.
#include "learn/risk_bound.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace leitstand::learn {
namespace {

TEST(RiskBound, NeedsAsManyItemsAsTheFormulaSays) {
    EXPECT_EQ(items_needed(0.02, 0.05), 149U);
    EXPECT_EQ(items_needed(0.05, 0.05), 59U);
    EXPECT_EQ(items_needed(0.10, 0.05), 29U);
    std::vector<JudgedItem> items(149, {0.9, false});
    auto const enough = bound_risk(items, 0.02, 0.05).value();
    EXPECT_TRUE(enough.holds());
    EXPECT_EQ(enough.acted_on, 149U);
    EXPECT_EQ(enough.share_acted_on(), 1);
    EXPECT_LE(enough.error_upper, 0.02);
    items.pop_back();
    auto const few = bound_risk(items, 0.02, 0.05).value();
    EXPECT_EQ(few.outcome, BoundOutcome::too_few_items);
    EXPECT_EQ(few.needed, 149U);
    EXPECT_EQ(few.acted_on, 0U);
    items.push_back({0.9, true});
    EXPECT_EQ(bound_risk(items, 0.02, 0.05)->outcome, BoundOutcome::too_many_errors);
}

TEST(RiskBound, WrongRisksAndEmptySetsAreRefused) {
    std::vector<JudgedItem> const items(200, {0.9, false});
    for (double const wrong : {0.0, 1.0, -0.1, 1.5, std::nan("")}) {
        ASSERT_FALSE(bound_risk(items, wrong, 0.05)) << wrong;
        EXPECT_EQ(bound_risk(items, wrong, 0.05).error().key, "learn.wrong_risk");
        EXPECT_FALSE(bound_risk(items, 0.05, wrong)) << wrong;
    }
    EXPECT_EQ(bound_risk({}, 0.05, 0.05).error().key, "learn.calibration_empty");
}

TEST(RiskBound, AnAlphaNearNothingNeedsMoreItemsThanThereAre) {
    for (double const alpha : {1e-12, 1e-16, 1e-20, 1e-300, 5e-324}) {
        EXPECT_GT(items_needed(alpha, 0.05), 1'000'000'000'000U);
        EXPECT_LE(items_needed(alpha, 0.05), kItemsNeededMax);
        std::vector<JudgedItem> const sure(5000, JudgedItem{1, false});
        auto const bound = bound_risk(sure, alpha, 0.05).value();
        EXPECT_EQ(bound.outcome, BoundOutcome::too_few_items) << alpha;
    }
}

TEST(RiskBound, LoosensUntilTheErrorsForbidIt) {
    // 1 000 sure items without an error, 1 000 unsure ones, of which half are wrong.
    std::vector<JudgedItem> items;
    for (int i = 0; i < 1000; ++i) {
        items.push_back({0.95, false});
        items.push_back({0.55, i % 2 == 0});
    }
    auto const bound = bound_risk(items, 0.05, 0.05).value();
    ASSERT_TRUE(bound.holds());
    EXPECT_EQ(bound.acted_on, 1000U);
    EXPECT_EQ(bound.errors, 0U);
    EXPECT_GT(bound.threshold, 0.55);
    EXPECT_LE(bound.threshold, 0.95);
}

// A world of confidences c = 1 - 0.6 u³, u uniform, each wrong with a probability of its own.
struct World {
    std::function<double(double)> wrong_at; // by confidence

    std::vector<JudgedItem> draw(std::size_t count, std::mt19937_64& random) const {
        std::uniform_real_distribution<double> uniform;
        std::vector<JudgedItem> items;
        for (std::size_t i = 0; i < count; ++i) {
            double const confidence = as_printed(confidence_of(uniform(random)));
            items.push_back({confidence, uniform(random) < wrong_at(confidence)});
        }
        return items;
    }
    // The true error rate among items acted on at this threshold.
    double error_at(double threshold) const {
        constexpr int kSteps = 4000;
        double sum = 0;
        int acted_on = 0;
        for (int i = 0; i < kSteps; ++i) {
            double const confidence = as_printed(confidence_of((i + 0.5) / kSteps));
            if (confidence < threshold)
                continue;
            sum += wrong_at(confidence);
            ++acted_on;
        }
        return acted_on == 0 ? 0 : sum / acted_on;
    }
    static double confidence_of(double u) { return 1 - 0.6 * u * u * u; }
};

// What many do: the loosest threshold at which the calibration errors themselves are at most alpha.
double uncorrected_threshold(std::vector<JudgedItem> items, double alpha) {
    std::sort(items.begin(), items.end(), [](auto const& left, auto const& right) {
        return left.confidence > right.confidence;
    });
    double threshold = 2, errors = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        errors += items[i].wrong ? 1 : 0;
        if (errors <= alpha * static_cast<double>(i + 1))
            threshold = items[i].confidence;
    }
    return threshold;
}

struct Broken {
    double corrected = 0, uncorrected = 0, held = 0; // shares of the sets
};

Broken try_many(World const& world, std::size_t count, double alpha, double delta) {
    constexpr int kSets = 4000;
    std::mt19937_64 random{11};
    std::map<double, double> errors; // by threshold
    auto const error_at = [&](double threshold) {
        auto const [place, fresh] = errors.try_emplace(threshold, 0);
        if (fresh)
            place->second = world.error_at(threshold);
        return place->second;
    };
    Broken broken;
    for (int set = 0; set < kSets; ++set) {
        auto const items = world.draw(count, random);
        auto const bound = bound_risk(items, alpha, delta).value();
        if (bound.holds()) {
            broken.held += 1.0 / kSets;
            broken.corrected += error_at(bound.threshold) > alpha ? 1.0 / kSets : 0;
        }
        // Rounded down to the grid's fineness only to keep the table of true errors small.
        double const plain = std::floor(uncorrected_threshold(items, alpha) * 1000) / 1000;
        broken.uncorrected += error_at(plain) > alpha ? 1.0 / kSets : 0;
    }
    return broken;
}

// delta and what chance adds in 4 000 sets (three standard deviations).
double allowed(double delta) {
    return delta + 3 * std::sqrt(delta * (1 - delta) / 4000);
}

TEST(RiskBound, ThePromiseIsKeptWhereAPlainThresholdBreaksIt) {
    World const calibrated{[](double c) { return 1 - c; }};
    for (double const alpha : {0.02, 0.05, 0.10}) {
        auto const broken = try_many(calibrated, 600, alpha, 0.05);
        EXPECT_LE(broken.corrected, allowed(0.05)) << alpha;
        EXPECT_GT(broken.uncorrected, 0.3) << alpha;
        EXPECT_GT(broken.held, alpha < 0.05 ? 0.2 : 0.9) << alpha;
    }
}

TEST(RiskBound, ThePromiseIsKeptInWorldsThatTheModelDoesNotKnow) {
    World const overconfident{[](double c) { return std::min(1.0, 2.5 * (1 - c)); }};
    World const wrong_on_top{[](double c) { return c > 0.995 ? 0.03 : 1 - c; }};
    World const cliff{[](double c) { return c > 0.9 ? 0.01 : 0.5; }};
    EXPECT_LE(try_many(overconfident, 600, 0.05, 0.05).corrected, allowed(0.05));
    EXPECT_LE(try_many(wrong_on_top, 600, 0.02, 0.05).corrected, allowed(0.05));
    EXPECT_LE(try_many(wrong_on_top, 1500, 0.10, 0.10).corrected, allowed(0.10));
    EXPECT_LE(try_many(cliff, 600, 0.10, 0.05).corrected, allowed(0.05));
}

TEST(RiskBound, EachGroupKeepsItsOwnPromise) {
    std::vector<JudgedItem> items;
    std::vector<std::string> groups;
    for (int i = 0; i < 600; ++i) {
        bool const hard = i % 3 == 0;
        items.push_back({0.9, hard && i % 2 == 0});
        groups.push_back(hard ? "hard" : "easy");
    }
    items.push_back({0.9, false});
    groups.push_back("lonely");
    auto const bounds = bound_risk_by_group(items, groups, 0.05, 0.05).value();
    ASSERT_EQ(bounds.size(), 3U);
    EXPECT_TRUE(bounds.at("easy").holds());
    EXPECT_EQ(bounds.at("easy").items, 400U);
    EXPECT_EQ(bounds.at("hard").outcome, BoundOutcome::too_many_errors);
    EXPECT_EQ(bounds.at("lonely").outcome, BoundOutcome::too_few_items);
}

TEST(RiskBound, AMissedLabelIsAnError) {
    std::vector<double> const probabilities{0.9, 0.4, 0.1};
    EXPECT_FALSE(judge_labels(probabilities, std::vector<std::uint8_t>{1, 0, 0}).wrong);
    EXPECT_TRUE(judge_labels(probabilities, std::vector<std::uint8_t>{1, 1, 0}).wrong);
    EXPECT_TRUE(judge_labels(probabilities, std::vector<std::uint8_t>{0, 0, 0}).wrong);
    EXPECT_NEAR(judge_labels(probabilities, std::vector<std::uint8_t>{1, 0, 0}).confidence,
                0.9 * 0.6 * 0.9, 1e-9);
    EXPECT_TRUE(judge_top_label(probabilities, 1).wrong);
    EXPECT_FALSE(judge_top_label(probabilities, 0).wrong);
    EXPECT_EQ(judge_top_label(std::vector<double>{0.12344, 0.87656}, 1).confidence, 0.8766);
}

} // namespace
} // namespace leitstand::learn
