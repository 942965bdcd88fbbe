// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/pdf_sight.hpp"

namespace leitstand::reader {

// Draws a page but for some of its characters, which are counted just as PageReader counts them.
class PickyDrawing final : public SplashOutputDev {
  public:
    explicit PickyDrawing(SplashColorPtr paper)
        : SplashOutputDev(splashModeRGB8, 4, false, paper) {}

    void leave_out(std::vector<bool> left_out) {
        left_out_ = std::move(left_out);
        index_ = 0;
        inside_ = 0;
    }

    void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x,
                  double origin_y, CharCode code, int bytes, Unicode const* text,
                  int length) override {
        if (!next_is_left_out())
            SplashOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes, text,
                                      length);
    }
    bool beginType3Char(GfxState* state, double x, double y, double dx, double dy, CharCode code,
                        Unicode const* text, int length) override {
        if (next_is_left_out())
            return true; // as if it were drawn already
        bool const drawn = SplashOutputDev::beginType3Char(state, x, y, dx, dy, code, text, length);
        inside_ += drawn ? 0 : 1;
        return drawn;
    }
    void endType3Char(GfxState* state) override {
        SplashOutputDev::endType3Char(state);
        inside_ -= inside_ > 0 ? 1 : 0;
    }
    bool tilingPatternFill(GfxState* state, Gfx* gfx, Catalog* catalog, GfxTilingPattern* pattern,
                           double const* matrix, int x0, int y0, int x1, int y1, double step_x,
                           double step_y) override {
        ++inside_;
        SplashOutputDev::tilingPatternFill(state, gfx, catalog, pattern, matrix, x0, y0, x1, y1,
                                           step_x, step_y);
        --inside_;
        return true; // its letters would be counted if poppler drew it in single steps
    }

  private:
    bool next_is_left_out() {
        if (inside_ > 0)
            return false; // letters within a pattern or within a drawn letter
        auto const index = index_++;
        return index < left_out_.size() && left_out_[index];
    }

    std::vector<bool> left_out_;
    std::size_t index_ = 0;
    int inside_ = 0;
};

