// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/pdf_fonts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <poppler/GfxFont.h>
#include <poppler/GlobalParams.h>
#include <poppler/Page.h>
#include <unicode/uchar.h>

namespace leitstand::reader {

namespace {

constexpr int kGrid = 12; // a letter's ink becomes kGrid x kGrid tones
constexpr int kCell = 64; // points for one letter, drawn kEm points high
constexpr int kEm = 32;
constexpr int kCellsMax = 64;        // letters drawn at once
constexpr double kAspectWeight = 40; // tones for a letter twice as wide for its height
constexpr double kAlike = 38;    // mean difference in tones up to which a letter is what it says
constexpr double kCloser = 0.72; // another letter fits so much better
constexpr double kStrangeShare = 0.15;
constexpr std::size_t kStrangeMin = 2;

struct Shape {
    std::array<std::uint8_t, kGrid * kGrid> ink{};
    double aspect = 0; // log2 of width to height
    bool empty = true;
};

struct Known {
    char32_t group = 0;
    Shape shape;
};

// Letters that look alike, or are alike but for their size, are one.
char32_t group_of(char32_t c) {
    static constexpr std::array<std::pair<std::u32string_view, char32_t>, 9> kAlikeLetters{
        {{U"oO0QD\u00f6\u00d6", U'o'},
         {U"iIl1jJ|\u00ef", U'l'},
         {U"sS5\u00df8B3", U's'},
         {U"zZ27", U'z'},
         {U"uUvVyY\u00fc\u00dc", U'u'},
         {U"cCGe6", U'c'},
         {U"gq9a\u00e4", U'g'},
         {U"pP", U'p'},
         {U"nhrtfk", U'n'}}};
    for (auto const& [letters, group] : kAlikeLetters)
        if (letters.find(c) != std::u32string_view::npos)
            return group;
    if (c == U'\u00c4')
        return U'A';
    if (c == U'w' || c == U'x' || c == U'k' || c == U'm')
        return c - 32;
    return c;
}

constexpr std::u32string_view kLetters =
    U"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    U"\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc\u00df";

bool is_known(char32_t c) {
    return kLetters.find(c) != std::u32string_view::npos;
}

std::vector<Known>& known_letters() {
    static std::vector<Known> known;
    return known;
}

// The ink of one cell of the bitmap (0: paper), stretched over the grid.
Shape shape_of(SplashBitmap& bitmap, int cell) {
    auto const* const data = bitmap.getDataPtr();
    auto const row = bitmap.getRowSize();
    auto const ink = [&](int x, int y) { return 255 - data[y * row + cell * kCell + x]; };
    int left = kCell, right = -1, top = kCell, bottom = -1;
    for (int y = 0; y < kCell; ++y)
        for (int x = 0; x < kCell; ++x)
            if (ink(x, y) > 96) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
    Shape shape;
    if (right < left)
        return shape;
    shape.empty = false;
    double const width = right - left + 1, height = bottom - top + 1;
    shape.aspect = std::log2(width / height);
    for (int gy = 0; gy < kGrid; ++gy)
        for (int gx = 0; gx < kGrid; ++gx) {
            int sum = 0;
            for (int k = 0; k < 4; ++k) { // four samples a square
                double const x = left + (gx + 0.25 + 0.5 * (k & 1)) * width / kGrid;
                double const y = top + (gy + 0.25 + 0.5 * (k >> 1)) * height / kGrid;
                sum += ink(static_cast<int>(x), static_cast<int>(y));
            }
            shape.ink[static_cast<std::size_t>(gy * kGrid + gx)] =
                static_cast<std::uint8_t>(sum / 4);
        }
    return shape;
}

double difference(Shape const& a, Shape const& b) {
    int sum = 0;
    for (std::size_t i = 0; i < a.ink.size(); ++i)
        sum += std::abs(a.ink[i] - b.ink[i]);
    return static_cast<double>(sum) / static_cast<double>(a.ink.size()) +
           kAspectWeight * std::abs(a.aspect - b.aspect);
}

std::unique_ptr<SplashOutputDev> new_device(PDFDoc& document) {
    SplashColor paper{255, 255, 255, 255};
    auto device = std::make_unique<SplashOutputDev>(splashModeMono8, 1, false, paper);
    device->setFontAntialias(true);
    device->setFreeTypeHinting(false, false);
    device->startDoc(&document);
    return device;
}

using Characters = std::vector<std::pair<CharCode, Unicode>>;

// Draws up to kCellsMax characters of one font side by side.
std::vector<Shape> draw(SplashOutputDev& device, PDFDoc& document,
                        std::shared_ptr<GfxFont> const& font, Characters const& characters,
                        std::size_t from, std::size_t count) {
    PDFRectangle const box{0, 0, static_cast<double>(count) * kCell, kCell};
    GfxState state{72, 72, &box, 0, true};
    device.startPage(1, &state, document.getXRef());
    state.setFont(font, kEm);
    state.setTextMat(1, 0, 0, 1, 0, 0);
    device.updateFont(&state);
    for (std::size_t i = 0; i < count; ++i) {
        auto const& [code, unicode] = characters[from + i];
        device.drawChar(&state, static_cast<double>(i) * kCell + 14, 20, kEm, 0, 0, 0, code, 1,
                        &unicode, 1);
    }
    std::vector<Shape> shapes;
    auto* const bitmap = device.getBitmap();
    for (std::size_t i = 0; i < count && bitmap != nullptr && bitmap->getDataPtr(); ++i)
        shapes.push_back(shape_of(*bitmap, static_cast<int>(i)));
    return shapes;
}

// True for one of the usual fonts of letters that is not in the file and has no map of its own to
// characters: the encoding's names then give both the letter that this machine draws and the
// character that it says. Other fonts of this machine may have no letters at all.
bool goes_by_names(GfxFont const& font) {
    Ref embedded;
    if (font.isCIDFont() || font.hasToUnicodeCMap() || font.isSymbolic() ||
        font.getEmbeddedFontID(&embedded))
        return false;
    constexpr std::array<std::string_view, 4> kFamilies{"Helvetica", "Times", "Courier", "Arial"};
    auto const full_name = font.getName().value_or("");
    std::string_view name{full_name};
    if (name.size() > 7 && name[6] == '+') // the mark of a part of a font
        name.remove_prefix(7);
    return std::any_of(kFamilies.begin(), kFamilies.end(),
                       [&](auto family) { return name.starts_with(family); });
}

// A letter under the name that every font of letters knows it by.
bool is_named(GfxFont& font, CharCode code, Unicode says) {
    auto const* const name =
        code < 256 ? static_cast<Gfx8BitFont&>(font).getEncoding()[code] : nullptr;
    return name != nullptr && is_known(says) && globalParams->mapNameToUnicodeText(name) == says;
}

// Whether the letter looks much more like another one than like what it says.
bool is_strange(Shape const& shape, char32_t says) {
    auto const group = group_of(says);
    double same = 1e9;
    for (auto const& known : known_letters())
        if (known.group == group)
            same = std::min(same, difference(shape, known.shape));
    if (same <= kAlike)
        return false;
    double other = 1e9;
    for (auto const& known : known_letters())
        if (known.group != group)
            other = std::min(other, difference(shape, known.shape));
    return other < same * kCloser;
}

std::shared_ptr<GfxFont> base_font(PDFDoc& document, char const* name, int number) {
    auto dictionary = new Dict(document.getXRef());
    dictionary->add("Type", Object(objName, "Font"));
    dictionary->add("Subtype", Object(objName, "Type1"));
    dictionary->add("BaseFont", Object(objName, name));
    dictionary->add("Encoding", Object(objName, "WinAnsiEncoding"));
    Object const holder{dictionary};
    return GfxFont::makeFont(document.getXRef(), "F", Ref{number, 0}, holder.getDict());
}

} // namespace

void prepare_letters() {
    constexpr std::array kFonts{"Helvetica",   "Helvetica-Bold", "Helvetica-Oblique",
                                "Times-Roman", "Times-Bold",     "Times-Italic",
                                "Courier",     "Courier-Bold"};
    // The rest of those that every file may ask for: looked up once, since that takes long.
    constexpr std::array kMoreFonts{"Helvetica-BoldOblique", "Times-BoldItalic", "Courier-Oblique",
                                    "Courier-BoldOblique",   "Symbol",           "ZapfDingbats"};
    std::string file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
                       "/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox"
                       "[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n";
    auto const document = open_pdf(file);
    if (!document->isOk())
        return;
    auto const device = new_device(*document);
    Characters characters;
    for (auto const c : kLetters)
        characters.emplace_back(static_cast<CharCode>(c), static_cast<Unicode>(c));
    auto& known = known_letters();
    known.clear();
    int number = 100;
    for (auto const* const name : kFonts) {
        auto const font = base_font(*document, name, number++);
        if (!font)
            continue;
        for (std::size_t from = 0; from < characters.size(); from += kCellsMax) {
            auto const count = std::min<std::size_t>(kCellsMax, characters.size() - from);
            auto const shapes = draw(*device, *document, font, characters, from, count);
            for (std::size_t i = 0; i < shapes.size(); ++i)
                if (!shapes[i].empty)
                    known.push_back({group_of(kLetters[from + i]), shapes[i]});
        }
    }
    for (auto const* const name : kMoreFonts)
        if (auto const font = base_font(*document, name, number++))
            static_cast<void>(font->locateFont(document->getXRef(), nullptr));
}

FontJudge::FontJudge(PDFDoc& document) : document_(document) {}
FontJudge::~FontJudge() = default;

bool FontJudge::look_at(UsedFont const& used, Verdict& verdict, DrawingTime& time) {
    Characters fresh;
    bool const by_name = goes_by_names(*used.font);
    for (auto const& character : used.characters) {
        if (!verdict.looked_at.insert(character).second)
            continue;
        if (by_name && is_named(*used.font, character.first, character.second))
            ++verdict.known;
        else
            fresh.push_back(character);
    }
    if (!fresh.empty() && !device_)
        device_ = new_device(document_);
    for (std::size_t from = 0; from < fresh.size(); from += kCellsMax) {
        if (time.over())
            return false;
        auto const count = std::min<std::size_t>(kCellsMax, fresh.size() - from);
        auto const shapes = draw(*device_, document_, used.font, fresh, from, count);
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            auto const& [code, unicode] = fresh[from + i];
            if (shapes[i].empty) {
                verdict.empty.insert(code);
            } else if (!is_known(unicode)) {
                verdict.unknown += u_isalpha(static_cast<UChar32>(unicode)) ? 1 : 0;
            } else {
                ++verdict.known;
                verdict.strange += is_strange(shapes[i], unicode) ? 1 : 0;
            }
        }
    }
    return true;
}

