// SPDX-License-Identifier: EUPL-1.2
#include "receive/ledger.hpp"

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "receive/ledger_table.hpp"
#include "receive/packing.hpp"
#include "store/job_queue.hpp"

namespace leitstand {

namespace {

constexpr std::array<std::pair<Channel, std::string_view>, 8> kChannels{
    {{Channel::upload, "upload"},
     {Channel::folder, "folder"},
     {Channel::command, "command"},
     {Channel::mailbox, "mailbox"},
     {Channel::web_form, "web_form"},
     {Channel::oral, "oral"},
     {Channel::telephone, "telephone"},
     {Channel::counter, "counter"}}};

constexpr std::array<std::pair<DateSource, std::string_view>, 4> kDateSources{
    {{DateSource::channel, "channel"},
     {DateSource::stamp, "stamp"},
     {DateSource::sidecar, "sidecar"},
     {DateSource::person, "person"}}};

constexpr std::chrono::hours kOrphanAge{1};
constexpr std::size_t kIdenticalMax = 100;
constexpr std::size_t kSweepAtOnce = 1'000;

std::string item_context(std::string_view id) {
    return fmt::format("item:{}", id);
}
std::string note_context(std::string_view id) {
    return fmt::format("note:{}", id);
}
std::string reason_context(std::string_view id) {
    return fmt::format("date reason:{}", id);
}

std::string transfer_context(std::string_view id) {
    return fmt::format("transfer note:{}", id);
}

// Somebody waits at a screen for these; bulk deliveries stand behind them.
int lane_of(Channel channel) {
    bool const in_bulk =
        channel == Channel::folder || channel == Channel::command || channel == Channel::mailbox;
    return in_bulk ? 1 : 0;
}

// Whether the transaction may have been stored although it reported an error.
bool outcome_unknown(Error const& error) {
    return error.code == Code::unavailable || error.code == Code::timed_out ||
           error.code == Code::internal;
}

class SealedLedger;

class SealedIntake final : public Intake {
  public:
    SealedIntake(SealedLedger& ledger, std::string id, SecretKey key,
                 std::unique_ptr<BlobWriter> blob)
        : ledger_(ledger), id_(std::move(id)), key_(key), blob_(std::move(blob)) {}

    Result<void> append(std::string_view bytes) override;
    Result<Item> commit(Arrival const& arrival) override;

  private:
    SealedLedger& ledger_;
    std::string id_;
    SecretKey key_;
    std::unique_ptr<BlobWriter> blob_;
};

class SealedLedger final : public Ledger {
  public:
    SealedLedger(Database& database, BlobStore& blobs, KeyRing const& keys, Limits const& limits,
                 TimeSource& time, EntryLog const& log)
        : database_(database), blobs_(blobs), keys_(keys), limits_(limits), time_(time), log_(log),
          fingerprint_key_(keys.purpose_key("fingerprint")),
          arrival_key_(keys.purpose_key("arrival")) {}

    void set_companion(LedgerCompanion* companion) override {
        ASSERT(companion == nullptr || companion_ == nullptr);
        companion_ = companion;
    }

    Result<std::unique_ptr<Intake>> begin() override {
        auto const free = TRY(blobs_.free_space_bytes());
        if (free < limits_.free_space_bytes_min)
            return fail(Code::no_space, "disk.full",
                        fmt::format("{} bytes are free, {} are needed", free,
                                    limits_.free_space_bytes_min));
        FAULT_POINT("intake.before_blob");
        auto const key = keys_.new_item_key();
        auto blob = TRY(blobs_.begin(key));
        return std::make_unique<SealedIntake>(*this, new_id(), key, std::move(blob));
    }

    Result<std::unique_ptr<PreparedEntry>> prepare(Arrival const& arrival,
                                                   std::string_view bytes) override;
    // What a prepared entry writes, and the end of its blob's wait for a row.
    Result<Item> write_in(Sql& sql, ledger_table::Row& row, Item const& draft,
                          std::string const& token,
                          std::function<Result<void>(Sql&, std::int64_t)> const& companion_writes);
    void settle(std::string const& blob_id);

