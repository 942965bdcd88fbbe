// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cmath>

#include "reader/recognise/gray.hpp"

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kTile = 16; // pixels of the half page: almost three millimetres at 300 dpi
constexpr int kWhite = 250;

// The lightest of the tile's small squares: their mean takes out the noise of single pixels, the
// lightest lies between the letters.
std::uint8_t lightest_square(Gray const& half, std::uint32_t left, std::uint32_t top) {
    constexpr std::uint32_t kSquare = 4;
    std::uint32_t best = 0;
    for (std::uint32_t y = top; y + kSquare <= std::min(top + kTile, half.height); y += kSquare)
        for (std::uint32_t x = left; x + kSquare <= std::min(left + kTile, half.width);
             x += kSquare) {
            std::uint32_t sum = 0;
            for (std::uint32_t i = 0; i < kSquare; ++i) {
                auto const* const row = half.row(y + i) + x;
                sum += row[0] + row[1] + row[2] + row[3];
            }
            best = std::max(best, sum);
        }
    return static_cast<std::uint8_t>(best / (kSquare * kSquare));
}

} // namespace

Paper::Paper(Gray const& half)
    : columns_((half.width + kTile - 1) / kTile), rows_((half.height + kTile - 1) / kTile),
      tiles_(std::size_t{columns_} * rows_) {
    for (std::uint32_t row = 0; row < rows_; ++row)
        for (std::uint32_t column = 0; column < columns_; ++column) {
            // The last tiles are moved inwards, so that each is whole.
            auto const left = std::min(column * kTile, half.width > kTile ? half.width - kTile : 0);
            auto const top = std::min(row * kTile, half.height > kTile ? half.height - kTile : 0);
            tiles_[std::size_t{row} * columns_ + column] = lightest_square(half, left, top);
        }
    auto sorted = tiles_;
    std::sort(sorted.begin(), sorted.end());
    auto const median = sorted[sorted.size() / 2];
    // Much darker than the page: a picture, a bar, the table behind the sheet, not paper.
    auto const not_paper = static_cast<std::uint8_t>(median * 2 / 5);
    for (auto& tile : tiles_)
        tile = tile < not_paper ? median : tile;
    lightest_ = sorted[sorted.size() * 49 / 50];
    auto const first = std::lower_bound(sorted.begin(), sorted.end(), not_paper);
    auto const dark = static_cast<std::size_t>(sorted.end() - first) / 50;
    darkest_ = first == sorted.end() ? lightest_ : *(first + static_cast<std::ptrdiff_t>(dark));
    // Letters larger than a tile leave dents, the edge of a shadow is a step: the lightest around
    // each tile and of those the darkest fills the dents and keeps the steps where they are.
    spread(Extreme::lightest);
    spread(Extreme::darkest);
}

void Paper::spread(Extreme extreme) {
    auto const raw = tiles_;
    for (std::uint32_t row = 0; row < rows_; ++row)
        for (std::uint32_t column = 0; column < columns_; ++column) {
            auto value = raw[std::size_t{row} * columns_ + column];
            for (auto r = row > 0 ? row - 1 : 0; r <= std::min(row + 1, rows_ - 1); ++r)
                for (auto c = column > 0 ? column - 1 : 0; c <= std::min(column + 1, columns_ - 1);
                     ++c) {
                    auto const other = raw[std::size_t{r} * columns_ + c];
                    value = extreme == Extreme::lightest ? std::max(value, other)
                                                         : std::min(value, other);
                }
            tiles_[std::size_t{row} * columns_ + column] = value;
        }
}

bool Paper::is_even() const {
    return darkest_ >= 225 && lightest_ - darkest_ < 20;
}

// Where shadows fall, the strip along their edge keeps some gray, which more contrast takes away.
void Paper::even_out(Gray& page, std::uint32_t scale) const {
    bool const has_shadow = darkest_ * 4 < lightest_ * 3;
    float const gain = has_shadow ? 250.0f / 150 : 1;
    std::int32_t const black = has_shadow ? 67 : 0;
    auto const tile = static_cast<double>(kTile * scale);
    std::vector<std::uint16_t> factors(page.width);
    std::vector<std::uint32_t> from(page.width);
    std::vector<float> weight(page.width);
    auto const place = [&](std::uint32_t at, std::uint32_t count) {
        return std::clamp((at + 0.5) / tile - 0.5, 0.0, static_cast<double>(count - 1));
    };
    for (std::uint32_t x = 0; x < page.width; ++x) {
        auto const exact = place(x, columns_);
        from[x] = std::min(static_cast<std::uint32_t>(exact), columns_ > 1 ? columns_ - 2 : 0);
        weight[x] = static_cast<float>(exact - from[x]);
    }
    std::vector<float> mixed(columns_ + 1u);
    for (std::uint32_t y = 0; y < page.height; ++y) {
        auto* const row = page.row(y);
        // Paper changes slowly: its factors are worked out for every fourth row.
        if (y % 4 == 0) {
            auto const exact = place(y, rows_);
            auto const upper =
                std::min(static_cast<std::uint32_t>(exact), rows_ > 1 ? rows_ - 2 : 0);
            auto const lower = std::min(upper + 1, rows_ - 1);
            auto const part = static_cast<float>(exact - upper);
            for (std::uint32_t c = 0; c < columns_; ++c)
                mixed[c] =
                    static_cast<float>(tiles_[std::size_t{upper} * columns_ + c]) * (1 - part) +
                    static_cast<float>(tiles_[std::size_t{lower} * columns_ + c]) * part;
            mixed[columns_] = mixed[columns_ - 1];
            for (std::uint32_t x = 0; x < page.width; ++x) {
                auto const paper =
                    mixed[from[x]] * (1 - weight[x]) + mixed[from[x] + 1] * weight[x];
                factors[x] =
                    static_cast<std::uint16_t>(kWhite * 256.0f * gain / std::max(paper, 16.0f));
            }
        }
        for (std::uint32_t x = 0; x < page.width; ++x)
            row[x] = static_cast<std::uint8_t>(std::clamp(
                static_cast<std::int32_t>((std::uint32_t{row[x]} * factors[x]) >> 8) - black, 0,
                255));
    }
}

} // namespace leitstand::reader
