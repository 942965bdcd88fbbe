// SPDX-License-Identifier: EUPL-1.2
// What a handler sees of HTTP: plain structs, no library. HttpRequest heads are checked by the
// server before anything here is built: one Host, one framing, no control characters. Threads: a
// HttpRequest and its BodyTaker belong to one worker at a time. Limits: header_block_bytes_max, the
// route's body limit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace leitstand {

struct Caller; // who asks: defined by the gate, carried along here

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };
std::string_view method_name(Method method); // "GET"
Method parse_method(std::string_view name);

struct Header {
    std::string name; // requests: lower case
    std::string value;
};

struct HttpRequest {
    Method method = Method::get;
    std::string path;                                       // percent-decoded, starts with '/'
    std::vector<std::pair<std::string, std::string>> query; // decoded, in order
    std::vector<Header> headers;
    std::vector<std::pair<std::string, std::string>> captures; // of the route's pattern
    std::string peer; // the client's address as text (behind a proxy: what it names last)
    bool peer_is_loopback = false; // the connection itself, whatever a proxy says
    bool secure = false;           // came by TLS, here or at the declared proxy
    std::optional<std::uint64_t> content_length;
    std::string reference; // names this request in the log and in a problem
    std::string body;      // whole, for routes that do not stream
    std::shared_ptr<Caller const> caller;

    std::optional<std::string_view> header(std::string_view lower_case_name) const; // the first
    std::string capture(std::string_view name) const;                               // "" if none
    std::optional<std::string> parameter(std::string_view name) const;              // of the query
};

// Takes a response body piece by piece; blocks until the piece is on its way.
class BodySink {
  public:
    virtual ~BodySink() = default;
    virtual Result<void>
    write(std::string_view bytes) = 0; // timed_out, unavailable: the client is gone
};

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    // Instead of `body`: called on a worker; the head goes out with the first write, so that an
    // error before it still becomes a problem. `stream_bytes` is announced as Content-Length.
    std::function<Result<void>(BodySink&)> stream;
    std::uint64_t stream_bytes = 0;

    Response& set(std::string name, std::string value);   // replaces
    std::string_view header(std::string_view name) const; // "" if none; case-insensitive
};

// Takes a request body piece by piece, on workers, never two at once. Destroyed without finish():
// the client went away or was too slow, and nothing of it may stay.
class BodyTaker {
  public:
    virtual ~BodyTaker() = default;
    // A response ends the request early; the rest of the body is not read.
    virtual std::optional<Response> take(std::string_view bytes) = 0;
    virtual Response finish() = 0;
};

using BodyStart = std::variant<Response, std::unique_ptr<BodyTaker>>;

struct Route {
    Method method = Method::get;
    std::string pattern;              // "/api/v1/items/{id}"
    std::string right;                // key of the rights table, or "public"
    std::uint64_t body_bytes_max = 0; // beyond it: 413, before a byte of the body is read
    // Exactly one of the two. `handle` gets the whole body, `stream` a piece at a time.
    std::function<Response(HttpRequest&)> handle;
    std::function<BodyStart(HttpRequest&)> stream;
};

// ASCII only, as HTTP compares names.
std::string ascii_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);

// Splits a request target in origin form. Errors: bad_input "request.target_invalid" (not starting
// with '/', bad percent sign, NUL or control character after decoding, a `..` segment, more than 64
// parameters).
struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
};
Result<Target> parse_target(std::string_view target);
Result<std::string> percent_decoded(std::string_view text, bool plus_is_space);

} // namespace leitstand
