// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/pdf_order.hpp"

#include <algorithm>

#include "reader/parse/charset.hpp"

namespace leitstand::reader {

namespace {

// Hebrew and Arabic letters: U+0590 to U+07FF and the presentation forms.
bool is_right_to_left(char32_t c) {
    return (c >= 0x590 && c < 0x800) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00);
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

} // namespace

Place place_of(Area const& box, int rotation) {
    switch (rotation) {
    case 1:
        return {box.y0, box.y1, -box.x1, -box.x0};
    case 2:
        return {-box.x1, -box.x0, -box.y1, -box.y0};
    case 3:
        return {-box.y1, -box.y0, box.x0, box.x1};
    default:
        return {box.x0, box.x1, box.y0, box.y1};
    }
}

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

void order_right_to_left(std::vector<PdfWord>& words) {
    for (auto line = words.begin(); line != words.end();) {
        auto const end = std::find_if(line + 1, words.end(), [](PdfWord const& word) {
            return word.join == Join::line || word.join == Join::paragraph;
        });
        turn_line(line, end);
        line = end;
    }
}

} // namespace leitstand::reader
