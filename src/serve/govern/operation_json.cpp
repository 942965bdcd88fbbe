// SPDX-License-Identifier: EUPL-1.2
#include "serve/govern/operation_json.hpp"

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "govern/operation/shown_drift.hpp"

namespace leitstand {

namespace {

Json head_json(Serving& serving, operation::Source const& source) {
    return {
        {"number", source.number},
        {"by", source.by.empty() ? std::string{} : serving.rooms.accounts.display_name(source.by)},
        {"at", to_rfc3339(source.at)},
        {"example", source.example}};
}

Json counts_json(OutcomeCounts const& counts) {
    return {{"confirmed", counts.confirmed},
            {"corrected", counts.corrected},
            {"rejected", counts.rejected},
            {"added", counts.added}};
}

Json groups_json(std::vector<operation::ShownGroup> const& groups) {
    auto list = Json::array();
    for (auto const& group : groups)
        list.push_back({{"keys", group.keys}, {"counts", counts_json(group.counts)}});
    return list;
}

Json rate_json(learn::Share share) {
    auto const rate = operation::shown_rate(share);
    return rate ? Json(*rate) : Json(nullptr);
}

Json training_json(Serving& serving, operation::Training const& training, GovernView const& view) {
    auto units = Json::array();
    for (auto const& unit : training.units)
        units.push_back(
            {{"unit", unit.unit}, {"persons", unit.persons}, {"trained", unit.trained}});
    auto json = head_json(serving, training.source);
    json["id"] = training.id;
    json["topic"] = training.topic;
    json["on"] = to_iso(training.on);
    json["due"] = date_json(operation::training_due(training, view));
    json["units"] = std::move(units);
    return json;
}

Json review_json(Serving& serving, operation::Review const& review) {
    auto json = head_json(serving, review.source);
    json["on"] = to_iso(review.on);
    json["result"] = review.result;
    json["findings"] = review.findings;
    json["by_whom"] = review.by_whom;
    return json;
}

Json alarm_json(Serving& serving, operation::Alarm const& alarm) {
    auto json = head_json(serving, alarm.source);
    json["signal"] = alarm.signal;
    json["on"] = to_iso(alarm.on);
    json["before"] = operation::to_points(alarm.before);
    json["now"] = operation::to_points(alarm.now);
    json["settled"] = date_json(alarm.settled);
    json["because"] = alarm.because;
    return json;
}

Json incident_kinds_json(OperationRules const& rules) {
    auto list = Json::array();
    for (auto const& kind : rules.incidents)
        list.push_back({{"key", kind.key},
                        {"name", kind.name},
                        {"name_en", kind.name_en},
                        {"description", kind.description},
                        {"description_en", kind.description_en}});
    return list;
}

template <typename T, typename Write>
Json list_json(std::vector<T> const& entries, Write const& write) {
    auto list = Json::array();
    for (auto const& entry : entries)
        list.push_back(write(entry));
    return list;
}

Json incident_json(Serving& serving, operation::Incident const& incident, GovernView const& view) {
    auto json = head_json(serving, incident.source);
    json["id"] = incident.id;
    json["kind"] = incident.kind;
    json["known"] = to_rfc3339(incident.known);
    json["summary"] = incident.summary;
    json["consequence"] = incident.consequence;
    json["closed"] = incident.closed;
    json["clocks"] = Json::array();
    auto const* const kind = view.guideline.operation.incident(incident.kind);
    if (kind == nullptr)
        return json;
    for (auto const& clock : kind->clocks) {
        auto const due = operation::due_of(clock, incident.known);
        auto const report = incident.reports.find(clock.key);
        bool const made = report != incident.reports.end();
        json["clocks"].push_back(
            {{"key", clock.key},
             {"name", clock.name},
             {"name_en", clock.name_en},
             {"to", clock.to},
             {"to_en", clock.to_en},
             {"source", legal_source_json(clock.source)},
             {"due", due ? Json(to_rfc3339(*due)) : Json(nullptr)},
             {"reported", made ? Json(to_rfc3339(report->second.at)) : Json(nullptr)},
             {"reference", made ? report->second.reference : std::string{}},
             {"late", due && (made ? report->second.at > *due : view.now > *due)}});
    }
    return json;
}

} // namespace

Json complaint_json(Serving& serving, operation::Complaint const& complaint, GovernView const& view,
                    ComplaintTexts texts) {
    auto const dues = operation::dues_of(complaint, view);
    auto json = head_json(serving, complaint.source);
    if (texts == ComplaintTexts::hidden && complaint.channel == "desk")
        json["by"] = ""; // nobody is to be named for having reported
    json["id"] = complaint.id;
    json["channel"] = complaint.channel;
    json["about"] = complaint.about;
    json["unit"] = complaint.unit;
    json["receipt_number"] = complaint.receipt_number;
    json["grave"] = complaint.grave;
    json["received"] = to_iso(complaint.received);
    json["state"] = std::string{operation::complaint_state_name(complaint.state)};
    json["acknowledged"] = date_json(complaint.acknowledged);
    json["checked"] = date_json(complaint.checked);
    json["answered"] = date_json(complaint.answered);
    json["closed"] = date_json(complaint.closed);
    json["result"] = complaint.result;
    json["measure"] = complaint.measure;
    json["receipt_due"] = to_iso(dues.receipt);
    json["answer_due"] = to_iso(dues.answer);
    json["text_deleted"] = complaint.text_deleted;
    json["has_text"] = !complaint.texts.empty();
    json["texts"] = texts == ComplaintTexts::shown ? Json(complaint.texts) : Json::array();
    return json;
}

Json operation_json(Serving& serving, GovernView const& view, ComplaintTexts texts) {
    auto const state = operation::operation_state(view.records);
    auto const& rules = view.guideline.operation;
    Json json{{"today", to_iso(view.today)}, {"now", to_rfc3339(view.now)}};
    json["complaints"] = list_json(state.complaints, [&](auto const& one) {
        return complaint_json(serving, one, view, texts);
    });
    json["incidents"] = list_json(
        state.incidents, [&](auto const& one) { return incident_json(serving, one, view); });
    json["incident_kinds"] = incident_kinds_json(rules);
    json["reviews"] =
        list_json(state.reviews, [&](auto const& one) { return review_json(serving, one); });
    json["review_due"] = date_json(operation::review_due(state, view));
    json["review_source"] = legal_source_json(rules.review_source);
    json["trainings"] = list_json(
        state.trainings, [&](auto const& one) { return training_json(serving, one, view); });
    json["training_source"] = legal_source_json(rules.training_source);
    json["alarms"] =
        list_json(state.alarms, [&](auto const& one) { return alarm_json(serving, one); });
    json["logs"] = nullptr;
    if (state.logs) {
        json["logs"] = head_json(serving, state.logs->source);
        json["logs"]["months"] = state.logs->months;
        json["logs"]["checked"] = to_iso(state.logs->checked);
    }
    json["logs_months_least"] = rules.logs_kept.count;
    json["logs_source"] = legal_source_json(rules.logs_source);
    json["open"] = list_json(operation_open_points(view),
                             [&](auto const& one) { return open_point_json(one, view.today); });
    return json;
}

Json shown_period_json(operation::ShownPeriod const& period, operation::Span const& span) {
    return {{"first", to_iso(span.first)},
            {"last", to_iso(span.last)},
            {"shown", period.shown},
            {"total", counts_json(period.total)},
            {"units", groups_json(period.units)},
            {"kinds", groups_json(period.kinds)},
            {"weeks", groups_json(period.weeks)}};
}

// Rounded, and without counts: see shown_drift.hpp.
Json drift_json(operation::Drift const& drift) {
    Json json{{"signal", drift.signal},
              {"assessable", drift.assessable()},
              {"needed", operation::shown_cases(drift.needed)},
              {"before", rate_json(drift.before)},
              {"now", rate_json(drift.now)},
              {"difference", nullptr},
              {"alarm_on", date_json(drift.alarm_on)},
              {"seen_within", nullptr},
              {"blind_alarms", drift.blind}};
    if (drift.seen_within)
        json["seen_within"] = operation::shown_cases(*drift.seen_within);
    if (auto const& by = drift.difference)
        json["difference"] = {operation::to_points(by->value), operation::to_points(by->lower),
                              operation::to_points(by->upper)};
    return json;
}

} // namespace leitstand
