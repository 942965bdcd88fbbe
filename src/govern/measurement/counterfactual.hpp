// SPDX-License-Identifier: EUPL-1.2
// The counterfactual test: is a letter read the same when only who writes it changes? Each pair is
// understood as post is, and what is said of both compared. One pass serves all functions. The
// measure is the share of pairs with another finding (Kusner et al. 2017, Counterfactual Fairness,
// in the simple form of exchanged words; Garg et al. 2019), with an interval by letter
// (letter_shares.hpp): the pairs of one letter are not independent. Whether changes go one way, the
// exact sign test over letters tells (McNemar 1947). Threads: its own, as many as asked for; the
// result does not depend on their number.
#pragma once

#include <functional>
#include <map>

#include "govern/measurement/exchange.hpp"
#include "govern/measurement/measurement.hpp"

namespace leitstand {

// As post is understood; asked from several threads.
using UnderstandLetter = std::function<Understanding(Document const&)>;

struct CounterfactualOptions {
    unsigned threads = 1;
    std::size_t pairs_max = 0; // 0: all
};

// One measurement for each function that says something of letters (sort, extract, complete,
// urgent); `taken` is left to the caller.
using CounterfactualByFunction = std::map<FunctionKey, CounterfactualMeasurement>;
CounterfactualByFunction measure_counterfactuals(std::span<MeasuredLetter const> letters,
                                                 Counterfactuals const& templates,
                                                 UnderstandLetter const& understand,
                                                 CounterfactualOptions const& options);

// What a function says of a letter, to be compared: "service.wohngeld", "clock.widerspruch",
// "held". Of names, numbers and addresses only that they were found.
struct SaidOfLetter {
    std::map<std::string, double> said; // with the probability, where there is one
    bool operator==(SaidOfLetter const&) const = default;
};
std::map<FunctionKey, SaidOfLetter> said_of_letter(Understanding const& understanding);

// What became of the pairs of one letter and one trait.
struct PairsOfTrait {
    std::uint64_t pairs = 0, changed = 0, rightful = 0, only_lost = 0, only_gained = 0;
    std::uint64_t held_one = 0, held_other = 0; // the first form alone is held, or the other one
    double shift_max = 0;
    std::map<std::string, std::uint64_t> changed_by_kind;
};
using LetterPairs = std::vector<PairsOfTrait>; // one a trait of the templates, in their order
CounterfactualMeasurement counterfactual_of(Counterfactuals const& templates,
                                            std::span<LetterPairs const> letters);

// Two-sided, exact: of `less` and `more` letters that changed one way and the other.
double mcnemar_p(std::uint64_t less, std::uint64_t more);

} // namespace leitstand
