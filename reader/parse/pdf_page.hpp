// SPDX-License-Identifier: EUPL-1.2
// Reads the text of one page with poppler's interpreter and watches the same run for every means by
// which text can be hidden, so that what is read and what is judged cannot differ. Only pdf*.cpp
// include it. Threads: one. Limits: kGlyphsMax.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <poppler/GfxState.h>
#include <poppler/TextOutputDev.h>

#include "read/page_marks.hpp"
#include "reader/parse/pdf_canvas.hpp"

namespace leitstand::reader {

// One character as the content of the page draws it.
struct Glyph {
    enum class Sight : std::uint8_t {
        seen,     // certainly
        doubtful, // the picture decides
        layer,    // drawn invisibly, or under a picture of the page: a scan's text layer
        unseen,
        off_page,
    };
    Area box;
    std::uint32_t text = 0; // in PageText::characters
    std::uint32_t painted = 0;
    CharCode code = 0;
    std::uint16_t font = 0;  // in PageText::fonts
    std::uint8_t length = 0; // characters
    std::uint8_t tone = 0;
    bool counts = false;    // a letter or digit
    bool invisible = false; // render mode 3
    Sight sight = Sight::seen;
};

// A text that the file gives in place of what is drawn.
struct Replacement {
    std::string text;                 // UTF-8
    std::uint32_t begin = 0, end = 0; // glyphs
    std::uint32_t order = 0;          // among all replacements of the page
};

// What a font was used for on a page.
struct UsedFont {
    std::shared_ptr<GfxFont> font;
    std::vector<std::pair<CharCode, Unicode>> characters; // each once
};

struct PageText {
    std::vector<Glyph> glyphs; // in the order in which they are drawn
    std::u32string characters;
    std::vector<Replacement> lies; // replacements that say something else than the glyphs
    std::vector<UsedFont> fonts;
    std::unique_ptr<Canvas> canvas;
    double width = 0, height = 0;
    bool needs_check = false; // a font or replacement that only the picture can confirm
    bool too_many = false;
    std::string text_of(Glyph const& glyph) const; // UTF-8
};

inline constexpr std::size_t kGlyphsMax = 1'000'000; // of one page

class PageReader final : public TextOutputDev {
  public:
    // One for all pages of a document: it keeps the colour profiles, which are dear to prepare.
    PageReader();
    ~PageReader() override;

    // The next page that is displayed is watched and fills `page`.
    void watch(PageText& page);
    // The same page once more, without the glyphs that are not to be read and replacements that
    // lie. Both must live until it is displayed.
    void read_again(PageText const& page, std::vector<bool> const& left_out);

    bool needNonText() override { return watches_; }
    bool useTilingPatternFill() override { return watches_; }
    bool useShadedFills(int) override { return watches_; }
    bool needClipToCropBox() override { return true; }

    void startPage(int number, GfxState* state, XRef* xref) override;
    void saveState(GfxState* state) override;
    void restoreState(GfxState* state) override;
    void updateFillColorSpace(GfxState*) override { tone_known_ = false; }
    void updateStrokeColorSpace(GfxState*) override { tone_known_ = false; }
    void updateFillColor(GfxState*) override { tone_known_ = false; }
    void updateStrokeColor(GfxState*) override { tone_known_ = false; }
    void updateFont(GfxState* state) override;

    void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x,
                  double origin_y, CharCode code, int bytes, Unicode const* text,
                  int length) override;
    void beginActualText(GfxState* state, GooString const* text) override;
    void endActualText(GfxState* state) override;

    void stroke(GfxState* state) override;
    void fill(GfxState* state) override;
    void eoFill(GfxState* state) override;
    bool tilingPatternFill(GfxState* state, Gfx*, Catalog*, GfxTilingPattern*, double const*, int,
                           int, int, int, double, double) override;
    bool functionShadedFill(GfxState* state, GfxFunctionShading*) override;
    bool axialShadedFill(GfxState* state, GfxAxialShading*, double, double) override;
    bool radialShadedFill(GfxState* state, GfxRadialShading*, double, double) override;
    bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading*) override;
    bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading*) override;

    void clip(GfxState* state) override;
    void eoClip(GfxState* state) override;
    void clipToStrokePath(GfxState* state) override;

    void drawImageMask(GfxState* state, Object* reference, Stream* stream, int width, int height,
                       bool invert, bool interpolate, bool is_inline) override;
    void drawImage(GfxState* state, Object* reference, Stream* stream, int width, int height,
                   GfxImageColorMap* colours, bool interpolate, int const* mask,
                   bool is_inline) override;
    void drawMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool,
                         Stream*, int, int, bool, bool) override;
    void drawSoftMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool,
                             Stream*, int, int, GfxImageColorMap*, bool) override;
    void setSoftMaskFromImageMask(GfxState*, Object* reference, Stream* stream, int width,
                                  int height, bool invert, bool is_inline, double* base) override;

    void beginTransparencyGroup(GfxState* state, double const*, GfxColorSpace*, bool, bool,
                                bool for_soft_mask) override;
    void endTransparencyGroup(GfxState*) override;
    void setSoftMask(GfxState*, double const*, bool, Function*, GfxColor*) override;
    void clearSoftMask(GfxState*) override;

  private:
    struct Frame { // what a saved state brings back
        bool odd_clip = false;
        bool soft_mask = false;
    };

    Area clip_of(GfxState const* state) const;
    Area path_area(GfxState const* state, bool* is_box) const;
    bool hides_plainly(GfxState const* state) const;
    void fill_path(GfxState* state);
    void paint_picture(GfxState* state);
    void paint_clip(GfxState* state);
    void note_clip(GfxState* state);
    Glyph make_glyph(GfxState* state, double x, double y, double dx, double dy) const;
    Glyph::Sight judge(GfxState* state, Glyph const& glyph);
    void note_font(CharCode code, Unicode const* text, int length);
    void renew_tones(GfxState* state);

    void begin();

    bool watches_ = true;
    PageText* page_ = nullptr;        // first run
    PageText const* given_ = nullptr; // second run
    std::vector<bool> const* left_out_ = nullptr;
    std::uint32_t index_ = 0;        // glyphs so far
    std::uint32_t replacements_ = 0; // so far
    bool in_replacement_ = false;
    bool base_replaces_ = false;
    std::string replacement_;
    std::uint32_t replacement_begin_ = 0;
    Frame frame_;
    std::vector<Frame> frames_;
    int odd_groups_ = 0;
    std::vector<bool> groups_;
    bool tone_known_ = false;
    std::uint8_t fill_tone_ = 0, stroke_tone_ = 0;
    std::uint16_t font_ = 0;
    std::unordered_set<std::uint64_t> used_;
};

// The sight of glyphs that depends on what was painted after them, when the page is complete.
void finish_watch(PageText& page);

// Letters and digits only, in one case and compatible form: what two texts say, whatever hyphens,
// ligatures and spaces they use.
std::u32string substance(std::u32string_view text);

} // namespace leitstand::reader
