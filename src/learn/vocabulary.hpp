// SPDX-License-Identifier: EUPL-1.2
// Which features a model knows. A feature is its 64-bit hash: among a million features two share
// one with a probability of 3 in 100 million, so no strings are kept. Hashes lie in order; because
// they are spread evenly, the first bits of a hash lead to its place almost exactly. Threads:
// immutable after construction.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace leitstand::learn {

class Vocabulary {
  public:
    static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

    Vocabulary() = default;
    // `hashes`: ascending, each once; they must outlive the vocabulary.
    explicit Vocabulary(std::span<std::uint64_t const> hashes);

    // Ask memory for what find() will look at first, and then: to be called for hashes some
    // places ahead, the second one later than the first. They change nothing but the speed.
    void expect(std::uint64_t hash) const {
        if (!hashes_.empty())
            __builtin_prefetch(&starts_[hash >> shift_]);
    }
    void expect_soon(std::uint64_t hash) const {
        if (!hashes_.empty())
            __builtin_prefetch(hashes_.data() + starts_[hash >> shift_]);
    }
    // The place of `hash` among the hashes, or kUnknown.
    std::uint32_t find(std::uint64_t hash) const {
        if (hashes_.empty())
            return kUnknown;
        auto const bucket = hash >> shift_;
        for (auto i = starts_[bucket], end = starts_[bucket + 1]; i < end; ++i)
            if (hashes_[i] == hash)
                return i;
        return kUnknown;
    }
    std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }

  private:
    std::span<std::uint64_t const> hashes_;
    std::vector<std::uint32_t> starts_; // of each bucket, and the end of the last
    unsigned shift_ = 0;
};

} // namespace leitstand::learn
