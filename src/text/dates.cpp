// SPDX-License-Identifier: EUPL-1.2
#include "text/dates.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/assert.hpp"
#include "text/normalise.hpp"
#include "text/utf8.hpp"

namespace leitstand::text {

namespace {

struct MonthName {
    std::string_view form; // matching form, see normalise.hpp
    int month;
};

// Matching forms: lower case, accents and umlaut dots taken off, rn written m.
constexpr auto kMonthNames = std::to_array<MonthName>({
    {"januar", 1},     {"janner", 1},     {"jan", 1},        {"february", 2},   {"februar", 2},
    {"feber", 2},      {"feb", 2},        {"marz", 3},       {"mrz", 3},        {"mar", 3},
    {"april", 4},      {"apr", 4},        {"mai", 5},        {"juni", 6},       {"jun", 6},
    {"juli", 7},       {"jul", 7},        {"august", 8},     {"aug", 8},        {"september", 9},
    {"septmber", 9},   {"sept", 9},       {"sep", 9},        {"oktober", 10},   {"okt", 10},
    {"november", 11},  {"nov", 11},       {"dezember", 12},  {"dez", 12},       {"january", 1},
    {"march", 3},      {"may", 5},        {"june", 6},       {"july", 7},       {"october", 10},
    {"oct", 10},       {"december", 12},  {"dec", 12},       {"ocak", 1},       {"subat", 2},
    {"mart", 3},       {"nisan", 4},      {"mayis", 5},      {"haziran", 6},    {"temmuz", 7},
    {"agustos", 8},    {"eylul", 9},      {"ekim", 10},      {"kasim", 11},     {"aralik", 12},
    {"stycznia", 1},   {"lutego", 2},     {"marca", 3},      {"kwietnia", 4},   {"maja", 5},
    {"czerwca", 6},    {"lipca", 7},      {"sierpnia", 8},   {"wrzesnia", 9},   {"pazdziemika", 10},
    {"listopada", 11}, {"grudnia", 12},   {"gennaio", 1},    {"febbraio", 2},   {"marzo", 3},
    {"aprile", 4},     {"maggio", 5},     {"giugno", 6},     {"luglio", 7},     {"agosto", 8},
    {"settembre", 9},  {"ottobre", 10},   {"novembre", 11},  {"dicembre", 12},  {"ianuarie", 1},
    {"februarie", 2},  {"martie", 3},     {"aprilie", 4},    {"iunie", 6},      {"iulie", 7},
    {"septembrie", 9}, {"octombrie", 10}, {"noiembrie", 11}, {"decembrie", 12}, {"января", 1},
    {"февраля", 2},    {"марта", 3},      {"апреля", 4},     {"мая", 5},        {"июня", 6},
    {"июля", 7},       {"августа", 8},    {"сентября", 9},   {"октября", 10},   {"ноября", 11},
    {"декабря", 12},   {"січня", 1},      {"лютого", 2},     {"березня", 3},    {"квітня", 4},
    {"травня", 5},     {"червня", 6},     {"липня", 7},      {"серпня", 8},     {"вересня", 9},
    {"жовтня", 10},    {"листопада", 11}, {"грудня", 12},    {"janvier", 1},    {"fevrier", 2},
    {"mars", 3},       {"avril", 4},      {"juin", 6},       {"juillet", 7},    {"aout", 8},
    {"septembre", 9},  {"octobre", 10},   {"decembre", 12},  {"enero", 1},      {"febrero", 2},
    {"abril", 4},      {"mayo", 5},       {"junio", 6},      {"julio", 7},      {"septiembre", 9},
    {"octubre", 10},   {"noviembre", 11}, {"diciembre", 12},
});

int month_of(std::string_view word) {
    auto const form = matching_form(word);
    auto const found = std::find_if(kMonthNames.begin(), kMonthNames.end(),
                                    [&](auto const& name) { return name.form == form; });
    return found == kMonthNames.end() ? 0 : found->month;
}

struct Number {
    int value = -1;
    std::size_t digits = 0;
    std::size_t end = 0;
};

Number number_at(std::string_view text, std::size_t at) {
    Number number{0, 0, at};
    while (number.end < text.size() && is_ascii_digit(text[number.end]) && number.digits < 5) {
        number.value = number.value * 10 + (text[number.end] - '0');
        ++number.digits;
        ++number.end;
    }
    if (number.digits == 0)
        number.value = -1;
    return number;
}

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t most) {
    std::size_t const limit = std::min(text.size(), at + most);
    while (at < limit && (text[at] == ' ' || text[at] == '\t'))
        ++at;
    return at;
}

bool word_byte(std::string_view text, std::size_t at) {
    return at < text.size() && (is_ascii_letter(text[at]) || is_ascii_digit(text[at]) ||
                                (static_cast<unsigned char>(text[at]) & 0x80) != 0);
}

std::size_t word_end(std::string_view text, std::size_t at) {
    while (at < text.size() &&
           (is_ascii_letter(text[at]) || (static_cast<unsigned char>(text[at]) & 0x80) != 0))
        ++at;
    return at;
}

int full_year(Number const& year) {
    if (year.digits == 4)
        return year.value >= 1900 && year.value <= 2099 ? year.value : 0;
    if (year.digits != 2)
        return 0;
    return year.value <= 35 ? 2000 + year.value : 1900 + year.value;
}

bool possible(DateMatch const& date) {
    if (date.month < 1 || date.month > 12)
        return false;
    return date.day == 0 || Date{date.year == 0 ? 2024 : date.year, date.month, date.day}.valid();
}

DateMatch match(std::size_t from, std::size_t to, int year, int month, int day) {
    return {{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)}, year, month, day};
}

