// SPDX-License-Identifier: EUPL-1.2
// Makes a backup while the server runs: the log first, then one moment of the database, then the
// blobs that it names; the entry in the log, and only then the manifest, with which the backup is
// there. Sealed for the recovery sheet: who makes backups cannot read them. Format and the reasons
// of the order: docs/formats/backup.md. Threads: the caller's. Limit: backup_bytes_per_second_max.
#pragma once

#include <filesystem>
#include <string>

#include "backup/target.hpp"
#include "base/limits.hpp"
#include "prove/entry_log.hpp"
#include "store/database.hpp"

namespace leitstand {

// What is saved. Empty paths are left out.
struct BackupSource {
    Database& database;
    EntryLog const& log;
    std::filesystem::path home; // the data folder: blobs/, log/, models/, leitstand.toml
    std::filesystem::path key_file;
    std::filesystem::path log_key_file;
    std::filesystem::path catalogue_folder;
    std::string recipient; // public key of the recovery sheet, 32 bytes
};

struct BackupReport {
    std::string name;            // in the target
    std::string manifest_sha256; // raw; stands in the log's entry
    std::uint64_t archive_bytes = 0;
    std::uint64_t blobs = 0;
    std::uint64_t blob_bytes = 0;
    std::uint64_t new_blobs = 0; // copied now
    std::uint64_t new_bytes = 0;
    std::uint64_t removed = 0;        // blobs that only deleted backups named
    std::vector<std::string> missing; // named by the database, not in the data folder
    std::vector<std::string> damaged; // in the data folder; not what an earlier backup has
};

// Interrupted, it is called again and copies what is missing; the backups that were there stay as
// they are. Errors: those of BackupTarget and of Database::snapshot(); conflict
// "backup.keys_changed" (the master key was changed meanwhile), "backup.log_began" (the log's first
// entries came meanwhile); damaged "log.missing"; refused "backup.linked_folder" (models in a
// circle of links); those of EntryLog::enter().
Result<BackupReport> make_backup(BackupSource const& source, std::filesystem::path const& target,
                                 Limits const& limits, TimeSource& time,
                                 BackupProgress const& progress);

// Which of these blobs the database names at present.
Result<std::vector<std::string>> named_still(Database& database, std::vector<std::string> ids);

} // namespace leitstand
