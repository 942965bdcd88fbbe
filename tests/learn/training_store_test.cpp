// SPDX-License-Identifier: EUPL-1.2
// The training store: one sample for an item and a function, sealed, under pseudonyms, gone on its
// day, with its item or with its purpose.
#include "learn/training_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "learn/training_table.hpp"
#include "support/test_database.hpp"

namespace leitstand::learn {
namespace {

using testing::HasSubstr;
using testing::Not;

class TrainingStoreTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_.emplace(GetParam());
        database_ = place_->open();
        std::filesystem::create_directory(folder_ / "data");
        ASSERT_TRUE(KeyRing::create(folder_ / "key"));
        keys_.emplace(KeyRing::open(folder_ / "key", folder_ / "data").value());
    }
    static std::shared_ptr<TrainingPurpose const> purpose(std::string key = "judging") {
        auto made = std::make_shared<TrainingPurpose>();
        made->key = std::move(key);
        made->retention_months = 24;
        made->access = {"governance"};
        return made;
    }
    TrainingStore store(std::string key = "judging") const {
        return TrainingStore{*keys_, purpose(std::move(key))};
    }
    DeskSample sample(TrainingStore const& store, std::string const& item,
                      std::string const& function = "sort") const {
        return {.item = store.item_reference(item),
                .function = function,
                .text = "Ich bitte um      Wohngeld",
                .given = {{"phrases.service.wohngeld", 0.25f}},
                .labels = {{"service.wohngeld", true, Verdict::confirmed,
                            store.account_pseudonym("account-1"), "2.0.0+abc"},
                           {"act.antrag", false, Verdict::rejected,
                            store.account_pseudonym("account-2"), "2.0.0+abc"}},
                .decided_on = {2026, 11, 27},
                .catalogue = "0123456789ab"};
    }
    bool put(TrainingStore const& store, DeskSample const& sample) {
        return database_->write_for<bool>([&](Sql& sql) { return store.put(sql, sample); }).value();
    }
    std::vector<DeskSample> samples(TrainingStore const& store, Date today = {2026, 12, 1},
                                    std::string const& function = "sort") {
        return database_
            ->read_for<std::vector<DeskSample>>(
                [&](Sql& sql) { return store.samples(sql, function, today); })
            .value();
    }
    TrainingStore::Deleted delete_due(TrainingStore const& store, Date today) {
        return database_
            ->write_for<TrainingStore::Deleted>(
                [&](Sql& sql) { return store.delete_due(sql, today); })
            .value();
    }

    TemporaryFolder folder_;
    std::optional<TestDatabase> place_;
    std::unique_ptr<Database> database_;
    std::optional<KeyRing> keys_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TrainingStoreTest, both_engines(), engine_label);

TEST_P(TrainingStoreTest, GivesBackWhatWasKeptOnceForEachItemAndFunction) {
    auto const kept = store();
    auto const first = sample(kept, "item-1");
    EXPECT_TRUE(put(kept, first));
    EXPECT_FALSE(put(kept, first)) << "it lies there just so";
    EXPECT_TRUE(put(kept, sample(kept, "item-1", "urgent")));
    auto changed = first;
    changed.labels.pop_back();
    EXPECT_TRUE(put(kept, changed));
    EXPECT_EQ(samples(kept), std::vector{changed});
    EXPECT_EQ(samples(kept, {2026, 12, 1}, "urgent").size(), 1u);
}

TEST_P(TrainingStoreTest, HoldsNoWayBackInPlainText) {
    auto const kept = store();
    put(kept, sample(kept, "item-1"));
    auto const row = database_
                         ->read_for<std::vector<training_table::Row>>([](Sql& sql) {
                             return training_table::list(sql, "judging", "sort",
                                                         {"2026-12-01", "2024-12-01"}, 9);
                         })
                         .value()
                         .at(0);
    auto const all = row.item + row.function + row.decided_on + row.delete_on + row.sealed;
    for (auto const& secret : {std::string{"item-1"}, std::string{"account-1"},
                               kept.account_pseudonym("account-1"), std::string{"Wohngeld"}})
        EXPECT_THAT(all, Not(HasSubstr(secret)));
    EXPECT_THAT(kept.account_pseudonym("account-1"), testing::MatchesRegex("K-[0-9a-f]{12}"));
    EXPECT_NE(kept.account_pseudonym("account-1"), kept.account_pseudonym("account-2"));
}

