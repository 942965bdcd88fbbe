// SPDX-License-Identifier: EUPL-1.2
#include "text/tokens.hpp"

#include <unicode/uchar.h>

#include "text/normalise.hpp"
#include "text/stem.hpp"
#include "text/utf8.hpp"

namespace leitstand::text {

namespace {

enum class Kind : std::uint8_t { letter, digit, space, line, sign };

Kind kind_of(char32_t c) {
    if (c < 0x80) {
        char const a = static_cast<char>(c);
        return is_ascii_letter(a)                   ? Kind::letter
               : is_ascii_digit(a)                  ? Kind::digit
               : a == '\n' || a == '\f'             ? Kind::line
               : a == ' ' || a == '\t' || a == '\r' ? Kind::space
                                                    : Kind::sign;
    }
    if (c == 0xA0 || c == 0x202F || c == 0x2009)
        return Kind::space;
    auto const u = static_cast<UChar32>(c);
    return u_isalpha(u) || u_getCombiningClass(u) != 0 ? Kind::letter
           : u_isdigit(u)                              ? Kind::digit
                                                       : Kind::sign;
}

bool is_capital(char32_t c) {
    return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(static_cast<UChar32>(c)) != 0;
}

} // namespace

std::vector<Token> tokenise(std::string_view text) {
    std::vector<Token> tokens;
    tokens.reserve(text.size() / 5);
    bool line_start = true;
    for (std::size_t i = 0; i < text.size() && tokens.size() < kTokensMax;) {
        auto const first = code_point_at(text, i);
        auto const kind = kind_of(first.value);
        if (kind == Kind::space || kind == Kind::line) {
            line_start = line_start || kind == Kind::line;
            i += first.size;
            continue;
        }
        std::size_t end = i + first.size;
        bool letters = kind == Kind::letter;
        // A word may hold digits ("alg2", "123D456789") and the other way round; a sign stands
        // alone.
        while (kind != Kind::sign && end < text.size()) {
            auto const next = code_point_at(text, end);
            auto const next_kind = kind_of(next.value);
            if (next_kind != Kind::letter && next_kind != Kind::digit)
                break;
            letters = letters || next_kind == Kind::letter;
            end += next.size;
        }
        Token token;
        token.span = {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end)};
        token.kind = kind == Kind::sign ? TokenKind::sign
                     : letters          ? TokenKind::word
                                        : TokenKind::number;
        token.capital = is_capital(first.value);
        token.line_start = line_start;
        token.form = matching_form(text.substr(i, end - i));
        token.stem = token.kind == TokenKind::word ? stem(token.form) : token.form;
        tokens.push_back(std::move(token));
        line_start = false;
        i = end;
    }
    return tokens;
}

void assign_sentences(std::vector<Token>& tokens, std::vector<ByteSpan> const& sentences) {
    std::uint32_t at = 0;
    for (auto& token : tokens) {
        while (at + 1 < sentences.size() && sentences[at].end <= token.span.start)
            ++at;
        token.sentence = at;
    }
}

} // namespace leitstand::text
