// SPDX-License-Identifier: EUPL-1.2
// A coarse picture of what has been painted on a page so far, kept while its content is read: for
// each small square the darkest and lightest tone that may stand there, and when it was last
// painted. Only ever too wide, never too narrow, so that what it calls visible is. Threads: one.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace leitstand::reader {

struct Area { // in points, origin top left
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    double width() const { return x1 - x0; }
    double height() const { return y1 - y0; }
    bool empty() const { return !(x1 > x0 && y1 > y0); }
    Area with(Area const& other) const {
        return {std::min(x0, other.x0), std::min(y0, other.y0), std::max(x1, other.x1),
                std::max(y1, other.y1)};
    }
    Area cut(Area const& other) const {
        return {std::max(x0, other.x0), std::max(y0, other.y0), std::min(x1, other.x1),
                std::min(y1, other.y1)};
    }
};

class Canvas {
  public:
    Canvas(double width, double height)
        : square_(std::max(2.0, std::max(width, height) / kSquaresMax)), columns_(squares(width)),
          rows_(squares(height)),
          cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

    std::uint32_t now() const { return now_; }

    // A box of one tone that hides what was there.
    void cover(Area const& area, std::uint8_t tone) {
        ++now_;
        each(area, [&](Cell& cell, bool whole) {
            cell.low = whole ? tone : std::min(cell.low, tone);
            cell.high = whole ? tone : std::max(cell.high, tone);
            cell.painted = now_;
        });
    }
    // Something whose shape within the area is not known; tones from `low` to `high`.
    void paint(Area const& area, std::uint8_t low, std::uint8_t high, bool is_picture = false) {
        ++now_;
        each(area, [&](Cell& cell, bool) {
            cell.low = std::min(cell.low, low);
            cell.high = std::max(cell.high, high);
            cell.painted = now_;
            cell.picture |= is_picture;
        });
    }
    // One line thinner than half a square hides no letter and is no ground; two may be.
    void line(Area const& area, std::uint8_t tone) {
        ++now_;
        each(area, [&](Cell& cell, bool) {
            if (!cell.lined) {
                cell.lined = true;
                return;
            }
            cell.low = std::min(cell.low, tone);
            cell.high = std::max(cell.high, tone);
            cell.painted = now_;
        });
        has_lines_ |= tone < 255;
    }

    struct Ground {
        std::uint8_t low = 255, high = 255;
        bool on_picture = false;
    };
    Ground under(Area const& area) const {
        Ground ground{255, 0, true};
        int cells = 0;
        each(area, [&](Cell const& cell, bool) {
            ++cells;
            ground.low = std::min(ground.low, cell.low);
            ground.high = std::max(ground.high, cell.high);
            ground.on_picture &= cell.picture;
        });
        if (cells == 0)
            return {};
        return ground;
    }
    // The share of the area that may have been painted over since.
    double painted_since(Area const& area, std::uint32_t when) const {
        int all = 0;
        int painted = 0;
        each(area, [&](Cell const& cell, bool) {
            ++all;
            painted += cell.painted > when ? 1 : 0;
        });
        return all == 0 ? 0 : static_cast<double>(painted) / all;
    }
    double picture_share() const {
        auto const count = std::count_if(cells_.begin(), cells_.end(),
                                         [](Cell const& cell) { return cell.picture; });
        return static_cast<double>(count) / static_cast<double>(cells_.size());
    }
    // Nothing but white was ever painted.
    bool is_bare() const {
        return !has_lines_ && std::all_of(cells_.begin(), cells_.end(),
                                          [](Cell const& cell) { return cell.low == 255; });
    }

  private:
    static constexpr double kSquaresMax = 512; // a side

    struct Cell {
        std::uint8_t low = 255, high = 255; // paper is white
        bool lined = false;
        bool picture = false;
        std::uint32_t painted = 0;
    };

    int squares(double side) const {
        return std::clamp(static_cast<int>(std::ceil(side / square_)), 1,
                          static_cast<int>(kSquaresMax) + 1);
    }
    int index(double at, int most) const {
        return static_cast<int>(std::clamp(std::floor(at / square_), 0.0, double(most)));
    }
    template <typename Cells, typename Do>
    static void walk(Cells& cells, Canvas const& canvas, Area const& area, Do&& act) {
        if (!(area.x1 >= 0 && area.y1 >= 0 && area.x0 <= canvas.columns_ * canvas.square_ &&
              area.y0 <= canvas.rows_ * canvas.square_))
            return;
        int const left = canvas.index(area.x0, canvas.columns_ - 1);
        int const right = canvas.index(area.x1, canvas.columns_ - 1);
        int const top = canvas.index(area.y0, canvas.rows_ - 1);
        int const bottom = canvas.index(area.y1, canvas.rows_ - 1);
        for (int y = top; y <= bottom; ++y)
            for (int x = left; x <= right; ++x) {
                bool const whole =
                    area.x0 <= x * canvas.square_ && area.x1 >= (x + 1) * canvas.square_ &&
                    area.y0 <= y * canvas.square_ && area.y1 >= (y + 1) * canvas.square_;
                act(cells[static_cast<std::size_t>(y) * canvas.columns_ + x], whole);
            }
    }
    template <typename Do>
    void each(Area const& area, Do&& act) {
        walk(cells_, *this, area, act);
    }
    template <typename Do>
    void each(Area const& area, Do&& act) const {
        walk(cells_, *this, area, act);
    }

    double square_;
    int columns_, rows_;
    std::vector<Cell> cells_;
    std::uint32_t now_ = 0;
    bool has_lines_ = false;
};

} // namespace leitstand::reader
