// SPDX-License-Identifier: EUPL-1.2
// The trainer against liblinear: the same problem, the same optimum.
#include "learn/linear_trainer.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <linear.h>
#include <numeric>
#include <random>

namespace leitstand::learn {
namespace {

struct Problem {
    SparseMatrix rows;
    std::vector<std::vector<std::uint32_t>> labels_of;
    std::vector<std::uint32_t> all;
};

// Texts of a few words each; each label has words that it likes.
Problem invented(std::uint32_t rows, std::uint32_t columns, std::uint32_t labels) {
    std::mt19937 random{3};
    Problem problem;
    problem.rows.columns = columns;
    for (std::uint32_t i = 0; i < rows; ++i) {
        auto const label = static_cast<std::uint32_t>(random() % labels);
        std::set<std::uint32_t> words;
        while (words.size() < 8)
            words.insert(random() % 3 == 0 ? (label * 7 + random() % 11) % columns
                                           : random() % columns);
        for (auto const word : words)
            problem.rows.values.push_back({word, 0.1f + 0.4f * static_cast<float>(word % 3)});
        problem.rows.end_row();
        problem.labels_of.push_back({label});
        if (random() % 4 == 0)
            problem.labels_of.back().push_back((label + 1) % labels);
    }
    problem.all.resize(rows);
    std::iota(problem.all.begin(), problem.all.end(), 0u);
    return problem;
}

bool has(Problem const& problem, std::size_t row, std::uint32_t label) {
    auto const& labels = problem.labels_of[row];
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

struct CostFactors {
    double with = 1, without = 1;
};

// What the trainer promises to make smallest.
double objective(Problem const& problem, std::uint32_t label, Loss loss, double cost,
                 CostFactors factors, std::function<double(std::uint32_t)> const& weight,
                 double intercept) {
    double sum = 0.5 * intercept * intercept;
    for (std::uint32_t column = 0; column < problem.rows.columns; ++column)
        sum += 0.5 * weight(column) * weight(column);
    for (std::size_t i = 0; i < problem.rows.rows(); ++i) {
        double score = intercept;
        for (auto const& value : problem.rows.row(i))
            score += weight(value.column) * double{value.value};
        double const margin = has(problem, i, label) ? score : -score;
        double const missing = std::max(0.0, 1 - margin);
        sum += cost * (has(problem, i, label) ? factors.with : factors.without) *
               (loss == Loss::squared_hinge ? missing * missing : std::log1p(std::exp(-margin)));
    }
    return sum;
}

double liblinear_objective(Problem const& problem, std::uint32_t label, Loss loss, double cost,
                           CostFactors factors) {
    std::vector<std::vector<feature_node>> nodes;
    std::vector<feature_node*> starts;
    std::vector<double> targets;
    auto const bias = static_cast<int>(problem.rows.columns) + 1;
    for (std::size_t i = 0; i < problem.rows.rows(); ++i) {
        auto& row = nodes.emplace_back();
        for (auto const& value : problem.rows.row(i))
            row.push_back({static_cast<int>(value.column) + 1, double{value.value}});
        row.push_back({bias, 1.0});
        row.push_back({-1, 0});
        targets.push_back(has(problem, i, label) ? 1 : -1);
    }
    for (auto& row : nodes)
        starts.push_back(row.data());
    struct problem whole {};
    whole.l = static_cast<int>(nodes.size());
    whole.n = bias;
    whole.y = targets.data();
    whole.x = starts.data();
    whole.bias = 1;
    int classes[] = {1, -1};
    double factor[] = {factors.with, factors.without};
    parameter how{};
    how.solver_type = loss == Loss::squared_hinge ? L2R_L2LOSS_SVC_DUAL : L2R_LR_DUAL;
    how.eps = 1e-6;
    how.C = cost;
    how.nr_weight = 2;
    how.weight_label = classes;
    how.weight = factor;
    set_print_string_function([](char const*) {});
    model* trained = ::train(&whole, &how);
    double const sign = trained->label[0] == 1 ? 1 : -1;
    auto const result = objective(
        problem, label, loss, cost, factors,
        [&](std::uint32_t column) { return sign * trained->w[column]; },
        sign * trained->w[bias - 1]);
    free_and_destroy_model(&trained);
    return result;
}

class AgainstLiblinear : public testing::TestWithParam<std::tuple<Loss, double, double>> {};

TEST_P(AgainstLiblinear, TheOptimumIsTheSame) {
    auto const [loss, cost, with] = GetParam();
    constexpr std::uint32_t kLabels = 19; // two blocks, the second not full
    auto const problem = invented(300, 90, kLabels);
    LinearSettings settings;
    settings.loss = loss;
    settings.cost = cost;
    settings.tolerance = 1e-4;
    settings.rounds_max = 3000;
    settings.cost_with.assign(kLabels, static_cast<float>(with));
    auto const trained =
        train_linear(problem.rows, problem.labels_of, problem.all, kLabels, settings);
    for (std::uint32_t const label : {0u, 7u, 15u, 16u, 18u}) {
        auto const ours = objective(
            problem, label, loss, cost, {with, 1},
            [&](std::uint32_t column) { return double{trained.weights[column * kLabels + label]}; },
            double{trained.intercepts[label]});
        auto const theirs = liblinear_objective(problem, label, loss, cost, {with, 1});
        // liblinear stops after 1 000 rounds, at the highest cost before its optimum.
        EXPECT_LE(ours, theirs * (1 + 1e-4)) << "label " << label;
        EXPECT_GE(ours, theirs * (1 - (cost > 5 ? 1e-2 : 1e-4))) << "label " << label;
    }
}

INSTANTIATE_TEST_SUITE_P(Costs, AgainstLiblinear,
                         testing::Combine(testing::Values(Loss::squared_hinge, Loss::logistic),
                                          testing::Values(0.1, 1.0, 10.0),
                                          testing::Values(1.0, 3.0)));

TEST(LinearTrainer, AnyNumberOfThreadsGivesTheSameBits) {
    auto const problem = invented(400, 120, 40);
    LinearSettings settings;
    auto const one = train_linear(problem.rows, problem.labels_of, problem.all, 40, settings);
    settings.threads = 3;
    auto const three = train_linear(problem.rows, problem.labels_of, problem.all, 40, settings);
    EXPECT_EQ(one.weights, three.weights);
    EXPECT_EQ(one.intercepts, three.intercepts);
    settings.seed = 2;
    auto const other = train_linear(problem.rows, problem.labels_of, problem.all, 40, settings);
    EXPECT_NE(one.weights, other.weights) << "the seed has an effect";
}

TEST(LinearTrainer, WhatWasKnownBeforeStaysWhereNoTextSpeaksAgainst) {
    auto const problem = invented(50, 30, 3);
    LinearWeights before;
    before.columns = 31; // one more than any text has
    before.labels = 3;
    before.weights.assign(31 * 3, 0);
    before.at(30, 1) = 1.5f;
    auto rows = problem.rows;
    rows.columns = 31;
    auto const trained =
        train_linear(rows, problem.labels_of, problem.all, 3, LinearSettings{}, &before);
    EXPECT_EQ(trained.weights[30 * 3 + 1], 1.5f);
    EXPECT_EQ(trained.weights[30 * 3 + 0], 0.0f);
}

} // namespace
} // namespace leitstand::learn
