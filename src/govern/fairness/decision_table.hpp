// SPDX-License-Identifier: EUPL-1.2
// Reads a decision table (CSV) and counts it: which columns group, which one says what is true,
// which one what was decided, and how "positive" is written there. Nothing is guessed in silence: a
// label that is not one of two answers is an error with its line; rows without a label or a
// decision are counted apart. Ten million rows need seconds and a few megabytes. Threads: its own;
// the result is the same for any number of them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "govern/fairness/grouped_counts.hpp"

namespace leitstand::fairness {

inline constexpr std::size_t kAnswersMax = 50; // different values of a label or decision column

struct DecisionTable {
    std::vector<std::string> groups; // columns, at most kGroupColumnsMax
    std::string label;
    std::string decision; // or `score` with `threshold`
    std::string score;
    double threshold = 0;   // positive from here on
    std::string abstention; // empty: none
    std::string seconds;    // time to answer; empty: none
    // How "positive" is written. Empty: 1, true, yes, ja, wahr and the like, and the opposite of
    // each is negative; anything else is an error. Named: every other value is negative.
    std::vector<std::string> positive, positive_decision;
    std::vector<std::string> missing; // values that count as missing beside the empty one
    unsigned threads = 2;
};

struct CountedTable {
    GroupedCounts counts;
    std::uint64_t rows = 0;
    std::uint64_t without_label = 0, without_decision = 0;
};

// Errors: those of TableFile::open, GroupedCounts and text::csv_fault; bad_input
// "fairness.no_column" (the detail suggests near names), "fairness.column_twice",
// "fairness.too_many_columns", "fairness.not_binary", "fairness.too_many_answers",
// "fairness.not_a_number", "fairness.no_rows", "csv.ragged".
Result<CountedTable> count_table(std::filesystem::path const& path, DecisionTable const& table);

// A decimal number, whole; with a decimal comma too where `comma`. Nothing: it is none.
std::optional<double> decimal_number(std::string_view text, bool comma);

} // namespace leitstand::fairness
