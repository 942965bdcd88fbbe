// SPDX-License-Identifier: EUPL-1.2
// The card: the few words that a list shows of an item, sealed apart so that one key and one
// opening give a row; and the keyed tokens by which a list is filtered without opening anything.
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/crypto/crypto.hpp"
#include "decide/inbox.hpp"

namespace leitstand {

struct Card {
    std::string name;        // file name
    std::string read_sender; // of the envelope
    std::string sender;      // shown: a person's word first, then the envelope, then a finding
    std::string subject;     // see shown_subject()
    std::string unit;
    std::vector<std::string> services, acts, themes;
};

std::string pack_card(Card const& card);
Result<Card> unpack_card(std::string_view packed);

// What a document is about, as people are shown it: of the envelope, else its subject line, else
// the line that stands where one would.
std::string shown_subject(Document const& document);

// What the document itself says: name, sender and subject of a card.
void describe(Card& card, Document const& document);
// What the findings say: keys and unit. `findings` as decided.
void describe(Card& card, std::vector<DecidedFinding> const& findings, std::string const& unit);

// The purpose of the inbox's key for tokens.
inline constexpr char kInboxIndexPurpose[] = "inbox index";

// Tokens are the first 63 bits of an HMAC under a purpose key.
class Tokens {
  public:
    explicit Tokens(SecretKey const& key) : key_(key) {}
    std::int64_t of(std::string_view field, std::string_view value) const;
    // Every token of an item, ascending, none twice.
    std::vector<std::int64_t> of_card(Card const& card, Channel channel) const;
    // One for each word that was typed into the search.
    std::vector<std::int64_t> of_words(std::string_view words) const;

  private:
    SecretKey key_;
};

// The text as it is, cut after so many code points; control characters become spaces.
std::string shortened(std::string_view text, std::size_t code_points_max);

} // namespace leitstand
