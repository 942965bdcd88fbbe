// SPDX-License-Identifier: EUPL-1.2
// What a classifier got right: accuracy, precision, recall and F1 (by label, micro, macro) and the
// confusion table. A figure without its interval misleads: see intervals.hpp. F1 is 0 where nothing
// was hit. Macro-F1 is the mean over the labels that occur in the truth or in the predictions.
// Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "learn/intervals.hpp"

namespace leitstand::learn {

struct HitCounts {
    std::uint64_t hits = 0;   // said and right
    std::uint64_t wrong = 0;  // said and not right
    std::uint64_t missed = 0; // right and not said

    Share precision() const { return {hits, hits + wrong}; }
    Share recall() const { return {hits, hits + missed}; }
    double f1() const {
        auto const parts = 2 * hits + wrong + missed;
        return parts == 0 ? 0 : 2 * static_cast<double>(hits) / static_cast<double>(parts);
    }
    bool occurs() const { return hits + wrong + missed > 0; }
};

struct LabelFigures {
    std::vector<HitCounts> by_label;
    HitCounts all; // summed over the labels: its f1() is micro-F1
    double macro_f1 = 0;
    Share wholly_right; // items of which every label is right: accuracy with one label each
};

// One label each: `truth` and `predicted` hold a label number < labels for every item.
LabelFigures single_label_figures(std::size_t labels, std::span<std::uint32_t const> truth,
                                  std::span<std::uint32_t const> predicted);
// Any number of labels: items × labels, row by row, 1 where the label applies or was said.
LabelFigures multi_label_figures(std::size_t labels, std::span<std::uint8_t const> truth,
                                 std::span<std::uint8_t const> predicted);

// How often which label was taken for which.
class ConfusionTable {
  public:
    ConfusionTable(std::size_t labels, std::span<std::uint32_t const> truth,
                   std::span<std::uint32_t const> predicted);

    std::size_t labels() const { return labels_; }
    std::uint64_t count(std::size_t truth, std::size_t predicted) const {
        return counts_[truth * labels_ + predicted];
    }

    struct Pair {
        std::uint32_t truth = 0, predicted = 0;
        std::uint64_t count = 0;
    };
    // The most frequent mistakes first, at most `count`.
    std::vector<Pair> mistakes(std::size_t count) const;

  private:
    std::size_t labels_;
    std::vector<std::uint64_t> counts_;
};

} // namespace leitstand::learn
