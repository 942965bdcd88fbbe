// SPDX-License-Identifier: EUPL-1.2
#include "text/normalise.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/assert.hpp"
#include "text/utf8.hpp"

namespace leitstand::text {

namespace {

bool invisible(char32_t c) {
    return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

bool letter(char32_t c) {
    return c < 0x80 ? is_ascii_letter(static_cast<char>(c))
                    : u_isalpha(static_cast<UChar32>(c)) != 0;
}
bool lower(char32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower(static_cast<UChar32>(c)) != 0;
}
bool combining(char32_t c) {
    return c >= 0x300 && u_getCombiningClass(static_cast<UChar32>(c)) != 0;
}

bool word_follows(std::string_view text, std::size_t at, std::string_view word) {
    return text.substr(at, word.size()) == word &&
           (at + word.size() >= text.size() || text[at + word.size()] == ' ');
}

// Where a hyphen at `at` ends a line and the word goes on below, the offset of the rest of the
// word; else 0. "Haupt- \n und Nebenkosten" is no such place.
std::size_t hyphenation_end(std::string_view text, std::size_t at) {
    std::size_t next = at + 1;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\r'))
        ++next;
    if (next >= text.size() || text[next] != '\n')
        return 0;
    ++next;
    while (next < text.size() && text[next] == ' ')
        ++next;
    if (next >= text.size() || !lower(code_point_at(text, next).value))
        return 0;
    for (auto const word : {"und", "oder", "bzw.", "sowie"})
        if (word_follows(text, next, word))
            return 0;
    return next;
}

struct Builder {
    Normalised out;
    void add(std::string_view bytes, std::size_t from, std::size_t to) {
        for (char const c : bytes) {
            out.text += c;
            out.from.push_back(static_cast<std::uint32_t>(from));
            out.to.push_back(static_cast<std::uint32_t>(to));
        }
    }
};

bool needs_work(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '-' && hyphenation_end(text, i) != 0)
            return true;
        auto const c = code_point_at(text, i);
        if (c.value >= 0xAD && (invisible(c.value) || combining(c.value) || c.value == 0x212B))
            return true;
        i += c.size;
    }
    return false;
}

// Composes one base character with the marks behind it.
void add_composed(Builder& builder, std::string_view text, std::size_t from, std::size_t to) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfc = icu::Normalizer2::getNFCInstance(status);
    ASSERT(U_SUCCESS(status) && nfc != nullptr); // compiled into ICU's data
    auto const piece = text.substr(from, to - from);
    auto const source = icu::UnicodeString::fromUTF8(
        icu::StringPiece(piece.data(), static_cast<int32_t>(piece.size())));
    std::string composed;
    nfc->normalize(source, status).toUTF8String(composed);
    builder.add(U_SUCCESS(status) ? composed : std::string(piece), from, to);
}

} // namespace

ByteSpan Normalised::original(ByteSpan span) const {
    if (!changed)
        return span;
    ASSERT(span.start <= span.end && span.end <= from.size());
    if (span.start == span.end) {
        auto const at = span.start < from.size() ? from[span.start] : to.empty() ? 0 : to.back();
        return {at, at};
    }
    return {from[span.start], to[span.end - 1]};
}

Normalised normalise(std::string_view original) {
    if (!needs_work(original))
        return {std::string(original), false, {}, {}};
    Builder builder;
    builder.out.changed = true;
    builder.out.text.reserve(original.size());
    builder.out.from.reserve(original.size());
    builder.out.to.reserve(original.size());
    bool after_letter = false;
    for (std::size_t i = 0; i < original.size();) {
        auto const c = code_point_at(original, i);
        if (invisible(c.value)) {
            i += c.size;
            continue;
        }
        if (c.value == '-' && after_letter) {
            if (auto const rest = hyphenation_end(original, i); rest != 0) {
                i = rest;
                continue;
            }
        }
        std::size_t end = i + c.size;
        while (end < original.size() && combining(code_point_at(original, end).value))
            end += code_point_at(original, end).size;
        if (end > i + c.size || c.value == 0x212B)
            add_composed(builder, original, i, end);
        else
            builder.add(original.substr(i, c.size), i, end);
        after_letter = letter(c.value);
        i = end;
    }
    return std::move(builder.out);
}

namespace {

// Spellings of one letter that people use for each other: Russian ё and е, Arabic alef with and
// without hamza, final yeh and teh marbuta (the normalisation of Larkey, Ballesteros and Connell,
// SIGIR 2002), the Persian forms of yeh and kaf. 0: vowel marks and the stretched line, which most
// leave out.
char32_t script_base(char32_t c) {
    switch (c) {
    case U'ё':
        return U'е';
    case U'أ':
    case U'إ':
    case U'آ':
    case U'ٱ':
        return U'ا';
    case U'ى':
    case U'ی':
        return U'ي';
    case U'ة':
        return U'ه';
    case U'ک':
        return U'ك';
    case 0x640: // tatweel
    case 0x670: // dagger alef
        return 0;
    default:
        return c >= 0x64b && c <= 0x652 ? 0 : c;
    }
}

// One folded code point without accent; umlauts give their base letter, so that ä, ae and a lost
// dot fall together.
void append_folded(std::string& out, char32_t c) {
    switch (c) {
    case U'ä':
    case U'Ä':
        out += 'a';
        return;
    case U'ö':
    case U'Ö':
        out += 'o';
        return;
    case U'ü':
    case U'Ü':
        out += 'u';
        return;
    case U'ß':
    case U'ẞ':
        out += "ss";
        return;
    case U'ı':
    case U'İ':
        out += 'i';
        return;
    default:
        break;
    }
    if (c < 0x80) {
        out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return;
    }
    auto folded = u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT);
    if (folded < 0x250) { // Latin letters with accents: take the base letter
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString parts;
        auto const* nfd = icu::Normalizer2::getNFDInstance(status);
        if (U_SUCCESS(status) && nfd->getDecomposition(folded, parts))
            folded = parts.char32At(0);
    }
    if (auto const base = script_base(static_cast<char32_t>(folded)); base != 0)
        append_utf8(out, base);
}

bool after_vowel_or_q(std::string const& out) {
    return !out.empty() && (out.back() == 'a' || out.back() == 'e' || out.back() == 'q');
}

} // namespace

std::string matching_form(std::string_view word) {
    std::string plain;
    plain.reserve(word.size());
    bool letters = false;
    for (std::size_t i = 0; i < word.size();) {
        auto const c = code_point_at(word, i);
        letters = letters || c.value >= 0x80 || is_ascii_letter(static_cast<char>(c.value));
        append_folded(plain, c.value);
        i += c.size;
    }
    if (!letters)
        return plain;
    if (plain.empty())
        return std::string(word); // nothing but vowel marks
    std::string out;
    out.reserve(plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        char const c = plain[i];
        char const next = i + 1 < plain.size() ? plain[i + 1] : '\0';
        if ((c == 'a' || c == 'o' || c == 'u') && next == 'e' && !after_vowel_or_q(out)) {
            out += c;
            ++i;
        } else if (c == 'r' && next == 'n') {
            out += 'm';
            ++i;
        } else if (c == '1' && i > 0 && is_ascii_letter(plain[i - 1])) {
            out += 'l';
        } else if (c == '0' && i > 0 && is_ascii_letter(plain[i - 1]) && is_ascii_letter(next)) {
            out += 'o';
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace leitstand::text
