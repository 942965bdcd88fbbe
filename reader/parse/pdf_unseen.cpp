// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/pdf_unseen.hpp"

#include <poppler/Annot.h>
#include <poppler/Catalog.h>
#include <poppler/OptionalContent.h>
#include <poppler/Page.h>
#include <poppler/UTF.h>
#include <poppler/goo/gmem.h>
#include <tuple>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"
#include "reader/parse/pdf_places.hpp"

namespace leitstand::reader {

namespace {

using Sight = Glyph::Sight;

constexpr std::size_t kSubstanceMin = 2; // letters or digits; less says nothing
constexpr int kReadPieceBytes = 64 << 10;

bool is_unseen(Sight sight) {
    return sight == Sight::unseen || sight == Sight::off_page;
}

std::string clean(std::string_view text) {
    auto cleaned = to_clean_text(text);
    cleaned.resize(whole_characters(cleaned, kHiddenTextBytesMax));
    return cleaned;
}

bool says_something(std::string const& text) {
    return substance(characters_of(text)).size() >= kSubstanceMin;
}

// Neighbours in the content, on one line and for one reason, make one entry.
class Collector {
  public:
    Collector(PageText const& text, std::uint32_t page, Unseen& unseen)
        : text_(text), page_(page), unseen_(unseen) {}

    void add(Glyph const& glyph) {
        auto const kind =
            glyph.sight == Sight::off_page ? HiddenKind::off_page : HiddenKind::unseen;
        double const height = std::max(1.0, glyph.box.height());
        bool const goes_on =
            !current_.empty() && kind == kind_ && std::abs(glyph.box.y0 - box_.y0) < height &&
            glyph.box.x0 - box_.x1 < 5 * height && current_.size() < kHiddenTextBytesMax;
        if (!goes_on)
            flush();
        else if (glyph.box.x0 - box_.x1 > 0.25 * height && current_.back() != ' ')
            current_ += ' ';
        box_ = current_.empty() ? glyph.box : box_.with(glyph.box);
        kind_ = kind;
        current_ += text_.text_of(glyph);
    }
    void flush() {
        if (says_something(current_))
            unseen_.texts.push_back({page_, kind_, answer_box(box_), clean(current_)});
        current_.clear();
    }

