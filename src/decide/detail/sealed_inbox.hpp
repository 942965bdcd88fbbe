// SPDX-License-Identifier: EUPL-1.2
// The one implementation of Inbox, spread over inbox.cpp (list, view), outcome.cpp (what work
// brings) and decision.cpp (what persons do). Threads: any; it holds no state of its own but keys
// and limits.
#pragma once

#include "decide/card.hpp"
#include "decide/findings.hpp"
#include "decide/inbox.hpp"
#include "decide/inbox_table.hpp"
#include "decide/reading_table.hpp"

namespace leitstand::detail {

class SealedInbox final : public Inbox, public LedgerCompanion {
  public:
    SealedInbox(Database& database, Ledger& ledger, BlobStore& blobs, KeyRing const& keys,
                Limits const& limits, TimeSource& time, EntryLog const& log,
                std::shared_ptr<Catalogue const> catalogue);
    ~SealedInbox() override;

    Result<void> give_missing_rows();

    std::function<Result<void>(Sql&, std::int64_t)> prepare_entry(Item const& item) override;
    Result<std::function<Result<void>(Sql&)>> prepare_outcome(Item const& item,
                                                              Outcome const& outcome) override;
    Result<KeptPart> keep_part(Item const& item, std::uint32_t part, std::string const& name,
                               std::string const& media_type, std::string_view bytes) override;
    Result<InboxPage> list(InboxFilter const& filter) override;
    Result<ItemView> view(std::string const& item_id) override;
    Result<std::string> part_bytes(std::string const& item_id, std::uint32_t part) override;
    Result<PartPlace> part_place(std::string const& item_id, std::uint32_t part) override;
    Result<DecidedFinding> decide(std::string const& item_id,
                                  FindingDecision const& decision) override;
    Result<void> set_state(std::string const& item_id, std::int64_t version, ItemState state,
                           std::string const& reason, std::string const& by) override;
    Result<void> try_again(std::string const& item_id, std::string const& by) override;
    Result<Counts> counts(VisibleUnits const& visible_units) override;

  private:
    // All that is decided about an item, with what it was decided on.
    struct Stand {
        inbox_table::Row row;
        std::map<std::int64_t, StoredUnderstanding> runs;
        std::vector<StoredDecision> decisions;
        std::vector<DecidedFinding> findings() const {
            return decided_findings(runs, row.run, decisions);
        }
        // Of the last reading, if it is shown; what a person decided about it goes before.
        DecidedFinding unit_finding() const;
        std::string unit() const;
    };
    struct SealedStand;
    struct PreparedOutcome; // all of an outcome that can be sealed ahead of its transaction

    Result<inbox_table::Row> find_row(Sql& sql, Item const& item);
    Result<SealedStand> sealed_stand(Sql& sql, Item const& item);
    Result<Stand> open_stand(Item const& item, SecretKey const& key, SealedStand const& sealed);
    Result<Stand> stand_of(Item const& item, SecretKey const& key);
    Result<InboxRow> open_row(inbox_table::ListRow const& row);
    Result<inbox_table::ListQuery> query_of(InboxFilter const& filter) const;
    std::optional<std::vector<std::int64_t>> tokens_of(VisibleUnits const& units) const;

    Result<void> prepare_reading(PreparedOutcome& prepared, Outcome const& outcome) const;
    Result<void> write_outcome(Sql& sql, PreparedOutcome const& prepared);
    Result<void> write_reading(Sql& sql, PreparedOutcome const& prepared, inbox_table::Row& row);
    Result<void> write_entries(Sql& sql, PreparedOutcome const& prepared, std::int64_t run);

    Result<DecidedFinding> decide_once(Item const& item, SecretKey const& key,
                                       FindingDecision const& decision);
    // `known` and `last`: the finding as it stands and the last decision on it, if any.
    Result<void> check(FindingDecision const& decision, DecidedFinding const* known,
                       StoredDecision const* last) const;
    Result<void> check_key(FindingKind kind, std::string const& key,
                           std::string const& value) const;
    Result<void> change_state(std::string const& item_id, std::string const& reason,
                              std::string const& by,
                              std::function<Result<void>(Sql&, inbox_table::Row&)> const& change);
    // Card and tokens of `row` as findings and unit want them.
    Result<void> show(inbox_table::Row& row, Item const& item, SecretKey const& key,
                      std::vector<DecidedFinding> const& findings, std::string const& unit) const;
    Result<Card> open_card(std::string const& sealed, std::string const& item_id,
                           SecretKey const& key) const;
    std::string seal_card(Card const& card, std::string const& item_id, SecretKey const& key) const;

    Database& database_;
    Ledger& ledger_;
    BlobStore& blobs_;
    KeyRing const& keys_;
    Limits const limits_;
    TimeSource& time_;
    EntryLog const& log_;
    std::shared_ptr<Catalogue const> catalogue_;
    Tokens tokens_;
};

struct SealedInbox::SealedStand {
    inbox_table::Row row;
    std::map<std::int64_t, std::string> runs; // sealed understandings
    std::vector<reading_table::Decision> decisions;
};

// What the log says of a change of an item's state.
LogEntry state_entry(EntryItem item, inbox_table::Row const& before, inbox_table::Row const& now,
                     std::string const& reason, std::string const& by);

// What each sealed column is bound to, so that none can be put in another's place.
std::string card_context(std::string_view item_id);
std::string document_context(std::string_view item_id, std::int64_t run);
std::string understanding_context(std::string_view item_id, std::int64_t run);
std::string part_context(std::string_view item_id, std::uint32_t part);
std::string decision_context(std::string_view item_id, std::string_view finding,
                             std::int64_t version);
std::string state_context(std::string_view item_id, std::int64_t version);

} // namespace leitstand::detail
