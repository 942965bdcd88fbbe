// SPDX-License-Identifier: EUPL-1.2
// Inside of PageReader: small questions about places and tones, for all pdf*.cpp. Threads: any.
#pragma once

#include <cmath>

#include <poppler/GfxState.h>

#include "reader/parse/pdf_canvas.hpp"

namespace leitstand::reader {

inline constexpr double kScanShare = 0.5; // of a page, that is a picture where it is a scan

// Hundredths of a point, as answers state places; a page is at most 14 400 points.
inline std::int32_t hundredths(double points) {
    constexpr double kMost = 1e6 - 1;
    return std::isfinite(points)
               ? static_cast<std::int32_t>(std::lround(std::clamp(points, -kMost, kMost) * 100))
               : 0;
}

inline std::uint8_t tone_of(GfxRGB const& colour) {
    return static_cast<std::uint8_t>(
        (colToByte(colour.r) * 299 + colToByte(colour.g) * 587 + colToByte(colour.b) * 114 + 500) /
        1000);
}

// The middle of a letter's box, which its strokes fill.
inline Area inner(Area const& box) {
    return {box.x0 + box.width() * 0.2, box.y0 + box.height() * 0.25, box.x1 - box.width() * 0.2,
            box.y1 - box.height() * 0.25};
}

inline bool contains(Area const& outer, Area const& area) {
    return outer.x0 <= area.x0 && outer.y0 <= area.y0 && outer.x1 >= area.x1 && outer.y1 >= area.y1;
}

inline bool is_finite(Area const& area) {
    return std::isfinite(area.x0) && std::isfinite(area.y0) && std::isfinite(area.x1) &&
           std::isfinite(area.y1);
}

inline void add_point(Area& area, double x, double y, bool first) {
    area = first ? Area{x, y, x, y} : area.with({x, y, x, y});
}

} // namespace leitstand::reader