// "2026-03-03" or "2026/03/03", first number already read.
DateMatch iso_date(std::string_view text, std::size_t at, Number const& year) {
    char const mark = year.end < text.size() ? text[year.end] : ' ';
    if (mark != '-' && mark != '/' && mark != '.')
        return {};
    auto const month = number_at(text, year.end + 1);
    if (month.digits != 2 || month.end >= text.size() || text[month.end] != mark)
        return {};
    auto const day = number_at(text, month.end + 1);
    return day.digits == 2 ? match(at, day.end, full_year(year), month.value, day.value)
                           : DateMatch{};
}

// "3.3.26", "03. 03. 2026", "12-01-2026", "3/3/2026", "1.10.", "03/2026".
DateMatch numeric_date(std::string_view text, std::size_t at, Number const& first) {
    if (first.digits > 2 || first.end >= text.size())
        return {};
    char const mark = text[first.end];
    if (mark != '.' && mark != '-' && mark != '/')
        return {};
    auto const second = number_at(text, skip_blanks(text, first.end + 1, mark == '.' ? 1 : 0));
    if (mark == '/' && second.digits == 4 && !word_byte(text, second.end))
        return match(at, second.end, full_year(second), first.value, 0);
    if (mark == '.' && second.digits == 4 && first.digits == 2 && second.value >= 1940 &&
        second.value <= 2050 && !word_byte(text, second.end))
        return match(at, second.end, full_year(second), first.value, 0); // "03.2026"
    if (second.digits == 0 || second.digits > 2 || second.end >= text.size() ||
        text[second.end] != mark)
        return {};
    auto const year = number_at(text, skip_blanks(text, second.end + 1, mark == '.' ? 1 : 0));
    if ((year.digits == 4 || year.digits == 2) && !word_byte(text, year.end) &&
        full_year(year) != 0) {
        bool const time = year.end < text.size() && text[year.end] == ':' && year.digits == 2;
        if (!time)
            return match(at, year.end, full_year(year), second.value, first.value);
    }
    if (mark == '.' && !(second.end + 1 < text.size() && is_ascii_digit(text[second.end + 1])))
        return match(at, second.end + 1, 0, second.value, first.value);
    return {};
}

