// SPDX-License-Identifier: EUPL-1.2
// A page as bytes of gray and what is done to it before letters are looked for: made smaller and
// larger, evened out, straightened. Plain loops over rows that the compiler makes wide. Every size
// is bounded by ReaderRequest::pixels_max, which read_graymap checks. Threads: one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace leitstand::reader {

struct Gray {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels; // 0 black, 255 white, row by row

    Gray() = default;
    Gray(std::uint32_t w, std::uint32_t h) : width(w), height(h), pixels(std::size_t{w} * h, 255) {}
    std::uint8_t const* row(std::uint32_t y) const {
        return pixels.data() + std::size_t{y} * width;
    }
    std::uint8_t* row(std::uint32_t y) { return pixels.data() + std::size_t{y} * width; }
};

// The portable graymap (P5, 8 bits) in which pages come. Nothing if it is anything else, has
// another length than it says, or more pixels than allowed.
std::optional<Gray> read_graymap(std::string_view bytes, std::uint64_t pixels_max);

Gray halved(Gray const& page);                   // each pixel the mean of four
Gray enlarged(Gray const& page, float factor);   // linear between pixels
Gray turned(Gray const& page, unsigned degrees); // 0, 90, 180, 270 clockwise
Gray mirrored(Gray const& page);                 // left and right
Gray piece_of(Gray const& page, std::uint32_t y0, std::uint32_t y1);
Gray softened(Gray const& page); // each pixel the median of its row and column neighbours

std::array<std::uint32_t, 256> tones_of(Gray const& page);
// The tone that parts ink from paper best (Otsu, IEEE Trans. SMC 9(1), 1979).
std::uint8_t ink_threshold(std::array<std::uint32_t, 256> const& tones);

// How light the paper is over the page, tile by tile, as seen at half size.
class Paper {
  public:
    explicit Paper(Gray const& half);
    std::uint8_t darkest() const { return darkest_; }
    std::uint8_t lightest() const { return lightest_; }
    // Whether evening out would change anything that matters.
    bool is_even() const;
    // Makes the paper white everywhere; `scale` is 1 for the half page, 2 for the whole one.
    void even_out(Gray& page, std::uint32_t scale) const;

  private:
    enum class Extreme : std::uint8_t { lightest, darkest };
    void spread(Extreme extreme);

    std::uint32_t columns_ = 0, rows_ = 0;
    std::vector<std::uint8_t> tiles_;
    std::uint8_t darkest_ = 255, lightest_ = 255;
};

// How a page is tilted: lines fall by `slope` (pixels down for each to the right) in its middle,
// and by `slope_change` more from its top to its bottom, as on a photo taken from the side.
struct Tilt {
    double slope = 0;
    double slope_change = 0;
    bool is_level() const;
};

// Sets lines level by shifting along columns, then columns upright by shifting along rows.
Gray levelled(Gray const& page, Tilt const& tilt);
struct Point {
    double x = 0, y = 0;
};
// Where a point of the levelled page lay before.
Point before_levelling(Point point, Tilt const& tilt, std::uint32_t width, std::uint32_t height);

} // namespace leitstand::reader
