// SPDX-License-Identifier: EUPL-1.2
// Which training texts are held aside together, so that a model can be asked about texts that it
// was not trained on. Texts that belong together (one writer, one template, near copies, and
// neighbours in the file, which often come from one letter) are never on both sides. Every label
// is spread over the folds as evenly as that allows (Sechidis, Tsoumakas, Vlahavas 2011, On the
// Stratification of Multi-Label Data): a file sorted by label is as good as a shuffled one.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/samples.hpp"

namespace leitstand::learn {

struct TrainingFolds {
    std::vector<std::uint32_t> groups; // of each text; those of one group are in one fold
    std::vector<std::uint32_t> folds;  // of each text
    // Of each label: 1 where all of its texts, one at least, are in one fold. What a model says of
    // it when these are held aside means nothing, since it then has never seen the label.
    std::vector<std::uint8_t> unseen;

    std::vector<std::uint32_t> inside(std::uint32_t fold) const;
    std::vector<std::uint32_t> outside(std::uint32_t fold) const;
};

// `labels_of`: for each text its labels, below `labels`. `groups`: a number for each text, or
// empty; then neighbours and `copies` (as of near_copies(), or empty) are kept together, neighbours
// only as long as no label has more than half of its texts among them.
TrainingFolds make_folds(std::span<std::vector<std::uint32_t> const> labels_of, std::size_t labels,
                         unsigned folds, std::span<std::uint32_t const> groups,
                         std::span<std::uint32_t const> copies);

} // namespace leitstand::learn
