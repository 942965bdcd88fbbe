// SPDX-License-Identifier: EUPL-1.2
// One connection, plain or TLS: reads a head, asks who may, takes the body in pieces, sends the
// answer, and again. Each wait has a deadline. A request whose end cannot be known for sure closes
// the connection. Only beast_server.cpp and beast_tls.cpp include it (it is heavy). Threads: the
// I/O thread; handlers on workers.
#pragma once

#include "serve/http/server_core.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <boost/asio/write.hpp>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "serve/http/head.hpp"
#include "serve/http/stream_channel.hpp"

namespace leitstand::detail {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

inline constexpr std::size_t kPieceBytes = 256 << 10; // of a body, handed to a worker at once
inline constexpr std::size_t kReadBufferBytesMax = 256 << 10; // head and what was read ahead
inline constexpr std::size_t kSmallBodyBytes =
    16 << 10; // up to here the body is read before asking who may
inline constexpr std::size_t kDrainBytesMax =
    64 << 20; // read and dropped after a refusal, so that it is seen
inline constexpr std::chrono::seconds kDrainTime{3};
inline constexpr std::chrono::seconds kEndTime{2};
inline constexpr std::uint32_t kRequestsPerConnectionMax = 10'000;

template <typename Stream>
class Connection final : public ConnectionBase {
  public:
    // `peer` is as the socket names it.
    Connection(ServerCore& core, Stream stream, asio::ip::address const& peer)
        : core_(core), stream_(std::move(stream)), buffer_(kReadBufferBytesMax),
          peer_(peer.to_string()), peer_is_loopback_(peer.is_loopback()),
          admission_(core, this, peer_) {}

    Stream& stream() { return stream_; }
    void end_if_idle() override {
        if (idle_)
            end_now();
    }
    void end_now() override {
        error_code ignored;
        beast::get_lowest_layer(stream_).socket().close(ignored);
    }

    asio::awaitable<void> run() {
        for (std::uint32_t served = 0; served < kRequestsPerConnectionMax && !core_.stopping;
             ++served) {
            bool const has_bytes = co_await wait_for_bytes(served == 0);
            if (!has_bytes)
                break;
            bool const again = co_await serve_one();
            if (!again)
                break;
            if (buffer_.capacity() > kReadBufferBytesMax / 4 && buffer_.size() == 0)
                buffer_.shrink_to_fit(); // an idle connection costs little
        }
        co_await close_gently();
    }

  private:
    using Parser = http::request_parser<http::buffer_body>;
    enum class BodyState : std::uint8_t { more, done, broken };

    auto& lowest() { return beast::get_lowest_layer(stream_); }
    static auto caught(error_code& error) {
        return asio::redirect_error(asio::use_awaitable, error);
    }
    Limits const& limits() const { return core_.options.limits; }

    asio::awaitable<bool> wait_for_bytes(bool is_first) {
        if (buffer_.size() > 0)
            co_return true; // pipelined
        idle_ = true;
        lowest().expires_after(is_first ? limits().request_header_s : limits().keep_alive_idle_s);
        error_code error;
        auto const space = buffer_.prepare(4096);
        auto const count = co_await stream_.async_read_some(space, caught(error));
        idle_ = false;
        buffer_.commit(error ? 0 : count);
        co_return !error;
    }

    // True where the connection can carry another request.
    asio::awaitable<bool> serve_one() {
        started_ = std::chrono::steady_clock::now();
        parser_ = std::make_unique<Parser>();
        parser_->header_limit(static_cast<std::uint32_t>(limits().header_block_bytes_max));
        parser_->body_limit(boost::none); // checked against the route below
        request_ = HttpRequest{};
        route_ = nullptr;
        request_.reference = new_id().substr(0, 16);
        lowest().expires_after(limits().request_header_s);
        error_code error;
        co_await http::async_read_header(stream_, buffer_, *parser_, caught(error));
        if (error) {
            co_await refuse_head(error);
            co_return false;
        }
        take_head();
        auto const& head = parser_->get();
        bool const loopback_only =
            is_loopback_name(core_.options.address) && !core_.options.behind_proxy;
        auto const facts =
            check_head(request_, std::string_view{head.target().data(), head.target().size()},
                       head.version(), loopback_only);
        if (!facts) {
            co_await refuse(facts.error());
            co_return false;
        }
        keep_alive_ = parser_->keep_alive() && !core_.stopping;
        co_return co_await dispatch(*facts);
    }

