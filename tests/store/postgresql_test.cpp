// SPDX-License-Identifier: EUPL-1.2
// What only PostgreSQL promises: lost connections heal, a passed-over failure is not lost silently,
// deadlines hold.
#include <gmock/gmock.h>

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

class PostgresqlTest : public testing::Test {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(Engine::postgresql);
        place_.emplace(Engine::postgresql);
        database_ = place_->open();
        ASSERT_TRUE(write("CREATE TABLE t (a BIGINT)"));
    }
    Result<void> write(std::string const& statement) {
        return database_->write([&](Sql& sql) { return run(sql, statement); });
    }
    std::int64_t rows() {
        auto const count = database_->read_for<std::int64_t>([&](Sql& sql) {
            return sql_call([&]() -> Result<std::int64_t> {
                std::int64_t value = 0;
                sql.session() << "SELECT count(*) FROM t", soci::into(value);
                return value;
            });
        });
        EXPECT_TRUE(count) << count.error().describe();
        return count.value_or(-1);
    }

    std::optional<TestDatabase> place_;
    std::unique_ptr<Database> database_;
};

TEST_F(PostgresqlTest, ARestartBetweenRequestsIsNotNoticed) {
    // Several idle sessions, all of them broken by the restart.
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(
            [&] { EXPECT_TRUE(write("INSERT INTO t SELECT 1 FROM pg_sleep(0.05)")); });
    for (auto& thread : threads)
        thread.join();
    place_->cut_connections();
    EXPECT_TRUE(write("INSERT INTO t VALUES (1)"));
    EXPECT_EQ(rows(), 5);
}

TEST_F(PostgresqlTest, ARestartWithinAWorkFailsThisOneAndHeals) {
    auto const result = database_->write([&](Sql& sql) -> Result<void> {
        TRY(run(sql, "INSERT INTO t VALUES (1)"));
        place_->cut_connections();
        return run(sql, "INSERT INTO t VALUES (2)");
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::unavailable);
    EXPECT_EQ(result.error().key, "database.down");
    EXPECT_EQ(rows(), 0);
    EXPECT_TRUE(write("INSERT INTO t VALUES (3)"));
    EXPECT_EQ(rows(), 1);
}

TEST_F(PostgresqlTest, AConnectionLostBeforeTheCommitIsNoSuccess) {
    auto const result = database_->write([&](Sql& sql) -> Result<void> {
        TRY(run(sql, "INSERT INTO t VALUES (1)"));
        place_->cut_connections();
        return {};
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "database.down");
    EXPECT_EQ(rows(), 0);
}

TEST_F(PostgresqlTest, AReadWhoseConnectionGoesFailsAndHeals) {
    auto const result = database_->read([&](Sql& sql) -> Result<void> {
        place_->cut_connections();
        return run(sql, "SELECT 1");
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "database.down");
    EXPECT_EQ(rows(), 0);
}

TEST_F(PostgresqlTest, AFailedStatementThatIsPassedOverIsNoSuccess) {
    auto const result = database_->write([&](Sql& sql) -> Result<void> {
        TRY(run(sql, "INSERT INTO t VALUES (1)"));
        EXPECT_FALSE(run(sql, "INSERT INTO missing VALUES (1)"));
        return {};
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::internal);
    EXPECT_EQ(rows(), 0);
}

TEST_F(PostgresqlTest, AStatementBeyondItsDeadlineEnds) {
    Limits limits;
    limits.database_wait_ms = std::chrono::milliseconds{200};
    database_ = place_->open(limits);
    auto const result = write("SELECT pg_sleep(20)");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::timed_out);
    EXPECT_EQ(result.error().key, "database.timed_out");
    EXPECT_TRUE(write("INSERT INTO t VALUES (1)"));
}

TEST_F(PostgresqlTest, ValuesInTheServersMessagesStayOutOfErrors) {
    auto const result = write("INSERT INTO t VALUES (CAST('Erika' || random()::text AS BIGINT))");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().describe().find("Erika"), std::string::npos);
}

TEST_F(PostgresqlTest, TwoServersMayWorkOnOneDatabase) {
    auto const second = place_->open();
    EXPECT_TRUE(second->write([](Sql& sql) { return run(sql, "INSERT INTO t VALUES (1)"); }));
    EXPECT_EQ(rows(), 1);
}

TEST(PostgresqlDown, NobodyAnsweringIsSaid) {
    auto const result = Database::open("postgresql://u:secret@/d?host=/nonexistent", Limits{});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::unavailable);
    EXPECT_EQ(result.error().key, "database.down");
    EXPECT_EQ(result.error().describe().find("secret"), std::string::npos);
}

} // namespace
} // namespace leitstand
