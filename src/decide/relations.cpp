// SPDX-License-Identifier: EUPL-1.2
#include "decide/relations.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "decide/card.hpp"
#include "decide/detail/relation_search.hpp"
#include "decide/detail/sealed_inbox.hpp"
#include "decide/outcome_table.hpp"
#include "receive/packing.hpp"

namespace leitstand {

namespace {

std::string relation_context(std::string_view later_id, std::int64_t other) {
    return fmt::format("relation:{}:{}", later_id, other);
}
std::string decision_context(std::string_view later_id, std::int64_t other, std::int64_t version) {
    return fmt::format("relation decision:{}:{}:{}", later_id, other, version);
}

class SealedRelations final : public Relations {
  public:
    SealedRelations(Database& database, Ledger& ledger, KeyRing const& keys, TimeSource& time,
                    EntryLog const& log)
        : database_(database), ledger_(ledger), time_(time), log_(log),
          search_(database, ledger, keys), inbox_tokens_(keys.purpose_key(kInboxIndexPurpose)) {}

    std::uint64_t seed() const override { return search_.seed(); }
    Result<Prepared> prepare(Item const& item, Document const& document, LetterTrace const& trace,
                             Mode mode) override;
    Result<void> catch_up(Item const& item, Document const& document, LetterTrace const& trace,
                          Mode mode, Prepared const& prepared,
                          std::function<Result<void>(Sql&)> const& first) override;
    Result<std::vector<Relation>> of(Item const& item) override;
    Result<Relation> decide(Item const& item, RelationDecision const& decision) override;
    Result<void> forget(Sql& sql, std::int64_t number) override {
        return relation_table::forget(sql, number);
    }

  private:
    static Result<bool> is_shown(Sql& sql, detail::FoundRelation const& pair);
    static Result<std::vector<relation_table::Relation>>
    rows_of(Sql& sql, std::vector<detail::FoundRelation> const& found, std::int64_t at_hand,
            std::int64_t run);
    Result<void> count_outcome(Sql& sql, Item const& item, relation_table::Decision const& decision,
                               RelationVerdict verdict) const;
    Result<Relation> opened(relation_table::Relation const& row, std::int64_t seen_from,
                            std::map<std::int64_t, ItemReference> const& references,
                            std::optional<relation_table::Decision> const& decision);