namespace {

constexpr double kPointsPerInch = 72;
constexpr double kResolution = 100;      // dots an inch; 8-point letters are 11 high
constexpr double kPixelsMax = 4'000'000; // beyond it the picture becomes coarser
constexpr int kDifference = 20;          // of 255, in any colour; less is hardly readable
constexpr double kInkShare = 0.035;      // of a letter's box; usual letters have 0.1 and more
constexpr std::size_t kLayersMax = 3;    // drawings for letters that lie over each other

// The part of a page that is drawn, in points of the picture.
struct Cut {
    int x = 0, y = 0, width = 1, height = 1;
};

struct Drawn {
    std::unique_ptr<SplashBitmap> bitmap;
    std::uint8_t const* row(int y) const {
        return bitmap->getDataPtr() + static_cast<std::ptrdiff_t>(y) * bitmap->getRowSize();
    }
};

Drawn draw(PickyDrawing& device, PDFDoc& document, int number, double resolution, Cut const& cut,
           std::vector<bool> left_out, DrawingTime& time) {
    device.leave_out(std::move(left_out));
    document.displayPageSlice(&device, number, resolution, resolution, 0, false, true, false, cut.x,
                              cut.y, cut.width, cut.height, DrawingTime::is_over, &time);
    Drawn drawn;
    if (!time.over())
        drawn.bitmap.reset(device.takeBitmap());
    if (drawn.bitmap && drawn.bitmap->getDataPtr() == nullptr)
        drawn.bitmap.reset();
    return drawn;
}

std::unique_ptr<PickyDrawing> new_drawing(PDFDoc& document) {
    SplashColor paper{255, 255, 255, 255};
    auto device = std::make_unique<PickyDrawing>(paper);
    device->setFontAntialias(true);
    device->setVectorAntialias(true);
    device->setFreeTypeHinting(false, false);
    device->startDoc(&document);
    return device;
}

bool differs(std::uint8_t const* a, std::uint8_t const* b) {
    return std::abs(a[0] - b[0]) >= kDifference || std::abs(a[1] - b[1]) >= kDifference ||
           std::abs(a[2] - b[2]) >= kDifference;
}

// How much of the box is another colour without the letter.
double changed_share(Drawn const& with, Drawn const& without, Area const& box, double scale,
                     Cut const& cut) {
    int const width = std::min(with.bitmap->getWidth(), without.bitmap->getWidth());
    int const height = std::min(with.bitmap->getHeight(), without.bitmap->getHeight());
    auto const at = [scale](double points, int from, int most) {
        return static_cast<int>(std::clamp(std::round(points * scale) - from, 0.0, double(most)));
    };
    int const left = at(box.x0, cut.x, width);
    int const right = std::max(at(box.x1, cut.x, width), left + 1);
    int const top = at(box.y0, cut.y, height);
    int const bottom = std::max(at(box.y1, cut.y, height), top + 1);
    int changed = 0;
    for (int y = top; y < std::min(bottom, height); ++y)
        for (int x = left; x < std::min(right, width); ++x)
            changed += differs(with.row(y) + 3 * x, without.row(y) + 3 * x) ? 1 : 0;
    return static_cast<double>(changed) / ((right - left) * (bottom - top));
}

// The doubtful letters with a margin; nothing else of the page need be drawn.
Cut cut_of(PageText const& page, std::vector<std::size_t> const& doubtful, double scale) {
    constexpr double kMargin = 4; // points
    auto area = page.glyphs[doubtful.front()].box;
    for (auto const i : doubtful)
        area = area.with(page.glyphs[i].box);
    auto const x0 = std::clamp(area.x0 - kMargin, 0.0, page.width);
    auto const y0 = std::clamp(area.y0 - kMargin, 0.0, page.height);
    auto const x1 = std::clamp(area.x1 + kMargin, 0.0, page.width);
    auto const y1 = std::clamp(area.y1 + kMargin, 0.0, page.height);
    Cut cut;
    cut.x = static_cast<int>(x0 * scale);
    cut.y = static_cast<int>(y0 * scale);
    cut.width = std::max(1, static_cast<int>(std::ceil(x1 * scale)) - cut.x);
    cut.height = std::max(1, static_cast<int>(std::ceil(y1 * scale)) - cut.y);
    return cut;
}

// Doubtful letters that lie over each other must not vouch for each other: each run of them gets a
// drawing of its own, up to kLayersMax.
std::vector<std::size_t> layers_of(PageText const& page) {
    std::vector<std::size_t> layer(page.glyphs.size(), 0);
    struct Run {
        Area box;
        std::size_t layer;
    };
    std::vector<Run> runs;
    for (std::size_t i = 0; i < page.glyphs.size(); ++i) {
        if (page.glyphs[i].sight != Glyph::Sight::doubtful)
            continue;
        auto end = i;
        auto box = page.glyphs[i].box;
        auto const height = std::max(1.0, box.height());
        while (end + 1 < page.glyphs.size() && end - i < 200) {
            auto const& next = page.glyphs[end + 1];
            bool const same_line = std::abs(next.box.y0 - page.glyphs[i].box.y0) < 0.5 * height;
            if ((next.counts && next.sight != Glyph::Sight::doubtful) || !same_line)
                break;
            box = box.with(next.box);
            ++end;
        }
        Area const core{box.x0, box.y0 + 0.3 * height, box.x1, box.y1 - 0.2 * height};
        std::size_t mine = 0;
        if (runs.size() < 2'000)
            for (auto const& run : runs)
                if (!core.cut(run.box).empty())
                    mine = std::max(mine, run.layer + 1);
        mine = std::min(mine, kLayersMax - 1);
        runs.push_back({core, mine});
        for (auto k = i; k <= end; ++k)
            layer[k] = mine;
        i = end;
    }
    return layer;
}

// A single letter whose neighbours are seen is seen: its box was narrower than its ink.
void settle_single_letters(PageText& page, std::vector<std::size_t> const& looked_at) {
    using Sight = Glyph::Sight;
    for (std::size_t i = 0; i < looked_at.size(); ++i) {
        auto& glyph = page.glyphs[looked_at[i]];
        if (glyph.sight != Sight::unseen)
            continue;
        auto const seen = [&](std::size_t k) {
            return k < looked_at.size() && page.glyphs[looked_at[k]].sight == Sight::seen;
        };
        if (i > 0 && seen(i - 1) && seen(i + 1))
            glyph.sight = Sight::seen;
    }
}

} // namespace

Eye::Eye(PDFDoc& document) : document_(document) {}
Eye::~Eye() = default;

bool Eye::look(int number, PageText& page, DrawingTime& time) {
    std::vector<std::size_t> doubtful;
    for (std::size_t i = 0; i < page.glyphs.size(); ++i)
        if (page.glyphs[i].sight == Glyph::Sight::doubtful)
            doubtful.push_back(i);
    if (doubtful.empty())
        return true;
    double const pixels = page.width * page.height * std::pow(kResolution / kPointsPerInch, 2);
    double const resolution = kResolution * std::sqrt(std::min(1.0, kPixelsMax / pixels));
    double const scale = resolution / kPointsPerInch;
    auto const layer = layers_of(page);
    if (!device_)
        device_ = new_drawing(document_);
    auto const cut = cut_of(page, doubtful, scale);
    auto const whole = draw(*device_, document_, number, resolution, cut, {}, time);
    if (!whole.bitmap)
        return false;
    std::vector<std::pair<std::size_t, Glyph::Sight>> outcome;
    for (std::size_t current = 0; current < kLayersMax; ++current) {
        std::vector<bool> left_out(page.glyphs.size());
        bool any = false;
        for (auto const i : doubtful)
            if (layer[i] == current)
                left_out[i] = any = true;
        if (!any)
            continue;
        auto const without = draw(*device_, document_, number, resolution, cut, left_out, time);
        if (!without.bitmap)
            return false;
        for (auto const i : doubtful)
            if (left_out[i])
                outcome.emplace_back(
                    i, changed_share(whole, without, page.glyphs[i].box, scale, cut) >= kInkShare
                           ? Glyph::Sight::seen
                           : Glyph::Sight::unseen);
    }
    for (auto const& [i, sight] : outcome)
        page.glyphs[i].sight = sight;
    settle_single_letters(page, doubtful);
    return true;
}

} // namespace leitstand::reader