    static bool is_loopback_name(std::string const& address) {
        return address == "::1" || address == "localhost" || address.starts_with("127.");
    }

    void take_head() {
        auto const& head = parser_->get();
        request_.method = parse_method(
            std::string_view{head.method_string().data(), head.method_string().size()});
        for (auto const& field : head)
            request_.headers.push_back(
                {ascii_lower({field.name_string().data(), field.name_string().size()}),
                 std::string{field.value().data(), field.value().size()}});
        request_.peer = peer_;
        request_.peer_is_loopback = peer_is_loopback_;
        request_.secure = !std::is_same_v<Stream, beast::tcp_stream>;
        if (core_.options.behind_proxy)
            believe_proxy();
    }

    // The operator declared the proxy: its word on scheme and client counts, the last entry being
    // its own.
    void believe_proxy() {
        if (auto const scheme = request_.header("x-forwarded-proto"); scheme && *scheme == "https")
            request_.secure = true;
        std::string_view last;
        for (auto const& field : request_.headers)
            if (field.name == "x-forwarded-for")
                last = field.value;
        last = last.substr(last.find_last_of(", ") + 1); // npos + 1 is 0
        error_code error;
        auto const address = asio::ip::make_address(std::string{last}, error);
        if (!error)
            request_.peer = address.to_string();
    }

    asio::awaitable<bool> dispatch(HeadFacts const& facts) {
        auto match = core_.router.find(request_.method, request_.path);
        route_ = match.route;
        bool const has_body = facts.chunked || request_.content_length.value_or(0) > 0;
        if (!route_) {
            Response response;
            bool const ran =
                co_await work([&] { response = core_.hooks.fallback(request_, match); });
            co_return co_await answer(ran ? std::move(response) : busy(), has_body);
        }
        request_.captures = std::move(match.captures);
        if (request_.content_length.value_or(0) > route_->body_bytes_max)
            co_return co_await answer(problem(too_large()), true);
        if (route_->stream) {
            co_return co_await serve_stream(facts, has_body);
        }
        co_return co_await serve_whole(facts, has_body);
    }

    // A route that gets its whole body at once.
    asio::awaitable<bool> serve_whole(HeadFacts const& facts, bool has_body) {
        bool admitted = false;
        bool const ask_first = has_body && (facts.chunked || facts.expects_continue ||
                                            *request_.content_length > kSmallBodyBytes);
        std::optional<Response> refusal;
        if (ask_first) {
            bool const ran = co_await work([&] { refusal = core_.hooks.admit(request_, *route_); });
            if (!ran)
                co_return co_await answer(busy(), true);
            if (refusal)
                co_return co_await answer(std::move(*refusal), true);
            admitted = true;
        }
        if (has_body) {
            std::optional<Response> const failed = co_await read_whole_body(facts);
            if (failed)
                co_return co_await answer(*failed, true);
            if (gone_)
                co_return false;
        }
        Response response;
        bool const ran = co_await work([&] {
            if (!admitted)
                refusal = core_.hooks.admit(request_, *route_);
            response = refusal ? std::move(*refusal) : route_->handle(request_);
        });
        if (!ran)
            response = busy();
        if (response.stream)
            co_return co_await send_stream(response);
        co_return co_await answer(std::move(response), false);
    }

    asio::awaitable<std::optional<Response>> read_whole_body(HeadFacts const& facts) {
        co_await send_continue(facts);
        std::string piece;
        for (;;) {
            BodyState const state = co_await read_piece(piece, kSmallBodyBytes);
            if (state == BodyState::broken)
                co_return body_problem_;
            if (request_.body.size() + piece.size() > route_->body_bytes_max)
                co_return problem(too_large());
            request_.body += piece;
            if (state == BodyState::done)
                co_return std::nullopt;
        }
    }

