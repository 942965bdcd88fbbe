// SPDX-License-Identifier: EUPL-1.2
// Writes HTML and XML that cannot be broken by what stands in it: names of elements and attributes
// are literals of the program, everything else is escaped. Addresses lead to web, mail or this
// site only. Threads: plain value.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace leitstand {

// Only a literal of the program becomes one.
struct Literal {
    std::string_view text;
    template <std::size_t N>
    consteval Literal(char const (&literal)[N]) : text(literal, N - 1) {}
};

class Markup {
  public:
    struct Attribute {
        Literal name;
        std::string value;
    };
    using Attributes = std::initializer_list<Attribute>;

    Markup& raw(Literal literal); // a doctype, an XML declaration
    Markup& open(Literal tag, Attributes attributes = {});
    Markup& close();                                        // the innermost that is open
    Markup& alone(Literal tag, Attributes attributes = {}); // <meta …>: written without an end
    Markup& text(std::string_view words);
    // Paragraphs at empty lines, line breaks at single ones.
    Markup& paragraphs(std::string_view words, Attributes attributes = {});
    Markup& element(Literal tag, std::string_view words, Attributes attributes = {});
    // XML wants <link/> where HTML wants <link>.
    Markup& empty(Literal tag, Attributes attributes = {});

    // Doctype, html and head; the head stays open for what a page needs besides.
    Markup& begin_page(std::string_view language, std::string_view title);
    // A page that needs no other file: its style stands in it; main stays open behind the heading.
    Markup& begin_own_page(std::string_view language, std::string_view title, Literal style);
    // A table that scrolls by itself where it is wider than the page; tbody stays open.
    using Heads = std::initializer_list<std::string_view>;
    Markup& open_table(std::string_view caption, Heads heads);
    Markup& close_table();

    // Closes what is open.
    std::string finish();

  private:
    void begin(Literal tag, Attributes attributes);
    std::string written_;
    std::vector<std::string_view> open_;
};

std::string escaped(std::string_view text);
// https, http, mailto, or a path of this site.
bool safe_address(std::string_view address);

} // namespace leitstand
