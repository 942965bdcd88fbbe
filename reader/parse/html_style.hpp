// SPDX-License-Identifier: EUPL-1.2
// As much of CSS as hides text: the declarations of an element, from its attributes and from the
// simple rules of style sheets within the page. Nothing is ever loaded. Threads: one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace leitstand::reader {

// Rules with one class, one id or one tag; what stands under a condition (@media) is not read.
class StyleSheet {
  public:
    void add(std::string_view css);
    // Declarations for an element, in small letters without spaces, "a:b;c:d;".
    std::string of(std::string_view tag, std::string_view classes, std::string_view id) const;

  private:
    std::map<std::string, std::string, std::less<>> rules_; // by ".class", "#id", "tag"
};

std::string squeezed_style(std::string_view style);

// What the declarations say about being seen.
struct Style {
    bool hidden = false;         // takes no room, or has no size, or lies beside the page
    std::optional<int> text;     // tone of the letters, 0 to 255
    std::optional<int> ground;   // tone behind them
    bool unknown_ground = false; // a picture or a gradient
};
Style read_style(std::string_view squeezed, std::string_view text_colour,
                 std::string_view ground_colour);

} // namespace leitstand::reader
