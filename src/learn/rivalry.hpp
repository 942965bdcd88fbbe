// SPDX-License-Identifier: EUPL-1.2
// Labels of one family are rivals: what a text says for one of them it often does not mean for
// another. A label's score moves by the score of its strongest rival, times a factor that all
// labels of the family share:
//     r_k = s_k + factor * max { s_j : j in the family of k, j != k }
// It is a second stage of one weight for a family (stacking, Wolpert 1992): a weight for each pair
// of labels learns the habits of the writers instead. The factor is the ratio of the two weights of
// a logistic regression of "k applies" on both scores, over rows that the scoring model was not
// trained on. It stays 0 unless it lowers the log loss of rows it was not fitted on by more than
// the standard error of the gain, and is never positive. Being a whole number times kFactorUnit, it
// leaves a sum exact. Deterministic. Threads: plain values, immutable after fitting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace leitstand::learn {

struct MultiLabelScores;

struct Rivalry {
    static constexpr double kFactorUnit = 1.0 / 64;

    // What a label's strongest rival adds to its score.
    struct Rival {
        std::uint32_t label = 0;
        double amount = 0;
    };

    std::vector<std::uint32_t> families; // of each label; empty: none has a rival
    std::vector<double> factors;         // of each family: -1 to 0

    // All factors are 0 where `held_aside` names no families or has too few rows to choose by.
    static Rivalry fit(MultiLabelScores const& held_aside);

    bool none() const;
    // Nothing where the label has no rival or its family's factor is 0. `scores`: of all labels.
    std::optional<Rival> rival(std::uint32_t label, std::span<double const> scores) const;
    // Of a table of rows; `scores` where there are no rivals.
    std::vector<double> applied(std::span<double const> scores) const;

    Json to_json() const;
    // Errors: damaged "model.wrong_calibration", also where the number of labels is another.
    static Result<Rivalry> from_json(Json const& json, std::size_t labels);
};

} // namespace leitstand::learn
