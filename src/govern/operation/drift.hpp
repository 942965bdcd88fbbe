// SPDX-License-Identifier: EUPL-1.2
// Drift of a function in operation: does it get corrected, or does it miss, more often than at
// first? Says how much (difference with interval) and whether that is an alarm (rate_watch.hpp),
// beside what a detector that looks at nothing would have reported. The reference are the first
// decided findings after `since`, by whole days. Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "catalogue/operation_rules.hpp"
#include "decide/outcome_figures.hpp"
#include "govern/fairness/two_shares.hpp"
#include "govern/operation/rate_watch.hpp"

namespace leitstand::operation {

struct Drift {
    std::string signal;       // "override", "missed", or "service:kindergeld" of a label
    learn::Share before, now; // reference; the newest cases behind it, as many as the reference
    std::optional<fairness::Estimate> difference; // now minus before, at 95 %
    std::uint64_t needed = 0;  // cases until there is a reference; 0: there is one
    std::uint64_t watched = 0; // cases behind the reference
    double evidence = 1, alarm_from = 0;
    std::optional<Date> alarm_on;
    // Cases after which a rate ten points above the reference has alarmed, with 95 % confidence.
    std::optional<std::uint64_t> seen_within;
    std::uint64_t blind = 0; // alarms of a detector that reports every hundredth case
    bool assessable() const { return needed == 0 && watched > 0; }
};

// "override" (corrected or rejected of what it said) and "missed" (added of all); each may spend
// half of the rules' false-alarm rate.
std::vector<Drift> drift_of(std::vector<DayOutcomes> const& days, DriftRules const& rules);

// One of `labels` labels that are watched together, in both directions; they share the rules'
// false-alarm rate among each other. The spans follow each other and end on the days `ends`.
Drift label_drift(std::string name, std::vector<OutcomeFigures::LabelCount> const& spans,
                  std::vector<Date> const& ends, DriftRules const& rules, std::size_t labels);

} // namespace leitstand::operation
