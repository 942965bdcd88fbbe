// SPDX-License-Identifier: EUPL-1.2
// From a linear model's scores to probabilities that come true as often as they say.
//
// One label a text (SoftmaxCalibration): p_k = softmax(a s)_k with one inverse temperature a (Guo
// et al. 2017). The most probable label is the one with the highest score, the one that reasons
// explain; a bias for each label would part the two.
// Several labels a text (SigmoidCalibration): p_k = 1 / (1 + exp(-(a_k s_k + b_k))) after Platt
// (2000) with the smoothed targets of Lin et al. (2007); the line of a label is drawn towards the
// line shared by all, so that a label with five examples borrows what it cannot know. Where labels
// are rivals (rivalry.hpp), s_k is the score that the strongest rival has moved.
// Either may be followed by a MonotoneCurve (of the top label's probability; of all decisions).
// Every step beyond the first is kept only if, in five-fold cross-validation on the calibration
// rows, it lowers the log loss by more than the standard error of the gain.
//
// The rows must be ones that the scoring model was not trained on. Numbers of groups
// (TrainingFolds) keep rows that belong together on one side of the cross-validation. A label that
// is `unseen` was unknown to the model that scored its rows: nothing is fitted on it, and it gets
// the shared form. Deterministic. Threads: plain values, immutable after fitting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "learn/monotone_curve.hpp"
#include "learn/rivalry.hpp"

namespace leitstand::learn {

inline constexpr double kCalibrationFactorMax = 1e6; // of inverse temperatures, slopes, intercepts

// Scores of texts with exactly one label each. Finite values.
struct SingleLabelScores {
    std::size_t labels = 0;
    std::span<double const> scores;             // rows × labels, row by row
    std::span<std::uint32_t const> truth;       // the label of each row, < labels
    std::span<std::uint32_t const> groups = {}; // of each row; empty: each for itself
    std::span<std::uint8_t const> unseen = {};  // 1 for a label to leave out; empty: none
};

// Scores of texts with any number of labels. Finite values.
struct MultiLabelScores {
    std::size_t labels = 0;
    std::span<double const> scores;               // rows × labels, row by row
    std::span<std::uint8_t const> truth;          // rows × labels, 1 where the label applies
    std::span<std::uint32_t const> groups = {};   // of each row; empty: each for itself
    std::span<std::uint8_t const> unseen = {};    // 1 for a label to leave out; empty: none
    std::span<std::uint32_t const> families = {}; // of each label: who are rivals; empty: none are
};

struct SoftmaxCalibration {
    double inverse_temperature = 1; // > 0, at most kCalibrationFactorMax, as the amounts below
    MonotoneCurve curve;            // of the highest probability; the others share the rest
    double held_aside_log_loss = 0; // nats a text, in the cross-validation that chose

    // Where every row is of an unseen label, the scores as they are. Errors: bad_input
    // "learn.calibration_empty".
    static Result<SoftmaxCalibration> fit(SingleLabelScores const& held_aside);

    // One probability for each score; they add up to 1, and the highest stands where the highest
    // score stands.
    void probabilities(std::span<double const> scores, std::span<double> out) const;

    std::string method() const; // "temperature", "temperature, beta", …
    Json to_json() const;
    // Errors: damaged "model.wrong_calibration".
    static Result<SoftmaxCalibration> from_json(Json const& json);
};

struct SigmoidCalibration {
    struct Line {
        double slope = 1; // > 0
        double intercept = 0;
    };
    Rivalry rivalry;                // before the lines
    std::vector<Line> lines;        // one for each label
    double freedom = 0;             // how far a label's line may leave the shared one; 0: not
    MonotoneCurve curve;            // of every decision
    double held_aside_log_loss = 0; // nats a text, in the cross-validation that chose

    // Where every label is unseen, the scores as they are. Errors: bad_input
    // "learn.calibration_empty".
    static Result<SigmoidCalibration> fit(MultiLabelScores const& held_aside);

    // `score`: that the rival has moved.
    double probability(std::size_t label, double score) const;
    // `scores`: as the model gives them.
    void probabilities(std::span<double const> scores, std::span<double> out) const;

    std::string method() const; // "sigmoid, shared", "sigmoid by label, steps", …
    Json to_json() const;
    // Errors: damaged "model.wrong_calibration", also where the number of labels is another.
    static Result<SigmoidCalibration> from_json(Json const& json, std::size_t labels);
};

} // namespace leitstand::learn
