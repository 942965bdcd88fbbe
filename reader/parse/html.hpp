// SPDX-License-Identifier: EUPL-1.2
// From HTML to the lines that a person would see. Threads: one.
#pragma once

#include <string>
#include <string_view>

namespace leitstand::reader {

struct HtmlText {
    std::string text;
    bool hidden = false;         // something was there that a browser would not show
    bool remote_content = false; // would load something from elsewhere
    bool too_deep = false;
};

HtmlText html_to_text(std::string_view utf8);

// The character set that a page declares in its first bytes, or empty.
std::string_view declared_html_charset(std::string_view bytes);

} // namespace leitstand::reader
