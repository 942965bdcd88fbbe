// SPDX-License-Identifier: EUPL-1.2
// What all routes share: the rooms, the gate and the counters. Each *_routes.cpp adds its part of
// the interface to the router; handlers are plain functions that return a Response or an Error.
// Threads: any, after construction.
#pragma once

#include <optional>

#include "serve/accounts.hpp"
#include "serve/fields.hpp"
#include "serve/gate.hpp"
#include "serve/http/router.hpp"
#include "serve/kept_answers.hpp"
#include "serve/metrics.hpp"
#include "serve/permits.hpp"
#include "serve/problem.hpp"
#include "serve/reads.hpp"
#include "serve/sign_in_limiter.hpp"
#include "serve/static_files.hpp"
#include "serve/web_server.hpp"

namespace leitstand {

struct Serving {
    Serving(ServeRooms the_rooms, ServeOptions the_options);

    ServeRooms rooms;
    ServeOptions options;
    Sessions sessions;
    Gate gate;
    SignInLimiter limiter;
    KeptAnswers kept;
    Permits drawings; // requests that draw a page or wait for one; the rest keeps its workers
    Metrics metrics;
    Reads reads;
    std::optional<StaticFiles> files;
    std::chrono::steady_clock::time_point started;
    std::atomic<bool> stopping{false};
};

using Handler = Result<Response> (*)(Serving&, HttpRequest&);

struct FunctionState; // govern/switchboard.hpp
struct ItemView;      // decide/inbox.hpp

// The version that runs: of the function's learned model where there is one ("2.0.0+1a2b3c4d", the
// code's and the first bytes of the file's hash), as its findings name it; of the code otherwise.
std::string running_version(Serving const& serving, FunctionState const& state);

// Adds a route whose errors become problems. `once`: its answer is kept under the Idempotency-Key.
enum class Repeat : std::uint8_t { runs_again, once };
void add_route(Router& router, Serving& serving, Method method, std::string pattern,
               std::string right, std::uint64_t body_bytes_max, Handler handler,
               Repeat repeat = Repeat::runs_again);

// Every route of the server: the access test walks it.
Router all_routes(Serving& serving);

void add_session_routes(Router& router, Serving& serving);
void add_item_routes(Router& router, Serving& serving);
void add_second_look_routes(Router& router, Serving& serving);
void add_page_routes(Router& router, Serving& serving);
void add_stack_routes(Router& router, Serving& serving);
// Relations of an item to others that the caller may see, for its JSON.
Result<Json> relations_for(Serving& serving, Caller const& caller, ItemView const& view);
void add_relation_routes(Router& router, Serving& serving);
void add_upload_routes(Router& router, Serving& serving);
void add_decision_routes(Router& router, Serving& serving);
void add_govern_routes(Router& router, Serving& serving);
void add_quality_routes(Router& router, Serving& serving);
void add_account_routes(Router& router, Serving& serving);
void add_log_routes(Router& router, Serving& serving);
void add_audit_routes(Router& router, Serving& serving);
void add_system_routes(Router& router, Serving& serving);

} // namespace leitstand