    Database& database_;
    Ledger& ledger_;
    TimeSource& time_;
    EntryLog const& log_;
    detail::RelationSearch search_;
    Tokens inbox_tokens_; // of units
};

// Whether persons see the pair now. A row that cannot be opened shows nothing.
Result<bool> SealedRelations::is_shown(Sql& sql, detail::FoundRelation const& pair) {
    auto const row = relation_table::relation(sql, pair.later, pair.other);
    if (!row && row.error().code != Code::damaged)
        return tl::unexpected(row.error());
    if (!row || !*row)
        return false;
    auto const packed =
        open_sealed(pair.later_key, relation_context(pair.later_id, pair.other), (*row)->sealed);
    return packed &&
           unpack_relation(*packed).value_or(StoredRelation{.relation = {}, .shown = false}).shown;
}

// `run` is the reading of the item at hand. What persons see of a pair, and may have confirmed,
// does not vanish because a reading in shadow finds it again.
Result<std::vector<relation_table::Relation>>
SealedRelations::rows_of(Sql& sql, std::vector<detail::FoundRelation> const& found,
                         std::int64_t at_hand, std::int64_t run) {
    std::vector<relation_table::Relation> rows;
    for (auto const& pair : found) {
        auto stored = pair.stored;
        stored.shown = stored.shown || TRY(is_shown(sql, pair));
        rows.push_back({.number = pair.later,
                        .other = pair.other,
                        .run = pair.later == at_hand ? run : pair.run,
                        .sealed = seal(pair.later_key, relation_context(pair.later_id, pair.other),
                                       pack_relation(stored))});
    }
    return rows;
}

Result<Relations::Prepared> SealedRelations::prepare(Item const& item, Document const& document,
                                                     LetterTrace const& trace, Mode mode) {
    detail::LetterAtHand const letter{item, document, trace};
    auto const key = TRY(ledger_.item_key(item));
    Prepared prepared;
    prepared.looked_at = TRY(search_.numbers_to_look_at(letter));
    auto const found = TRY(search_.related(letter, key, mode, prepared.looked_at));
    prepared.count = found.size();
    Sha256 hash;
    for (auto const& pair : found)
        hash.update(pack_relation(pair.stored) + "\n");
    prepared.sha256 = to_hex(hash.finish());
    relation_table::Trace const row{
        .number = item.number,
        .run = 0,
        .tokens = search_.tokens_of(trace),
        .sealed = seal(key, detail::trace_context(item.id), pack_trace(trace))};
    prepared.write = [number = item.number, row, found](Sql& sql) -> Result<void> {
        auto const stand = TRY(inbox_table::find(sql, number));
        if (!stand)
            return fail(Code::not_found, "item.not_found");
        auto now = row;
        now.run = stand->run;
        TRY(relation_table::replace(sql, now));
        auto const rows = TRY(rows_of(sql, found, number, stand->run));
        TRY(relation_table::remove_found(sql, number));
        for (auto const& relation : rows)
            TRY(relation_table::put(sql, relation));
        return {};
    };
    return prepared;
}

Result<void> SealedRelations::catch_up(Item const& item, Document const& document,
                                       LetterTrace const& trace, Mode mode,
                                       Prepared const& prepared,
                                       std::function<Result<void>(Sql&)> const& first) {
    detail::LetterAtHand const letter{item, document, trace};
    auto numbers = TRY(search_.numbers_to_look_at(letter));
    std::erase_if(numbers, [&](std::int64_t number) {
        return std::ranges::find(prepared.looked_at, number) != prepared.looked_at.end();
    });
    if (numbers.empty())
        return {};
    auto const found = TRY(search_.related(letter, TRY(ledger_.item_key(item)), mode, numbers));
    if (found.empty())
        return {};
    return database_.write([&](Sql& sql) -> Result<void> {
        TRY(first(sql));
        auto const stand = TRY(inbox_table::find(sql, item.number));
        for (auto const& row : TRY(rows_of(sql, found, item.number, stand ? stand->run : 0)))
            TRY(relation_table::put(sql, row));
        return {};
    });
}

Result<Relation> SealedRelations::opened(relation_table::Relation const& row,
                                         std::int64_t seen_from,
                                         std::map<std::int64_t, ItemReference> const& references,
                                         std::optional<relation_table::Decision> const& decision) {
    auto const later = references.find(row.number);
    auto const other = references.find(row.number == seen_from ? row.other : row.number);
    if (later == references.end() || other == references.end() || !later->second.key)
        return fail(Code::not_found, "relation.not_found"); // erased
    auto const stored = TRY(unpack_relation(TRY(open_sealed(
        *later->second.key, relation_context(later->second.id, row.other), row.sealed))));
    if (!stored.shown)
        return fail(Code::not_found, "relation.not_found");
    auto relation = stored.relation;
    relation.id = other->second.id;
    relation.receipt_number = other->second.receipt_number;
    relation.other_is_later = row.number != seen_from;
    if (decision) {
        auto const texts = TRY(unpack_texts(
            TRY(open_sealed(*later->second.key,
                            decision_context(later->second.id, row.other, decision->version),
                            decision->sealed)),
            2));
        relation.verdict = TRY(parse_relation_verdict(decision->kind));
        relation.version = decision->version;
        relation.decided_by = texts[1];
        relation.decided_at = Instant{decision->decided_at};
    }
    return relation;
}

Result<std::vector<Relation>> SealedRelations::of(Item const& item) {
    std::vector<relation_table::Relation> rows;
    std::vector<Result<std::optional<relation_table::Decision>>> decisions;
    TRY(database_.read([&](Sql& sql) -> Result<void> {
        decisions.clear();
        rows = TRY(relation_table::relations(sql, item.number, kRelationsShownMax));
        for (auto const& row : rows) {
            auto decision = relation_table::last_decision(sql, row.number, row.other);
            if (!decision && decision.error().code != Code::damaged)
                return tl::unexpected(decision.error());
            decisions.push_back(std::move(decision));
        }
        return {};
    }));
    std::set<std::int64_t> numbers;
    for (auto const& row : rows)
        numbers.insert({row.number, row.other});
    auto const references = TRY(ledger_.references({numbers.begin(), numbers.end()}));
    std::vector<Relation> relations;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto relation = decisions[i] ? opened(rows[i], item.number, references, *decisions[i])
                                     : Result<Relation>{tl::unexpected(decisions[i].error())};
        if (relation)
            relations.push_back(std::move(*relation));
        else if (relation.error().code != Code::not_found)
            log_warning("decide", "a relation of item {} cannot be opened: {}", item.id,
                        relation.error().describe());
    }
    std::ranges::stable_sort(relations, [](Relation const& a, Relation const& b) {
        bool const rejected_a = a.verdict == RelationVerdict::reject;
        bool const rejected_b = b.verdict == RelationVerdict::reject;
        return rejected_a != rejected_b ? rejected_b : a.kind < b.kind;
    });
    return relations;
}

// For the figures (docs/formats/inbox.md): counted in the unit of the item that the person had
// open.
Result<void> SealedRelations::count_outcome(Sql& sql, Item const& item,
                                            relation_table::Decision const& decision,
                                            RelationVerdict verdict) const {
    auto const finding = fmt::format("relation-{}", decision.other);
    if (verdict == RelationVerdict::open)
        return outcome_table::remove(sql, decision.number, finding);
    std::string unit;
    if (auto const row = TRY(inbox_table::find(sql, item.number)); row && !row->card.empty()) {
        auto const key = TRY(ledger_.item_key(item));
        auto const card =
            TRY(unpack_card(TRY(open_sealed(key, detail::card_context(item.id), row->card))));
        unit = card.unit;
    }
    return outcome_table::put(sql, {.number = decision.number,
                                    .finding = finding,
                                    .function = FunctionKey::relate,
                                    .kind = "relation",
                                    .outcome = verdict == RelationVerdict::confirm
                                                   ? DecisionOutcome::confirmed
                                                   : DecisionOutcome::rejected,
                                    .unit = inbox_tokens_.of("unit", unit),
                                    .day = day_number(date_in_berlin(Instant{decision.decided_at})),
                                    .decided_by = decision.decided_by});
}

Result<Relation> SealedRelations::decide(Item const& item, RelationDecision const& decision) {
    if (decision.reason.size() > kReasonBytesMax)
        return fail(Code::too_large, "request.field_wrong", "reason");
    auto const other = TRY(ledger_.find(decision.other));
    auto const later = std::max(item.number, other.number);
    auto const earlier = std::min(item.number, other.number);
    auto const references = TRY(ledger_.references({later, earlier}));
    auto const later_reference = references.find(later);
    if (later == earlier || later_reference == references.end() || !later_reference->second.key)
        return fail(Code::not_found, "relation.not_found");
    auto const& later_key = *later_reference->second.key;
    return database_.write_for<Relation>([&](Sql& sql) -> Result<Relation> {
        auto const row = TRY(relation_table::relation(sql, later, earlier));
        if (!row)
            return fail(Code::not_found, "relation.not_found");
        auto const last = TRY(relation_table::last_decision(sql, later, earlier));
        auto const before = TRY(opened(*row, item.number, references, last));
        if (decision.version != before.version)
            return fail(
                Code::conflict, "relation.changed",
                fmt::format("{}\t{}", before.decided_by, relation_verdict_name(before.verdict)));
        relation_table::Decision const now{
            .number = later,
            .other = earlier,
            .version = before.version + 1,
            .kind = std::string{relation_verdict_name(decision.verdict)},
            .decided_by = decision.by,
            .decided_at = time_.now().microseconds,
            .sealed =
                seal(later_key,
                     decision_context(later_reference->second.id, earlier, before.version + 1),
                     pack_texts({decision.reason, decision.by_name}))};
        TRY(relation_table::insert(sql, now));
        TRY(count_outcome(sql, item, now, decision.verdict));
        TRY(log_.write(sql, {.type = EntryType::decision_made,
                             .account = decision.by,
                             .item = entry_item(item, TRY(ledger_.item_key(item))),
                             .details = {{"finding", "relation"},
                                         {"version", std::to_string(now.version)},
                                         {"decision", now.kind},
                                         {"key", std::string{relation_kind_name(before.kind)}},
                                         {"value", other.receipt_number},
                                         {"reason", decision.reason}}}));
        return opened(*row, item.number, references, now);
    });
}

} // namespace

std::string_view relation_verdict_name(RelationVerdict verdict) {
    static constexpr std::array<std::string_view, 3> kNames{"open", "confirm", "reject"};
    return kNames[static_cast<std::size_t>(verdict)];
}

Result<RelationVerdict> parse_relation_verdict(std::string_view name) {
    for (auto const verdict :
         {RelationVerdict::open, RelationVerdict::confirm, RelationVerdict::reject})
        if (relation_verdict_name(verdict) == name)
            return verdict;
    return fail(Code::bad_input, "decision.unknown");
}

std::unique_ptr<Relations> Relations::open(Database& database, Ledger& ledger, KeyRing const& keys,
                                           TimeSource& time, EntryLog const& log) {
    return std::make_unique<SealedRelations>(database, ledger, keys, time, log);
}

} // namespace leitstand
