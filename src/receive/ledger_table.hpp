// SPDX-License-Identifier: EUPL-1.2
// The ledger's SQL: tables item, arrival, receipt_date_correction, kept_blob, ledger_counter
// (docs/formats/ledger.md). Sealed values come and go as raw bytes and lie in the tables as base64.
// Threads: one transaction, one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::ledger_table {

struct Row {
    std::int64_t number = 0;
    std::string id;
    std::int64_t arrived_at = 0;
    std::string receipt_date; // as last corrected
    std::string date_source;
    std::string channel;
    std::string entered_by;
    std::int64_t size_bytes = 0;
    bool is_plain_text = false;
    std::string blob_id;
    std::string wrapped_key;
    std::string sealed;
    std::string sealed_note;
    std::string fingerprint;
    std::string identical_to;
    std::string sealed_transfer{};    // written with the item, read apart; empty: none
    std::string sealed_date_reason{}; // written as the first entry of the date's history
};

struct CorrectionRow {
    std::string receipt_date;
    std::string source;
    std::string sealed_reason;
    std::string corrected_by;
    std::int64_t corrected_at = 0;
};

// First in the transaction of an intake: others wait here, so that numbers have no gap and no
// transaction is in vain.
Result<void> wait_for_turn(Sql& sql);
// The same for a transaction that also changes what others change: it stays serialisable.
Result<void> wait_for_turn_serialisable(Sql& sql);
Result<std::int64_t> next_number(Sql& sql);

Result<std::optional<Row>> find(Sql& sql, std::string const& id);
Result<std::optional<Row>> find_by_number(Sql& sql, std::int64_t number);
Result<std::optional<Row>> find_by_arrival(Sql& sql, std::string const& key_token);
Result<std::string> first_with_fingerprint(Sql& sql, std::string const& fingerprint); // id or empty
Result<void> insert(Sql& sql, Row const& row, std::string const& key_token);

Result<std::string> sealed_transfer_note(Sql& sql, std::int64_t number); // empty: none

struct Identical {
    std::string id;
    std::int64_t number = 0;
    std::int64_t arrived_at = 0;
};
Result<std::vector<Identical>> with_fingerprint(Sql& sql, std::string const& fingerprint,
                                                std::size_t count);

Result<void> append_correction(Sql& sql, std::int64_t number, CorrectionRow const& correction);
Result<std::vector<CorrectionRow>> corrections(Sql& sql, std::int64_t number);

Result<bool> blob_in_use(Sql& sql, std::string const& blob_id);
// Every blob that a row names, of items and of what other rooms keep for them, with the item's
// number; in no order.
using TakeBlob = std::function<Result<void>(std::int64_t number, std::string const& blob_id)>;
Result<void> each_blob(Sql& sql, TakeBlob const& take);

struct WrappedKey {
    std::int64_t number = 0;
    std::string id;
    std::string wrapped_key;
    std::int64_t arrived_at = 0;
};
Result<std::vector<WrappedKey>> wrapped_keys(Sql& sql, std::int64_t from, std::size_t count);
Result<std::vector<WrappedKey>> wrapped_keys_of(Sql& sql, std::vector<std::int64_t> const& numbers);
// Only if the key is still the one that was read.
Result<void> replace_wrapped_key(Sql& sql, WrappedKey const& old, std::string const& wrapped_key);

} // namespace leitstand::ledger_table
