// SPDX-License-Identifier: EUPL-1.2
// The report as JSON: one object a group in the form of CONTRACTS "govern fairness", and the whole
// report as it is kept in a measurement (docs/formats/fairness.md). Rates, differences, ratios
// and p are rounded to 6 decimals. Threads: any.
#pragma once

#include "base/json.hpp"
#include "govern/fairness/fairness_report.hpp"

namespace leitstand::fairness {

// How the missing value of a column is named; `missing` names the columns, so that a real value of
// that name is told apart.
inline constexpr std::string_view kMissingName = "(missing)";

Json group_json(GroupReport const& group, FairnessReport const& report);
// {"columns":[…],"compared":[…],"tolerance":0.1,"tests":12,"overall":{…},"groups":[{…},…]}
Json report_json(FairnessReport const& report);

} // namespace leitstand::fairness
