// SPDX-License-Identifier: EUPL-1.2
// Finds what a letter has to do with others: candidates by keyed tokens, receipt numbers and equal
// bytes, then a comparison of their texts. Writes nothing. Bounds: decide/relations.hpp. Threads:
// any.
#pragma once

#include "decide/card.hpp"
#include "decide/relation_pack.hpp"
#include "decide/relation_table.hpp"
#include "decide/relations.hpp"

namespace leitstand::detail {

struct LetterAtHand {
    Item const& item;
    Document const& document;
    LetterTrace const& trace;
};

struct FoundRelation {
    std::int64_t later = 0, other = 0;
    std::int64_t run = 0; // of the later; 0: of the letter at hand, or read before `relate` ran
    std::string later_id;
    SecretKey later_key;
    StoredRelation stored;
};

// The context under which a letter's trace is sealed.
std::string trace_context(std::string_view item_id);

class RelationSearch {
  public:
    RelationSearch(Database& database, Ledger& ledger, KeyRing const& keys);

    // Of this installation; docs/formats/relations.md.
    std::uint64_t seed() const { return static_cast<std::uint64_t>(seed_); }
    std::vector<std::int64_t> tokens_of(LetterTrace const& trace) const;
    Result<std::vector<std::int64_t>> numbers_to_look_at(LetterAtHand const& letter);
    // The nearest kind first, then the newest. Errors: unavailable; a damaged neighbour is passed
    // over and logged.
    Result<std::vector<FoundRelation>> related(LetterAtHand const& letter, SecretKey const& key,
                                               Mode mode, std::vector<std::int64_t> const& numbers);

  private:
    struct Candidate {
        std::int64_t number = 0;
        std::string id, receipt_number;
        SecretKey key;
        LetterTrace trace;    // empty if it was read before `relate` ran
        std::int64_t run = 0; // of the trace, 0: none
        PairClues clues;
    };
    using StoredTrace = Result<relation_table::Trace>; // or why it cannot be read

    Result<LetterTrace> trace_of(Candidate const& candidate, StoredTrace const& row) const;
    Result<std::vector<Candidate>> candidates(LetterAtHand const& letter,
                                              std::vector<std::int64_t> const& numbers);
    Result<Document> document_of(Candidate const& candidate);
    Result<std::optional<Relation>> compare(LetterAtHand const& letter, Candidate& candidate,
                                            std::size_t& compared);

    Database& database_;
    Ledger& ledger_;
    Tokens tokens_;
    std::int64_t seed_;
};

} // namespace leitstand::detail
