// SPDX-License-Identifier: EUPL-1.2
// Operation: no drift, no incident or grave complaint overdue, no review older than the step
// permits, no term of a works agreement broken. It closes while the function runs; nothing is asked
// of one that never did, but that agreed terms are looked after.
#include "govern/gates/words.hpp"
#include "govern/operation/duties.hpp"
#include "govern/participation/agreement.hpp"

namespace leitstand::gates {

namespace {

// From the last review, else from the day on which somebody first signed.
std::optional<Date> reviewed_on(GovernView const& view) {
    auto const state = operation::operation_state(view.records);
    if (!state.reviews.empty())
        return state.reviews.front().on;
    auto const first = std::ranges::find(view.records, RecordKind::signature, &Record::kind);
    return first == view.records.end() ? std::nullopt : std::optional{date_in_berlin(first->at)};
}

void check_review(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const on = reviewed_on(view);
    if (!on)
        return;
    auto const due = plus_days(*on, step.limits.review_days_max);
    bool const said = std::ranges::any_of(result.missing, [](OpenPoint const& point) {
        return point.key.starts_with("operation.review_");
    });
    if (due < view.today && !said)
        miss(result, {"operation.review_due", "review",
                      fmt::format("Die Überprüfung im Betrieb ist überfällig: Hier steht sie alle "
                                  "{} Tage an.",
                                  step.limits.review_days_max),
                      fmt::format("The review in operation is overdue: here it is due every {} "
                                  "days.",
                                  step.limits.review_days_max),
                      "governance", due});
}

} // namespace

GateResult operation(GovernView const& view, GateStep const& step) {
    GateResult result{"operation", {}, {}};
    for (auto& point : operation_gate_points(view))
        miss(result, std::move(point));
    check_review(result, view, step);
    for (auto& point : agreement_gate_points(view, step.limits.review_days_max))
        miss(result, std::move(point));
    if (result.open())
        result.proof.push_back({"Kein Alarm, keine überfällige Meldung, Beschwerde oder "
                                "Überprüfung; Vereinbartes ist eingehalten.",
                                "No alarm, no report, complaint or review overdue; what was agreed "
                                "is kept.",
                                {},
                                false});
    return result;
}

} // namespace leitstand::gates
