// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/look.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace leitstand::reader {

namespace {

constexpr double kContrastMin = 1.2;          // paler grey on white is still read, barely
constexpr std::uint32_t kHalfPointsMin = 4;   // two points: the smallest that can be made out
constexpr std::uint32_t kWidthPercentMin = 5; // letters a twentieth as wide as usual

double luminance(Color color) {
    auto const linear = [](std::uint8_t value) {
        double const share = value / 255.0;
        return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

} // namespace

std::optional<Color> parse_color(std::string_view hex) {
    if (hex.starts_with('#'))
        hex.remove_prefix(1);
    std::uint32_t value = 0;
    auto const [end, fault] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (hex.size() != 6 || fault != std::errc{} || end != hex.data() + hex.size())
        return std::nullopt;
    return Color{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
                 static_cast<std::uint8_t>(value)};
}

double contrast(Color a, Color b) {
    auto const one = luminance(a) + 0.05;
    auto const two = luminance(b) + 0.05;
    return std::max(one, two) / std::min(one, two);
}

Look Look::with(Look const& over) const {
    Look both = *this;
    if (over.hidden)
        both.hidden = over.hidden;
    if (over.half_points)
        both.half_points = over.half_points;
    if (over.width_percent)
        both.width_percent = over.width_percent;
    if (over.ink.is_set())
        both.ink = over.ink;
    if (over.fill.is_set())
        both.fill = over.fill;
    return both;
}

Backdrop Backdrop::under(Paint fill) const {
    switch (fill.kind) {
    case Paint::Kind::rgb:
        return {{fill.color}, false};
    case Paint::Kind::other:
        return {{}, true};
    case Paint::Kind::unset:
    case Paint::Kind::automatic:
        break;
    }
    return *this;
}

bool is_invisible(Look const& look, Backdrop const& backdrop, Paint block) {
    if (look.hidden.value_or(false))
        return true;
    if (look.half_points && *look.half_points < kHalfPointsMin)
        return true;
    if (look.width_percent && *look.width_percent < kWidthPercentMin)
        return true;
    if (look.ink.kind != Paint::Kind::rgb)
        return false;
    auto const behind = backdrop.under(block).under(look.fill);
    return !behind.unknown &&
           std::all_of(behind.colors.begin(), behind.colors.end(),
                       [&](Color color) { return contrast(look.ink.color, color) < kContrastMin; });
}

} // namespace leitstand::reader
