// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/numbering.hpp"

#include <algorithm>

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kLettersMax = 26 * 10;
constexpr std::uint32_t kRomanMax = 3999;

std::string letters(std::uint32_t value, char first) {
    auto const index = value - 1;
    return std::string(index / 26 + 1, static_cast<char>(first + static_cast<char>(index % 26)));
}

std::string roman(std::uint32_t value) {
    constexpr std::pair<std::uint32_t, std::string_view> kSigns[] = {
        {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
        {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    std::string text;
    for (auto const& [worth, sign] : kSigns)
        for (; value >= worth; value -= worth)
            text += sign;
    return text;
}

std::string upper(std::string text) {
    for (auto& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return text;
}

} // namespace

std::string write_number(NumberStyle style, std::uint32_t value) {
    bool const has_letter = value > 0 && value <= kLettersMax;
    bool const has_roman = value > 0 && value <= kRomanMax;
    switch (style) {
    case NumberStyle::none:
    case NumberStyle::bullet:
        return {};
    case NumberStyle::lower_letter:
    case NumberStyle::upper_letter:
        if (has_letter)
            return letters(value, style == NumberStyle::lower_letter ? 'a' : 'A');
        break;
    case NumberStyle::lower_roman:
    case NumberStyle::upper_roman:
        if (has_roman)
            return style == NumberStyle::lower_roman ? roman(value) : upper(roman(value));
        break;
    case NumberStyle::decimal_zero:
        if (value < 10)
            return "0" + std::to_string(value);
        break;
    case NumberStyle::decimal:
        break;
    }
    return std::to_string(value);
}

std::uint32_t Counter::next(std::size_t level, std::uint32_t start) {
    level = std::min(level, kLevelsMax - 1);
    values_[level] = begun_[level] ? values_[level] + 1 : start;
    begun_[level] = true;
    std::fill(begun_.begin() + static_cast<std::ptrdiff_t>(level) + 1, begun_.end(), false);
    return values_[level];
}

std::uint32_t Counter::restart(std::size_t level, std::uint32_t value) {
    level = std::min(level, kLevelsMax - 1);
    begun_[level] = false;
    return next(level, value);
}

std::uint32_t Counter::at(std::size_t level, std::uint32_t start) const {
    level = std::min(level, kLevelsMax - 1);
    return begun_[level] ? values_[level] : start;
}

} // namespace leitstand::reader
