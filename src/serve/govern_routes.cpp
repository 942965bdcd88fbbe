// SPDX-License-Identifier: EUPL-1.2
// The functions' modes and the catalogue. Stopping a function needs less than switching it on.
#include <nlohmann/json.hpp>

#include "catalogue/catalogue.hpp"
#include "govern/switchboard.hpp"
#include "serve/serving.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 16 << 10;
constexpr std::size_t kSwitchReasonBytesMax = 2'000;

Result<Response> list_functions(Serving& serving, HttpRequest&) {
    TRY(serving.rooms.switchboard.refresh());
    Json json;
    json["functions"] = Json::array();
    for (auto const& state : serving.rooms.switchboard.states())
        json["functions"].push_back(Json{{"key", std::string{function_name(state.function)}},
                                         {"mode", std::string{mode_name(state.mode)}},
                                         {"recorded", std::string{mode_name(state.recorded)}},
                                         {"highest", std::string{mode_name(state.highest)}},
                                         {"built", state.built},
                                         {"version", running_version(serving, state)},
                                         {"change_number", state.change_number}});
    json["history"] = Json::array();
    for (auto const& change : TRY(serving.rooms.switchboard.history()))
        json["history"].push_back(Json{{"function", std::string{function_name(change.function)}},
                                       {"from", std::string{mode_name(change.from)}},
                                       {"to", std::string{mode_name(change.to)}},
                                       {"by", serving.rooms.accounts.display_name(change.by)},
                                       {"reason", change.reason},
                                       {"at", to_rfc3339(change.at)}});
    return json_response(200, json);
}

Result<Response> set_mode(Serving& serving, HttpRequest& request) {
    auto const function = parse_function(request.capture("key"));
    if (!function)
        return fail(Code::not_found, "function.unknown");
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const mode = parse_mode(TRY(fields.text("mode", 16)));
    if (!mode)
        return fail(Code::bad_input, "request.field_wrong", "mode");
    if (*mode != Mode::off && !request.caller->has("functions.change"))
        return fail(Code::no_right, "right.missing");
    TRY(serving.rooms.switchboard.change(*function, *mode,
                                         TRY(fields.text_or("reason", kSwitchReasonBytesMax, "")),
                                         request.caller->account.id));
    return empty_response(204);
}

template <typename E>
Json entries_json(std::vector<E> const& entries) {
    auto list = Json::array();
    for (auto const& entry : entries)
        list.push_back(Json{{"key", entry.key},
                            {"name", entry.name},
                            {"name_en", entry.name_en},
                            {"description", entry.description},
                            {"source", entry.source}});
    return list;
}

Result<Response> get_catalogue(Serving& serving, HttpRequest&) {
    auto const& catalogue = *serving.rooms.catalogue;
    Json json;
    json["authority"] = catalogue.authority;
    json["version"] = catalogue.version;
    json["state_date"] = catalogue.state_date;
    json["services"] = entries_json(catalogue.services);
    json["acts"] = entries_json(catalogue.acts);
    json["themes"] = entries_json(catalogue.themes);
    json["document_types"] = entries_json(catalogue.document_types);
    json["fields"] = entries_json(catalogue.fields);
    json["units"] = entries_json(catalogue.units);
    return json_response(200, json);
}

} // namespace

void add_govern_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/functions", "functions.read", 0,
              list_functions);
    add_route(router, serving, Method::put, "/api/v1/functions/{key}/mode", "functions.stop",
              kBodyBytesMax, set_mode, Repeat::once);
    add_route(router, serving, Method::get, "/api/v1/catalogue", "catalogue.read", 0,
              get_catalogue);
}

} // namespace leitstand
