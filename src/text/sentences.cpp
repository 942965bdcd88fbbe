// SPDX-License-Identifier: EUPL-1.2
// The sentence splitter: a full stop ends a sentence unless it belongs to an abbreviation, an
// ordinal number, an initial or a date; a line break ends one where the layout says so.
#include <algorithm>
#include <array>
#include <unicode/uchar.h>

#include "text/tokens.hpp"
#include "text/utf8.hpp"

namespace leitstand::text {

namespace {

// Abbreviations that do not end a sentence, lower case, without their last dot.
constexpr auto kAbbreviations = std::to_array<std::string_view>(
    {"abs",  "abschn",  "abt",    "allg", "anl",  "ansch", "art",  "aufl", "az",   "bes",
     "betr", "bez",     "bzgl",   "bzw",  "ca",   "d.h",   "d",    "dipl", "dr",   "durchg",
     "ehem", "einschl", "entspr", "etc",  "evtl", "fa",    "ff",   "fr",   "frl",  "geb",
     "gem",  "gepr",    "gez",    "ggf",  "ggfs", "h",     "hr",   "hrn",  "i",    "i.d.r",
     "i.v",  "i.v.m",   "i.a",    "inkl", "insb", "jew",   "kdnr", "kd",   "lt",   "max",
     "min",  "mind",    "mtl",    "mwst", "nr",   "o",     "o.g",  "pat",  "pers", "pkt",
     "prof", "rd",      "ref",    "rv",   "s",    "sog",   "st",   "std",  "str",  "stv",
     "tel",  "u",       "u.a",    "usw",  "u.u",  "v",     "vers", "vgl",  "vom",  "vorl",
     "vors", "z",       "z.b",    "z.t",  "z.zt", "zb",    "ziff", "zt",   "zzgl", "zzt",
     "bl",   "m.e"});
constexpr auto kMonths =
    std::to_array<std::string_view>({"jan", "feb", "mär", "mrz", "apr", "mai", "jun", "jul", "aug",
                                     "sep", "okt", "nov", "dez", "märz", "juni", "juli", "sept"});

std::string lower_ascii(std::string_view word) {
    std::string out(word);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

// The word that ends before `dot`, with inner dots ("i.V.m").
std::string_view word_before(std::string_view text, std::size_t dot) {
    std::size_t start = dot;
    while (start > 0) {
        char const c = text[start - 1];
        bool const inside = is_ascii_letter(c) || is_ascii_digit(c) ||
                            (static_cast<unsigned char>(c) & 0x80) != 0 ||
                            (c == '.' && start >= 2 && is_ascii_letter(text[start - 2]));
        if (!inside)
            break;
        --start;
    }
    return text.substr(start, dot - start);
}

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
        ++at;
    return at;
}

bool is_lower_at(std::string_view text, std::size_t at) {
    auto const c = code_point_at(text, at).value;
    return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower(static_cast<UChar32>(c)) != 0;
}

bool all_digits(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), is_ascii_digit);
}

bool month_follows(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() &&
           (is_ascii_letter(text[end]) || (static_cast<unsigned char>(text[end]) & 0x80) != 0))
        ++end;
    auto const word = lower_ascii(text.substr(at, end - at));
    return word.size() >= 3 && std::any_of(kMonths.begin(), kMonths.end(), [&](auto month) {
               return word.substr(0, month.size()) == month;
           });
}

// Whether the dot at `dot` ends a sentence.
bool dot_ends(std::string_view text, std::size_t dot) {
    auto const next = skip_space(text, dot + 1);
    if (next >= text.size())
        return true;
    if (text[next] == '\n')
        return true; // the layout rule decides nothing more here
    if (next == dot + 1)
        return false; // inside "2.180", "www.x.de", "z.B."
    auto const word = word_before(text, dot);
    if (all_digits(word)) // ordinal or date: "3. März", "am 4. ist", "1. Januar"
        return word.size() > 2 && !month_follows(text, next) && !is_lower_at(text, next);
    if (is_lower_at(text, next))
        return false;
    auto const lowered = lower_ascii(word);
    if (word.size() == 1)
        return false; // an initial or the last letter of an abbreviation
    return std::find(kAbbreviations.begin(), kAbbreviations.end(), lowered) == kAbbreviations.end();
}

// Whether the line break at `at` ends a sentence: blank line, list item, form line, or a short line
// before a new start.
bool line_ends(std::string_view text, std::size_t at, std::size_t line_start) {
    std::size_t next = skip_space(text, at + 1);
    if (next >= text.size() || text[next] == '\n' || text[next] == '\f' || text[next] == '>')
        return true;
    char const c = text[next];
    if ((c == '-' || c == '*' || c == '~' || c == '=') && next + 1 < text.size())
        return true;
    if (text[line_start] == '>')
        return true;
    std::size_t const length = at - line_start;
    if (!is_lower_at(text, next) && length < 45)
        return true;
    // "Label: value" or "label = value" on the next line.
    auto const line =
        text.substr(next, std::min<std::size_t>(text.find('\n', next), next + 60) - next);
    auto const mark = line.find_first_of(":=");
    return mark != std::string_view::npos && mark > 1 && mark < 30 &&
           line.substr(0, mark).find_first_of(".,;") == std::string_view::npos;
}

} // namespace

std::vector<ByteSpan> sentences(std::string_view text) {
    std::vector<ByteSpan> out;
    std::size_t start = 0, line_start = 0;
    auto const close = [&](std::size_t end) {
        if (end > start)
            out.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
        start = end;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\f') {
            close(i + 1);
            line_start = i + 1;
        } else if (c == '\n') {
            if (line_ends(text, i, std::min(line_start, i)))
                close(i + 1);
            line_start = i + 1;
        } else if (c == '!' || c == '?') {
            auto const next = i + 1 < text.size() ? text[i + 1] : '\n';
            if (next == ' ' || next == '\n')
                close(i + 1);
        } else if (c == '.' && dot_ends(text, i)) {
            close(i + 1);
        }
    }
    close(text.size());
    return out;
}

} // namespace leitstand::text
