// SPDX-License-Identifier: EUPL-1.2
// Overview of the functions, the dossier of one, its statements and tasks. A statement or task is
// put with the number of the version that the writer has seen.
#include <nlohmann/json.hpp>

#include "govern/dossier/dossier.hpp"
#include "govern/dossier/statement.hpp"
#include "govern/gates/gate.hpp"
#include "govern/open_points.hpp"
#include "govern/switchboard.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/govern_shared.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 128 << 10;
constexpr std::uint64_t kManyBodyBytesMax = 512 << 10; // every statement of a function
constexpr std::size_t kTaskTextBytesMax = 4'000;

Json choices_json(Fact const& fact) {
    auto list = Json::array();
    for (auto const& choice : fact.choices)
        list.push_back(
            Json{{"key", choice.key}, {"name", choice.name}, {"name_en", choice.name_en}});
    return list;
}

Json fact_json(Serving& serving, GovernView const& view, FactStatus const& status) {
    auto const& fact = *status.fact;
    auto const* const start = view.guideline.starting_text(view.rule.key, fact.key);
    Json json{{"key", fact.key},
              {"section", fact.section},
              {"name", fact.name},
              {"name_en", fact.name_en},
              {"question", fact.question},
              {"question_en", fact.question_en},
              {"help", fact.help},
              {"help_en", fact.help_en},
              {"kind", std::string{fact_kind_name(fact.kind)}},
              {"form", fact.form},
              {"choices", choices_json(fact)},
              {"phase", fact.phase},
              {"role", fact.role},
              {"before", fact.before},
              {"before_reason", fact.before_reason},
              {"published", fact.published},
              {"characters_max", fact.characters_max},
              {"number", status.number},
              {"starting_text", start == nullptr ? Json(nullptr) : *start},
              {"value", nullptr},
              {"stated", nullptr}};
    if (status.record != nullptr) {
        json["value"] = status.record->body->at("value");
        json["stated"] = record_head_json(serving, *status.record);
        json["stated"]["maker_version"] = statement_origin(*status.record);
    }
    return json;
}

Json task_json(Serving& serving, TaskStatus const& status) {
    auto const& task = *status.task;
    Json json{{"key", task.key},
              {"phase", task.phase},
              {"name", task.name},
              {"name_en", task.name_en},
              {"goal", task.goal},
              {"steps", task.steps},
              {"effort_days", {task.effort_days_least, task.effort_days_most}},
              {"role", task.role},
              {"roles", task.roles},
              {"result", task.artefact},
              {"sign_off_role", task.sign_off},
              {"source", task.source},
              {"needed", status.needed},
              {"settled", status.settled()},
              {"before", task.before},
              {"before_reason", task.before_reason},
              {"proven", status.proven},
              {"version", status.version()},
              {"awaits_sign_off", status.awaits_sign_off()},
              {"state", std::string{task_step_name(status.step())}},
              {"responsible", status.entry.responsible},
              {"due", status.entry.due ? Json(to_iso(*status.entry.due)) : Json(nullptr)},
              {"artefact", status.entry.artefact},
              {"note", status.entry.note},
              {"number", status.number()},
              {"entered", nullptr},
              {"sign_off", nullptr}};
    if (status.record != nullptr)
        json["entered"] = record_head_json(serving, *status.record);
    if (status.sign_off) {
        json["sign_off"] = record_head_json(serving, *status.sign_off_record);
        json["sign_off"]["role"] = status.sign_off->role;
    }
    return json;
}

Json phases_json(Dossier const& dossier) {
    auto list = Json::array();
    for (auto const& status : dossier.phases)
        list.push_back(Json{{"key", status.phase->key},
                            {"name", status.phase->name},
                            {"name_en", status.phase->name_en},
                            {"description", status.phase->description},
                            {"description_en", status.phase->description_en},
                            {"result", status.phase->result},
                            {"result_en", status.phase->result_en},
                            {"facts", status.facts},
                            {"facts_stated", status.facts_stated},
                            {"tasks", status.tasks},
                            {"tasks_settled", status.tasks_settled},
                            {"sign_offs_missing", status.sign_offs_missing},
                            {"closed", status.closed()}});
    return list;
}

Json points_json(std::vector<OpenPoint> const& points, Date today) {
    auto list = Json::array();
    for (auto const& point : points)
        list.push_back(open_point_json(point, today));
    return list;
}

bool holds_an_example(GovernView const& view) {
    return std::any_of(view.records.begin(), view.records.end(),
                       [](Record const& record) { return record.example; });
}

