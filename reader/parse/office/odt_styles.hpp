// SPDX-License-Identifier: EUPL-1.2
// The styles of an ODT (OpenDocument 1.3 part 3, chapter 16): how text looks, and how lists and
// headings count. Bounds: chains of kAncestorsMax styles. Threads: one.
#pragma once

#include <string>
#include <unordered_map>

#include "reader/parse/office/look.hpp"
#include "reader/parse/office/numbering.hpp"
#include "reader/parse/office/xml.hpp"

namespace leitstand::reader {

struct OdtStyle {
    Look look;
    Paint block_fill; // of the paragraph, cell, row, table or frame
    std::string list_style;
    std::string master_page;
};

struct OdtLevel {
    NumberStyle style = NumberStyle::none;
    std::string prefix, suffix;
    std::uint32_t start = 1;
    std::uint32_t shown_levels = 1;
};
using OdtList = std::array<OdtLevel, kLevelsMax>;

class OdtStyles {
  public:
    // Takes the styles in office:styles or office:automatic-styles; later ones win.
    void load(pugi::xml_node container);

    // With everything inherited. Family: "paragraph", "text", "table-cell" …
    OdtStyle const& style(std::string_view family, std::string_view name);
    Look default_look();
    OdtList const* list(std::string_view name) const;
    OdtList const& outline() const { return outline_; }
    // Every master page that a style asks for.
    std::vector<std::string> const& master_pages() const { return master_pages_; }

  private:
    struct Own {
        OdtStyle style;
        std::string parent;
    };
    OdtStyle resolve(std::string_view family, std::string_view name, std::uint32_t ancestors) const;

    std::unordered_map<std::string, Own> own_; // "family name"
    std::unordered_map<std::string, OdtStyle> resolved_;
    std::unordered_map<std::string, OdtList> lists_;
    OdtList outline_{};
    std::vector<std::string> master_pages_;
};

// A length such as "12pt" or "-0.5cm" in points; none for percentages and what else there is.
std::optional<double> odt_points(std::string_view length);

// What stands before a paragraph of that level: "2.1. ", "- ", or nothing.
std::string odt_label(OdtList const& list, std::size_t level, Counter const& counter);

} // namespace leitstand::reader
