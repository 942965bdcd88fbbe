// SPDX-License-Identifier: EUPL-1.2
// How many cases it takes to see a gap between two shares, and how small a gap given numbers of
// cases show: normal approximation for two independent shares of unequal groups (Fleiss, Levin,
// Paik, "Statistical Methods for Rates and Proportions", 3rd ed. 2003, chapter 4), two-sided at
// 5 %, one comparison. The share of the group is taken on that side of the reference's share where
// the gap is harder to see. Threads: any.
#pragma once

#include <cstdint>

#include "learn/intervals.hpp"

namespace leitstand::fairness {

// The smallest gap that `cases` of a group show beside the reference with `power`; 1 if none does.
// cases > 0, reference.count > 0.
double smallest_detectable_gap(std::uint64_t cases, learn::Share reference, double power);

// The least number of cases that shows a gap of `gap`. Where the reference itself has too few, it
// is taken to grow along with the group: the answer then is for both. reference.count > 0,
// 0 < gap < 1.
std::uint64_t cases_needed(double gap, learn::Share reference, double power);

} // namespace leitstand::fairness