// The gates of the step above the present mode; null where there is none to go.
Json next_step_json(GovernView const& view, FunctionState const& state) {
    if (!state.built || view.mode >= state.highest)
        return nullptr;
    auto const* step = gates::step_to(view, static_cast<Mode>(static_cast<int>(view.mode) + 1));
    if (step == nullptr)
        return nullptr;
    auto const results = gates::results(view, *step);
    return Json{{"mode", step->mode},
                {"gates", results.size()},
                {"passed", std::ranges::count_if(results, &gates::GateResult::open)}};
}

// What every page of a function says in its head.
Json head_json(Serving& serving, GovernView const& view, Dossier const& dossier) {
    FunctionState state;
    for (auto const& one : serving.rooms.switchboard.states())
        if (one.function == view.function)
            state = one;
    return Json{{"key", view.rule.key},
                {"name", view.rule.name},
                {"name_en", view.rule.name_en},
                {"does", view.rule.does},
                {"does_en", view.rule.does_en},
                {"effect", std::string{effect_class_name(view.rule.effect)}},
                {"mode", std::string{mode_name(view.mode)}},
                {"recorded", std::string{mode_name(state.recorded)}},
                {"highest", view.rule.highest_mode},
                {"built", state.built},
                {"version", running_version(serving, state)},
                {"phase", dossier.phases.empty() ? "" : dossier.phases[dossier.reached].phase->key},
                {"example", holds_an_example(view)},
                {"phases", phases_json(dossier)},
                {"next", next_step_json(view, state)},
                {"open", points_json(open_points(view), view.today)}};
}

Result<Response> list_govern_functions(Serving& serving, HttpRequest&) {
    auto* const governance = TRY(governance_of(serving));
    Json json{{"today", to_iso(date_in_berlin(TRY(governance->now())))},
              {"functions", Json::array()}};
    for (auto const& rule : governance->guideline().functions) {
        auto const function = parse_function(rule.key);
        if (!function) // an authority's guideline may name more than this program has
            continue;
        auto const view = TRY(view_of(serving, *function));
        json["functions"].push_back(head_json(serving, **view, dossier_of(**view)));
    }
    return json_response(200, json);
}

Result<Response> get_dossier(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const& view = **held;
    auto const dossier = dossier_of(view);
    Json json = head_json(serving, view, dossier);
    json["today"] = to_iso(view.today);
    json["sections"] = Json::array();
    for (auto const& section : view.guideline.sections)
        json["sections"].push_back(
            Json{{"key", section.key}, {"name", section.name}, {"name_en", section.name_en}});
    json["facts"] = Json::array();
    for (auto const& fact : dossier.facts)
        json["facts"].push_back(fact_json(serving, view, fact));
    json["tasks"] = Json::array();
    for (auto const& task : dossier.tasks)
        json["tasks"].push_back(task_json(serving, task));
    return json_response(200, json);
}

Result<Fact const*> fact_of(GovernView const& view, HttpRequest const& request) {
    auto const* const fact = view.guideline.fact(request.capture("fact"));
    if (fact == nullptr)
        return fail(Code::not_found, "dossier.fact_unknown");
    return fact;
}

Result<Task const*> task_of(GovernView const& view, HttpRequest const& request) {
    auto const* const task = view.guideline.task(request.capture("task"));
    if (task == nullptr)
        return fail(Code::not_found, "dossier.task_unknown");
    return task;
}

// A new version of a statement, behind the one that the writer has seen; null withdraws it.
Result<NewRecord> new_statement(HttpRequest const& request, FunctionKey function, Fact const& fact,
                                Json value, std::int64_t number) {
    TRY(check_statement(fact, value));
    NewRecord record;
    record.function = function;
    record.kind = RecordKind::statement;
    record.subject = fact.key;
    record.number = number + 1;
    record.by = request.caller->account.id;
    record.body = record_body(statement_body(std::move(value)));
    return record;
}

Result<Response> put_statement(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const& fact = *TRY(fact_of(**held, request));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const* const given = fields.member("value");
    auto const record =
        TRY(new_statement(request, function, fact, given == nullptr ? Json(nullptr) : *given,
                          TRY(fields.number("number"))));
    TRY(TRY(governance_of(serving))->journal().append(record));
    auto const after = TRY(view_of(serving, function));
    for (auto const& status : dossier_of(**after).facts)
        if (status.fact->key == fact.key)
            return json_response(200, fact_json(serving, **after, status));
    return fail(Code::internal, "dossier.fact_unknown");
}

// What a body's list says of one fact: its key, its value and the number of the version seen.
struct GivenStatement {
    Fact const* fact = nullptr;
    std::int64_t number = 0;
    Json value;
};

