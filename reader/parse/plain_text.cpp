// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/charset.hpp"
#include "reader/parse/formats.hpp"

namespace leitstand::reader {

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
    append_text(answer, converted.text, request);
}

} // namespace leitstand::reader
