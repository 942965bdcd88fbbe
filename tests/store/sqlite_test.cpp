// SPDX-License-Identifier: EUPL-1.2
// What only SQLite promises: one server, commands beside it, group commit, a full disk, a locked or
// damaged file.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "store/detail/kept_statements.hpp"
#include "store/sql.hpp"
#include "support/test_database.hpp"

namespace leitstand {
namespace {

Result<void> run(Sql& sql, std::string const& statement) {
    return sql_call([&]() -> Result<void> {
        sql.session() << statement;
        return {};
    });
}

Result<void> write(Database& database, std::string const& statement) {
    return database.write([&](Sql& sql) { return run(sql, statement); });
}

std::int64_t count(Database& database, std::string const& table) {
    auto const rows = database.read_for<std::int64_t>([&](Sql& sql) {
        return sql_call([&]() -> Result<std::int64_t> {
            std::int64_t value = 0;
            sql.session() << "SELECT count(*) FROM " + table, soci::into(value);
            return value;
        });
    });
    EXPECT_TRUE(rows) << rows.error().describe();
    return rows.value_or(-1);
}

// Holds the writer until it is told to go on, so that works gather behind it.
class HeldWriter {
  public:
    explicit HeldWriter(Database& database) {
        thread_ = std::thread{[this, &database] {
            std::ignore = database.write([this](Sql&) -> Result<void> {
                held_ = true;
                held_.notify_all();
                go_on_.wait(false);
                return {};
            });
        }};
        held_.wait(false);
    }
    void let_go() {
        go_on_ = true;
        go_on_.notify_all();
        thread_.join();
    }

  private:
    std::atomic<bool> held_{false};
    std::atomic<bool> go_on_{false};
    std::thread thread_;
};

TEST(Sqlite, OneServerAtATimeButCommandsBesideIt) {
    TestDatabase const place{Engine::sqlite};
    auto first = place.open();
    auto const second = Database::open(place.url(), Limits{});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::conflict);
    EXPECT_EQ(second.error().key, "database.in_use");
    ASSERT_TRUE(write(*first, "CREATE TABLE t (a BIGINT)"));
    {
        auto const command = place.open(Limits{}, Holder::command);
        auto const another = place.open(Limits{}, Holder::command);
        EXPECT_TRUE(write(*command, "INSERT INTO t VALUES (1)"));
        EXPECT_TRUE(write(*another, "INSERT INTO t VALUES (2)"));
    }
    EXPECT_EQ(count(*first, "t"), 2);
    first.reset();
    EXPECT_TRUE(Database::open(place.url(), Limits{}));
}

TEST(Sqlite, ALinkToTheFileIsTheSameFile) {
    TestDatabase const place{Engine::sqlite};
    auto const first = place.open();
    auto const link = place.file().parent_path() / "link.db";
    std::filesystem::create_symlink(place.file(), link);
    auto const second = Database::open("sqlite:" + link.string(), Limits{});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().key, "database.in_use");
}

