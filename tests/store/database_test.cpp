// SPDX-License-Identifier: EUPL-1.2
// What both engines promise: all or nothing, isolation of failures, snapshots, serialisable writes,
// clear errors.
#include "store/database.hpp"

#include <gmock/gmock.h>

#include "store/setting_table.hpp"
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

Result<std::int64_t> number(Sql& sql, std::string const& query) {
    return sql_call([&]() -> Result<std::int64_t> {
        std::int64_t value = 0;
        sql.session() << query, soci::into(value);
        return value;
    });
}

class DatabaseTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_.emplace(GetParam());
        open(Limits{});
    }
    void open(Limits const& limits) {
        database_.reset();
        database_ = place_->open(limits);
    }
    Result<void> write(std::string const& statement) {
        return database_->write([&](Sql& sql) { return run(sql, statement); });
    }
    std::int64_t count(std::string const& table) {
        auto const rows = database_->read_for<std::int64_t>(
            [&](Sql& sql) { return number(sql, "SELECT count(*) FROM " + table); });
        EXPECT_TRUE(rows) << rows.error().describe();
        return rows.value_or(-1);
    }

    std::optional<TestDatabase> place_;
    std::unique_ptr<Database> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DatabaseTest, both_engines(), engine_label);

TEST_P(DatabaseTest, KeepsWhatAWorkWrote) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    ASSERT_TRUE(write("INSERT INTO t VALUES (7)"));
    open(Limits{}); // a new program
    auto const value =
        database_->read_for<std::int64_t>([](Sql& sql) { return number(sql, "SELECT a FROM t"); });
    ASSERT_TRUE(value) << value.error().describe();
    EXPECT_EQ(*value, 7);
}

TEST_P(DatabaseTest, AnErrorTakesBackTheWholeWork) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    auto const result = database_->write([](Sql& sql) -> Result<void> {
        TRY(run(sql, "INSERT INTO t VALUES (1)"));
        return fail(Code::refused, "test.no");
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "test.no");
    EXPECT_EQ(count("t"), 0);
}

TEST_P(DatabaseTest, AnExceptionOfAWorkBecomesAnError) {
    auto const result =
        database_->write([](Sql&) -> Result<void> { throw std::runtime_error("spilt secret"); });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::internal);
    EXPECT_EQ(result.error().detail.find("spilt"), std::string::npos);
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
}

TEST_P(DatabaseTest, UniqueAndOtherRulesHaveDifferentErrorsWithoutValues) {
    ASSERT_TRUE(write("CREATE TABLE t (name TEXT PRIMARY KEY, a BIGINT NOT NULL CHECK (a > 0))"));
    ASSERT_TRUE(write("INSERT INTO t VALUES ('Erika Mustermann', 1)"));
    auto const twice = write("INSERT INTO t VALUES ('Erika Mustermann', 2)");
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, Code::conflict);
    EXPECT_EQ(twice.error().key, "database.exists");
    EXPECT_EQ(twice.error().detail.find("Erika"), std::string::npos);
    for (auto const* wrong :
         {"INSERT INTO t VALUES ('Erika', -1)", "INSERT INTO t VALUES ('Erika', NULL)"}) {
        auto const result = write(wrong);
        ASSERT_FALSE(result) << wrong;
        EXPECT_EQ(result.error().code, Code::internal);
        EXPECT_EQ(result.error().key, "database.rule");
        EXPECT_EQ(result.error().detail.find("Erika"), std::string::npos);
    }
    auto const unknown = write("INSERT INTO missing VALUES (1)");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().key, "database.statement");
    EXPECT_EQ(count("t"), 1);
}

TEST_P(DatabaseTest, ForeignKeysAreEnforced) {
    ASSERT_TRUE(write("CREATE TABLE parent (id BIGINT PRIMARY KEY)"));
    ASSERT_TRUE(write("CREATE TABLE child (parent BIGINT NOT NULL REFERENCES parent (id))"));
    auto const orphan = write("INSERT INTO child VALUES (5)");
    ASSERT_FALSE(orphan);
    EXPECT_EQ(orphan.error().key, "database.rule");
}

TEST_P(DatabaseTest, FailuresAmongManyThreadsHurtNobodyElse) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT PRIMARY KEY)"));
    constexpr int kThreads = 8;
    constexpr int kEach = 40;
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < kEach; ++i) {
                int const value = thread * kEach + i;
                auto const result = database_->write([&](Sql& sql) -> Result<void> {
                    TRY(run(sql, fmt::format("INSERT INTO t VALUES ({})", value)));
                    if (value % 3 == 0) // a statement that fails, after one that did not
                        return run(sql, fmt::format("INSERT INTO t VALUES ({})", value));
                    if (value % 3 == 1)
                        return fail(Code::refused, "test.no");
                    return {};
                });
                right += value % 3 == 0   ? !result && result.error().key == "database.exists"
                         : value % 3 == 1 ? !result && result.error().key == "test.no"
                                          : result.has_value();
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(right, kThreads * kEach);
    EXPECT_EQ(count("t"), (kThreads * kEach) / 3);
    auto const wrong = database_->read_for<std::int64_t>(
        [](Sql& sql) { return number(sql, "SELECT count(*) FROM t WHERE a % 3 <> 2"); });
    EXPECT_EQ(wrong.value_or(-1), 0);
}

