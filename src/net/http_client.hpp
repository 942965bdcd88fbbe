// SPDX-License-Identifier: EUPL-1.2
// One HTTP request to a machine elsewhere, whose address the settings name: everything about it is
// bounded, and nothing leads elsewhere. No redirects, no proxies or passwords from the environment,
// no cookies, http and https alone; a certificate must be one that the system, or the given file,
// trusts. libcurl stands behind it, in this folder only. Threads: any; blocks until the deadline at
// most.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

#include "base/result.hpp"

namespace leitstand {

struct OutgoingRequest {
    enum class Verb : std::uint8_t { get, post };

    Verb verb = Verb::get;
    std::string url;
    std::string content_type;                   // of the body
    std::string body;                           // of a POST
    std::filesystem::path certificates;         // PEM; empty: those of the system
    std::chrono::milliseconds deadline{10'000}; // for all of it, name, connection and answer
    std::size_t answer_bytes_max = 64 << 10;    // of the body; headers have the same bound
    std::stop_token stop;                       // ends it early
};

struct IncomingAnswer {
    int status = 0;           // a redirect is an answer like any other
    std::string content_type; // "" where it names none
    std::string body;
};

// Errors: bad_input "net.url_wrong" (no http or https, or with a user in it); unavailable
// "net.not_reachable" (no such name, nobody there, the connection broke, no HTTP); timed_out
// "net.too_slow"; too_large "net.answer_too_large"; refused "net.certificate_wrong"; bad_input
// "net.certificates_unreadable" (the file with them); unavailable "net.stopped".
Result<IncomingAnswer> send_request(OutgoingRequest const& request);

} // namespace leitstand
