// SPDX-License-Identifier: EUPL-1.2
// One database behind one door: SQLite (embedded, WAL, synchronous=FULL, one writer thread with group commit) or
// PostgreSQL (a pool). A folder's SQL stands in its own *_table.cpp, which includes "store/sql.hpp"; all others pass
// an opaque Sql& along, so that several tables can be written in one transaction.
// Threads: any. Limits: write_queue_max, group_commit_max.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace leitstand {

enum class Engine { sqlite, postgresql };

class Sql; // one open transaction (store/sql.hpp)

class Database {
  public:
    // "sqlite:/path/leitstand.db" or "postgresql://…" (a libpq connection string). Runs the migrations.
    // Errors: conflict "database.in_use" (a second server on the same SQLite file), refused "database.newer"
    // (schema of a newer program), no_right, unavailable.
    static Result<std::unique_ptr<Database>> open(std::string const& url, Limits const& limits);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;

    // Runs `work` in a transaction and returns once it is durable. `work` may be run again after a serialisation
    // failure, so it must not have effects outside the database. An error from `work` rolls back just this work.
    // Errors: those of `work`; no_space "database.full"; unavailable "database.locked", "database.down"; too_many.
    virtual Result<void> write(std::function<Result<void>(Sql&)> const& work) = 0;

    // Runs `work` on a consistent snapshot.
    virtual Result<void> read(std::function<Result<void>(Sql&)> const& work) = 0;

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
