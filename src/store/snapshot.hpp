// SPDX-License-Identifier: EUPL-1.2
// A whole database as one stream of bytes (Database::snapshot()), and back into an empty one.
// SQLite: the pages of the file as they stood at one moment. PostgreSQL: the custom format of
// pg_dump for the schema that the installation lies in, read and written by the programs of the
// package postgresql-client. Format: docs/formats/backup.md. Threads: an object belongs to one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace leitstand {

// What a database says of itself at the moment of the snapshot, to be held against the restored
// one.
struct SnapshotFacts {
    Engine engine = Engine::sqlite;
    std::string schema;                                     // PostgreSQL
    std::vector<std::pair<std::string, std::int64_t>> rows; // of each table, by its name
    bool operator==(SnapshotFacts const&) const = default;
};
Result<SnapshotFacts> snapshot_facts(Sql& sql);

class SnapshotWriter {
  public:
    // `url` as for Database::open(). Errors: conflict "restore.database_not_empty", refused
    // "restore.other_engine" and "restore.other_schema" (the snapshot is of another), unavailable
    // "database.tool_missing", those of a connection.
    static Result<std::unique_ptr<SnapshotWriter>> open(std::string const& url,
                                                        SnapshotFacts const& facts);
    virtual ~SnapshotWriter() = default; // without finish(): nothing stays
    virtual Result<void> append(std::string_view bytes) = 0;
    // All of it is in the database when it returns. Errors of both: no_space "disk.full",
    // "database.cannot_restore" with what the database said.
    virtual Result<void> finish() = 0;
};

// An empty database for a trial, gone with the object: a file in `folder`, or on PostgreSQL a
// database of its own beside that of `url`. Error: no_right "restore.no_scratch_database".
class ScratchDatabase {
  public:
    static Result<std::unique_ptr<ScratchDatabase>> make(std::string const& url,
                                                         std::filesystem::path const& folder);
    virtual ~ScratchDatabase() = default;
    virtual std::string const& url() const = 0;
};

// `url` without its password, for what is written down.
std::string without_password(std::string const& url);

} // namespace leitstand
