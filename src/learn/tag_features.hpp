// SPDX-License-Identifier: EUPL-1.2
// What a sequence labeller sees of a token. Features of a word's form (its spelling, stem, ends,
// shape, character n-grams) depend on nothing else, so they are made once for each distinct word
// and then seen from every place around it: its own token, up to three before and after, and
// "somewhere" four to eight away. Features of context join several words, and name the phrases of
// gazetteers. Threads: any; plain values.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "learn/feature_hash.hpp"
#include "learn/gazetteer.hpp"

namespace leitstand::learn {

// Coarse kinds of words, for n-grams of kinds and for transitions: 0 is "no word here", then kinds
// by shape, then the most frequent words of the training text, each its own.
inline constexpr std::uint8_t kNoWord = 0;
inline constexpr std::uint8_t kFirstFrequentWord = 8;
inline constexpr std::size_t kWordClasses = 128;

class WordClasses {
  public:
    WordClasses() = default;
    // The frequent words by WordFeatures::key, the most frequent first; those that do not fit are
    // left out.
    explicit WordClasses(std::span<FeatureHash const> frequent);
    std::uint8_t of(FeatureHash key, std::string_view shape) const;

  private:
    std::unordered_map<FeatureHash, std::uint8_t> frequent_;
};

// Places from which a word is seen: 0 to 6 are three tokens before a token to three after.
inline constexpr std::size_t kPlaces = 9;
inline constexpr std::size_t kOwnPlace = 3;
inline constexpr std::size_t kSomewhereBefore = 7, kSomewhereAfter = 8;
inline constexpr std::size_t kNear = 3, kFar = 8; // tokens

struct WordFeatures {
    FeatureHash key = 0;   // the form with all digits as 0
    FeatureHash shape = 0; // upper and lower case, digits, other signs; runs of one kind as one
    FeatureHash gazetteer_word = 0;
    std::uint64_t gazetteer_entry = 0; // what the gazetteer says of the word alone
    std::uint8_t word_class = kNoWord;
    std::vector<FeatureHash> forms;              // from coarse to fine
    std::array<std::uint32_t, kPlaces> counts{}; // so many of `forms` are seen from each place
};

WordFeatures word_features(std::string_view word, WordClasses const& classes,
                           Gazetteer const& gazetteer);

// WordFeatures::key alone, to count words before there are classes.
FeatureHash word_key(std::string_view word);

// The feature `form` of a word as seen from `place`.
inline FeatureHash placed(FeatureHash form, std::size_t place) {
    return combine(combine(310, place), form);
}

// The feature that every token has.
FeatureHash always_feature();

// A sentence whose words are known, with what the gazetteer finds in it.
class TagContext {
  public:
    void begin(std::span<WordFeatures const* const> words, Gazetteer const& gazetteer);
    // Features that join several words, for the token `at`.
    void features(std::size_t at, std::vector<FeatureHash>& out) const;

  private:
    WordFeatures const& word(std::ptrdiff_t at) const;
    void add_joined_words(std::ptrdiff_t at, std::vector<FeatureHash>& out) const;
    void add_class_runs(std::ptrdiff_t at, std::vector<FeatureHash>& out) const;
    void add_phrases(std::ptrdiff_t at, std::vector<FeatureHash>& out) const;

    std::span<WordFeatures const* const> words_;
    std::vector<GazetteerHit> hits_;
    std::vector<std::vector<FeatureHash>> phrases_; // of each token
    std::vector<FeatureHash> gazetteer_words_;
    std::vector<std::uint64_t> gazetteer_entries_;
};

// Calls what(place, token) for every token of a sentence that the token `at` sees, its own
// included.
template <typename What>
void each_seen_word(std::size_t tokens, std::size_t at, What const& what) {
    auto const begin = at < kFar ? 0 : at - kFar;
    auto const end = std::min(tokens, at + kFar + 1);
    for (auto other = begin; other < end; ++other)
        if (other + kNear < at)
            what(kSomewhereBefore, other);
        else if (other > at + kNear)
            what(kSomewhereAfter, other);
        else
            what(other + kNear - at, other);
}

} // namespace leitstand::learn
