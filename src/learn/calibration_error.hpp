// SPDX-License-Identifier: EUPL-1.2
// How far probabilities are from what comes true, without the error that chance alone makes.
//
// Decisions are put into groups of equal size by what was said (Roelofs et al. 2022: such groups
// are less biased than intervals of equal width). In each, d is the mean of said minus came true.
// The plain error, sum of w |d|, is above 0 for a perfect model: chance moves every d. The debiased
// one takes from each d² the variance of d (Kumar, Liang and Ma 2019) and is the root of the
// weighted sum, 0 where the sum is below 0. A quadratic mean is at least the mean of the amounts,
// so the debiased error of many decisions hides nothing that the plain one would show. The interval
// comes from a bootstrap over items. In the world of the draws the truth is the plain sum of w d²,
// so the deviations from that, not the drawn values, are carried over. Threads: plain values; any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "learn/intervals.hpp"

namespace leitstand::learn {

struct CalibrationGroup {
    double said = 0; // mean probability
    Share came_true;
};

struct CalibrationError {
    std::size_t items = 0, decisions = 0;
    double plain = 0;           // expected calibration error as usually given
    double debiased_square = 0; // may be below 0
    double debiased = 0;        // the figure to report
    Interval interval;          // of `debiased`
    std::vector<CalibrationGroup> groups;
};

struct CalibrationErrorOptions {
    std::size_t groups = 10;
    // Decisions that belong to one item stand together and are drawn together: 1 for the top label,
    // the number of labels where each label of a text is a decision.
    std::size_t decisions_per_item = 1;
    // A number for each item; groups are formed among the items of one number. For
    // probabilities of several calibrations, each fitted on the items of the other: together they
    // would seem better than each is, because what one overstates the other understates. Empty: all
    // items together.
    std::span<std::uint32_t const> strata = {};
    BootstrapOptions bootstrap;
};

// `said[i]` is a probability, `came_true[i]` 1 where it came true. Equal probabilities stay in one
// group. Without decisions nothing is known: all 0, the interval 0 to 1.
CalibrationError calibration_error(std::span<double const> said,
                                   std::span<std::uint8_t const> came_true,
                                   CalibrationErrorOptions options = {});

// The decisions "the label with the highest probability is right" of texts with one label each.
struct TopLabelDecisions {
    std::vector<double> said;
    std::vector<std::uint8_t> came_true;
};
// `probabilities`: rows × labels; `truth`: the label number of each row.
TopLabelDecisions top_label_decisions(std::size_t labels, std::span<double const> probabilities,
                                      std::span<std::uint32_t const> truth);

} // namespace leitstand::learn
