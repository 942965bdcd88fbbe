// SPDX-License-Identifier: EUPL-1.2
// Signing in and out, the own session, the own password.
#include <nlohmann/json.hpp>

#include "catalogue/catalogue.hpp"
#include "serve/password_rules.hpp"
#include "serve/serving.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kSignInBytesMax = 4 << 10;
constexpr std::size_t kNameBytesMax = 256;

Json session_json(Serving const& serving, Account const& account) {
    Json session;
    session["account"] = account.id;
    session["name"] = account.name;
    session["display_name"] = account.display_name;
    session["roles"] = Json::array();
    for (auto const role : account.roles)
        session["roles"].push_back(std::string{role_name(role)});
    session["units"] = account.units;
    session["rights"] = Rights::table().rights_of(account.roles);
    session["must_change_password"] = account.must_change_password;
    session["idle_minutes"] = serving.rooms.limits.session_idle_min.count();
    session["authority"] =
        serving.rooms.catalogue ? serving.rooms.catalogue->authority : std::string{};
    return session;
}

Result<Response> get_session(Serving& serving, HttpRequest& request) {
    return json_response(200, session_json(serving, request.caller->account));
}

Result<Response> sign_in(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const name = TRY(fields.text("name", kNameBytesMax));
    auto const password = TRY(fields.text("password", kPasswordBytesMax));
    if (auto const wait = TRY(serving.limiter.attempt(name, request.peer))) {
        Json more;
        more["retry_after_s"] = wait->count();
        return problem_response(
            {Code::too_many, "sign_in.too_many", {}, std::source_location::current()}, request,
            more);
    }
    auto const account = serving.rooms.accounts.check_password(name, password);
    if (!account)
        return tl::unexpected(account.error());
    serving.limiter.succeeded(name, request.peer);
    auto const token = TRY(serving.sessions.begin(*account, cookie_token(request)));
    auto response = json_response(200, session_json(serving, *account));
    response.set("Set-Cookie", session_cookie(token));
    return response;
}

Result<Response> sign_out(Serving& serving, HttpRequest& request) {
    if (!request.caller->session_token.empty())
        TRY(serving.sessions.end(request.caller->session_token));
    auto response = empty_response(204);
    response.set("Set-Cookie", ended_cookie());
    response.set("Clear-Site-Data", "\"cache\", \"storage\"");
    return response;
}

Result<Response> change_password(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    auto const old_password = TRY(fields.text("old_password", kPasswordBytesMax));
    auto const new_password = TRY(fields.text("new_password", 4 * kPasswordBytesMax));
    auto const& caller = *request.caller;
    // Somebody at an open desk must not guess the old password without end.
    if (auto const wait =
            TRY(serving.limiter.attempt("change " + caller.account.id, request.peer))) {
        Json more;
        more["retry_after_s"] = wait->count();
        return problem_response(
            {Code::too_many, "sign_in.too_many", {}, std::source_location::current()}, request,
            more);
    }
    auto changed =
        serving.rooms.accounts.change_password(caller.account.id, old_password, new_password);
    if (changed || changed.error().key != "password.old_wrong")
        serving.limiter.succeeded("change " + caller.account.id, request.peer);
    auto const account = TRY(changed);
    auto response = empty_response(204);
    if (!caller.session_token.empty())
        response.set("Set-Cookie",
                     session_cookie(TRY(serving.sessions.begin(account, caller.session_token))));
    return response;
}

} // namespace

void add_session_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/session", "session.own", 0, get_session);
    add_route(router, serving, Method::post, "/api/v1/session", kPublic, kSignInBytesMax, sign_in);
    add_route(router, serving, Method::delete_, "/api/v1/session", "session.own", kSignInBytesMax,
              sign_out);
    add_route(router, serving, Method::post, "/api/v1/session/password", "session.own",
              kSignInBytesMax, change_password);
}

} // namespace leitstand
