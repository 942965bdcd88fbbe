// SPDX-License-Identifier: EUPL-1.2
#include "decide/inbox.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "decide/detail/sealed_inbox.hpp"
#include "receive/packing.hpp"

namespace leitstand {

namespace detail {

namespace {
constexpr std::size_t kRowsAtOnce = 500;
constexpr std::size_t kSearchBytesMax = 200;
constexpr std::size_t kSearchWordsMax = 8;
} // namespace

std::string card_context(std::string_view item_id) {
    return fmt::format("card:{}", item_id);
}
std::string document_context(std::string_view item_id, std::int64_t run) {
    return fmt::format("document:{}:{}", item_id, run);
}
std::string understanding_context(std::string_view item_id, std::int64_t run) {
    return fmt::format("understanding:{}:{}", item_id, run);
}
std::string part_context(std::string_view item_id, std::uint32_t part) {
    return fmt::format("part:{}:{}", item_id, part);
}
std::string decision_context(std::string_view item_id, std::string_view finding,
                             std::int64_t version) {
    return fmt::format("decision:{}:{}:{}", item_id, finding, version);
}
std::string state_context(std::string_view item_id, std::int64_t version) {
    return fmt::format("state:{}:{}", item_id, version);
}

SealedInbox::SealedInbox(Database& database, Ledger& ledger, BlobStore& blobs, KeyRing const& keys,
                         Limits const& limits, TimeSource& time, EntryLog const& log,
                         std::shared_ptr<Catalogue const> catalogue)
    : database_(database), ledger_(ledger), blobs_(blobs), keys_(keys), limits_(limits),
      time_(time), log_(log), catalogue_(std::move(catalogue)),
      tokens_(keys.purpose_key(kInboxIndexPurpose)) {
    ledger_.set_companion(this);
}

SealedInbox::~SealedInbox() {
    ledger_.set_companion(nullptr);
}

std::string SealedInbox::seal_card(Card const& card, std::string const& item_id,
                                   SecretKey const& key) const {
    return seal(key, card_context(item_id), pack_card(card));
}

Result<Card> SealedInbox::open_card(std::string const& sealed, std::string const& item_id,
                                    SecretKey const& key) const {
    return unpack_card(TRY(open_sealed(key, card_context(item_id), sealed)));
}

// A program without an inbox entered these, or it stopped before this inbox existed. A damaged one
// is told of and passed by: it must not keep the server from the others.
Result<void> SealedInbox::give_missing_rows() {
    using Missing = std::vector<std::pair<std::int64_t, std::string>>;
    std::int64_t after = 0;
    std::size_t made = 0;
    while (true) {
        auto const missing = TRY(database_.read_for<Missing>(
            [&](Sql& sql) { return inbox_table::items_without_row(sql, after, kRowsAtOnce); }));
        if (missing.empty())
            break;
        after = missing.back().first;
        for (auto const& [number, id] : missing) {
            auto found = ledger_.find(id);
            if (!found && found.error().code == Code::damaged) {
                log_error("decide", "item {} gets no place in the inbox: {}", id,
                          found.error().describe());
                continue;
            }
            auto const item = TRY(found);
            auto const write_entry = prepare_entry(item);
            TRY(database_.write([&](Sql& sql) -> Result<void> {
                if (TRY(inbox_table::find(sql, item.number)))
                    return {};
                return write_entry(sql, item.number);
            }));
            ++made;
        }
    }
    if (made > 0)
        log_info("decide", "{} items got their place in the inbox", made);
    return {};
}

Result<inbox_table::Row> SealedInbox::find_row(Sql& sql, Item const& item) {
    auto row = TRY(inbox_table::find(sql, item.number));
    if (!row)
        return fail(Code::not_found, "item.not_found", "no inbox row");
    return std::move(*row);
}

DecidedFinding SealedInbox::Stand::unit_finding() const {
    auto const last = runs.find(row.run);
    return decided_unit(last == runs.end() ? StoredUnderstanding{} : last->second, decisions);
}

std::string SealedInbox::Stand::unit() const {
    auto const finding = unit_finding();
    if (finding.state == "rejected")
        return {};
    return finding.corrected_key.empty() ? finding.finding.key : finding.corrected_key;
}

Result<SealedInbox::SealedStand> SealedInbox::sealed_stand(Sql& sql, Item const& item) {
    SealedStand stand;
    stand.row = TRY(find_row(sql, item));
    if (stand.row.run > 0)
        stand.runs[stand.row.run] =
            TRY(reading_table::sealed_understanding(sql, item.number, stand.row.run));
    if (stand.row.decisions > 0)
        stand.decisions = TRY(reading_table::decisions(sql, item.number));
    for (auto const& decision : stand.decisions)
        if (auto const run = run_of(decision.finding); run > 0 && !stand.runs.contains(run))
            stand.runs[run] = TRY(reading_table::sealed_understanding(sql, item.number, run));
    return stand;
}

Result<SealedInbox::Stand> SealedInbox::open_stand(Item const& item, SecretKey const& key,
                                                   SealedStand const& sealed) {
    Stand stand;
    stand.row = sealed.row;
    for (auto const& [run, text] : sealed.runs)
        if (!text.empty())
            stand.runs[run] = TRY(unpack_understanding(
                TRY(open_sealed(key, understanding_context(item.id, run), text))));
    for (auto const& row : sealed.decisions) {
        StoredDecision decision;
        decision.finding = row.finding;
        decision.version = row.version;
        decision.kind = TRY(parse_decision_kind(row.kind));
        decision.decided_by = row.decided_by;
        decision.decided_at = Instant{row.decided_at};
        auto const context = decision_context(item.id, row.finding, row.version);
        TRY(unpack_decision(TRY(open_sealed(key, context, row.sealed)), decision));
        stand.decisions.push_back(std::move(decision));
    }
    return stand;
}

Result<SealedInbox::Stand> SealedInbox::stand_of(Item const& item, SecretKey const& key) {
    auto const sealed =
        TRY(database_.read_for<SealedStand>([&](Sql& sql) { return sealed_stand(sql, item); }));
    return open_stand(item, key, sealed);
}

Result<void> SealedInbox::show(inbox_table::Row& row, Item const& item, SecretKey const& key,
                               std::vector<DecidedFinding> const& findings,
                               std::string const& unit) const {
    auto card = TRY(open_card(row.card, item.id, key));
    describe(card, findings, unit);
    row.card = seal_card(card, item.id, key);
    row.tokens = tokens_.of_card(card, item.channel);
    return {};
}

std::optional<std::vector<std::int64_t>> SealedInbox::tokens_of(VisibleUnits const& units) const {
    if (!units)
        return std::nullopt;
    std::vector<std::int64_t> tokens{tokens_.of("unit", "")};
    for (auto const& unit : *units)
        tokens.push_back(tokens_.of("unit", unit));
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

Result<inbox_table::ListQuery> SealedInbox::query_of(InboxFilter const& filter) const {
    inbox_table::ListQuery query{.state = filter.state,
                                 .with_closed = filter.with_closed,
                                 .tokens = {},
                                 .visible = tokens_of(filter.visible_units),
                                 .number = {},
                                 .as_of = filter.as_of,
                                 .from = filter.from,
                                 .count = std::min(filter.count, limits_.page_rows_max)};
    std::array<std::pair<std::string_view, std::string const*>, 5> const keys{
        {{"service", &filter.service},
         {"act", &filter.act},
         {"theme", &filter.theme},
         {"unit", &filter.unit},
         {"channel", &filter.channel}}};
    for (auto const& [field, value] : keys)
        if (!value->empty())
            query.tokens.push_back(tokens_.of(field, *value));
    if (filter.words.size() > kSearchBytesMax)
        return fail(Code::too_large, "inbox.words_too_long");
    if (auto const receipt = parse_receipt_number(filter.words)) {
        query.number = receipt->number;
    } else if (!filter.words.empty()) {
        auto words = tokens_.of_words(filter.words);
        words.resize(std::min(words.size(), kSearchWordsMax));
        if (words.empty())
            query.number = 0; // no item has it, and none can fit
        query.tokens.insert(query.tokens.end(), words.begin(), words.end());
    }
    return query;
}

Result<InboxRow> SealedInbox::open_row(inbox_table::ListRow const& row) {
    InboxRow shown;
    shown.id = row.id;
    shown.number = row.number;
    shown.arrived_at = Instant{row.arrived_at};
    shown.receipt_number = receipt_number(shown.arrived_at, row.number);
    shown.receipt_date = TRY(parse_iso_date(row.receipt_date));
    shown.channel = TRY(parse_channel(row.channel));
    shown.state = row.state;
    shown.reason = row.reason;
    shown.identical = row.identical;
    auto const key = TRY(keys_.unwrap(row.wrapped_key, row.id));
    auto card = TRY(open_card(row.card, row.id, key));
    shown.sender = std::move(card.sender);
    shown.subject = std::move(card.subject);
    shown.name = std::move(card.name);
    shown.services = std::move(card.services);
    shown.acts = std::move(card.acts);
    shown.themes = std::move(card.themes);
    shown.unit = std::move(card.unit);
    return shown;
}

Result<InboxPage> SealedInbox::list(InboxFilter const& filter) {
    auto const query = TRY(query_of(filter));
    auto const answer = TRY(database_.read_for<inbox_table::ListAnswer>(
        [&](Sql& sql) { return inbox_table::list(sql, query); }));
    InboxPage page{.rows = {},
                   .total = static_cast<std::size_t>(answer.total),
                   .as_of = answer.as_of,
                   .newer = answer.newer};
    page.rows.reserve(answer.rows.size());
    for (auto const& row : answer.rows) {
        auto opened = open_row(row);
        if (!opened) {
            // One damaged row must not hide the others: it is shown without its content.
            log_error("decide", "item {} cannot be shown: {}", row.id, opened.error().describe());
            InboxRow bare;
            bare.id = row.id;
            bare.number = row.number;
            bare.arrived_at = Instant{row.arrived_at};
            bare.receipt_number = receipt_number(bare.arrived_at, row.number);
            bare.receipt_date = date_in_berlin(bare.arrived_at);
            bare.state = row.state;
            bare.reason = "item.damaged";
            opened = std::move(bare);
        }
        page.rows.push_back(std::move(*opened));
    }
    return page;
}

Result<ItemView> SealedInbox::view(std::string const& item_id) {
    ItemView view;
    view.item = TRY(ledger_.find(item_id));
    auto const& item = view.item;
    auto const key = TRY(ledger_.item_key(item));
    SealedStand sealed;
    std::optional<reading_table::Reading> reading;
    std::vector<reading_table::Part> parts;
    TRY(database_.read([&](Sql& sql) -> Result<void> {
        sealed = TRY(sealed_stand(sql, item));
        if (sealed.row.run > 0) {
            reading = TRY(reading_table::find(sql, item.number, sealed.row.run));
            parts = TRY(reading_table::parts(sql, item.number, sealed.row.run));
        }
        return {};
    }));
    auto const stand = TRY(open_stand(item, key, sealed));
    view.state = stand.row.state;
    view.reason = stand.row.reason;
    view.attempts = static_cast<std::uint32_t>(stand.row.attempts);
    view.version = stand.row.version;
    view.findings = stand.findings();
    view.unit = stand.unit();
    view.unit_finding = stand.unit_finding();
    if (auto const last = stand.runs.find(stand.row.run);
        last != stand.runs.end() &&
        (last->second.shows(FunctionKey::sort) || last->second.shows(FunctionKey::urgent)))
        view.mask = last->second.understanding.mask;
    if (auto const last = stand.runs.find(stand.row.run); last != stand.runs.end())
        view.shadows = last->second.shadow;
    if (auto const last = stand.runs.find(stand.row.run);
        last != stand.runs.end() && last->second.shows(FunctionKey::sort)) {
        view.requests = last->second.understanding.requests;
        view.held = last->second.understanding.held;
        view.held_because = last->second.understanding.held_because;
        // They rest on what `extract` found, too: nobody is shown what follows from a shadow.
        if (last->second.shows(FunctionKey::extract)) {
            if (last->second.shows(FunctionKey::urgent))
                view.clocks = last->second.understanding.clocks;
            if (last->second.shows(FunctionKey::complete))
                view.requirements = last->second.understanding.requirements;
        }
    }
    if (reading)
        view.document = TRY(unpack_document(TRY(
            open_sealed(key, document_context(item.id, reading->run), reading->sealed_document))));
    for (auto const& part : parts) {
        auto texts = TRY(
            unpack_texts(TRY(open_sealed(key, part_context(item.id, part.part), part.sealed)), 3));
        view.derived.push_back({.part = part.part,
                                .name = std::move(texts[1]),
                                .media_type = std::move(texts[2]),
                                .size_bytes = part.size_bytes});
    }
    view.date_history = TRY(ledger_.date_history(item_id));
    view.identical = TRY(ledger_.identical_items(item));
    return view;
}

Result<std::string> SealedInbox::part_bytes(std::string const& item_id, std::uint32_t part) {
    auto const item = TRY(ledger_.find(item_id));
    auto const key = TRY(ledger_.item_key(item));
    auto const parts = TRY(database_.read_for<std::vector<reading_table::Part>>(
        [&](Sql& sql) -> Result<std::vector<reading_table::Part>> {
            auto const row = TRY(find_row(sql, item));
            return reading_table::parts(sql, item.number, row.run);
        }));
    for (auto const& row : parts) {
        if (row.part != part)
            continue;
        auto const texts =
            TRY(unpack_texts(TRY(open_sealed(key, part_context(item.id, part), row.sealed)), 3));
        BlobRef const blob{.id = row.blob_id, .size_bytes = row.size_bytes, .sha256 = texts[0]};
        return blobs_.read_all(blob, key, limits_.unpacked_size_bytes_max);
    }
    return fail(Code::not_found, "part.not_found");
}

Result<Inbox::PartPlace> SealedInbox::part_place(std::string const& item_id, std::uint32_t part) {
    PartPlace place;
    place.item = TRY(ledger_.find(item_id));
    SealedStand sealed;
    std::vector<reading_table::Part> parts;
    TRY(database_.read([&](Sql& sql) -> Result<void> {
        sealed = TRY(sealed_stand(sql, place.item));
        if (part > 0 && sealed.row.run > 0)
            parts = TRY(reading_table::parts(sql, place.item.number, sealed.row.run));
        return {};
    }));
    auto const key = TRY(ledger_.item_key(place.item));
    place.unit = TRY(open_stand(place.item, key, sealed)).unit();
    if (part == 0)
        place.blob_id = place.item.blob.id;
    for (auto const& row : parts)
        if (row.part == part)
            place.blob_id = row.blob_id;
    return place;
}

Result<Inbox::Counts> SealedInbox::counts(VisibleUnits const& visible_units) {
    auto const visible = tokens_of(visible_units);
    return database_.read_for<Counts>([&](Sql& sql) { return inbox_table::counts(sql, visible); });
}

} // namespace detail

DecidedFinding const* find_finding(ItemView const& view, std::string_view id) {
    if (id == view.unit_finding.id)
        return &view.unit_finding;
    for (auto const& finding : view.findings)
        if (finding.id == id)
            return &finding;
    return nullptr;
}

std::string_view item_state_name(ItemState state) {
    static constexpr std::array<std::string_view, 4> kNames{"waiting", "ready", "needs_person",
                                                            "closed"};
    return kNames[static_cast<std::size_t>(state)];
}

Result<ItemState> parse_item_state(std::string_view name) {
    for (auto const state :
         {ItemState::waiting, ItemState::ready, ItemState::needs_person, ItemState::closed})
        if (item_state_name(state) == name)
            return state;
    return fail(Code::bad_input, "item.state_unknown");
}

std::string_view decision_kind_name(DecisionKind kind) {
    static constexpr std::array<std::string_view, 5> kNames{"confirm", "correct", "reject", "add",
                                                            "withdraw"};
    return kNames[static_cast<std::size_t>(kind)];
}

Result<DecisionKind> parse_decision_kind(std::string_view name) {
    for (auto const kind : {DecisionKind::confirm, DecisionKind::correct, DecisionKind::reject,
                            DecisionKind::add, DecisionKind::withdraw})
        if (decision_kind_name(kind) == name)
            return kind;
    return fail(Code::bad_input, "decision.unknown");
}

Result<std::unique_ptr<Inbox>> Inbox::open(Database& database, Ledger& ledger, BlobStore& blobs,
                                           KeyRing const& keys, Limits const& limits,
                                           TimeSource& time, EntryLog const& log,
                                           std::shared_ptr<Catalogue const> catalogue) {
    auto inbox = std::make_unique<detail::SealedInbox>(database, ledger, blobs, keys, limits, time,
                                                       log, std::move(catalogue));
    TRY(inbox->give_missing_rows());
    return inbox;
}

} // namespace leitstand
