// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/duties.hpp"

#include <algorithm>

#include "govern/participation/agreement.hpp"
#include "law/period.hpp"

namespace leitstand::operation {

namespace {

Date after(Date first, PeriodLength length, GovernView const& view) {
    return law::period_end(first, law::FirstDay::not_counted, length, view.calendar);
}

bool runs(GovernView const& view) {
    return view.mode == Mode::assist || view.mode == Mode::act;
}

void complaint_points(GovernView const& view, OperationState const& state,
                      std::vector<OpenPoint>& out) {
    for (auto const& complaint : state.complaints) {
        auto const dues = dues_of(complaint, view);
        if (complaint.state == ComplaintState::received && complaint.channel == "citizen")
            out.push_back({"operation.complaint_unacknowledged", complaint.id,
                           "Eine Beschwerde ist noch nicht bestätigt.",
                           "A complaint has not been acknowledged yet.", "governance",
                           dues.receipt});
        if (!settled(complaint))
            out.push_back(
                {complaint.grave ? "operation.grave_complaint_open" : "operation.complaint_open",
                 complaint.id,
                 complaint.grave ? "Eine schwere Beschwerde ist noch nicht erledigt."
                                 : "Eine Meldung oder Beschwerde ist noch nicht erledigt.",
                 complaint.grave ? "A grave complaint has not been settled yet."
                                 : "A report or complaint has not been settled yet.",
                 "governance", dues.answer});
    }
}

void incident_points(GovernView const& view, OperationState const& state,
                     std::vector<OpenPoint>& out) {
    for (auto const& incident : state.incidents) {
        auto const* kind = view.guideline.operation.incident(incident.kind);
        if (kind == nullptr || incident.closed)
            continue;
        for (auto const& clock : kind->clocks) {
            if (incident.reports.contains(clock.key))
                continue;
            auto const due = due_of(clock, incident.known).value_or(incident.known);
            out.push_back(
                {"operation.incident_report", incident.id + "." + clock.key,
                 fmt::format("Vorfall: {} steht noch aus ({}).", clock.name, clock.source.text),
                 fmt::format("Incident: still to do: {} ({}).", clock.name_en, clock.source.text),
                 "governance", date_in_berlin(due)});
        }
        out.push_back({"operation.incident_open", incident.id,
                       "Ein Vorfall ist noch nicht abgeschlossen.",
                       "An incident has not been closed yet.", "governance", std::nullopt});
    }
}

void standing_points(GovernView const& view, OperationState const& state,
                     std::vector<OpenPoint>& out) {
    if (state.reviews.empty())
        out.push_back({"operation.review_missing", "review",
                       "Die erste Überprüfung im Betrieb ist noch nicht eingetragen.",
                       "The first review in operation has not been entered yet.", "governance",
                       review_due(state, view)});
    else if (auto const due = review_due(state, view); due && *due < plus_days(view.today, 60))
        out.push_back({"operation.review_due", "review", "Die jährliche Überprüfung steht an.",
                       "The yearly review is due.", "governance", due});
    if (state.trainings.empty())
        out.push_back({"operation.training_missing", "training",
                       "Es ist nicht eingetragen, wer für die Funktion geschult ist.",
                       "It has not been entered who is trained for the function.", "team_lead",
                       std::nullopt});
    else if (auto const due = training_due(state.trainings.front(), view);
             due && *due < plus_days(view.today, 60))
        out.push_back({"operation.training_due", "training", "Die Schulung ist aufzufrischen.",
                       "The training is to be refreshed.", "team_lead", due});
    auto const months = view.guideline.operation.logs_kept.count;
    if (!state.logs || state.logs->months < months)
        out.push_back({"operation.logs_unsettled", "logs",
                       fmt::format("Es ist nicht eingetragen, dass das Protokoll mindestens {} "
                                   "Monate bleibt.",
                                   months),
                       fmt::format("It has not been entered that the log is kept for at least {} "
                                   "months.",
                                   months),
                       "administrator", std::nullopt});
}

bool touched(OperationState const& state) {
    return !state.reviews.empty() || !state.trainings.empty() || state.logs.has_value();
}

bool closes(OpenPoint const& point, GovernView const& view) {
    bool const overdue = point.due && *point.due < view.today;
    if (point.key == "operation.drift_alarm")
        return true;
    if (point.key == "operation.review_missing" || point.key == "operation.review_due" ||
        point.key == "operation.grave_complaint_open")
        return overdue;
    return point.key == "operation.incident_report" && overdue;
}

} // namespace

int persons_min_of(GovernView const& view) {
    return std::max(view.guideline.operation.persons_min, terms_in_force(view).minimum_group);
}

ComplaintDues dues_of(Complaint const& complaint, GovernView const& view) {
    auto const& rules = view.guideline.operation;
    return {.receipt = after(complaint.received, rules.complaint_receipt, view),
            .answer = after(complaint.received, rules.complaint_answer, view)};
}

std::optional<Instant> due_of(IncidentClock const& clock, Instant known) {
    constexpr std::int64_t kHour = 3'600'000'000;
    if (clock.hours > 0)
        return Instant{known.microseconds + clock.hours * kHour};
    if (clock.days > 0) // until the end of the last day
        return Instant{
            start_in_berlin(plus_days(date_in_berlin(known), clock.days + 1)).microseconds - 1};
    return std::nullopt;
}

std::optional<Date> review_due(OperationState const& state, GovernView const& view) {
    auto const& length = view.guideline.operation.review;
    if (!state.reviews.empty())
        return after(state.reviews.front().on, length, view);
    std::optional<Date> first; // the earliest record that somebody signed for use
    for (auto const& record : view.records)
        if (record.kind == RecordKind::signature && !first)
            first = date_in_berlin(record.at);
    return first ? std::optional{after(*first, length, view)} : std::nullopt;
}

std::optional<Date> training_due(Training const& training, GovernView const& view) {
    return after(training.on, view.guideline.operation.training, view);
}

} // namespace leitstand::operation

namespace leitstand {

std::vector<OpenPoint> operation_open_points(GovernView const& view) {
    using namespace operation;
    auto const state = operation_state(view.records);
    std::vector<OpenPoint> out;
    for (auto const& alarm : state.alarms)
        if (!alarm.settled)
            out.push_back(
                {"operation.drift_alarm", alarm.signal,
                 alarm.signal == "missed" ? "Die Funktion übersieht mehr als zu Beginn. Der Alarm "
                                            "ist noch nicht geklärt."
                                          : "Die Funktion wird öfter berichtigt als zu Beginn. Der "
                                            "Alarm ist noch nicht geklärt.",
                 alarm.signal == "missed"
                     ? "The function misses more than at first. The alarm has not been settled yet."
                     : "The function is corrected more often than at first. The alarm has not been "
                       "settled yet.",
                 "governance", alarm.on});
    incident_points(view, state, out);
    complaint_points(view, state, out);
    if (runs(view) || touched(state))
        standing_points(view, state, out);
    return out;
}

std::vector<OpenPoint> operation_gate_points(GovernView const& view) {
    std::vector<OpenPoint> out;
    for (auto& point : operation_open_points(view))
        if (operation::closes(point, view))
            out.push_back(std::move(point));
    return out;
}

} // namespace leitstand
