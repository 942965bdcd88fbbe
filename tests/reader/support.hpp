// SPDX-License-Identifier: EUPL-1.2
// What the reader's tests share: one running reader, parsing without a sandbox, small texts.
// Threads: one.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "read/reading.hpp"
#include "reader/parse/parse.hpp"

namespace leitstand::test {

inline std::unique_ptr<Reading> start_reading(Limits const& limits = {},
                                              char const* program = READER_PROGRAM) {
    ReadingOptions options;
    options.reader_program = program;
    options.limits = limits;
    auto reading = Reading::start(options);
    if (!reading) {
        ADD_FAILURE() << reading.error().describe();
        return nullptr;
    }
    return std::move(*reading);
}

struct Parsed {
    ReaderAnswer answer;
    std::vector<std::string> outputs; // the bytes of each part
};

// In this process: for what a parser says, not for how it is held.
inline Parsed parse_here(std::string_view bytes, ReaderRequest const& request = {}) {
    static bool const prepared = (reader::prepare_parsers(), true);
    static_cast<void>(prepared);
    Parsed parsed;
    std::string all;
    reader::Output output{request.unpacked_size_bytes_max, [&](std::string_view part) {
                              all += part;
                              return true;
                          }};
    parsed.answer = reader::parse(bytes, request, output);
    for (auto const& part : parsed.answer.parts)
        parsed.outputs.push_back(all.substr(part.offset, part.size_bytes));
    return parsed;
}

inline bool has(ReaderAnswer const& answer, Warning warning) {
    return std::find(answer.warnings.begin(), answer.warnings.end(), warning) !=
           answer.warnings.end();
}

inline std::string golden(std::string const& name) {
    auto const file = std::filesystem::path{LEITSTAND_SOURCE_DIR} / "tests/reader/golden" / name;
    auto bytes = read_file(file, 10 << 20);
    EXPECT_TRUE(bytes) << file;
    return bytes ? *bytes : std::string{};
}

inline std::vector<std::string> tokens(std::string_view text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find_first_of(" \n\t\f\r", at), text.size());
        if (end > at)
            all.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

} // namespace leitstand::test
