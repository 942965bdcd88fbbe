// SPDX-License-Identifier: EUPL-1.2
// Impact: consequences are assessed and what follows from them is done. A function that rates
// entitlement or profiles people is locked, whatever else is stated.
#include "govern/assessment/assessment.hpp"
#include "govern/gates/words.hpp"

namespace leitstand::gates {

GateResult impact(GovernView const& view, GateStep const& step) {
    GateResult result{"impact", {}, {}};
    if (auto const lock = ai_act_lock(view))
        miss(result, {"impact.locked", lock->key, lock->german, lock->english, "management", {}});
    auto const mode = parse_mode(step.mode);
    for (auto& point : assessment_open_points(view, assessment_of(view),
                                              mode ? std::optional{*mode} : std::nullopt))
        miss(result, std::move(point));
    if (result.open())
        result.proof.push_back({"Folgen und Risiken sind eingeschätzt, die Maßnahmen getroffen.",
                                "Consequences and risks are assessed, the measures taken.",
                                {},
                                false});
    return result;
}

} // namespace leitstand::gates
