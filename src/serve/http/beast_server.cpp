// SPDX-License-Identifier: EUPL-1.2
#include "serve/http/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>

namespace leitstand {

namespace detail {

void spawn_plain(ServerCore& core, Tcp::socket socket) {
    error_code error;
    auto const peer = socket.remote_endpoint(error).address();
    if (error)
        return;
    auto const connection = std::make_shared<Connection<beast::tcp_stream>>(
        core, beast::tcp_stream{std::move(socket)}, peer);
    asio::co_spawn(
        core.io, [connection]() -> asio::awaitable<void> { co_await connection->run(); },
        asio::detached);
}

namespace {

class BeastServer final : public Server {
  public:
    BeastServer(Router router, ServerHooks hooks, ServerOptions options)
        : core_(std::move(router), std::move(hooks), std::move(options)), acceptor_(core_.io),
          work_(asio::make_work_guard(core_.io)) {}
    ~BeastServer() override { stop(); }

    Result<void> open() {
        auto const& options = core_.options;
        if (options.tls_certificate.empty() != options.tls_key.empty())
            return fail(Code::bad_input, "server.certificate_wrong",
                        "certificate and key belong together");
        error_code error;
        auto const address = asio::ip::make_address(
            options.address == "localhost" ? "127.0.0.1" : options.address, error);
        if (error)
            return fail(Code::bad_input, "server.address_wrong", options.address);
        bool const has_tls = !options.tls_certificate.empty();
        bool const is_plain_allowed = options.behind_proxy || options.plain_beyond_loopback;
        if (!address.is_loopback() && !has_tls && !is_plain_allowed)
            return fail(Code::refused, "server.plain_beyond_loopback", options.address);
        if (has_tls)
            tls_ = TRY(load_tls(options));
        return listen({address, options.port});
    }

    void run() {
        asio::co_spawn(
            core_.io, [this]() -> asio::awaitable<void> { co_await accept(); }, asio::detached);
        thread_ = std::thread{[this] { core_.io.run(); }};
    }

    std::uint16_t port() const override { return port_; }
    std::size_t connections() const override { return core_.connections; }

    void stop() override {
        if (!thread_.joinable())
            return;
        asio::post(core_.io, [this] {
            core_.stopping = true;
            error_code ignored;
            acceptor_.close(ignored);
            for (auto* const connection : core_.open)
                connection->end_if_idle();
        });
        wait_for_quiet(core_.options.stop_deadline_s);
        asio::post(core_.io, [this] {
            for (auto* const connection : core_.open)
                connection->end_now();
        });
        wait_for_quiet(kEndTime);
        core_.pool.stop();
        work_.reset();
        core_.io.stop();
        thread_.join();
    }

  private:
    Result<void> listen(Tcp::endpoint const& endpoint) {
        error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error)
            acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error)
            acceptor_.bind(endpoint, error);
        if (!error)
            acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error == asio::error::address_in_use)
            return fail(Code::unavailable, "server.port_in_use", std::to_string(endpoint.port()));
        if (error == asio::error::access_denied)
            return fail(Code::no_right, "server.port_not_allowed", std::to_string(endpoint.port()));
        if (error)
            return fail(Code::bad_input, "server.address_wrong", error.message());
        port_ = acceptor_.local_endpoint().port();
        return {};
    }

    asio::awaitable<void> accept() {
        for (;;) {
            error_code error;
            Tcp::socket socket =
                co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (core_.stopping || error == asio::error::operation_aborted)
                co_return;
            if (error) { // too many open files: wait for some to close
                asio::steady_timer pause{core_.io, std::chrono::milliseconds{100}};
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
                continue;
            }
            if (!has_room(socket))
                continue; // closed as it goes
            socket.set_option(Tcp::no_delay(true), error);
            if (tls_)
                spawn_tls(core_, std::move(socket), tls_);
            else
                spawn_plain(core_, std::move(socket));
        }
    }

    bool has_room(Tcp::socket const& socket) {
        auto const& limits = core_.options.limits;
        if (core_.connections >= limits.connections_max)
            return false;
        if (core_.options.behind_proxy)
            return true; // all of them come from the proxy
        error_code error;
        auto const peer = socket.remote_endpoint(error);
        if (error)
            return false;
        auto const found = core_.by_address.find(peer.address().to_string());
        return found == core_.by_address.end() ||
               found->second < limits.connections_per_address_max;
    }

    void wait_for_quiet(std::chrono::seconds deadline) {
        std::unique_lock lock{core_.mutex};
        core_.quiet.wait_for(lock, deadline, [this] { return core_.connections == 0; });
    }

    ServerCore core_;
    Tcp::acceptor acceptor_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::shared_ptr<TlsContext> tls_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

} // namespace
} // namespace detail

Result<std::unique_ptr<Server>> Server::start(Router router, ServerHooks hooks,
                                              ServerOptions options) {
    try {
        auto server = std::make_unique<detail::BeastServer>(std::move(router), std::move(hooks),
                                                            std::move(options));
        TRY(server->open());
        server->run();
        return server;
    } catch (std::exception const& exception) {
        return fail(Code::internal, "server.failed", exception.what());
    }
}

} // namespace leitstand
