// SPDX-License-Identifier: EUPL-1.2
// Does a function make somebody wait longer? How long letters of a kind waited until they were
// closed, beside the others: medians, differences with intervals, a test that is corrected for the
// many comparisons, and how many letters are missing where nothing can be said. Of letters that
// arrived in four whole weeks, watched to the end of their time (decide/waiting.hpp). Figures are
// of groups in which enough persons closed letters: smaller values are joined, in a table across
// two traits until every field of it is large enough; else there is no such table. What is shown of
// two traits is thus a sum of fields that may be shown, and so is every difference to the figures
// of one trait. Statistics: govern/fairness. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "decide/waiting.hpp"
#include "govern/fairness/fairness_report.hpp"
#include "govern/operation/shown_groups.hpp"

namespace leitstand::operation {

// The trait that is none of the letter: whether the desk saw what the function says, "with" or
// "without".
inline constexpr std::string_view kSuggestionTrait = "suggestion";

struct WaitingValue {
    std::string trait;
    std::vector<std::string> values; // several: joined, since some were too small; "": not known
    bool operator==(WaitingValue const&) const = default;
};

// Times are in days; infinity: longer than kWaitingDaysMax.
struct WaitingGroup {
    std::vector<WaitingValue> of; // of one trait or of two
    std::uint64_t letters = 0;
    fairness::Estimate median;
    std::optional<fairness::Estimate> difference; // of the medians; nothing where one is infinite
    // The share that waited more than `longer_than` days, and how far it is from the reference's.
    fairness::Estimate longer;
    std::optional<fairness::Estimate> longer_difference;
    std::optional<double> p; // after correction for all comparisons
    fairness::Verdict verdict = fairness::Verdict::not_assessable;
    std::optional<std::uint64_t> needed; // letters; nothing: enough are there, or none would do
    // The same group before the function was in use, and how far it is from there.
    std::optional<fairness::Estimate> before, change;
};

struct ShownWaiting {
    bool shown = false; // false: all together are too few
    std::uint64_t letters = 0;
    fairness::Estimate median;
    std::int64_t longer_than = 0; // days; they part all letters most nearly into halves
    double tolerance = fairness::kTolerance;
    std::size_t tests = 0;
    std::vector<WaitingGroup> groups;                           // of one trait each, then of two
    std::vector<std::pair<std::string, std::string>> too_small; // traits that are not crossed
    std::optional<fairness::Estimate> before, change;           // of all letters
};

enum class Across : std::uint8_t { one_trait, two_traits };
// Errors: those of fairness::report_fairness.
Result<ShownWaiting> shown_waiting(WaitingPeriod const& period, std::size_t persons_min,
                                   Across across);

// Puts what was before beside each group that is the same one.
void compare_with_before(ShownWaiting& now, ShownWaiting const& before);

// The newest span whose letters are watched no more, `back` spans earlier.
Span waiting_span(Date today, int back = 0);

} // namespace leitstand::operation
