// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/surroundings.hpp"

#include <algorithm>

#include "text/normalise.hpp"
#include "text/utf8.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

std::string seen_form(text::Token const& token) {
    std::string form = token.form;
    for (auto& c : form)
        if (text::is_ascii_digit(c))
            c = '0';
    return form;
}

namespace {

constexpr std::size_t kPlacesBefore = 6, kPlacesAfter = 4; // words seen each from its own place
constexpr std::size_t kWordsBefore = 12, kWordsAfter = 8;  // seen wherever they stand
constexpr std::size_t kEndBytes = 7;                       // of a compound: "…bescheid"
constexpr std::string_view kBreak = "/", kEdge = "|";      // a line's end, the letter's end
constexpr float kFar = 0.6f; // what a word of the wider surroundings counts against a near one

std::string end_of(std::string const& form) {
    if (form.size() <= kEndBytes + 1)
        return {};
    auto from = form.size() - kEndBytes;
    while (from < form.size() && (static_cast<unsigned char>(form[from]) & 0xC0) == 0x80)
        ++from;
    return form.substr(from);
}

enum class Direction : std::int8_t { back = -1, on = 1 };

// Up to `most` words from a candidate on, nearest first, with a mark for each line's end.
std::vector<std::string> words_from(Scene const& scene, ByteSpan span, Direction direction,
                                    std::size_t most) {
    auto const& tokens = scene.tokens();
    std::vector<std::string> words;
    auto line = scene.line_number(direction == Direction::back ? span.start : span.end - 1);
    auto at = scene.token_at(direction == Direction::back ? span.start : span.end);
    while (words.size() < most) {
        if (direction == Direction::back ? at == 0 : at >= tokens.size()) {
            words.emplace_back(kEdge);
            break;
        }
        auto const& token = tokens[direction == Direction::back ? --at : at++];
        if (auto const there = scene.line_number(token.span.start); there != line) {
            words.emplace_back(kBreak);
            line = there;
        }
        words.push_back(seen_form(token));
    }
    words.resize(std::min(words.size(), most));
    return words;
}

void add_words(std::vector<std::string> const& words, std::string_view side, std::size_t places,
               Clues& clues) {
    for (std::size_t i = 0; i < words.size() && i < places; ++i)
        clues.add(std::string(side) + std::to_string(i + 1), words[i]);
    if (words.size() > 1)
        clues.add(std::string(side) + "12", words[0] + " " + words[1]);
    if (words.size() > 2)
        clues.add(std::string(side) + "13", words[0] + " " + words[1] + " " + words[2]);
    auto const near = std::string(side) + "~", end = std::string(side) + "*";
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const value = i < places ? 1.0f : kFar;
        clues.add(near, words[i], value);
        if (auto const tail = end_of(words[i]); !tail.empty())
            clues.add(end, tail, value);
    }
}

void add_place(Scene const& scene, ByteSpan span, Clues& clues) {
    auto const n = scene.line_number(span.start);
    auto const& line = scene.lines()[n];
    auto const& tokens = scene.tokens();
    clues.number("from_top", std::min<long>(static_cast<long>(n), 8));
    clues.number("from_end", std::min<long>(static_cast<long>(scene.lines().size() - n - 1), 6));
    clues.add("zone", line.zone == Zone::subject  ? "subject"
                      : line.zone == Zone::quoted ? "quoted"
                      : line.zone == Zone::footer ? "footer"
                                                  : "body");
    auto const before = trimmed(scene.text(), {line.span.start, span.start});
    auto const after = trimmed(scene.text(), {span.end, line.span.end});
    clues.add("alone", fmt::format("{}{}",
                                   before.size() == 0   ? 0
                                   : before.size() < 30 ? 1
                                                        : 2,
                                   after.size() == 0   ? 0
                                   : after.size() < 24 ? 1
                                                       : 2));
    if (auto const first = scene.token_at(line.span.start); first < tokens.size()) {
        clues.add("line1", seen_form(tokens[first]));
        if (first + 1 < tokens.size())
            clues.add("line2", seen_form(tokens[first]) + " " + seen_form(tokens[first + 1]));
    }
    if (auto const colon = before.of(scene.text()).find(':'); colon != std::string_view::npos)
        clues.add("label", text::matching_form(before.of(scene.text()).substr(0, colon)));
}

} // namespace

void add_sentence(Scene const& scene, ByteSpan span, Clues& clues) {
    auto const sentence = scene.sentence_at(span.start);
    auto const& tokens = scene.tokens();
    auto first = scene.token_at(span.start);
    while (first > 0 && tokens[first - 1].sentence == sentence)
        --first;
    for (auto i = first; i < tokens.size() && tokens[i].sentence == sentence && i < first + 60; ++i)
        if (tokens[i].kind == text::TokenKind::word)
            clues.add("said", tokens[i].stem, kFar);
    if (first > 0) // what was spoken of before
        for (auto i = first; i-- > 0 && tokens[i].sentence + 1 == sentence && first - i < 25;)
            if (tokens[i].kind == text::TokenKind::word)
                clues.add("said_before", tokens[i].stem, kFar / 2);
}

void add_surroundings(Scene const& scene, ByteSpan span, Clues& clues) {
    add_words(words_from(scene, span, Direction::back, kWordsBefore), "before", kPlacesBefore,
              clues);
    add_words(words_from(scene, span, Direction::on, kWordsAfter), "after", kPlacesAfter, clues);
    add_place(scene, span, clues);
    clues.add("all", "");
}

} // namespace leitstand::detail_understand
