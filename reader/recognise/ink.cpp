// SPDX-License-Identifier: EUPL-1.2
#include "reader/recognise/ink.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace leitstand::reader {

namespace {

struct Run {
    std::uint32_t x0, x1, label;
};

std::uint32_t root_of(std::vector<std::uint32_t>& parents, std::uint32_t label) {
    while (parents[label] != label)
        label = parents[label] = parents[parents[label]];
    return label;
}

void runs_of(std::uint8_t const* row, std::uint32_t width, std::uint8_t threshold,
             std::vector<Run>& runs) {
    runs.clear();
    for (std::uint32_t x = 0; x < width;) {
        while (x < width && row[x] > threshold)
            ++x;
        if (x == width)
            return;
        auto const start = x;
        while (x < width && row[x] <= threshold)
            ++x;
        runs.push_back({start, x, 0});
    }
}

void merge(Blot& into, Blot const& other) {
    into = {std::min(into.x0, other.x0), std::min(into.y0, other.y0), std::max(into.x1, other.x1),
            std::max(into.y1, other.y1), into.pixels + other.pixels};
}

} // namespace

// Runs of one row joined with those they touch above, also over a corner.
std::vector<Blot> blots_of(Gray const& page, std::uint8_t threshold, std::size_t most) {
    std::vector<std::uint32_t> parents;
    std::vector<Blot> blots;
    std::vector<Run> above;
    std::vector<Run> here;
    for (std::uint32_t y = 0; y < page.height; ++y) {
        runs_of(page.row(y), page.width, threshold, here);
        std::size_t from = 0;
        for (auto& run : here) {
            if (blots.size() >= most)
                break;
            Blot const own{run.x0, y, run.x1, y + 1, run.x1 - run.x0};
            run.label = ~0u;
            while (from < above.size() && above[from].x1 < run.x0)
                ++from;
            for (auto i = from; i < above.size() && above[i].x0 <= run.x1; ++i) {
                auto const other = root_of(parents, above[i].label);
                if (run.label == ~0u) {
                    run.label = other;
                    merge(blots[other], own);
                } else if (auto const mine = root_of(parents, run.label); mine != other) {
                    parents[other] = mine;
                    merge(blots[mine], blots[other]);
                }
            }
            if (run.label == ~0u) {
                run.label = static_cast<std::uint32_t>(blots.size());
                parents.push_back(run.label);
                blots.push_back(own);
            }
        }
        std::swap(above, here);
        if (blots.size() >= most)
            break;
    }
    std::vector<Blot> whole;
    for (std::uint32_t i = 0; i < blots.size(); ++i)
        if (parents[i] == i)
            whole.push_back(blots[i]);
    return whole;
}

float letter_height(std::vector<Blot> const& blots) {
    constexpr std::size_t kEnough = 30;
    std::array<std::uint32_t, 128> heights{};
    std::size_t counted = 0;
    for (auto const& blot : blots) {
        if (blot.height() < 4 || blot.height() >= heights.size() || blot.width() < 2 ||
            blot.width() > blot.height() * 4 || blot.pixels * 12 < blot.width() * blot.height())
            continue;
        ++heights[blot.height()];
        ++counted;
    }
    if (counted < kEnough)
        return 0;
    // The lower third: capitals, ascenders and joined letters stand above it.
    std::size_t seen = 0;
    for (std::size_t height = 0; height < heights.size(); ++height) {
        seen += heights[height];
        if (seen * 3 >= counted)
            return static_cast<float>(height);
    }
    return 0;
}

