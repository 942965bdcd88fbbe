// SPDX-License-Identifier: EUPL-1.2
// Which figures of people's work may be shown: those of groups with enough persons. A smaller group
// is joined with others until they are enough together, so that no figure of a smaller one is
// shown, nor can be had by taking what is shown from the total (complementary suppression). Weeks
// join their neighbours. Periods are fixed spans of four weeks that do not overlap, so that two
// looks at different times give nothing away either. DESIGN rule 8. Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "decide/outcome_figures.hpp"

namespace leitstand::operation {

struct ShownGroup {
    std::vector<std::string> keys; // several: joined, since some were too small
    OutcomeCounts counts;
};

struct ShownPeriod {
    bool shown = false; // false: all together are too few
    OutcomeCounts total;
    std::vector<ShownGroup> units, kinds, weeks;
};

// Parts of a whole with fewer persons joined into one; if that is still small, the next larger one
// with it.
std::vector<ShownGroup> join_small(std::vector<OutcomePart> parts, std::size_t persons_min);

ShownPeriod shown_period(OutcomePeriod const& period, std::size_t persons_min);

// The last span of four whole weeks that has ended before `today`, `back` spans earlier.
struct Span {
    Date first, last; // both inclusive
};
Span four_weeks(Date today, int back = 0);

} // namespace leitstand::operation
