// SPDX-License-Identifier: EUPL-1.2
// One connection, plain or TLS: reads a head, asks who may, takes the body in pieces, sends the
// answer, and again. Each wait has a deadline. A request whose end cannot be known for sure closes
// the connection. Only beast_server.cpp and beast_tls.cpp include it (it is heavy). Threads: the
// I/O thread; handlers on workers.
#pragma once

#include "serve/http/server_core.hpp"

#include <boost/asio/write.hpp>

#include "base/log.hpp"
#include "serve/http/beast_head.hpp"
#include "serve/http/body_reader.hpp"
#include "serve/http/head.hpp"
#include "serve/http/stream_channel.hpp"

namespace leitstand::detail {

inline constexpr std::size_t kPieceBytes = 256 << 10; // of a body, handed to a worker at once
inline constexpr std::size_t kReadBufferBytesMax = 256 << 10; // head and what was read ahead
inline constexpr std::size_t kSmallBodyBytes =
    16 << 10; // up to here the body is read before asking who may
inline constexpr std::size_t kDrainBytesMax =
    64 << 20; // read and dropped after a refusal, so that it is seen
inline constexpr std::uint64_t kDownloadBytesPerSecondMin = 16 << 10;
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
    static constexpr bool kIsTls = !std::is_same_v<Stream, beast::tcp_stream>;
    using Job = std::function<void()>;

