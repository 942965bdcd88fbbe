// SPDX-License-Identifier: EUPL-1.2
// Operation: no drift, no incident or grave complaint overdue, no review overdue. It closes while
// the function runs; nothing is asked of one that never did.
#include "govern/gates/words.hpp"
#include "govern/operation/duties.hpp"

namespace leitstand::gates {

GateResult operation(GovernView const& view, GateStep const&) {
    GateResult result{"operation", {}, {}};
    for (auto& point : operation_gate_points(view))
        miss(result, std::move(point));
    if (result.open())
        result.proof.push_back(
            {"Kein Alarm, keine überfällige Meldung, Beschwerde oder Überprüfung.",
             "No alarm, no report, complaint or review overdue.",
             {},
             false});
    return result;
}

} // namespace leitstand::gates
