// SPDX-License-Identifier: EUPL-1.2
#include "serve/http/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace leitstand::detail {

namespace ssl = asio::ssl;

class TlsContext {
  public:
    ssl::context context{ssl::context::tls_server};
};

Result<std::shared_ptr<TlsContext>> load_tls(ServerOptions const& options) {
    auto result = std::make_shared<TlsContext>();
    error_code error;
    auto& context = result->context;
    // TLS 1.2 with its few good suites is OpenSSL 3's own default at level 2; older versions are
    // off.
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                            ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                            ssl::context::no_tlsv1_1,
                        error);
    if (!error)
        context.use_certificate_chain_file(options.tls_certificate.string(), error);
    if (error)
        return fail(Code::bad_input, "server.certificate_wrong", "certificate: " + error.message());
    context.use_private_key_file(options.tls_key.string(), ssl::context::pem, error);
    if (error)
        return fail(Code::bad_input, "server.certificate_wrong", "key: " + error.message());
    return result;
}

namespace {

using TlsStream = beast::ssl_stream<beast::tcp_stream>;

asio::awaitable<void> shake_hands_and_run(std::shared_ptr<Connection<TlsStream>> connection,
                                          std::shared_ptr<TlsContext> context,
                                          std::chrono::seconds deadline) {
    error_code error;
    beast::get_lowest_layer(connection->stream()).expires_after(deadline);
    co_await connection->stream().async_handshake(ssl::stream_base::server,
                                                  asio::redirect_error(asio::use_awaitable, error));
    if (!error)
        co_await connection->run();
    context.reset(); // held until here: the stream uses it
}

} // namespace

void spawn_tls(ServerCore& core, Tcp::socket socket, std::shared_ptr<TlsContext> const& context) {
    error_code error;
    auto const peer = socket.remote_endpoint(error).address();
    if (error)
        return;
    auto connection = std::make_shared<Connection<TlsStream>>(
        core, TlsStream{beast::tcp_stream{std::move(socket)}, context->context}, peer);
    asio::co_spawn(
        core.io,
        shake_hands_and_run(std::move(connection), context, core.options.limits.request_header_s),
        asio::detached);
}

} // namespace leitstand::detail