    Limits const& limits() const { return limits_; }

    // Called once the bytes are all there; everything that can be refused is refused before the
    // blob is kept.
    Result<Item> enter_row(Arrival const& arrival, std::string const& id, SecretKey const& key,
                           BlobWriter& blob);

    Result<Item> find(std::string const& item_id) override {
        return one([&](Sql& sql) { return ledger_table::find(sql, item_id); });
    }

    Result<Item> find_by_receipt_number(std::string const& receipt_number) override {
        auto const parsed = parse_receipt_number(receipt_number);
        if (!parsed)
            return fail(Code::not_found, "item.not_found", "no receipt number");
        auto item =
            TRY(one([&](Sql& sql) { return ledger_table::find_by_number(sql, parsed->number); }));
        if (date_in_berlin(item.arrived_at).year != parsed->year)
            return fail(Code::not_found, "item.not_found", "another year");
        return item;
    }

    Result<SecretKey> item_key(Item const& item) override {
        return keys_.unwrap(item.wrapped_key, item.id);
    }

    Result<std::map<std::int64_t, ItemReference>>
    references(std::vector<std::int64_t> const& numbers) override {
        auto const rows = TRY(database_.read_for<std::vector<ledger_table::WrappedKey>>(
            [&](Sql& sql) { return ledger_table::wrapped_keys_of(sql, numbers); }));
        std::map<std::int64_t, ItemReference> found;
        for (auto const& row : rows) {
            auto key = keys_.unwrap(row.wrapped_key, row.id);
            found[row.number] = {row.id, receipt_number(Instant{row.arrived_at}, row.number),
                                 key ? std::optional{std::move(*key)} : std::nullopt};
        }
        return found;
    }

    Result<void>
    stream_original(Item const& item,
                    std::function<Result<void>(std::string_view)> const& take) override {
        return blobs_.stream(item.blob, TRY(item_key(item)), take);
    }

    Result<std::string> original(Item const& item) override {
        return blobs_.read_all(item.blob, TRY(item_key(item)), limits_.item_size_bytes_max);
    }

    Result<std::optional<TransferNote>> transfer_note(Item const& item) override;
    Result<std::vector<std::pair<std::string, std::string>>>
    identical_items(Item const& item) override;

    Result<void> correct_receipt_date(std::string const& item_id,
                                      DateCorrection const& correction) override;
    Result<std::vector<DateCorrection>> date_history(std::string const& item_id) override;
    Result<std::size_t> sweep_orphans() override;
    BlobHold hold(std::string const& blob_id) override;
    Result<Rewrapped> rewrap_keys(std::int64_t from, std::size_t count) override;

  private:
    using Find = std::function<Result<std::optional<ledger_table::Row>>(Sql&)>;

    Result<Item> one(Find const& find) {
        auto const row = TRY(database_.read_for<std::optional<ledger_table::Row>>(find));
        if (!row)
            return fail(Code::not_found, "item.not_found");
        return to_item(*row);
    }

    Result<Item> to_item(ledger_table::Row const& row);
    std::set<std::string> unsettled();
    std::string fingerprint(std::string_view sha256) const {
        return to_base64(hmac_sha256(fingerprint_key_, sha256));
    }
    std::string arrival_token(Arrival const& arrival) const {
        return to_base64(hmac_sha256(
            arrival_key_, fmt::format("{}:{}", channel_name(arrival.channel), arrival.key)));
    }
    Result<void> check(Arrival const& arrival, std::uint64_t size_bytes, Date today) const;
    ledger_table::Row new_row(Arrival const& arrival, Item const& item, SecretKey const& key) const;
    // The item and its `again` as the transaction found or made them.
    Result<Item> write_row(ledger_table::Row& row, Item const& draft, std::string const& token);
    Result<Item> known_item(ledger_table::Row const& known, std::string const& fingerprint);
    Result<LogEntry> entry_of(EntryType type, Item const& item, Item const& arrived);
    Result<Item> draft_of(Arrival const& arrival, std::string const& id, SecretKey const& key,
                          BlobWriter& blob);

