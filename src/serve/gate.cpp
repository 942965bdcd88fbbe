// SPDX-License-Identifier: EUPL-1.2
#include "serve/gate.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kTokenBytesMax = 128;

bool changes_something(Method method) {
    return method != Method::get && method != Method::head;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// The token after "Bearer "; nothing where the field is of another kind.
std::optional<std::string> bearer_token(HttpRequest const& request) {
    auto const field = request.header("authorization");
    constexpr std::string_view kKind = "bearer ";
    if (!field || field->size() > kTokenBytesMax ||
        !equal_ignoring_case(field->substr(0, kKind.size()), kKind))
        return std::nullopt;
    return std::string{trimmed(field->substr(kKind.size()))};
}

std::string without_default_port(std::string origin) {
    for (std::string_view const end : {":80", ":443"}) {
        bool const fits = (end == ":80") == origin.starts_with("http://");
        if (fits && origin.ends_with(end))
            origin.erase(origin.size() - end.size());
    }
    return origin;
}

// A health check must work whatever stands in front.
bool is_probe(Route const& route) {
    return route.pattern == "/health" || route.pattern == "/ready";
}

} // namespace

bool Caller::reaches(std::string const& unit) const {
    if (scope == Scope::all)
        return true;
    if (scope == Scope::none)
        return false;
    return unit.empty() ||
           std::any_of(account.units.begin(), account.units.end(),
                       [&](std::string const& own) { return own == unit || own == kAllUnits; });
}

bool Caller::has(std::string_view right) const {
    return Rights::table().scope(account.roles, right) != Scope::none;
}

Result<void> Gate::admit(HttpRequest& request, Route const& route) {
    if (route.right == kLoopback) {
        // Behind a proxy on the same machine every connection is local; what it passes on names a
        // client.
        bool const passed_on = request.header("x-forwarded-for").has_value();
        if (!options_.metrics_for_all && (!request.peer_is_loopback || passed_on))
            return fail(Code::no_right, "metrics.loopback_only");
        return {};
    }
    if (options_.behind_proxy && !request.secure && !is_probe(route))
        return fail(Code::bad_input, "server.proxy_not_https");
    if (route.right == kPublic)
        return changes_something(request.method) ? check_same_origin(request) : Result<void>{};
    auto caller = TRY(identify(request));
    if (caller.account.must_change_password && route.right != "session.own")
        return fail(Code::no_right, "password.must_change");
    caller.scope = Rights::table().scope(caller.account.roles, route.right);
    if (caller.scope == Scope::none)
        return fail(Code::no_right, "right.missing");
    if (!caller.session_token.empty() && changes_something(request.method))
        TRY(check_same_origin(request));
    request.caller = std::make_shared<Caller const>(std::move(caller));
    return {};
}

Result<Caller> Gate::identify(HttpRequest const& request) {
    Caller caller;
    if (auto const token = bearer_token(request)) {
        caller.account = TRY(accounts_.check_token(*token));
        return caller;
    }
    caller.session_token = cookie_token(request);
    if (caller.session_token.empty())
        return fail(Code::not_signed_in, "session.none");
    caller.account = TRY(sessions_.find(caller.session_token));
    return caller;
}

std::string session_cookie(std::string const& token) {
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict", kCookieName, token);
}

std::string ended_cookie() {
    return fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0", kCookieName);
}

std::string cookie_token(HttpRequest const& request) {
    std::string token;
    bool found = false;
    for (auto const& field : request.headers) {
        if (field.name != "cookie")
            continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            auto const end = std::min(rest.find(';'), rest.size());
            auto const pair = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            auto const equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != kCookieName)
                continue;
            if (found)
                return {};
            found = true;
            token = pair.substr(equals + 1);
        }
    }
    return token.size() <= kTokenBytesMax ? token : std::string{};
}

Result<void> check_same_origin(HttpRequest const& request) {
    auto const foreign = [] { return fail(Code::refused, "request.foreign_origin"); };
    if (auto const site = request.header("sec-fetch-site"); site && *site != "same-origin")
        return foreign();
    auto const origin = request.header("origin");
    if (!origin) // each browser sends it with such a request; a program with a token does not come
                 // here
        return foreign();
    auto const own = fmt::format("{}://{}", request.secure ? "https" : "http",
                                 request.header("host").value_or(""));
    if (without_default_port(ascii_lower(*origin)) != without_default_port(ascii_lower(own)))
        return foreign();
    return {};
}

} // namespace leitstand
