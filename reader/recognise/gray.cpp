// SPDX-License-Identifier: EUPL-1.2
#include "reader/recognise/gray.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace leitstand::reader {

namespace {

std::uint8_t middle(std::uint8_t a, std::uint8_t b, std::uint8_t c) {
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

// One number of a graymap's head and the single white space behind it.
bool take_number(std::string_view& rest, std::uint32_t& value) {
    auto const parsed = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    auto const length = static_cast<std::size_t>(parsed.ptr - rest.data());
    if (parsed.ec != std::errc{} || length >= rest.size() ||
        (rest[length] != ' ' && rest[length] != '\n'))
        return false;
    rest.remove_prefix(length + 1);
    return true;
}

} // namespace

std::optional<Gray> read_graymap(std::string_view bytes, std::uint64_t pixels_max) {
    if (!bytes.starts_with("P5\n"))
        return std::nullopt;
    auto rest = bytes.substr(3);
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t most = 0;
    if (!take_number(rest, width) || !take_number(rest, height) || !take_number(rest, most))
        return std::nullopt;
    auto const count = std::uint64_t{width} * height;
    if (most != 255 || count == 0 || count > pixels_max || rest.size() != count)
        return std::nullopt;
    Gray page;
    page.width = width;
    page.height = height;
    page.pixels.assign(rest.begin(), rest.end());
    return page;
}

Gray halved(Gray const& page) {
    Gray half;
    half.width = std::max(page.width / 2, 1u);
    half.height = std::max(page.height / 2, 1u);
    half.pixels.resize(std::size_t{half.width} * half.height);
    for (std::uint32_t y = 0; y < half.height; ++y) {
        auto const* const upper = page.row(std::min(y * 2, page.height - 1));
        auto const* const lower = page.row(std::min(y * 2 + 1, page.height - 1));
        auto* const to = half.row(y);
        if (page.width < 2) {
            to[0] = upper[0];
            continue;
        }
        for (std::uint32_t x = 0; x < half.width; ++x)
            to[x] = static_cast<std::uint8_t>(
                (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2) >> 2);
    }
    return half;
}

Gray enlarged(Gray const& page, float factor) {
    Gray large{static_cast<std::uint32_t>(std::lround(static_cast<float>(page.width) * factor)),
               static_cast<std::uint32_t>(std::lround(static_cast<float>(page.height) * factor))};
    std::vector<std::uint32_t> from(large.width);
    std::vector<std::uint32_t> weight(large.width);
    auto const place = [&](std::uint32_t at, std::uint32_t size) {
        auto const exact =
            std::max((static_cast<double>(at) + 0.5) / static_cast<double>(factor) - 0.5, 0.0);
        return std::min(static_cast<std::uint32_t>(exact * 256), (size - 1) * 256);
    };
    for (std::uint32_t x = 0; x < large.width; ++x) {
        auto const exact = place(x, page.width);
        from[x] = exact >> 8;
        weight[x] = exact & 255;
    }
    std::vector<std::uint16_t> mixed(page.width + 1u);
    for (std::uint32_t y = 0; y < large.height; ++y) {
        auto const exact = place(y, page.height);
        auto const* const upper = page.row(exact >> 8);
        auto const* const lower = page.row(std::min((exact >> 8) + 1, page.height - 1));
        auto const part = exact & 255;
        for (std::uint32_t x = 0; x < page.width; ++x)
            mixed[x] = static_cast<std::uint16_t>(upper[x] * (256 - part) + lower[x] * part);
        mixed[page.width] = mixed[page.width - 1];
        auto* const to = large.row(y);
        for (std::uint32_t x = 0; x < large.width; ++x)
            to[x] = static_cast<std::uint8_t>(
                (mixed[from[x]] * (256 - weight[x]) + mixed[from[x] + 1] * weight[x]) >> 16);
    }
    return large;
}

Gray turned(Gray const& page, unsigned degrees) {
    if (degrees == 0)
        return page;
    if (degrees == 180) {
        Gray result = page;
        std::reverse(result.pixels.begin(), result.pixels.end());
        return result;
    }
    Gray result{page.height, page.width};
    constexpr std::uint32_t kTile = 32; // both pictures stay in the cache within a tile
    for (std::uint32_t top = 0; top < page.height; top += kTile)
        for (std::uint32_t left = 0; left < page.width; left += kTile)
            for (std::uint32_t y = top; y < std::min(top + kTile, page.height); ++y) {
                auto const* const from = page.row(y);
                for (std::uint32_t x = left; x < std::min(left + kTile, page.width); ++x) {
                    if (degrees == 90)
                        result.row(x)[page.height - 1 - y] = from[x];
                    else
                        result.row(page.width - 1 - x)[y] = from[x];
                }
            }
    return result;
}

Gray mirrored(Gray const& page) {
    Gray result = page;
    for (std::uint32_t y = 0; y < page.height; ++y)
        std::reverse(result.row(y), result.row(y) + page.width);
    return result;
}

Gray piece_of(Gray const& page, std::uint32_t y0, std::uint32_t y1) {
    Gray piece;
    piece.width = page.width;
    piece.height = std::min(y1, page.height) - std::min(y0, page.height);
    auto const* const from = page.pixels.data();
    piece.pixels.assign(from + std::size_t{std::min(y0, page.height)} * page.width,
                        from + std::size_t{std::min(y1, page.height)} * page.width);
    return piece;
}

// Median of the row's three and of the column's three, then of both and the pixel itself: takes
// single points away and leaves thin strokes, which a full median of nine would break.
Gray softened(Gray const& page) {
    Gray result = page;
    if (page.width < 3)
        return result;
    for (std::uint32_t y = 1; y + 1 < page.height; ++y) {
        auto const* const above = page.row(y - 1);
        auto const* const here = page.row(y);
        auto const* const below = page.row(y + 1);
        auto* const to = result.row(y);
        for (std::uint32_t x = 1; x + 1 < page.width; ++x)
            to[x] = middle(middle(here[x - 1], here[x], here[x + 1]),
                           middle(above[x], here[x], below[x]), here[x]);
    }
    return result;
}

std::array<std::uint32_t, 256> tones_of(Gray const& page) {
    std::array<std::array<std::uint32_t, 256>, 2>
        counts{}; // two, so that equal neighbours do not wait
    for (std::size_t i = 0; i < page.pixels.size(); ++i)
        ++counts[i & 1][page.pixels[i]];
    for (std::size_t i = 0; i < 256; ++i)
        counts[0][i] += counts[1][i];
    return counts[0];
}

std::uint8_t ink_threshold(std::array<std::uint32_t, 256> const& tones) {
    double total = 0;
    double sum = 0;
    for (std::size_t i = 0; i < 256; ++i) {
        total += tones[i];
        sum += static_cast<double>(i) * tones[i];
    }
    double below = 0;
    double sum_below = 0;
    double best = -1;
    std::size_t from = 127;
    std::size_t to = 127;
    for (std::size_t i = 0; i < 255; ++i) {
        below += tones[i];
        sum_below += static_cast<double>(i) * tones[i];
        auto const above = total - below;
        if (below == 0 || above == 0)
            continue;
        auto const apart = sum_below / below - (sum - sum_below) / above;
        auto const between = below * above * apart * apart;
        if (between > best) {
            best = between;
            from = i;
        }
        if (between >= best)
            to = i; // between two tones with none in the middle all are as good
    }
    return static_cast<std::uint8_t>((from + std::max(from, to)) / 2);
}

bool Tilt::is_level() const {
    constexpr double kSeen = 0.0015; // a tenth of a degree: three pixels over a page of 2 480
    return std::abs(slope) < kSeen && std::abs(slope_change) < 2 * kSeen;
}

namespace {

double slope_at(Tilt const& tilt, double y, std::uint32_t height) {
    return tilt.slope + tilt.slope_change * (y / std::max(height, 1u) - 0.5);
}

void shift_columns(Gray const& page, Tilt const& tilt, Gray& to) {
    auto const last = static_cast<double>(page.height) - 1;
    double const centre = page.width / 2.0;
    for (std::uint32_t y = 0; y < page.height; ++y) {
        auto* const out = to.row(y);
        double const slope = slope_at(tilt, y, page.height);
        for (std::uint32_t x = 0; x < page.width;) {
            double const exact = y + (x - centre) * slope;
            double const floor = std::floor(exact);
            // As far as the line stays between the same two rows.
            double const steps = std::abs(slope) < 1e-9 ? page.width
                                 : slope > 0            ? (floor + 1 - exact) / slope
                                                        : (exact - floor) / -slope;
            auto const end = std::min<std::uint32_t>(
                page.width, x + 1 + static_cast<std::uint32_t>(std::min(steps, 1e6)));
            if (floor < 0 || floor >= last) {
                std::memset(out + x, 255, end - x);
            } else {
                auto const* const upper = page.row(static_cast<std::uint32_t>(floor));
                auto const* const lower = upper + page.width;
                auto const start = static_cast<std::int32_t>((exact - floor) * 65536);
                auto const step = static_cast<std::int32_t>(slope * 65536);
                for (std::uint32_t i = x; i < end; ++i) {
                    auto const part =
                        std::clamp((start + step * static_cast<std::int32_t>(i - x)) >> 8, 0, 256);
                    out[i] =
                        static_cast<std::uint8_t>((upper[i] * (256 - part) + lower[i] * part) >> 8);
                }
            }
            x = end;
        }
    }
}

void shift_rows(Gray& page, double slope) {
    std::vector<std::uint8_t> from(page.width + 1u);
    double const centre = page.height / 2.0;
    for (std::uint32_t y = 0; y < page.height; ++y) {
        auto* const row = page.row(y);
        double const exact = -(y - centre) * slope;
        auto const whole = static_cast<std::int64_t>(std::floor(exact));
        auto const part = static_cast<int>((exact - std::floor(exact)) * 256);
        std::memcpy(from.data(), row, page.width);
        std::memset(row, 255, page.width);
        auto const first = std::max<std::int64_t>(-whole, 0);
        auto const end = std::min<std::int64_t>(page.width, page.width - 1 - whole);
        auto const* const source = from.data() + whole;
        for (auto x = first; x < end; ++x)
            row[x] =
                static_cast<std::uint8_t>((source[x] * (256 - part) + source[x + 1] * part) >> 8);
    }
}

} // namespace

Gray levelled(Gray const& page, Tilt const& tilt) {
    Gray result{page.width, page.height};
    shift_columns(page, tilt, result);
    shift_rows(result, tilt.slope);
    return result;
}

Point before_levelling(Point point, Tilt const& tilt, std::uint32_t width, std::uint32_t height) {
    auto const x = point.x - (point.y - height / 2.0) * tilt.slope;
    return {x, point.y + (x - width / 2.0) * slope_at(tilt, point.y, height)};
}

} // namespace leitstand::reader
