// SPDX-License-Identifier: EUPL-1.2
// The text layer of a PDF: words in reading order with their boxes, without what a reader of the
// page does not see, which is told apart; and what a person should know of each page.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <poppler/Annot.h>
#include <poppler/Catalog.h>
#include <poppler/FileSpec.h>
#include <poppler/GlobalParams.h>
#include <poppler/OptionalContent.h>
#include <poppler/Page.h>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"
#include "reader/parse/formats.hpp"
#include "reader/parse/pdf_fonts.hpp"
#include "reader/parse/pdf_order.hpp"
#include "reader/parse/pdf_places.hpp"
#include "reader/parse/pdf_sight.hpp"
#include "reader/parse/pdf_unseen.hpp"

namespace leitstand::reader {

namespace {

using Sight = Glyph::Sight;

constexpr double kPointsPerInch = 72;
constexpr std::size_t kFewLetters = 120; // a stamp or a fax line on a scan, no text layer

std::vector<PdfWord> words_of(PageReader& reader) {
    std::vector<PdfWord> words;
    auto const list = reader.makeWordList();
    if (!list)
        return words;
    words.reserve(static_cast<std::size_t>(list->getLength()));
    for (int i = 0; i < list->getLength(); ++i) {
        auto* const source = list->get(i);
        std::string raw;
        for (int k = 0; k < source->getLength(); ++k)
            append_utf8(raw, *source->getChar(k));
        auto text = to_clean_text(raw);
        std::erase_if(text, [](char c) { return c == '\n' || c == '\t'; });
        if (text.empty())
            continue;
        Area box;
        source->getBBox(&box.x0, &box.y0, &box.x1, &box.y1);
        PdfWord word{std::move(text),
                     box,
                     place_of(box, source->getRotation()),
                     source->getRotation(),
                     source->hasSpaceAfter(),
                     Join::nothing};
        if (!words.empty())
            word.join = join_of(words.back(), word);
        words.push_back(std::move(word));
    }
    order_right_to_left(words);
    return words;
}

class PdfReader {
  public:
    PdfReader(PDFDoc& document, ReaderRequest const& request, ReaderAnswer& answer)
        : document_(document), request_(request), answer_(answer),
          // The rest of the time is for handing over what has been read.
          time_(std::chrono::milliseconds{request.deadline_ms} * 4 / 5), fonts_(document),
          eye_(document) {}

    void read() {
        auto const pages = document_.getNumPages();
        auto const most = static_cast<int>(request_.pages_max);
        for (int number = 1; number <= std::min(pages, most); ++number) {
            read_page(number);
            if (time_.over()) { // also where the last page was only begun
                read_in_part(answer_, Reason::too_slow);
                return;
            }
            if (answer_.reason == Reason::text_too_long)
                return;
        }
        if (pages > most)
            read_in_part(answer_, Reason::too_many_pages);
        if (characters_ > 50 && unmapped_ * 5 > characters_)
            answer_.warn(Warning::unmapped_text);
    }

    int pages_damaged() const { return damaged_; }

  private:
    void read_page(int number) {
        auto const start = static_cast<std::uint32_t>(answer_.text.size());
        AnswerPage page{0, 0, start, start};
        auto* const source = document_.getPage(number);
        if (source != nullptr && source->isOk()) {
            auto const size = page_size(document_, number);
            page.width = static_cast<std::uint32_t>(std::max(0, hundredths(size.width)));
            page.height = static_cast<std::uint32_t>(std::max(0, hundredths(size.height)));
            read_content(number, page);
        } else {
            ++damaged_;
        }
        page.end = static_cast<std::uint32_t>(answer_.text.size());
        answer_.pages.push_back(page);
    }

