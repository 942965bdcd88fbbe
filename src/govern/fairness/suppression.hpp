// SPDX-License-Identifier: EUPL-1.2
// Holds small groups back before a report is published, and further groups where a small one could
// be found by subtraction: a margin less the groups that stand (complementary suppression;
// Hundepool et al., "Statistical Disclosure Control", 2012, chapter 4). Sums that are known: all
// rows, and every group, over each column that it does not name. Threads: any.
#pragma once

#include "govern/fairness/fairness_report.hpp"

namespace leitstand::fairness {

inline constexpr std::uint64_t kPublishedCasesMin = 10; // DESIGN rule 8: published statistics

// Empties the groups that are held back: their counts, rates and comparisons. A group whose
// reference is held back loses its comparisons, since counts follow from them.
void hide_small_groups(FairnessReport& report, std::uint64_t cases_min = kPublishedCasesMin);

} // namespace leitstand::fairness
