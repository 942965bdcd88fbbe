// SPDX-License-Identifier: EUPL-1.2
// Identifiers: a candidate is a run of capitals, digits, blanks and hyphens; its form or a context
// word and, where there is one, its check digit decide. 8, 9 and 11 digits alone say nothing: they
// need a context word from the catalogue.
#include <algorithm>

#include "text/utf8.hpp"
#include "understand/detail/check_digits.hpp"
#include "understand/detail/extract.hpp"

namespace leitstand::detail_understand {

namespace {

using text::is_ascii_digit;
using text::is_ascii_letter;

constexpr double kContextNeeded = 0.35;

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

// Reads characters by a pattern: 9 a digit, A a letter, F and K themselves, anything else itself.
// Up to one blank, hyphen or dot may stand between two characters. Gives the end, or 0.
std::size_t read_pattern(std::string_view text, std::size_t at, std::string_view pattern,
                         std::string& value) {
    value.clear();
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (i > 0 && at < text.size() && (text[at] == ' ' || text[at] == '-' || text[at] == '.') &&
            pattern[i] != '/')
            ++at;
        if (i > 0 && text.substr(at, 2) == "\xC2\xA0")
            at += 2;
        if (at >= text.size())
            return 0;
        char const c = upper(text[at]);
        bool const fits = pattern[i] == '9'   ? is_ascii_digit(c)
                          : pattern[i] == 'A' ? c >= 'A' && c <= 'Z'
                                              : c == pattern[i];
        if (!fits)
            return 0;
        value += c;
        ++at;
    }
    bool const goes_on =
        at < text.size() && (is_ascii_digit(text[at]) || is_ascii_letter(text[at]));
    return goes_on ? 0 : at;
}

bool starts_word(std::string_view text, std::size_t at) {
    return at == 0 || !(is_ascii_digit(text[at - 1]) || is_ascii_letter(text[at - 1]) ||
                        (static_cast<unsigned char>(text[at - 1]) & 0x80) != 0);
}

struct Rule {
    std::string_view key;
    std::string_view pattern;
    bool (*valid)(std::string_view); // null: no check digit is known
    bool needs_context;
};

// In the order in which they are tried at one place.
constexpr auto kRules = std::to_array<Rule>({
    {"iban", "AA99999999999999999999", valid_iban, false},
    {"vsnr", "99999999A999", valid_vsnr, false},
    {"kindergeldnummer", "999FK999999", nullptr, false},
    {"bg_nummer", "99999//9999999", nullptr, false},
    {"bg_nummer", "99999BG9999999", nullptr, false},
    {"kvnr", "A999999999", valid_kvnr, false},
    {"kundennummer", "999A999999", nullptr, false},
    {"steuer_id", "99999999999", valid_steuer_id, true},
    {"ik", "999999999", valid_ik, true},
    {"betriebsnummer", "99999999", valid_betriebsnummer, true},
});

void find_numbers(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!(is_ascii_digit(text[i]) || is_ascii_letter(text[i])) || !starts_word(text, i))
            continue;
        // A letter must be followed by a digit soon, or it starts no identifier.
        if (is_ascii_letter(text[i]) &&
            !(i + 2 < text.size() && (is_ascii_digit(text[i + 1]) || is_ascii_digit(text[i + 2]))))
            continue;
        for (auto const& rule : kRules) {
            auto const end = read_pattern(text, i, rule.pattern, value);
            if (end == 0 || (rule.valid != nullptr && !rule.valid(value)))
                continue;
            ByteSpan const span{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end)};
            double const near = context.near(rule.key, span);
            if (rule.needs_context ? near < kContextNeeded : near < 0)
                continue;
            out.push_back({std::string(rule.key), value, std::nullopt, std::nullopt, span,
                           rule.needs_context ? near : 1});
            i = end - 1;
            break;
        }
    }
}

// Bytes of the sign of a file number that starts at `at`; 0 where none does. Of other letters only
// those of German occur ("50/WG/Krö-88").
std::size_t file_number_sign(std::string_view text, std::size_t at) {
    if (at >= text.size())
        return 0;
    char const c = text[at];
    if (is_ascii_digit(c) || is_ascii_letter(c) || c == '/' || c == '-' || c == '.' || c == '_')
        return 1;
    static constexpr auto kLetters =
        std::to_array<std::string_view>({"ä", "ö", "ü", "Ä", "Ö", "Ü", "ß"});
    bool const german =
        std::find(kLetters.begin(), kLetters.end(), text.substr(at, 2)) != kLetters.end();
    return german ? 2 : 0;
}

bool file_number_char(char c) {
    return file_number_sign({&c, 1}, 0) == 1;
}

