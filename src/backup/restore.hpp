// SPDX-License-Identifier: EUPL-1.2
// Brings a backup back in two steps: everything into an empty folder and an empty database, keys
// only into memory; then the check that it is whole, from the log's signature to the last blob.
// Whoever calls makes it usable only after both. Format: docs/formats/backup.md. Threads: the
// caller's.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "backup/target.hpp"
#include "base/crypto/crypto.hpp"
#include "base/limits.hpp"
#include "prove/entry_log.hpp"
#include "store/snapshot.hpp"

namespace leitstand {

struct RestoreOrder {
    std::filesystem::path source; // the folder of backups
    std::string name;             // of one; empty: the newest
    SecretKey sheet;              // the code of the recovery sheet
    std::filesystem::path home;   // an empty folder
    std::string database_url;     // an empty database; empty: SQLite in `home`
};

// What a backup brought besides what lies in `home` and the database.
struct Restored {
    std::string name;
    Manifest manifest;
    std::string manifest_sha256; // raw
    std::string database_url;
    std::string settings, master_key, log_key; // texts of the files; log_key empty: no log yet
    SnapshotFacts facts;
};

// Errors: those of ArchiveReader, parse_manifest() and SnapshotWriter; not_found "backup.none";
// damaged "backup.damaged" (with the file whose bytes are not those of the manifest),
// "backup.other_name" (the name is not of the time at which it was made); no_space
// "disk.full", "restore.cannot_write". What it wrote until then stays in `home` and the database.
Result<Restored> unpack_backup(RestoreOrder const& order, BackupProgress const& progress);

struct RestoreReport {
    std::uint64_t items = 0;
    std::uint64_t blobs = 0;   // opened
    std::uint64_t missing = 0; // blobs that the backup did not have either
    std::uint64_t rows = 0;
    std::uint64_t entries = 0; // of the log
    std::string log_key;       // vkey, to be compared with the one that the authority made known
};

// Errors: damaged with the key of what is wrong ("log.damaged", "log.other_entries",
// "blob.damaged", "database.damaged", "restore.other_rows", …); those of the rooms that it opens.
Result<RestoreReport> verify_restored(Restored const& restored, std::filesystem::path const& home,
                                      Limits const& limits, TimeSource& time,
                                      BackupProgress const& progress);

// What rooms above have to do of their own, in the transaction of the entry.
using AlsoRestored = std::function<Result<void>(Sql&, EntryLog const&)>;

// Enters into the restored log that it was restored.
Result<void> enter_restored(Restored const& restored, std::filesystem::path const& home,
                            Limits const& limits, TimeSource& time, AlsoRestored const& also = {});

} // namespace leitstand