    // A route that takes its body piece by piece; a taker that goes without finish() leaves nothing
    // behind.
    asio::awaitable<bool> serve_stream(HeadFacts const& facts, bool has_body) {
        BodyStart start = Response{};
        bool ran = co_await work([&] {
            if (auto refusal = core_.hooks.admit(request_, *route_))
                start = std::move(*refusal);
            else
                start = route_->stream(request_);
        });
        if (!ran)
            co_return co_await answer(busy(), has_body);
        if (auto* const refusal = std::get_if<Response>(&start))
            co_return co_await answer(std::move(*refusal), has_body);
        std::shared_ptr<BodyTaker> taker = std::move(std::get<std::unique_ptr<BodyTaker>>(start));
        std::optional<Response> response;
        bool unread = has_body;
        if (has_body) {
            co_await send_continue(facts);
            response = co_await feed(*taker, unread);
        }
        if (!response && !gone_) {
            ran = co_await work([&] { response = taker->finish(); });
            if (!ran)
                response = busy();
        }
        // Its clean-up touches the disk: not on this thread, unless there is no other.
        if (auto const drop = [last = std::move(taker)]() mutable { last.reset(); };
            !core_.pool.post(drop))
            log_warning("serve", "reference={} dropped on the I/O thread", request_.reference);
        if (!response)
            co_return false;
        co_return co_await answer(std::move(*response), unread);
    }

    asio::awaitable<std::optional<Response>> feed(BodyTaker& taker, bool& unread) {
        buffer_.reserve(kReadBufferBytesMax /
                        2); // Beast reads 512 bytes at a time into a small buffer
        std::uint64_t total = 0;
        std::string piece;
        std::optional<Response> response;
        for (;;) {
            BodyState const state = co_await read_piece(piece, kPieceBytes);
            if (state == BodyState::broken)
                co_return body_problem_;
            total += piece.size();
            if (total > route_->body_bytes_max)
                co_return problem(too_large());
            bool const ran = co_await work([&] { response = taker.take(piece); });
            if (!ran)
                co_return busy();
            unread = state != BodyState::done;
            if (response || !unread)
                co_return response;
        }
    }

    // Fills `piece` up to `size`, or less at the body's end. A client that needs longer than
    // request_body_idle_s for one piece is cut off.
    asio::awaitable<BodyState> read_piece(std::string& piece, std::size_t size) {
        piece.resize(size);
        auto& body = parser_->get().body();
        body.data = piece.data();
        body.size = size;
        lowest().expires_after(limits().request_body_idle_s);
        error_code error;
        co_await http::async_read(stream_, buffer_, *parser_, caught(error));
        if (error == http::error::need_buffer)
            error = {};
        piece.resize(size - body.size);
        if (!error)
            co_return parser_->is_done() ? BodyState::done : BodyState::more;
        keep_alive_ = false;
        if (error == beast::error::timeout)
            body_problem_ = problem(
                {Code::timed_out, "request.body_slow", {}, std::source_location::current()});
        else if (error.category() == http::make_error_code(http::error::end_of_stream).category() &&
                 error != http::error::partial_message && error != http::error::end_of_stream)
            body_problem_ = problem({Code::bad_input, "request.framing", error.message(),
                                     std::source_location::current()});
        else
            gone_ = true; // nobody is there to be answered
        co_return BodyState::broken;
    }

    asio::awaitable<void> send_continue(HeadFacts const& facts) {
        if (facts.expects_continue && buffer_.size() == 0)
            co_await send("HTTP/1.1 100 Continue\r\n\r\n");
    }

    asio::awaitable<bool> work(std::function<void()> job) {
        auto const guarded = [this, job = std::move(job)] {
            try {
                job();
            } catch (std::exception const&) { // memory, or a fault of ours: the request fails, the
                                              // server stays
                log_error("serve", "reference={} a handler ended with an exception",
                          request_.reference);
                failed_ = true;
            }
        };
        lowest().expires_never();
        bool const ran = co_await on_worker(core_, guarded);
        co_return ran;
    }

    static Error too_large() {
        return {Code::too_large, "request.too_large", {}, std::source_location::current()};
    }
    Response problem(Error const& error) { return core_.hooks.problem(error, request_); }
    Response busy() {
        return problem({Code::unavailable, "server.busy", {}, std::source_location::current()});
    }

    asio::awaitable<void> refuse(Error const& error) {
        keep_alive_ = false;
        co_await answer(problem(error), true);
    }

    asio::awaitable<void> refuse_head(error_code error) {
        auto const here = std::source_location::current();
        if (error == http::error::header_limit || error == http::error::buffer_overflow)
            co_await refuse({Code::too_large, "request.header_too_large", {}, here});
        else if (error == beast::error::timeout)
            co_await refuse({Code::timed_out, "request.header_slow", {}, here});
        else if (error != http::error::end_of_stream && error != http::error::partial_message &&
                 error.category() == http::make_error_code(http::error::end_of_stream).category())
            co_await refuse({Code::bad_input, "request.framing", error.message(), here});
    }

