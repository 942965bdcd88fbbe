// SPDX-License-Identifier: EUPL-1.2
// A second way to linear separators for the same rows: the weights of all labels are the product of
// two narrow matrices, W = U V with `width` columns between features and labels (Joulin and others
// 2016, Bag of Tricks for Efficient Text Classification). Features that speak for the same labels
// share what they learn, so a rare word profits from frequent ones; separators trained apart cannot
// do that. Multiplied out it is separators like any others: scores stay sums over features.
//
// Trained by stochastic gradients on cross-entropy: softmax where each text has one label, else a
// sigmoid for each label. Steps shrink with the gradients seen before (Duchi, Hazan, Singer 2011,
// AdaGrad: one sum for each row of U, one for each weight of V) and in a straight line over the
// rounds. Each step leaves out some features and some of the `width` numbers, so that none relies
// on another (Srivastava and others 2014, Dropout).
//
// The result depends on the seed alone, not on the machine: one thread, fixed order of sums, an
// exponential of our own. Threads: trainings beside each other are fine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/linear_trainer.hpp"
#include "learn/sparse_matrix.hpp"

namespace leitstand::learn {

struct FactorisedSettings {
    std::uint32_t width = 64;                              // a multiple of 16
    unsigned rounds = 8;                                   // over all rows
    float rate = 0.03f;                                    // of the first steps
    float without_features = 0.5f, without_factors = 0.3f; // shares left out of a step, below 1
    bool several_labels = false;
    std::uint64_t seed = 1;
};

// `labels_of`: for each row of `rows` its labels, below `labels`; with several_labels = false
// exactly one. `chosen`: the rows to train on, not empty.
LinearWeights train_factorised(SparseMatrix const& rows,
                               std::vector<std::vector<std::uint32_t>> const& labels_of,
                               std::span<std::uint32_t const> chosen, std::uint32_t labels,
                               FactorisedSettings const& settings);

} // namespace leitstand::learn
