// SPDX-License-Identifier: EUPL-1.2
// Words, numbers and signs of a text, and its sentences; made for official and everyday German.
// A hyphen, dot or slash separates words ("EM-Rente" is two). Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/span.hpp"

namespace leitstand::text {

enum class TokenKind : std::uint8_t { word, number, sign };

struct Token {
    ByteSpan span;
    TokenKind kind = TokenKind::word;
    bool capital = false;    // starts with a capital letter
    bool line_start = false; // the first on its line
    std::uint32_t sentence = 0;
    std::string form; // matching form
    std::string stem;
};

// Beyond this many tokens the rest of the text is left out.
inline constexpr std::size_t kTokensMax = 1'000'000;

std::vector<Token> tokenise(std::string_view text);

// Sentences in order, without gaps of words: each token lies in one. A list item, a form line and a
// heading are sentences.
std::vector<ByteSpan> sentences(std::string_view text);

// Short sentences throughout: at most eight words each on average, and four of them at least.
constexpr bool are_simple_sentences(std::size_t words, std::size_t sentences) {
    constexpr std::size_t kWords = 8;
    constexpr std::size_t kSentencesMin = 4;
    return sentences >= kSentencesMin && words <= kWords * sentences;
}

// Sets Token::sentence.
void assign_sentences(std::vector<Token>& tokens, std::vector<ByteSpan> const& sentences);

} // namespace leitstand::text
