// SPDX-License-Identifier: EUPL-1.2
#include "learn/rivalry.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "learn/calibration.hpp"

namespace leitstand::learn {
namespace {

double sigmoid(double z) {
    return 1 / (1 + std::exp(-z));
}

// Four labels in two families; a label applies with probability
// sigmoid(5 (own score + factor of its family * score of its only rival)).
struct RivalWorld {
    static constexpr std::size_t kRows = 1500;
    std::vector<std::uint32_t> families{0, 1, 0, 1};
    std::vector<double> scores;
    std::vector<std::uint8_t> truth;
    std::vector<std::uint32_t> groups;

    explicit RivalWorld(std::array<double, 2> factors) {
        std::mt19937_64 random{7};
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> uniform;
        for (std::uint32_t row = 0; row < kRows; ++row) {
            groups.push_back(row % 30);
            std::array<double, 4> own{};
            for (auto& score : own)
                score = normal(random);
            for (std::size_t label = 0; label < own.size(); ++label) {
                auto const rival = own[(label + 2) % 4];
                scores.push_back(own[label]);
                truth.push_back(uniform(random) <
                                sigmoid(5 * (own[label] + factors[families[label]] * rival)));
            }
        }
    }
    MultiLabelScores table() const { return {4, scores, truth, groups, {}, families}; }
};

TEST(Rivalry, FindsTheFactorOfAFamilyThatCompetes) {
    RivalWorld const world{{-0.5, 0}};
    auto const rivalry = Rivalry::fit(world.table());
    EXPECT_NEAR(rivalry.factors[0], -0.5, 0.06);
    EXPECT_EQ(rivalry.factors[1], 0) << "where nothing is to be gained nothing changes";
}

TEST(Rivalry, ARivalNeverSpeaksForALabel) {
    RivalWorld const world{{0.5, 0.5}};
    EXPECT_TRUE(Rivalry::fit(world.table()).none());
}

TEST(Rivalry, WithoutFamiliesOrWithFewRowsThereIsNone) {
    RivalWorld const world{{-0.5, -0.5}};
    auto table = world.table();
    table.families = {};
    EXPECT_TRUE(Rivalry::fit(table).none());
    table = world.table();
    table.scores = table.scores.first(20 * 4);
    table.truth = table.truth.first(20 * 4);
    table.groups = table.groups.first(20);
    EXPECT_TRUE(Rivalry::fit(table).none());
}

TEST(Rivalry, TheStrongestOfTheFamilyMovesTheScoreExactly) {
    Rivalry const rivalry{{0, 0, 0, 1, 2}, {-0.25, 0, -0.5}};
    std::vector<double> const scores{0.5, -0.75, 0.125, 3, 1};
    auto const rival = rivalry.rival(0, scores);
    ASSERT_TRUE(rival);
    EXPECT_EQ(rival->label, 2u);
    EXPECT_EQ(rival->amount, -0.03125);
    EXPECT_FALSE(rivalry.rival(3, scores)) << "a family's factor is 0";
    EXPECT_FALSE(rivalry.rival(4, scores)) << "alone in its family";
    EXPECT_EQ(rivalry.applied(scores), (std::vector<double>{0.46875, -0.875, 0, 3, 1}));
}

TEST(Rivalry, ACalibrationWithRivalsSaysMoreThanOneWithout) {
    RivalWorld const world{{-0.5, -0.5}};
    auto without = world.table();
    without.families = {};
    auto const plain = SigmoidCalibration::fit(without).value();
    auto const moved = SigmoidCalibration::fit(world.table()).value();
    EXPECT_LT(moved.held_aside_log_loss, plain.held_aside_log_loss);
    EXPECT_TRUE(moved.method().starts_with("rivals, "));
    std::vector<double> alone(4), contested(4);
    moved.probabilities(std::vector<double>{0.5, 0, -2, 0}, alone);
    moved.probabilities(std::vector<double>{0.5, 0, 1, 0}, contested);
    EXPECT_GT(alone[0], contested[0]);
    auto const again =
        SigmoidCalibration::from_json(parse_json(print_json(moved.to_json())).value(), 4).value();
    std::vector<double> read(4);
    again.probabilities(std::vector<double>{0.5, 0, 1, 0}, read);
    EXPECT_EQ(read, contested);
}

TEST(Rivalry, WrongJsonIsRefused) {
    Json const right{{"families", {0, 0, 1}}, {"factors", {-0.25, 0.0}}};
    ASSERT_TRUE(Rivalry::from_json(right, 3));
    auto const wrong = [&](char const* key, Json value) {
        auto json = right;
        json[key] = std::move(value);
        auto const result = Rivalry::from_json(json, 3);
        return !result && result.error().key == "model.wrong_calibration";
    };
    EXPECT_TRUE(wrong("families", {0, 0}));
    EXPECT_TRUE(wrong("families", {0, 0, 2}));
    EXPECT_TRUE(wrong("families", "all"));
    EXPECT_TRUE(wrong("factors", {0.25, 0.0}));
    EXPECT_TRUE(wrong("factors", {-1.5, 0.0}));
    EXPECT_TRUE(wrong("factors", {-0.3, 0.0})) << "no whole number of units";
    EXPECT_FALSE(Rivalry::from_json(Json::object(), 3));
}

} // namespace
} // namespace leitstand::learn
