// SPDX-License-Identifier: EUPL-1.2
// Parses in this process and then sends the answer through the protocol: what a parser says of any
// input must be something that the client lets through. Threads: one.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reader/parse/parse.hpp"

namespace leitstand::fuzz {

inline void parse_and_check(std::string_view bytes, ReaderRequest request = {}) {
    static bool const prepared = (reader::prepare_parsers(), true);
    static_cast<void>(prepared);
    request.deadline_ms = 1000;
    request.text_bytes_max = 1 << 20;
    std::uint64_t written = 0;
    reader::Output output{1 << 20, [&](std::string_view part) {
                              written += part.size();
                              return true;
                          }};
    auto const answer = encode_answer(reader::parse(bytes, request, output));
    AnswerDecoder decoder{request};
    if (!decoder.feed(answer) || !decoder.finish(written))
        std::abort();
}

inline std::string_view view(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

} // namespace leitstand::fuzz
