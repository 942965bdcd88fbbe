// SPDX-License-Identifier: EUPL-1.2
// The JSON of a function in operation: complaints, incidents with their clocks, reviews, trainings,
// figures and drift. Threads: as serving.hpp says.
#pragma once

#include "govern/operation/drift.hpp"
#include "govern/operation/duties.hpp"
#include "govern/operation/shown_groups.hpp"
#include "serve/govern/govern_shared.hpp"

namespace leitstand {

// Texts of complaints are shown to those who handle them only.
enum class ComplaintTexts : std::uint8_t { shown, hidden };

Json complaint_json(Serving& serving, operation::Complaint const& complaint, GovernView const& view,
                    ComplaintTexts texts);
Json operation_json(Serving& serving, GovernView const& view, ComplaintTexts texts);
Json shown_period_json(operation::ShownPeriod const& period, operation::Span const& span);
Json drift_json(operation::Drift const& drift);

} // namespace leitstand