    void read_content(int number, AnswerPage& page) {
        PageText text;
        reader_.watch(text);
        show(number);
        finish_watch(text);
        bool const honest = fonts_.look(text, time_);
        bool const looked = eye_.look(number, text, time_);
        if (!looked || !honest || text.too_many || text.needs_check)
            page.marks.set(PageMark::unchecked);
        if (std::any_of(text.glyphs.begin(), text.glyphs.end(),
                        [](Glyph const& glyph) { return glyph.sight == Sight::layer; }))
            page.marks.set(PageMark::unchecked);

        auto const unseen = unseen_on_page(text, static_cast<std::uint32_t>(number));
        if (!unseen.left_out.empty() || !text.lies.empty()) {
            reader_.read_again(text, unseen.left_out);
            show(number);
        }
        add_words(words_of(reader_), text, page, number);
        report(unseen.texts, page);
        report(unseen_notes(document_, number), page);
        if (hidden_layers_.any(document_)) {
            report(hidden_layers_.texts(document_, number, text, reader_, time_), page);
            if (time_.over())
                page.marks.set(PageMark::unchecked);
        }
    }

    void show(int number) {
        document_.displayPage(&reader_, number, kPointsPerInch, kPointsPerInch, 0, false, true,
                              false, DrawingTime::is_over, &time_);
    }

    void report(std::vector<AnswerHidden> const& texts, AnswerPage& page) {
        for (auto const& text : texts) {
            page.marks.set(PageMark::hidden_text);
            answer_.warn(Warning::hidden_text);
            if (answer_.hidden.size() < kHiddenMax)
                answer_.hidden.push_back(text);
        }
    }

    void add_words(std::vector<PdfWord> const& words, PageText const& text, AnswerPage& page,
                   int number) {
        auto const start = answer_.text.size();
        auto const first_word = answer_.words.size();
        auto const unmapped_before = unmapped_;
        auto const characters_before = characters_;
        for (auto const& word : words) {
            if (answer_.text.size() + word.text.size() + 2 > request_.text_bytes_max ||
                answer_.words.size() == request_.words_max) {
                read_in_part(answer_, Reason::text_too_long);
                return;
            }
            separate(word.join);
            add_word(word, static_cast<std::uint32_t>(number));
        }
        if (!words.empty())
            answer_.text += '\n';
        mark_page(text, page, characters_ - characters_before, unmapped_ - unmapped_before);
        if (page.marks.has(PageMark::unread) && (unmapped_ - unmapped_before) > 0 &&
            (unmapped_ - unmapped_before) * 3 > characters_ - characters_before) {
            answer_.text.resize(start); // signs without meaning help nobody
            answer_.words.resize(first_word);
        }
    }

    // Unread: a picture that carries no text, or hardly any, or only signs without meaning.
    void mark_page(PageText const& text, AnswerPage& page, std::size_t characters,
                   std::size_t unmapped) {
        bool const bare = !text.canvas || text.canvas->is_bare();
        auto const pictures = text.canvas ? text.canvas->picture_share() : 0;
        if (characters == 0)
            page.marks.set(bare ? PageMark::blank : PageMark::unread);
        else if ((characters < kFewLetters && pictures >= kScanShare) || unmapped * 3 > characters)
            page.marks.set(PageMark::unread);
        if (page.marks.has(PageMark::unread))
            page.marks.clear(PageMark::unchecked);
    }

    void separate(Join join) {
        switch (join) {
        case Join::nothing:
            break;
        case Join::space:
            answer_.text += ' ';
            break;
        case Join::line:
            answer_.text += '\n';
            break;
        case Join::paragraph:
            answer_.text += "\n\n";
            break;
        }
    }

    void add_word(PdfWord const& word, std::uint32_t page) {
        auto const start = static_cast<std::uint32_t>(answer_.text.size());
        answer_.text += word.text;
        answer_.words.push_back(
            {start, static_cast<std::uint32_t>(answer_.text.size()), page, answer_box(word.box)});
        characters_ += word.text.size();
        count_unmapped(word.text);
    }

    // U+FFFD and the private use area (EE 80 80 to EF A3 BF): glyphs for which the file names no
    // character.
    void count_unmapped(std::string_view text) {
        for (std::size_t i = 0; i + 2 < text.size(); ++i) {
            auto const first = static_cast<unsigned char>(text[i]);
            auto const second = static_cast<unsigned char>(text[i + 1]);
            bool const private_use = first == 0xee || (first == 0xef && second < 0xa4);
            if (private_use || text.substr(i, 3) == "\xef\xbf\xbd")
                unmapped_ += 3;
        }
    }