TEST(Sqlite, TheLockEndsWithAKilledProcess) {
    TestDatabase const place{Engine::sqlite};
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    auto const child = ::fork();
    if (child == 0) {
        auto const database = place.open();
        std::ignore = ::write(ready[1], "r", 1);
        ::pause();
        ::_exit(0);
    }
    char sign = 0;
    ASSERT_EQ(::read(ready[0], &sign, 1), 1);
    EXPECT_FALSE(Database::open(place.url(), Limits{}));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(Database::open(place.url(), Limits{}));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(Sqlite, ACommandGetsItsTurnBesideABusyServer) {
    TestDatabase const place{Engine::sqlite};
    auto const server = place.open();
    ASSERT_TRUE(write(*server, "CREATE TABLE t (a BIGINT)"));
    std::atomic<bool> stop{false};
    std::vector<std::thread> load;
    for (int thread = 0; thread < 8; ++thread)
        load.emplace_back([&] {
            while (!stop)
                EXPECT_TRUE(write(*server, "INSERT INTO t VALUES (1)"));
        });
    {
        auto const command = place.open(Limits{}, Holder::command);
        for (int i = 0; i < 50; ++i) {
            auto const result = write(*command, "INSERT INTO t VALUES (2)");
            EXPECT_TRUE(result) << result.error().describe();
        }
    }
    stop = true;
    for (auto& thread : load)
        thread.join();
}

// The server leaves a gap after each commit for commands that want to write; one that reads for
// long, as a backup, must not cost every writer that gap.
TEST(Sqlite, ACommandThatOnlyReadsAsksForNoTurn) {
    TestDatabase const place{Engine::sqlite};
    auto const server = place.open();
    auto const command = place.open(Limits{}, Holder::command);
    FileDescriptor const lock{
        ::open((place.file().string() + ".lock").c_str(), O_RDWR | O_CLOEXEC)};
    ASSERT_TRUE(lock.valid());
    auto const wanted = [&] {
        struct flock probe {};
        probe.l_type = F_WRLCK;
        probe.l_whence = SEEK_SET;
        probe.l_start = 1;
        probe.l_len = 1;
        EXPECT_EQ(::fcntl(lock.get(), F_OFD_GETLK, &probe), 0);
        return probe.l_type != F_UNLCK;
    };
    EXPECT_FALSE(wanted());
    EXPECT_TRUE(command->read([&](Sql& sql) {
        EXPECT_FALSE(wanted());
        return run(sql, "SELECT 1 WHERE false");
    }));
    EXPECT_TRUE(command->write([&](Sql& sql) {
        EXPECT_TRUE(wanted());
        return run(sql, "CREATE TABLE t (a BIGINT)");
    }));
    EXPECT_FALSE(wanted());
}

sqlite_api::sqlite3* connection_of(Sql& sql) {
    return detail::connection_of(sql.session());
}

// The same text is prepared once, also when it is used inside itself, after a fault and after the
// schema has changed.
TEST(Sqlite, StatementsAreKeptAndStayRight) {
    TestDatabase const place{Engine::sqlite};
    auto const database = place.open();
    ASSERT_TRUE(write(*database, "CREATE TABLE t (a BIGINT UNIQUE)"));
    auto const insert = [&](long long value) {
        return database->write([&](Sql& sql) -> Result<void> {
            sql.session() << "INSERT INTO t VALUES (:a)", soci::use(value);
            return {};
        });
    };
    for (long long value = 0; value < 600; ++value)
        ASSERT_TRUE(insert(value));
    EXPECT_EQ(insert(7).error().key, "database.exists");
    ASSERT_TRUE(insert(600));
    ASSERT_TRUE(write(*database, "ALTER TABLE t ADD COLUMN b BIGINT DEFAULT 5"));
    long long rows = 0;
    long long inner_rows = 0;
    ASSERT_TRUE(database->read([&](Sql& sql) -> Result<void> {
        for (int turn = 0; turn < 400; ++turn) { // more texts than are kept
            long long one = 0;
            sql.session() << "SELECT count(*) FROM t WHERE a >= " << turn, soci::into(one);
            EXPECT_EQ(one, 601 - turn);
        }
        long long value = 0;
        soci::statement outer =
            (sql.session().prepare << "SELECT b FROM t WHERE a < 3", soci::into(value));
        outer.execute();
        while (outer.fetch()) {
            long long inner = 0;
            soci::statement same =
                (sql.session().prepare << "SELECT b FROM t WHERE a < 3", soci::into(inner));
            same.execute();
            while (same.fetch())
                inner_rows += inner;
            rows += value;
        }
        int open = 0;
        for (auto* statement = sqlite_api::sqlite3_next_stmt(connection_of(sql), nullptr);
             statement != nullptr;
             statement = sqlite_api::sqlite3_next_stmt(connection_of(sql), statement))
            ++open;
        EXPECT_LE(open, 260);
        EXPECT_GE(open, 200);
        return {};
    }));
    EXPECT_EQ(rows, 15);
    EXPECT_EQ(inner_rows, 45);
}

TEST(Sqlite, WritesThatWaitShareOneCommit) {
    TestDatabase const place{Engine::sqlite};
    auto const database = place.open();
    ASSERT_TRUE(write(*database, "CREATE TABLE t (a BIGINT)"));
    std::atomic<int> commits{0};
    ASSERT_TRUE(database->write([&](Sql& sql) -> Result<void> {
        auto const count_one = [](void* counter) {
            ++*static_cast<std::atomic<int>*>(counter);
            return 0;
        };
        sqlite_api::sqlite3_commit_hook(connection_of(sql), count_one, &commits);
        return {};
    }));
    HeldWriter held{*database};
    commits = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 40; ++i)
        threads.emplace_back([&] { EXPECT_TRUE(write(*database, "INSERT INTO t VALUES (1)")); });
    std::this_thread::sleep_for(std::chrono::milliseconds{200}); // nearly all stand in the queue
    held.let_go();
    for (auto& thread : threads)
        thread.join();
    EXPECT_GE(commits, 1);
    EXPECT_LE(commits, 10); // of 40 writes
    EXPECT_EQ(count(*database, "t"), 40);
}

