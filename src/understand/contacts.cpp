// SPDX-License-Identifier: EUPL-1.2
// E-mail addresses, telephone numbers, postcode with town, and the street before it. Names of
// streets and towns are taken as written.
#include <algorithm>
#include <array>

#include "text/normalise.hpp"
#include "text/utf8.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

namespace {

using text::is_ascii_digit;
using text::is_ascii_letter;

bool high(char c) {
    return (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool address_char(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '-' || c == '_' || c == '+';
}

void add(std::vector<Found>& out, std::string_view text, std::string_view key, ByteSpan span,
         double score = 1) {
    auto const value = std::string(span.of(text));
    auto const known = std::any_of(out.begin(), out.end(), [&](Found const& found) {
        return found.key == key && found.value == value;
    });
    if (!known)
        out.push_back({std::string(key), value, std::nullopt, std::nullopt, span, score});
}

void find_mail(Scene const& scene, std::vector<Found>& out) {
    auto const text = scene.text();
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t start = at, end = at + 1;
        while (start > 0 && address_char(text[start - 1]))
            --start;
        while (end < text.size() && (address_char(text[end]) || high(text[end])))
            ++end;
        while (end > at && !is_ascii_letter(text[end - 1]))
            --end;
        auto const domain = text.substr(at + 1, end - at - 1);
        if (start == at || domain.find('.') == std::string_view::npos || domain.ends_with('.'))
            continue;
        ByteSpan const span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        if (scene.zone_at(span.start) != Zone::quoted)
            add(out, text, "email", span);
    }
}

// Whether the zero at `at` starts a telephone number: area code with zero or +49, 8 to 15 digits,
// nothing else inside.
std::size_t phone_end(std::string_view text, std::size_t at, std::string& digits) {
    digits.clear();
    std::size_t i = at, end = at;
    if (text[i] == '+') {
        digits += '+';
        ++i;
    }
    for (std::size_t blanks = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (is_ascii_digit(c)) {
            digits += c;
            end = i + 1;
            blanks = 0;
        } else if ((c == ' ' || c == '-' || c == '/' || c == '(' || c == ')') && ++blanks <= 3 &&
                   digits.size() < 15) {
            if (blanks == 2 && text[i - 1] == ' ' && c == ' ')
                break;
        } else {
            break;
        }
        if (digits.size() > 16)
            return 0;
    }
    bool const goes_on =
        end < text.size() &&
        (is_ascii_letter(text[end]) ||
         (text[end] == '.' && end + 1 < text.size() && is_ascii_digit(text[end + 1])));
    return digits.size() >= 7 && !goes_on ? end : 0;
}

void find_phones(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const plus = text[i] == '+' && i + 2 < text.size() && is_ascii_digit(text[i + 1]);
        bool const bracket = text[i] == '(' && i + 1 < text.size() && text[i + 1] == '0';
        if (!plus && !bracket && text[i] != '0')
            continue;
        if (i > 0 && (is_ascii_digit(text[i - 1]) || is_ascii_letter(text[i - 1]) ||
                      text[i - 1] == '.' || text[i - 1] == ',' || text[i - 1] == '/'))
            continue;
        std::size_t const start = bracket ? i + 1 : i;
        if (start + 1 < text.size() && text[start] == '0' && text[start + 1] == '0' && !plus)
            continue;
        auto const end = phone_end(text, start, digits);
        ByteSpan const span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        if (end == 0 || overlaps(out, span) || scene.zone_at(span.start) == Zone::quoted)
            continue;
        double const near = context.near("phone", span);
        bool const form = plus || digits.starts_with("01") || digits.size() >= 9;
        i = end;
        if (near < 0 || (!form && near < 0.3))
            continue;
        auto const known = std::any_of(out.begin(), out.end(), [&](Found const& found) {
            return found.key == "phone" && found.value == digits;
        });
        if (!known)
            out.push_back({"phone", digits, std::nullopt, std::nullopt, span, 1});
    }
}

constexpr std::uint32_t kShortWordBytes = 3;

// "(Oder)", "(Saale)": part of a town's name, which the name of a country is not.
bool river_in_bracket(std::string_view behind) {
    static constexpr auto kRivers = std::to_array<std::string_view>(
        {"Oder)",     "Saale)",  "Main)",      "Spree)",    "Elbe)",     "Havel)",
         "Neiße)",    "Sieg)",   "Lahn)",      "Eder)",     "Ruhr)",     "Wümme)",
         "Aller)",    "Westf.)", "Westfalen)", "Holst.)",   "Holstein)", "Allgäu)",
         "Odenwald)", "Harz)",   "Vogtland)",  "Hunsrück)", "Altmark)",  "Uckermark)"});
    return std::any_of(kRivers.begin(), kRivers.end(),
                       [&](auto river) { return behind.starts_with(river); });
}

// The town behind a postcode: up to four words, as far as they look like one.
ByteSpan town_after(Scene const& scene, std::uint32_t at, std::uint32_t line_end) {
    auto const text = scene.text();
    while (at < line_end && text[at] == ' ')
        ++at;
    ByteSpan town{at, at};
    std::size_t words = 0;
    auto const& tokens = scene.tokens();
    for (auto i = scene.token_at(at);
         i < tokens.size() && tokens[i].span.start < line_end && words < 5; ++i) {
        auto const& token = tokens[i];
        auto const between = text.substr(town.end, token.span.start - town.end);
        if (between.size() > 1 || token.kind == text::TokenKind::number)
            break;
        if (token.kind == text::TokenKind::sign) {
            auto const sign = token.span.of(text);
            // "St. Goar", "Rothenburg o. d. T."; behind a whole word a full stop ends the town.
            bool const short_word = i > 0 && tokens[i - 1].span.size() <= kShortWordBytes;
            bool const inside =
                between.empty() && (sign == "-" || sign == "/" || (sign == "." && short_word));
            bool const bracket = sign == "(" && river_in_bracket(text.substr(token.span.end, 16));
            if (bracket) { // "Frankfurt (Oder)"
                auto const close = text.find(')', token.span.end);
                if (close != std::string_view::npos && close < line_end &&
                    close - token.span.end < 10)
                    town.end = static_cast<std::uint32_t>(close + 1);
                break;
            }
            if (!inside)
                break;
            town.end = token.span.end;
            continue;
        }
        bool const particle = token.form == "am" || token.form == "an" || token.form == "der" ||
                              token.form == "im" || token.form == "bei" || token.form == "ob" ||
                              token.form == "in" || token.form == "unter" || token.form == "v";
        if (!token.capital && !particle && words > 0)
            break;
        if (!token.capital && particle && words == 0)
            break;
        // "Kiel Tel 030 …", "Hamburg Datum": a label ends the town.
        if (words > 0 && !particle && no_name_word(token.form))
            break;
        town.end = token.span.end;
        ++words;
    }
    while (town.end > town.start && !is_ascii_letter(text[town.end - 1]) &&
           !high(text[town.end - 1]) && text[town.end - 1] != ')')
        --town.end;
    // A particle at the end belongs to the next words.
    for (auto const particle : {" am", " an", " in", " bei", " der", " im", " unter"})
        if (town.of(text).ends_with(particle))
            town.end -= static_cast<std::uint32_t>(std::string_view(particle).size());
    return town;
}

bool street_number_at(std::string_view text, std::uint32_t at, std::uint32_t end,
                      std::uint32_t& stop) {
    if (at >= end || !is_ascii_digit(text[at]))
        return false;
    stop = at;
    while (stop < end && is_ascii_digit(text[stop]))
        ++stop;
    if (stop - at > 4)
        return false;
    // "12a", "17 a", "40-44", "9/207".
    auto next = stop;
    if (next + 1 < end && text[next] == ' ' && text[next + 1] >= 'a' && text[next + 1] <= 'h' &&
        (next + 2 >= end ||
         !(is_ascii_letter(text[next + 2]) || high(text[next + 2]) || text[next + 2] == '.')))
        stop = next + 2;
    else if (next < end && is_ascii_letter(text[next]) &&
             (next + 1 >= end || !is_ascii_letter(text[next + 1])))
        stop = next + 1;
    if (stop + 1 < end && (text[stop] == '-' || text[stop] == '/') &&
        is_ascii_digit(text[stop + 1])) {
        ++stop;
        while (stop < end &&
               (is_ascii_digit(text[stop]) || (is_ascii_letter(text[stop]) && stop + 1 <= end &&
                                               !is_ascii_letter(text[stop - 1]))))
            ++stop;
    }
    return true;
}

constexpr auto kStreetEndings = std::to_array<std::string_view>(
    {"strasse", "str",   "weg",    "platz",    "allee",  "gasse",    "ring",  "damm",
     "ufer",    "steig", "stieg",  "chaussee", "pfad",   "hof",      "park",  "markt",
     "berg",    "hang",  "kamp",   "twiete",   "zeile",  "winkel",   "bogen", "graben",
     "wall",    "tor",   "brucke", "feld",     "garten", "steinweg", "wiese", "redder",
     "deich",   "bruch", "busch",  "hugel",    "muhle",  "halde"});

// The street that ends with the number at `at`, within the line and behind the last comma or two
// blanks; start, or `at`.
std::uint32_t street_start(Scene const& scene, std::uint32_t line_start, std::uint32_t at) {
    auto const text = scene.text();
    std::uint32_t start = at;
    while (start > line_start && text[start - 1] == ' ')
        --start;
    std::uint32_t const word_end = start;
    while (start > line_start) {
        char const c = text[start - 1];
        if (c == ',' || c == ';' || c == '|' || c == ':' || c == '=' || c == '(' || c == '\t' ||
            is_ascii_digit(c))
            break;
        if (c == ' ' && start >= 2 + line_start &&
            (text[start - 2] == ' ' || text[start - 2] == '-' || text[start - 2] == '.') &&
            !(text[start - 2] == '.' && start >= 5 + line_start &&
              (text.substr(start - 5, 3) == "ul" || text.substr(start - 4, 2) == "St")))
            break;
        if (start >= 2 + line_start &&
            (text.substr(start - 2, 2) == "\xC2\xB7" || text.substr(start - 2, 2) == "\xE2\x80"))
            break;
        if (start >= 3 + line_start && (text.substr(start - 3, 3) == "\xE2\x80\x93" ||
                                        text.substr(start - 3, 3) == "\xE2\x80\xA2"))
            break;
        --start;
    }
    while (start < word_end && (text[start] == ' ' || high(text[start])) && text[start] == ' ')
        ++start;
    return start < word_end ? start : at;
}

// Words before a number that make no street of it: "Seite 4", "5. März", "Whg. 12".
bool counted_word(std::string_view form) {
    static constexpr auto kNot = std::to_array<std::string_view>(
        {"seite",      "anhang",    "anlage",         "zeile",       "nr",      "nummer",
         "zimmer",     "bescheid",  "schreiben",      "punkt",       "frage",   "whg",
         "team",       "abteilung", "stufe",          "klasse",      "uhr",     "advent",
         "pflegegrad", "teil",      "jahr",           "januar",      "februar", "marz",
         "april",      "mai",       "juni",           "juli",        "august",  "september",
         "oktober",    "november",  "dezember",       "artikel",     "absatz",  "kapitel",
         "station",    "haus",      "versorgungsamt", "pflegekasse", "blatt",   "werk",
         "schritt",    "phase"});
    return std::find(kNot.begin(), kNot.end(), form) != kNot.end();
}

// Where the street itself begins: "wohne Eichenallee 14", "Neue Anschrift ist Veilchenweg 6", "von
// der Rosenstraße 44" say more than it.
std::uint32_t behind_other_words(Scene const& scene, ByteSpan name) {
    static constexpr auto kOpeners = std::to_array<std::string_view>(
        {"am", "an", "auf", "im", "in", "zum", "zur", "unter", "vor", "bei", "hinter", "ul"});
    static constexpr auto kArticles =
        std::to_array<std::string_view>({"der", "den", "dem", "die", "das", "des", "und"});
    auto const in = [](auto const& list, std::string_view form) {
        return std::find(list.begin(), list.end(), form) != list.end();
    };
    auto const& tokens = scene.tokens();
    auto start = name.start;
    bool opened = false; // "An der Bleiche": the article belongs to the street
    for (auto i = scene.token_at(name.start); i < tokens.size() && tokens[i].span.end < name.end;
         ++i) {
        auto const& token = tokens[i];
        bool const article = in(kArticles, token.form), opener = in(kOpeners, token.form);
        bool const label =
            token.form == "adresse" || token.form == "anschrift" || token.form == "wohnhaft";
        bool const other = token.kind == text::TokenKind::word &&
                           (label || (!token.capital && !opener && (!article || !opened)));
        opened = opener || (opened && article);
        if (other && i + 1 < tokens.size() && tokens[i + 1].span.start < name.end)
            start = tokens[i + 1].span.start;
    }
    return start;
}

bool street_like(Scene const& scene, ByteSpan name) {
    auto const& tokens = scene.tokens();
    std::size_t words = 0;
    bool ending = false, capital = false;
    for (auto i = scene.token_at(name.start); i < tokens.size() && tokens[i].span.start < name.end;
         ++i) {
        if (tokens[i].kind != text::TokenKind::word)
            continue;
        ++words;
        capital = capital || tokens[i].capital;
        for (auto const suffix : kStreetEndings)
            ending = ending || tokens[i].form.ends_with(suffix);
    }
    auto const first = words > 0 ? tokens[scene.token_at(name.start)].form : std::string();
    bool const opener = first == "am" || first == "im" || first == "an" || first == "auf" ||
                        first == "zum" || first == "zur" || first == "in" || first == "unter" ||
                        first == "alte" || first == "ul" || first == "via" || first == "postfach";
    // "Am 5. März", "Auf Seite 4": the word before the number must be capital and no word of
    // letters and files.
    auto end = scene.token_at(name.end);
    while (end > 0 && tokens[end - 1].kind == text::TokenKind::sign) // "Kolpingstr. 9"
        --end;
    if (end == 0)
        return false;
    auto const& last = tokens[end - 1];
    bool const named = words >= 2 || ending;
    bool const plain =
        last.kind == text::TokenKind::word && (last.capital || ending) && !counted_word(last.form);
    return words >= 1 && words <= 4 && capital && named && plain && (ending || opener);
}

// Whether the word before `at` on the line is `form`.
bool name_is(Scene const& scene, Line const& line, std::uint32_t at, std::string_view form) {
    auto const token = scene.token_at(at);
    return token > 0 && scene.tokens()[token - 1].span.start >= line.span.start &&
           scene.tokens()[token - 1].form == form;
}

// "Postfach 11 02", "Postfach 30 07 15": groups of two digits; five digits are a postcode.
std::uint32_t box_end(std::string_view text, std::uint32_t at, std::uint32_t end) {
    auto const digits = [&](std::uint32_t from) {
        std::uint32_t count = 0;
        while (from + count < end && is_ascii_digit(text[from + count]))
            ++count;
        return count;
    };
    auto stop = at + digits(at);
    while (stop < end && text[stop] == ' ' && digits(stop + 1) == 2)
        stop += 3;
    return stop;
}

// Streets on a line: a street name directly before a house number.
void find_streets(Scene const& scene, Line const& line, ByteSpan limit, bool before_postcode,
                  std::vector<Found>& out) {
    auto const text = scene.text();
    for (auto i = limit.start; i < limit.end; ++i) {
        std::uint32_t stop = 0;
        if (!is_ascii_digit(text[i]) || i == line.span.start || text[i - 1] != ' ' ||
            !street_number_at(text, i, limit.end, stop))
            continue;
        if (name_is(scene, line, i, "postfach"))
            stop = box_end(text, i, limit.end);
        bool const ends = stop >= limit.end || text[stop] == ',' || text[stop] == ' ' ||
                          text[stop] == ';' || text[stop] == '|' || text[stop] == ')' ||
                          (text[stop] == '.' && stop + 1 >= limit.end) || high(text[stop]);
        auto start = street_start(scene, line.span.start, i);
        start = behind_other_words(scene, {start, i});
        ByteSpan const name{start, i};
        if (!ends || start == i)
            continue;
        // Directly before a postcode any capital words are a street; elsewhere the name must show
        // it.
        bool const last = stop + 3 >= limit.end;
        auto const first = scene.token_at(start);
        bool const capital = first < scene.tokens().size() && scene.tokens()[first].capital;
        auto number = scene.token_at(i);
        while (number > 0 && scene.tokens()[number - 1].kind == text::TokenKind::sign)
            --number;
        bool const counted = number > 0 && counted_word(scene.tokens()[number - 1].form);
        bool const loose = before_postcode && last && capital && !counted && i - start < 40;
        if (!loose && !street_like(scene, name))
            continue;
        ByteSpan const span{start, stop};
        if (!overlaps(out, span))
            add(out, text, "street", span);
        i = stop;
    }
}

void find_addresses(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    auto const& lines = scene.lines();
    for (std::size_t n = 0; n < lines.size(); ++n) {
        auto const& line = lines[n];
        if (line.zone == Zone::quoted || line.blank())
            continue;
        for (auto i = line.span.start; i + 5 <= line.span.end; ++i) {
            bool const five =
                std::all_of(text.begin() + i, text.begin() + i + 5, is_ascii_digit) &&
                (i == 0 || (!is_ascii_digit(text[i - 1]) && !is_ascii_letter(text[i - 1]) &&
                            text[i - 1] != '.' && text[i - 1] != '/')) &&
                (i + 5 >= text.size() ||
                 (!is_ascii_digit(text[i + 5]) && !is_ascii_letter(text[i + 5])));
            if (!five || overlaps(out, {i, i + 5}))
                continue;
            ByteSpan const postcode{i, i + 5};
            auto const town = town_after(scene, i + 5, line.span.end);
            bool const labelled = context.near("postcode", postcode) > 0.3;
            if (town.start == town.end && !labelled)
                continue;
            if (context.near("postcode", postcode) < 0)
                continue;
            add(out, text, "postcode", postcode);
            if (town.end > town.start)
                add(out, text, "city", town);
            // The street stands before it on the line or on the line above.
            auto before = trimmed(text, {line.span.start, i});
            if (before.end > before.start)
                find_streets(scene, line, before, true, out);
            else if (n > 0 && !lines[n - 1].blank())
                find_streets(scene, lines[n - 1], lines[n - 1].span, true, out);
            i += 5;
        }
        find_streets(scene, line, line.span, false, out);
    }
}

// A form's own line for the town: "Ort=Minden", "Wohnort: Bad Zwischenahn".
void find_labelled_towns(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    for (auto const& hit : context.all("city")) {
        auto const& line = scene.lines()[hit.line];
        auto const left = trimmed(text, {line.span.start, hit.span.start});
        auto const behind = text.substr(hit.span.end, 2);
        bool const label = behind.starts_with(':') || behind.starts_with('=') || behind == " :";
        if (line.zone == Zone::quoted || left.size() > 0 || !label)
            continue;
        auto at = hit.span.end;
        while (at < line.span.end &&
               std::string_view(" :=.\t").find(text[at]) != std::string_view::npos)
            ++at;
        auto const town = town_after(scene, at, line.span.end);
        if (town.end > town.start && town.start == at && !overlaps(out, town))
            add(out, text, "city", town, 0.9);
    }
}

} // namespace

void find_town_beside(Scene const& scene, ByteSpan name, std::vector<Found>& out) {
    auto const text = scene.text();
    auto const& line = scene.line_at(name.start);
    bool const known =
        std::any_of(out.begin(), out.end(), [](Found const& found) { return found.key == "city"; });
    if (known || text.substr(name.end, 2) != ", ")
        return;
    auto const read = read_name(scene, {name.end + 2, line.span.end}, NameStyle::capitals);
    bool const directly = read.found() && read.span.start == name.end + 2 && read.words <= 2;
    auto const rest = directly ? trimmed(text, {read.span.end, line.span.end}) : line.span;
    bool const ends = rest.size() == 0 || is_ascii_digit(text[rest.start]);
    if (directly && ends && !overlaps(out, read.span))
        add(out, text, "city", read.span, 0.7);
}

void find_contacts(Scene const& scene, Context const& context, std::vector<Found>& out) {
    find_mail(scene, out);
    find_phones(scene, context, out);
    find_addresses(scene, context, out);
    find_labelled_towns(scene, context, out);
}

} // namespace leitstand::detail_understand