    PDFDoc& document_;
    ReaderRequest const& request_;
    ReaderAnswer& answer_;
    DrawingTime time_;
    PageReader reader_;
    FontJudge fonts_;
    Eye eye_;
    HiddenLayers hidden_layers_;
    int damaged_ = 0;
    std::size_t characters_ = 0;
    std::size_t unmapped_ = 0;
};

std::string name_of(FileSpec& file) {
    auto const* const name = file.getFileName();
    return name == nullptr ? std::string{} : pdf_text(name->toStr());
}

void hand_out_files(PDFDoc& document, ReaderRequest const& request, Output& output,
                    ReaderAnswer& answer) {
    auto* const catalog = document.getCatalog();
    int const count = catalog == nullptr ? 0 : catalog->numEmbeddedFiles();
    if (count <= 0)
        return;
    answer.warn(Warning::embedded_files);
    for (int i = 0; i < count; ++i) {
        auto const file = catalog->embeddedFile(i);
        auto* const embedded = file && file->isOk() ? file->getEmbeddedFile() : nullptr;
        if (embedded == nullptr || !embedded->isOk())
            continue;
        if (answer.parts.size() == request.parts_max) {
            read_in_part(answer, Reason::too_many_parts);
            return;
        }
        auto const bytes = stream_bytes(*embedded->stream(), request.unpacked_size_bytes_max);
        auto const* const type = embedded->mimeType();
        if (!bytes || !output.put(answer, name_of(*file),
                                  type == nullptr ? std::string{} : type->toStr(), *bytes))
            read_in_part(answer, Reason::unpacked_too_large);
    }
}

// Poppler prepares the file's output profile anew for each drawing of a page, which takes longer
// than reading it. Whether something can be seen does not hang on the profile.
void leave_out_profile(PDFDoc& document) {
    auto& xref = *document.getXRef();
    auto catalog = xref.getCatalog();
    if (!catalog.isDict() || catalog.dictLookup("OutputIntents").isNull())
        return;
    catalog.dictRemove("OutputIntents");
    xref.setModifiedObject(&catalog, xref.getRoot());
}

// Seen in the plain parts of the file only: a hint for people, no wall. Nothing of it is ever run.
void warn_of_actions(std::string_view bytes, ReaderAnswer& answer) {
    auto const holds = [&](std::string_view what) {
        return bytes.find(what) != std::string_view::npos;
    };
    if (holds("/JavaScript") || holds("/JS ") || holds("/JS("))
        answer.warn(Warning::javascript);
    if (holds("/Launch"))
        answer.warn(Warning::launch);
}

} // namespace

void prepare_pdf() {
    // A document of our own stays open, so that the tables which poppler shares between documents
    // stay loaded. Its one word is white on white, so that it is drawn as well.
    static constexpr std::string_view kSample =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
        "R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F "
        "5 0 R>>>>>>endobj\n"
        "4 0 obj<</Length 37>>stream\n1 g BT /F 12 Tf 9 9 Td (Guten) Tj ET \nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n";
    prepare_letters();
    static auto const kept = open_pdf(kSample);
    if (!kept->isOk())
        return;
    ReaderRequest const request;
    ReaderAnswer answer;
    PdfReader{*kept, request, answer}.read();
}

void read_pdf(std::string_view bytes, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer) {
    auto const document = open_pdf(bytes);
    if (!document->isOk()) {
        bool const locked = document->getErrorCode() == errEncrypted;
        if (locked)
            answer.warn(Warning::encrypted);
        refuse(answer, locked ? Reason::encrypted : Reason::damaged);
        return;
    }
    if (document->isEncrypted())
        answer.warn(Warning::encrypted);
    warn_of_actions(bytes, answer);
    leave_out_profile(*document);
    PdfReader reader{*document, request, answer};
    reader.read();
    hand_out_files(*document, request, output, answer);
    auto const pages = static_cast<int>(answer.pages.size());
    if (pages == reader.pages_damaged())
        refuse(answer, Reason::damaged);
    else if (reader.pages_damaged() > 0)
        read_in_part(answer, Reason::damaged);
}

} // namespace leitstand::reader