  private:
    PageText const& text_;
    std::uint32_t page_;
    Unseen& unseen_;
    std::string current_;
    Area box_;
    HiddenKind kind_ = HiddenKind::unseen;
};

// A character and where it stands. Which layers are on changes what is drawn in between, too: some
// show only while others are off.
using Placed = std::tuple<double, double, std::u32string_view>;

Placed placed(PageText const& text, Glyph const& glyph) {
    return {glyph.box.x0, glyph.box.y0,
            std::u32string_view{text.characters}.substr(glyph.text, glyph.length)};
}

std::vector<Placed> placed_signs(PageText const& text) {
    std::vector<Placed> all;
    for (auto const& glyph : text.glyphs)
        if (is_finite(glyph.box)) // others stand nowhere and have no order
            all.push_back(placed(text, glyph));
    std::sort(all.begin(), all.end());
    return all;
}

std::string value_of(Annot& note) {
    std::string text;
    if (auto const* const contents = note.getContents())
        text = pdf_text(contents->toStr());
    if (note.getType() != Annot::typeWidget)
        return text;
    auto value = note.getAnnotObj().dictLookup("V");
    if (value.isNull()) // a field with several places keeps its value above them
        if (auto const parent = note.getAnnotObj().dictLookup("Parent"); parent.isDict())
            value = parent.dictLookup("V");
    if (value.isString())
        text += (text.empty() ? "" : " ") + pdf_text(value.getString()->toStr());
    return text;
}

} // namespace

AnswerBox answer_box(Area const& area) {
    return {hundredths(std::min(area.x0, area.x1)), hundredths(std::min(area.y0, area.y1)),
            hundredths(std::max(area.x0, area.x1)), hundredths(std::max(area.y0, area.y1))};
}

std::string pdf_text(std::string const& text) {
    Unicode* units = nullptr;
    int const length = TextStringToUCS4(text, &units);
    std::string out;
    for (int i = 0; i < length; ++i)
        append_utf8(out, units[i]);
    gfree(units);
    return to_clean_text(out);
}

std::optional<std::string> stream_bytes(Stream& stream, std::uint64_t size_bytes_max) {
    std::string bytes;
    std::vector<unsigned char> piece(kReadPieceBytes);
    stream.reset();
    for (int count = 0; (count = stream.doGetChars(kReadPieceBytes, piece.data())) > 0;) {
        if (bytes.size() + static_cast<std::size_t>(count) > size_bytes_max)
            return std::nullopt;
        bytes.append(reinterpret_cast<char const*>(piece.data()), static_cast<std::size_t>(count));
    }
    stream.close();
    return bytes;
}

Unseen unseen_on_page(PageText const& text, std::uint32_t page) {
    Unseen unseen;
    Collector collector{text, page, unseen};
    bool after_unseen = false;
    for (std::size_t i = 0; i < text.glyphs.size(); ++i) {
        auto const& glyph = text.glyphs[i];
        // What is no letter goes with the letters before it.
        bool const hidden = glyph.counts ? is_unseen(glyph.sight) : after_unseen;
        if (glyph.counts)
            after_unseen = hidden;
        if (!hidden)
            continue;
        if (unseen.left_out.empty())
            unseen.left_out.resize(text.glyphs.size());
        unseen.left_out[i] = true;
        if (glyph.counts)
            collector.add(glyph);
    }
    collector.flush();
    for (auto const& lie : text.lies) {
        Area box;
        for (auto i = lie.begin; i < lie.end && i < text.glyphs.size(); ++i)
            box = i == lie.begin ? text.glyphs[i].box : box.with(text.glyphs[i].box);
        if (says_something(lie.text))
            unseen.texts.push_back({page, HiddenKind::not_shown, answer_box(box), clean(lie.text)});
    }
    return unseen;
}

std::vector<AnswerHidden> unseen_notes(PDFDoc& document, int number) {
    std::vector<AnswerHidden> texts;
    auto* const page = document.getPage(number);
    auto* const notes = page == nullptr ? nullptr : page->getAnnots();
    if (notes == nullptr)
        return texts;
    for (auto* const note : notes->getAnnots()) {
        constexpr unsigned kNotShown = Annot::flagHidden | Annot::flagNoView;
        bool const popup = note->getType() == Annot::typePopup;
        if (popup || (note->getFlags() & kNotShown) == 0)
            continue;
        auto text = clean(value_of(*note));
        if (says_something(text))
            texts.push_back({static_cast<std::uint32_t>(number), HiddenKind::not_shown, AnswerBox{},
                             std::move(text)});
    }
    return texts;
}

bool HiddenLayers::any(PDFDoc& document) {
    if (any_)
        return *any_;
    auto* const layers = document.getCatalog()->getOptContentConfig();
    any_ = layers != nullptr && layers->hasOCGs() &&
           std::any_of(layers->getOCGs().begin(), layers->getOCGs().end(), [](auto const& layer) {
               return layer.second->getState() == OptionalContentGroup::Off;
           });
    return *any_;
}

std::vector<AnswerHidden> HiddenLayers::texts(PDFDoc& document, int number, PageText const& shown,
                                              PageReader& reader, DrawingTime& time) {
    auto* const layers = document.getCatalog()->getOptContentConfig();
    std::vector<OptionalContentGroup*> off;
    for (auto const& [reference, layer] : layers->getOCGs())
        if (layer->getState() == OptionalContentGroup::Off)
            off.push_back(layer.get());
    for (auto* const layer : off)
        layer->setState(OptionalContentGroup::On);
    PageText all;
    reader.watch(all);
    constexpr double kPointsPerInch = 72;
    document.displayPage(&reader, number, kPointsPerInch, kPointsPerInch, 0, false, true, false,
                         DrawingTime::is_over, &time);
    for (auto* const layer : off)
        layer->setState(OptionalContentGroup::Off);

    auto const known = placed_signs(shown);
    Unseen unseen;
    Collector collector{all, static_cast<std::uint32_t>(number), unseen};
    for (auto glyph : all.glyphs) {
        if (!is_finite(glyph.box) ||
            std::binary_search(known.begin(), known.end(), placed(all, glyph)))
            continue;
        glyph.sight = Sight::unseen;
        collector.add(glyph);
    }
    collector.flush();
    for (auto& text : unseen.texts)
        text.kind = HiddenKind::not_shown;
    return std::move(unseen.texts);
}

} // namespace leitstand::reader
