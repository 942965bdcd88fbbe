// SPDX-License-Identifier: EUPL-1.2
// Entries in the database: the same bytes on both, never changed, sealed, gone with their record;
// and an act whose entry cannot be written.
#include "prove/entry_log.hpp"

#include "base/files.hpp"
#include "prove/entries.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class EntryLogTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door_.emplace(GetParam());
    }
    Database& database() { return *door_->database; }
    EntryLog& log() { return *door_->log; }
    Result<void> enter(std::string const& reason, std::optional<EntryItem> item = std::nullopt) {
        return log().enter(
            database(),
            {.type = EntryType::mode_changed,
             .account = "account-1",
             .item = std::move(item),
             .details = {
                 {"function", "sort"}, {"from", "off"}, {"to", "assist"}, {"reason", reason}}});
    }

    std::optional<Door> door_;
};
INSTANTIATE_TEST_SUITE_P(Engines, EntryLogTest, both_engines(), engine_label);

TEST_P(EntryLogTest, TheSameRecordIsTheSameBytesOnBothDatabases) {
    ASSERT_TRUE(enter("Ä\"\\\n\x01\x7F \xE2\x80\xA8 € 𝄞 'x' :y ?"));
    auto const row = entry_rows(database()).at(0);
    auto const opening = log().open(row);
    ASSERT_TRUE(opening) << opening.error().describe();
    auto const id = parse_record(opening->record).value().id;
    EXPECT_EQ(id.size(), 32u);
    EXPECT_EQ(opening->record,
              "{\"account\":\"account-1\",\"at\":\"2026-11-27T08:15:30.000000Z\",\"catalogue\":"
              "\"\",\"configuration\":\"\",\"details\":{\"from\":\"off\",\"function\":\"sort\","
              "\"reason\":\"Ä\\\"\\\\\\n\\u0001\x7F \xE2\x80\xA8 € 𝄞 'x' :y ?\",\"to\":\"assist\"},"
              "\"format\":\"1\",\"functions\":\"\",\"id\":\"" +
                  id + "\",\"item\":\"\",\"model\":\"\",\"roles\":\"\",\"type\":\"mode_changed\"}");
    EXPECT_EQ(row.leaf, leaf_of(*opening));
    EXPECT_EQ(row.at, door_->clock.now());
    EXPECT_FALSE(row.item || row.position);
}

TEST_P(EntryLogTest, NoTwoEntriesOfTheSameAreAlike) {
    ASSERT_TRUE(enter("gleich"));
    ASSERT_TRUE(enter("gleich"));
    auto const rows = entry_rows(database());
    EXPECT_NE(rows.at(0).leaf, rows.at(1).leaf);
    EXPECT_NE(log().open(rows[0])->salt, log().open(rows[1])->salt);
}

TEST_P(EntryLogTest, RolesAndCircumstancesAreThoseOfTheMoment) {
    EntryLog const knowing{*door_->keys,
                           door_->clock,
                           {.functions = "f", .model = "m", .catalogue = "c", .configuration = "k"},
                           [](Sql&, std::string const& account) -> Result<std::string> {
                               return account == "anna" ? "auditor releaser" : "";
                           }};
    ASSERT_TRUE(knowing.enter(
        database(),
        {.type = EntryType::signed_in, .account = "anna", .details = {{"means", "password"}}}));
    auto const record = last_record(database(), knowing, EntryType::signed_in);
    EXPECT_EQ(record.account, "anna");
    EXPECT_EQ(record.roles, "auditor releaser");
    EXPECT_EQ(
        record.circumstances,
        (Circumstances{.functions = "f", .model = "m", .catalogue = "c", .configuration = "k"}));
}

TEST_P(EntryLogTest, NothingOfARowChanges) {
    ASSERT_TRUE(enter("eins"));
    ASSERT_TRUE(enter("zwei"));
    ASSERT_TRUE(database().write_for<std::size_t>(
        [](Sql& sql) { return entry_table::give_positions(sql, 1); }));
    for (auto const* statement :
         {"UPDATE log_entry SET leaf = 'x'", "UPDATE log_entry SET type = 'deleted'",
          "UPDATE log_entry SET at = 0", "UPDATE log_entry SET item = 1", "DELETE FROM log_entry",
          "UPDATE log_entry SET position = 7 WHERE position = 0",
          "UPDATE log_entry SET position = NULL WHERE position = 0",
          "UPDATE log_opening SET sealed = ''"})
        EXPECT_FALSE(run_statement(database(), statement)) << statement;
    auto const rows = entry_rows(database());
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].position, 0);
    EXPECT_FALSE(rows[1].position);
    EXPECT_TRUE(log().open(rows[0]) && log().open(rows[1]));
}