    // Sends a whole answer. With `unread` the request's body was not read to its end: the
    // connection cannot go on.
    asio::awaitable<bool> answer(Response response, bool unread) {
        if (failed_) {
            failed_ = false;
            response =
                problem({Code::internal, "server.failed", {}, std::source_location::current()});
        }
        if (unread)
            keep_alive_ = false;
        finish(response);
        bool const bodiless = response.status == 204 || response.status == 304;
        auto bytes = response_head(
            response, bodiless ? std::nullopt : std::optional{response.body.size()}, keep_alive_);
        if (!bodiless && request_.method != Method::head)
            bytes += response.body;
        bool const sent = co_await send(std::move(bytes));
        if (sent && unread)
            co_await drain();
        co_return sent&& keep_alive_;
    }

    void finish(Response& response) {
        auto const took = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - started_);
        core_.hooks.finish(request_, route_, response, took);
    }

    asio::awaitable<bool> send(std::string bytes) {
        lowest().expires_after(limits().response_piece_s);
        error_code error;
        co_await asio::async_write(stream_, asio::buffer(bytes), caught(error));
        co_return !error;
    }

    asio::awaitable<bool> send_stream(Response& response) {
        if (request_.method == Method::head) {
            finish(response);
            co_return co_await send(response_head(response, response.stream_bytes, keep_alive_)) &&
                keep_alive_;
        }
        if (core_.downloads >= core_.options.downloads_at_once_max)
            co_return co_await answer(busy(), false);
        ++core_.downloads;
        auto const channel = std::make_shared<StreamChannel>(core_);
        bool const posted =
            core_.pool.post([channel, make = response.stream] { channel->end(make(*channel)); });
        bool again = false;
        if (posted)
            again = co_await pump(response, *channel);
        else
            again = co_await answer(busy(), false);
        channel->break_off();
        --core_.downloads;
        co_return again;
    }

    asio::awaitable<bool> pump(Response& response, StreamChannel& channel) {
        bool head_sent = false;
        std::uint64_t sent_bytes = 0;
        for (;;) {
            StreamChannel::Event event = co_await channel.next();
            if (!head_sent && event.piece.empty() && !event.outcome)
                co_return co_await answer(problem(event.outcome.error()), false);
            std::string bytes;
            if (!head_sent) {
                finish(response);
                bytes = response_head(response, response.stream_bytes, keep_alive_);
                head_sent = true;
            }
            sent_bytes += event.piece.size();
            bool const ended = event.piece.empty();
            if (sent_bytes > response.stream_bytes ||
                (ended && (!event.outcome || sent_bytes < response.stream_bytes))) {
                log_error("serve", "reference={} a download broke off: {}", request_.reference,
                          event.outcome ? "length" : event.outcome.error().describe());
                co_return false; // the client sees fewer bytes than announced
            }
            bytes += event.piece;
            bool const sent = co_await send(std::move(bytes));
            if (!sent || ended)
                co_return sent&& keep_alive_;
        }
    }

    // Closing with unread bytes would reset the connection and may take the answer with it.
    asio::awaitable<void> drain() {
        error_code error;
        if constexpr (std::is_same_v<Stream, beast::tcp_stream>)
            lowest().socket().shutdown(Tcp::socket::shutdown_send, error);
        lowest().expires_after(kDrainTime);
        std::size_t total = 0;
        buffer_.clear();
        while (!error && total < kDrainBytesMax) {
            auto const space = buffer_.prepare(kReadBufferBytesMax / 4);
            total += co_await stream_.async_read_some(space, caught(error));
        }
    }

    asio::awaitable<void> close_gently() {
        error_code ignored;
        if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
            lowest().expires_after(kEndTime);
            co_await stream_.async_shutdown(caught(ignored));
        }
        lowest().socket().shutdown(Tcp::socket::shutdown_both, ignored);
        lowest().socket().close(ignored);
    }

    ServerCore& core_;
    Stream stream_;
    beast::flat_buffer buffer_;
    std::string peer_;
    bool peer_is_loopback_;
    Admission admission_;
    std::unique_ptr<Parser> parser_;
    HttpRequest request_;
    Route const* route_ = nullptr;
    std::chrono::steady_clock::time_point started_;
    std::optional<Response> body_problem_;
    bool keep_alive_ = true;
    bool idle_ = false;
    bool gone_ = false;
    bool failed_ = false; // set by the worker, read after it
};

} // namespace leitstand::detail
