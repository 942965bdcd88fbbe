// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/migration.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/fault.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "store/detail/kept_statements.hpp"

namespace leitstand::detail {

namespace {

void begin(soci::session& session, Engine engine) {
    if (engine == Engine::sqlite) {
        run_script(session, engine, "BEGIN IMMEDIATE");
        return;
    }
    // Any constant will do, as long as every process of Leitstand takes the same one. Steps may
    // take long.
    run_script(session, engine,
               "BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(7201536914)");
}

void roll_back(soci::session& session, Engine engine) {
    try {
        run_script(session, engine, "ROLLBACK");
    } catch (std::exception const&) {
        // The transaction is gone already: SQLite ended it, or the connection is lost.
    }
}

std::set<int> taken_steps(soci::session& session) {
    std::set<int> taken;
    int number = 0;
    soci::statement read =
        (session.prepare << "SELECT version FROM schema_version", soci::into(number));
    read.execute();
    while (read.fetch())
        taken.insert(number);
    return taken;
}

// One step in the open transaction; nothing if another process has taken it meanwhile.
void take_step(soci::session& session, Migration const& step) {
    int taken = 0;
    session << "SELECT count(*) FROM schema_version WHERE version = :number", soci::into(taken),
        soci::use(step.number);
    if (taken > 0)
        return;
    run_script(session, step.engine, std::string{step.sql});
    FAULT_POINT("migration.before_version");
    std::string const name{step.name};
    std::string const at = to_rfc3339(system_time().now());
    session << "INSERT INTO schema_version (version, name, taken_at) VALUES (:version, :name, "
               ":taken_at)",
        soci::use(step.number), soci::use(name), soci::use(at);
    FAULT_POINT("migration.before_commit");
}

// Runs `call` in a transaction of its own.
template <typename F>
Result<void> in_transaction(soci::session& session, Engine engine, F&& call) {
    try {
        begin(session, engine);
        call();
        run_script(session, engine, "COMMIT");
        return {};
    } catch (...) {
        auto error = sql_error();
        roll_back(session, engine);
        return tl::unexpected(std::move(error));
    }
}

} // namespace

void run_script(soci::session& session, Engine engine, std::string const& sql) {
    if (engine == Engine::sqlite) {
        auto* const connection = connection_of(session);
        int const code =
            sqlite_api::sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK)
            throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(connection),
                                           sqlite_api::sqlite3_extended_errcode(connection));
        return;
    }
    auto* const connection =
        static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
    std::unique_ptr<PGresult, decltype(&PQclear)> const result{PQexec(connection, sql.c_str()),
                                                               PQclear};
    auto const status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return;
    char const* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    throw soci::postgresql_soci_error(PQresultErrorMessage(result.get()),
                                      state == nullptr ? "     " : state);
}

Result<void> migrate(soci::session& session, Engine engine, std::span<Migration const> steps) {
    std::set<int> taken;
    TRY(in_transaction(session, engine, [&] {
        run_script(session, engine,
                   "CREATE TABLE IF NOT EXISTS schema_version ("
                   "version INTEGER PRIMARY KEY, name TEXT NOT NULL, taken_at TEXT NOT NULL)");
        taken = taken_steps(session);
    }));
    std::set<int> known;
    for (auto const& step : steps)
        if (step.engine == engine)
            known.insert(step.number);
    for (int const number : taken)
        if (!known.contains(number))
            return fail(
                Code::refused, "database.newer",
                fmt::format("the database has step {}, which this program does not know", number));
    for (auto const& step : steps) {
        if (step.engine != engine || taken.contains(step.number))
            continue;
        auto const done = in_transaction(session, engine, [&] { take_step(session, step); });
        if (!done) {
            log_error("store", "schema step {} {} failed: {}", step.number, step.name,
                      done.error().describe());
            return done;
        }
    }
    return {};
}

} // namespace leitstand::detail