bool FontJudge::is_honest(Verdict const& verdict) const {
    if (verdict.unknown > verdict.known)
        return false;
    auto const bound =
        std::max<double>(kStrangeMin, kStrangeShare * static_cast<double>(verdict.known));
    bool const few =
        verdict.known < 6 && verdict.strange * 2 >= verdict.known && verdict.strange > 0;
    return static_cast<double>(verdict.strange) < bound && !few;
}

bool FontJudge::look(PageText& page, DrawingTime& time) {
    bool honest = true;
    std::vector<Verdict const*> verdicts(page.fonts.size(), nullptr);
    for (std::size_t i = 0; i < page.fonts.size(); ++i) {
        auto const& used = page.fonts[i];
        if (used.characters.empty())
            continue;
        if (used.font->getType() == fontType3) { // each letter is a drawing of its own
            honest = false;
            continue;
        }
        auto const* const id = used.font->getID();
        auto& verdict = verdicts_[{id->num, id->gen}];
        bool const whole = look_at(used, verdict, time);
        verdicts[i] = &verdict;
        honest &= whole && is_honest(verdict);
    }
    for (auto& glyph : page.glyphs) {
        auto const* const verdict = glyph.font < verdicts.size() ? verdicts[glyph.font] : nullptr;
        if (verdict != nullptr && glyph.counts && glyph.sight == Glyph::Sight::seen &&
            verdict->empty.contains(glyph.code))
            glyph.sight = Glyph::Sight::doubtful;
    }
    return honest;
}

} // namespace leitstand::reader
