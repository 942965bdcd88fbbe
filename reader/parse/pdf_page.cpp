// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/pdf_page.hpp"

#include <poppler/GfxFont.h>
#include <poppler/UTF.h>
#include <poppler/goo/gmem.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "reader/parse/charset.hpp"
#include "reader/parse/pdf_places.hpp"

namespace leitstand::reader {

namespace {

constexpr double kReadableSize = 2.0;  // points of an em; below it nobody reads
constexpr double kReadableWidth = 0.8; // points of an em across
constexpr int kContrastSure = 56;      // tones of 255 between text and any ground it may have
constexpr double kPaintedShare = 0.3;  // of a letter, that may lie under something
constexpr int kRenderInvisible = 3;
constexpr std::size_t kFontsMax = 1'000;          // of one page
constexpr double kAscent = 0.72, kDescent = 0.18; // of an em, of a usual letter

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

PageReader::PageReader() : TextOutputDev(nullptr, false, 0, false, false) {}

PageReader::~PageReader() = default;

void PageReader::begin() {
    page_ = nullptr;
    given_ = nullptr;
    left_out_ = nullptr;
    index_ = 0;
    replacements_ = 0;
    in_replacement_ = false;
    base_replaces_ = false;
    frame_ = {};
    frames_.clear();
    odd_groups_ = 0;
    groups_.clear();
    tone_known_ = false;
    font_ = 0;
    used_.clear();
    // A replacement that a page begins and does not end must not go on on the next one.
    GooString const nothing;
    TextOutputDev::beginActualText(nullptr, &nothing);
    TextOutputDev::endActualText(nullptr);
}

void PageReader::watch(PageText& page) {
    begin();
    watches_ = true;
    page_ = &page;
}

void PageReader::read_again(PageText const& page, std::vector<bool> const& left_out) {
    begin();
    watches_ = false;
    given_ = &page;
    left_out_ = &left_out;
}

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
