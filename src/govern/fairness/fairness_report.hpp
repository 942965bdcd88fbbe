// SPDX-License-Identifier: EUPL-1.2
// What a decision table says of its groups: every rate with its 95 % interval, the gap to the
// reference group, whether the gap is more than chance, and whether the group is large enough to
// say that there is none. A group that is too small is "not assessable", never "fair"; the word
// "fair" is none of the verdicts. Method and sources: docs/adr/0027-fairness-figures.md.
// Same counts, same report, in any order of rows. Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "govern/fairness/decision_counts.hpp"
#include "govern/fairness/grouped_counts.hpp"
#include "govern/fairness/two_shares.hpp"

namespace leitstand::fairness {

inline constexpr double kConfidence = 0.95;
inline constexpr double kPower = 0.8;          // with which a gap of the tolerance must be found
inline constexpr double kTolerance = 0.1;      // default: ten percentage points
inline constexpr std::uint64_t kCasesMin = 10; // below, the formulas of power mean nothing
inline constexpr std::size_t kGroupsMax = 100'000; // in one report; docs/limits.md

// A value of one column; nothing: the rows in which the value is missing.
struct GroupValue {
    std::string column;
    std::optional<std::string> value;
    bool operator==(GroupValue const&) const = default;
};

struct FairnessOptions {
    // Rates by which groups are compared, tested and found assessable. All others are reported too.
    std::vector<Rate> compared{Rate::selection_rate, Rate::fpr, Rate::fnr, Rate::precision};
    // At most one value a column; a column without one takes its largest group that has a value.
    std::vector<GroupValue> reference;
    std::size_t depth = 2;         // intersections of up to so many columns
    double tolerance = kTolerance; // the gap that a group must be large enough to show
};

struct Comparison {
    std::optional<Estimate> difference; // group minus reference
    std::optional<RatioEstimate> ratio; // group by reference
    // The rest of compared rates only.
    std::optional<SharesTest> test;
    std::optional<double> p_adjusted;          // after Holm over all tests of the report
    std::optional<double> smallest_detectable; // gap, at kPower; nothing: no cases
    std::optional<std::uint64_t> needed;       // cases in the group; nothing: enough are there
};

enum class Verdict : std::uint8_t {
    reference,        // the others are compared with it
    not_assessable,   // too small: no gap was found, and none could be ruled out
    gap,              // more than chance after correction, however small the group
    open,             // large enough, no gap found, but the interval reaches beyond the tolerance
    within_tolerance, // the intervals of all compared differences lie within the tolerance
    hidden            // held back for publication
};
std::string_view verdict_key(Verdict verdict);

struct GroupReport {
    std::vector<GroupValue> group; // empty: all rows
    DecisionCounts counts;
    std::array<std::optional<Estimate>, kRates> rates; // nothing: a share of no cases
    std::array<Comparison, kRates> comparisons;
    std::optional<Estimate> median_seconds;   // time to answer
    std::optional<std::size_t> compared_with; // index of the reference group; nothing for itself
    bool assessable = false;
    std::optional<std::uint64_t> needed; // cases the group would have to have; nothing: enough
    Verdict verdict = Verdict::not_assessable;

    bool hidden() const { return verdict == Verdict::hidden; }
    bool significant() const; // any compared rate, after correction
    std::optional<Estimate> const& rate(Rate rate) const {
        return rates[static_cast<std::size_t>(rate)];
    }
    Comparison const& comparison(Rate rate) const {
        return comparisons[static_cast<std::size_t>(rate)];
    }
};

struct FairnessReport {
    std::vector<std::string> columns;
    std::vector<Rate> compared;
    double tolerance = kTolerance;
    GroupReport overall;
    std::vector<GroupReport> groups; // by number of columns, columns, values; missing values last
    std::size_t tests = 0;           // over which Holm corrects
};

// Errors: bad_input "fairness.reference_unknown", "fairness.no_rows", "fairness.tolerance";
// too_large "fairness.too_many_groups".
Result<FairnessReport> report_fairness(GroupedCounts const& counts, FairnessOptions const& options);

// Several reports that are read together, as of other columns of the same rows: corrects over the
// tests of all, and says the verdicts anew.
void judge_together(std::span<FairnessReport> reports);

} // namespace leitstand::fairness
