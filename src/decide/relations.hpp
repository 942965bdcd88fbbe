// SPDX-License-Identifier: EUPL-1.2
// Relations (Zusammenhänge) of items: the same letter again, the same matter, an answer to what we
// acknowledged. `work` prepares them beside an item's outcome and writes them in its transaction;
// persons confirm or reject them. A relation is a suggestion: nothing is closed, deleted or refused
// by it. Tokens under a purpose key lead to candidates; each is opened with its own key and
// compared before a relation is stored. Format: docs/formats/relations.md; reasons:
// docs/adr/0022-relations.md. Threads: any. Limits: the constants below.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decide/inbox.hpp"
#include "understand/relate.hpp"

namespace leitstand {

inline constexpr std::size_t kCandidatesPerTokenMax = 50; // the newest
inline constexpr std::size_t kCandidatesMax = 40;         // whose traces are opened
inline constexpr std::size_t kComparedMax = 8;            // whose texts are opened
inline constexpr std::size_t kRelationsMax = 10;          // found with one item
inline constexpr std::size_t kRelationsShownMax = 50;     // of one item, both directions
inline constexpr std::size_t kReceiptsNamedMax = 5;       // of our receipt numbers in one letter

// What persons say to a relation; `open` takes back.
enum class RelationVerdict : std::uint8_t { open, confirm, reject };
std::string_view relation_verdict_name(RelationVerdict verdict);
Result<RelationVerdict> parse_relation_verdict(std::string_view name); // "decision.unknown"

// One relation as shown on an item.
struct Relation {
    std::string id, receipt_number; // of the other item
    bool other_is_later = false;
    RelationKind kind = RelationKind::same_matter;
    std::optional<double> share;
    std::vector<LetterMark> references;  // places stand in the later item
    std::vector<Evidence> new_sentences; // likewise
    std::uint32_t new_count = 0, left_out = 0;
    RelationVerdict verdict = RelationVerdict::open;
    std::int64_t version = 1; // grows with each decision
    std::string decided_by;   // display name
    std::optional<Instant> decided_at;
};

struct RelationDecision {
    std::string other;        // id of the other item
    std::int64_t version = 0; // the one the person saw
    RelationVerdict verdict = RelationVerdict::confirm;
    std::string reason;
    std::string by, by_name; // account id, display name
};

class Relations {
  public:
    static std::unique_ptr<Relations> open(Database& database, Ledger& ledger, KeyRing const& keys,
                                           TimeSource& time, EntryLog const& log);
    virtual ~Relations() = default;

    virtual std::uint64_t seed() const = 0; // for UnderstandOptions

    // For work, where `relate` ran: compares now; write() goes into the transaction of the outcome,
    // behind it. What cannot be opened is told of and left out. Errors: those of the database.
    struct Prepared {
        std::function<Result<void>(Sql&)> write;
        std::size_t count = 0;
        std::string sha256; // of what was found, hex; for the log
        std::vector<std::int64_t> looked_at;
    };
    virtual Result<Prepared> prepare(Item const& item, Document const& document,
                                     LetterTrace const& trace, Mode mode) = 0;
    // After the outcome was stored: relates the item to those that were stored meanwhile, of which
    // prepare() could not know. Of two letters at the same time the one stored later sees the
    // other. `first` is called at the beginning of the transaction; what it refuses is not stored.
    virtual Result<void> catch_up(Item const& item, Document const& document,
                                  LetterTrace const& trace, Mode mode, Prepared const& prepared,
                                  std::function<Result<void>(Sql&)> const& first) = 0;

    // What is shown, open ones before rejected ones, by kind.
    virtual Result<std::vector<Relation>> of(Item const& item) = 0;

    // Errors: not_found "relation.not_found"; conflict "relation.changed" (detail: display name,
    // tab, verdict now); too_large "request.field_wrong" for a reason beyond kReasonBytesMax.
    virtual Result<Relation> decide(Item const& item, RelationDecision const& decision) = 0;

    // All rows of an item that is erased, in the transaction that erases it.
    virtual Result<void> forget(Sql& sql, std::int64_t number) = 0;
};

} // namespace leitstand