TEST_P(EntryLogTest, ARecordInThePlaceOfAnotherIsNoticed) {
    ASSERT_TRUE(enter("eins"));
    ASSERT_TRUE(enter("zwei"));
    auto rows = entry_rows(database());
    std::swap(rows.at(0).sealed, rows.at(1).sealed);
    EXPECT_EQ(error_key(log().open(rows[0])), "log.entry_damaged");
    std::swap(rows[0].sealed, rows[1].sealed);
    std::swap(rows[0].leaf, rows[1].leaf);
    EXPECT_EQ(error_key(log().open(rows[0])), "log.entry_damaged");
    std::swap(rows[0].leaf, rows[1].leaf);
    rows[0].sealed.back() = static_cast<char>(rows[0].sealed.back() ^ 1);
    EXPECT_EQ(error_key(log().open(rows[0])), "log.entry_damaged");
}

TEST_P(EntryLogTest, WhatIsAboutAnItemIsSealedWithItsKey) {
    auto const item = door_->enter("k", "Inhalt");
    auto const key = door_->ledger->item_key(item).value();
    ASSERT_TRUE(enter("Kanarienvogel", entry_item(item, key)));
    auto const row = entry_rows(database()).back();
    EXPECT_EQ(row.item, item.number);
    EXPECT_EQ(error_key(log().open(row)), "log.entry_damaged");
    auto const other = SecretKey::random();
    EXPECT_EQ(error_key(log().open(row, &other)), "log.entry_damaged");
    EXPECT_THAT(log().open(row, &key).value().record, HasSubstr("Kanarienvogel"));
    EXPECT_THAT(everything_in(door_->place, database()), Not(HasSubstr("Kanarienvogel")));
}

TEST_P(EntryLogTest, WithoutItsRecordAnEntryStaysAndMeansNothing) {
    auto const item = door_->enter("k", "Inhalt");
    auto const other = door_->enter("l", "Anderes");
    auto const key = door_->ledger->item_key(item).value();
    auto const before = entry_rows(database());
    auto const deleted = database().write_for<std::size_t>(
        [&](Sql& sql) { return entry_table::erase_item(sql, item.number); });
    EXPECT_EQ(deleted.value(), 1u);
    auto const after = entry_rows(database());
    ASSERT_EQ(after.size(), before.size());
    EXPECT_EQ(after[0].leaf, before[0].leaf);
    EXPECT_EQ(after[0].type, "");
    EXPECT_EQ(after[0].at.microseconds, 0);
    EXPECT_FALSE(after[0].item);
    EXPECT_EQ(error_key(log().open(after[0], &key)), "log.entry_deleted");
    auto const other_key = door_->ledger->item_key(other).value();
    EXPECT_TRUE(log().open(after[1], &other_key));
}

TEST_P(EntryLogTest, OnlyWhatIsDeletedCanBeEmptied) {
    door_->enter("k", "Inhalt");
    for (auto const* change :
         {"type = ''", "at = 0", "item = NULL", "type = '', at = 0, item = NULL"})
        EXPECT_FALSE(run_statement(database(), fmt::format("UPDATE log_entry SET {}", change)));
    ASSERT_TRUE(run_statement(database(), "DELETE FROM log_opening"));
    for (auto const* change :
         {"type = 'deleted', at = 0, item = NULL", "type = '', at = 7, item = NULL",
          "type = '', at = 0, item = 7", "leaf = ''", "id = 7"})
        EXPECT_FALSE(run_statement(database(), fmt::format("UPDATE log_entry SET {}", change)));
    EXPECT_TRUE(run_statement(database(), "UPDATE log_entry SET type = '', at = 0, item = NULL"));
}

