// SPDX-License-Identifier: EUPL-1.2
// The fairness statistics over cases in memory: for the measurements of a function on annotated
// samples of the training zone. A case is one judgement, for instance "is it an application for
// housing benefit?" of one letter; several judgements of one letter are not independent, so count
// letters where that matters. Traits are those of the annotation, never of an account or a desk.
// Threads: any.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "govern/fairness/fairness_report.hpp"

namespace leitstand::fairness {

struct JudgedCase {
    std::vector<std::string> traits; // one a column, in their order; empty: not known
    bool truth = false;              // what the annotation says
    bool said = false;               // what the function says; means nothing where it abstained
    bool abstained = false;
    std::optional<double> seconds; // time to answer
};

// Compared by error, miss (fnr), false positive and abstention rate.
FairnessOptions group_figure_options();

// `columns`: the names of the traits. Errors: those of report_fairness and of GroupedCounts;
// bad_input "fairness.traits": a case has another number of traits than there are columns.
Result<FairnessReport> group_figures(std::vector<std::string> columns,
                                     std::span<JudgedCase const> cases,
                                     FairnessOptions const& options = group_figure_options());

} // namespace leitstand::fairness