TEST(Sqlite, AFullQueueTurnsWritesAway) {
    TestDatabase const place{Engine::sqlite};
    Limits limits;
    limits.write_queue_max = 3;
    auto const database = place.open(limits);
    HeldWriter held{*database};
    std::atomic<int> stored{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            auto const result = database->write([](Sql&) -> Result<void> { return {}; });
            if (result) {
                ++stored;
            } else {
                EXPECT_EQ(result.error().key, "database.busy");
                EXPECT_EQ(result.error().code, Code::too_many);
                ++refused;
                refused.notify_all();
            }
        });
    refused.wait(0);
    held.let_go();
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(stored, 3);
    EXPECT_EQ(refused, 1);
}

TEST(Sqlite, AFullDiskIsSaidHurtsOnlyTheLargeWriteAndHeals) {
    TestDatabase const place{Engine::sqlite};
    auto const database = place.open();
    ASSERT_TRUE(write(*database, "CREATE TABLE t (a TEXT)"));
    ASSERT_TRUE(write(*database, "CREATE TABLE large (a TEXT)"));
    ASSERT_TRUE(database->write([](Sql& sql) -> Result<void> {
        int pages = 0;
        sql.session() << "PRAGMA page_count", soci::into(pages);
        sql.session() << fmt::format("PRAGMA max_page_count = {}", pages + 4);
        return {};
    }));
    HeldWriter held{*database};
    std::vector<std::thread> threads;
    std::atomic<int> full{0};
    for (int i = 0; i < 9; ++i)
        threads.emplace_back([&, i] {
            if (i == 4) {
                auto const result = write(*database, "INSERT INTO large VALUES ('" +
                                                         std::string(200'000, 'x') + "')");
                full += !result && result.error().code == Code::no_space &&
                        result.error().key == "database.full";
            } else {
                auto const result = write(*database, "INSERT INTO t VALUES ('small')");
                EXPECT_TRUE(result) << result.error().describe();
            }
        });
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    held.let_go();
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(full, 1);
    EXPECT_EQ(count(*database, "t"), 8);
    EXPECT_EQ(count(*database, "large"), 0);
    ASSERT_TRUE(write(*database, "PRAGMA max_page_count = 1000000"));
    EXPECT_TRUE(write(*database, "INSERT INTO large VALUES ('" + std::string(200'000, 'x') + "')"));
    EXPECT_EQ(count(*database, "large"), 1);
    EXPECT_TRUE(database->check());
}

TEST(Sqlite, ALockedFileIsSaidAndHeals) {
    TestDatabase const place{Engine::sqlite};
    Limits limits;
    limits.database_wait_ms = std::chrono::milliseconds{100};
    auto const database = place.open(limits);
    {
        soci::session stranger{soci::sqlite3, place.file().string()};
        stranger << "BEGIN IMMEDIATE";
        auto const result = write(*database, "CREATE TABLE t (a BIGINT)");
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Code::unavailable);
        EXPECT_EQ(result.error().key, "database.locked");
        EXPECT_EQ(count(*database, "job"), 0); // reading goes on
        stranger << "ROLLBACK";
    }
    EXPECT_TRUE(write(*database, "CREATE TABLE t (a BIGINT)"));
}

TEST(Sqlite, SynchronousIsFullAndTheJournalIsWriteAhead) {
    TestDatabase const place{Engine::sqlite};
    auto const database = place.open();
    ASSERT_TRUE(database->write([](Sql& sql) -> Result<void> {
        int synchronous = 0;
        std::string journal;
        sql.session() << "PRAGMA synchronous", soci::into(synchronous);
        sql.session() << "PRAGMA journal_mode", soci::into(journal);
        EXPECT_EQ(synchronous, 2);
        EXPECT_EQ(journal, "wal");
        return {};
    }));
}

TEST(Sqlite, TheFileAndItsCompanionsBelongToTheOwnerAlone) {
    TestDatabase const place{Engine::sqlite};
    auto const database = place.open();
    for (auto const* suffix : {"", "-wal", "-shm", ".lock"}) {
        struct stat about {};
        ASSERT_EQ(::stat((place.file().string() + suffix).c_str(), &about), 0) << suffix;
        EXPECT_EQ(about.st_mode & 0777, 0600U) << suffix;
    }
}

TEST(Sqlite, APathMayHoldSpacesAndUmlauts) {
    TemporaryFolder const folder;
    auto const inner = folder / "Amt für Soziales; 'Post' = 1 timeout=0";
    std::filesystem::create_directory(inner);
    auto const database =
        Database::open("sqlite:" + (inner / "eingang buch.db").string(), Limits{});
    ASSERT_TRUE(database) << database.error().describe();
    EXPECT_TRUE(write(**database, "CREATE TABLE t (a BIGINT)"));
    EXPECT_TRUE(std::filesystem::exists(inner / "eingang buch.db-wal"));
}

TEST(Sqlite, AMissingFolderAndAFileThatIsNoDatabaseAreSaid) {
    TemporaryFolder const folder;
    auto const missing = Database::open("sqlite:" + (folder / "no" / "x.db").string(), Limits{});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().key, "database.no_folder");
    ASSERT_TRUE(write_file_durably(folder / "x.db", std::string(10'000, 'x')));
    auto const garbage = Database::open("sqlite:" + (folder / "x.db").string(), Limits{});
    ASSERT_FALSE(garbage);
    EXPECT_EQ(garbage.error().code, Code::damaged);
    EXPECT_EQ(garbage.error().key, "database.damaged");
}

TEST(Sqlite, AFolderWithoutRightsIsSaid) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    TemporaryFolder const folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read |
                                                    std::filesystem::perms::owner_exec);
    auto const result = Database::open("sqlite:" + (folder / "x.db").string(), Limits{});
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::no_right);
}

TEST(Sqlite, ADamagedPageFailsTheCheck) {
    TestDatabase const place{Engine::sqlite};
    {
        auto const database = place.open();
        ASSERT_TRUE(write(*database, "CREATE TABLE t (a TEXT)"));
        ASSERT_TRUE(write(*database, "CREATE INDEX t_a ON t (a)"));
        ASSERT_TRUE(database->write([](Sql& sql) -> Result<void> {
            for (int i = 0; i < 400; ++i)
                TRY(run(sql,
                        fmt::format(
                            "INSERT INTO t VALUES ('row {} with some length to fill pages')", i)));
            return {};
        }));
    }
    auto bytes = read_file(place.file(), 10 << 20);
    ASSERT_TRUE(bytes);
    auto const at = bytes->rfind("row 399 with");
    ASSERT_NE(at, std::string::npos);
    (*bytes)[at] = 'R'; // table and index disagree now
    ASSERT_TRUE(write_file_durably(place.file(), *bytes));
    auto const database = place.open();
    auto const result = database->check();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::damaged);
}

} // namespace
} // namespace leitstand
