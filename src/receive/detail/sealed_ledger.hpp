// SPDX-License-Identifier: EUPL-1.2
// The ledger as it is: rows in the database, sealed, and bytes in the blob store. Its parts:
// ledger.cpp takes post in, ledger_items.cpp reads and corrects, ledger_upkeep.cpp tidies up.
// Threads: any.
#pragma once

#include <mutex>
#include <set>

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/ids.hpp"
#include "receive/ledger.hpp"
#include "receive/ledger_table.hpp"

namespace leitstand::detail {

// What a sealed column is bound to.
inline std::string item_context(std::string_view id) {
    return fmt::format("item:{}", id);
}
inline std::string note_context(std::string_view id) {
    return fmt::format("note:{}", id);
}
inline std::string reason_context(std::string_view id) {
    return fmt::format("date reason:{}", id);
}

inline std::string transfer_context(std::string_view id) {
    return fmt::format("transfer note:{}", id);
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

} // namespace leitstand::detail
