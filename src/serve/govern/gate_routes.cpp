// SPDX-License-Identifier: EUPL-1.2
// The gates of a function: for the next step, with proof and what is missing; what runs, and who
// signed it; exercises with planted errors. The mode itself is changed at /functions/{key}/mode,
// through the same gates.
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "govern/gates/exercise.hpp"
#include "govern/gates/signature.hpp"
#include "govern/participation/agreement.hpp"
#include "govern/switchboard.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/govern_shared.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 16 << 10;
constexpr std::size_t kReasonBytesMax = 2'000;
constexpr std::size_t kReasonBytesMin = 10;
constexpr std::size_t kUnitBytesMax = 100;

Json proof_json(gates::Proof const& proof) {
    return {{"german", proof.german},
            {"english", proof.english},
            {"date", date_json(proof.date)},
            {"example", proof.example}};
}

Json gate_json(GovernView const& view, gates::GateResult const& result) {
    auto const* rule = view.guideline.gates.gate(result.key);
    Json json{{"key", result.key},
              {"name", rule == nullptr ? result.key : rule->name},
              {"name_en", rule == nullptr ? result.key : rule->name_en},
              {"asks", rule == nullptr ? "" : rule->asks},
              {"asks_en", rule == nullptr ? "" : rule->asks_en},
              {"reason", rule == nullptr ? "" : rule->reason},
              {"source", rule == nullptr ? "" : rule->source},
              {"place", rule == nullptr ? "" : rule->place},
              {"state", result.open() ? "open" : "closed"},
              {"proof", Json::array()},
              {"missing", Json::array()}};
    for (auto const& proof : result.proof)
        json["proof"].push_back(proof_json(proof));
    for (auto const& point : result.missing)
        json["missing"].push_back(open_point_json(point, view.today));
    return json;
}

Json steps_json(GovernView const& view) {
    auto steps = Json::array();
    for (auto const mode : {Mode::shadow, Mode::assist, Mode::act}) {
        auto const* step = gates::step_to(view, mode);
        if (step == nullptr)
            continue;
        Json json{{"mode", step->mode}, {"open", true}, {"gates", Json::array()}};
        for (auto const& result : gates::results(view, *step)) {
            json["gates"].push_back(gate_json(view, result));
            if (!result.open())
                json["open"] = false;
        }
        steps.push_back(std::move(json));
    }
    return steps;
}

Json signatures_json(GovernView const& view) {
    auto list = Json::array();
    for (auto const& one : gates::signatures(view))
        list.push_back(Json{{"account", one.account},
                            {"name", one.name},
                            {"role", one.role},
                            {"step", std::string{mode_name(one.step)}},
                            {"at", to_rfc3339(one.at)},
                            {"of_running_release", one.release == view.release.hash()},
                            {"example", one.example}});
    return list;
}

// The newest exercise with planted errors, and what the next one has to keep to.
Json exercise_json(Serving& serving, GovernView const& view) {
    Json json{{"persons_min", gates::exercise_persons_min(view)},
              {"in_operation_allowed", terms_in_force(view).planted_errors_in_operation},
              {"number", 0},
              {"newest", nullptr}};
    auto const* record =
        newest_of(view.records, RecordKind::measurement, PlantedErrorsMeasurement::kSubject);
    if (record != nullptr)
        json["number"] = record->number;
    auto const held = newest_measurement<PlantedErrorsMeasurement>(view);
    if (!held)
        return json;
    Json newest{{"day", held->measurement.day},
                {"in_operation", held->measurement.in_operation},
                {"of_running_release", held->of_running_release},
                {"record", record_head_json(serving, *held->record)},
                {"units", Json::array()}};
    auto const rate = [](Estimate const& one) { return Json{one.value, one.lower, one.upper}; };
    newest["rate"] = rate(held->measurement.rate());
    for (auto const& unit : held->measurement.units)
        newest["units"].push_back(Json{{"unit", unit.unit},
                                       {"persons", unit.persons},
                                       {"shown", unit.shown},
                                       {"found", unit.found},
                                       {"rate", rate(unit.rate)}});
    json["newest"] = std::move(newest);
    return json;
}

Json gates_json(Serving& serving, GovernView const& view, FunctionState const& state) {
    return {{"key", view.rule.key},
            {"mode", std::string{mode_name(state.mode)}},
            {"recorded", std::string{mode_name(state.recorded)}},
            {"highest", std::string{mode_name(state.highest)}},
            {"built", state.built},
            {"release", Json{{"hash", view.release.hash()},
                             {"version", view.release.version},
                             {"model", view.release.model},
                             {"catalogue", view.release.catalogue},
                             {"configuration", view.release.configuration},
                             {"guideline", view.release.guideline}}},
            {"steps", steps_json(view)},
            {"signatures", signatures_json(view)},
            {"exercise", exercise_json(serving, view)}};
}

