// SPDX-License-Identifier: EUPL-1.2
#include "learn/vocabulary.hpp"

#include <algorithm>
#include <bit>

#include "base/assert.hpp"

namespace leitstand::learn {

Vocabulary::Vocabulary(std::span<std::uint64_t const> hashes) : hashes_(hashes) {
    ASSERT(hashes.size() < kUnknown);
    if (hashes.empty())
        return;
    // About one hash in each bucket; one bit at least, since a shift by 64 is none.
    auto const bits = std::max(1, static_cast<int>(std::bit_width(hashes.size())));
    shift_ = 64u - static_cast<unsigned>(bits);
    starts_.assign((std::size_t{1} << bits) + 1, 0);
    for (auto const hash : hashes)
        ++starts_[(hash >> shift_) + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i)
        starts_[i] += starts_[i - 1];
}

} // namespace leitstand::learn
