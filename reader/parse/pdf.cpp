// SPDX-License-Identifier: EUPL-1.2
// The text layer of a PDF by poppler: words in reading order with their boxes, lines and paragraphs
// from their places.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <poppler-document.h>
#include <poppler-embedded-file.h>
#include <poppler-page.h>

#include "read/bytes.hpp"
#include "reader/parse/charset.hpp"
#include "reader/parse/formats.hpp"

namespace leitstand::reader {

namespace {

using Clock = std::chrono::steady_clock;

std::string utf8(poppler::ustring const& text) {
    static_assert(sizeof(poppler::ustring::value_type) == sizeof(char16_t));
    return utf8_from_utf16(reinterpret_cast<char16_t const*>(text.data()), text.size());
}

std::int32_t hundredths(double points) {
    constexpr double kMost = 1e6; // points; a page is at most 14 400
    return std::isfinite(points)
               ? static_cast<std::int32_t>(std::lround(std::clamp(points, -kMost, kMost) * 100))
               : 0;
}

// How one word stands to the one before it, both in reading order.
enum class Join { nothing, space, line, paragraph };

// Coordinates turned so that writing runs along x and lines go down y, whatever the word's
// rotation.
struct Place {
    double start, end, top, bottom;
};

Place place_of(poppler::rectf const& box, int rotation) {
    switch (rotation) {
    case 1:
        return {box.top(), box.bottom(), -box.right(), -box.left()};
    case 2:
        return {-box.right(), -box.left(), -box.bottom(), -box.top()};
    case 3:
        return {-box.bottom(), -box.top(), box.left(), box.right()};
    default:
        return {box.left(), box.right(), box.top(), box.bottom()};
    }
}

struct PdfWord {
    std::string text;
    poppler::rectf box;
    Place place;
    int rotation = 0;
    bool space_after = false;
    Join join = Join::nothing; // to the word before
};

Join join_of(PdfWord const& word_before, PdfWord const& word) {
    auto const& before = word_before.place;
    auto const& now = word.place;
    if (word_before.rotation != word.rotation)
        return Join::paragraph;
    double const height = std::max(1.0, std::min(before.bottom - before.top, now.bottom - now.top));
    double const overlap = std::min(before.bottom, now.bottom) - std::max(before.top, now.top);
    bool const beside = overlap > 0.4 * height && now.start > before.end - 0.6 * height;
    if (beside)
        return word_before.space_after || now.start - before.end > 0.3 * height ? Join::space
                                                                                : Join::nothing;
    double const gap = now.top - before.bottom;
    bool const next_line = gap > -0.6 * height && gap < 0.75 * height && now.start < before.end;
    return next_line ? Join::line : Join::paragraph;
}

// Hebrew and Arabic letters: U+0590 to U+07FF and the presentation forms.
bool is_right_to_left(char32_t c) {
    return (c >= 0x590 && c < 0x800) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00);
}

std::vector<char32_t> characters_of(std::string_view text) {
    std::vector<char32_t> all;
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i++]);
        int const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
        char32_t value = more == 0 ? lead : lead & (0x3fu >> more);
        for (int k = 0; k < more; ++k)
            value = value << 6 | (static_cast<unsigned char>(text[i++]) & 0x3f);
        all.push_back(value);
    }
    return all;
}

bool has_right_to_left(std::string_view text) {
    if (std::all_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0xd6; }))
        return false; // Latin, the usual case
    auto const characters = characters_of(text);
    return std::any_of(characters.begin(), characters.end(), is_right_to_left);
}

