// SPDX-License-Identifier: EUPL-1.2
// Checks of a request head that a tolerant parser leaves to us, and the head of an answer as bytes.
// No library. Threads: any.
#pragma once

#include "base/limits.hpp"
#include "serve/http/http.hpp"

namespace leitstand::detail {

// Errors: bad_input "request.host_missing", "request.host_invalid", "request.framing" (two
// framings, a coding other than exactly chunked, an unusable length),
// "request.expectation_unknown", "request.target_invalid", refused "request.host_foreign" (a name
// that is not this machine's, when only loopback is served).
struct HeadFacts {
    bool chunked = false;
    bool expects_continue = false;
};
Result<HeadFacts> check_head(HttpRequest& request, std::string_view target, unsigned http_version,
                             bool loopback_only);

// Status line and fields, CRLF CRLF at the end. Control characters in values become spaces.
std::string response_head(Response const& response, std::optional<std::uint64_t> content_length,
                          bool keep_alive);

std::string_view reason_phrase(int status);

} // namespace leitstand::detail
