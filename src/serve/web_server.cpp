// SPDX-License-Identifier: EUPL-1.2
#include "serve/web_server.hpp"

#include "base/log.hpp"
#include "serve/govern/govern_routes.hpp"
#include "serve/http/server.hpp"
#include "serve/security_headers.hpp"
#include "serve/serving.hpp"

namespace leitstand {

Serving::Serving(ServeRooms the_rooms, ServeOptions the_options)
    : rooms(std::move(the_rooms)), options(std::move(the_options)),
      sessions(rooms.database, rooms.accounts, rooms.limits, rooms.time, rooms.log),
      gate(rooms.accounts, sessions, {options.behind_proxy, options.metrics_for_all}),
      limiter(rooms.database, rooms.keys, rooms.limits, rooms.time),
      kept(rooms.database, rooms.keys, rooms.limits, rooms.time),
      drawings(std::max<std::size_t>(options.workers / 2, 1)),
      reads(rooms.database, rooms.ledger, rooms.log), started(std::chrono::steady_clock::now()) {}

void add_route(Router& router, Serving& serving, Method method, std::string pattern,
               std::string right, std::uint64_t body_bytes_max, Handler handler, Repeat repeat) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.right = std::move(right);
    route.body_bytes_max = body_bytes_max;
    route.handle = [&serving, handler, repeat](HttpRequest& request) {
        auto const run = [&] {
            auto response = handler(serving, request);
            return response ? std::move(*response) : problem_response(response.error(), request);
        };
        if (repeat == Repeat::runs_again)
            return run();
        auto response = serving.kept.once(request, run);
        return response ? std::move(*response) : problem_response(response.error(), request);
    };
    router.add(std::move(route));
}

Router all_routes(Serving& serving) {
    Router router;
    add_system_routes(router, serving);
    add_session_routes(router, serving);
    add_item_routes(router, serving);
    add_second_look_routes(router, serving);
    add_page_routes(router, serving);
    add_stack_routes(router, serving);
    add_relation_routes(router, serving);
    add_upload_routes(router, serving);
    add_decision_routes(router, serving);
    add_govern_routes(router, serving);
    add_assessment_routes(router, serving);
    add_dossier_routes(router, serving);
    add_operation_routes(router, serving);
    add_fairness_routes(router, serving);
    add_register_routes(router, serving);
    add_gate_routes(router, serving);
    add_participation_routes(router, serving);
    add_quality_routes(router, serving);
    add_account_routes(router, serving);
    add_audit_routes(router, serving);
    add_log_routes(router, serving);
    return router;
}

namespace {

Response fallback(Serving& serving, HttpRequest& request, Router::Match const& match) {
    auto const not_found = [&](char const* key, Code code) {
        return problem_response({code, key, {}, std::source_location::current()}, request);
    };
    if (match.path_known) {
        auto response = not_found("request.method_not_allowed", Code::bad_input);
        response.set("Allow", match.allow);
        return response;
    }
    if (serving.options.behind_proxy && !request.secure)
        return not_found("server.proxy_not_https", Code::bad_input);
    if (!serving.files || request.path.starts_with("/api/"))
        return not_found("request.not_found", Code::not_found);
    auto response = serving.files->answer(request);
    return response ? std::move(*response) : problem_response(response.error(), request);
}

ServerHooks hooks_of(Serving& serving) {
    ServerHooks hooks;
    hooks.admit = [&serving](HttpRequest& request, Route const& route) -> std::optional<Response> {
        auto const admitted = serving.gate.admit(request, route);
        if (admitted)
            return std::nullopt;
        auto response = problem_response(admitted.error(), request);
        if (admitted.error().key == "session.ended")
            response.set("Set-Cookie", ended_cookie());
        return response;
    };
    hooks.fallback = [&serving](HttpRequest& request, Router::Match const& match) {
        return fallback(serving, request, match);
    };
    hooks.problem = [](Error const& error, HttpRequest const& request) {
        return problem_response(error, request);
    };
    hooks.finish = [&serving](HttpRequest const& request, Route const* route, Response& response,
                              std::chrono::microseconds took) {
        add_security_headers(request, response);
        serving.metrics.count(route != nullptr ? route->pattern : "other", request.method,
                              response.status, took);
    };
    return hooks;
}

class RunningServer final : public WebServer {
  public:
    RunningServer(std::unique_ptr<Serving> serving, std::unique_ptr<Server> server)
        : serving_(std::move(serving)), server_(std::move(server)) {}
    ~RunningServer() override { stop(); }

    std::uint16_t port() const override { return server_->port(); }
    std::string url() const override {
        auto const& options = serving_->options;
        bool const is_six = options.address.find(':') != std::string::npos;
        return fmt::format("{}://{}{}{}:{}", options.tls_certificate.empty() ? "http" : "https",
                           is_six ? "[" : "", options.address, is_six ? "]" : "", port());
    }
    void stop() override {
        serving_->stopping = true;
        server_->stop();
    }

  private:
    std::unique_ptr<Serving> serving_; // outlives the server, whose handlers use it
    std::unique_ptr<Server> server_;
};

} // namespace

Result<std::unique_ptr<WebServer>> WebServer::start(ServeRooms rooms, ServeOptions options) {
    auto serving = std::make_unique<Serving>(std::move(rooms), options);
    if (!options.web_folder.empty()) {
        auto files = StaticFiles::open(options.web_folder);
        if (files)
            serving->files = std::move(*files);
        else // the interface serves programs all the same
            log_warning("serve", "no screens: {}", files.error().describe());
    }
    ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = options.port;
    server_options.tls_certificate = options.tls_certificate;
    server_options.tls_key = options.tls_key;
    server_options.behind_proxy = options.behind_proxy;
    server_options.workers = options.workers;
    server_options.downloads_at_once_max = std::max<std::size_t>(options.workers / 2, 1);
    server_options.limits = serving->rooms.limits;
    auto server =
        TRY(Server::start(all_routes(*serving), hooks_of(*serving), std::move(server_options)));
    return std::make_unique<RunningServer>(std::move(serving), std::move(server));
}

} // namespace leitstand
