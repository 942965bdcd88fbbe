// SPDX-License-Identifier: EUPL-1.2
// 64-bit hashes that name features of tokens: multiplication by an odd constant near 2^64 over the
// golden ratio and a fold of the upper half (Knuth, The Art of Computer Programming 3, 6.4). Not
// for adversaries: whoever makes two features collide harms the tags of the own letter alone.
// The values are part of the model format (docs/formats/tag-model.md). Threads: any.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace leitstand::learn {

using FeatureHash = std::uint64_t;

inline FeatureHash combine(FeatureHash hash, std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
    return hash ^ hash >> 32;
}

inline FeatureHash hash_text(std::string_view text, std::uint64_t seed) {
    auto hash = combine(seed, text.size());
    while (!text.empty()) {
        std::uint64_t piece = 0;
        auto const size = text.size() < sizeof piece ? text.size() : sizeof piece;
        std::memcpy(&piece, text.data(), size);
        hash = combine(hash, piece);
        text.remove_prefix(size);
    }
    return hash;
}

} // namespace leitstand::learn
