// SPDX-License-Identifier: EUPL-1.2
// All phrases of the catalogue compiled into one automaton over words: a walk over the tokens finds
// every phrase, however many there are. Private to understand/. Threads: immutable after compile().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/tokens.hpp"

namespace leitstand::detail_understand {

struct PhraseHit {
    std::uint32_t phrase = 0; // as given to add()
    std::uint32_t first = 0;  // tokens, both inclusive
    std::uint32_t last = 0;
};

class Phrases {
  public:
    Phrases();
    Phrases(Phrases const&) = delete;
    Phrases& operator=(Phrases const&) = delete;
    // The number of the phrase; two that are read alike ("Räumung", "Raeumung") have the same, and
    // the first one's text.
    std::uint32_t add(std::string_view phrase);
    std::size_t size() const { return texts_.size(); }
    std::string const& text(std::uint32_t phrase) const { return texts_[phrase]; }
    // In the order of their first token. Signs other than § % € ? are passed over; no phrase
    // crosses a sentence.
    std::vector<PhraseHit> find(std::vector<text::Token> const& tokens) const;

  private:
    using WordId = std::uint32_t;
    struct Node {
        std::optional<std::uint32_t> phrase;                 // that ends here
        std::vector<std::pair<WordId, std::uint32_t>> edges; // to nodes, sorted by word
        std::uint32_t after_gap =
            0; // node from which the next word may stand up to four words further
    };
    struct Walk;

    WordId word_id(std::string_view word);
    std::uint32_t edge(std::uint32_t node, WordId word) const; // 0 if there is none
    std::uint32_t make_edge(std::uint32_t node, WordId word);
    void words_of(text::Token const& token, std::vector<WordId>& out) const;

    std::uint64_t set_number_; // unlike an address never used again
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<Node> nodes_{1};
    std::vector<std::uint32_t>
        root_; // node behind each first word, 0 if none: asked for every word
    std::unordered_map<std::string, WordId> stems_, forms_, prefixes_, suffixes_;
    std::vector<std::pair<std::string, WordId>> infixes_;
    std::vector<std::uint8_t> prefix_sizes_, suffix_sizes_; // that occur, ascending
    WordId words_ = 0;
};

} // namespace leitstand::detail_understand
