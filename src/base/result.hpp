// SPDX-License-Identifier: EUPL-1.2
// The one error idiom: expected outcomes travel as Result<T>, are made with fail() and passed on
// with TRY. An Error's `key` names the public message (docs/formats/errors.md); `detail` is for the
// log and never holds text of a document or anything personal. Threads: plain values.
#pragma once

#include <cstdint>
#include <source_location>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace leitstand {

// What kind of outcome it is; serve/ maps each to one HTTP status, apps/ to one exit code.
enum class Code : std::uint8_t {
    bad_input,     // the input is wrong; the same again will fail again
    not_found,     // no such thing, or not visible to who asks
    no_right,      // known, but the role may not
    not_signed_in, // no session, or it has ended
    conflict,      // somebody else was first
    too_large,     // beyond a named limit
    too_many,      // a rate or a queue is full; later it may work
    timed_out,     // a deadline passed
    no_space,      // a disk is full
    unavailable,   // a part that is needed does not answer now
    damaged,       // stored bytes are not what was stored
    refused,       // a safety rule says no
    internal       // a fault of ours
};

std::string_view code_name(Code code);

struct Error {
    Code code = Code::internal;
    std::string key;    // key of the public message, as "item.too_large"
    std::string detail; // for operators: what happened, without personal data
    std::source_location where;

    // One line for a log or a terminal: "key (code): detail".
    std::string describe() const;
};

template <typename T>
using Result = tl::expected<T, Error>;

// Makes an Error that converts to any Result<T>.
inline tl::unexpected<Error> fail(Code code, std::string key, std::string detail = {},
                                  std::source_location where = std::source_location::current()) {
    return tl::unexpected<Error>(Error{code, std::move(key), std::move(detail), where});
}

} // namespace leitstand

// Unwraps a Result or returns its error from the function around it. A GNU statement expression;
// not for coroutines (g++ 12 crashes on TRY(co_await …)).
#define TRY(expression)                                                                            \
    ({                                                                                             \
        auto&& try_result_ = (expression);                                                         \
        if (!try_result_) [[unlikely]]                                                             \
            return ::tl::unexpected(std::move(try_result_).error());                               \
        ::leitstand::detail_try::unwrap(std::move(try_result_));                                   \
    })

namespace leitstand::detail_try {
template <typename T>
T unwrap(tl::expected<T, Error>&& result) {
    return std::move(*result);
}
inline void unwrap(tl::expected<void, Error>&&) {}
template <typename T>
T unwrap(tl::expected<T, Error>& result) {
    return std::move(*result);
}
} // namespace leitstand::detail_try
