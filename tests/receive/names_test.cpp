// SPDX-License-Identifier: EUPL-1.2
// Receipt numbers that can be read out, and file names as they may be shown.
#include <gtest/gtest.h>
#include <random>

#include "receive/ledger.hpp"
#include "receive/packing.hpp"

namespace leitstand {

TEST(ReceiptNumber, HasYearNumberAndCheckDigit) {
    EXPECT_EQ("2026-000123-", receipt_number(2026, 123).substr(0, 12));
    EXPECT_EQ(13u, receipt_number(2026, 123).size());
    EXPECT_EQ("2026-1234567-", receipt_number(2026, 1'234'567).substr(0, 13));
    EXPECT_TRUE(receipt_number_valid(receipt_number(2026, 123)));
    EXPECT_TRUE(receipt_number_valid("  " + receipt_number(2026, 7) + " "));
    for (auto const* wrong : {"", "-", "--", "2026-123-4", "2026-000123", "2026-000123-",
                              "2026-000123-77", "2O26-000123-7", "2026-000000-1", "026-000123-7",
                              "2026-99999999999999999999-1", "2026-0000123-1"})
        EXPECT_FALSE(receipt_number_valid(wrong)) << wrong;
}

// Reckoned apart from the program: the recursion of the standard, written as it stands there.
int check_digit_of_standard(std::string const& digits) {
    int p = 10;
    for (char const c : digits) {
        int s = (c - '0' + p) % 10;
        s = s == 0 ? 10 : s;
        p = 2 * s % 11;
    }
    for (int digit = 0; digit < 10; ++digit)
        if ((p + digit) % 10 == 1)
            return digit;
    return -1;
}

TEST(ReceiptNumber, FindsEverySingleWrongDigitAndNearlyEverySwap) {
    std::mt19937_64 random{20261127};
    std::size_t swaps = 0;
    std::size_t swaps_found = 0;
    for (int round = 0; round < 3'000; ++round) {
        int const year = 2000 + static_cast<int>(random() % 100);
        auto const number = static_cast<std::int64_t>(1 + random() % 9'999'999);
        auto const good = receipt_number(year, number);
        auto const parsed = parse_receipt_number(good);
        ASSERT_TRUE(parsed) << good;
        EXPECT_EQ(year, parsed->year);
        EXPECT_EQ(number, parsed->number);
        std::string digits;
        std::copy_if(good.begin(), good.end() - 2, std::back_inserter(digits),
                     [](char c) { return c != '-'; });
        ASSERT_EQ('0' + check_digit_of_standard(digits), good.back()) << good;
        for (std::size_t at = 0; at < good.size(); ++at) {
            if (good[at] == '-')
                continue;
            for (char digit = '0'; digit <= '9'; ++digit) {
                auto wrong = good;
                wrong[at] = digit;
                EXPECT_EQ(digit == good[at], receipt_number_valid(wrong)) << good << " " << wrong;
            }
            auto const next = good.find_first_of("0123456789", at + 1);
            if (next == std::string::npos || good[next] == good[at])
                continue;
            auto swapped = good;
            std::swap(swapped[at], swapped[next]);
            ++swaps;
            swaps_found += receipt_number_valid(swapped) ? 0 : 1;
        }
    }
    // The scheme promises most swaps of neighbours, not all: about 98 of 100.
    EXPECT_GT(swaps, 20'000u);
    EXPECT_GT(static_cast<double>(swaps_found) / static_cast<double>(swaps), 0.97);
}

TEST(CleanFileName, LeavesPathControlAndDirectionOut) {
    Limits const limits;
    std::vector<std::pair<std::string, std::string>> const cases{
        {"brief.pdf", "brief.pdf"},
        {"Anlage für Müller.pdf", "Anlage für Müller.pdf"},
        {"/etc/passwd", "passwd"},
        {"../../brief.pdf", "brief.pdf"},
        {"C:\\Users\\a\\brief.pdf", "brief.pdf"},
        {"a\nb\x01\x7F.pdf", "ab.pdf"},
        {std::string("a\0b.pdf", 7), "ab.pdf"},
        {"rechnung\u202Efdp.exe", "rechnungfdp.exe"},
        {"a\u2066b\u200Bc\uFEFF.txt", "abc.txt"},
        {"..", "ohne Namen"},
        {"", "ohne Namen"},
        {"/", "ohne Namen"},
        {"\u202E\u200F", "ohne Namen"},
        {" .bashrc. ", "bashrc"},
        {"a\xFF\xFE.txt", "a\uFFFD\uFFFD.txt"},
    };
    for (auto const& [given, expected] : cases)
        EXPECT_EQ(expected, clean_file_name(given, limits));
}

TEST(CleanFileName, IsBoundedAtACodePointAndKeepsTheEnding) {
    Limits const limits;
    std::string name;
    while (name.size() < 400)
        name += "ü";
    auto const clean = clean_file_name(name + ".pdf", limits);
    EXPECT_LE(clean.size(), limits.file_name_bytes_max);
    EXPECT_GE(clean.size(), limits.file_name_bytes_max - 2);
    EXPECT_TRUE(clean.ends_with("ü.pdf")) << clean;
    auto const no_ending = clean_file_name(name, limits);
    EXPECT_EQ(254u, no_ending.size());
}

TEST(Packing, GivesBackWhatItGotAndNoticesCuts) {
    std::vector<std::string> const texts{"", "a", std::string(70'000, 'x'), std::string("\0\1", 2)};
    auto const packed = pack_texts(texts);
    EXPECT_EQ(texts, unpack_texts(packed).value());
    EXPECT_TRUE(unpack_texts(pack_texts({})).value().empty());
    EXPECT_FALSE(unpack_texts(pack_texts({"a"}), 2));
    EXPECT_FALSE(unpack_texts(""));
    EXPECT_FALSE(unpack_texts("\x02"));
    auto const small = pack_texts({"abc", "de"});
    for (std::size_t size = 2; size < small.size(); ++size) {
        bool const at_border = size == 1 + 4 + 3;
        EXPECT_EQ(at_border, unpack_texts(small.substr(0, size)).has_value()) << size;
    }
}

} // namespace leitstand