std::string upper_without_blanks(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ')
            continue;
        out += upper(text[i]);
        if (i > 0 && text[i - 1] == '\xC3' &&
            (text[i] == '\xA4' || text[i] == '\xB6' || text[i] == '\xBC'))
            out.back() = static_cast<char>(text[i] - 0x20); // ä, ö, ü
    }
    return out;
}

// A group of letters behind the number: the initials of whoever works on it ("BR/st", "OS-be").
bool initials(std::string_view group) {
    constexpr std::size_t kBytesMax = 6;
    auto const joint = group.find_first_of("/-");
    return group.size() <= kBytesMax && joint != std::string_view::npos && joint > 0 &&
           joint + 1 < group.size();
}

// Behind a context word: up to four groups of letters and digits of which one holds a digit.
void find_file_numbers(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    for (auto const& hit : context.all("aktenzeichen")) {
        std::size_t at = hit.span.end;
        while (at < text.size() &&
               (text[at] == ':' || text[at] == '.' || text[at] == ' ' || text[at] == '=' ||
                text[at] == '(' || text[at] == '#' || text[at] == '\t'))
            ++at;
        std::size_t const start = at;
        std::size_t end = at, groups = 0;
        bool digit = false;
        while (at < text.size() && groups < 5) {
            auto stop = at;
            bool digit_here = false, lower = false;
            while (auto const size = file_number_sign(text, stop)) {
                digit_here = digit_here || is_ascii_digit(text[stop]);
                lower = lower || (text[stop] >= 'a' && text[stop] <= 'z');
                stop += size;
            }
            // Words in small letters end the number; a single capital group may belong to it ("HR
            // 0774/2019").
            bool const of_worker = digit && initials(text.substr(at, stop - at));
            if (stop == at || (!digit_here && !of_worker && (lower || stop - at > 6)))
                break;
            digit = digit || digit_here;
            end = stop;
            ++groups;
            if (stop < text.size() && text[stop] == ' ' && stop + 1 < text.size() &&
                text[stop + 1] != ' ')
                at = stop + 1;
            else
                break;
        }
        while (end > start && (text[end - 1] == '.' || text[end - 1] == '-'))
            --end;
        if (!digit || end - start < 4)
            continue;
        ByteSpan const span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        if (overlaps(out, span))
            continue;
        out.push_back({"aktenzeichen", upper_without_blanks(span.of(text)), std::nullopt,
                       std::nullopt, span});
    }
}

// File numbers that show themselves by their form: capitals and at least four digits with a hyphen
// or slash inside
// ("WG-2025-04417", "5-WG-30871", "U 311/26-K"), which dates, amounts and telephone numbers do not
// have.
void find_plain_file_numbers(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!file_number_char(text[i]) || text[i] == '-' || text[i] == '/' || text[i] == '.' ||
            !starts_word(text, i))
            continue;
        std::size_t end = i, digits = 0, capitals = 0, small = 0, joints = 0;
        for (; end < text.size() && file_number_char(text[end]); ++end) {
            char const c = text[end];
            digits += is_ascii_digit(c) ? 1 : 0;
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
            small += c >= 'a' && c <= 'z' ? 1 : 0;
            joints += c == '-' || c == '/' ? 1 : 0;
        }
        std::size_t const start = i;
        i = end;
        while (end > start && !is_ascii_digit(text[end - 1]) && !is_ascii_letter(text[end - 1]))
            --end;
        bool const in_address =
            (end < text.size() && text[end] == '@') || (start > 0 && text[start - 1] == '@');
        bool const word_goes_on = end < text.size() &&
                                  (static_cast<unsigned char>(text[end]) & 0x80) != 0 &&
                                  text.substr(end, 2) != "\xC2\xA0";
        if (digits < 4 || capitals == 0 || capitals > 5 || small > 1 || joints == 0 ||
            end - start > 20 || in_address || word_goes_on)
            continue;
        ByteSpan const span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        if (overlaps(out, span) || context.near("aktenzeichen", span) < 0)
            continue;
        out.push_back(
            {"aktenzeichen", std::string(span.of(text)), std::nullopt, std::nullopt, span, 0.7});
    }
}

} // namespace

void find_identifiers(Scene const& scene, Context const& context, std::vector<Found>& out) {
    find_numbers(scene, context, out);
    find_file_numbers(scene, context, out);
    find_plain_file_numbers(scene, context, out);
    // The same number again is the same fact.
    std::vector<Found> once;
    for (auto& found : out) {
        auto const known = std::any_of(once.begin(), once.end(), [&](Found const& other) {
            return other.key == found.key && other.value == found.value;
        });
        if (!known)
            once.push_back(std::move(found));
    }
    out = std::move(once);
}

} // namespace leitstand::detail_understand