    auto& lowest() { return beast::get_lowest_layer(stream_); }
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
        parser_ = std::make_unique<RequestParser>();
        parser_->header_limit(static_cast<std::uint32_t>(limits().header_block_bytes_max));
        // Checked against the route below. Boost 1.74 takes "none" for a limit of nothing.
        parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
        request_ = HttpRequest{};
        request_.reference = new_reference();
        response_ = Response{};
        route_ = nullptr;
        error_code error;
        bool too_slow = false;
        {
            Patience const patience{lowest(), limits().request_header_s};
            co_await http::async_read_header(stream_, buffer_, *parser_, caught(error));
            too_slow = patience.ran_out();
        }
        if (error) {
            keep_alive_ = false;
            if (set_head_problem(error, too_slow))
                co_await answer(true);
            co_return false;
        }
        request_ = request_of(parser_->get(), peer_, peer_is_loopback_, kIsTls, core_.options);
        keep_alive_ = parser_->keep_alive() && !core_.stopping;
        HeadFacts facts;
        bool again = false;
        if (head_is_good(facts))
            again = co_await dispatch(facts);
        else
            co_await answer(true);
        co_return again;
    }

    // False with the answer set.
    bool head_is_good(HeadFacts& facts) {
        auto const& head = parser_->get();
        std::string_view const target{head.target().data(), head.target().size()};
        bool const loopback_only = serves_loopback_only(core_.options);
        auto const checked = check_head(request_, target, head.version(), loopback_only);
        if (checked)
            facts = *checked;
        else
            response_ = core_.hooks.problem(checked.error(), request_);
        return checked.has_value();
    }

    asio::awaitable<bool> dispatch(HeadFacts const& facts) {
        auto match = core_.router.find(request_.method, request_.path);
        route_ = match.route;
        bool const has_body = facts.chunked || request_.content_length.value_or(0) > 0;
        bool again = false;
        if (!route_) {
            Job const job = [&] { response_ = core_.hooks.fallback(request_, match); };
            co_await work(job);
            again = co_await answer(has_body);
            co_return again;
        }
        request_.captures = std::move(match.captures);
        if (request_.content_length.value_or(0) > route_->body_bytes_max) {
            set_problem(Code::too_large, "request.too_large");
            again = co_await answer(true);
        } else if (route_->stream) {
            again = co_await serve_stream(facts, has_body);
        } else {
            again = co_await serve_whole(facts, has_body);
        }
        co_return again;
    }

    // On a worker: false where the gate refuses; the refusal is the answer then.
    bool admitted() {
        auto refusal = core_.hooks.admit(request_, *route_);
        if (refusal)
            response_ = std::move(*refusal);
        return !refusal;
    }

    // A route that gets its whole body at once.
    asio::awaitable<bool> serve_whole(HeadFacts const& facts, bool has_body) {
        bool const ask_first = has_body && (facts.chunked || facts.expects_continue ||
                                            *request_.content_length > kSmallBodyBytes);
        bool may = !ask_first, again = false;
        if (ask_first) {
            Job const ask = [&] { may = admitted(); };
            co_await work(ask);
            if (!may) {
                again = co_await answer(true);
                co_return again;
            }
        }
        if (has_body) {
            bool const whole = co_await read_whole_body(facts);
            if (!whole && !gone_)
                again = co_await answer(true);
            if (!whole)
                co_return again;
        }
        Job const handle = [&] {
            if (ask_first || admitted())
                response_ = route_->handle(request_);
        };
        co_await work(handle);
        if (response_.stream)
            again = co_await send_stream();
        else
            again = co_await answer(false);
        co_return again;
    }

    // False with the answer set, or where the client is gone.
    asio::awaitable<bool> read_whole_body(HeadFacts const& facts) {
        co_await send_continue(facts);
        BodyReader<Stream> body{stream_, buffer_, *parser_, limits().request_body_idle_s};
        std::string piece;
        for (;;) {
            BodyState const state = co_await body.read_piece(piece, kSmallBodyBytes);
            if (!body_goes_on(body, state))
                co_return false;
            if (request_.body.size() + piece.size() > route_->body_bytes_max) {
                set_problem(Code::too_large, "request.too_large");
                co_return false;
            }
            request_.body += piece;
            if (state == BodyState::done)
                co_return true;
        }
    }

    // A route that takes its body piece by piece; a taker that goes without finish() leaves nothing
    // behind.
    asio::awaitable<bool> serve_stream(HeadFacts const& facts, bool has_body) {
        std::shared_ptr<BodyTaker> taker;
        Job const begin = [&] {
            if (!admitted())
                return;
            auto start = route_->stream(request_);
            if (auto* const refusal = std::get_if<Response>(&start))
                response_ = std::move(*refusal);
            else
                taker = std::move(std::get<std::unique_ptr<BodyTaker>>(start));
        };
        co_await work(begin);
        bool again = false;
        if (!taker) {
            again = co_await answer(has_body);
            co_return again;
        }
        bool whole = true;
        if (has_body) {
            co_await send_continue(facts);
            whole = co_await feed(*taker);
        }
        if (whole) {
            Job const finish = [&] { response_ = taker->finish(); };
            co_await work(finish);
        }
        drop(std::move(taker));
        if (!gone_)
            again = co_await answer(!whole);
        co_return again;
    }

    // Its clean-up touches the disk: not on this thread, unless there is no other.
    void drop(std::shared_ptr<BodyTaker> taker) {
        auto const held = std::make_shared<std::shared_ptr<BodyTaker>>(std::move(taker));
        if (!core_.pool.post([held] { held->reset(); }))
            log_warning("serve", "reference={} dropped on the I/O thread", request_.reference);
    }

    // Hands the body to the taker. False where it did not come to its end: the answer is set, or
    // the client is gone.
    asio::awaitable<bool> feed(BodyTaker& taker) {
        // Beast reads 512 bytes at a time into a small buffer.
        buffer_.reserve(kReadBufferBytesMax / 2);
        BodyReader<Stream> body{stream_, buffer_, *parser_, limits().request_body_idle_s};
        std::uint64_t total = 0;
        std::string piece;
        bool refused = false;
        Job const take = [&] {
            auto response = taker.take(piece);
            refused = response.has_value();
            if (response)
                response_ = std::move(*response);
        };
        for (;;) {
            BodyState const state = co_await body.read_piece(piece, kPieceBytes);
            if (!body_goes_on(body, state))
                co_return false;
            total += piece.size();
            if (total > route_->body_bytes_max) {
                set_problem(Code::too_large, "request.too_large");
                co_return false;
            }
            bool const ran = co_await work(take);
            if (!ran || refused)
                co_return false;
            if (state == BodyState::done)
                co_return true;
        }
    }

    // False where the body did not come: the answer is set, or the client is gone.
    bool body_goes_on(BodyReader<Stream> const& body, BodyState state) {
        if (state != BodyState::broken)
            return true;
        keep_alive_ = false;
        if (body.fault() == BodyFault::framing)
            set_problem(Code::bad_input, "request.framing", body.detail());
        else if (body.fault() == BodyFault::too_slow)
            set_problem(Code::timed_out, "request.too_slow");
        else
            gone_ = true;
        return false;
    }

    asio::awaitable<void> send_continue(HeadFacts const& facts) {
        if (!facts.expects_continue || buffer_.size() > 0)
            co_return;
        std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await send(std::move(interim));
    }

    // Runs on a worker. False, with the answer set, where there was none free or the job ended with
    // an exception.
    asio::awaitable<bool> work(Job const& job) {
        bool failed = false;
        Job guarded = [this, &job, &failed] {
            try {
                job();
            } catch (std::exception const&) { // memory, or a fault of ours: the request fails, the
                                              // server stays
                log_error("serve", "reference={} a handler ended with an exception",
                          request_.reference);
                failed = true;
            }
        };
        lowest().expires_never();
        bool const ran = co_await on_worker(core_, std::move(guarded));
        if (!ran)
            set_problem(Code::unavailable, "server.busy");
        if (failed)
            set_problem(Code::internal, "server.failed");
        co_return ran && !failed;
    }

    void set_problem(Code code, char const* key, std::string detail = {}) {
        Error const error{code, key, std::move(detail), std::source_location::current()};
        response_ = core_.hooks.problem(error, request_);
    }

    // The answer to a head that could not be read, set; false where nobody is there to get one.
    bool set_head_problem(error_code const& error, bool too_slow) {
        if (error == http::error::header_limit || error == http::error::buffer_overflow)
            set_problem(Code::too_large, "request.header_too_large");
        else if (is_syntax_error(error))
            set_problem(Code::bad_input, "request.framing", error.message());
        else if (too_slow)
            set_problem(Code::timed_out, "request.too_slow");
        else
            return false;
        return true;
    }

    // Sends response_ whole. With `unread` the request's body was not read to its end: the
    // connection cannot go on.
    asio::awaitable<bool> answer(bool unread) {
        if (unread)
            keep_alive_ = false;
        finish();
        bool const bodiless = response_.status == 204 || response_.status == 304;
        std::optional<std::uint64_t> length;
        if (!bodiless)
            length = response_.body.size();
        std::string bytes = response_head(response_, length, keep_alive_);
        if (!bodiless && request_.method != Method::head)
            bytes += response_.body;
        bool const sent = co_await send(std::move(bytes));
        if (sent && unread)
            co_await drain();
        co_return sent&& keep_alive_;
    }

    void finish() {
        auto const took = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - started_);
        core_.hooks.finish(request_, route_, response_, took);
    }

    asio::awaitable<bool> send(std::string bytes) {
        lowest().expires_after(limits().response_piece_s);
        error_code error;
        co_await asio::async_write(stream_, asio::buffer(bytes), caught(error));
        co_return !error;
    }

    asio::awaitable<bool> send_stream() {
        bool again = false;
        if (request_.method == Method::head) {
            finish();
            std::string head = response_head(response_, response_.stream_bytes, keep_alive_);
            again = co_await send(std::move(head));
            co_return again&& keep_alive_;
        }
        auto const channel = std::make_shared<StreamChannel>(core_);
        bool const posted =
            core_.downloads < core_.options.downloads_at_once_max &&
            core_.pool.post([channel, make = response_.stream] { channel->end(make(*channel)); });
        if (!posted) {
            set_problem(Code::unavailable, "server.busy");
            again = co_await answer(false);
            co_return again;
        }
        ++core_.downloads;
        again = co_await pump(*channel);
        channel->break_off();
        --core_.downloads;
        co_return again;
    }

    asio::awaitable<bool> pump(StreamChannel& channel) {
        bool head_sent = false, again = false;
        std::uint64_t sent_bytes = 0;
        for (;;) {
            StreamChannel::Event const event = co_await channel.next();
            bool const ended = event.piece.empty();
            if (!head_sent && ended && !event.outcome) {
                response_ = core_.hooks.problem(event.outcome.error(), request_);
                again = co_await answer(false);
                co_return again;
            }
            std::string bytes;
            if (!head_sent) {
                finish();
                bytes = response_head(response_, response_.stream_bytes, keep_alive_);
                head_sent = true;
            }
            sent_bytes += event.piece.size();
            if (sent_bytes > response_.stream_bytes ||
                (ended && (!event.outcome || sent_bytes < response_.stream_bytes))) {
                log_error("serve", "reference={} a download broke off: {}", request_.reference,
                          event.outcome ? "length" : event.outcome.error().describe());
                co_return false; // the client sees fewer bytes than announced
            }
            bytes += event.piece;
            bool const sent = co_await send(std::move(bytes));
            if (!sent || ended || download_too_slow(sent_bytes))
                co_return sent&& keep_alive_;
        }
    }

    // A reader that takes just enough to be within each deadline would hold a worker for hours.
    bool download_too_slow(std::uint64_t sent_bytes) const {
        auto const allowed = 2 * limits().response_piece_s +
                             std::chrono::seconds{sent_bytes / kDownloadBytesPerSecondMin};
        return std::chrono::steady_clock::now() - started_ > allowed;
    }

    // Closing with unread bytes would reset the connection and may take the answer with it.
    asio::awaitable<void> drain() {
        error_code error;
        if constexpr (!kIsTls)
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
        if constexpr (kIsTls) {
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
    std::unique_ptr<RequestParser> parser_;
    HttpRequest request_;
    Route const* route_ = nullptr;
    std::chrono::steady_clock::time_point started_;
    Response response_; // to the request at hand
    bool keep_alive_ = true;
    bool idle_ = false;
    bool gone_ = false; // the client went in the middle of a body
};

} // namespace leitstand::detail
