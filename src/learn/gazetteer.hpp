// SPDX-License-Identifier: EUPL-1.2
// Lists of names (persons, places, laws) and where phrases of them stand in a sentence. Kept as a
// table of hashes, each with the lists that hold the phrase and whether a longer phrase begins with
// it, so that the longest is found without trying all lengths. A model carries its gazetteer.
// Threads: any, once made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "learn/feature_hash.hpp"

namespace leitstand::learn {

inline constexpr std::size_t kGazetteerListsMax = 16;
inline constexpr std::size_t kGazetteerPhraseWordsMax = 12; // of a longer one the beginning counts
inline constexpr std::size_t kGazetteerPhrasesMax = 1'000'000;
inline constexpr std::uint64_t kGazetteerFileBytesMax = 64ull << 20; // docs/limits.md

// A phrase in a sentence: tokens [begin, end) stand in `list`.
struct GazetteerHit {
    std::uint32_t begin = 0, end = 0;
    std::uint8_t list = 0;
    bool operator==(GazetteerHit const&) const = default;
};

// The hash by which a gazetteer knows a word.
FeatureHash gazetteer_word(std::string_view word);

class Gazetteer {
  public:
    Gazetteer() = default;
    Gazetteer(Gazetteer&&) noexcept = default;
    Gazetteer& operator=(Gazetteer&&) noexcept = default;
    // Every "NAME.list" of a folder in name order, one phrase a line, words parted by spaces.
    // Errors: not_found "gazetteer.none" (no folder, or no list in it); too_large
    // "gazetteer.too_many"; those of base/files.hpp.
    static Result<Gazetteer> read(std::filesystem::path const& folder);
    static Result<Gazetteer> of_lists(std::span<std::vector<std::string_view> const> lists);
    // A table of a model, which must live as long. Errors: damaged "model.damaged".
    static Result<Gazetteer> over(std::span<std::uint64_t const> table);

    std::span<std::uint64_t const> table() const { return table_; }
    bool empty() const { return table_.empty(); }

    // What the table says of a word alone, gazetteer_word(); 0: nothing.
    std::uint64_t look_up_word(FeatureHash word) const;

    // For each beginning and list the longest phrase. `words` are gazetteer_word()s, `single` what
    // look_up_word() said of each, since words come again and their answers can be kept.
    void find(std::span<FeatureHash const> words, std::span<std::uint64_t const> single,
              std::vector<GazetteerHit>& hits) const;

  private:
    std::uint64_t look_up(FeatureHash phrase) const;

    std::vector<std::uint64_t> own_;
    std::span<std::uint64_t const> table_; // of own_, or of a model
};

} // namespace leitstand::learn
