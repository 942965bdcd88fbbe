// SPDX-License-Identifier: EUPL-1.2
#include "decide/detail/relation_search.hpp"

#include <algorithm>
#include <map>

#include "base/log.hpp"
#include "decide/detail/sealed_inbox.hpp"
#include "receive/packing.hpp"

namespace leitstand::detail {

namespace {

bool has_receipt(LetterTrace const& trace, std::string const& receipt_number) {
    return std::ranges::any_of(trace.marks, [&](LetterMark const& mark) {
        return mark.use == MarkUse::receipt && mark.value == receipt_number;
    });
}

} // namespace

std::string trace_context(std::string_view item_id) {
    return fmt::format("relation trace:{}", item_id);
}

RelationSearch::RelationSearch(Database& database, Ledger& ledger, KeyRing const& keys)
    : database_(database), ledger_(ledger), tokens_(keys.purpose_key("relations index")),
      seed_(Tokens{keys.purpose_key("relations seed")}.of("seed", "")) {}

std::vector<std::int64_t> RelationSearch::tokens_of(LetterTrace const& trace) const {
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
Result<std::vector<std::int64_t>> RelationSearch::numbers_to_look_at(LetterAtHand const& letter) {
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

Result<LetterTrace> RelationSearch::trace_of(Candidate const& candidate,
                                             StoredTrace const& row) const {
    auto const stored = TRY(StoredTrace{row});
    return unpack_trace(
        TRY(open_sealed(candidate.key, trace_context(candidate.id), stored.sealed)));
}

Result<std::vector<RelationSearch::Candidate>>
RelationSearch::candidates(LetterAtHand const& letter, std::vector<std::int64_t> const& numbers) {
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

Result<Document> RelationSearch::document_of(Candidate const& candidate) {
    auto const reading = TRY(database_.read_for<std::optional<reading_table::Reading>>(
        [&](Sql& sql) { return reading_table::find(sql, candidate.number, candidate.run); }));
    if (!reading)
        return fail(Code::not_found, "item.not_found");
    return unpack_document(TRY(open_sealed(
        candidate.key, document_context(candidate.id, candidate.run), reading->sealed_document)));
}

// Nothing: they have nothing to do with each other.
Result<std::optional<Relation>>
RelationSearch::compare(LetterAtHand const& letter, Candidate& candidate, std::size_t& compared) {
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

Result<std::vector<FoundRelation>>
RelationSearch::related(LetterAtHand const& letter, SecretKey const& key, Mode mode,
                        std::vector<std::int64_t> const& numbers) {
    std::vector<FoundRelation> found;
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
    std::ranges::stable_sort(found, [](FoundRelation const& a, FoundRelation const& b) {
        auto const& one = a.stored.relation;
        auto const& two = b.stored.relation;
        return one.kind != two.kind ? one.kind < two.kind : a.other > b.other;
    });
    if (found.size() > kRelationsMax)
        found.erase(found.begin() + kRelationsMax, found.end());
    return found;
}

} // namespace leitstand::detail