// Not only let go: what was sealed is overwritten, so that no copy of a key opens it later.
TEST_P(EntryLogTest, WhatIsDeletedIsNotLeftInTheFile) {
    if (GetParam() != Engine::sqlite)
        GTEST_SKIP() << "PostgreSQL's files are not ours to read";
    auto const item = door_->enter("k", "Inhalt");
    auto const sealed = to_base64(entry_rows(database()).front().sealed);
    auto const in_files = [&] {
        std::string all;
        for (auto const& entry :
             std::filesystem::recursive_directory_iterator{door_->place.file().parent_path()})
            if (entry.is_regular_file())
                all += read_file(entry.path(), 1 << 30).value();
        return all;
    };
    ASSERT_THAT(in_files(), HasSubstr(sealed));
    ASSERT_TRUE(database().write_for<std::size_t>(
        [&](Sql& sql) { return entry_table::erase_item(sql, item.number); }));
    door_->close(); // brings the write-ahead log into the file
    EXPECT_THAT(in_files(), Not(HasSubstr(sealed)));
}

TEST_P(EntryLogTest, WhereEitherRowCannotBeWrittenNeitherIs) {
    for (auto const* table : {"log_entry", "log_opening"}) {
        refuse_inserts(database(), table);
        auto const refused = enter("nichts");
        EXPECT_EQ(error_key(refused), "log.entry_not_written") << table;
        EXPECT_EQ(refused.error().code, Code::unavailable);
        EXPECT_EQ(number_in(database(), "SELECT COUNT(*) FROM log_entry"), 0);
        EXPECT_EQ(number_in(database(), "SELECT COUNT(*) FROM log_opening"), 0);
        allow_inserts(database(), table);
    }
    EXPECT_TRUE(enter("doch"));
}

TEST_P(EntryLogTest, WhileTheLogCannotBeWrittenActsAreRefused) {
    log().refuse({Code::no_space, "disk.full", "the log's disk", std::source_location::current()});
    EXPECT_EQ(error_key(enter("nichts")), "disk.full");
    EXPECT_EQ(error_key(door_->ledger->enter(Door::arrival("k"), "Inhalt")), "disk.full");
    EXPECT_EQ(number_in(database(), "SELECT COUNT(*) FROM item"), 0);
    EXPECT_EQ(door_->blob_count(), 0u);
    EXPECT_TRUE(entry_rows(database()).empty());
    log().accept();
    EXPECT_TRUE(enter("doch"));
    EXPECT_TRUE(door_->ledger->enter(Door::arrival("k"), "Inhalt"));
}

TEST_P(EntryLogTest, ChangesOfCatalogueAndConfigurationAreEnteredOnce) {
    auto const start = [&](std::string const& catalogue, std::string const& configuration) {
        EntryLog const log{*door_->keys,
                           door_->clock,
                           {.functions = "f",
                            .model = "",
                            .catalogue = catalogue,
                            .configuration = configuration}};
        auto const done = log.enter_changes(database());
        EXPECT_TRUE(done) << done.error().describe();
    };
    start("c1", "k1");
    EXPECT_THAT(entry_keys(database()), ElementsAre("configuration_changed", "catalogue_changed"));
    start("c1", "k1");
    EXPECT_EQ(entry_rows(database()).size(), 2u);
    start("c2", "k1");
    EXPECT_EQ(entry_rows(database()).size(), 3u);
    auto const record = last_record(database(), log(), EntryType::catalogue_changed);
    EXPECT_EQ(record.details, (EntryDetails{{"before", "c1"}, {"after", "c2"}}));
    EXPECT_EQ(record.circumstances.catalogue, "c2");
}

TEST_P(EntryLogTest, AClockThatRunsBackwardsChangesNoOrder) {
    ASSERT_TRUE(enter("eins"));
    door_->clock.forward(-std::chrono::hours{24 * 365});
    ASSERT_TRUE(enter("zwei"));
    ASSERT_TRUE(database().write_for<std::size_t>(
        [](Sql& sql) { return entry_table::give_positions(sql, 10); }));
    auto const rows = entry_rows(database());
    EXPECT_EQ(rows.at(0).position, 0);
    EXPECT_EQ(rows.at(1).position, 1);
    EXPECT_LT(rows[1].at, rows[0].at);
}

} // namespace
} // namespace leitstand
