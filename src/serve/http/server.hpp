// SPDX-License-Identifier: EUPL-1.2
// The HTTP/1.1 server: one I/O thread, a bounded pool of workers for handlers, a deadline on each
// wait, limits on connections, headers and bodies. Ambiguous requests (two framings, unknown
// codings, no Host) are refused and the connection closed. Boost.Beast stands behind it, in this
// folder only. Threads: start() makes them, stop() waits for them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "serve/http/http.hpp"
#include "serve/http/router.hpp"

namespace leitstand {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;             // 0: any free one
    std::filesystem::path tls_certificate; // PEM, both or none
    std::filesystem::path tls_key;
    bool behind_proxy = false;          // one that ends TLS; its word on clients is believed
    bool plain_beyond_loopback = false; // neither TLS nor a proxy: for what is public anyway
    std::size_t workers = 8;
    std::size_t worker_queue_max = 256;    // requests waiting for a worker; beyond it 503
    std::size_t downloads_at_once_max = 4; // streamed answers hold a worker while a client reads
    std::chrono::seconds stop_deadline_s{10};
    Limits limits;
};

// What the server asks its owner; all of it runs on workers, except `finish`.
struct ServerHooks {
    // Before the body is read, where there is one to speak of, else before the handler: who asks,
    // and may they? A response refuses the request.
    std::function<std::optional<Response>(HttpRequest&, Route const&)> admit;
    // A request that no route matches.
    std::function<Response(HttpRequest&, Router::Match const&)> fallback;
    // Turns an Error into what the client sees. Also for requests that could not be parsed (then
    // with an empty path).
    std::function<Response(Error const&, HttpRequest const&)> problem;
    // Runs on the I/O thread for each answer before it goes out: headers, counting. Must not block.
    std::function<void(HttpRequest const&, Route const*, Response&, std::chrono::microseconds)>
        finish;
};

class Server {
  public:
    // Errors: refused "server.plain_beyond_loopback", unavailable "server.port_in_use", bad_input
    // "server.address_wrong", "server.certificate_wrong", no_right "server.port_not_allowed".
    static Result<std::unique_ptr<Server>> start(Router router, ServerHooks hooks,
                                                 ServerOptions options);
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    virtual std::size_t connections() const = 0;
    virtual void stop() = 0;
};

} // namespace leitstand