// "3. März 2026", "3 März", "3. März", "1st of" is not read; "den 4. Febr." neither.
DateMatch named_date(std::string_view text, std::size_t at, Number const& day) {
    if (day.digits > 2 || day.end >= text.size())
        return {};
    auto next = day.end;
    if (text[next] == '.')
        ++next;
    else if (text.substr(next, 2) == "st" || text.substr(next, 2) == "nd" ||
             text.substr(next, 2) == "rd" || text.substr(next, 2) == "th")
        next += 2;
    next = skip_blanks(text, next, 3);
    auto end = word_end(text, next);
    if (end == next || end - next > 24)
        return {};
    int const month = month_of(text.substr(next, end - next));
    if (month == 0)
        return {};
    auto after = end;
    if (after < text.size() && text[after] == '.')
        ++after;
    if (after < text.size() && text[after] == ',')
        ++after;
    auto const year = number_at(text, skip_blanks(text, after, 2));
    if ((year.digits == 4 || (year.digits == 2 && year.end > after + 1)) &&
        !word_byte(text, year.end) && full_year(year) != 0)
        return match(at, year.end, full_year(year), month, day.value);
    return match(at, end, 0, month, day.value);
}

// "März 2026", "Mai 24", "July 1, 2026".
DateMatch month_and_year(std::string_view text, std::size_t at) {
    auto const end = word_end(text, at);
    auto const number =
        number_at(text, skip_blanks(text, end, 2)); // first, because most words have none
    if (number.digits == 0 || end - at > 24 || end - at < 3)
        return {};
    int const month = month_of(text.substr(at, end - at));
    if (month == 0)
        return {};
    if (number.digits == 4 && full_year(number) != 0 && !word_byte(text, number.end))
        return match(at, number.end, full_year(number), month, 0);
    if ((number.digits == 1 || number.digits == 2) && number.end < text.size() &&
        text[number.end] == ',') {
        auto const year = number_at(text, skip_blanks(text, number.end + 1, 2));
        if (year.digits == 4 && full_year(year) != 0)
            return match(at, year.end, full_year(year), month, number.value);
    }
    return {};
}

DateMatch date_at(std::string_view text, std::size_t at) {
    if (!is_ascii_digit(text[at]))
        return month_and_year(text, at);
    auto const first = number_at(text, at);
    if (first.digits == 4)
        return iso_date(text, at, first);
    auto const numeric = numeric_date(text, at, first);
    return numeric.month != 0 ? numeric : named_date(text, at, first);
}

} // namespace

std::string DateMatch::iso() const {
    ASSERT(complete());
    return to_iso(Date{year, month, day});
}

std::vector<DateMatch> find_dates(std::string_view text) {
    std::vector<DateMatch> out;
    for (std::size_t i = 0; i < text.size();) {
        if (!word_byte(text, i)) {
            ++i;
            continue;
        }
        bool const joined = i > 0 &&
                            (text[i - 1] == '/' || text[i - 1] == '-' || text[i - 1] == '.' ||
                             text[i - 1] == ',') &&
                            i > 1 && is_ascii_digit(text[i - 2]) && is_ascii_digit(text[i]) &&
                            !out.empty() && out.back().span.end != i;
        if (!joined || text[i - 1] == '-' || text[i - 1] == ',') {
            auto const found = date_at(text, i);
            if (found.month != 0) { // an impossible date is passed over as a whole
                if (possible(found))
                    out.push_back(found);
                i = found.span.end;
                continue;
            }
        }
        // To the end of this run of digits or letters.
        bool const digit = is_ascii_digit(text[i]);
        while (i < text.size() && word_byte(text, i) && is_ascii_digit(text[i]) == digit)
            ++i;
    }
    return out;
}

} // namespace leitstand::text
