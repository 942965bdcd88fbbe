// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/operation_records.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "text/utf8.hpp"

namespace leitstand::operation {

namespace {

constexpr std::array<std::string_view, 5> kStates{"received", "acknowledged", "checked", "answered",
                                                  "closed"};
constexpr std::int64_t kPersonsMax = 100'000;
constexpr std::int64_t kMonthsMax = 600;

bool one_of(auto const& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

// Reads members leniently: what was written is checked at the door, and a record of a newer program
// must not take the others away.
double share_of(Json const& body, char const* name) {
    auto const at = body.find(name);
    return at != body.end() && at->is_number() ? at->get<double>() : 0;
}
bool flag_of(Json const& body, char const* name) {
    auto const at = body.find(name);
    return at != body.end() && at->is_boolean() && at->get<bool>();
}
Source source_of(Record const& record) {
    return {.number = record.number,
            .sequence = record.sequence,
            .example = record.example,
            .by = record.by,
            .at = record.at};
}

Complaint read_complaint(Json const& body) {
    Complaint out;
    out.channel = text_member(body, "channel");
    out.about = text_member(body, "about");
    out.unit = text_member(body, "unit");
    out.receipt_number = text_member(body, "receipt_number");
    out.grave = flag_of(body, "grave");
    out.received = date_member(body, "received").value_or(Date{});
    out.state =
        parse_complaint_state(text_member(body, "state")).value_or(ComplaintState::received);
    out.acknowledged = date_member(body, "acknowledged");
    out.checked = date_member(body, "checked");
    out.answered = date_member(body, "answered");
    out.closed = date_member(body, "closed");
    out.result = text_member(body, "result");
    out.measure = text_member(body, "measure");
    return out;
}

Incident read_incident(Json const& body) {
    Incident out;
    out.kind = text_member(body, "kind");
    out.known = parse_rfc3339(text_member(body, "known")).value_or(Instant{});
    out.summary = text_member(body, "summary");
    out.consequence = text_member(body, "consequence");
    out.closed = flag_of(body, "closed");
    if (auto const reports = body.find("reports"); reports != body.end() && reports->is_object())
        for (auto const& [key, report] : reports->items())
            if (report.is_object())
                out.reports[key] = {parse_rfc3339(text_member(report, "at")).value_or(Instant{}),
                                    text_member(report, "reference")};
    return out;
}

Training read_training(Json const& body) {
    Training out;
    out.topic = text_member(body, "topic");
    out.on = date_member(body, "on").value_or(Date{});
    if (auto const units = body.find("units"); units != body.end() && units->is_array())
        for (auto const& unit : *units)
            if (unit.is_object())
                out.units.push_back({text_member(unit, "unit"), whole_member(unit, "persons"),
                                     whole_member(unit, "trained")});
    return out;
}

Review read_review(Json const& body) {
    return {.on = date_member(body, "on").value_or(Date{}),
            .result = text_member(body, "result"),
            .findings = text_member(body, "findings"),
            .by_whom = text_member(body, "by_whom"),
            .source = {}};
}

Alarm read_alarm(Json const& body) {
    Alarm out;
    out.on = date_member(body, "on").value_or(Date{});
    out.before = share_of(body, "before");
    out.now = share_of(body, "now");
    out.settled = date_member(body, "settled");
    out.because = text_member(body, "because");
    return out;
}

// "complaint.3f2a" -> "3f2a"; nothing where the subject is of another kind.
std::optional<std::string> id_in(std::string_view subject, std::string_view prefix) {
    if (!subject.starts_with(prefix))
        return std::nullopt;
    return std::string{subject.substr(prefix.size())};
}

void put(OperationState& state, Record const& record) {
    auto const& body = *record.body;
    auto const keep = [&](auto& list, auto entry) {
        entry.source = source_of(record);
        list.push_back(std::move(entry));
    };
    if (auto const id = id_in(record.subject, "complaint.")) {
        auto complaint = read_complaint(body);
        complaint.id = *id;
        keep(state.complaints, std::move(complaint));
    } else if (auto const incident_id = id_in(record.subject, "incident.")) {
        auto incident = read_incident(body);
        incident.id = *incident_id;
        keep(state.incidents, std::move(incident));
    } else if (auto const training_id = id_in(record.subject, "training.")) {
        auto training = read_training(body);
        training.id = *training_id;
        keep(state.trainings, std::move(training));
    } else if (auto const signal = id_in(record.subject, "alarm.")) {
        auto alarm = read_alarm(body);
        alarm.signal = *signal;
        keep(state.alarms, std::move(alarm));
    } else if (record.subject == "logs") {
        state.logs = LogKeeping{.months = whole_member(body, "months"),
                                .checked = date_member(body, "checked").value_or(Date{}),
                                .source = source_of(record)};
    }
}

// Every record of texts, emptied ones as well.
void add_texts(OperationState& state, std::vector<Record> const& records) {
    std::map<std::string, Complaint*, std::less<>> by_id;
    for (auto& complaint : state.complaints)
        by_id[complaint.id] = &complaint;
    for (auto const& record : records) {
        auto const id = record.kind == RecordKind::operation
                            ? id_in(record.subject, "complaint-text.")
                            : std::nullopt;
        auto const at = id ? by_id.find(*id) : by_id.end();
        if (at == by_id.end())
            continue;
        if (record.body == nullptr) {
            at->second->text_deleted = true;
            continue;
        }
        at->second->texts.push_back(text_member(*record.body, "text"));
        at->second->text_sequences.push_back(record.sequence);
    }
}

auto wrong(char const* key, std::string member) {
    return fail(Code::bad_input, key, std::move(member));
}

Result<void> check_day(std::optional<Date> day, Date today, char const* member) {
    if (day && *day > today)
        return wrong("operation.date_in_future", member);
    return {};
}

Result<void> check_choice(auto const& list, std::string_view word, char const* member) {
    if (!one_of(list, word))
        return wrong("operation.choice_unknown", member);
    return {};
}

Result<void> check_unit(std::string const& unit, GovernView const& view) {
    if (!unit.empty() && view.catalogue.unit(unit) == nullptr)
        return wrong("operation.unit_unknown", "unit");
    return {};
}

} // namespace

std::string_view complaint_state_name(ComplaintState state) {
    return kStates.at(static_cast<std::size_t>(state));
}

Result<ComplaintState> parse_complaint_state(std::string_view name) {
    auto const at = std::ranges::find(kStates, name);
    if (at == kStates.end())
        return fail(Code::bad_input, "operation.step_unknown");
    return static_cast<ComplaintState>(at - kStates.begin());
}

bool settled(Complaint const& complaint) {
    return complaint.state == ComplaintState::answered || complaint.state == ComplaintState::closed;
}

Result<void> room_for_complaint(OperationState const& state) {
    auto const open = std::ranges::count_if(state.complaints, std::not_fn(settled));
    if (static_cast<std::size_t>(open) >= kComplaintsMax)
        return fail(Code::too_many, "operation.complaints_full");
    return {};
}

OperationState operation_state(std::vector<Record> const& records) {
    OperationState state;
    for (auto const* record : newest_of(records, RecordKind::operation))
        if (record->body != nullptr)
            put(state, *record);
    add_texts(state, records);
    for (auto const& record : records) // each review stays, not only the newest
        if (record.kind == RecordKind::operation && record.subject == "review" && record.body) {
            state.reviews.push_back(read_review(*record.body));
            state.reviews.back().source = source_of(record);
        }
    std::ranges::stable_sort(state.complaints, std::greater{}, &Complaint::received);
    std::ranges::stable_sort(state.incidents, std::greater{}, &Incident::known);
    std::ranges::stable_sort(state.reviews, std::greater{}, &Review::on);
    std::ranges::stable_sort(state.trainings, std::greater{}, &Training::on);
    return state;
}

Json pack(Complaint const& complaint) {
    return {{"channel", complaint.channel},
            {"about", complaint.about},
            {"unit", complaint.unit},
            {"receipt_number", complaint.receipt_number},
            {"grave", complaint.grave},
            {"received", to_iso(complaint.received)},
            {"state", std::string{complaint_state_name(complaint.state)}},
            {"acknowledged", date_json(complaint.acknowledged)},
            {"checked", date_json(complaint.checked)},
            {"answered", date_json(complaint.answered)},
            {"closed", date_json(complaint.closed)},
            {"result", complaint.result},
            {"measure", complaint.measure}};
}

Json pack(Incident const& incident) {
    auto reports = Json::object();
    for (auto const& [key, report] : incident.reports)
        reports[key] = {{"at", to_rfc3339(report.at)}, {"reference", report.reference}};
    return {{"kind", incident.kind},       {"known", to_rfc3339(incident.known)},
            {"summary", incident.summary}, {"consequence", incident.consequence},
            {"closed", incident.closed},   {"reports", std::move(reports)}};
}

Json pack(Review const& review) {
    return {{"on", to_iso(review.on)},
            {"result", review.result},
            {"findings", review.findings},
            {"by_whom", review.by_whom}};
}

Json pack(Training const& training) {
    auto units = Json::array();
    for (auto const& unit : training.units)
        units.push_back(
            {{"unit", unit.unit}, {"persons", unit.persons}, {"trained", unit.trained}});
    return {{"topic", training.topic}, {"on", to_iso(training.on)}, {"units", std::move(units)}};
}

Json pack(LogKeeping const& logs) {
    return {{"months", logs.months}, {"checked", to_iso(logs.checked)}};
}

Json pack(Alarm const& alarm) {
    return {{"on", to_iso(alarm.on)},
            {"before", alarm.before},
            {"now", alarm.now},
            {"settled", date_json(alarm.settled)},
            {"because", alarm.because}};
}

Result<void> check_text(std::string_view text, char const* member) {
    if (text.find_first_not_of(" \n") == std::string_view::npos || text.size() > kTextBytesMax)
        return wrong("operation.text_wrong", member);
    for (std::size_t at = 0; at < text.size();) {
        auto const point = text::code_point_at(text, at);
        bool const control = (point.value < 0x20 && point.value != '\n') ||
                             (point.value >= 0x7F && point.value < 0xA0);
        if (control || (point.value == 0xFFFD && point.size == 1))
            return wrong("operation.text_wrong", member);
        at += point.size;
    }
    return {};
}

Result<void> check(Complaint const& complaint, GovernView const& view) {
    TRY(check_choice(kComplaintChannels, complaint.channel, "channel"));
    TRY(check_choice(kComplaintSubjects, complaint.about, "about"));
    TRY(check_day(complaint.received, view.today, "received"));
    if (!complaint.receipt_number.empty()) {
        TRY(check_text(complaint.receipt_number, "receipt_number"));
        if (complaint.receipt_number.size() > kReceiptBytesMax)
            return wrong("operation.text_wrong", "receipt_number");
    }
    return check_unit(complaint.unit, view);
}

Result<void> check(Incident const& incident, GovernView const& view) {
    if (view.guideline.operation.incident(incident.kind) == nullptr)
        return wrong("operation.choice_unknown", "kind");
    if (incident.known > view.now)
        return wrong("operation.date_in_future", "known");
    if (incident.closed)
        TRY(check_text(incident.consequence, "consequence"));
    return check_text(incident.summary, "summary");
}

Result<void> check(Review const& review, GovernView const& view) {
    TRY(check_day(review.on, view.today, "on"));
    TRY(check_choice(kReviewResults, review.result, "result"));
    TRY(check_text(review.by_whom, "by_whom"));
    return check_text(review.findings, "findings");
}

Result<void> check(Training const& training, GovernView const& view) {
    TRY(check_day(training.on, view.today, "on"));
    TRY(check_text(training.topic, "topic"));
    if (training.units.empty())
        return wrong("operation.unit_unknown", "units");
    for (auto const& unit : training.units) {
        if (unit.unit.empty())
            return wrong("operation.unit_unknown", "unit");
        TRY(check_unit(unit.unit, view));
        if (unit.persons < 1 || unit.persons > kPersonsMax || unit.trained < 0 ||
            unit.trained > unit.persons)
            return wrong("operation.number_wrong", "trained");
    }
    return {};
}

Result<void> check(LogKeeping const& logs, GovernView const& view) {
    if (logs.months < 1 || logs.months > kMonthsMax)
        return wrong("operation.number_wrong", "months");
    return check_day(logs.checked, view.today, "checked");
}

Result<Complaint> handled(Complaint complaint, ComplaintStep const& step, Date today) {
    TRY(check_day(step.on, today, "on"));
    auto const last = complaint.answered.value_or(
        complaint.checked.value_or(complaint.acknowledged.value_or(complaint.received)));
    if (step.on < last)
        return wrong("operation.before_receipt", to_iso(last));
    bool const answers = step.to == ComplaintState::answered;
    bool const closes = step.to == ComplaintState::closed;
    bool const may_close =
        complaint.state == ComplaintState::answered ||
        (complaint.channel == "desk" && complaint.state == ComplaintState::checked);
    if (step.to <= complaint.state || (answers && complaint.state != ComplaintState::checked) ||
        (closes && !may_close))
        return wrong("operation.step_order", std::string{complaint_state_name(complaint.state)});
    switch (step.to) {
    case ComplaintState::received:
    case ComplaintState::acknowledged:
        complaint.acknowledged = step.on;
        break;
    case ComplaintState::checked:
        TRY(check_choice(kComplaintResults, step.result, "result"));
        if (!step.measure.empty())
            TRY(check_text(step.measure, "measure"));
        complaint.checked = step.on;
        complaint.result = step.result;
        complaint.measure = step.measure;
        break;
    case ComplaintState::answered:
        complaint.answered = step.on;
        break;
    case ComplaintState::closed:
        complaint.closed = step.on;
        break;
    }
    complaint.state = step.to;
    return complaint;
}

Result<Incident> reported(Incident incident, std::string const& clock, IncidentReport report,
                          GovernView const& view) {
    auto const* kind = view.guideline.operation.incident(incident.kind);
    if (kind == nullptr || kind->clock(clock) == nullptr)
        return fail(Code::not_found, "operation.clock_unknown");
    if (report.at > view.now)
        return wrong("operation.date_in_future", "at");
    if (report.at < incident.known)
        return wrong("operation.before_known", to_rfc3339(incident.known));
    TRY(check_text(report.reference, "reference"));
    incident.reports[clock] = std::move(report);
    return incident;
}

} // namespace leitstand::operation
