// SPDX-License-Identifier: EUPL-1.2
// The report as one page for people: no script, nothing loaded from elsewhere, prints. Each rate
// stands as dot and interval beside its numbers in the same row of a table, so that who sees no
// picture loses nothing. Threads: any. Limits: kPageGroupsMax.
#pragma once

#include <string>
#include <string_view>

#include "govern/fairness/fairness_report.hpp"

namespace leitstand::fairness {

// Groups drawn; the page says how many more the report has. docs/limits.md
inline constexpr std::size_t kPageGroupsMax = 500;

struct InBothLanguages {
    std::string german, english;
};
// What is said of a group, with the number of cases that are missing.
InBothLanguages verdict_words(GroupReport const& group);

struct TableFacts {
    std::string name; // of the table, as people know it
    std::uint64_t rows = 0, without_label = 0, without_decision = 0;
};

// What `report` holds back (hide_small_groups) stands nowhere on the page: then not in `facts`
// either, which are left out.
std::string fairness_page(FairnessReport const& report, TableFacts const& facts);

} // namespace leitstand::fairness
