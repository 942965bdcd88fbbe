// SPDX-License-Identifier: EUPL-1.2
// As much of CSS as hides text: the declarations of an element, from its attributes and from the
// simple rules of style sheets within the page. Nothing is ever loaded. Threads: one.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace leitstand::reader {

// One value for each property that says whether something is seen; empty where nothing is said. In
// small letters without spaces.
inline constexpr std::size_t kStyleProperties = 23;
using Declarations = std::array<std::string, kStyleProperties>;

// Rules with one class, one id or one tag; what stands under a condition (@media) is not read. Of
// each rule only declarations that say whether something is seen are kept, and of each property the
// one that wins, so that nothing can be pushed out by filling.
class StyleSheet {
  public:
    void add(std::string_view css);
    // All declarations for an element, "a:b;c:d;": of its tag, of its classes, of its id.
    std::string of(std::string_view tag, std::string_view classes, std::string_view id);
    std::size_t size_bytes() const { return bytes_; }
    // False once there was more of something than any honest page has: not all is known then.
    bool is_complete() const { return is_complete_; }

  private:
    void add_rule(std::string_view selectors, Declarations const& declarations);

    std::map<std::string, Declarations, std::less<>> rules_; // by ".class", "#id", "tag"
    std::size_t bytes_ = 0;
    bool is_complete_ = true;
};

// The same of an element's own style.
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
