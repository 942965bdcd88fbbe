// SPDX-License-Identifier: EUPL-1.2
// The way of post into the ledger: bytes, then one transaction with its row, job and entry.
#include "base/fault.hpp"
#include "base/log.hpp"
#include "receive/detail/sealed_ledger.hpp"
#include "receive/packing.hpp"
#include "store/job_queue.hpp"

namespace leitstand {

namespace detail {

namespace {

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

} // namespace

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

namespace {

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

} // namespace

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

} // namespace detail

EntryItem entry_item(Item const& item, SecretKey const& key) {
    return {.number = item.number, .id = item.id, .key = key};
}

Result<void> wait_to_enter(Sql& sql) {
    return ledger_table::wait_for_turn_serialisable(sql);
}

Result<std::unique_ptr<Ledger>> Ledger::open(Database& database, BlobStore& blobs,
                                             KeyRing const& keys, Limits const& limits,
                                             TimeSource& time, EntryLog const& log) {
    return std::make_unique<detail::SealedLedger>(database, blobs, keys, limits, time, log);
}

Result<Item> Ledger::enter(Arrival const& arrival, std::string_view bytes) {
    auto const intake = TRY(begin());
    TRY(intake->append(bytes));
    return intake->commit(arrival);
}

} // namespace leitstand
