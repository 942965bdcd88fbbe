// SPDX-License-Identifier: EUPL-1.2
#include "decide/relations.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "decide/card.hpp"
#include "decide/detail/sealed_inbox.hpp"
#include "decide/outcome_table.hpp"
#include "decide/relation_pack.hpp"
#include "decide/relation_table.hpp"
#include "receive/packing.hpp"

namespace leitstand {

namespace {

std::string trace_context(std::string_view item_id) {
    return fmt::format("relation trace:{}", item_id);
}
std::string relation_context(std::string_view later_id, std::int64_t other) {
    return fmt::format("relation:{}:{}", later_id, other);
}
std::string decision_context(std::string_view later_id, std::int64_t other, std::int64_t version) {
    return fmt::format("relation decision:{}:{}:{}", later_id, other, version);
}

bool has_receipt(LetterTrace const& trace, std::string const& receipt_number) {
    return std::ranges::any_of(trace.marks, [&](LetterMark const& mark) {
        return mark.use == MarkUse::receipt && mark.value == receipt_number;
    });
}

class SealedRelations final : public Relations {
  public:
    SealedRelations(Database& database, Ledger& ledger, KeyRing const& keys, TimeSource& time,
                    EntryLog const& log)
        : database_(database), ledger_(ledger), time_(time), log_(log),
          tokens_(keys.purpose_key("relations index")),
          inbox_tokens_(keys.purpose_key(kInboxIndexPurpose)),
          seed_(Tokens{keys.purpose_key("relations seed")}.of("seed", "")) {}

    std::uint64_t seed() const override { return static_cast<std::uint64_t>(seed_); }
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
    // The letter at hand, and one that may have to do with it.
    struct Letter {
        Item const& item;
        Document const& document;
        LetterTrace const& trace;
    };
    struct Candidate {
        std::int64_t number = 0;
        std::string id, receipt_number;
        SecretKey key;
        LetterTrace trace;    // empty if it was read before `relate` ran
        std::int64_t run = 0; // of the trace, 0: none
        PairClues clues;
    };
    using StoredTrace = Result<relation_table::Trace>; // or why it cannot be read
    struct Found {
        std::int64_t later = 0, other = 0;
        std::int64_t run = 0; // of the later; 0: of the letter at hand, or read before `relate` ran
        std::string later_id;
        SecretKey later_key;
        StoredRelation stored;
    };

    std::vector<std::int64_t> tokens_of(LetterTrace const& trace) const;
    Result<std::vector<std::int64_t>> numbers_to_look_at(Letter const& letter);
    Result<std::vector<Candidate>> candidates(Letter const& letter,
                                              std::vector<std::int64_t> const& numbers);
    Result<std::vector<Found>> related(Letter const& letter, SecretKey const& key, Mode mode,
                                       std::vector<std::int64_t> const& numbers);
    Result<LetterTrace> trace_of(Candidate const& candidate, StoredTrace const& row) const;
    static Result<bool> is_shown(Sql& sql, Found const& pair);
    static Result<std::vector<relation_table::Relation>>
    rows_of(Sql& sql, std::vector<Found> const& found, std::int64_t at_hand, std::int64_t run);
    Result<Document> document_of(Candidate const& candidate);
    Result<std::optional<Relation>> compare(Letter const& letter, Candidate& candidate,
                                            std::size_t& compared);
    Result<void> count_outcome(Sql& sql, Item const& item, relation_table::Decision const& decision,
                               RelationVerdict verdict) const;
    Result<Relation> opened(relation_table::Relation const& row, std::int64_t seen_from,
                            std::map<std::int64_t, ItemReference> const& references,
                            std::optional<relation_table::Decision> const& decision);

