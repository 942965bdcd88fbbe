// SPDX-License-Identifier: EUPL-1.2
// Inside of the HTTP server: what all connections share, and the way from the I/O thread to a
// worker and back. Only the .cpp files of this folder include it. Threads: the I/O thread, except
// where said.
#pragma once

#include <utility> // before Asio 1.74, which forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>

#include "serve/http/server.hpp"
#include "serve/http/worker_pool.hpp"

namespace leitstand::detail {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

class ConnectionBase {
  public:
    virtual ~ConnectionBase() = default;
    virtual void end_if_idle() = 0; // between two requests
    virtual void end_now() = 0;
};

struct ServerCore {
    ServerCore(Router the_router, ServerHooks the_hooks, ServerOptions the_options)
        : router(std::move(the_router)), hooks(std::move(the_hooks)),
          options(std::move(the_options)), pool(options.workers, options.worker_queue_max) {}

    Router router;
    ServerHooks hooks;
    ServerOptions options;
    asio::io_context io{1};
    std::map<std::string, std::size_t> by_address;
    std::set<ConnectionBase*> open;
    std::size_t downloads = 0;
    bool stopping = false;
    std::atomic<std::size_t> connections{0}; // any thread
    std::mutex mutex;                        // for `quiet`
    std::condition_variable quiet;           // the last connection has gone
    WorkerPool pool;                         // last: its threads end before what they use
};

// Counts a connection while it lives.
class Admission {
  public:
    Admission(ServerCore& core, ConnectionBase* connection, std::string address)
        : core_(core), connection_(connection), address_(std::move(address)) {
        ++core_.connections;
        ++core_.by_address[address_];
        core_.open.insert(connection_);
    }
    Admission(Admission const&) = delete;
    Admission& operator=(Admission const&) = delete;
    ~Admission() {
        core_.open.erase(connection_);
        if (auto const found = core_.by_address.find(address_); --found->second == 0)
            core_.by_address.erase(found);
        std::lock_guard const lock{core_.mutex};
        if (--core_.connections == 0)
            core_.quiet.notify_all();
    }

  private:
    ServerCore& core_;
    ConnectionBase* connection_;
    std::string address_;
};

// Runs `work` on a worker and resumes on the I/O thread; false where all workers and their queue
// are busy.
inline asio::awaitable<bool> on_worker(ServerCore& core, std::function<void()> work) {
    auto initiate = [&core, &work](auto handler) {
        auto const shared = std::make_shared<decltype(handler)>(std::move(handler));
        auto const resume = [&core, shared](bool ran) {
            asio::post(core.io, [shared, ran] { (*shared)(ran); });
        };
        auto const job = [work, resume] {
            work();
            resume(true);
        };
        if (!core.pool.post(job))
            resume(false);
    };
    co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(bool)>(
        initiate, asio::use_awaitable);
}

// Serves one connection until it ends: plain (beast_server.cpp) and TLS (beast_tls.cpp).
void spawn_plain(ServerCore& core, Tcp::socket socket);
class TlsContext; // the certificate and key, read once
Result<std::shared_ptr<TlsContext>> load_tls(ServerOptions const& options);
void spawn_tls(ServerCore& core, Tcp::socket socket, std::shared_ptr<TlsContext> const& context);

} // namespace leitstand::detail
