// SPDX-License-Identifier: EUPL-1.2
// From HTML to the lines that a person would see. Threads: one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/protocol.hpp"

namespace leitstand::reader {

struct HtmlText {
    std::string text;
    std::vector<std::string> hidden; // what a browser would not show, or not so that it is seen
    bool remote_content = false;     // would load something from elsewhere
    bool too_deep = false;
    bool styles_cut = false; // more style sheets than are looked at: something may be hidden
};

HtmlText html_to_text(std::string_view utf8);

// Tells what the page keeps from its reader, or may.
void report_hidden(HtmlText const& html, ReaderAnswer& answer);

// The character set that a page declares in its first bytes, or empty.
std::string_view declared_html_charset(std::string_view bytes);

} // namespace leitstand::reader
