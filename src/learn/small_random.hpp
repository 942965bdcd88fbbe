// SPDX-License-Identifier: EUPL-1.2
// Random numbers for training: fast, and the same on every machine and with every library
// (Marsaglia 2003, Xorshift RNGs). Not for secrets. Threads: one each.
#pragma once

#include <cstdint>

namespace leitstand::learn {

class SmallRandom {
  public:
    // Seeds that differ by little give numbers that differ by much.
    explicit SmallRandom(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15 + 0x1234567) {}

    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>((std::uint64_t{bits()} * bound) >> 32);
    }
    // From 0 to below 1, in steps of 2^-24.
    float share() { return static_cast<float>(bits() >> 8) * 0x1p-24f; }

  private:
    std::uint32_t bits() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<std::uint32_t>(state_ >> 32);
    }
    std::uint64_t state_;
};

} // namespace leitstand::learn
