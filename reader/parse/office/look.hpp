// SPDX-License-Identifier: EUPL-1.2
// How writing looks, as far as it decides whether a person can see it: hidden, colour, size and
// what lies behind it. Text that cannot be seen is left out of what is read (facts for a decision
// must be what both sides saw). Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace leitstand::reader {

struct Color {
    std::uint8_t red = 0, green = 0, blue = 0;
};

inline constexpr Color kWhite{255, 255, 255};

// "ffffff" or "#ffffff".
std::optional<Color> parse_color(std::string_view hex);

// The contrast of two colours, 1 to 21 (WCAG 2.1, section 1.4.3).
double contrast(Color a, Color b);

// A colour as a document states it: not at all, "automatic" (always readable), red-green-blue, or
// in a way that is not resolved here.
struct Paint {
    enum class Kind : std::uint8_t { unset, automatic, rgb, other } kind = Kind::unset;
    Color color;

    static Paint of(Color color) { return {Kind::rgb, color}; }
    static Paint automatic() { return {Kind::automatic, {}}; }
    static Paint other() { return {Kind::other, {}}; }
    bool is_set() const { return kind != Kind::unset; }
};

struct Look {
    std::optional<bool> hidden;
    std::optional<std::uint32_t> half_points; // size of the letters
    std::optional<std::uint32_t> width_percent;
    Paint ink;
    Paint fill;

    // This look with what `over` states in its place.
    Look with(Look const& over) const;
};

// The colours that may lie behind a place; `unknown` if one of them is not known.
struct Backdrop {
    std::vector<Color> colors{kWhite};
    bool unknown = false;

    // The backdrop with an opaque fill on it; unset and automatic fills change nothing.
    Backdrop under(Paint fill) const;
};

// True for writing that nobody sees: hidden, below two points, squeezed to a line, or of a colour
// that stands out from none of the colours behind it; `block` is what is painted behind the whole
// paragraph.
bool is_invisible(Look const& look, Backdrop const& backdrop, Paint block);

} // namespace leitstand::reader
