// SPDX-License-Identifier: EUPL-1.2
// One database behind one door: SQLite (embedded, WAL, synchronous=FULL, one writer thread with
// group commit) or PostgreSQL (a pool). A folder's SQL stands in its own *_table.cpp, which
// includes "store/sql.hpp"; all others pass an opaque Sql& along, so that several tables can be
// written in one transaction. Threads: any; open it after the process has forked its helpers, whose
// copies would hold the server's lock. Limits: write_queue_max, group_commit_max,
// database_sessions_max, database_wait_ms, transaction_attempts_max.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace leitstand {

enum class Engine { sqlite, postgresql };

// Who opens a SQLite file. There is one server on a file at a time; short commands may write beside
// it.
enum class Holder { server, command };

class Sql; // one open transaction (store/sql.hpp)

class Database {
  public:
    // "sqlite:/path/leitstand.db" or "postgresql://…" (a libpq connection string). Runs the
    // migrations. Errors: conflict "database.in_use" (a second server on the same SQLite file),
    // refused "database.newer" (schema of a newer program), bad_input "database.url_wrong",
    // not_found "database.no_folder", no_right, unavailable.
    static Result<std::unique_ptr<Database>> open(std::string const& url, Limits const& limits,
                                                  Holder holder = Holder::server);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;

    // Runs `work` in a serialisable transaction and returns once it is durable. `work` may be run
    // again (serialisation failure, or a neighbour in its group commit filled the disk) and on
    // another thread, so it must not have effects outside the database beyond assigning results. An
    // error from `work` rolls back just this work. After a statement has failed, `work` must return
    // an error: PostgreSQL takes no further statement in that transaction. Never call write() from
    // inside of a write() or read(). Errors: those of `work`; no_space "database.full"; unavailable
    // "database.locked", "database.down" (also when the connection went while committing: whether
    // the work is stored is then unknown; look it up by its key); too_many "database.busy".
    virtual Result<void> write(std::function<Result<void>(Sql&)> const& work) = 0;

    // Runs `work` on a consistent snapshot, on the calling thread.
    virtual Result<void> read(std::function<Result<void>(Sql&)> const& work) = 0;

    // Looks through the stored pages and references (`leitstand doctor`; takes long on a large
    // file). Errors: damaged "database.damaged".
    virtual Result<void> check() = 0;

    using Take = std::function<Result<void>(std::string_view)>;
    // A copy of everything as it stood at one moment, while others write: `look` sees that moment,
    // then `take` gets the bytes of the copy in order (store/snapshot.hpp brings them back). Takes
    // long; neither function may use the database otherwise. Errors: those of `look` and `take`;
    // conflict "backup.runs" (SQLite: another process or thread takes a snapshot); unavailable
    // "database.tool_missing" (PostgreSQL without pg_dump) and "database.tool_failed"; no_space
    // "disk.full" (SQLite copies beside its file).
    virtual Result<void> snapshot(std::function<Result<void>(Sql&)> const& look,
                                  Take const& take) = 0;

    // write() and read() with a value.
    template <typename T>
    Result<T> write_for(std::function<Result<T>(Sql&)> const& work) {
        std::optional<T> value;
        TRY(write([&](Sql& sql) -> Result<void> {
            value = TRY(work(sql));
            return {};
        }));
        return std::move(*value);
    }
    template <typename T>
    Result<T> read_for(std::function<Result<T>(Sql&)> const& work) {
        std::optional<T> value;
        TRY(read([&](Sql& sql) -> Result<void> {
            value = TRY(work(sql));
            return {};
        }));
        return std::move(*value);
    }
};

} // namespace leitstand
