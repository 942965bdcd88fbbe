// SPDX-License-Identifier: EUPL-1.2
// Which texts are nearly the same: decisions that share their grounds, letters of one template with
// other numbers. On both sides of a fold they would make a model look better than it is.
//
// Texts are compared by their sets of three words in a row, digits left out, through the smallest
// of 48 hashes each (Broder 1997, On the resemblance and containment of documents): two texts are
// copies when three quarters of these agree. Candidates share one of six bands of eight (Leskovec,
// Rajaraman, Ullman, Mining of Massive Datasets, 3.4), so that time grows with the number of texts
// alone; of two texts that resemble each other by 0.9 all but 3 in 100 are found, by 0.6 hardly
// any. Short texts are left alone: people ask the same thing in the same words. Threads: its own,
// as many as asked for; the result does not depend on their number.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/samples.hpp"

namespace leitstand::learn {

inline constexpr std::size_t kCopyWordsMin = 20; // a shorter text is a copy of none

// For each text the number of the first text that it is a copy of; its own number where it is none.
std::vector<std::uint32_t> near_copies(std::span<Sample const> samples, unsigned threads);

} // namespace leitstand::learn
