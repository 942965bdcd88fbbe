// SPDX-License-Identifier: EUPL-1.2
// The parts of a DOCX that say how text looks and counts (ECMA-376 part 1, chapter 17): styles with
// their ancestors, and lists. Bounds: chains of kAncestorsMax styles. Threads: one.
#pragma once

#include <string>
#include <unordered_map>

#include "reader/parse/office/look.hpp"
#include "reader/parse/office/numbering.hpp"
#include "reader/parse/office/xml.hpp"

namespace leitstand::reader {

// On unless it says off: <w:vanish/>, <w:vanish w:val="0"/>.
bool is_on(pugi::xml_node toggle);

// Which list a paragraph belongs to; `list` 0 is none.
struct ListPlace {
    std::int64_t list = -1; // -1: not stated
    std::int64_t level = -1;
};
ListPlace docx_list_place(pugi::xml_node paragraph_properties);

class DocxStyles {
  public:
    // The colours of the theme first: styles refer to them.
    void load_theme(pugi::xml_node theme);
    void load(pugi::xml_node styles);

    // What the properties of a run (w:rPr) say.
    Look look_of(pugi::xml_node run_properties) const;
    // A shading (w:shd) as the colour behind the text.
    Paint fill_of(pugi::xml_node properties) const;
    // A colour of the theme by any of its names ("background1", "bg1", "lt1"), if it is one.
    Paint theme_color(std::string_view name) const;

    struct Style {
        Look look;
        Paint paragraph_fill;
        ListPlace place;
        std::int64_t outline_level = -1; // 0 to 8 for headings
        std::vector<Paint> table_fills;  // of the table and of its special rows and columns
    };
    // With everything inherited, but without the defaults; an empty one for an unknown name.
    Style const& style(std::string_view id);
    Look const& default_look() const { return default_look_; }
    Style const& default_paragraph() { return style(default_paragraph_); }

  private:
    struct Own {
        Style style;
        std::string based_on;
    };
    Own read_style(pugi::xml_node node) const;
    Paint paint(std::string_view value, std::string_view theme, bool changed) const;
    Paint ink_of(pugi::xml_node color) const;
    Style resolve(std::string_view id, std::uint32_t ancestors) const;

    std::unordered_map<std::string, Color> theme_;
    Look default_look_;
    std::string default_paragraph_;
    std::unordered_map<std::string, Own> own_;
    std::unordered_map<std::string, Style> resolved_;
};

class DocxLists {
  public:
    void load(pugi::xml_node numbering);
    // Counts the paragraph and says what stands before it: "1.2 ", "- ", or nothing.
    std::string label(ListPlace place, std::string_view paragraph_style);

  private:
    struct Level {
        NumberStyle style = NumberStyle::decimal;
        std::uint32_t start = 1;
        std::string text; // "%1.%2"
        std::string paragraph_style;
        bool plain_digits = false; // w:isLgl
    };
    struct List {
        std::int64_t shape = -1;
        std::array<std::int64_t, kLevelsMax> starts{}; // of this list alone; -1: as its shape says
        bool restarted = false;
    };
    using Shape = std::vector<Level>; // w:abstractNum
    static Level read_level(pugi::xml_node node);

    std::unordered_map<std::int64_t, Shape> shapes_;
    std::unordered_map<std::int64_t, List> lists_;
    std::unordered_map<std::int64_t, Counter> counters_; // by shape
};

} // namespace leitstand::reader