// Turns the letters round, but leaves numbers and Latin words inside as they are.
void turn_letters(std::string& text) {
    auto characters = characters_of(text);
    std::reverse(characters.begin(), characters.end());
    auto const runs_forward = [](char32_t c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    for (auto from = characters.begin(); from != characters.end();) {
        from = std::find_if(from, characters.end(), runs_forward);
        auto const to = std::find_if_not(from, characters.end(), runs_forward);
        std::reverse(from, to);
        from = to;
    }
    text.clear();
    for (auto const c : characters)
        append_utf8(text, c);
}

using WordIterator = std::vector<PdfWord>::iterator;

void turn_line(WordIterator begin, WordIterator end) {
    auto const turned = [](PdfWord const& word) { return has_right_to_left(word.text); };
    if (std::count_if(begin, end, turned) * 2 <= end - begin)
        return;
    auto const first_join = begin->join;
    for (auto word = begin; word != end; ++word)
        if (turned(*word))
            turn_letters(word->text);
    std::reverse(begin, end);
    for (auto from = begin;
         from != end;) { // several Latin words or numbers side by side keep their order
        from = std::find_if_not(from, end, turned);
        auto const to = std::find_if(from, end, turned);
        std::reverse(from, to);
        from = to;
    }
    for (auto word = begin; word != end; ++word)
        word->join = word == begin ? first_join : Join::space;
}

void order_right_to_left(std::vector<PdfWord>& words) {
    for (auto line = words.begin(); line != words.end();) {
        auto const end = std::find_if(line + 1, words.end(), [](PdfWord const& word) {
            return word.join == Join::line || word.join == Join::paragraph;
        });
        turn_line(line, end);
        line = end;
    }
}

class PdfReader {
  public:
    PdfReader(poppler::document& document, ReaderRequest const& request, ReaderAnswer& answer)
        : document_(document), request_(request), answer_(answer),
          // The rest of the time is for handing over what has been read.
          until_(Clock::now() + std::chrono::milliseconds{request.deadline_ms} * 4 / 5) {}

    void read() {
        auto const pages = document_.pages();
        auto const most = static_cast<int>(request_.pages_max);
        for (int i = 0; i < std::min(pages, most); ++i) {
            if (Clock::now() > until_) {
                read_in_part(answer_, Reason::too_slow);
                return;
            }
            read_page(i);
            if (answer_.reason == Reason::text_too_long)
                return;
        }
        if (pages > most)
            read_in_part(answer_, Reason::too_many_pages);
        if (characters_ > 50 && unmapped_ * 5 > characters_)
            answer_.warn(Warning::unmapped_text);
    }

    int pages_without_text() const { return without_text_; }
    int pages_damaged() const { return damaged_; }

  private:
    void read_page(int index) {
        auto const start = static_cast<std::uint32_t>(answer_.text.size());
        AnswerPage page{0, 0, start, start};
        std::unique_ptr<poppler::page> const source{document_.create_page(index)};
        if (source) {
            auto const box = source->page_rect();
            page.width = static_cast<std::uint32_t>(std::max(0, hundredths(box.width())));
            page.height = static_cast<std::uint32_t>(std::max(0, hundredths(box.height())));
            auto const turned = source->orientation();
            if (turned == poppler::page::landscape || turned == poppler::page::seascape)
                std::swap(page.width, page.height);
            auto const words = source->text_list();
            without_text_ += words.empty() ? 1 : 0;
            add_words(words, static_cast<std::uint32_t>(index) + 1);
        } else {
            ++damaged_;
        }
        page.end = static_cast<std::uint32_t>(answer_.text.size());
        answer_.pages.push_back(page);
    }

    // poppler gives the words of a line from left to right with their letters as they stand on the
    // page; for a line of Hebrew or Arabic both must be turned round.
    void add_words(std::vector<poppler::text_box> const& boxes, std::uint32_t page) {
        std::vector<PdfWord> words;
        words.reserve(boxes.size());
        for (auto const& box : boxes) {
            auto text = to_clean_text(utf8(box.text()));
            std::erase_if(text, [](char c) { return c == '\n' || c == '\t'; });
            if (text.empty())
                continue;
            auto const rectangle = box.bbox();
            PdfWord word{std::move(text),
                         rectangle,
                         place_of(rectangle, box.rotation()),
                         box.rotation(),
                         box.has_space_after(),
                         Join::nothing};
            if (!words.empty())
                word.join = join_of(words.back(), word);
            words.push_back(std::move(word));
        }
        order_right_to_left(words);
        for (auto const& word : words) {
            if (answer_.text.size() + word.text.size() + 2 > request_.text_bytes_max ||
                answer_.words.size() == request_.words_max) {
                read_in_part(answer_, Reason::text_too_long);
                return;
            }
            separate(word.join);
            add_word(word, page);
        }
        if (!words.empty())
            answer_.text += '\n';
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
        auto const& box = word.box;
        std::array<std::int32_t, 4> const sides{hundredths(std::min(box.left(), box.right())),
                                                hundredths(std::min(box.top(), box.bottom())),
                                                hundredths(std::max(box.left(), box.right())),
                                                hundredths(std::max(box.top(), box.bottom()))};
        answer_.words.push_back(
            {start, static_cast<std::uint32_t>(answer_.text.size()), page, sides});
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

    poppler::document& document_;
    ReaderRequest const& request_;
    ReaderAnswer& answer_;
    Clock::time_point until_;
    int without_text_ = 0;
    int damaged_ = 0;
    std::size_t characters_ = 0;
    std::size_t unmapped_ = 0;
};

void hand_out_files(poppler::document& document, ReaderRequest const& request, Output& output,
                    ReaderAnswer& answer) {
    if (!document.has_embedded_files())
        return;
    answer.warn(Warning::embedded_files);
    for (auto* const file : document.embedded_files()) {
        if (file == nullptr || !file->is_valid())
            continue;
        if (answer.parts.size() == request.parts_max) {
            read_in_part(answer, Reason::too_many_parts);
            return;
        }
        auto const data = file->data();
        if (!output.put(answer, file->name(), file->mime_type(), {data.data(), data.size()}))
            read_in_part(answer, Reason::unpacked_too_large);
    }
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

void say_nothing(std::string const&, void*) {}

} // namespace

void prepare_pdf() {
    poppler::set_debug_error_function(say_nothing, nullptr);
    // A document of our own stays open, so that the tables which poppler shares between documents
    // stay loaded.
    static constexpr std::string_view kSample =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
        "R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F "
        "5 0 R>>>>>>endobj\n"
        "4 0 obj<</Length 33>>stream\nBT /F 12 Tf 9 9 Td (Guten) Tj ET \nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n";
    static std::unique_ptr<poppler::document> const kept{
        poppler::document::load_from_raw_data(kSample.data(), static_cast<int>(kSample.size()))};
    if (!kept)
        return;
    std::unique_ptr<poppler::page> const page{kept->create_page(0)};
    if (page)
        (void)page->text_list();
}

void read_pdf(std::string_view bytes, ReaderRequest const& request, Output& output,
              ReaderAnswer& answer) {
    std::unique_ptr<poppler::document> const document{
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size()))};
    if (!document) {
        refuse(answer, Reason::damaged);
        return;
    }
    if (document->is_locked()) {
        answer.warn(Warning::encrypted);
        refuse(answer, Reason::encrypted);
        return;
    }
    if (document->is_encrypted())
        answer.warn(Warning::encrypted);
    warn_of_actions(bytes, answer);
    PdfReader reader{*document, request, answer};
    reader.read();
    hand_out_files(*document, request, output, answer);
    auto const pages = static_cast<int>(answer.pages.size());
    if (pages == reader.pages_damaged())
        refuse(answer, Reason::damaged);
    else if (answer.words.empty() && answer.status == AnswerStatus::read)
        refuse(answer, Reason::needs_ocr);
    else if (reader.pages_damaged() > 0)
        read_in_part(answer, Reason::damaged);
    else if (reader.pages_without_text() > 0)
        read_in_part(answer, Reason::needs_ocr);
}

} // namespace leitstand::reader
