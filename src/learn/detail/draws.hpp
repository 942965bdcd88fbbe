// SPDX-License-Identifier: EUPL-1.2
// Items drawn with replacement, the same on every machine for the same seed. Private to learn/.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "learn/intervals.hpp"

namespace leitstand::learn {

class Draws {
  public:
    explicit Draws(std::uint64_t seed) : random_(seed) {}

    // Below `bound`, which is below 2^32 (multiply and shift: std's distributions differ between
    // libraries).
    std::uint32_t below(std::uint64_t bound) {
        return static_cast<std::uint32_t>(((random_() >> 32) * bound) >> 32);
    }

  private:
    std::mt19937_64 random_;
};

// The middle `confidence` of the values.
inline Interval middle_of(std::vector<double> values, double confidence) {
    std::sort(values.begin(), values.end());
    auto const at = [&](double share) {
        auto const position = share * static_cast<double>(values.size() - 1);
        auto const left = static_cast<std::size_t>(position);
        auto const right = std::min(left + 1, values.size() - 1);
        return values[left] +
               (position - static_cast<double>(left)) * (values[right] - values[left]);
    };
    return {at((1 - confidence) / 2), at((1 + confidence) / 2)};
}

} // namespace leitstand::learn
