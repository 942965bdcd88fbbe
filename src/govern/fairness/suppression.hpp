// SPDX-License-Identifier: EUPL-1.2
// Holds small groups back before a report is published, and further groups until no hidden count
// can be computed from what stands, by whatever sums and differences (complementary suppression;
// Hundepool et al., "Statistical Disclosure Control", 2012, chapter 4). Sums that are known: all
// rows, and every group, over each column that it does not name, where the groups of that column
// make up the sum; where rows that name no value are left out, nothing follows from it. Threads:
// any. Limits: kHiddenSolvedMax.
#pragma once

#include "govern/fairness/fairness_report.hpp"

namespace leitstand::fairness {

inline constexpr std::uint64_t kPublishedCasesMin = 10; // DESIGN rule 8: published statistics

// With more hidden groups than this no crossed table is shown at all (docs/limits.md).
inline constexpr std::size_t kHiddenSolvedMax = 500;

// Empties the groups that are held back: their counts, rates and comparisons. A group whose
// reference is held back loses its comparisons, since counts follow from them.
void hide_small_groups(FairnessReport& report, std::uint64_t cases_min = kPublishedCasesMin);

} // namespace leitstand::fairness
