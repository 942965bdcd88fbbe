// SPDX-License-Identifier: EUPL-1.2
// The assessment of a function for programs: what the routes give out and what is exported
// (docs/formats/openapi.yaml, schema GovernAssessment). Names no person. Threads: any.
#pragma once

#include "govern/assessment/assessment.hpp"

namespace leitstand {

Json assessment_json(GovernView const& view, Assessment const& assessment);
// The score alone, for any questionnaire: `leitstand govern assess`.
Json impact_score_json(ImpactScore const& score);

} // namespace leitstand
