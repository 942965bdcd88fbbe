// SPDX-License-Identifier: EUPL-1.2
// Says what bytes are, by their content alone: the name and the declared type of a thing may lie.
// Threads: any.
#pragma once

#include <memory>
#include <string_view>

#include "read/protocol.hpp"

namespace leitstand::reader {

enum class Format : std::uint8_t { text, html, mail, mbox, pdf, docx, odt, rtf, zip, other };

class Zip;

struct Recognised {
    Format format = Format::other;
    std::string_view media_type = "application/octet-stream"; // a literal
    Reason reason = Reason::none;                             // set for `other`
    std::shared_ptr<Zip const> zip{};                         // the directory of what is packed so
};

Recognised recognise(std::string_view bytes);

// True for a line that can begin a message header: name, colon.
bool is_header_line(std::string_view line);

} // namespace leitstand::reader