    Database& database_;
    Ledger& ledger_;
    TimeSource& time_;
    EntryLog const& log_;
    Tokens tokens_;
    Tokens inbox_tokens_; // of units
    std::int64_t seed_;
};

std::vector<std::int64_t> SealedRelations::tokens_of(LetterTrace const& trace) const {
    std::vector<std::int64_t> tokens;
    if (trace.can_resemble())
        for (std::size_t band = 0; band < kRelateBands; ++band)
            tokens.push_back(
                tokens_.of(fmt::format("band{}", band), band_of(trace.signature, band)));
    if (!trace.digest.empty())
        tokens.push_back(tokens_.of("text", trace.digest));
    for (auto const& mark : trace.marks)
        if (mark.use != MarkUse::writer)
            tokens.push_back(tokens_.of("mark", mark.value));
    std::ranges::sort(tokens);
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

// Those with equal tokens, those with the same bytes, and those whose receipt number it names.
Result<std::vector<std::int64_t>> SealedRelations::numbers_to_look_at(Letter const& letter) {
    auto const tokens = tokens_of(letter.trace);
    auto const found =
        TRY(database_.read_for<std::vector<relation_table::Candidate>>([&](Sql& sql) {
            return relation_table::candidates(sql, letter.item.number, tokens,
                                              kCandidatesPerTokenMax);
        }));
    std::vector<std::int64_t> numbers;
    auto const add = [&](std::int64_t number) {
        if (number != letter.item.number && numbers.size() < kCandidatesMax &&
            std::ranges::find(numbers, number) == numbers.end())
            numbers.push_back(number);
    };
    std::size_t named = 0;
    for (auto const& mark : letter.trace.marks)
        if (auto const receipt = parse_receipt_number(mark.value);
            mark.use == MarkUse::receipt && receipt && ++named <= kReceiptsNamedMax)
            if (auto const item = ledger_.find_by_receipt_number(mark.value))
                add(item->number);
    for (auto const& [id, receipt_number] : TRY(ledger_.identical_items(letter.item)))
        if (auto const receipt = parse_receipt_number(receipt_number);
            receipt && numbers.size() < kRelationsMax)
            add(receipt->number);
    for (auto const& candidate : found)
        add(candidate.number);
    return numbers;
}

Result<LetterTrace> SealedRelations::trace_of(Candidate const& candidate,
                                              StoredTrace const& row) const {
    auto const stored = TRY(StoredTrace{row});
    return unpack_trace(
        TRY(open_sealed(candidate.key, trace_context(candidate.id), stored.sealed)));
}

Result<std::vector<SealedRelations::Candidate>>
SealedRelations::candidates(Letter const& letter, std::vector<std::int64_t> const& numbers) {
    auto const references = TRY(ledger_.references(numbers));
    std::map<std::int64_t, StoredTrace> traces;
    TRY(database_.read([&](Sql& sql) -> Result<void> {
        for (auto const number : numbers) {
            auto trace = relation_table::trace(sql, number);
            if (!trace && trace.error().code != Code::damaged)
                return tl::unexpected(trace.error());
            if (!trace)
                traces.insert_or_assign(number, tl::unexpected(trace.error()));
            else if (*trace)
                traces.insert_or_assign(number, std::move(**trace));
        }
        return {};
    }));
    auto const identical = TRY(ledger_.identical_items(letter.item));
    std::vector<Candidate> result;
    for (auto const number : numbers) {
        auto const reference = references.find(number);
        if (reference == references.end() || !reference->second.key)
            continue; // erased
        Candidate candidate{.number = number,
                            .id = reference->second.id,
                            .receipt_number = reference->second.receipt_number,
                            .key = *reference->second.key,
                            .trace = {},
                            .run = 0,
                            .clues = {}};
        if (auto const row = traces.find(number); row != traces.end()) {
            auto trace = trace_of(candidate, row->second);
            if (trace) {
                candidate.trace = std::move(*trace);
                candidate.run = row->second->run;
            } else {
                log_warning("decide", "the trace of item {} cannot be opened: {}", candidate.id,
                            trace.error().describe());
            }
        }
        candidate.clues.same_bytes = std::ranges::any_of(
            identical, [&](auto const& other) { return other.first == candidate.id; });
        result.push_back(std::move(candidate));
    }
    return result;
}

Result<Document> SealedRelations::document_of(Candidate const& candidate) {
    auto const reading = TRY(database_.read_for<std::optional<reading_table::Reading>>(
        [&](Sql& sql) { return reading_table::find(sql, candidate.number, candidate.run); }));
    if (!reading)
        return fail(Code::not_found, "item.not_found");
    return unpack_document(
        TRY(open_sealed(candidate.key, detail::document_context(candidate.id, candidate.run),
                        reading->sealed_document)));
}

// Nothing: they have nothing to do with each other.
Result<std::optional<Relation>> SealedRelations::compare(Letter const& letter, Candidate& candidate,
                                                         std::size_t& compared) {
    bool const is_later = letter.item.number > candidate.number;
    auto const& later = is_later ? letter.trace : candidate.trace;
    auto const& earlier = is_later ? candidate.trace : letter.trace;
    auto& clues = candidate.clues;
    clues.names_receipt =
        has_receipt(later, is_later ? candidate.receipt_number : letter.item.receipt_number);
    std::optional<LetterComparison> comparison;
    if (!clues.same_bytes && candidate.run > 0 && compared < kComparedMax &&
        worth_comparing(later, earlier)) {
        ++compared;
        auto const other = TRY(document_of(candidate));
        comparison = is_later ? compare_letters(letter.document, other, seed())
                              : compare_letters(other, letter.document, seed());
        clues.share = comparison->share;
    }
    auto const kind = relation_kind(later, earlier, clues);
    if (!kind)
        return std::optional<Relation>{};
    Relation relation;
    relation.kind = *kind;
    relation.references = shared_numbers(later.marks, earlier.marks);
    for (auto const& mark : later.marks)
        if (mark.use == MarkUse::receipt &&
            mark.value == (is_later ? candidate.receipt_number : letter.item.receipt_number))
            relation.references.push_back(mark);
    if (clues.same_bytes)
        relation.share = 1;
    if (comparison && *kind <= RelationKind::near_copy) {
        relation.share = comparison->share;
        relation.new_sentences = std::move(comparison->new_sentences);
        relation.new_count = comparison->new_count;
        relation.left_out = comparison->left_out;
    }
    return std::optional{std::move(relation)};
}

Result<std::vector<SealedRelations::Found>>
SealedRelations::related(Letter const& letter, SecretKey const& key, Mode mode,
                         std::vector<std::int64_t> const& numbers) {
    std::vector<Found> found;
    std::size_t compared = 0;
    for (auto& candidate : TRY(candidates(letter, numbers))) {
        auto relation = compare(letter, candidate, compared);
        if (!relation && relation.error().code == Code::unavailable)
            return tl::unexpected(relation.error());
        if (!relation) {
            // A damaged neighbour must not keep this letter from the desk.
            log_warning("decide", "item {} was not compared with {}: {}", letter.item.id,
                        candidate.id, relation.error().describe());
            continue;
        }
        if (!*relation)
            continue;
        bool const is_later = letter.item.number > candidate.number;
        found.push_back({.later = std::max(letter.item.number, candidate.number),
                         .other = std::min(letter.item.number, candidate.number),
                         .run = is_later ? 0 : candidate.run,
                         .later_id = is_later ? letter.item.id : candidate.id,
                         .later_key = is_later ? key : candidate.key,
                         .stored = {std::move(**relation), mode != Mode::shadow}});
    }
    std::ranges::stable_sort(found, [](Found const& a, Found const& b) {
        auto const& one = a.stored.relation;
        auto const& two = b.stored.relation;
        return one.kind != two.kind ? one.kind < two.kind : a.other > b.other;
    });
    if (found.size() > kRelationsMax)
        found.erase(found.begin() + kRelationsMax, found.end());
    return found;
}

// Whether persons see the pair now. A row that cannot be opened shows nothing.
Result<bool> SealedRelations::is_shown(Sql& sql, Found const& pair) {
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
SealedRelations::rows_of(Sql& sql, std::vector<Found> const& found, std::int64_t at_hand,
                         std::int64_t run) {
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
    Letter const letter{item, document, trace};
    auto const key = TRY(ledger_.item_key(item));
    Prepared prepared;
    prepared.looked_at = TRY(numbers_to_look_at(letter));
    auto const found = TRY(related(letter, key, mode, prepared.looked_at));
    prepared.count = found.size();
    Sha256 hash;
    for (auto const& pair : found)
        hash.update(pack_relation(pair.stored) + "\n");
    prepared.sha256 = to_hex(hash.finish());
    relation_table::Trace const row{.number = item.number,
                                    .run = 0,
                                    .tokens = tokens_of(trace),
                                    .sealed = seal(key, trace_context(item.id), pack_trace(trace))};
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
    Letter const letter{item, document, trace};
    auto numbers = TRY(numbers_to_look_at(letter));
    std::erase_if(numbers, [&](std::int64_t number) {
        return std::ranges::find(prepared.looked_at, number) != prepared.looked_at.end();
    });
    if (numbers.empty())
        return {};
    auto const found = TRY(related(letter, TRY(ledger_.item_key(item)), mode, numbers));
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