    Database& database_;
    BlobStore& blobs_;
    KeyRing const& keys_;
    Limits const limits_;
    TimeSource& time_;
    EntryLog const& log_;
    SecretKey fingerprint_key_;
    SecretKey arrival_key_;
    LedgerCompanion* companion_ = nullptr;
    std::mutex unsettled_mutex_;
    std::set<std::string> unsettled_; // blobs of this process that have no row yet
};

Result<void> SealedIntake::append(std::string_view bytes) {
    ASSERT(blob_ != nullptr);
    if (bytes.size() > ledger_.limits().item_size_bytes_max - blob_->size_bytes())
        return fail(Code::too_large, "item.too_large");
    return blob_->append(bytes);
}

Result<Item> SealedIntake::commit(Arrival const& arrival) {
    ASSERT(blob_ != nullptr); // once only
    auto const blob = std::move(blob_);
    return ledger_.enter_row(arrival, id_, key_, *blob);
}

Result<void> SealedLedger::check(Arrival const& arrival, std::uint64_t size_bytes,
                                 Date today) const {
    ASSERT(!arrival.key.empty()); // each channel sets one
    if (size_bytes == 0)
        return fail(Code::bad_input, "item.empty");
    if (arrival.note.size() > limits_.entry_text_bytes_max)
        return fail(Code::too_large, "item.note_too_large");
    if (arrival.receipt_date && !arrival.receipt_date->valid())
        return fail(Code::bad_input, "receipt_date.wrong");
    if (arrival.receipt_date && *arrival.receipt_date > today)
        return fail(Code::bad_input, "receipt_date.in_future");
    if (!arrival.date_reason.empty() && !arrival.receipt_date)
        return fail(Code::bad_input, "receipt_date.missing");
    if (arrival.date_reason.size() > limits_.entry_text_bytes_max)
        return fail(Code::too_large, "item.note_too_large");
    return {};
}

ledger_table::Row SealedLedger::new_row(Arrival const& arrival, Item const& item,
                                        SecretKey const& key) const {
    ledger_table::Row row;
    row.id = item.id;
    row.receipt_date = to_iso(item.receipt_date);
    row.date_source = date_source_name(item.date_source);
    row.channel = channel_name(item.channel);
    row.entered_by = arrival.entered_by;
    row.size_bytes = static_cast<std::int64_t>(item.size_bytes);
    row.is_plain_text = item.is_plain_text;
    row.blob_id = item.blob.id;
    row.wrapped_key = item.wrapped_key;
    row.sealed = seal(key, item_context(item.id), pack_texts({item.blob.sha256, item.name}));
    if (!item.note.empty())
        row.sealed_note = seal(key, note_context(item.id), item.note);
    if (arrival.transfer)
        row.sealed_transfer =
            seal(key, transfer_context(item.id), pack_transfer_note(*arrival.transfer));
    if (!arrival.date_reason.empty())
        row.sealed_date_reason = seal(key, reason_context(item.id), arrival.date_reason);
    row.fingerprint = fingerprint(item.blob.sha256);
    return row;
}

// Makes the bytes durable; from here on the blob waits for its row.
Result<Item> SealedLedger::draft_of(Arrival const& arrival, std::string const& id,
                                    SecretKey const& key, BlobWriter& blob) {
    auto const today = date_in_berlin(time_.now());
    TRY(check(arrival, blob.size_bytes(), today));
    Item item;
    item.id = id;
    item.blob = TRY(blob.finish());
    {
        std::lock_guard const lock{unsettled_mutex_};
        unsettled_.insert(item.blob.id);
    }
    FAULT_POINT("intake.after_blob_before_row");
    item.receipt_date = arrival.receipt_date.value_or(today);
    item.date_source = arrival.receipt_date ? arrival.date_source : DateSource::channel;
    item.channel = arrival.channel;
    item.size_bytes = item.blob.size_bytes;
    item.sha256 = to_hex(item.blob.sha256);
    item.name = clean_file_name(arrival.name, limits_);
    item.note = arrival.note;
    item.entered_by = arrival.entered_by;
    item.is_plain_text = arrival.is_plain_text;
    item.wrapped_key = keys_.wrap(key, id);
    return item;
}

Result<Item> SealedLedger::enter_row(Arrival const& arrival, std::string const& id,
                                     SecretKey const& key, BlobWriter& blob) {
    auto const item = TRY(draft_of(arrival, id, key, blob));
    auto row = new_row(arrival, item, key);
    auto const token = arrival_token(arrival);
    auto entered = write_row(row, item, token);
    if (!entered && outcome_unknown(entered.error())) {
        // The connection may have gone after the commit: the arrival key tells. If it leads to an
        // earlier item, this delivery has no entry in the log and stays unanswered.
        auto const known = database_.read_for<std::optional<ledger_table::Row>>(
            [&](Sql& sql) { return ledger_table::find_by_arrival(sql, token); });
        if (known && *known && (*known)->id == id) {
            entered = known_item(**known, row.fingerprint);
            if (entered)
                entered->again = false;
        } else if (!known) {
            settle(item.blob.id);
            return entered; // the blob may have its row: sweep_orphans() will see
        }
    }
    if (!entered || entered->blob.id != item.blob.id)
        if (auto const removed = blobs_.remove(item.blob.id); !removed)
            log_warning("receive", "a blob stays for the sweep: {}", removed.error().describe());
    settle(item.blob.id);
    if (entered)
        FAULT_POINT("intake.after_commit");
    return entered;
}

Result<Item>
SealedLedger::write_in(Sql& sql, ledger_table::Row& row, Item const& draft,
                       std::string const& token,
                       std::function<Result<void>(Sql&, std::int64_t)> const& companion_writes) {
    if (auto const known = TRY(ledger_table::find_by_arrival(sql, token))) {
        auto const item = TRY(known_item(*known, row.fingerprint));
        TRY(log_.write(sql, TRY(entry_of(EntryType::item_delivered_again, item, draft))));
        return item;
    }
    row.number = TRY(ledger_table::next_number(sql));
    row.arrived_at = time_.now().microseconds;
    row.identical_to = TRY(ledger_table::first_with_fingerprint(sql, row.fingerprint));
    TRY(ledger_table::insert(sql, row, token));
    TRY(enqueue_job(sql, "read_item", row.id, lane_of(draft.channel), Instant{row.arrived_at}));
    if (companion_writes)
        TRY(companion_writes(sql, row.number));
    Item item = draft;
    item.number = row.number;
    item.arrived_at = Instant{row.arrived_at};
    item.receipt_number = receipt_number(item.arrived_at, row.number);
    item.identical_to = row.identical_to;
    TRY(log_.write(sql, TRY(entry_of(EntryType::item_received, item, draft))));
    return item;
}

// `arrived` is what came now, which may be a known item once more on another way.
Result<LogEntry> SealedLedger::entry_of(EntryType type, Item const& item, Item const& arrived) {
    LogEntry entry{.type = type,
                   .account = arrived.entered_by,
                   .item = entry_item(item, TRY(item_key(item))),
                   .details = {{"channel", std::string{channel_name(arrived.channel)}},
                               {"sha256", arrived.sha256}}};
    if (type == EntryType::item_received) {
        entry.details["receipt_date"] = to_iso(arrived.receipt_date);
        entry.details["date_source"] = date_source_name(arrived.date_source);
        entry.details["size_bytes"] = std::to_string(arrived.size_bytes);
    }
    return entry;
}

Result<Item> SealedLedger::write_row(ledger_table::Row& row, Item const& draft,
                                     std::string const& token) {
    auto const companion_writes = companion_ ? companion_->prepare_entry(draft)
                                             : std::function<Result<void>(Sql&, std::int64_t)>{};
    return database_.write_for<Item>([&](Sql& sql) -> Result<Item> {
        TRY(ledger_table::wait_for_turn(sql));
        return write_in(sql, row, draft, token, companion_writes);
    });
}

class SealedEntry final : public PreparedEntry {
  public:
    SealedEntry(SealedLedger& ledger, Item draft, ledger_table::Row row, std::string token,
                std::function<Result<void>(Sql&, std::int64_t)> companion_writes)
        : ledger_(ledger), draft_(std::move(draft)), row_(std::move(row)), token_(std::move(token)),
          companion_writes_(std::move(companion_writes)) {}
    ~SealedEntry() override { ledger_.settle(draft_.blob.id); }
    SealedEntry(SealedEntry const&) = delete;
    SealedEntry& operator=(SealedEntry const&) = delete;

