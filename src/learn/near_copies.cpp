// SPDX-License-Identifier: EUPL-1.2
#include "learn/near_copies.hpp"

#include <array>
#include <limits>
#include <unordered_map>

#include "learn/feature_hash.hpp"
#include "learn/parallel.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kBands = 6, kBandRows = 8;
constexpr std::size_t kHashes = kBands * kBandRows;
constexpr std::size_t kAgreeMin = kHashes * 3 / 4;
constexpr std::size_t kTextsAtOnce = 64;

using Sketch = std::array<std::uint32_t, kHashes>;

struct Sketched {
    bool long_enough = false;
    Sketch smallest;
};

bool in_a_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 0x7F;
}

std::vector<FeatureHash> word_hashes(std::string_view text) {
    std::vector<FeatureHash> words;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && in_a_word(text[end]))
            ++end;
        if (end > at)
            words.push_back(hash_text(text.substr(at, end - at), 0));
        at = end + 1;
    }
    return words;
}

Sketched sketch_of(std::string_view text) {
    Sketched result;
    auto const words = word_hashes(text);
    result.long_enough = words.size() >= kCopyWordsMin;
    if (!result.long_enough)
        return result;
    result.smallest.fill(std::numeric_limits<std::uint32_t>::max());
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        auto const three = combine(combine(words[i], words[i + 1]), words[i + 2]);
        for (std::size_t k = 0; k < kHashes; ++k) {
            auto const hash = combine(three, k + 1) >> 32;
            result.smallest[k] = std::min(result.smallest[k], static_cast<std::uint32_t>(hash));
        }
    }
    return result;
}

bool agree(Sketch const& one, Sketch const& other) {
    std::size_t equal = 0;
    for (std::size_t k = 0; k < kHashes; ++k)
        equal += one[k] == other[k] ? 1 : 0;
    return equal >= kAgreeMin;
}

std::uint64_t band_hash(Sketch const& sketch, std::size_t band) {
    std::uint64_t hash = band;
    for (std::size_t row = 0; row < kBandRows; ++row)
        hash = combine(hash, sketch[band * kBandRows + row]);
    return hash;
}

} // namespace

std::vector<std::uint32_t> near_copies(std::span<Sample const> samples, unsigned threads) {
    std::vector<Sketched> sketches(samples.size());
    in_parallel((samples.size() + kTextsAtOnce - 1) / kTextsAtOnce, threads, [&](std::size_t part) {
        auto const end = std::min(samples.size(), (part + 1) * kTextsAtOnce);
        for (auto i = part * kTextsAtOnce; i < end; ++i)
            sketches[i] = sketch_of(samples[i].text);
    });
    std::unordered_map<std::uint64_t, std::uint32_t> first_with; // this band
    std::vector<std::uint32_t> copy_of(samples.size());
    for (std::uint32_t i = 0; i < samples.size(); ++i) {
        copy_of[i] = i;
        if (!sketches[i].long_enough)
            continue;
        for (std::size_t band = 0; band < kBands; ++band) {
            auto const [place, is_new] =
                first_with.emplace(band_hash(sketches[i].smallest, band), i);
            auto const other = place->second;
            if (!is_new && copy_of[i] == i && other != i &&
                agree(sketches[i].smallest, sketches[other].smallest))
                copy_of[i] = copy_of[other];
        }
    }
    return copy_of;
}

} // namespace leitstand::learn