Result<GivenStatement> read_given_statement(GovernView const& view, Json const& one) {
    auto const at = [&](char const* key) {
        auto const found = one.is_object() ? one.find(key) : one.end();
        return found == one.end() ? nullptr : &*found;
    };
    auto const* const key = at("key");
    auto const* const fact =
        key != nullptr && key->is_string() ? view.guideline.fact(key->get<std::string>()) : nullptr;
    if (fact == nullptr)
        return fail(Code::not_found, "dossier.fact_unknown");
    auto const* const number = at("number");
    if (number == nullptr || !number->is_number_unsigned())
        return fail(Code::bad_input, "request.field_wrong", "number");
    auto const* const value = at("value");
    if (value == nullptr)
        return fail(Code::bad_input, "request.field_missing", "value");
    return GivenStatement{fact, number->get<std::int64_t>(), *value};
}

// The list of a body that names several facts; not empty, and at most one entry a fact.
Result<std::vector<GivenStatement>> read_given_statements(GovernView const& view,
                                                          Fields const& fields, char const* name) {
    auto const* const given = fields.member(name);
    if (given == nullptr || !given->is_array() || given->empty() ||
        given->size() > view.guideline.facts.size())
        return fail(Code::bad_input, "request.field_wrong", name);
    std::vector<GivenStatement> list;
    for (auto const& one : *given)
        list.push_back(TRY(read_given_statement(view, one)));
    return list;
}

// The answers of one page, all or none.
Result<Response> put_statements(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    std::vector<NewRecord> records;
    for (auto& one : TRY(read_given_statements(**held, fields, "statements")))
        records.push_back(
            TRY(new_statement(request, function, *one.fact, std::move(one.value), one.number)));
    TRY(TRY(governance_of(serving))->journal().append_all(records));
    return get_dossier(serving, request);
}

// One text of the maker, as the writer has read it: of this guideline, and nothing newer was said.
Result<NewRecord> taken_over(GovernView const& view, GivenStatement const& given) {
    auto const* const start = view.guideline.starting_text(view.rule.key, given.fact->key);
    if (start == nullptr || given.value != *start)
        return fail(Code::conflict, "dossier.starting_text_changed", given.fact->key);
    TRY(check_statement(*given.fact, *start));
    NewRecord record;
    record.function = view.function;
    record.kind = RecordKind::statement;
    record.subject = given.fact->key;
    record.number = given.number + 1;
    record.body = record_body(statement_body(*start, view.guideline.version));
    return record;
}

// All or none: who reads a section takes it over at one stroke.
Result<Response> take_over_starting_texts(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    std::vector<NewRecord> records;
    for (auto const& one : TRY(read_given_statements(**held, fields, "facts"))) {
        records.push_back(TRY(taken_over(**held, one)));
        records.back().by = request.caller->account.id;
    }
    TRY(TRY(governance_of(serving))->journal().append_all(records));
    return get_dossier(serving, request);
}

Result<Response> get_statement_history(Serving& serving, HttpRequest& request) {
    auto const held = TRY(view_of(serving, TRY(function_of(request))));
    auto const& fact = *TRY(fact_of(**held, request));
    Json json{{"key", fact.key}, {"versions", Json::array()}};
    for (auto const* const record : statement_history((*held)->records, fact.key)) {
        auto version = record_head_json(serving, *record);
        version["value"] = record->body ? record->body->value("value", Json(nullptr)) : nullptr;
        version["maker_version"] = statement_origin(*record);
        json["versions"].push_back(std::move(version));
    }
    return json_response(200, json);
}

Result<TaskEntry> entry_of(Fields const& fields) {
    TaskEntry entry;
    entry.step = TRY(parse_task_step(TRY(fields.text("state", 16))));
    entry.responsible = TRY(fields.text_or("responsible", kTaskTextBytesMax, ""));
    entry.artefact = TRY(fields.text_or("artefact", kTaskTextBytesMax, ""));
    entry.note = TRY(fields.text_or("note", kTaskTextBytesMax, ""));
    auto const due = TRY(fields.text_or("due", 10, ""));
    if (due.empty())
        return entry;
    auto const day = parse_iso_date(due);
    if (!day)
        return fail(Code::bad_input, "request.field_wrong", "due");
    entry.due = *day;
    return entry;
}

Result<Response> answer_task(Serving& serving, FunctionKey function, Task const& task) {
    auto const after = TRY(view_of(serving, function));
    return json_response(200, task_json(serving, task_state(**after, task)));
}

Result<Response> put_task(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const& task = *TRY(task_of(**held, request));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const entry = TRY(entry_of(fields));
    TRY(check_task(task, (*held)->rule.effect, entry));
    NewRecord record;
    record.function = function;
    record.kind = RecordKind::task;
    record.subject = task.key;
    record.number = TRY(fields.number("number")) + 1;
    record.by = request.caller->account.id;
    record.body = record_body(task_body(entry));
    TRY(TRY(governance_of(serving))->journal().append(record));
    return answer_task(serving, function, task);
}

