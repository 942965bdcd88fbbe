// SPDX-License-Identifier: EUPL-1.2
// Accounts: list, make, change. The answer that holds a one-time password is given once and never
// kept in clear.
#include <nlohmann/json.hpp>

#include "serve/serving.hpp"

namespace leitstand {

namespace {

constexpr std::uint64_t kBodyBytesMax = 16 << 10;
constexpr std::size_t kWordsMax = 64, kWordBytesMax = 128;

Json account_json(Account const& account) {
    Json json;
    json["id"] = account.id;
    json["name"] = account.name;
    json["display_name"] = account.display_name;
    json["roles"] = Json::array();
    for (auto const role : account.roles)
        json["roles"].push_back(std::string{role_name(role)});
    json["units"] = account.units;
    json["locked"] = account.locked;
    json["must_change_password"] = account.must_change_password;
    return json;
}

Response secret_response(int status, AccountSecret const& secret) {
    Json json;
    json["account"] = account_json(secret.account);
    if (!secret.secret.empty())
        json["one_time_password"] = secret.secret;
    return json_response(status, json);
}

Result<std::optional<std::vector<Role>>> roles_of(Fields const& fields) {
    auto const names = TRY(fields.texts("roles", kWordsMax, kWordBytesMax));
    if (!names)
        return std::optional<std::vector<Role>>{};
    std::vector<Role> roles;
    for (auto const& name : *names)
        roles.push_back(TRY(parse_role(name)));
    return std::optional{std::move(roles)};
}

Result<Response> list_accounts(Serving& serving, HttpRequest&) {
    Json json;
    json["accounts"] = Json::array();
    for (auto const& account : TRY(serving.rooms.accounts.list()))
        json["accounts"].push_back(account_json(account));
    return json_response(200, json);
}

Result<Response> create_account(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    NewAccount account;
    account.name = TRY(fields.text("name", kWordBytesMax));
    account.display_name = TRY(fields.text_or("display_name", kWordBytesMax, ""));
    account.roles = TRY(roles_of(fields)).value_or(std::vector<Role>{});
    account.units =
        TRY(fields.texts("units", kWordsMax, kWordBytesMax)).value_or(std::vector<std::string>{});
    return secret_response(201,
                           TRY(serving.rooms.accounts.create(account, request.caller->account.id)));
}

Result<Response> change_account(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    AccountChange change;
    change.roles = TRY(roles_of(fields));
    change.units = TRY(fields.texts("units", kWordsMax, kWordBytesMax));
    change.locked = TRY(fields.flag("locked"));
    change.new_password = TRY(fields.flag("new_password")).value_or(false);
    return secret_response(200, TRY(serving.rooms.accounts.change(request.capture("id"), change,
                                                                  request.caller->account.id)));
}

} // namespace

void add_account_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/accounts", "accounts.read", 0, list_accounts);
    add_route(router, serving, Method::post, "/api/v1/accounts", "accounts.change", kBodyBytesMax,
              create_account, Repeat::once);
    add_route(router, serving, Method::patch, "/api/v1/accounts/{id}", "accounts.change",
              kBodyBytesMax, change_account, Repeat::once);
}

} // namespace leitstand
