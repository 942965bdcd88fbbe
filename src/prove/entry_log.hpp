// SPDX-License-Identifier: EUPL-1.2
// Where every act leaves its entry. An act calls write() inside of its own transaction: both are
// stored or neither. A read of personal data calls enter(), before it hands anything out. Where the
// entry cannot be written the act is refused. The sequencer (prove/sequencer.hpp) brings the
// entries into the log's folder afterwards. Format: docs/formats/log-entries.md. Threads: any.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/crypto/crypto.hpp"
#include "prove/entry_record.hpp"
#include "prove/entry_table.hpp"
#include "prove/leaf.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"

namespace leitstand {

// The item that an entry is about: its record and salt are sealed with the item's key and go with
// it.
struct EntryItem {
    std::int64_t number = 0;
    std::string id;
    SecretKey key;
};

struct LogEntry {
    EntryType type = EntryType::item_received;
    std::string account{}; // who acted; empty: the program itself
    std::optional<EntryItem> item{};
    EntryDetails details{}; // exactly the fields of the type
};

// The roles of an account as words, read in the transaction of the act; "" for an unknown one.
// Stated here, known above.
using RolesOf = std::function<Result<std::string>(Sql&, std::string const& account)>;

class EntryLog {
  public:
    EntryLog(KeyRing const& keys, TimeSource& time, Circumstances circumstances = {},
             RolesOf roles_of = {});

    // In the transaction of the act, best as its last statement. Errors: those of the database;
    // unavailable "log.entry_not_written"; while the folder cannot be written, what refuse() was
    // told.
    Result<void> write(Sql& sql, LogEntry const& entry) const;
    // In a transaction of its own; durable when it returns.
    Result<void> enter(Database& database, LogEntry const& entry) const;

    // Enters that catalogue or configuration are others than when the program last ran. Called once
    // at start, before anything is done under them.
    Result<void> enter_changes(Database& database) const;

    // What an entry's leaf commits to. `item_key` for an entry about an item. Errors: not_found
    // "log.entry_deleted"; damaged "log.entry_damaged" (it does not open, or is not what the leaf
    // says).
    Result<Opening> open(entry_table::Row const& row, SecretKey const* item_key = nullptr) const;

    // Whether acts are accepted now: whoever would work for long asks before he begins. Errors:
    // what refuse() was told.
    Result<void> check_accepting() const;
    // Whether whoever writes the folder does so: no entry waits for longer than a minute. Errors:
    // unavailable "log.behind", those of the database.
    Result<void> check_in_time(Database& database) const;

    // For the sequencer: while the log cannot be written, acts are refused with this error.
    void refuse(Error const& why);
    void accept();

  private:
    TimeSource& time_;
    SecretKey key_; // for what belongs to no item
    Circumstances circumstances_;
    RolesOf roles_of_;
    mutable std::mutex mutex_;
    std::optional<Error> refusal_;
};

} // namespace leitstand