    Result<Item> write(Sql& sql) override {
        return ledger_.write_in(sql, row_, draft_, token_, companion_writes_);
    }

  private:
    SealedLedger& ledger_;
    Item draft_;
    ledger_table::Row row_;
    std::string token_;
    std::function<Result<void>(Sql&, std::int64_t)> companion_writes_;
};

Result<std::unique_ptr<PreparedEntry>> SealedLedger::prepare(Arrival const& arrival,
                                                             std::string_view bytes) {
    if (bytes.size() > limits_.item_size_bytes_max)
        return fail(Code::too_large, "item.too_large");
    TRY(check(arrival, bytes.size(), date_in_berlin(time_.now())));
    auto const free = TRY(blobs_.free_space_bytes());
    if (free < limits_.free_space_bytes_min)
        return fail(Code::no_space, "disk.full");
    auto const key = keys_.new_item_key();
    auto const blob = TRY(blobs_.begin(key));
    TRY(blob->append(bytes));
    auto draft = TRY(draft_of(arrival, new_id(), key, *blob));
    auto row = new_row(arrival, draft, key);
    auto companion_writes = companion_ ? companion_->prepare_entry(draft)
                                       : std::function<Result<void>(Sql&, std::int64_t)>{};
    return std::make_unique<SealedEntry>(*this, std::move(draft), std::move(row),
                                         arrival_token(arrival), std::move(companion_writes));
}

Result<std::optional<TransferNote>> SealedLedger::transfer_note(Item const& item) {
    auto const sealed = TRY(database_.read_for<std::string>(
        [&](Sql& sql) { return ledger_table::sealed_transfer_note(sql, item.number); }));
    if (sealed.empty())
        return std::optional<TransferNote>{};
    return std::optional{TRY(unpack_transfer_note(
        TRY(open_sealed(TRY(item_key(item)), transfer_context(item.id), sealed))))};
}

Result<Item> SealedLedger::known_item(ledger_table::Row const& known,
                                      std::string const& fingerprint) {
    if (known.fingerprint != fingerprint)
        return fail(Code::conflict, "arrival.key_reused",
                    fmt::format("the key belongs to item {}, which has other bytes", known.id));
    auto item = TRY(to_item(known));
    item.again = true;
    return item;
}

void SealedLedger::settle(std::string const& blob_id) {
    std::lock_guard const lock{unsettled_mutex_};
    unsettled_.erase(blob_id);
}

Result<Item> SealedLedger::to_item(ledger_table::Row const& row) {
    Item item;
    item.id = row.id;
    item.number = row.number;
    item.arrived_at = Instant{row.arrived_at};
    item.receipt_number = receipt_number(item.arrived_at, row.number);
    item.receipt_date = TRY(parse_iso_date(row.receipt_date));
    item.date_source = TRY(parse_date_source(row.date_source));
    item.channel = TRY(parse_channel(row.channel));
    item.size_bytes = static_cast<std::uint64_t>(row.size_bytes);
    item.entered_by = row.entered_by;
    item.is_plain_text = row.is_plain_text;
    item.identical_to = row.identical_to;
    item.wrapped_key = row.wrapped_key;
    auto const key = TRY(keys_.unwrap(row.wrapped_key, row.id));
    auto const fields =
        TRY(unpack_texts(TRY(open_sealed(key, item_context(row.id), row.sealed)), 2));
    item.blob = {.id = row.blob_id, .size_bytes = item.size_bytes, .sha256 = fields[0]};
    item.sha256 = to_hex(fields[0]);
    item.name = fields[1];
    if (!row.sealed_note.empty())
        item.note = TRY(open_sealed(key, note_context(row.id), row.sealed_note));
    return item;
}

Result<std::vector<std::pair<std::string, std::string>>>
SealedLedger::identical_items(Item const& item) {
    auto const finger = fingerprint(item.blob.sha256);
    auto const rows = TRY(database_.read_for<std::vector<ledger_table::Identical>>(
        [&](Sql& sql) { return ledger_table::with_fingerprint(sql, finger, kIdenticalMax + 1); }));
    std::vector<std::pair<std::string, std::string>> found;
    for (auto const& row : rows)
        if (row.id != item.id && found.size() < kIdenticalMax)
            found.emplace_back(row.id, receipt_number(Instant{row.arrived_at}, row.number));
    return found;
}

Result<void> SealedLedger::correct_receipt_date(std::string const& item_id,
                                                DateCorrection const& correction) {
    if (!correction.receipt_date.valid())
        return fail(Code::bad_input, "receipt_date.wrong");
    if (correction.receipt_date > date_in_berlin(time_.now()))
        return fail(Code::bad_input, "receipt_date.in_future");
    if (correction.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Code::bad_input, "receipt_date.reason_missing");
    if (correction.reason.size() > limits_.entry_text_bytes_max)
        return fail(Code::too_large, "item.note_too_large");
    auto const item = TRY(find(item_id));
    auto const key = TRY(item_key(item));
    ledger_table::CorrectionRow const row{
        .receipt_date = to_iso(correction.receipt_date),
        .source = std::string{date_source_name(correction.source)},
        .sealed_reason = seal(key, reason_context(item.id), correction.reason),
        .corrected_by = correction.by,
        .corrected_at = time_.now().microseconds};
    return database_.write([&](Sql& sql) -> Result<void> {
        TRY(ledger_table::append_correction(sql, item.number, row));
        return log_.write(sql, {.type = EntryType::receipt_date_corrected,
                                .account = correction.by,
                                .item = entry_item(item, key),
                                .details = {{"receipt_date", row.receipt_date},
                                            {"source", row.source},
                                            {"reason", correction.reason}}});
    });
}

Result<std::vector<DateCorrection>> SealedLedger::date_history(std::string const& item_id) {
    auto const item = TRY(find(item_id));
    auto const key = TRY(item_key(item));
    auto const rows = TRY(database_.read_for<std::vector<ledger_table::CorrectionRow>>(
        [&](Sql& sql) { return ledger_table::corrections(sql, item.number); }));
    std::vector<DateCorrection> history;
    for (auto const& row : rows)
        history.push_back(
            {.receipt_date = TRY(parse_iso_date(row.receipt_date)),
             .source = TRY(parse_date_source(row.source)),
             .reason = TRY(open_sealed(key, reason_context(item.id), row.sealed_reason)),
             .by = row.corrected_by,
             .at = Instant{row.corrected_at}});
    return history;
}

Result<std::size_t> SealedLedger::sweep_orphans() {
    auto const age = std::chrono::duration_cast<std::chrono::microseconds>(kOrphanAge).count();
    auto const youngest = time_.now().microseconds - age;
    std::vector<std::string> old;
    TRY(blobs_.each([&](BlobStore::Stored const& blob) -> Result<void> {
        if (blob.stored_at.microseconds < youngest)
            old.push_back(blob.id);
        return {};
    }));
    std::size_t removed = 0;
    for (std::size_t at = 0; at < old.size(); at += kSweepAtOnce) {
        std::span const some{old.data() + at, std::min(kSweepAtOnce, old.size() - at)};
        std::vector<std::string> orphans;
        // Asked before the rows are: what is let go meanwhile has its row by then.
        auto const waiting = unsettled();
        TRY(database_.read([&](Sql& sql) -> Result<void> {
            orphans.clear();
            for (auto const& id : some)
                if (!waiting.contains(id) && !TRY(ledger_table::blob_in_use(sql, id)))
                    orphans.push_back(id);
            return {};
        }));
        for (auto const& id : orphans)
            TRY(blobs_.remove(id));
        removed += orphans.size();
    }
    return removed;
}

std::set<std::string> SealedLedger::unsettled() {
    std::lock_guard const lock{unsettled_mutex_};
    return unsettled_;
}

BlobHold SealedLedger::hold(std::string const& blob_id) {
    {
        std::lock_guard const lock{unsettled_mutex_};
        unsettled_.insert(blob_id);
    }
    return {this, [blob_id](SealedLedger* ledger) { ledger->settle(blob_id); }};
}

Result<Ledger::Rewrapped> SealedLedger::rewrap_keys(std::int64_t from, std::size_t count) {
    auto const rows = TRY(database_.read_for<std::vector<ledger_table::WrappedKey>>(
        [&](Sql& sql) { return ledger_table::wrapped_keys(sql, from, count); }));
    std::vector<std::pair<ledger_table::WrappedKey, std::string>> changes;
    for (auto const& row : rows)
        if (!keys_.wrapped_by_newest(row.wrapped_key))
            changes.emplace_back(row,
                                 keys_.wrap(TRY(keys_.unwrap(row.wrapped_key, row.id)), row.id));
    if (!changes.empty())
        TRY(database_.write([&](Sql& sql) -> Result<void> {
            for (auto const& [row, wrapped] : changes)
                TRY(ledger_table::replace_wrapped_key(sql, row, wrapped));
            return {};
        }));
    return Rewrapped{.changed = changes.size(),
                     .next = rows.size() < count || rows.empty() ? 0 : rows.back().number + 1};
}

} // namespace

EntryItem entry_item(Item const& item, SecretKey const& key) {
    return {.number = item.number, .id = item.id, .key = key};
}

Result<void> wait_to_enter(Sql& sql) {
    return ledger_table::wait_for_turn_serialisable(sql);
}

std::string_view channel_name(Channel channel) {
    for (auto const& [value, name] : kChannels)
        if (value == channel)
            return name;
    ASSERT(false);
}

Result<Channel> parse_channel(std::string_view name) {
    for (auto const& [value, known] : kChannels)
        if (known == name)
            return value;
    return fail(Code::bad_input, "channel.unknown");
}

std::string_view date_source_name(DateSource source) {
    for (auto const& [value, name] : kDateSources)
        if (value == source)
            return name;
    ASSERT(false);
}

Result<DateSource> parse_date_source(std::string_view name) {
    for (auto const& [value, known] : kDateSources)
        if (known == name)
            return value;
    return fail(Code::bad_input, "date_source.unknown");
}

Result<std::unique_ptr<Ledger>> Ledger::open(Database& database, BlobStore& blobs,
                                             KeyRing const& keys, Limits const& limits,
                                             TimeSource& time, EntryLog const& log) {
    return std::make_unique<SealedLedger>(database, blobs, keys, limits, time, log);
}

Result<Item> Ledger::enter(Arrival const& arrival, std::string_view bytes) {
    auto const intake = TRY(begin());
    TRY(intake->append(bytes));
    return intake->commit(arrival);
}

} // namespace leitstand
