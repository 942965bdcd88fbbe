// SPDX-License-Identifier: EUPL-1.2
// What the job loop brings: the waiting row of a new item, its attachments, and what came out of
// reading it.
#include "base/assert.hpp"
#include "decide/detail/sealed_inbox.hpp"
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
    return KeptPart{.part = part,
                    .name = clean_file_name(name, limits_),
                    .media_type = media_type,
                    .blob = TRY(blobs_.put(key, bytes))};
}

namespace {

// Everything of an outcome that can be sealed before its run number is known.
struct Prepared {
    Item item;
    SecretKey key;
    ItemState state = ItemState::ready;
    std::string reason;
    std::uint32_t attempts = 0;
    std::string document;      // packed
    std::string understanding; // packed
    std::int64_t finished_at = 0;
    Card card;
    std::vector<reading_table::Part> parts;
};

// The first reading is by far the most frequent: its columns are sealed ahead of the transaction.
constexpr std::int64_t kFirstRun = 1;

} // namespace

Result<std::function<Result<void>(Sql&)>> SealedInbox::prepare_outcome(Item const& item,
                                                                       Outcome const& outcome) {
    ASSERT(outcome.state == ItemState::ready || outcome.state == ItemState::needs_person);
    ASSERT(outcome.document || (outcome.parts.empty() && !outcome.understanding));
    auto prepared = std::make_shared<Prepared>();
    prepared->item = item;
    prepared->key = TRY(ledger_.item_key(item));
    prepared->state = outcome.state;
    prepared->reason = outcome.reason;
    prepared->attempts = outcome.attempts;
    prepared->finished_at = time_.now().microseconds;
    prepared->card.name = item.name;
    auto const& key = prepared->key;
    std::optional<StoredUnderstanding> stored;
    if (outcome.document) {
        prepared->document = pack_document(*outcome.document);
        describe(prepared->card, *outcome.document);
    }
    if (outcome.understanding) {
        prepared->understanding = pack_understanding(*outcome.understanding, outcome.shadow);
        stored = StoredUnderstanding{*outcome.understanding, outcome.shadow};
    }
    for (auto const& part : outcome.parts)
        prepared->parts.push_back(
            {.number = item.number,
             .run = 0,
             .part = part.part,
             .blob_id = part.blob.id,
             .size_bytes = part.blob.size_bytes,
             .sealed = seal(key, part_context(item.id, part.part),
                            pack_texts({part.blob.sha256, part.name, part.media_type}))});
    auto const seal_run = [prepared](std::int64_t run) {
        auto const& p = *prepared;
        reading_table::Reading reading{.number = p.item.number,
                                       .run = run,
                                       .finished_at = p.finished_at,
                                       .sealed_document = {},
                                       .sealed_understanding = {}};
        reading.sealed_document = seal(p.key, document_context(p.item.id, run), p.document);
        if (!p.understanding.empty())
            reading.sealed_understanding =
                seal(p.key, understanding_context(p.item.id, run), p.understanding);
        return reading;
    };
    std::optional<reading_table::Reading> first;
    if (outcome.document)
        first = seal_run(kFirstRun);

    // Without decisions of persons the card is known beforehand too.
    Stand fresh;
    fresh.row.run = kFirstRun;
    if (stored)
        fresh.runs[kFirstRun] = *stored;
    auto shown = std::make_shared<inbox_table::Row>();
    shown->card = seal_card(prepared->card, item.id, key);
    TRY(show(*shown, item, key, fresh.findings(), fresh.unit()));

    return [this, prepared, seal_run, first = std::move(first), stored = std::move(stored),
            shown](Sql& sql) -> Result<void> {
        auto const& p = *prepared;
        auto const before = TRY(find_row(sql, p.item));
        auto now = before;
        bool const closed = before.state == ItemState::closed;
        (closed ? now.state_before : now.state) = p.state; // what a person closed stays closed
        now.reason = p.reason;
        now.attempts = p.attempts;
        now.version = before.version + 1;
        if (first) {
            now.run = before.run + 1;
            TRY(reading_table::insert(sql, now.run == kFirstRun ? *first : seal_run(now.run)));
        }
        for (auto part : p.parts) {
            part.run = now.run;
            TRY(claim_blob(sql, part.blob_id, p.item.number));
            TRY(reading_table::insert(sql, part));
        }
        if (before.decisions == 0 && first) {
            now.card = shown->card;
            now.tokens = shown->tokens;
        } else if (first) {
            auto sealed = TRY(sealed_stand(sql, p.item));
            auto stand = TRY(open_stand(p.item, p.key, sealed));
            stand.row.run = now.run;
            if (stored)
                stand.runs[now.run] = *stored;
            now.card = seal_card(p.card, p.item.id, p.key);
            TRY(show(now, p.item, p.key, stand.findings(), stand.unit()));
        }
        return inbox_table::update(sql, before, now);
    };
}

} // namespace leitstand::detail