bool has_role(Account const& account, std::string_view role) {
    return std::any_of(account.roles.begin(), account.roles.end(),
                       [&](Role one) { return role_name(one) == role; });
}

// Who signs off must have the role that the task names, and the task must be done.
Result<NewRecord> new_sign_off(Serving& serving, HttpRequest const& request, GovernView const& view,
                               Task const& task, std::int64_t seen, std::string const& note) {
    auto const& account = request.caller->account;
    auto const status = task_state(view, task);
    if (task.sign_off.empty() || !has_role(account, task.sign_off))
        return fail(Code::no_right, "dossier.sign_off_other_role", task.sign_off);
    if (!status.awaits_sign_off())
        return fail(Code::conflict, "dossier.nothing_to_sign_off", task.key);
    if (seen != status.version())
        return fail(Code::conflict, "governance.changed", task.key);
    auto const* const before =
        newest_of(view.records, RecordKind::task, sign_off_subject(task.key));
    NewRecord record;
    record.function = view.function;
    record.kind = RecordKind::task;
    record.subject = sign_off_subject(task.key);
    record.number = before == nullptr ? 1 : before->number + 1;
    record.by = account.id;
    record.body = record_body(sign_off_body({status.proven ? 0 : status.number(), task.sign_off,
                                             serving.rooms.accounts.display_name(account.id), note,
                                             status.proven ? status.version() : 0}));
    return record;
}

Result<Response> sign_task_off(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const& task = *TRY(task_of(**held, request));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    TRY(TRY(governance_of(serving))
            ->journal()
            .append(TRY(new_sign_off(serving, request, **held, task, TRY(fields.number("number")),
                                     TRY(fields.text_or("note", kTaskTextBytesMax, ""))))));
    return answer_task(serving, function, task);
}

// Several at one stroke, all or none; the note stands at each.
Result<Response> sign_tasks_off(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const note = TRY(fields.text_or("note", kTaskTextBytesMax, ""));
    auto const* const given = fields.member("tasks");
    if (given == nullptr || !given->is_array() || given->empty() ||
        given->size() > (*held)->guideline.tasks.size())
        return fail(Code::bad_input, "request.field_wrong", "tasks");
    std::vector<NewRecord> records;
    for (auto const& one : *given) {
        auto const key = one.is_object() ? one.find("key") : one.end();
        auto const number = one.is_object() ? one.find("number") : one.end();
        if (key == one.end() || !key->is_string() || number == one.end() ||
            !number->is_number_unsigned())
            return fail(Code::bad_input, "request.field_wrong", "tasks");
        auto const* const task = (*held)->guideline.task(key->get<std::string>());
        if (task == nullptr)
            return fail(Code::not_found, "dossier.task_unknown");
        records.push_back(
            TRY(new_sign_off(serving, request, **held, *task, number->get<std::int64_t>(), note)));
    }
    TRY(TRY(governance_of(serving))->journal().append_all(records));
    return get_dossier(serving, request);
}

} // namespace

void add_dossier_routes(Router& router, Serving& serving) {
    constexpr char kOne[] = "/api/v1/govern/functions/{key}";
    add_route(router, serving, Method::get, "/api/v1/govern/functions", "govern.read", 0,
              list_govern_functions);
    add_route(router, serving, Method::get, fmt::format("{}/dossier", kOne), "govern.read", 0,
              get_dossier);
    add_route(router, serving, Method::put, fmt::format("{}/statements", kOne), "govern.write",
              kManyBodyBytesMax, put_statements, Repeat::once);
    add_route(router, serving, Method::put, fmt::format("{}/statements/{{fact}}", kOne),
              "govern.write", kBodyBytesMax, put_statement, Repeat::once);
    add_route(router, serving, Method::get, fmt::format("{}/statements/{{fact}}/history", kOne),
              "govern.read", 0, get_statement_history);
    add_route(router, serving, Method::post, fmt::format("{}/starting-texts", kOne), "govern.write",
              kManyBodyBytesMax, take_over_starting_texts, Repeat::once);
    add_route(router, serving, Method::post, fmt::format("{}/sign-offs", kOne), "govern.read",
              kBodyBytesMax, sign_tasks_off, Repeat::once);
    add_route(router, serving, Method::put, fmt::format("{}/tasks/{{task}}", kOne), "govern.write",
              kBodyBytesMax, put_task, Repeat::once);
    add_route(router, serving, Method::post, fmt::format("{}/tasks/{{task}}/sign-off", kOne),
              "govern.read", kBodyBytesMax, sign_task_off, Repeat::once);
}

} // namespace leitstand
