// SPDX-License-Identifier: EUPL-1.2
// The half of PageReader that watches what is painted.
#include "reader/parse/pdf_page.hpp"
#include "reader/parse/pdf_places.hpp"

namespace leitstand::reader {

namespace {

constexpr double kThinLine = 1.0;     // points; at most half a square of the canvas
constexpr int kPathPointsMax = 2'000; // beyond it only the whole path's area is looked at

// Whether the points, in device space, are the four corners of an upright box, whatever is said
// twice. A path that only looks like one must not pass: what it seems to cover counts as covered.
bool is_upright_box(GfxState const* state, GfxSubpath const* path) {
    constexpr int kPointsMax = 10;
    constexpr double kSlack = 0.01;
    if (path->getNumPoints() < 4 || path->getNumPoints() > kPointsMax)
        return false;
    struct Point {
        double x, y;
        bool is(Point const& other) const {
            return std::abs(x - other.x) <= kSlack && std::abs(y - other.y) <= kSlack;
        }
    };
    std::vector<Point> corners;
    for (int i = 0; i < path->getNumPoints(); ++i) {
        if (path->getCurve(i))
            return false;
        Point point{};
        state->transform(path->getX(i), path->getY(i), &point.x, &point.y);
        if (corners.empty() || !corners.back().is(point))
            corners.push_back(point);
    }
    while (corners.size() > 1 && corners.back().is(corners.front()))
        corners.pop_back();
    if (corners.size() != 4)
        return false;
    auto const same_x = [&](int i, int k) {
        return std::abs(corners[i].x - corners[k].x) <= kSlack;
    };
    auto const same_y = [&](int i, int k) {
        return std::abs(corners[i].y - corners[k].y) <= kSlack;
    };
    bool const across = same_y(0, 1) && same_x(1, 2) && same_y(2, 3) && same_x(3, 0);
    bool const down = same_x(0, 1) && same_y(1, 2) && same_x(2, 3) && same_y(3, 0);
    return (across || down) && !same_x(0, 2) && !same_y(0, 2);
}

} // namespace

Area PageReader::clip_of(GfxState const* state) const {
    Area clip;
    state->getClipBBox(&clip.x0, &clip.y0, &clip.x1, &clip.y1);
    return clip;
}

Area PageReader::path_area(GfxState const* state, bool* is_box) const {
    auto const* const path = state->getPath();
    Area area;
    bool first = true;
    *is_box = path->getNumSubpaths() == 1 && is_upright_box(state, path->getSubpath(0));
    for (int i = 0; i < path->getNumSubpaths(); ++i) {
        auto const* const part = path->getSubpath(i);
        for (int k = 0; k < part->getNumPoints(); ++k) {
            double x = 0, y = 0;
            state->transform(part->getX(k), part->getY(k), &x, &y);
            add_point(area, x, y, first);
            first = false;
        }
    }
    return is_finite(area) ? area : clip_of(state);
}

// No transparency, blending or odd clip stands between the colour and the page.
bool PageReader::hides_plainly(GfxState const* state) const {
    return state->getFillOpacity() > 0.99 && state->getStrokeOpacity() > 0.99 &&
           state->getBlendMode() == gfxBlendNormal && !frame_.odd_clip && !frame_.soft_mask &&
           odd_groups_ == 0;
}

void PageReader::fill_path(GfxState* state) {
    if (!watches_)
        return;
    bool is_box = false;
    auto const area = path_area(state, &is_box).cut(clip_of(state));
    if (area.x1 < area.x0 || area.y1 < area.y0)
        return;
    renew_tones(state);
    if (std::min(area.width(), area.height()) <= kThinLine)
        page_->canvas->line(area, fill_tone_);
    else if (is_box && hides_plainly(state))
        page_->canvas->cover(area, fill_tone_);
    else if (hides_plainly(state) || state->getBlendMode() == gfxBlendNormal)
        page_->canvas->paint(area, fill_tone_, fill_tone_);
    else
        page_->canvas->paint(area, 0, 255);
}

void PageReader::fill(GfxState* state) {
    fill_path(state);
}

void PageReader::eoFill(GfxState* state) {
    fill_path(state);
}

void PageReader::stroke(GfxState* state) {
    if (!watches_)
        return;
    renew_tones(state);
    double const width = state->getTransformedLineWidth();
    double const half = std::max(0.25, width / 2);
    auto const clip = clip_of(state);
    auto const* const path = state->getPath();
    int points = 0;
    for (int i = 0; i < path->getNumSubpaths(); ++i)
        points += path->getSubpath(i)->getNumPoints();
    if (points > kPathPointsMax) {
        bool is_box = false;
        page_->canvas->paint(path_area(state, &is_box).cut(clip), 0, 255);
        return;
    }
    for (int i = 0; i < path->getNumSubpaths(); ++i) {
        auto const* const part = path->getSubpath(i);
        double x0 = 0, y0 = 0;
        for (int k = 0; k < part->getNumPoints(); ++k) {
            double x = 0, y = 0;
            state->transform(part->getX(k), part->getY(k), &x, &y);
            Area const piece{std::min(x, x0) - half, std::min(y, y0) - half, std::max(x, x0) + half,
                             std::max(y, y0) + half};
            x0 = x;
            y0 = y;
            auto const shown = piece.cut(clip);
            if (k == 0 || !is_finite(piece) || shown.empty())
                continue;
            if (width <= kThinLine)
                page_->canvas->line(shown, stroke_tone_);
            else
                page_->canvas->paint(shown, stroke_tone_, stroke_tone_);
        }
    }
}

void PageReader::paint_clip(GfxState* state) {
    if (watches_)
        page_->canvas->paint(clip_of(state), 0, 255);
}

void PageReader::paint_picture(GfxState* state) {
    if (!watches_)
        return;
    Area area;
    int corner = 0;
    for (double const x : {0.0, 1.0})
        for (double const y : {0.0, 1.0}) {
            double px = 0, py = 0;
            state->transform(x, y, &px, &py);
            add_point(area, px, py, corner++ == 0);
        }
    if (!is_finite(area))
        area = clip_of(state);
    page_->canvas->paint(area.cut(clip_of(state)), 0, 255, true);
}

bool PageReader::tilingPatternFill(GfxState* state, Gfx*, Catalog*, GfxTilingPattern*,
                                   double const*, int, int, int, int, double, double) {
    paint_clip(state);
    return true;
}

bool PageReader::functionShadedFill(GfxState* state, GfxFunctionShading*) {
    paint_clip(state);
    return true;
}

bool PageReader::axialShadedFill(GfxState* state, GfxAxialShading*, double, double) {
    paint_clip(state);
    return true;
}

bool PageReader::radialShadedFill(GfxState* state, GfxRadialShading*, double, double) {
    paint_clip(state);
    return true;
}

bool PageReader::gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading*) {
    paint_clip(state);
    return true;
}

