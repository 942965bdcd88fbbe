// SPDX-License-Identifier: EUPL-1.2
// The same letter twice, one trait exchanged (catalogue/de/govern/counterfactuals.toml): by words
// where they stand, else by what can be set in. Which names a letter gets hangs on its id alone, so
// that the same letters give the same pairs. Threads: any; pure functions.
#pragma once

#include <vector>

#include "catalogue/counterfactuals.hpp"
#include "govern/measurement/letters.hpp"

namespace leitstand {

inline constexpr std::size_t kPairsOfLetterMax = 40; // docs/limits.md

struct ExchangedPair {
    std::size_t trait = 0; // in Counterfactuals::traits
    std::string one, one_subject;
    std::string other, other_subject;
};

// All pairs that a letter gives, trait by trait. A form that would be the same as the other is no
// pair.
std::vector<ExchangedPair> exchanged_pairs(MeasuredLetter const& letter,
                                           Counterfactuals const& templates);

// The letter with another text and subject line.
Document with_text(Document const& letter, std::string text, std::string subject);

// Whole words, as they stand: no letter stands directly before or behind.
std::string exchange_words(std::string_view text,
                           std::vector<std::pair<std::string, std::string>> const& pairs);

} // namespace leitstand
