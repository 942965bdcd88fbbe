// SPDX-License-Identifier: EUPL-1.2
#include "text/amounts.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "text/normalise.hpp"
#include "text/utf8.hpp"

namespace leitstand::text {

namespace {

constexpr std::int64_t kCentsMax = 10'000'000'000;

bool digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_ascii_digit(text[at]);
}

bool three_digits(std::string_view text, std::size_t at) {
    return digit_at(text, at) && digit_at(text, at + 1) && digit_at(text, at + 2) &&
           !digit_at(text, at + 3);
}

struct Figure {
    std::size_t end = 0;
    std::int64_t cents = 0;
    bool decimals = false; // two places behind a comma or point
    bool dash = false;     // ",-"
    bool ok = false;
};

// Two decimals, ",-" or ",--" at `at`; moves the end.
void read_decimals(std::string_view text, Figure& figure) {
    auto const at = figure.end;
    if (at >= text.size() || (text[at] != ',' && text[at] != '.'))
        return;
    if (digit_at(text, at + 1) && digit_at(text, at + 2) && !digit_at(text, at + 3)) {
        figure.cents += (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
        figure.decimals = true;
        figure.end = at + 3;
    } else if (text[at] == ',' && digit_at(text, at + 1) && !digit_at(text, at + 2)) {
        figure.cents += (text[at + 1] - '0') * 10;
        figure.end = at + 2;
    } else if (text[at] == ',') {
        std::size_t end = at + 1;
        while (end < text.size() && end < at + 3 && text[end] == '-')
            ++end;
        if (text.substr(at + 1, 3) == "\xE2\x80\x93" || text.substr(at + 1, 3) == "\xE2\x80\x94")
            end = at + 4;
        if (end > at + 1) {
            figure.dash = true;
            figure.end = end;
        }
    }
}

Figure figure_at(std::string_view text, std::size_t at) {
    Figure figure;
    std::int64_t whole = 0;
    std::size_t digits = 0, i = at;
    for (; digit_at(text, i) && digits < 10; ++i, ++digits)
        whole = whole * 10 + (text[i] - '0');
    if (digits == 0 || digits > 9)
        return figure;
    // Groups of three: "1.187", "1 187", "1'187", English "1,187.50".
    if (digits <= 3) {
        while (i < text.size() && whole < kCentsMax / 100 && three_digits(text, i + 1) &&
               (text[i] == '.' || text[i] == ' ' || text[i] == '\'' ||
                (text[i] == ',' && i + 4 < text.size() && text[i + 4] == '.'))) {
            whole = whole * 1000 + (text[i + 1] - '0') * 100 + (text[i + 2] - '0') * 10 +
                    (text[i + 3] - '0');
            i += 4;
        }
    }
    figure.end = i;
    figure.cents = whole * 100;
    figure.ok = figure.cents <= kCentsMax;
    read_decimals(text, figure);
    return figure;
}

std::size_t blanks(std::string_view text, std::size_t at) {
    for (;;) {
        if (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
            ++at;
        else if (text.substr(at, 2) == "\xC2\xA0")
            at += 2;
        else
            return at;
    }
}

std::string lower_word(std::string_view text, std::size_t at) {
    std::string word;
    while (at < text.size() && word.size() < 12 && is_ascii_letter(text[at]))
        word += static_cast<char>(text[at] | 0x20), ++at;
    return word;
}

// Length of a currency mark at `at`, or 0.
std::size_t currency_size(std::string_view text, std::size_t at) {
    if (text.substr(at, 3) == "\xE2\x82\xAC")
        return 3;
    auto const word = lower_word(text, at);
    if (word == "euro" || word == "euros" || word == "eur" || word == "teuro")
        return word.size();
    return 0;
}

bool measure_at(std::string_view text, std::size_t at) {
    static constexpr auto kMeasures = std::to_array<std::string_view>(
        {"netto", "brutto", "warm", "kalt", "warmmiete", "kaltmiete", "monatlich", "mtl"});
    auto const word = lower_word(text, at);
    return std::find(kMeasures.begin(), kMeasures.end(), word) != kMeasures.end();
}

// Whether a currency stands directly before `at`: "EUR 300", "€ 300"; gives where it starts, else
// `at`.
std::size_t currency_before(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end > 0 && text[end - 1] == ' ')
        --end;
    if (end >= 3 && text.substr(end - 3, 3) == "\xE2\x82\xAC" &&
        (end == 3 || !is_ascii_digit(text[end - 4])))
        return end - 3;
    for (std::size_t const size : {std::size_t{3}, std::size_t{4}}) {
        if (end < size || (end > size && is_ascii_letter(text[end - size - 1])))
            continue;
        auto const word = lower_word(text, end - size);
        if ((word == "eur" && size == 3) || (word == "euro" && size == 4)) {
            // "300 EUR 20" belongs to the number before it.
            std::size_t left = end - size;
            while (left > 0 && text[left - 1] == ' ')
                --left;
            if (left == 0 || (!is_ascii_digit(text[left - 1]) && text[left - 1] != '-'))
                return end - size;
        }
    }
    return at;
}

} // namespace

std::string AmountMatch::value() const {
    return fmt::format("{}.{:02}", cents / 100, cents % 100);
}

std::vector<AmountMatch> find_amounts(std::string_view text) {
    std::vector<AmountMatch> out;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_ascii_digit(text[i])) {
            ++i;
            continue;
        }
        bool const inside =
            i > 0 && (is_ascii_letter(text[i - 1]) || text[i - 1] == '/' || text[i - 1] == '.' ||
                      (text[i - 1] == ',' && i > 1 && is_ascii_digit(text[i - 2])));
        auto const figure = inside ? Figure{} : figure_at(text, i);
        std::size_t next = figure.ok ? figure.end : i + 1;
        if (figure.ok) {
            AmountMatch amount{
                {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(figure.end)},
                figure.cents};
            auto const after = blanks(text, figure.end);
            auto const mark = currency_size(text, after);
            auto const before = currency_before(text, i);
            amount.currency = mark != 0 || before != i || figure.dash;
            amount.measure = measure_at(text, blanks(text, mark != 0 ? after + mark : figure.end));
            if (mark != 0)
                amount.span.end = static_cast<std::uint32_t>(after + mark);
            else if (before != i)
                amount.span.start = static_cast<std::uint32_t>(before);
            bool const joined =
                figure.end < text.size() && (is_ascii_letter(text[figure.end]) && mark == 0);
            bool const plain = figure.decimals && text[figure.end - 3] == ',';
            if (!joined && (amount.currency || amount.measure || plain))
                out.push_back(amount);
            next = std::max<std::size_t>(next, amount.span.end);
        }
        i = next;
        while (!figure.ok && i < text.size() && is_ascii_digit(text[i]))
            ++i;
    }
    return out;
}

} // namespace leitstand::text