bool PageReader::patchMeshShadedFill(GfxState* state, GfxPatchMeshShading*) {
    paint_clip(state);
    return true;
}

void PageReader::note_clip(GfxState* state) {
    bool is_box = false;
    if (watches_ && state->getPath()->getNumSubpaths() > 0) {
        path_area(state, &is_box);
        frame_.odd_clip |= !is_box;
    }
}

void PageReader::clip(GfxState* state) {
    note_clip(state);
}

void PageReader::eoClip(GfxState* state) {
    note_clip(state);
}

void PageReader::clipToStrokePath(GfxState*) {
    frame_.odd_clip = true;
}

// The pictures' data is left unread; only what stands inside the content must be passed over, which
// the bare output device does.
void PageReader::drawImageMask(GfxState* state, Object* reference, Stream* stream, int width,
                               int height, bool invert, bool interpolate, bool is_inline) {
    paint_picture(state);
    if (is_inline)
        OutputDev::drawImageMask(state, reference, stream, width, height, invert, interpolate,
                                 is_inline);
}

void PageReader::drawImage(GfxState* state, Object* reference, Stream* stream, int width,
                           int height, GfxImageColorMap* colours, bool interpolate, int const* mask,
                           bool is_inline) {
    paint_picture(state);
    if (is_inline)
        OutputDev::drawImage(state, reference, stream, width, height, colours, interpolate, mask,
                             is_inline);
}

void PageReader::drawMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*,
                                 bool, Stream*, int, int, bool, bool) {
    paint_picture(state);
}

void PageReader::drawSoftMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*,
                                     bool, Stream*, int, int, GfxImageColorMap*, bool) {
    paint_picture(state);
}

void PageReader::setSoftMaskFromImageMask(GfxState* state, Object* reference, Stream* stream,
                                          int width, int height, bool invert, bool is_inline,
                                          double*) {
    paint_picture(state);
    if (is_inline)
        OutputDev::drawImageMask(state, reference, stream, width, height, invert, false, is_inline);
}

void PageReader::beginTransparencyGroup(GfxState* state, double const*, GfxColorSpace*, bool, bool,
                                        bool for_soft_mask) {
    bool const odd = for_soft_mask || state->getFillOpacity() < 0.99 ||
                     state->getBlendMode() != gfxBlendNormal || frame_.soft_mask;
    groups_.push_back(odd);
    odd_groups_ += odd ? 1 : 0;
}

void PageReader::endTransparencyGroup(GfxState*) {
    if (groups_.empty())
        return;
    odd_groups_ -= groups_.back() ? 1 : 0;
    groups_.pop_back();
}

void PageReader::setSoftMask(GfxState*, double const*, bool, Function*, GfxColor*) {
    frame_.soft_mask = true;
}

void PageReader::clearSoftMask(GfxState*) {
    frame_.soft_mask = false;
}

} // namespace leitstand::reader
