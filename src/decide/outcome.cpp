// SPDX-License-Identifier: EUPL-1.2
// What the job loop brings: the waiting row of a new item, its attachments, and what came out of
// reading it.
#include "base/assert.hpp"
#include "decide/detail/sealed_inbox.hpp"
#include "decide/outcome_figures.hpp"
#include "decide/stacks.hpp"
#include "decide/waiting.hpp"
#include "decide/waiting_table.hpp"
#include "receive/packing.hpp"

namespace leitstand::detail {

std::function<Result<void>(Sql&, std::int64_t)> SealedInbox::prepare_entry(Item const& item) {
    inbox_table::Row row;
    auto const key = keys_.unwrap(item.wrapped_key, item.id);
    if (!key)
        return [error = key.error()](Sql&, std::int64_t) -> Result<void> {
            return tl::unexpected(error);
        };
    Card const card{.name = item.name,
                    .read_sender = {},
                    .sender = {},
                    .subject = {},
                    .unit = {},
                    .services = {},
                    .acts = {},
                    .themes = {}};
    row.card = seal_card(card, item.id, *key);
    row.tokens = tokens_.of_card(card, item.channel);
    return [row = std::move(row)](Sql& sql, std::int64_t number) -> Result<void> {
        auto numbered = row;
        numbered.number = number;
        return inbox_table::insert(sql, numbered);
    };
}

Result<KeptPart> SealedInbox::keep_part(Item const& item, std::uint32_t part,
                                        std::string const& name, std::string const& media_type,
                                        std::string_view bytes) {
    auto const key = TRY(ledger_.item_key(item));
    KeptPart kept{.part = part,
                  .name = clean_file_name(name, limits_),
                  .media_type = media_type,
                  .blob = TRY(blobs_.put(key, bytes))};
    kept.hold = ledger_.hold(kept.blob.id);
    return kept;
}

namespace {

// The first reading is by far the most frequent: its columns are sealed ahead of the transaction.
constexpr std::int64_t kFirstRun = 1;

// What the functions found, as an entry of the log says it: which of them ran, which of them show
// what they found, how much it is, and the hash of it as stored. One entry for all of a reading: an
// entry costs as much as what it is about.
EntryDetails finding_details(StoredUnderstanding const& stored, Inbox::Outcome const& outcome) {
    std::vector<std::string> ran;
    std::vector<std::string> shown;
    for (auto const& [function, version] : stored.understanding.functions) {
        ran.push_back(fmt::format("{} {}", function_name(function), version));
        if (stored.shows(function))
            shown.emplace_back(function_name(function));
    }
    Sha256 hash;
    for (auto const& finding : stored.understanding.findings)
        hash.update(pack_finding(finding) + "\n");
    hash.update(outcome.relations_sha256);
    return {{"functions", fmt::format("{}", fmt::join(ran, ", "))},
            {"shown", fmt::format("{}", fmt::join(shown, ", "))},
            {"findings", std::to_string(stored.understanding.findings.size() + outcome.relations)},
            {"sha256", to_hex(hash.finish())}};
}

std::string functions_shown(StoredUnderstanding const& stored) {
    std::string names;
    for (auto const& [function, version] : stored.understanding.functions)
        if (stored.shows(function))
            names += fmt::format("{}{}", names.empty() ? "" : " ", function_name(function));
    return names;
}

} // namespace

struct SealedInbox::PreparedOutcome {
    Item item;
    SecretKey key;
    ItemState state = ItemState::ready;
    std::string reason;
    std::uint32_t attempts = 0;
    std::int64_t finished_at = 0;
    ReadStatus status = ReadStatus::refused;
    std::string document;      // packed; empty: nothing was read
    std::string understanding; // packed
    std::optional<StoredUnderstanding> stored;
    Card card; // what the document says of itself
    std::vector<reading_table::Part> parts;
    reading_table::Reading first; // as it is stored if it is the first reading
    inbox_table::Row shown;       // its card and tokens if no person decided anything
    std::string document_sha256;  // of what is stored, hex
    EntryDetails findings;        // for the log, without the run; empty: no function ran
    std::string traits, shown_by; // for figures of waiting