TEST_P(DatabaseTest, ReadModifyWriteLosesNoUpdate) {
    ASSERT_TRUE(write("CREATE TABLE counter (value BIGINT NOT NULL)"));
    ASSERT_TRUE(write("INSERT INTO counter VALUES (0)"));
    constexpr int kThreads = 6;
    constexpr int kEach = 30;
    std::atomic<int> failed{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < kEach; ++i) {
                auto const result = database_->write([](Sql& sql) -> Result<void> {
                    auto const value = TRY(number(sql, "SELECT value FROM counter"));
                    return run(sql, fmt::format("UPDATE counter SET value = {}", value + 1));
                });
                if (!result)
                    ++failed;
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(failed, 0);
    auto const value = database_->read_for<std::int64_t>(
        [](Sql& sql) { return number(sql, "SELECT value FROM counter"); });
    EXPECT_EQ(value.value_or(-1), kThreads * kEach);
}

TEST_P(DatabaseTest, AReadSeesOneSnapshot) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    auto const result = database_->read([&](Sql& sql) -> Result<void> {
        auto const before = TRY(number(sql, "SELECT count(*) FROM t"));
        std::thread other{[&] { EXPECT_TRUE(write("INSERT INTO t VALUES (1)")); }};
        other.join();
        auto const after = TRY(number(sql, "SELECT count(*) FROM t"));
        EXPECT_EQ(before, 0);
        EXPECT_EQ(after, 0);
        return {};
    });
    ASSERT_TRUE(result) << result.error().describe();
    EXPECT_EQ(count("t"), 1);
}

TEST_P(DatabaseTest, AReadCannotWrite) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    auto const result =
        database_->read([](Sql& sql) { return run(sql, "INSERT INTO t VALUES (1)"); });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::no_right);
    EXPECT_EQ(count("t"), 0);
}

TEST_P(DatabaseTest, ReadsWaitForASessionAndThenSaySo) {
    Limits limits;
    limits.database_sessions_max = 1;
    limits.database_wait_ms = std::chrono::milliseconds{50};
    open(limits);
    Result<void> second;
    auto const first = database_->read([&](Sql&) -> Result<void> {
        std::thread other{
            [&] { second = database_->read([](Sql&) -> Result<void> { return {}; }); }};
        other.join();
        return {};
    });
    EXPECT_TRUE(first);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::too_many);
    EXPECT_EQ(second.error().key, "database.busy");
    EXPECT_TRUE(database_->read([](Sql&) -> Result<void> { return {}; }));
}

TEST_P(DatabaseTest, TextOfAnyKindComesBackAsItWas) {
    std::string const text = "Straße 'mit' \"Zeichen\" \\ :name ?1 $1 \U0001F600\r\n\t%";
    ASSERT_TRUE(database_->write([&](Sql& sql) { return write_setting(sql, "text", text); }));
    ASSERT_TRUE(database_->write([&](Sql& sql) { return write_setting(sql, "text", text + "2"); }));
    auto const back = database_->read_for<std::optional<std::string>>(
        [](Sql& sql) { return read_setting(sql, "text"); });
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(*back, text + "2");
    auto const missing = database_->read_for<std::optional<std::string>>(
        [](Sql& sql) { return read_setting(sql, "missing"); });
    ASSERT_TRUE(missing);
    EXPECT_EQ(*missing, std::nullopt);
}

TEST_P(DatabaseTest, NumbersKeepAllTheirBits) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    for (std::int64_t const value : {std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max(), std::int64_t{-1}}) {
        auto const back = database_->write_for<std::int64_t>([&](Sql& sql) {
            return sql_call([&]() -> Result<std::int64_t> {
                sql.session() << "DELETE FROM t";
                sql.session() << "INSERT INTO t VALUES (:a)", soci::use(value);
                return number(sql, "SELECT a FROM t");
            });
        });
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(*back, value);
    }
}

TEST_P(DatabaseTest, ASoundDatabasePassesItsCheck) {
    ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    auto const result = database_->check();
    EXPECT_TRUE(result) << result.error().describe();
}

using DatabaseDeathTest = DatabaseTest;
INSTANTIATE_TEST_SUITE_P(Engines, DatabaseDeathTest, both_engines(), engine_label);

TEST_P(DatabaseDeathTest, AWriteWithinAWriteIsAProgrammersError) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_DEATH(
        {
            std::ignore = database_->write(
                [&](Sql&) { return database_->write([](Sql&) -> Result<void> { return {}; }); });
        },
        "inside_transaction");
}

TEST(DatabaseUrl, AWrongOneIsRefusedWithoutRepeatingIt) {
    for (auto const* url : {"", "sqlite:", "mysql://u:secret@h/d", "/plain/path",
                            "postgresql://u:secret@h/d?nonsense=1"}) {
        auto const result = Database::open(url, Limits{});
        ASSERT_FALSE(result) << url;
        EXPECT_EQ(result.error().key, "database.url_wrong") << url;
        EXPECT_EQ(result.error().describe().find("secret"), std::string::npos);
    }
}

} // namespace
} // namespace leitstand
