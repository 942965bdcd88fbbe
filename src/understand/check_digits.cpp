// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/check_digits.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "text/utf8.hpp"

namespace leitstand::detail_understand {

namespace {

bool digits_only(std::string_view text) {
    return std::all_of(text.begin(), text.end(), text::is_ascii_digit);
}
int digit(char c) {
    return c - '0';
}
bool capital(char c) {
    return c >= 'A' && c <= 'Z';
}

// Sum of the digits of each product, the common ground of the social insurance numbers.
template <std::size_t N>
int cross_sum(std::string_view digits, std::array<int, N> const& factors) {
    int sum = 0;
    for (std::size_t i = 0; i < N; ++i) {
        int const product = digit(digits[i]) * factors[i];
        sum += product / 10 + product % 10;
    }
    return sum;
}

// A letter as its place in the alphabet, two digits.
std::string letter_digits(char letter) {
    int const place = letter - 'A' + 1;
    return {static_cast<char>('0' + place / 10), static_cast<char>('0' + place % 10)};
}

} // namespace

bool valid_iban(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34 || !capital(iban[0]) || !capital(iban[1]))
        return false;
    if (iban.starts_with("DE") && (iban.size() != 22 || !digits_only(iban.substr(2))))
        return false;
    int rest = 0;
    auto const take = [&](char c) {
        if (text::is_ascii_digit(c))
            rest = (rest * 10 + digit(c)) % 97;
        else if (capital(c))
            rest = (rest * 100 + (c - 'A' + 10)) % 97;
        else
            return false;
        return true;
    };
    for (char const c : iban.substr(4))
        if (!take(c))
            return false;
    for (char const c : iban.substr(0, 4))
        if (!take(c))
            return false;
    return rest == 1;
}

bool valid_vsnr(std::string_view number) {
    if (number.size() != 12 || !digits_only(number.substr(0, 8)) || !capital(number[8]) ||
        !digits_only(number.substr(9)))
        return false;
    int const month = digit(number[4]) * 10 + digit(number[5]);
    if (month < 1 || month > 12)
        return false;
    auto const digits = std::string(number.substr(0, 8)) + letter_digits(number[8]) +
                        std::string(number.substr(9, 2));
    return cross_sum(digits, std::array{2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1}) % 10 ==
           digit(number[11]);
}

bool valid_steuer_id(std::string_view number) {
    if (number.size() != 11 || !digits_only(number) || number[0] == '0')
        return false;
    // Among the first ten digits exactly one comes twice or three times.
    std::array<int, 10> counts{};
    for (char const c : number.substr(0, 10))
        ++counts[static_cast<std::size_t>(digit(c))];
    if (std::count_if(counts.begin(), counts.end(), [](int count) { return count >= 2; }) != 1 ||
        std::any_of(counts.begin(), counts.end(), [](int count) { return count > 3; }))
        return false;
    int product = 10;
    for (char const c : number.substr(0, 10)) {
        int sum = (digit(c) + product) % 10;
        sum = sum == 0 ? 10 : sum;
        product = sum * 2 % 11;
    }
    return (11 - product) % 10 == digit(number[10]);
}

bool valid_kvnr(std::string_view number) {
    if (number.size() != 10 || !capital(number[0]) || !digits_only(number.substr(1)))
        return false;
    auto const digits = letter_digits(number[0]) + std::string(number.substr(1, 8));
    return cross_sum(digits, std::array{1, 2, 1, 2, 1, 2, 1, 2, 1, 2}) % 10 == digit(number[9]);
}

bool valid_betriebsnummer(std::string_view number) {
    if (number.size() != 8 || !digits_only(number) || number.substr(0, 3) == "000" ||
        (number >= "100" && number < "111"))
        return false;
    int const check = cross_sum(number, std::array{1, 2, 1, 2, 1, 2, 1}) % 10;
    return digit(number[7]) == check || digit(number[7]) == (check + 5) % 10;
}

bool valid_ik(std::string_view number) {
    if (number.size() != 9 || !digits_only(number))
        return false;
    return cross_sum(number.substr(2), std::array{2, 1, 2, 1, 2, 1}) % 10 == digit(number[8]);
}

} // namespace leitstand::detail_understand
