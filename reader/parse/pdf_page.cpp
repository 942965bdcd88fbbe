// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/pdf_page.hpp"

#include <poppler/GfxFont.h>
#include <poppler/UTF.h>
#include <poppler/goo/gmem.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "reader/parse/charset.hpp"

namespace leitstand::reader {

namespace {

constexpr double kReadableSize = 2.0;  // points of an em; below it nobody reads
constexpr double kReadableWidth = 0.8; // points of an em across
constexpr int kContrastSure = 56;      // tones of 255 between text and any ground it may have
constexpr double kThinLine = 1.0;      // points; at most half a square of the canvas
constexpr int kPathPointsMax = 2'000;  // beyond it only the whole path's area is looked at
constexpr double kPaintedShare = 0.3;  // of a letter, that may lie under something
constexpr double kScanShare = 0.5;     // of a page, that is a picture where it is a scan
constexpr int kRenderInvisible = 3;
constexpr std::size_t kFontsMax = 1'000;          // of one page
constexpr double kAscent = 0.72, kDescent = 0.18; // of an em, of a usual letter

std::uint8_t tone_of(GfxRGB const& colour) {
    return static_cast<std::uint8_t>(
        (colToByte(colour.r) * 299 + colToByte(colour.g) * 587 + colToByte(colour.b) * 114 + 500) /
        1000);
}

// The middle of a letter's box, which its strokes fill.
Area inner(Area const& box) {
    return {box.x0 + box.width() * 0.2, box.y0 + box.height() * 0.25, box.x1 - box.width() * 0.2,
            box.y1 - box.height() * 0.25};
}

bool contains(Area const& outer, Area const& area) {
    return outer.x0 <= area.x0 && outer.y0 <= area.y0 && outer.x1 >= area.x1 && outer.y1 >= area.y1;
}

bool is_finite(Area const& area) {
    return std::isfinite(area.x0) && std::isfinite(area.y0) && std::isfinite(area.x1) &&
           std::isfinite(area.y1);
}

void add_point(Area& area, double x, double y, bool first) {
    area = first ? Area{x, y, x, y} : area.with({x, y, x, y});
}

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

bool is_letter_or_digit(Unicode const* text, int length) {
    for (int i = 0; i < length; ++i)
        if (u_isalnum(static_cast<UChar32>(text[i])))
            return true;
    return false;
}

std::string utf8_of(std::u32string_view text) {
    std::string out;
    for (auto const c : text)
        if (c >= 0x20 && c <= 0x10ffff && (c < 0xd800 || c >= 0xe000))
            append_utf8(out, c);
    return out;
}

} // namespace

std::string PageText::text_of(Glyph const& glyph) const {
    return utf8_of(std::u32string_view{characters}.substr(glyph.text, glyph.length));
}

std::u32string substance(std::u32string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* const folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    auto const given = icu::UnicodeString::fromUTF32(reinterpret_cast<UChar32 const*>(text.data()),
                                                     static_cast<std::int32_t>(text.size()));
    auto const folded = folding->normalize(given, status);
    std::u32string out;
    if (U_FAILURE(status))
        return out;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
        if (auto const c = folded.char32At(i); u_isalnum(c))
            out += static_cast<char32_t>(c);
    return out;
}

PageReader::PageReader(PageText& page)
    : TextOutputDev(nullptr, false, 0, false, false), watches_(true), page_(&page) {}

PageReader::PageReader(PageText const& page, std::vector<bool> const& left_out)
    : TextOutputDev(nullptr, false, 0, false, false), watches_(false), given_(&page),
      left_out_(&left_out) {}

PageReader::~PageReader() = default;

void PageReader::startPage(int number, GfxState* state, XRef* xref) {
    TextOutputDev::startPage(number, state, xref);
    if (!watches_ || page_->canvas)
        return;
    page_->width = state != nullptr ? state->getPageWidth() : 612;
    page_->height = state != nullptr ? state->getPageHeight() : 792;
    page_->canvas = std::make_unique<Canvas>(page_->width, page_->height);
}

void PageReader::saveState(GfxState*) {
    frames_.push_back(frame_);
}

void PageReader::restoreState(GfxState* state) {
    TextOutputDev::restoreState(state);
    tone_known_ = false;
    if (frames_.empty())
        return;
    frame_ = frames_.back();
    frames_.pop_back();
}

// ---- text -----------------------------------------------------------------------------------

void PageReader::updateFont(GfxState* state) {
    TextOutputDev::updateFont(state);
    auto const& font = state->getFont();
    if (!watches_ || !font)
        return;
    auto& fonts = page_->fonts;
    auto const known = std::find_if(fonts.begin(), fonts.end(),
                                    [&](UsedFont const& used) { return used.font == font; });
    if (known != fonts.end()) {
        font_ = static_cast<std::uint16_t>(known - fonts.begin());
    } else if (fonts.size() < kFontsMax) {
        font_ = static_cast<std::uint16_t>(fonts.size());
        fonts.push_back({font, {}});
    } else {
        page_->needs_check = true;
    }
}

void PageReader::note_font(CharCode code, Unicode const* text, int length) {
    if (length != 1 || font_ >= page_->fonts.size())
        return;
    if (used_.insert(static_cast<std::uint64_t>(font_) << 32 | code).second)
        page_->fonts[font_].characters.emplace_back(code, text[0]);
}

Glyph PageReader::make_glyph(GfxState* state, double x, double y, double dx, double dy) const {
    double px = 0, py = 0, wx = 0, wy = 0;
    state->transform(x, y, &px, &py);
    state->transformDelta(dx, dy, &wx, &wy);
    double across_x = 0, across_y = 0, up_x = 0, up_y = 0;
    state->getFontTransMat(&across_x, &across_y, &up_x, &up_y);
    auto const& font = state->getFont();
    double ascent = kAscent, descent = kDescent;
    if (font && font->getType() == fontType3) { // its em is not a thousand units
        auto const* const matrix = font->getFontMatrix();
        auto const* const box = font->getFontBBox();
        double const height = std::abs((box[3] - box[1]) * matrix[3]);
        ascent = height > 0 && height < 5 ? height * 0.8 : kAscent;
        descent = height > 0 && height < 5 ? height * 0.2 : kDescent;
    }
    if (wx == 0 && wy == 0) { // drawn on the spot
        wx = across_x * 0.5;
        wy = across_y * 0.5;
    }
    Glyph glyph;
    int corner = 0;
    for (double const along : {0.0, 1.0})
        for (double const up : {ascent, -descent})
            add_point(glyph.box, px + along * wx + up * up_x, py + along * wy + up * up_y,
                      corner++ == 0);
    return glyph;
}

void PageReader::renew_tones(GfxState* state) {
    if (tone_known_)
        return;
    GfxRGB colour;
    state->getFillRGB(&colour);
    fill_tone_ = tone_of(colour);
    state->getStrokeRGB(&colour);
    stroke_tone_ = tone_of(colour);
    tone_known_ = true;
}

Glyph::Sight PageReader::judge(GfxState* state, Glyph const& glyph) {
    using Sight = Glyph::Sight;
    auto const& box = glyph.box;
    if (!is_finite(box))
        return Sight::unseen;
    double const x = (box.x0 + box.x1) / 2, y = (box.y0 + box.y1) / 2;
    if (x < 0 || y < 0 || x > page_->width || y > page_->height)
        return Sight::off_page;
    auto const clip = clip_of(state);
    auto const shown = box.cut(clip);
    if (shown.empty())
        return Sight::unseen;
    if (glyph.invisible)
        return Sight::unseen; // unless it turns out to be the layer of a scan
    double across_x = 0, across_y = 0, up_x = 0, up_y = 0;
    state->getFontTransMat(&across_x, &across_y, &up_x, &up_y);
    auto const& font = state->getFont();
    bool const drawn_font = font && font->getType() == fontType3;
    bool const tiny = !drawn_font && (std::hypot(up_x, up_y) < kReadableSize ||
                                      std::hypot(across_x, across_y) < kReadableWidth);
    if (tiny || (drawn_font && box.height() < kReadableSize && box.width() < kReadableSize))
        return Sight::unseen;
    int const render = state->getRender();
    bool const plain =
        hides_plainly(state) && render < 4 && !drawn_font && contains(clip, inner(box));
    if (!plain)
        return Sight::doubtful;
    auto const ground = page_->canvas->under(inner(box));
    int const below = ground.low - glyph.tone;
    int const above = glyph.tone - ground.high;
    return std::max(below, above) >= kContrastSure ? Sight::seen : Sight::doubtful;
}

void PageReader::drawChar(GfxState* state, double x, double y, double dx, double dy,
                          double origin_x, double origin_y, CharCode code, int bytes,
                          Unicode const* text, int length) {
    auto const index = index_++;
    if (!watches_) {
        bool const left_out = index < left_out_->size() && (*left_out_)[index];
        if (!left_out)
            TextOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes, text,
                                    length);
        return;
    }
    TextOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes, text, length);
    if (page_->glyphs.size() == kGlyphsMax) {
        page_->too_many = true;
        return;
    }
    auto glyph = make_glyph(state, x - origin_x, y - origin_y, dx, dy);
    glyph.text = static_cast<std::uint32_t>(page_->characters.size());
    glyph.length = static_cast<std::uint8_t>(std::clamp(length, 0, 32));
    for (int i = 0; i < glyph.length; ++i)
        page_->characters += static_cast<char32_t>(text[i]);
    glyph.code = code;
    glyph.font = font_;
    glyph.counts = is_letter_or_digit(text, glyph.length);
    glyph.painted = page_->canvas->now();
    glyph.invisible = (state->getRender() & 7) == kRenderInvisible;
    if (glyph.counts) {
        renew_tones(state);
        int const render = state->getRender() & 3;
        glyph.tone = render == 1 ? stroke_tone_ : fill_tone_;
        glyph.sight = judge(state, glyph);
        note_font(code, text, length);
    }
    page_->glyphs.push_back(glyph);
}

