// SPDX-License-Identifier: EUPL-1.2
// Calibrations are judged on simulated scores whose true probabilities are known.
#include "learn/calibration.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

namespace leitstand::learn {
namespace {

double sigmoid(double z) {
    return 1 / (1 + std::exp(-z));
}

// Texts with one label each, drawn from softmax(a s + b) of random scores s.
struct SingleLabelWorld {
    std::size_t labels;
    std::vector<double> scores;
    std::vector<std::uint32_t> truth;

    SingleLabelWorld(std::size_t labels, std::size_t rows, double a, std::vector<double> const& b,
                     std::uint64_t seed = 7)
        : labels(labels) {
        std::mt19937_64 random{seed};
        std::normal_distribution<double> normal;
        for (std::size_t row = 0; row < rows; ++row) {
            std::vector<double> weight;
            for (std::size_t k = 0; k < labels; ++k) {
                scores.push_back(normal(random));
                weight.push_back(std::exp(a * scores.back() + (b.empty() ? 0 : b[k])));
            }
            std::discrete_distribution<std::uint32_t> pick(weight.begin(), weight.end());
            truth.push_back(pick(random));
        }
    }
    SingleLabelScores table() const { return {labels, scores, truth}; }
};

TEST(SoftmaxCalibration, FindsTheTemperatureAndNothingElseWhereNothingElseIsWrong) {
    SingleLabelWorld const world{5, 4000, 3, {}};
    auto const calibration = SoftmaxCalibration::fit(world.table()).value();
    EXPECT_NEAR(calibration.inverse_temperature, 3, 0.15);
    EXPECT_EQ(calibration.method(), "temperature");
    EXPECT_GT(calibration.held_aside_log_loss, 0);
}

TEST(SoftmaxCalibration, RowsWithoutAnErrorDoNotMakeItCertain) {
    std::vector<double> scores;
    std::vector<std::uint32_t> truth;
    for (std::uint32_t row = 0; row < 30; ++row) {
        truth.push_back(row % 2);
        scores.push_back(row % 2 == 0 ? 1 : -1);
        scores.push_back(row % 2 == 0 ? -1 : 1);
    }
    auto const calibration = SoftmaxCalibration::fit({2, scores, truth}).value();
    std::vector<double> probability(2);
    calibration.probabilities(std::vector<double>{1, -1}, probability);
    EXPECT_NEAR(probability[0], 31.0 / 32, 1e-3); // Platt's target for 30 hits
}

TEST(SoftmaxCalibration, UselessScoresBecomeNearlyEqualProbabilities) {
    SingleLabelWorld const world{4, 2000, 0, {}};
    auto const calibration = SoftmaxCalibration::fit(world.table()).value();
    std::vector<double> probability(4);
    calibration.probabilities(std::vector<double>{2, 0, -1, 0.5}, probability);
    for (auto const value : probability)
        EXPECT_NEAR(value, 0.25, 0.08);
}

TEST(SoftmaxCalibration, ProbabilitiesAddUpAndKeepTheLabelUnderACurve) {
    // A world with two temperatures, which no single one describes: the curve has to help.
    SingleLabelWorld world{3, 6000, 6, {}};
    SingleLabelWorld const vague{3, 6000, 0.3, {}, 8};
    for (std::size_t i = 0; i < vague.scores.size(); ++i)
        world.scores.push_back(vague.scores[i] * 2.5);
    world.truth.insert(world.truth.end(), vague.truth.begin(), vague.truth.end());
    auto const calibration = SoftmaxCalibration::fit(world.table()).value();
    EXPECT_FALSE(calibration.curve.changes_nothing()) << calibration.method();
    std::vector<double> probability(3);
    for (std::size_t row = 0; row < world.truth.size(); ++row) {
        auto const scores = std::span{world.scores}.subspan(row * 3, 3);
        calibration.probabilities(scores, probability);
        EXPECT_NEAR(probability[0] + probability[1] + probability[2], 1, 1e-9);
        EXPECT_EQ(std::max_element(probability.begin(), probability.end()) - probability.begin(),
                  std::max_element(scores.begin(), scores.end()) - scores.begin());
    }
}

TEST(SoftmaxCalibration, JsonKeepsEveryBitAndWrongJsonIsRefused) {
    SingleLabelWorld const world{3, 1000, 2, {1.0, 0.0, -1.0}};
    auto const calibration = SoftmaxCalibration::fit(world.table()).value();
    auto const text = print_json(calibration.to_json());
    auto const again = SoftmaxCalibration::from_json(parse_json(text).value()).value();
    EXPECT_EQ(again.inverse_temperature, calibration.inverse_temperature);
    EXPECT_EQ(print_json(again.to_json()), text);

    auto const wrong = [&](char const* key, Json const& value) {
        auto json = calibration.to_json();
        json[key] = value;
        auto const result = SoftmaxCalibration::from_json(json);
        return !result && result.error().key == "model.wrong_calibration";
    };
    EXPECT_TRUE(wrong("inverse_temperature", -1));
    EXPECT_TRUE(wrong("inverse_temperature", nullptr));
    EXPECT_TRUE(wrong("form", "sigmoid"));
    EXPECT_TRUE(wrong("curve", Json{{"beta", nullptr}, {"at", {0.5, 0.2}}, {"value", {0.1, 0.2}}}));
    EXPECT_FALSE(SoftmaxCalibration::from_json(Json::object()));
    EXPECT_FALSE(SoftmaxCalibration::from_json(Json("text")));
}

TEST(SoftmaxCalibration, NoRowsAreAnError) {
    auto const result = SoftmaxCalibration::fit({3, {}, {}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "learn.calibration_empty");
}

// Labels that apply with probability sigmoid(slope s + intercept) of random scores s.
struct MultiLabelWorld {
    std::vector<SigmoidCalibration::Line> lines;
    std::vector<double> scores;
    std::vector<std::uint8_t> truth;

    MultiLabelWorld(std::vector<SigmoidCalibration::Line> lines, std::size_t rows,
                    std::uint64_t seed = 3)
        : lines(std::move(lines)) {
        std::mt19937_64 random{seed};
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> uniform;
        for (std::size_t row = 0; row < rows; ++row)
            for (auto const& line : this->lines) {
                scores.push_back(normal(random));
                truth.push_back(uniform(random) <
                                sigmoid(line.slope * scores.back() + line.intercept));
            }
    }
    MultiLabelScores table() const { return {lines.size(), scores, truth}; }
};

TEST(SigmoidCalibration, OneLineForAllWhereAllAreAlike) {
    MultiLabelWorld const world{{{3, -1}, {3, -1}, {3, -1}, {3, -1}}, 3000};
    auto const calibration = SigmoidCalibration::fit(world.table()).value();
    EXPECT_EQ(calibration.method(), "sigmoid, shared");
    EXPECT_NEAR(calibration.lines[0].slope, 3, 0.15);
    EXPECT_NEAR(calibration.lines[0].intercept, -1, 0.1);
}

TEST(SigmoidCalibration, ALineForEachWhereTheyDiffer) {
    MultiLabelWorld const world{{{4, 0}, {1, -2}, {2, 1}, {3, -3}}, 4000};
    auto const calibration = SigmoidCalibration::fit(world.table()).value();
    EXPECT_GT(calibration.freedom, 0);
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_NEAR(calibration.lines[k].slope, world.lines[k].slope, 0.3) << k;
        EXPECT_NEAR(calibration.lines[k].intercept, world.lines[k].intercept, 0.25) << k;
    }
}

TEST(SigmoidCalibration, ARareLabelStaysNearTheSharedLine) {
    // Five positives of 400, told apart without an error: alone they would ask for certainty.
    MultiLabelWorld world{{{4, 0}, {1, -2}, {2, 1}, {3, -1}}, 400};
    for (std::size_t row = 0; row < 400; ++row) {
        world.truth[row * 4 + 3] = row < 5;
        world.scores[row * 4 + 3] = row < 5 ? 0.6 : -0.6;
    }
    auto const calibration = SigmoidCalibration::fit(world.table()).value();
    EXPECT_LT(calibration.lines[3].slope, 15);
    double const p = calibration.probability(3, 0.6);
    EXPECT_GT(p, 0.3);
    EXPECT_LT(p, 0.995);
}

TEST(SigmoidCalibration, JsonKeepsEveryBitAndWrongJsonIsRefused) {
    MultiLabelWorld const world{{{4, 0}, {1, -2}}, 1000};
    auto const calibration = SigmoidCalibration::fit(world.table()).value();
    auto const text = print_json(calibration.to_json());
    auto const again = SigmoidCalibration::from_json(parse_json(text).value(), 2).value();
    for (double const score : {-3.0, 0.0, 0.7})
        EXPECT_EQ(again.probability(1, score), calibration.probability(1, score));
    EXPECT_EQ(print_json(again.to_json()), text);
    EXPECT_FALSE(SigmoidCalibration::from_json(calibration.to_json(), 3));
    auto falling = calibration.to_json();
    falling["slopes"][0] = -1;
    EXPECT_FALSE(SigmoidCalibration::from_json(falling, 2));
    EXPECT_FALSE(SigmoidCalibration::from_json(Json::object(), 2));
}

TEST(SigmoidCalibration, NoRowsAreAnError) {
    ASSERT_FALSE(SigmoidCalibration::fit({2, {}, {}}));
    EXPECT_EQ(SigmoidCalibration::fit({2, {}, {}}).error().key, "learn.calibration_empty");
}

TEST(MonotoneCurve, FollowsTheOutcomesAndKeepsTheOrder) {
    std::mt19937_64 random{5};
    std::uniform_real_distribution<double> uniform;
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
    for (int i = 0; i < 20'000; ++i) {
        said.push_back(uniform(random));
        came_true.push_back(uniform(random) < said.back() * said.back());
    }
    auto const curve = MonotoneCurve::fit(CurveForm::steps, said, came_true);
    double before = -1;
    for (double p = 0; p <= 1.0001; p += 0.01) {
        auto const value = curve(std::min(p, 1.0));
        EXPECT_NEAR(value, p * p, 0.05) << p;
        EXPECT_GT(value, before);
        before = value;
    }
    EXPECT_EQ(curve(0), 0);
    EXPECT_EQ(curve(1), 1);
}

TEST(MonotoneCurve, BetaFindsItsOwnShape) {
    std::mt19937_64 random{6};
    std::uniform_real_distribution<double> uniform;
    auto const truth = [](double p) {
        return sigmoid(0.7 * std::log(p) - 1.5 * std::log(1 - p) + 0.3);
    };
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
    for (int i = 0; i < 5000; ++i) {
        said.push_back(uniform(random));
        came_true.push_back(uniform(random) < truth(said.back()));
    }
    auto const curve = MonotoneCurve::fit(CurveForm::beta, said, came_true);
    EXPECT_EQ(curve.method(), ", beta");
    for (double const p : {0.02, 0.2, 0.5, 0.8, 0.98})
        EXPECT_NEAR(curve(p), truth(p), 0.03) << p;
    EXPECT_LT(curve(0), 1e-6);
    EXPECT_GT(curve(1), 1 - 1e-6);
    auto const again = MonotoneCurve::from_json(curve.to_json()).value();
    EXPECT_EQ(again(0.3), curve(0.3));
    auto falling = curve.to_json();
    falling["beta"][0] = -1;
    EXPECT_FALSE(MonotoneCurve::from_json(falling));
}

TEST(MonotoneCurve, TooFewDecisionsChangeNothing) {
    std::vector<double> const said(kCurveDecisionsMin - 1, 0.9);
    std::vector<std::uint8_t> const came_true(kCurveDecisionsMin - 1, 0);
    auto const curve = MonotoneCurve::fit(CurveForm::steps, said, came_true);
    EXPECT_TRUE(curve.changes_nothing());
    EXPECT_EQ(curve(0.9), 0.9);
}

TEST(MonotoneCurve, OneGroupOfEqualProbabilitiesIsLearned) {
    std::vector<double> const said(1000, 0.9);
    std::vector<std::uint8_t> came_true(1000, 0);
    std::fill_n(came_true.begin(), 500, 1);
    EXPECT_NEAR(MonotoneCurve::fit(CurveForm::steps, said, came_true)(0.9), 0.5, 0.01);
}

} // namespace
} // namespace leitstand::learn
