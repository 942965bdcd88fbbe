// SPDX-License-Identifier: EUPL-1.2
// What may be shown of drift. Two looks at sums that run to today differ by what was decided in
// between, and that may be one person's work: so sums end with the last four whole weeks
// (shown_groups.hpp), rates are rounded to a point of a hundred, and no counts are given. The alarm
// itself is looked for daily (alarm_watch.hpp), and seen by nobody until it is one. Threads: any.
#pragma once

#include <optional>

#include "govern/operation/alarm_watch.hpp"

namespace leitstand::operation {

struct ShownDrift {
    std::vector<Drift> signals; // those on which enough persons decided, each since its own start
    std::vector<Drift> labels;  // empty where too few decided since the function is in use
};
// Errors: those of the database.
Result<ShownDrift> shown_drift(OutcomeFigures& figures, std::vector<ModeChange> const& history,
                               GovernView const& view, std::size_t persons_min);

// A share as it is shown: by whole points of a hundred. Nothing of no cases.
std::optional<double> shown_rate(learn::Share share);
double to_points(double share);
// A number of cases as it is shown: the next multiple of kShownCasesStep.
inline constexpr std::uint64_t kShownCasesStep = 50;
std::uint64_t shown_cases(std::uint64_t cases);

} // namespace leitstand::operation
