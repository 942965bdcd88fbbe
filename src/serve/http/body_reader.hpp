// SPDX-License-Identifier: EUPL-1.2
// Reads the body of a request in pieces and says why one did not come. Only connection.hpp includes
// it (it is heavy). Threads: the I/O thread. Limits: request_body_idle_s for each piece.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>

#include "serve/http/patience.hpp"

namespace leitstand::detail {

namespace http = boost::beast::http;

using RequestParser = http::request_parser<http::buffer_body>;

enum class BodyState : std::uint8_t { more, done, broken };
enum class BodyFault : std::uint8_t { none, framing, too_slow, gone };

inline auto caught(error_code& error) {
    return asio::redirect_error(asio::use_awaitable, error);
}

// The parser understood the bytes and found them wrong, as opposed to a connection that ended.
inline bool is_syntax_error(error_code const& error) {
    return error.category() == http::make_error_code(http::error::end_of_stream).category() &&
           error != http::error::partial_message && error != http::error::end_of_stream;
}

template <typename Stream>
class BodyReader {
  public:
    // All outlive this; `parser` has read the head.
    BodyReader(Stream& stream, beast::flat_buffer& buffer, RequestParser& parser,
               std::chrono::seconds idle)
        : stream_(stream), buffer_(buffer), parser_(parser), idle_(idle) {}

    // Fills `piece` up to `size`, or less at the body's end.
    asio::awaitable<BodyState> read_piece(std::string& piece, std::size_t size) {
        piece.resize(size);
        auto& body = parser_.get().body();
        body.data = piece.data();
        body.size = size;
        error_code error;
        bool too_slow = false;
        {
            Patience const patience{beast::get_lowest_layer(stream_), idle_};
            co_await http::async_read(stream_, buffer_, parser_, caught(error));
            too_slow = patience.ran_out();
        }
        if (error == http::error::need_buffer)
            error = {};
        piece.resize(size - body.size);
        if (!error)
            co_return parser_.is_done() ? BodyState::done : BodyState::more;
        fault_ = is_syntax_error(error) ? BodyFault::framing
                 : too_slow             ? BodyFault::too_slow
                                        : BodyFault::gone;
        detail_ = error.message();
        co_return BodyState::broken;
    }

    // Why the last piece did not come.
    BodyFault fault() const { return fault_; }
    std::string const& detail() const { return detail_; }

  private:
    Stream& stream_;
    beast::flat_buffer& buffer_;
    RequestParser& parser_;
    std::chrono::seconds idle_;
    BodyFault fault_ = BodyFault::none;
    std::string detail_;
};

} // namespace leitstand::detail