Result<Response> answer(Serving& serving, FunctionKey function) {
    auto const held = TRY(view_of(serving, function));
    for (auto const& state : serving.rooms.switchboard.states())
        if (state.function == function)
            return json_response(200, gates_json(serving, **held, state));
    return fail(Code::not_found, "function.unknown");
}

Result<Response> get_gates(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    TRY(serving.rooms.switchboard.refresh());
    return answer(serving, function);
}

Result<std::string> reason_of(Fields const& fields) {
    auto reason = TRY(fields.text("reason", kReasonBytesMax));
    if (reason.size() < kReasonBytesMin)
        return fail(Code::bad_input, "mode.reason_missing");
    return reason;
}

// In a role that the account has, and of the release that its screen showed.
Result<Response> sign(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const held = TRY(view_of(serving, function));
    auto const& account = request.caller->account;
    auto const role = TRY(fields.text("role", 64));
    auto const step = parse_mode(TRY(fields.text("step", 16)));
    if (!step || gates::step_to(**held, *step) == nullptr)
        return fail(Code::bad_input, "request.field_wrong", "step");
    if (std::ranges::none_of(account.roles, [&](Role one) { return role_name(one) == role; }))
        return fail(Code::no_right, "signature.role_not_held", role);
    if (TRY(fields.text("release", 64)) != (*held)->release.hash())
        return fail(Code::conflict, "signature.release_changed");
    auto const record = TRY(gates::new_signature(
        **held, {account.id, account.display_name, role, TRY(reason_of(fields)), *step, false}));
    TRY(serving.rooms.governance->journal().append(record));
    return answer(serving, function);
}

Result<Response> withdraw(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const held = TRY(view_of(serving, function));
    auto const record =
        TRY(gates::new_withdrawal(**held, request.caller->account.id, TRY(reason_of(fields))));
    TRY(serving.rooms.governance->journal().append(record));
    TRY(serving.rooms.switchboard.settle()); // without it the function may not run any more
    return answer(serving, function);
}

Result<std::uint64_t> count_of(Json const& json, char const* name) {
    auto const found = json.find(name);
    if (found == json.end() || !found->is_number_unsigned())
        return fail(Code::bad_input, "request.field_wrong", name);
    return found->get<std::uint64_t>();
}

Result<std::vector<gates::ExerciseUnit>> units_of(Fields const& fields) {
    auto const* const given = fields.member("units");
    if (given == nullptr || !given->is_array() || given->size() > gates::kExerciseUnitsMax)
        return fail(Code::bad_input, "request.field_wrong", "units");
    std::vector<gates::ExerciseUnit> units;
    for (auto const& one : *given) {
        auto const unit = one.is_object() ? one.find("unit") : one.end();
        if (unit == one.end() || !unit->is_string())
            return fail(Code::bad_input, "request.field_wrong", "units");
        units.push_back({unit->get<std::string>().substr(0, kUnitBytesMax),
                         TRY(count_of(one, "persons")), TRY(count_of(one, "shown")),
                         TRY(count_of(one, "found"))});
    }
    return units;
}

Result<Response> enter_exercise(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const held = TRY(view_of(serving, function));
    auto const day = parse_iso_date(TRY(fields.text("day", 10)));
    if (!day)
        return fail(Code::bad_input, "request.field_wrong", "day");
    gates::Exercise exercise;
    exercise.day = *day;
    exercise.in_operation = TRY(fields.flag("in_operation")).value_or(false);
    exercise.units = TRY(units_of(fields));
    exercise.account = request.caller->account.id;
    exercise.seen = TRY(fields.number("number"));
    auto const record = TRY(gates::new_exercise(**held, exercise));
    TRY(serving.rooms.governance->journal().append(record));
    TRY(serving.rooms.switchboard.settle()); // too few found: it may close a gate
    return answer(serving, function);
}

} // namespace

void add_gate_routes(Router& router, Serving& serving) {
    constexpr char kOne[] = "/api/v1/govern/functions/{key}";
    add_route(router, serving, Method::get, fmt::format("{}/gates", kOne), "govern.read", 0,
              get_gates);
    add_route(router, serving, Method::post, fmt::format("{}/signatures", kOne), "govern.sign",
              kBodyBytesMax, sign, Repeat::once);
    add_route(router, serving, Method::post, fmt::format("{}/signatures/withdraw", kOne),
              "govern.sign", kBodyBytesMax, withdraw, Repeat::once);
    add_route(router, serving, Method::post, fmt::format("{}/exercises", kOne), "govern.write",
              kBodyBytesMax, enter_exercise, Repeat::once);
}

} // namespace leitstand
