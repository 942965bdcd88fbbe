// SPDX-License-Identifier: EUPL-1.2
// A function in operation: what people did with what it said, drift, reports of errors and
// complaints, incidents, reviews, trainings. Whoever works on items reports a wrong finding from
// the item; all else is kept by governance. Words about persons lie apart and can be deleted.
#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "base/json_members.hpp"
#include "govern/operation/shown_drift.hpp"
#include "govern/participation/agreement.hpp"
#include "govern/switchboard.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/operation_json.hpp"
#include "serve/item_access.hpp"
#include "serve/rights.hpp"

namespace leitstand {

namespace {

using namespace operation;

constexpr std::uint64_t kBodyBytesMax = 32 << 10;
constexpr std::size_t kWordBytesMax = 100;
constexpr int kPeriodsBackMax = 26; // two years of four weeks
constexpr std::int64_t kTrainedUnitsMax = 200;

ComplaintTexts texts_for(HttpRequest const& request) {
    return request.caller->has("govern.write") ? ComplaintTexts::shown : ComplaintTexts::hidden;
}

Result<Date> day_of(Fields const& fields, char const* name) {
    auto const day = parse_iso_date(TRY(fields.text(name, 10)));
    if (!day)
        return fail(Code::bad_input, "request.field_wrong", name);
    return *day;
}

Result<Instant> moment_of(Fields const& fields, char const* name) {
    auto const moment = parse_rfc3339(TRY(fields.text(name, 40)));
    if (!moment)
        return fail(Code::bad_input, "request.field_wrong", name);
    return *moment;
}

NewRecord record_for(HttpRequest const& request, FunctionKey function, std::string subject,
                     std::int64_t number, Json body) {
    NewRecord record;
    record.function = function;
    record.kind = RecordKind::operation;
    record.subject = std::move(subject);
    record.number = number;
    record.by = request.caller->account.id;
    record.body = record_body(std::move(body));
    return record;
}

Result<Response> answer_operation(Serving& serving, HttpRequest const& request,
                                  FunctionKey function) {
    auto const held = TRY(view_of(serving, function));
    return json_response(200, operation_json(serving, **held, texts_for(request)));
}

Result<void> append(Serving& serving, std::vector<NewRecord> const& records) {
    TRY(TRY(governance_of(serving))->journal().append_all(records));
    return {};
}

Result<Response> get_operation(Serving& serving, HttpRequest& request) {
    return answer_operation(serving, request, TRY(function_of(request)));
}

// Figures of one fixed span of four weeks, and drift from the step into use to the end of the
// newest span. `back`: how many spans before the newest one.
Result<Response> get_figures(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const& view = **held;
    auto const back = TRY(query_number(request, "back", 0, kPeriodsBackMax)).value_or(0);
    auto const span = four_weeks(view.today, static_cast<int>(back));
    OutcomeFigures figures{serving.rooms.database, serving.rooms.keys, serving.rooms.catalogue};
    auto const persons_min = static_cast<std::size_t>(persons_min_of(view));
    auto const period = TRY(figures.period(view.function, span.first, span.last));
    Json json = shown_period_json(shown_period(period, persons_min), span);
    json["today"] = to_iso(view.today);
    json["persons_min"] = persons_min;
    auto const terms = terms_in_force(view);
    json["persons_min_agreed"] = terms.in_force && terms.minimum_group >= persons_min_of(view);
    json["back"] = back;
    json["uncounted_until"] = date_json(TRY(figures.uncounted_until()));
    auto const& rules = view.guideline.operation.drift;
    json["drift_rules"] = {{"false_alarm_rate", rules.false_alarm_rate},
                           {"tolerance", rules.tolerance},
                           {"reference_cases", rules.reference_cases}};
    json["drift"] = Json::array();
    json["labels"] = Json::array();
    json["drift_shown"] = false;
    auto const history = TRY(serving.rooms.switchboard.history());
    auto const since = watched_since(history, view, "override");
    json["since"] = date_json(since);
    if (!since)
        return json_response(200, json);
    auto const shown = TRY(shown_drift(figures, history, view, persons_min));
    json["drift_shown"] = !shown.signals.empty();
    for (auto const& drift : shown.signals)
        json["drift"].push_back(drift_json(drift));
    for (auto const& drift : shown.labels)
        json["labels"].push_back(drift_json(drift));
    return json_response(200, json);
}

// --- Complaints and reports of errors ---------------------------------------------------------

std::vector<NewRecord> new_complaint(HttpRequest const& request, GovernView const& view,
                                     Complaint const& complaint, std::string const& text) {
    auto const id = new_id().substr(0, 16);
    return {record_for(request, view.function, "complaint." + id, 1, pack(complaint)),
            record_for(request, view.function, "complaint-text." + id, 1, Json{{"text", text}})};
}

// From the item that the caller has open: its receipt number and unit come from there.
Result<Response> report_error(Serving& serving, HttpRequest& request) {
    auto reader = *request.caller; // reaches what it may read, however wide the right to report is
    reader.scope = Rights::table().scope(reader.account.roles, "items.content");
    auto const item = TRY(view_for(reader, serving.rooms.inbox, request.capture("id")));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const function = TRY(parse_function(TRY(fields.text("function", kWordBytesMax))));
    auto const held = TRY(view_of(serving, function));
    Complaint complaint;
    complaint.channel = "desk";
    complaint.about = TRY(fields.text("about", kWordBytesMax));
    complaint.grave = TRY(fields.flag("grave")).value_or(false);
    complaint.receipt_number = item.item.receipt_number;
    if (serving.rooms.catalogue->unit(item.unit) != nullptr) // one that was dropped since
        complaint.unit = item.unit;
    complaint.received = (*held)->today;
    auto const text = TRY(fields.text("text", kTextBytesMax));
    TRY(check_text(text, "text"));
    TRY(check(complaint, **held));
    TRY(room_for_complaint(operation_state((*held)->records)));
    TRY(append(serving, new_complaint(request, **held, complaint, text)));
    return empty_response(204);
}

Result<Response> enter_complaint(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    Complaint complaint;
    complaint.channel = "citizen";
    complaint.about = TRY(fields.text("about", kWordBytesMax));
    complaint.grave = TRY(fields.flag("grave")).value_or(false);
    complaint.receipt_number = TRY(fields.text_or("receipt_number", kReceiptBytesMax, ""));
    complaint.unit = TRY(fields.text_or("unit", kWordBytesMax, ""));
    complaint.received = TRY(day_of(fields, "received"));
    auto const text = TRY(fields.text("text", kTextBytesMax));
    TRY(check_text(text, "text"));
    TRY(check(complaint, **held));
    TRY(room_for_complaint(operation_state((*held)->records)));
    TRY(append(serving, new_complaint(request, **held, complaint, text)));
    return answer_operation(serving, request, function);
}

template <typename T>
Result<T> with_id(std::vector<T> const& entries, std::string_view id) {
    for (auto const& entry : entries)
        if (entry.id == id)
            return entry;
    return fail(Code::not_found, "operation.not_found");
}

Result<Response> handle_complaint(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const complaint =
        TRY(with_id(operation_state((*held)->records).complaints, request.capture("id")));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    ComplaintStep step;
    step.to = TRY(parse_complaint_state(TRY(fields.text("step", kWordBytesMax))));
    step.on = TRY(day_of(fields, "on"));
    step.result = TRY(fields.text_or("result", kWordBytesMax, ""));
    step.measure = TRY(fields.text_or("measure", kTextBytesMax, ""));
    auto const after = TRY(handled(complaint, step, (*held)->today));
    std::vector<NewRecord> records{record_for(request, function, "complaint." + complaint.id,
                                              TRY(fields.number("number")) + 1, pack(after))};
    auto const text = TRY(fields.text_or("text", kTextBytesMax, ""));
    if (!text.empty() && !complaint.text_deleted) {
        TRY(check_text(text, "text"));
        auto const subject = "complaint-text." + complaint.id;
        auto const* const last = newest_of((*held)->records, RecordKind::operation, subject);
        records.push_back(record_for(request, function, subject,
                                     last == nullptr ? 1 : last->number + 1, Json{{"text", text}}));
    }
    TRY(append(serving, records));
    return answer_operation(serving, request, function);
}

Result<Response> delete_texts(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const complaint =
        TRY(with_id(operation_state((*held)->records).complaints, request.capture("id")));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const reason = TRY(fields.text("reason", kTextBytesMax));
    TRY(check_text(reason, "reason"));
    for (auto const sequence : complaint.text_sequences)
        TRY(TRY(governance_of(serving))
                ->journal()
                .empty(sequence, reason, request.caller->account.id));
    return answer_operation(serving, request, function);
}

// --- Incidents --------------------------------------------------------------------------------

Result<Response> enter_incident(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    Incident incident;
    incident.kind = TRY(fields.text("kind", kWordBytesMax));
    incident.known = TRY(moment_of(fields, "known"));
    incident.summary = TRY(fields.text("summary", kTextBytesMax));
    TRY(check(incident, **held));
    TRY(append(serving, {record_for(request, function, "incident." + new_id().substr(0, 16), 1,
                                    pack(incident))}));
    return answer_operation(serving, request, function);
}

// Either a report that was made, or the end of it.
Result<Response> change_incident(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto incident =
        TRY(with_id(operation_state((*held)->records).incidents, request.capture("id")));
    if (incident.closed)
        return fail(Code::conflict, "operation.incident_closed");
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    if (fields.has("clock")) {
        IncidentReport report{TRY(moment_of(fields, "at")),
                              TRY(fields.text("reference", kTextBytesMax))};
        incident = TRY(reported(std::move(incident), TRY(fields.text("clock", kWordBytesMax)),
                                std::move(report), **held));
    } else {
        incident.consequence = TRY(fields.text("consequence", kTextBytesMax));
        incident.closed = true;
        TRY(check(incident, **held));
    }
    TRY(append(serving, {record_for(request, function, "incident." + incident.id,
                                    TRY(fields.number("number")) + 1, pack(incident))}));
    return answer_operation(serving, request, function);
}

// --- Review, training, logs, alarms -----------------------------------------------------------

Result<Response> enter_review(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    Review review;
    review.on = TRY(day_of(fields, "on"));
    review.result = TRY(fields.text("result", kWordBytesMax));
    review.findings = TRY(fields.text("findings", kTextBytesMax));
    review.by_whom = TRY(fields.text("by_whom", kTextBytesMax));
    TRY(check(review, **held));
    TRY(append(serving, {record_for(request, function, "review", TRY(fields.number("number")) + 1,
                                    pack(review))}));
    return answer_operation(serving, request, function);
}

Result<std::vector<TrainedUnit>> trained_units(Fields const& fields) {
    auto const* const list = fields.member("units");
    if (list == nullptr || !list->is_array() ||
        static_cast<std::int64_t>(list->size()) > kTrainedUnitsMax)
        return fail(Code::bad_input, "request.field_wrong", "units");
    std::vector<TrainedUnit> units;
    for (auto const& unit : *list) {
        bool const whole = unit.is_object() && unit.contains("unit") && unit["unit"].is_string() &&
                           unit.contains("persons") && unit["persons"].is_number_integer() &&
                           unit.contains("trained") && unit["trained"].is_number_integer();
        if (!whole)
            return fail(Code::bad_input, "request.field_wrong", "units");
        units.push_back({unit["unit"].get<std::string>(), unit["persons"].get<std::int64_t>(),
                         unit["trained"].get<std::int64_t>()});
    }
    return units;
}

Result<Response> enter_training(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    Training training;
    training.on = TRY(day_of(fields, "on"));
    training.topic = TRY(fields.text("topic", kTextBytesMax));
    training.units = TRY(trained_units(fields));
    TRY(check(training, **held));
    TRY(append(serving, {record_for(request, function, "training." + new_id().substr(0, 16), 1,
                                    pack(training))}));
    return answer_operation(serving, request, function);
}

Result<Response> settle_logs(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    LogKeeping logs{.months = TRY(fields.number("months")),
                    .checked = TRY(day_of(fields, "checked")),
                    .source = {}};
    TRY(check(logs, **held));
    TRY(append(serving, {record_for(request, function, "logs", TRY(fields.number("number")) + 1,
                                    pack(logs))}));
    return answer_operation(serving, request, function);
}

Result<Response> settle_alarm(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    for (auto alarm : operation_state((*held)->records).alarms) {
        if (alarm.signal != request.capture("signal"))
            continue;
        if (alarm.settled)
            return fail(Code::conflict, "operation.alarm_settled");
        alarm.because = TRY(fields.text("because", kTextBytesMax));
        TRY(check_text(alarm.because, "because"));
        alarm.settled = (*held)->today;
        TRY(append(serving, {record_for(request, function, "alarm." + alarm.signal,
                                        TRY(fields.number("number")) + 1, pack(alarm))}));
        return answer_operation(serving, request, function);
    }
    return fail(Code::not_found, "operation.not_found");
}

} // namespace

void add_operation_routes(Router& router, Serving& serving) {
    constexpr std::string_view kAll = "/api/v1/govern/functions/{key}/operation";
    auto const write = [&](Method method, std::string_view path, Handler handler) {
        add_route(router, serving, method, fmt::format("{}{}", kAll, path), "govern.write",
                  kBodyBytesMax, handler, Repeat::once);
    };
    add_route(router, serving, Method::get, std::string{kAll}, "govern.read", 0, get_operation);
    add_route(router, serving, Method::get, fmt::format("{}/figures", kAll), "govern.read", 0,
              get_figures);
    add_route(router, serving, Method::post, "/api/v1/items/{id}/ai-errors", "govern.report",
              kBodyBytesMax, report_error, Repeat::once);
    write(Method::post, "/complaints", enter_complaint);
    write(Method::put, "/complaints/{id}", handle_complaint);
    write(Method::post, "/complaints/{id}/delete-texts", delete_texts);
    write(Method::post, "/incidents", enter_incident);
    write(Method::put, "/incidents/{id}", change_incident);
    write(Method::post, "/reviews", enter_review);
    write(Method::post, "/trainings", enter_training);
    write(Method::put, "/logs", settle_logs);
    write(Method::put, "/alarms/{signal}", settle_alarm);
}

} // namespace leitstand
