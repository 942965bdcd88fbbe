// SPDX-License-Identifier: EUPL-1.2
// The assessment of a function as one whole: impact questionnaire, criticality, forms of the law,
// class under the AI Act, risk register, and what of it is still open. Everything is worked out
// from the view. Threads: any.
#pragma once

#include "govern/assessment/ai_act.hpp"
#include "govern/assessment/criticality.hpp"
#include "govern/assessment/form_state.hpp"
#include "govern/assessment/impact_state.hpp"
#include "govern/assessment/risk_register.hpp"
#include "govern/open_point.hpp"

namespace leitstand {

struct Assessment {
    ImpactState impact;
    CriticalityState criticality;
    std::vector<FormState> forms; // in the order of the guideline
    AiActResult ai_act;
    std::optional<Lock> lock;
    std::vector<RiskEntry> risks;
};

Assessment assessment_of(GovernView const& view);

// Questions, ratings, forms, risks and duties that are open. Keys: "assessment.locked",
// "assessment.impact_open", "assessment.duty_open", "assessment.criticality_missing",
// "assessment.criticality_stale", "assessment.criticality_forbids", "assessment.measure_open",
// "assessment.form_open", "assessment.ai_act_open", "assessment.high_risk",
// "assessment.risks_missing", "assessment.risk_unaccepted", "assessment.risk_overdue".
std::vector<OpenPoint> assessment_open_points(GovernView const& view);
std::vector<OpenPoint> assessment_open_points(GovernView const& view, Assessment const& assessment);
// Those that stand before the step to that mode alone: a fact that may wait until a later one, and
// questions that can only lower the level before `shadow`, are left out. Nothing: all.
std::vector<OpenPoint> assessment_open_points(GovernView const& view, Assessment const& assessment,
                                              std::optional<Mode> step);

} // namespace leitstand