    reading_table::Reading sealed_as(std::int64_t run) const {
        reading_table::Reading reading;
        reading.number = item.number;
        reading.run = run;
        reading.finished_at = finished_at;
        reading.sealed_document = seal(key, document_context(item.id, run), document);
        if (!understanding.empty())
            reading.sealed_understanding =
                seal(key, understanding_context(item.id, run), understanding);
        return reading;
    }
};

Result<void> SealedInbox::prepare_reading(PreparedOutcome& prepared, Outcome const& outcome) const {
    auto const& item = prepared.item;
    prepared.document = pack_document(*outcome.document);
    prepared.status = outcome.document->status;
    prepared.document_sha256 = to_hex(sha256(prepared.document));
    describe(prepared.card, *outcome.document);
    if (outcome.understanding) {
        prepared.understanding = pack_understanding(*outcome.understanding, outcome.shadow);
        prepared.stored = StoredUnderstanding{*outcome.understanding, outcome.shadow};
        if (!outcome.understanding->functions.empty())
            prepared.findings = finding_details(*prepared.stored, outcome);
        prepared.shown_by = functions_shown(*prepared.stored);
    }
    for (auto const& part : outcome.parts)
        prepared.parts.push_back(
            {.number = item.number,
             .run = 0,
             .part = part.part,
             .blob_id = part.blob.id,
             .size_bytes = part.blob.size_bytes,
             .sealed = seal(prepared.key, part_context(item.id, part.part),
                            pack_texts({part.blob.sha256, part.name, part.media_type}))});
    prepared.first = prepared.sealed_as(kFirstRun);
    Stand fresh;
    fresh.row.run = kFirstRun;
    if (prepared.stored)
        fresh.runs[kFirstRun] = *prepared.stored;
    prepared.shown.card = seal_card(prepared.card, item.id, prepared.key);
    return show(prepared.shown, item, prepared.key, fresh.findings(), fresh.unit());
}

Result<std::function<Result<void>(Sql&)>> SealedInbox::prepare_outcome(Item const& item,
                                                                       Outcome const& outcome) {
    ASSERT(outcome.state == ItemState::ready || outcome.state == ItemState::needs_person);
    ASSERT(outcome.document || (outcome.parts.empty() && !outcome.understanding));
    auto prepared = std::make_shared<PreparedOutcome>();
    prepared->item = item;
    prepared->key = TRY(ledger_.item_key(item));
    prepared->state = outcome.state;
    prepared->reason = outcome.reason;
    prepared->attempts = outcome.attempts;
    prepared->finished_at = time_.now().microseconds;
    prepared->card.name = item.name;
    prepared->traits =
        pack(waiting_traits(item.channel, outcome.document ? &*outcome.document : nullptr));
    if (outcome.document)
        TRY(prepare_reading(*prepared, outcome));
    return [this, prepared](Sql& sql) { return write_outcome(sql, *prepared); };
}

Result<void> SealedInbox::write_outcome(Sql& sql, PreparedOutcome const& prepared) {
    auto const before = TRY(find_row(sql, prepared.item));
    auto now = before;
    bool const closed = before.state == ItemState::closed;
    (closed ? now.state_before : now.state) = prepared.state; // what a person closed stays closed
    if (!closed || !is_stack_reason(before.reason)) // which says how it can be opened again
        now.reason = prepared.reason;
    now.attempts = prepared.attempts;
    now.version = before.version + 1;
    if (!prepared.document.empty())
        TRY(write_reading(sql, prepared, now));
    TRY(inbox_table::update(sql, before, now));
    bool const says_more = !prepared.document.empty() || before.run == 0;
    if (!closed && says_more &&
        waited_days(prepared.item.arrived_at, Instant{prepared.finished_at}))
        TRY(waiting_table::put(sql, prepared.item.number,
                               day_number(date_in_berlin(prepared.item.arrived_at)),
                               prepared.traits, prepared.shown_by));
    return write_entries(sql, prepared, prepared.document.empty() ? 0 : now.run);
}

// What came out of reading, and what the functions that ran have found in it.
Result<void> SealedInbox::write_entries(Sql& sql, PreparedOutcome const& prepared,
                                        std::int64_t run) {
    auto const write = [&](EntryType type, EntryDetails details) {
        details["run"] = std::to_string(run);
        return log_.write(sql, {.type = type,
                                .item = entry_item(prepared.item, prepared.key),
                                .details = std::move(details)});
    };
    if (prepared.state == ItemState::needs_person)
        TRY(write(EntryType::document_refused,
                  {{"reason", prepared.reason}, {"attempts", std::to_string(prepared.attempts)}}));
    else
        TRY(write(EntryType::document_read, {{"status", std::string{status_name(prepared.status)}},
                                             {"reason", prepared.reason},
                                             {"sha256", prepared.document_sha256}}));
    return prepared.findings.empty() ? Result<void>{}
                                     : write(EntryType::finding_made, prepared.findings);
}

Result<void> SealedInbox::write_reading(Sql& sql, PreparedOutcome const& prepared,
                                        inbox_table::Row& row) {
    auto const& item = prepared.item;
    row.run += 1;
    TRY(reading_table::insert(sql,
                              row.run == kFirstRun ? prepared.first : prepared.sealed_as(row.run)));
    for (auto part : prepared.parts) {
        part.run = row.run;
        TRY(claim_blob(sql, part.blob_id, item.number));
        TRY(reading_table::insert(sql, part));
    }
    if (row.decisions == 0) {
        row.card = prepared.shown.card;
        row.tokens = prepared.shown.tokens;
        return {};
    }
    // Persons decided on an earlier reading: what they said shows on.
    auto const sealed = TRY(sealed_stand(sql, item));
    auto stand = TRY(open_stand(item, prepared.key, sealed));
    stand.row.run = row.run;
    if (prepared.stored)
        stand.runs[row.run] = *prepared.stored;
    row.card = seal_card(prepared.card, item.id, prepared.key);
    return show(row, item, prepared.key, stand.findings(), stand.unit());
}

} // namespace leitstand::detail
