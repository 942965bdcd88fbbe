// SPDX-License-Identifier: EUPL-1.2
// Trains one linear separator for each label, all with the same rows: L2-regularised squared hinge
// loss or logistic loss, by dual coordinate descent with shrinking (Hsieh and others 2008, A Dual
// Coordinate Descent Method for Large-scale Linear SVM; Yu, Huang, Lin 2011 for the logistic loss).
// For label l it finds w and intercept b (a weight like the others, of a feature that is always 1)
// that make
//     1/2 |w - p|^2 + 1/2 b^2 + sum over rows i of cost(i) * loss(y(i) * (w x(i) + b))
// smallest, with y = 1 where row i has label l and -1 elsewhere, and p what was known before (0 by
// default). This is liblinear's problem, and tests compare the two.
//
// Sixteen labels are trained at once: their weights of one feature fill one line of the cache, so
// that a row is read once for sixteen dot products. Results do not depend on the number of threads
// or on the processor. Threads: its own, as many as asked for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/sparse_matrix.hpp"

namespace leitstand::learn {

enum class Loss : std::uint8_t { squared_hinge, logistic };

struct LinearSettings {
    Loss loss = Loss::squared_hinge;
    double cost = 1; // of an error, against large weights: liblinear's C
    // Factors of the cost for each label, for rows that have it and rows that have not; empty: 1.
    std::vector<float> cost_with, cost_without;
    double tolerance = 0.1; // ends when no projected gradient is larger; liblinear's -e
    unsigned rounds_max = 100;
    std::uint64_t seed = 1; // order in which rows are looked at
    unsigned threads = 1;
};

// Weights of all labels, feature by feature: weight of label l for column c at c * labels + l.
struct LinearWeights {
    std::uint32_t columns = 0;
    std::uint32_t labels = 0;
    std::vector<float> weights;
    std::vector<float> intercepts;

    float& at(std::uint32_t column, std::uint32_t label) {
        return weights[std::size_t{column} * labels + label];
    }
    // Adds `share` times the other's weights and intercepts, so that scores add up the same way.
    void add(LinearWeights const& other, float share);
    // Adds the scores of one row to nothing: result[l] = intercept + w x.
    void scores(std::span<SparseValue const> row, std::span<float> result) const;
};

// `labels_of`: for each row of `rows` its labels, below `labels`. `chosen`: the rows to train on.
// `before`: p above, or nullptr. The chosen rows must not be empty.
LinearWeights train_linear(SparseMatrix const& rows,
                           std::vector<std::vector<std::uint32_t>> const& labels_of,
                           std::span<std::uint32_t const> chosen, std::uint32_t labels,
                           LinearSettings const& settings, LinearWeights const* before = nullptr);

} // namespace leitstand::learn
