// SPDX-License-Identifier: EUPL-1.2
// What became of the decisions of one group, counted, and the rates that follow from the counts.
// Names are those of the fairness literature: Barocas, Hardt, Narayanan, "Fairness and Machine
// Learning" (2023), chapter 3; Chouldechova (Big Data 5, 2017); Saleiro et al., "Aequitas"
// (arXiv 1811.05577). The unfairness indices are those of Speicher et al. (KDD 2018).
// "Positive" is what the label or the decision column calls so. Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "learn/intervals.hpp"

namespace leitstand::fairness {

// Of one row of a decision table.
enum class Outcome : std::uint8_t {
    true_negative,
    false_positive,
    false_negative,
    true_positive,
    abstained,       // the function gave no decision and said so
    without_label,   // left out: what was right is not known
    without_decision // left out: the cell is empty
};
inline constexpr std::size_t kOutcomes = 7;

constexpr Outcome outcome_of(bool label, bool decision) {
    return static_cast<Outcome>((label ? 2 : 0) + (decision ? 1 : 0));
}

struct DecisionCounts {
    std::array<std::uint64_t, kOutcomes> rows{};

    std::uint64_t operator[](Outcome outcome) const {
        return rows[static_cast<std::size_t>(outcome)];
    }
    void add(Outcome outcome, std::uint64_t count = 1) {
        rows[static_cast<std::size_t>(outcome)] += count;
    }
    DecisionCounts& operator+=(DecisionCounts const& other);
    bool operator==(DecisionCounts const&) const = default;

    // Rows with a label and a decision: what all rates but the abstention rate are shares of.
    std::uint64_t decided() const { return rows[0] + rows[1] + rows[2] + rows[3]; }
    std::uint64_t all() const;
};

enum class Rate : std::uint8_t {
    selection_rate, // decided positive, of all
    prevalence,     // truly positive, of all
    fpr,            // decided positive, of the truly negative
    fnr,            // decided negative, of the truly positive: the miss rate
    tpr,            // decided positive, of the truly positive: recall
    tnr,            // decided negative, of the truly negative
    precision,      // truly positive, of those decided positive
    npv,            // truly negative, of those decided negative
    fdr,            // truly negative, of those decided positive
    false_omission, // truly positive, of those decided negative; its key is "for"
    accuracy,       // decided as it is true, of all
    error_rate,     // the rest
    abstention_rate // rows in which the function gave no decision, of those and all decided
};
inline constexpr std::size_t kRates = 13;

std::string_view rate_key(Rate rate);              // "fpr"
std::optional<Rate> rate_of(std::string_view key); // nothing: no such rate
learn::Share share_of(Rate rate, DecisionCounts const& counts);

// How unevenly wrong decisions fall on persons, with the benefit of a person = decision - label + 1
// (2 wrongly positive, 0 wrongly negative, 1 right). 0: nobody is treated otherwise than is right.
// Nothing where no row is decided or nobody has a benefit.
std::optional<double> generalised_entropy(DecisionCounts const& counts); // alpha = 2
std::optional<double> theil_index(DecisionCounts const& counts);         // alpha = 1

} // namespace leitstand::fairness
