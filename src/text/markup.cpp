// SPDX-License-Identifier: EUPL-1.2
#include "text/markup.hpp"

#include "base/assert.hpp"

namespace leitstand {

namespace {

// XML 1.0 section 2.2: of the control characters only these three may stand in a document.
bool writable(char c) {
    auto const code = static_cast<unsigned char>(c);
    return code >= 0x20 ? code != 0x7f : c == '\t' || c == '\n' || c == '\r';
}

} // namespace

std::string escaped(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 16);
    for (char const c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += writable(c) ? c : ' ';
        }
    }
    return result;
}

bool safe_address(std::string_view address) {
    for (char const c : address)
        if (static_cast<unsigned char>(c) <= 0x20 || c == '\\' || c == 0x7f)
            return false;
    bool const of_this_site = address.starts_with('/') && !address.starts_with("//");
    return of_this_site || address.starts_with('#') || address.starts_with('?') ||
           address.starts_with("https://") || address.starts_with("http://") ||
           address.starts_with("mailto:");
}

void Markup::begin(Literal tag, Attributes attributes) {
    written_ += '<';
    written_ += tag.text;
    for (auto const& attribute : attributes) {
        bool const is_address = attribute.name.text == "href" || attribute.name.text == "action";
        if (is_address && !safe_address(attribute.value))
            continue;
        written_ += ' ';
        written_ += attribute.name.text;
        written_ += "=\"" + escaped(attribute.value) + '"';
    }
}

Markup& Markup::raw(Literal literal) {
    written_ += literal.text;
    return *this;
}

Markup& Markup::open(Literal tag, Attributes attributes) {
    begin(tag, attributes);
    written_ += '>';
    open_.push_back(tag.text);
    return *this;
}

Markup& Markup::close() {
    ASSERT(!open_.empty());
    written_ += "</";
    written_ += open_.back();
    written_ += ">\n";
    open_.pop_back();
    return *this;
}

Markup& Markup::alone(Literal tag, Attributes attributes) {
    begin(tag, attributes);
    written_ += ">\n";
    return *this;
}

Markup& Markup::empty(Literal tag, Attributes attributes) {
    begin(tag, attributes);
    written_ += "/>\n";
    return *this;
}

Markup& Markup::text(std::string_view words) {
    written_ += escaped(words);
    return *this;
}

Markup& Markup::element(Literal tag, std::string_view words, Attributes attributes) {
    return open(tag, attributes).text(words).close();
}

Markup& Markup::paragraphs(std::string_view words, Attributes attributes) {
    while (!words.empty()) {
        auto const gap = std::min(words.find("\n\n"), words.size());
        auto paragraph = words.substr(0, gap);
        words.remove_prefix(std::min(gap + 2, words.size()));
        auto const first = paragraph.find_first_not_of(" \n\r\t");
        if (first == std::string_view::npos)
            continue;
        paragraph = paragraph.substr(first, paragraph.find_last_not_of(" \n\r\t") - first + 1);
        open("p", attributes);
        for (auto line = paragraph.find('\n'); line != std::string_view::npos;
             line = paragraph.find('\n')) {
            text(paragraph.substr(0, line)).alone("br");
            paragraph.remove_prefix(line + 1);
        }
        text(paragraph).close();
    }
    return *this;
}

Markup& Markup::begin_page(std::string_view language, std::string_view title) {
    return raw("<!doctype html>\n")
        .open("html", {{"lang", std::string{language}}})
        .open("head")
        .alone("meta", {{"charset", "utf-8"}})
        .alone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}})
        .element("title", title);
}

Markup& Markup::begin_own_page(std::string_view language, std::string_view title, Literal style) {
    return begin_page(language, title)
        .open("style")
        .raw(style)
        .close()
        .close()
        .open("body")
        .open("main")
        .element("h1", title);
}

Markup& Markup::open_table(std::string_view caption, Heads heads) {
    open("div", {{"class", "scroll"},
                 {"role", "region"},
                 {"tabindex", "0"},
                 {"aria-label", std::string{caption}}})
        .open("table")
        .element("caption", caption)
        .open("thead")
        .open("tr");
    for (auto const head : heads)
        element("th", head, {{"scope", "col"}});
    return close().close().open("tbody");
}

Markup& Markup::close_table() {
    return close().close().close();
}

std::string Markup::finish() {
    while (!open_.empty())
        close();
    return std::move(written_);
}

} // namespace leitstand
