// SPDX-License-Identifier: EUPL-1.2
// Separators that share factors: what they learn, and that nothing but seed and rows decides it.
#include "learn/factorised_trainer.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <set>

#include "learn/small_random.hpp"

namespace leitstand::learn {
namespace {

struct Problem {
    SparseMatrix rows;
    std::vector<std::vector<std::uint32_t>> labels_of;
    std::vector<std::uint32_t> all;

    void add(std::set<std::uint32_t> const& columns, std::vector<std::uint32_t> labels) {
        for (auto const column : columns)
            rows.values.push_back({column, 0.5f});
        rows.end_row();
        all.push_back(static_cast<std::uint32_t>(labels_of.size()));
        labels_of.push_back(std::move(labels));
    }
};

// Each label has five columns of its own, of which a row has three; three more columns are noise.
Problem invented(std::uint32_t labels, bool several) {
    SmallRandom random{3};
    Problem problem;
    problem.rows.columns = labels * 5 + 20;
    for (std::uint32_t i = 0; i < 400; ++i) {
        std::set<std::uint32_t> columns;
        std::vector<std::uint32_t> has{i % labels};
        if (several && random.below(2) == 0)
            has.push_back((i + 1) % labels);
        for (auto const label : has)
            for (int word = 0; word < 3; ++word)
                columns.insert(label * 5 + random.below(5));
        for (int word = 0; word < 3; ++word)
            columns.insert(labels * 5 + random.below(20));
        problem.add(columns, has);
    }
    return problem;
}

std::vector<float> scores_of(LinearWeights const& weights, Problem const& problem,
                             std::size_t row) {
    std::vector<float> scores(weights.labels);
    weights.scores(problem.rows.row(row), scores);
    return scores;
}

TEST(FactorisedTrainer, TellsLabelsApart) {
    auto const problem = invented(20, false);
    auto const weights = train_factorised(problem.rows, problem.labels_of, problem.all, 20, {});
    std::size_t right = 0;
    for (auto const row : problem.all) {
        auto const scores = scores_of(weights, problem, row);
        right += std::max_element(scores.begin(), scores.end()) - scores.begin() ==
                 problem.labels_of[row].front();
    }
    EXPECT_GT(right, 390U);
}

TEST(FactorisedTrainer, GivesEachLabelAScoreOfItsOwnWhereATextHasSeveral) {
    auto const problem = invented(6, true);
    FactorisedSettings settings;
    settings.several_labels = true;
    settings.rounds = 20;
    auto const weights =
        train_factorised(problem.rows, problem.labels_of, problem.all, 6, settings);
    std::size_t right = 0;
    for (auto const row : problem.all)
        for (std::uint32_t label = 0; label < 6; ++label) {
            auto const& has = problem.labels_of[row];
            right += (scores_of(weights, problem, row)[label] > 0) ==
                     (std::find(has.begin(), has.end(), label) != has.end());
        }
    EXPECT_GT(right, problem.all.size() * 6 * 95 / 100);
}

// Without dropout a separable problem is learned until nothing is left to learn: probabilities near
// 1, as the unregularised optimum of softmax regression has them.
TEST(FactorisedTrainer, ComesToTheOptimumOfASeparableProblem) {
    Problem problem;
    problem.rows.columns = 3;
    for (int times = 0; times < 50; ++times)
        for (std::uint32_t label = 0; label < 3; ++label)
            problem.add({label}, {label});
    FactorisedSettings settings;
    settings.without_features = settings.without_factors = 0;
    settings.rounds = 100;
    settings.rate = 0.3f;
    auto const weights =
        train_factorised(problem.rows, problem.labels_of, problem.all, 3, settings);
    for (std::uint32_t label = 0; label < 3; ++label) {
        auto const scores = scores_of(weights, problem, label);
        double others = 0;
        for (std::uint32_t other = 0; other < 3; ++other)
            others += other == label ? 0 : std::exp(double{scores[other]} - scores[label]);
        EXPECT_LT(others, 0.001) << label;
    }
}

// Column 0 never says which of labels 0 and 1 a row has, but it always says "not 2".
TEST(FactorisedTrainer, LearnsWhatAColumnRulesOut) {
    Problem problem;
    problem.rows.columns = 4;
    for (int times = 0; times < 60; ++times) {
        problem.add({0, 1}, {0});
        problem.add({0, 2}, {1});
        problem.add({3}, {2});
    }
    auto const weights = train_factorised(problem.rows, problem.labels_of, problem.all, 3, {});
    EXPECT_LT(weights.weights[0 * 3 + 2], weights.weights[0 * 3 + 0]);
    EXPECT_LT(weights.weights[0 * 3 + 2], weights.weights[0 * 3 + 1]);
}

TEST(FactorisedTrainer, OnlySeedAndChosenRowsDecide) {
    auto const problem = invented(17, false); // one label more than fits into sixteen lanes
    auto const chosen = std::span(problem.all).first(200);
    auto shorter = problem;
    shorter.labels_of.back() = {3}; // of a row that is not chosen
    auto const first = train_factorised(problem.rows, problem.labels_of, chosen, 17, {});
    auto const again = train_factorised(shorter.rows, shorter.labels_of, chosen, 17, {});
    EXPECT_EQ(first.weights, again.weights);
    EXPECT_EQ(first.intercepts, again.intercepts);
    FactorisedSettings other;
    other.seed = 2;
    EXPECT_NE(train_factorised(problem.rows, problem.labels_of, chosen, 17, other).weights,
              first.weights);
}

TEST(FactorisedTrainer, AColumnOfNoRowSaysNothing) {
    Problem problem;
    problem.rows.columns = 3;
    problem.add({0}, {0});
    problem.add({1}, {1});
    auto const weights = train_factorised(problem.rows, problem.labels_of, problem.all, 2, {});
    EXPECT_EQ(weights.weights[2 * 2], 0);
    EXPECT_EQ(weights.weights[2 * 2 + 1], 0);
}

TEST(LinearWeights, AddUpToAddedScores) {
    LinearWeights one{1, 2, {1, 2}, {3, 4}};
    one.add(LinearWeights{1, 2, {10, 20}, {30, 40}}, 0.5f);
    EXPECT_EQ(one.weights, (std::vector<float>{6, 12}));
    EXPECT_EQ(one.intercepts, (std::vector<float>{18, 24}));
}

} // namespace
} // namespace leitstand::learn
