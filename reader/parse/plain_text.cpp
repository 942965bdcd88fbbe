// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "reader/parse/charset.hpp"
#include "reader/parse/formats.hpp"

namespace leitstand::reader {

namespace {

// A line without an end is cut, so that no later step has to hold one of megabytes.
std::string with_short_lines(std::string text, std::size_t line_bytes_max) {
    std::size_t start = 0;
    for (auto end = text.find('\n'); start < text.size(); end = text.find('\n', start)) {
        end = std::min(end, text.size());
        if (end - start > line_bytes_max) {
            end = start + whole_characters(std::string_view{text}.substr(start), line_bytes_max);
            text.insert(end, 1, '\n');
        }
        start = end + 1;
    }
    return text;
}

} // namespace

void read_plain_text(std::string_view bytes, ReaderRequest const& request, ReaderAnswer& answer) {
    auto const converted = to_utf8(bytes, {});
    if (converted.guessed)
        answer.warn(Warning::charset_guessed);
    if (converted.replaced)
        answer.warn(Warning::invalid_characters);
    if (converted.text.find_first_not_of(" \t\n") == std::string::npos) {
        refuse(answer, Reason::empty);
        return;
    }
    append_text(answer, with_short_lines(converted.text, Limits{}.line_bytes_max), request);
}

} // namespace leitstand::reader
