// SPDX-License-Identifier: EUPL-1.2
// Participation in one function: the bodies with their periods and history, works agreements with
// their terms; entering what was said or done. A body enters for itself, who keeps the dossier for
// the authority and for bodies without an account.
#include <nlohmann/json.hpp>

#include "govern/journal.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/govern/govern_shared.hpp"
#include "serve/govern/participation_json.hpp"

namespace leitstand {

namespace {

using participation::Standing;
using participation::Writer;

constexpr std::uint64_t kBodyBytesMax = 256 << 10;

Writer writer_of(Caller const& caller) {
    Writer writer;
    for (auto const role : caller.account.roles)
        writer.roles.emplace_back(role_name(role));
    writer.keeper = caller.has("govern.write");
    writer.member = caller.has("govern.participate");
    writer.account = caller.account.id;
    return writer;
}

Json profile_json(ParticipationRules const& rules) {
    for (auto const& profile : rules.profiles)
        if (profile.key == rules.profile)
            return Json{{"key", profile.key},
                        {"name", profile.name},
                        {"name_en", profile.name_en},
                        {"description", profile.description},
                        {"description_en", profile.description_en}};
    return nullptr;
}

Json participation_json(Serving& serving, GovernView const& view, Writer const& writer) {
    auto const bodies = participation::standings(view);
    Json json{{"today", to_iso(view.today)},
              {"profile", profile_json(view.guideline.participation)},
              {"may_keep", writer.keeper},
              {"may_decide", writer.member && writer.has("management")},
              {"may_check", writer.keeper || (writer.member && writer.has("staff_council"))},
              {"may_declare_vacant", writer.has("management")},
              {"may_propose", writer.keeper || (writer.member && writer.has("staff_council"))},
              {"bodies", Json::array()},
              {"agreements", Json::array()},
              {"terms", terms_in_force_json(view)},
              {"open", Json::array()}};
    for (auto const& one : bodies)
        json["bodies"].push_back(standing_json(serving, one, writer, view.today));
    for (auto const& one : participation::agreements(view))
        json["agreements"].push_back(agreement_json(serving, one, bodies, writer));
    for (auto const& point : agreement_open_points(view))
        json["open"].push_back(open_point_json(point, view.today));
    return json;
}

Result<Response> answer(Serving& serving, HttpRequest const& request, FunctionKey function) {
    auto const held = TRY(view_of(serving, function));
    return json_response(200, participation_json(serving, **held, writer_of(*request.caller)));
}

Result<Response> get_participation(Serving& serving, HttpRequest& request) {
    return answer(serving, request, TRY(function_of(request)));
}

// The member `entry` of the body.
Result<Json const*> entry_of(Fields const& fields) {
    auto const* const entry = fields.member("entry");
    if (entry == nullptr)
        return fail(Code::bad_input, "request.field_missing", "entry");
    if (!entry->is_object())
        return fail(Code::bad_input, "request.field_wrong", "entry");
    return entry;
}

Result<void> append(Serving& serving, HttpRequest const& request, NewRecord record) {
    record.by = request.caller->account.id;
    TRY(TRY(governance_of(serving))->journal().append(record));
    return {};
}

Result<Response> enter_participation(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const bodies = participation::standings(**held);
    auto const body = std::find_if(bodies.begin(), bodies.end(), [&](Standing const& one) {
        return one.participant->key == request.capture("body");
    });
    if (body == bodies.end())
        return fail(Code::not_found, "participation.body_unknown");
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const number = TRY(fields.number("number"));
    auto event = TRY(participation::parse_event(*TRY(entry_of(fields))));
    event = TRY(
        participation::admit(std::move(event), *body, writer_of(*request.caller), (*held)->today));
    NewRecord record;
    record.function = function;
    record.kind = RecordKind::participation;
    record.subject = body->participant->key;
    record.number = number + 1;
    record.body = record_body(participation::to_json(event));
    TRY(append(serving, request, std::move(record)));
    return answer(serving, request, function);
}

Result<Response> enter_agreement(Serving& serving, HttpRequest& request) {
    auto const function = TRY(function_of(request));
    auto const held = TRY(view_of(serving, function));
    auto const& view = **held;
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    bool const whole_authority = TRY(fields.flag("whole_authority")).value_or(false);
    std::string const key{request.capture("agreement")};
    auto const all = participation::agreements(view);
    auto const known = std::find_if(all.begin(), all.end(), [&](auto const& one) {
        return one.key == key && one.whole_authority == whole_authority;
    });
    auto event = TRY(participation::parse_agreement_event(*TRY(entry_of(fields))));
    event = TRY(participation::admit(std::move(event), known == all.end() ? nullptr : &*known,
                                     participation::standings(view), writer_of(*request.caller),
                                     view.today));
    NewRecord record;
    if (!whole_authority)
        record.function = function;
    record.kind = RecordKind::agreement;
    record.subject = key;
    record.number = TRY(fields.number("number")) + 1;
    record.body = record_body(participation::to_json(event));
    TRY(append(serving, request, std::move(record)));
    return answer(serving, request, function);
}

} // namespace

void add_participation_routes(Router& router, Serving& serving) {
    constexpr char kOne[] = "/api/v1/govern/functions/{key}";
    add_route(router, serving, Method::get, fmt::format("{}/participation", kOne), "govern.read", 0,
              get_participation);
    add_route(router, serving, Method::post, fmt::format("{}/participation/{{body}}", kOne),
              "govern.read", kBodyBytesMax, enter_participation, Repeat::once);
    add_route(router, serving, Method::post, fmt::format("{}/agreements/{{agreement}}", kOne),
              "govern.read", kBodyBytesMax, enter_agreement, Repeat::once);
}

} // namespace leitstand