void PageReader::beginActualText(GfxState* state, GooString const* text) {
    auto const order = replacements_++;
    base_replaces_ = true;
    if (!watches_)
        base_replaces_ = std::none_of(given_->lies.begin(), given_->lies.end(),
                                      [&](Replacement const& lie) { return lie.order == order; });
    if (base_replaces_)
        TextOutputDev::beginActualText(state, text);
    in_replacement_ = true;
    replacement_ = text->toStr();
    replacement_begin_ = index_;
}

void PageReader::endActualText(GfxState* state) {
    if (base_replaces_)
        TextOutputDev::endActualText(state);
    if (!watches_ || !in_replacement_)
        return;
    in_replacement_ = false;
    std::u32string drawn;
    for (auto i = replacement_begin_; i < std::min<std::size_t>(index_, page_->glyphs.size());
         ++i) {
        auto const& glyph = page_->glyphs[i];
        drawn += page_->characters.substr(glyph.text, glyph.length);
    }
    Unicode* units = nullptr;
    int const length = TextStringToUCS4(replacement_, &units);
    std::u32string given{units, units + std::max(0, length)};
    gfree(units);
    auto const said = substance(given);
    auto const shown = substance(drawn);
    if (said == shown || replacement_begin_ == index_)
        return;
    bool const unmapped = shown.empty();
    if (unmapped)
        page_->needs_check = true; // nothing to hold it against but the picture
    else
        page_->lies.push_back({utf8_of(given), replacement_begin_, index_, replacements_ - 1});
}

// ---- what is painted ------------------------------------------------------------------------

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

// ---- at the end -----------------------------------------------------------------------------

void finish_watch(PageText& page) {
    using Sight = Glyph::Sight;
    if (!page.canvas)
        return;
    bool const scan = page.canvas->picture_share() >= kScanShare;
    for (auto& glyph : page.glyphs) {
        if (!glyph.counts || glyph.sight == Sight::off_page)
            continue;
        bool const on_picture = scan && page.canvas->under(glyph.box).on_picture;
        if (glyph.invisible) {
            if (on_picture && glyph.sight == Sight::unseen)
                glyph.sight = Sight::layer;
            continue;
        }
        if (glyph.sight == Sight::unseen ||
            page.canvas->painted_since(inner(glyph.box), glyph.painted) <= kPaintedShare)
            continue;
        glyph.sight = on_picture ? Sight::layer : Sight::doubtful;
    }
}

} // namespace leitstand::reader
