// SPDX-License-Identifier: EUPL-1.2
// A set of item numbers as bits: how long lists of the index are cut against each other. A million
// items take 130 kB. Threads: a plain value.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "base/assert.hpp"

namespace leitstand::inbox_table {

inline constexpr std::int64_t kWordNumbers = 62; // so many bits add up without a sign

// Numbers of items as bits, from 0 to a last one.
class NumberSet {
  public:
    explicit NumberSet(std::int64_t last)
        : last_(last), words_(static_cast<std::size_t>(last / kWordNumbers + 1)) {}

    // Word `at` holds the numbers from kWordNumbers * at on, the lowest in bit 0.
    void add(std::int64_t at, std::uint64_t bits) {
        ASSERT(at >= 0 && at < static_cast<std::int64_t>(words_.size()));
        auto const above = kWordNumbers - 1 - (last_ - at * kWordNumbers);
        if (above > 0) // the last word reaches further than the set
            bits &= (std::uint64_t{1} << (kWordNumbers - above)) - 1;
        words_[static_cast<std::size_t>(at)] |= bits;
    }
    void join(NumberSet const& other) {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] |= other.words_[i];
    }
    void meet(NumberSet const& other) {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] &= other.words_[i];
    }
    std::int64_t size() const {
        std::int64_t size = 0;
        for (auto const word : words_)
            size += std::popcount(word);
        return size;
    }
    // `count` of them from position `from` on, counted from the highest.
    std::vector<std::int64_t> newest(std::size_t from, std::size_t count) const {
        std::vector<std::int64_t> found;
        for (std::size_t i = words_.size(); i-- > 0 && found.size() < count;) {
            auto word = words_[i];
            auto const here = static_cast<std::size_t>(std::popcount(word));
            if (here <= from) {
                from -= here;
                continue;
            }
            while (word != 0 && found.size() < count) {
                auto const bit = std::bit_width(word) - 1;
                word &= ~(std::uint64_t{1} << bit);
                if (from > 0)
                    --from;
                else
                    found.push_back(static_cast<std::int64_t>(i) * kWordNumbers + bit);
            }
        }
        return found;
    }

  private:
    std::int64_t last_;
    std::vector<std::uint64_t> words_;
};

} // namespace leitstand::inbox_table
