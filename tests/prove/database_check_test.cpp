// SPDX-License-Identifier: EUPL-1.2
// A verified folder against the database that its entries come from: the first one that differs is
// named, whatever is wrong with its row.
#include "prove/database_check.hpp"

#include "prove/slow_tree.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSize = 700;

class DatabaseCheckTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_.emplace(GetParam());
        database_ = place_->open(Limits{});
        for (auto const& leaf : slow::log_leaves(0, kSize))
            rows_.push_back(to_base64(leaf));
        auto log = LogFolder::open(path_, slow::log_key());
        ASSERT_TRUE(log) << log.error().describe();
        ASSERT_TRUE((*log)->append(slow::log_leaves(0, kSize)));
    }
    // One row for each position; an empty one is left out.
    void fill() {
        std::string statement;
        for (std::size_t at = 0; at < rows_.size(); ++at)
            if (!rows_[at].empty())
                statement += fmt::format("{} ('{}', 'signed_in', 1, {})",
                                         statement.empty() ? "" : ",", rows_[at], at);
        ASSERT_TRUE(run_statement(
            *database_, "INSERT INTO log_entry (leaf, type, at, position) VALUES" + statement));
    }
    std::optional<LogFault> fault() {
        auto found = check_database(path_, kSize, *database_);
        EXPECT_TRUE(found) << found.error().describe();
        if (!found || !*found)
            return std::nullopt;
        EXPECT_EQ((*found)->file, kDatabasePlace);
        auto const entry = (*found)->entry.value_or(kSize);
        EXPECT_EQ((*found)->expected,
                  to_hex(bytes_of(leaf_hash(slow::log_leaves(entry, 1).front()))));
        return *found;
    }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    std::vector<std::string> rows_;
    std::optional<TestDatabase> place_;
    std::unique_ptr<Database> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DatabaseCheckTest, both_engines(), engine_label);

TEST_P(DatabaseCheckTest, EndsEarlyWhenTold) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(check_database(path_, kSize, *database_, stop.get_token()).error().key,
              "log.cannot_verify");
}

TEST_P(DatabaseCheckTest, TheSameEntriesAndMoreAreRight) {
    rows_.push_back(to_base64(slow::log_leaves(kSize, 1).front())); // the database went on
    fill();
    EXPECT_FALSE(fault());
}

TEST_P(DatabaseCheckTest, TheFirstEntryThatDiffersIsNamed) {
    auto const other = slow::log_leaves(0, 1, "other").front();
    rows_[300] = rows_[650] = to_base64(other);
    fill();
    auto const found = fault();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->entry, 300U);
    EXPECT_EQ(found->found, to_hex(bytes_of(leaf_hash(other))));
}

TEST_P(DatabaseCheckTest, AnOlderDatabaseLacksTheRest) {
    rows_.resize(600);
    fill();
    auto const found = fault();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->entry, 600U);
    EXPECT_EQ(found->found, "no entry");
}

TEST_P(DatabaseCheckTest, ARowThatWasTakenOutIsNamed) {
    rows_[511].clear();
    fill();
    auto const found = fault();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->entry, 511U);
}

TEST_P(DatabaseCheckTest, ARowThatIsNoLeafIsNamed) {
    rows_[277] = "AAAA";
    rows_[278] = "no leaf";
    fill();
    auto const found = fault();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->entry, 277U);
}

TEST_P(DatabaseCheckTest, ARowThatIsNoBase64IsNamed) {
    rows_[0] = "no leaf";
    fill();
    auto const found = fault();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->entry, 0U);
}

} // namespace
} // namespace leitstand