namespace {

struct Place {
    std::int32_t along, across; // along and across the lines
};
using Edges = std::vector<Place>;

constexpr std::size_t kEdgesMax = 60'000;
constexpr double kSlopeMax = 0.14; // eight degrees

// Where ink ends: looking down, up, right or left. Solid areas have few such points, letters many.
enum class Side { below, above, right, left };

Edges edges_of(Gray const& page, std::uint8_t threshold, Side side) {
    Edges edges;
    auto const is_ink = [&](std::uint32_t x, std::uint32_t y) {
        return page.row(y)[x] <= threshold;
    };
    for (std::uint32_t y = 1; y + 1 < page.height; ++y)
        for (std::uint32_t x = 1; x + 1 < page.width; ++x) {
            if (!is_ink(x, y))
                continue;
            auto const px = static_cast<std::int32_t>(x);
            auto const py = static_cast<std::int32_t>(y);
            switch (side) {
            case Side::below:
                if (!is_ink(x, y + 1))
                    edges.push_back({px, py});
                break;
            case Side::above:
                if (!is_ink(x, y - 1))
                    edges.push_back({px, py});
                break;
            case Side::right: // as below when the page is turned by 90 degrees clockwise
                if (!is_ink(x + 1, y))
                    edges.push_back({static_cast<std::int32_t>(page.height - 1 - y), px});
                break;
            case Side::left:
                if (!is_ink(x - 1, y))
                    edges.push_back({static_cast<std::int32_t>(page.height - 1 - y), px});
                break;
            }
        }
    if (edges.size() > kEdgesMax) { // an even choice
        Edges fewer;
        auto const step = static_cast<double>(edges.size()) / kEdgesMax;
        for (std::size_t i = 0; i < kEdgesMax; ++i)
            fewer.push_back(edges[static_cast<std::size_t>(static_cast<double>(i) * step)]);
        return fewer;
    }
    return edges;
}

// How closely the points gather in lines of this slope: the sum of squares of what falls into each
// row, in comparison with an even spread.
double gathering(Edges const& edges, double slope, std::int32_t rows, std::int32_t columns,
                 std::vector<std::uint32_t>& bins) {
    auto const margin = static_cast<std::int32_t>(std::abs(slope) * columns) + 2;
    bins.assign(static_cast<std::size_t>(rows + 2 * margin), 0);
    auto const step = static_cast<std::int32_t>(std::lround(slope * 65536));
    auto const centre = columns / 2;
    for (auto const& place : edges) {
        auto const row = place.across - (((place.along - centre) * step) >> 16) + margin;
        if (row >= 0 && row < static_cast<std::int32_t>(bins.size()))
            ++bins[static_cast<std::size_t>(row)];
    }
    double sum = 0;
    for (auto const count : bins)
        sum += static_cast<double>(count) * count;
    auto const even = static_cast<double>(edges.size()) * static_cast<double>(edges.size()) / rows;
    return even > 0 ? sum / even : 0;
}

struct Found {
    double slope = 0, score = 0;
};

Found search(Edges const& edges, double from, double to, double step, std::int32_t rows,
             std::int32_t columns) {
    std::vector<std::uint32_t> bins;
    Found best;
    best.slope = (from + to) / 2;
    for (double slope = from; slope <= to + step / 2; slope += step) {
        auto const score = gathering(edges, slope, rows, columns, bins);
        if (score > best.score)
            best = {slope, score};
    }
    return best;
}

Edges every(Edges const& edges, std::size_t most) {
    if (edges.size() <= most)
        return edges;
    Edges fewer;
    auto const step = (edges.size() + most - 1) / most;
    for (std::size_t i = 0; i < edges.size(); i += step)
        fewer.push_back(edges[i]);
    return fewer;
}

// Coarse over the whole range, then finer around the best; the last step shifts a line's end by
// less than a pixel.
Found find_slope(Edges const& edges, std::int32_t rows, std::int32_t columns) {
    auto const few = every(edges, 12'000);
    auto found = search(few, -kSlopeMax, kSlopeMax, 0.005, rows, columns);
    found = search(few, found.slope - 0.005, found.slope + 0.005, 0.001, rows, columns);
    return search(edges, found.slope - 0.001, found.slope + 0.001, 0.00025, rows, columns);
}

// The slope of the upper and of the lower half, where both are clear.
Tilt find_tilt(Edges const& edges, Found const& whole, std::int32_t rows, std::int32_t columns) {
    Tilt tilt{whole.slope, 0};
    std::array<Edges, 2> halves;
    for (auto const& place : edges)
        halves[place.across < rows / 2 ? 0 : 1].push_back(place);
    constexpr std::size_t kEnough = 1'500;
    constexpr double kApartMax = 0.06;
    if (halves[0].size() < kEnough || halves[1].size() < kEnough)
        return tilt;
    std::array<double, 2> slopes{};
    std::array<double, 2> centres{};
    for (std::size_t i = 0; i < 2; ++i) {
        auto const few = every(halves[i], 12'000);
        auto const found = search(few, whole.slope - kApartMax / 2, whole.slope + kApartMax / 2,
                                  0.001, rows, columns);
        std::vector<std::uint32_t> bins;
        // A half of few lines may fit anywhere; it must gather better than by the whole's slope.
        bool const is_better =
            found.score > 1.06 * gathering(few, whole.slope, rows, columns, bins);
        slopes[i] = is_better ? found.slope : whole.slope;
        centres[i] = std::accumulate(halves[i].begin(), halves[i].end(), 0.0,
                                     [](double sum, Place p) { return sum + p.across; }) /
                     static_cast<double>(halves[i].size());
    }
    auto const apart = centres[1] - centres[0];
    if (apart < rows / 5.0)
        return tilt;
    tilt.slope_change = (slopes[1] - slopes[0]) / apart * rows;
    tilt.slope = slopes[0] + (rows / 2.0 - centres[0]) / rows * tilt.slope_change;
    return tilt;
}

// Blots as they lie when the page is turned by 90 degrees clockwise.
std::vector<Blot> turned_blots(std::vector<Blot> const& blots, std::uint32_t height) {
    std::vector<Blot> turned;
    turned.reserve(blots.size());
    for (auto const& blot : blots)
        turned.push_back({height - blot.y1, blot.x0, height - blot.y0, blot.x1, blot.pixels});
    return turned;
}

struct Votes {
    std::size_t up = 0, down = 0;
};

// Tall letters beside small ones: what they have more stands above (b, d, f, h, k, l, capitals,
// digits) far more often than below (g, p, q, y). True for all languages in Latin letters.
Votes ascender_votes(std::vector<Blot> const& blots, float letter, std::uint32_t rows) {
    Votes votes;
    auto const small = [&](Blot const& blot) {
        auto const height = static_cast<float>(blot.height());
        return height > letter * 0.85f && height < letter * 1.2f && blot.width() > letter * 0.25f;
    };
    std::vector<std::vector<Blot const*>> lines(rows / 8 + 2u);
    for (auto const& blot : blots)
        if (small(blot))
            lines[(blot.y0 + blot.y1) / 16].push_back(&blot);
    for (auto const& blot : blots) {
        auto const height = static_cast<float>(blot.height());
        if (height < letter * 1.25f || height > letter * 2.2f || blot.width() > letter * 3)
            continue;
        auto const middle = (blot.y0 + blot.y1) / 16;
        Blot const* nearest = nullptr;
        auto best = static_cast<std::int64_t>(letter * 3);
        for (auto line = middle > 2 ? middle - 2 : 0;
             line <= std::min<std::size_t>(middle + 2, lines.size() - 1); ++line)
            for (auto const* const other : lines[line]) {
                if (other->y0 >= blot.y1 || other->y1 <= blot.y0)
                    continue;
                auto const apart = std::abs(std::int64_t{other->x0} - std::int64_t{blot.x0});
                if (apart < best) {
                    best = apart;
                    nearest = other;
                }
            }
        if (nearest == nullptr)
            continue;
        auto const above = static_cast<float>(nearest->y0) - static_cast<float>(blot.y0);
        auto const below = static_cast<float>(blot.y1) - static_cast<float>(nearest->y1);
        votes.up += above > letter * 0.25f && below < letter * 0.15f ? 1 : 0;
        votes.down += below > letter * 0.25f && above < letter * 0.15f ? 1 : 0;
    }
    return votes;
}

} // namespace

Bearing find_bearing(Gray const& half, std::uint8_t threshold, std::vector<Blot> const& blots) {
    constexpr double kClearly = 1.25;
    auto const width = static_cast<std::int32_t>(half.width);
    auto const height = static_cast<std::int32_t>(half.height);
    Bearing bearing;
    auto const below = edges_of(half, threshold, Side::below);
    auto const right = edges_of(half, threshold, Side::right);
    auto const level = find_slope(below, height, width);
    auto const upright = find_slope(right, width, height);
    // Lines of letters gather their lower edges; columns of letters do not.
    bool const lies = upright.score > level.score;
    bool const direction_is_sure =
        std::max(upright.score, level.score) > kClearly * std::min(upright.score, level.score);
    auto const rows = lies ? width : height;
    auto const columns = lies ? height : width;
    auto const lying = lies ? turned_blots(blots, half.height) : std::vector<Blot>{};
    auto const& standing = lies ? lying : blots;
    auto const votes =
        ascender_votes(standing, letter_height(standing), static_cast<std::uint32_t>(rows));
    bool const is_upside_down = votes.down > votes.up;
    // Edges to the right are the lower ones after a turn by 90 degrees clockwise.
    bearing.turn = lies ? (is_upside_down ? 270 : 90) : (is_upside_down ? 180 : 0);
    bearing.tilt = find_tilt(lies ? right : below, lies ? upright : level, rows, columns);
    if (is_upside_down) // the upper half becomes the lower one; slopes stay
        bearing.tilt.slope_change = -bearing.tilt.slope_change;
    auto const more = std::max(votes.up, votes.down);
    auto const fewer = std::min(votes.up, votes.down);
    constexpr std::size_t kVotesMin = 12;
    bearing.is_sure = direction_is_sure && more >= kVotesMin && more >= fewer * 2;
    return bearing;
}

} // namespace leitstand::reader
