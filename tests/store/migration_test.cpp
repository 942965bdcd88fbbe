// SPDX-License-Identifier: EUPL-1.2
// Schema steps: taken once and in order, an interrupted one leaves nothing, a newer schema is
// refused.
#include "store/detail/migration.hpp"

#include <gmock/gmock.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/detail/kept_statements.hpp"
#include "support/test_database.hpp"

namespace leitstand {
namespace {

using detail::Migration;

class MigrationTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_.emplace(GetParam());
        session_ = session();
    }
    std::unique_ptr<soci::session> session() const {
        return GetParam() == Engine::sqlite
                   ? std::make_unique<soci::session>(detail::keeping_sqlite(),
                                                     place_->file().string())
                   : std::make_unique<soci::session>(soci::postgresql, place_->url());
    }
    Migration step(int number, std::string_view sql) const {
        return {GetParam(), number, "step", sql};
    }
    Result<void> take(std::vector<Migration> const& steps) {
        return detail::migrate(*session_, GetParam(), steps);
    }
    int number(std::string const& query) {
        int value = -1;
        *session_ << query, soci::into(value);
        return value;
    }
    bool exists(std::string const& table) {
        try {
            number("SELECT count(*) FROM " + table);
            return true;
        } catch (soci::soci_error const&) {
            return false;
        }
    }

    std::optional<TestDatabase> place_;
    std::unique_ptr<soci::session> session_;
};
INSTANTIATE_TEST_SUITE_P(Engines, MigrationTest, both_engines(), engine_label);

constexpr std::string_view kOne =
    "-- a remark; with a semicolon\nCREATE TABLE one (a TEXT); INSERT INTO one VALUES ('x;y');";
constexpr std::string_view kTwo = "CREATE TABLE two (a TEXT); INSERT INTO two SELECT a FROM one;";

TEST_P(MigrationTest, StepsAreTakenOnceAndInOrder) {
    auto const first = take({step(1, kOne)});
    ASSERT_TRUE(first) << first.error().describe();
    ASSERT_TRUE(take({step(1, kOne), step(2, kTwo)}));
    ASSERT_TRUE(take({step(1, kOne), step(2, kTwo)}));
    EXPECT_EQ(number("SELECT count(*) FROM two"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM schema_version"), 2);
}

TEST_P(MigrationTest, AStepThatCameInBetweenIsTaken) {
    ASSERT_TRUE(take({step(1, kOne), step(3, "CREATE TABLE three (a TEXT)")}));
    ASSERT_TRUE(take({step(1, kOne), step(2, kTwo), step(3, "CREATE TABLE three (a TEXT)")}));
    EXPECT_EQ(number("SELECT count(*) FROM two"), 1);
}

TEST_P(MigrationTest, AFailedStepLeavesTheSchemaAsItWas) {
    ASSERT_TRUE(take({step(1, kOne)}));
    auto const broken = take(
        {step(1, kOne), step(2, "CREATE TABLE two (a TEXT); INSERT INTO missing VALUES (1);")});
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().key, "database.statement");
    EXPECT_FALSE(exists("two"));
    EXPECT_EQ(number("SELECT max(version) FROM schema_version"), 1);
    EXPECT_TRUE(take({step(1, kOne), step(2, kTwo)}));
}

TEST_P(MigrationTest, ANewerSchemaIsRefused) {
    ASSERT_TRUE(take({step(1, kOne), step(2, kTwo)}));
    auto const old_program = take({step(1, kOne)});
    ASSERT_FALSE(old_program);
    EXPECT_EQ(old_program.error().code, Code::refused);
    EXPECT_EQ(old_program.error().key, "database.newer");
}

TEST_P(MigrationTest, OpenRefusesANewerSchema) {
    place_->open().reset();
    *session_ << "INSERT INTO schema_version (version, name, taken_at) VALUES (9999, 'later', '')";
    auto const result = Database::open(place_->url(), Limits{});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "database.newer");
}

TEST_P(MigrationTest, TwoProgramsAtOnceTakeEachStepOnce) {
    std::vector<Migration> const steps{step(1, kOne), step(2, kTwo)};
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            auto own = session();
            if (GetParam() == Engine::sqlite)
                *own << "PRAGMA busy_timeout = 5000";
            auto const result = detail::migrate(*own, GetParam(), steps);
            EXPECT_TRUE(result) << result.error().describe();
            right += result.has_value();
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(right, 4);
    EXPECT_EQ(number("SELECT count(*) FROM two"), 1);
}

#ifdef LEITSTAND_FAULTS
TEST_P(MigrationTest, AKillWithinAStepLeavesTheOldSchema) {
    ASSERT_TRUE(take({step(1, kOne)}));
    for (char const* point : {"migration.before_version", "migration.before_commit"}) {
        auto const child = ::fork();
        if (child == 0) {
            ::setenv("LEITSTAND_FAULT", point, 1);
            auto own = session();
            std::ignore =
                detail::migrate(*own, GetParam(), std::vector{step(1, kOne), step(2, kTwo)});
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << point;
        session_ = session();
        EXPECT_FALSE(exists("two")) << point;
        EXPECT_EQ(number("SELECT max(version) FROM schema_version"), 1) << point;
    }
    EXPECT_TRUE(take({step(1, kOne), step(2, kTwo)}));
}
#endif

TEST(Migrations, BothEnginesHaveTheSameSteps) {
    std::map<int, std::string> sqlite;
    std::map<int, std::string> postgresql;
    for (auto const& step : detail::all_migrations())
        (step.engine == Engine::sqlite ? sqlite : postgresql).emplace(step.number, step.name);
    EXPECT_FALSE(sqlite.empty());
    EXPECT_EQ(sqlite, postgresql);
}

} // namespace
} // namespace leitstand
