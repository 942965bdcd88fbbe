// SPDX-License-Identifier: EUPL-1.2
// The one layer that decides who may: session or token, foreign pages, one-time passwords, the
// rights table. It runs for each route before its handler and before its body. Threads: any.
#pragma once

#include "serve/http/http.hpp"
#include "serve/rights.hpp"
#include "serve/sessions.hpp"

namespace leitstand {

// Who asks, with how far the right of this route reaches.
struct Caller {
    Account account;
    Scope scope = Scope::none;
    std::string session_token; // empty for a service account

    // Whether an item of this unit (empty: of none) is in reach. If not, it must look like a
    // missing one.
    bool reaches(std::string const& unit) const;
    bool has(std::string_view right) const;
};

// Rights of routes that need no account.
inline constexpr char kPublic[] = "public";
inline constexpr char kLoopback[] = "loopback"; // only for programs on this machine

struct GateOptions {
    bool behind_proxy = false;
    bool metrics_for_all = false;
};

class Gate {
  public:
    Gate(Accounts& accounts, Sessions& sessions, GateOptions options)
        : accounts_(accounts), sessions_(sessions), options_(options) {}

    // Sets request.caller, or says why not. Errors: not_signed_in "session.none", "session.ended",
    // "token.wrong"; no_right "right.missing", "password.must_change", "metrics.loopback_only";
    // refused "request.foreign_origin"; bad_input "server.proxy_not_https".
    Result<void> admit(HttpRequest& request, Route const& route);

  private:
    Result<Caller> identify(HttpRequest const& request);

    Accounts& accounts_;
    Sessions& sessions_;
    GateOptions options_;
};

inline constexpr char kCookieName[] = "__Host-leitstand";
std::string session_cookie(std::string const& token); // the value of Set-Cookie
std::string ended_cookie();
// Of the request's cookies; "" if none. Two of the name are none: one of them may have been
// planted.
std::string cookie_token(HttpRequest const& request);

// A request that changes something must come from our own pages: browsers say so in Origin and
// Sec-Fetch-Site. Errors: refused "request.foreign_origin".
Result<void> check_same_origin(HttpRequest const& request);

} // namespace leitstand