TEST_P(TrainingStoreTest, ASampleGoesOnItsDay) {
    auto const kept = store();
    put(kept, sample(kept, "item-1"));
    EXPECT_EQ(delete_due(kept, {2028, 11, 26}).expired, 0u);
    EXPECT_EQ(samples(kept, {2028, 11, 27}).size(), 0u) << "also where no upkeep came by";
    EXPECT_EQ(delete_due(kept, {2028, 11, 27}).expired, 1u);
    EXPECT_EQ(samples(kept).size(), 0u);
}

TEST_P(TrainingStoreTest, AShorterRetentionHoldsForWhatIsThere) {
    auto const kept = store();
    put(kept, sample(kept, "item-1")); // for 24 months
    auto shorter = std::make_shared<TrainingPurpose>(*kept.purpose());
    shorter->retention_months = 3;
    TrainingStore const later{*keys_, shorter};
    EXPECT_EQ(samples(later, {2027, 2, 26}).size(), 1u);
    EXPECT_EQ(samples(later, {2027, 2, 27}).size(), 0u);
    EXPECT_EQ(delete_due(later, {2027, 2, 26}).expired, 0u);
    EXPECT_EQ(delete_due(later, {2027, 2, 27}).expired, 1u);
}

TEST_P(TrainingStoreTest, ASampleGoesWithItsItemAndWithItsPurpose) {
    auto const kept = store();
    put(kept, sample(kept, "item-1"));
    put(kept, sample(kept, "item-1", "urgent"));
    put(kept, sample(kept, "item-2"));
    EXPECT_EQ(
        database_
            ->write_for<std::uint64_t>([&](Sql& sql) { return kept.forget_item(sql, "item-1"); })
            .value(),
        2u);
    EXPECT_EQ(samples(kept).size(), 1u);
    auto const other = store("other");
    EXPECT_EQ(samples(other).size(), 0u) << "for another purpose it is not used";
    EXPECT_EQ(delete_due(other, {2026, 12, 1}).of_other_purposes, 1u);

    put(kept, sample(kept, "item-3"));
    TrainingStore const none{*keys_, nullptr};
    EXPECT_EQ(delete_due(none, {2026, 12, 1}).of_other_purposes, 1u);
    auto const figures =
        database_->read_for<TrainingStore::Figures>([&](Sql& sql) { return none.figures(sql); })
            .value();
    EXPECT_EQ(figures.sort + figures.urgent, 0u);
}

TEST_P(TrainingStoreTest, ARowThatWasMovedDoesNotOpen) {
    auto const kept = store();
    put(kept, sample(kept, "item-1"));
    ASSERT_TRUE(database_->write([&](Sql& sql) -> Result<void> {
        auto row =
            *TRY(training_table::find(sql, kept.item_reference("item-1"), std::string{"sort"}));
        row.item = kept.item_reference("item-2");
        return training_table::replace(sql, row);
    }));
    auto const read = database_->read_for<std::vector<DeskSample>>([&](Sql& sql) {
        return kept.samples(sql, "sort", {2026, 12, 1});
    });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().key, "training.damaged");
}

TEST(TrainingStore, MonthsEndWhereTheyEnd) {
    EXPECT_EQ(delete_on({2026, 11, 27}, 24), (Date{2028, 11, 27}));
    EXPECT_EQ(delete_on({2026, 1, 31}, 1), (Date{2026, 2, 28}));
    EXPECT_EQ(delete_on({2026, 12, 31}, 2), (Date{2027, 2, 28}));
    EXPECT_EQ(delete_on({2026, 11, 30}, 1), (Date{2026, 12, 30}));
}

TEST(TrainingStore, TheLastDayOfDecisionIsThatOfItsDeletion) {
    for (auto const months : {1, 2, 24})
        for (Date today{2026, 1, 1}; today < Date{2028, 4, 1}; today = plus_days(today, 1)) {
            auto const last = decided_until(today, months);
            EXPECT_LE(delete_on(last, months), today);
            EXPECT_GT(delete_on(plus_days(last, 1), months), today);
        }
}

} // namespace
} // namespace leitstand::learn
