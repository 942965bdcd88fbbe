// SPDX-License-Identifier: EUPL-1.2
// What must be done while a function runs, and by when: complaints, reports of incidents with their
// legal clocks, review, training, keeping of logs, alarms. Pure functions of the view. Threads:
// any.
#pragma once

#include <optional>
#include <vector>

#include "govern/open_point.hpp"
#include "govern/operation/operation_records.hpp"

namespace leitstand {

// What is open in operation; nothing for a function that never ran and has nothing to handle.
std::vector<OpenPoint> operation_open_points(GovernView const& view);
// Of those the ones that close the gate: an alarm, an incident whose report is overdue, a grave
// complaint whose answer is overdue, a review that is missing though the function runs, or overdue.
std::vector<OpenPoint> operation_gate_points(GovernView const& view);

} // namespace leitstand

namespace leitstand::operation {

// Persons that a group has at least before a figure of it is shown: what the rules say, or a works
// agreement where it asks for more.
int persons_min_of(GovernView const& view);

struct ComplaintDues {
    Date receipt, answer; // last days
};
ComplaintDues dues_of(Complaint const& complaint, GovernView const& view);

// When a report is due: that moment itself is still in time. Nothing: at once.
std::optional<Instant> due_of(IncidentClock const& clock, Instant known);

// From the last review, else from the day on which the function was first put to use.
std::optional<Date> review_due(OperationState const& state, GovernView const& view);
// When the newest training of the unit is to be refreshed.
std::optional<Date> training_due(Training const& training, GovernView const& view);

} // namespace leitstand::operation
