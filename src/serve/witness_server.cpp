// SPDX-License-Identifier: EUPL-1.2
#include "serve/witness_server.hpp"

#include "prove/witness.hpp"
#include "serve/gate.hpp"
#include "serve/http/server.hpp"
#include "serve/problem.hpp"
#include "serve/security_headers.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kWorkers = 2; // one decides, one waits for the disk

Response plain_text(std::string body) {
    Response response;
    response.body = std::move(body);
    response.set("Content-Type", "text/plain; charset=utf-8");
    return response;
}

Router routes_of(Witness& witness) {
    Router router;
    router.add({Method::post,
                "/add-checkpoint",
                kPublic,
                kWitnessRequestBytesMax,
                [&witness](HttpRequest& request) {
                    auto answer = witness.add_checkpoint(request.body);
                    Response response;
                    response.status = answer.status;
                    response.body = std::move(answer.body);
                    response.set("Content-Type", answer.content_type);
                    return response;
                },
                {}});
    router.add({Method::get,
                "/",
                kPublic,
                0,
                [&witness](HttpRequest&) {
                    return plain_text(fmt::format(
                        "Zeuge eines Nachweisprotokolls (witness of a tamper-evident log, "
                        "c2sp.org/tlog-witness)\n{}\n",
                        witness.verifier().print()));
                },
                {}});
    return router;
}

Response refusal(HttpRequest const& request, Router::Match const& match) {
    Error const error{match.path_known ? Code::bad_input : Code::not_found,
                      match.path_known ? "request.method_not_allowed" : "request.not_found",
                      {},
                      std::source_location::current()};
    auto response = problem_response(error, request);
    if (match.path_known)
        response.set("Allow", match.allow);
    return response;
}

ServerHooks hooks_of() {
    ServerHooks hooks;
    // Nobody has to say who he is: what counts is the log's signature.
    hooks.admit = [](HttpRequest&, Route const&) { return std::optional<Response>{}; };
    hooks.fallback = [](HttpRequest& request, Router::Match const& match) {
        return refusal(request, match);
    };
    hooks.problem = [](Error const& error, HttpRequest const& request) {
        return problem_response(error, request);
    };
    hooks.finish = [](HttpRequest const& request, Route const*, Response& response,
                      std::chrono::microseconds) { add_security_headers(request, response); };
    return hooks;
}

class RunningWitness final : public WitnessServer {
  public:
    RunningWitness(WitnessServerOptions options, std::unique_ptr<Server> server)
        : options_(std::move(options)), server_(std::move(server)) {}
    ~RunningWitness() override { stop(); }

    std::uint16_t port() const override { return server_->port(); }
    std::string url() const override {
        bool const is_six = options_.address.find(':') != std::string::npos;
        return fmt::format("{}://{}{}{}:{}", options_.tls_certificate.empty() ? "http" : "https",
                           is_six ? "[" : "", options_.address, is_six ? "]" : "", port());
    }
    void stop() override { server_->stop(); }

  private:
    WitnessServerOptions options_;
    std::unique_ptr<Server> server_;
};

} // namespace

Result<std::unique_ptr<WitnessServer>> WitnessServer::start(Witness& witness,
                                                            WitnessServerOptions options) {
    ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = options.port;
    server_options.tls_certificate = options.tls_certificate;
    server_options.tls_key = options.tls_key;
    server_options.plain_beyond_loopback = options.plain_beyond_loopback;
    server_options.workers = kWorkers;
    auto server = TRY(Server::start(routes_of(witness), hooks_of(), std::move(server_options)));
    return std::make_unique<RunningWitness>(std::move(options), std::move(server));
}

} // namespace leitstand
