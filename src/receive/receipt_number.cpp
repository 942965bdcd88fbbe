// SPDX-License-Identifier: EUPL-1.2
// The receipt number with its check digit: ISO 7064, hybrid system MOD 11,10, over the digits of
// year and number. It finds every single wrong digit and nearly every swap of two neighbours.
#include "base/assert.hpp"
#include "receive/ledger.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kYearDigits = 4;
constexpr std::size_t kNumberDigitsMin = 6;
constexpr std::size_t kNumberDigitsMax = 18; // fits 64 bits

int check_digit(std::string_view digits) {
    int product = 10;
    for (char const c : digits) {
        int sum = (product + (c - '0')) % 10;
        if (sum == 0)
            sum = 10;
        product = sum * 2 % 11;
    }
    return (11 - product) % 10;
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string receipt_number(int year, std::int64_t number) {
    ASSERT(year >= 1000 && year <= 9999 && number >= 1);
    auto const digits = fmt::format("{:04}{:06}", year, number);
    return fmt::format("{:04}-{:06}-{}", year, number, check_digit(digits));
}

std::string receipt_number(Instant arrived_at, std::int64_t number) {
    return receipt_number(date_in_berlin(arrived_at).year, number);
}

std::optional<ReceiptNumber> parse_receipt_number(std::string_view text) {
    std::string plain;
    for (char const c : text)
        if (c != ' ')
            plain += c;
    auto const first = plain.find('-');
    auto const last = plain.rfind('-');
    if (first != kYearDigits || last == first || last + 2 != plain.size())
        return std::nullopt;
    auto const year = std::string_view{plain}.substr(0, first);
    auto const number = std::string_view{plain}.substr(first + 1, last - first - 1);
    auto const check = std::string_view{plain}.substr(last + 1);
    if (!all_digits(year) || !all_digits(number) || !all_digits(check) ||
        number.size() < kNumberDigitsMin || number.size() > kNumberDigitsMax ||
        (number.size() > kNumberDigitsMin && number[0] == '0'))
        return std::nullopt;
    if (check_digit(std::string{year} + std::string{number}) != check[0] - '0')
        return std::nullopt;
    ReceiptNumber parsed{.year = std::stoi(std::string{year}),
                         .number = std::stoll(std::string{number})};
    if (parsed.number < 1)
        return std::nullopt;
    return parsed;
}

bool receipt_number_valid(std::string_view text) {
    return parse_receipt_number(text).has_value();
}

} // namespace leitstand
