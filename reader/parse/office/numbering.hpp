// SPDX-License-Identifier: EUPL-1.2
// The numbers of lists and headings, which office formats do not store but count: "2.1 ", "c) ".
// Bounds: ten levels. Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace leitstand::reader {

enum class NumberStyle : std::uint8_t {
    none,
    bullet,
    decimal,
    decimal_zero,
    lower_letter,
    upper_letter,
    lower_roman,
    upper_roman
};

// Letters go on as aa, bb after z, as Word and Writer do; what a style cannot say is said in
// digits.
std::string write_number(NumberStyle style, std::uint32_t value);

inline constexpr std::size_t kLevelsMax = 10;
inline constexpr std::string_view kBullet = "- ";

// How far a list has been counted. The levels below one that counts begin anew.
class Counter {
  public:
    // The number of the next paragraph on this level; the first one is `start`.
    std::uint32_t next(std::size_t level, std::uint32_t start);
    // The same for a paragraph that says its number itself.
    std::uint32_t restart(std::size_t level, std::uint32_t value);
    // The number that a level shows; `start` if it has not been counted yet.
    std::uint32_t at(std::size_t level, std::uint32_t start) const;

  private:
    std::array<std::uint32_t, kLevelsMax> values_{};
    std::array<bool, kLevelsMax> begun_{};
};

} // namespace leitstand::reader
