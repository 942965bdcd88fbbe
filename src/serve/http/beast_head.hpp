// SPDX-License-Identifier: EUPL-1.2
// From Beast's request head to our HttpRequest. Only connection.hpp includes it. Threads: any.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include "base/ids.hpp"
#include "serve/http/server.hpp"

namespace leitstand::detail {

// Names a request in the log and in a problem.
inline std::string new_reference() {
    return new_id().substr(0, 16);
}

// Then only names of this machine are served, see check_head().
inline bool serves_loopback_only(ServerOptions const& options) {
    auto const& address = options.address;
    return !options.behind_proxy && !options.plain_beyond_loopback &&
           (address == "::1" || address == "localhost" || address.starts_with("127."));
}

// The operator declared the proxy: its word on scheme and client counts, the last entry being its
// own.
inline void believe_proxy(HttpRequest& request) {
    if (auto const scheme = request.header("x-forwarded-proto"); scheme && *scheme == "https")
        request.secure = true;
    std::string_view last;
    for (auto const& field : request.headers)
        if (field.name == "x-forwarded-for")
            last = field.value;
    last = last.substr(last.find_last_of(", ") + 1); // npos + 1 is 0
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(std::string{last}, error);
    if (!error)
        request.peer = address.to_string();
}

template <typename Body>
HttpRequest request_of(boost::beast::http::request<Body> const& head, std::string const& peer,
                       bool peer_is_loopback, bool is_tls, ServerOptions const& options) {
    HttpRequest request;
    request.reference = new_reference();
    request.method = parse_method({head.method_string().data(), head.method_string().size()});
    for (auto const& field : head)
        request.headers.push_back(
            {ascii_lower({field.name_string().data(), field.name_string().size()}),
             std::string{field.value().data(), field.value().size()}});
    request.peer = peer;
    request.peer_is_loopback = peer_is_loopback;
    request.secure = is_tls;
    if (options.behind_proxy)
        believe_proxy(request);
    return request;
}

} // namespace leitstand::detail
