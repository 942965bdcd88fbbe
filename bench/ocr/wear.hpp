// SPDX-License-Identifier: EUPL-1.2
// What happens to letters on their way: scanned askew, faxed, photographed, stamped. Each condition
// is made from a clean drawing by plain arithmetic with a seed. Threads: any.
#pragma once

#include <string_view>

#include "letter.hpp"

namespace leitstand::bench {

enum class Wear : std::uint8_t {
    clean_300,
    clean_200,
    clean_150,
    skew_noise, // 0.5 to 3 degrees, grain of a scanner
    noise,
    fax_fine, // 204 x 196
    fax,      // 204 x 98, lines doubled
    photo,    // shadow, perspective, soft
    stamp,
    jpeg,
    upside_down,
};
inline constexpr std::size_t kWearCount = static_cast<std::size_t>(Wear::upside_down) + 1;
std::string_view wear_name(Wear wear);

Letter worn_letter(std::uint32_t seed, Wear wear);

} // namespace leitstand::bench
