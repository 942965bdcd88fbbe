// SPDX-License-Identifier: EUPL-1.2
#include "store/detail/engines.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include "base/fault.hpp"
#include "store/detail/database_tool.hpp"
#include "store/detail/migration.hpp"
#include "store/detail/session_pool.hpp"

namespace leitstand::detail {

namespace {

PGconn* connection_of(soci::session& session) {
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

// Lets attempts run side by side, except one that has lost often: it waits for the others to end
// and runs alone, so that no write starves behind a hot row. Threads: any.
class AttemptGate {
  public:
    void enter(bool alone) {
        std::unique_lock lock{mutex_};
        if (alone) {
            ++alone_waiting_;
            changed_.wait(lock, [this] { return running_ == 0; });
            --alone_waiting_;
        } else {
            changed_.wait(lock, [this] { return !alone_runs_ && alone_waiting_ == 0; });
        }
        ++running_;
        alone_runs_ = alone;
    }
    void leave() {
        {
            std::scoped_lock const lock{mutex_};
            --running_;
            alone_runs_ = false;
        }
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int running_ = 0;
    int alone_waiting_ = 0;
    bool alone_runs_ = false;
};

// A connection string in keyword form: the given one plus our deadlines.
Result<std::string> with_deadlines(std::string const& url, Limits const& limits) {
    char* problem = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options{
        PQconninfoParse(url.c_str(), &problem), PQconninfoFree};
    if (options == nullptr) {
        PQfreemem(problem); // the text may hold the password
        return fail(Code::bad_input, "database.url_wrong", "not a connection string of libpq");
    }
    std::string text;
    auto const add = [&](std::string_view keyword, std::string_view value) {
        text += fmt::format("{}='", keyword);
        for (char const sign : value) {
            if (sign == '\'' || sign == '\\')
                text += '\\';
            text += sign;
        }
        text += "' ";
    };
    std::string session_options =
        fmt::format("-c statement_timeout={} -c idle_in_transaction_session_timeout=60000",
                    limits.database_wait_ms.count());
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        std::string_view const keyword{option->keyword};
        if (option->val == nullptr || keyword == "connect_timeout")
            continue;
        if (keyword == "options")
            session_options += fmt::format(" {}", option->val);
        else
            add(keyword, option->val);
    }
    add("options", session_options);
    add("connect_timeout", std::to_string(limits.database_connect_s.count()));
    add("tcp_user_timeout", std::to_string(2 * limits.database_wait_ms.count()));
    add("client_encoding", "UTF8");
    add("fallback_application_name", "leitstand");
    return text;
}

Result<std::unique_ptr<soci::session>> open_session(std::string const& connection) {
    try {
        auto session = std::make_unique<soci::session>(soci::postgresql, connection);
        PQsetNoticeProcessor(
            connection_of(*session), [](void*, char const*) {}, nullptr);
        PQsetErrorVerbosity(connection_of(*session), PQERRORS_TERSE); // details quote values
        return session;
    } catch (std::exception const&) {
        return fail(Code::unavailable, "database.down",
                    "cannot connect"); // its text may name account and host
    }
}

class PostgresqlDatabase final : public Database {
  public:
    PostgresqlDatabase(std::string url, std::string const& connection, Limits const& limits)
        : url_(std::move(url)), limits_(limits),
          sessions_([connection] { return open_session(connection); }, limits.database_sessions_max,
                    limits.database_wait_ms) {}

    Engine engine() const override { return Engine::postgresql; }
    Result<void> write(Work const& work) override;
    Result<void> read(Work const& work) override;
    Result<void> check() override;
    Result<void> snapshot(Work const& look, Take const& take) override;
    Result<void> prepare();

  private:
    Result<void> attempt(char const* begin, Work const& work);
    Result<SessionPool::Lease> begun_session(char const* begin);

    std::string const url_; // as given, for pg_dump
    Limits const limits_;
    SessionPool sessions_;
    AttemptGate gate_;
};

bool wants_again(Result<void> const& result) {
    return !result && result.error().key == "database.again";
}

Result<void> PostgresqlDatabase::write(Work const& work) {
    InsideTransaction const inside;
    constexpr std::uint32_t kAttemptsTogether = 3;
    Result<void> result;
    for (std::uint32_t turn = 0; turn < limits_.transaction_attempts_max; ++turn) {
        gate_.enter(turn >= kAttemptsTogether);
        result = attempt("BEGIN ISOLATION LEVEL SERIALIZABLE", work);
        gate_.leave();
        if (!wants_again(result))
            return result;
        // Other processes are not behind our gate: leave them a moment that differs from turn to
        // turn.
        std::this_thread::sleep_for(std::chrono::microseconds{200 * (turn + 1)});
    }
    return fail(Code::unavailable, "database.locked", result.error().detail);
}

Result<void> PostgresqlDatabase::read(Work const& work) {
    InsideTransaction const inside;
    auto result = attempt("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
    if (wants_again(result))
        result = attempt("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
    return result;
}

// A session in a new transaction. An idle session may have lost its server meanwhile: then all idle
// ones go, and a fresh one is tried once.
Result<SessionPool::Lease> PostgresqlDatabase::begun_session(char const* begin) {
    for (;;) {
        auto lease = TRY(sessions_.take());
        auto const begun = sql_call([&]() -> Result<void> {
            run_script(lease.session(), Engine::postgresql, begin);
            return {};
        });
        if (begun)
            return lease;
        bool const was_fresh = lease.fresh();
        lease.discard_broken();
        if (was_fresh)
            return tl::unexpected(begun.error());
    }
}

Result<void> PostgresqlDatabase::attempt(char const* begin, Work const& work) {
    auto lease = TRY(begun_session(begin));
    Sql sql{lease.session(), Engine::postgresql};
    auto const run = [&](char const* command) {
        return sql_call([&]() -> Result<void> {
            run_script(lease.session(), Engine::postgresql, command);
            return {};
        });
    };
    auto result = run_work(work, sql);
    // COMMIT in a failed transaction answers without an error and stores nothing.
    if (result && PQtransactionStatus(connection_of(lease.session())) != PQTRANS_INTRANS)
        result = fail(Code::internal, "database.statement", "a failed statement was passed over");
    if (result) {
        FAULT_POINT("database.before_commit");
        result = run("COMMIT");
        FAULT_POINT("database.after_commit");
    }
    auto* const connection = connection_of(lease.session());
    if (!result && PQstatus(connection) == CONNECTION_OK &&
        PQtransactionStatus(connection) != PQTRANS_IDLE) {
        auto const undone = run("ROLLBACK");
        if (!undone && result.error().key != "database.down")
            result = undone;
    }
    if (PQstatus(connection) != CONNECTION_OK || PQtransactionStatus(connection) != PQTRANS_IDLE) {
        lease.discard_broken();
        if (!result && result.error().code == Code::internal)
            return fail(Code::unavailable, "database.down", "the connection was lost");
    }
    return result;
}

Result<void> PostgresqlDatabase::check() {
    // The server's page checksums find damage when a page is read; reaching it is what can be asked
    // from here.
    return read([](Sql& sql) -> Result<void> {
        int one = 0;
        sql.session() << "SELECT 1", soci::into(one);
        return {};
    });
}

// Streams what pg_dump makes of the moment that `snapshot_id` names.
Result<void> dump(std::string const& url, std::string const& schema, std::string const& snapshot_id,
                  Database::Take const& take) {
    constexpr std::size_t kPieceBytes = 64 << 10;
    // Sealed columns are base64, from which a quick compression takes what there is to take.
    auto tool = TRY(DatabaseTool::start(
        "pg_dump",
        {"--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-password",
         fmt::format("--schema=\"{}\"", schema), fmt::format("--snapshot={}", snapshot_id)},
        url, DatabaseTool::Pipe::from_tool));
    for (;;) {
        auto const piece = TRY(tool.read(kPieceBytes));
        if (piece.empty())
            return tool.finish();
        TRY(take(piece));
    }
}

Result<void> PostgresqlDatabase::snapshot(Work const& look, Take const& take) {
    InsideTransaction const inside;
    return attempt("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                   [&](Sql& sql) -> Result<void> {
                       // pg_dump reads for long while this transaction, whose moment it shares,
                       // waits for it.
                       sql.session() << "SET LOCAL statement_timeout = 0";
                       sql.session() << "SET LOCAL idle_in_transaction_session_timeout = 0";
                       TRY(look(sql));
                       std::string schema, snapshot_id;
                       sql.session() << "SELECT current_schema(), pg_export_snapshot()",
                           soci::into(schema), soci::into(snapshot_id);
                       return dump(url_, schema, snapshot_id, take);
                   });
}

Result<void> PostgresqlDatabase::prepare() {
    auto lease = TRY(sessions_.take());
    return migrate(lease.session(), Engine::postgresql, all_migrations());
}

} // namespace

Result<std::unique_ptr<Database>> open_postgresql(std::string const& url, Limits const& limits) {
    auto const connection = TRY(with_deadlines(url, limits));
    auto database = std::make_unique<PostgresqlDatabase>(url, connection, limits);
    TRY(database->prepare());
    return database;
}

} // namespace leitstand::detail
