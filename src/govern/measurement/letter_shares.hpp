// SPDX-License-Identifier: EUPL-1.2
// Shares of things of which one letter gives several (pairs, fields): these are not independent of
// each other, so intervals count letters. The share's variance between letters (ratio estimate)
// gives a design effect, and Wilson's interval is taken at the count that so many independent
// things would be worth (Korn and Graubard, Survey Methodology 24 (1998) 193-201; Dean and Pagano,
// Journal of Survey Statistics and Methodology 3 (2015) 484-503). Where fewer than ten letters
// hit, or miss, the variance says little and a letter counts once at most. ADR 0028. Threads: any;
// pure functions.
#pragma once

#include <cstdint>
#include <span>

#include "govern/fairness/two_shares.hpp"

namespace leitstand {

// Of one letter; hits <= count.
struct OfLetter {
    std::uint64_t hits = 0, count = 0;
};

// How many independent things all of them are worth: at most their number.
double independent_count(std::span<OfLetter const> letters);

fairness::Estimate share_by_letter(std::span<OfLetter const> letters);

// One-sided, exact for independent things (Clopper and Pearson), at the same count.
double upper_by_letter(std::span<OfLetter const> letters, double confidence);

// `first` minus `second`, both of the same letters in the same order; letters that lack one of them
// are left out. From the two intervals and the correlation of the two shares between letters
// (Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702). Without a letter: -1 to 1.
fairness::Estimate difference_by_letter(std::span<OfLetter const> first,
                                        std::span<OfLetter const> second);

} // namespace leitstand
