// SPDX-License-Identifier: EUPL-1.2
// From the database into the folder: one order, nothing left out, whatever was killed in between;
// and databases that do not belong to the folder.
#include "prove/log_in_database.hpp"
#include "prove/sequencer.hpp"

#include <future>

#include "prove/entries.hpp"
#include "prove/log_verifier.hpp"
#include "prove/receipt.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

class SequencerTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door_.emplace(GetParam());
        key_ = LogKey{"log.example/test", SigningKey::random()};
        open_folder();
    }
    void open_folder() {
        folder_.reset();
        auto opened = LogFolder::open(path(), *key_);
        ASSERT_TRUE(opened) << opened.error().describe();
        folder_ = std::move(*opened);
    }
    fs::path path() const { return door_->folder / "data" / "log"; }
    Database& database() { return *door_->database; }
    Result<void> enter(int number) {
        return door_->log->enter(database(), {.type = EntryType::list_read,
                                              .account = "account-1",
                                              .details = {{"list", "items"},
                                                          {"items", ""},
                                                          {"total", std::to_string(number)},
                                                          {"filters", ""}}});
    }
    void enter_many(int count) {
        for (int number = 0; number < count; ++number)
            ASSERT_TRUE(enter(number));
    }
    Result<std::unique_ptr<Sequencer>> sequencer() {
        return Sequencer::open(database(), *folder_, *door_->log);
    }
    Result<std::size_t> give_positions(std::size_t count) {
        return database().write_for<std::size_t>(
            [&](Sql& sql) { return entry_table::give_positions(sql, count); });
    }
    // Folder and database say the same, entry by entry, and the folder verifies.
    void expect_whole(std::size_t size) {
        auto const report = verify_log(path(), key_->verifier());
        ASSERT_TRUE(report) << report.error().describe();
        ASSERT_FALSE(report->fault) << report->fault->file << ": " << report->fault->found;
        ASSERT_EQ(report->checkpoint->size, size);
        auto const root = root_in_database(database(), size);
        ASSERT_TRUE(root) << root.error().describe();
        EXPECT_EQ(report->checkpoint->root, *root);
        EXPECT_EQ(number_in(database(), "SELECT COUNT(*) FROM log_entry"),
                  static_cast<std::int64_t>(size));
        EXPECT_EQ(number_in(database(), "SELECT COUNT(DISTINCT position) FROM log_entry"),
                  static_cast<std::int64_t>(size));
        EXPECT_EQ(number_in(database(), "SELECT next FROM log_sequence"),
                  static_cast<std::int64_t>(size));
    }

    std::optional<Door> door_;
    std::optional<LogKey> key_;
    std::unique_ptr<LogFolder> folder_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SequencerTest, both_engines(), engine_label);

TEST_P(SequencerTest, BringsWhatIsCommittedIntoTheFolder) {
    auto const running = sequencer().value();
    expect_whole(0);
    enter_many(3);
    ASSERT_TRUE(running->integrate());
    expect_whole(3);
    ASSERT_TRUE(running->integrate()); // nothing new, nothing changed
    expect_whole(3);
    enter_many(300); // over the border of a tile
    ASSERT_TRUE(running->integrate());
    expect_whole(303);
    auto const rows = entry_rows(database());
    for (std::size_t at = 0; at < rows.size(); ++at)
        EXPECT_EQ(rows[at].position, static_cast<std::int64_t>(at));
}

TEST_P(SequencerTest, WhatAKillLeftBehindIsMadeUpFor) {
    enter_many(5); // killed before positions were given
    {
        auto const first = sequencer().value();
        expect_whole(5);
    }
    enter_many(5);
    ASSERT_EQ(give_positions(3).value(), 3u); // killed before their leaves were appended
    open_folder();
    {
        auto const second = sequencer().value();
        expect_whole(10);
    }
    enter_many(4);
    ASSERT_EQ(give_positions(4).value(), 4u);
    auto const some = database().read_for<std::vector<std::string>>(
        [](Sql& sql) { return entry_table::leaves(sql, 10, 2); });
    ASSERT_TRUE(folder_->append(*some)); // killed after a part of them
    open_folder();
    auto const third = sequencer().value();
    expect_whole(14);
}

// Two servers on one database, or a command beside a server.
TEST_P(SequencerTest, OneWritesAndTheOtherGoesOnWhenItEnds) {
    auto writer = sequencer().value();
    EntryLog other_log{*door_->keys, door_->clock};
    auto const take = [&] { return LogFolder::open(path(), *key_); };
    auto const opened = Sequencer::open(database(), take, other_log);
    ASSERT_TRUE(opened) << opened.error().describe();
    auto const& follower = *opened;
    enter_many(3);
    ASSERT_TRUE(follower->integrate());
    EXPECT_EQ(folder_->size(), 0u);
    EXPECT_EQ(number_in(database(), "SELECT next FROM log_sequence"), 0);

    door_->clock.forward(std::chrono::seconds{61});
    EXPECT_EQ(error_key(follower->integrate()), "log.behind");
    EXPECT_EQ(error_key(other_log.check_accepting()), "log.behind");
    EXPECT_TRUE(door_->log->check_accepting()); // the writer finds out by itself
    EXPECT_EQ(error_key(Sequencer::open(database(), take, other_log)), "log.behind");
    ASSERT_TRUE(writer->integrate());
    ASSERT_TRUE(follower->integrate());
    EXPECT_TRUE(other_log.check_accepting());
    expect_whole(3);

    writer.reset();
    folder_.reset();
    enter_many(2);
    ASSERT_TRUE(follower->integrate());
    expect_whole(5);
}

TEST_P(SequencerTest, AnOlderDatabaseIsRefused) {
    enter_many(4);
    (void)sequencer().value();
    // Another database in its place, as an older backup would be: shorter, then as long but other.
    Door older{GetParam()};
    auto const with_older = [&] {
        auto const opened = Sequencer::open(*older.database, *folder_, *older.log);
        return error_key(opened);
    };
    EXPECT_EQ(with_older(), "log.ahead_of_database");
    for (int number = 0; number < 6; ++number)
        ASSERT_TRUE(older.log->enter(
            *older.database, {.type = EntryType::signed_in, .details = {{"means", "password"}}}));
    EXPECT_EQ(with_older(), "log.ahead_of_database"); // they wait for their positions
    ASSERT_TRUE(older.database->write_for<std::size_t>(
        [](Sql& sql) { return entry_table::give_positions(sql, 100); }));
    EXPECT_EQ(with_older(), "log.other_entries");
    EXPECT_NE(root_in_database(*older.database, 4).value(), folder_->checkpoint().root);
    EXPECT_EQ(error_key(root_in_database(*older.database, 7)), "log.other_entries");
    expect_whole(4); // and nothing of it came into the folder
}

TEST_P(SequencerTest, ActsAreRefusedWhileTheFolderCannotBeWritten) {
    auto const running = sequencer().value();
    enter_many(1);
    ASSERT_TRUE(running->integrate());
    // A file in the place of a folder: what no account may pass over.
    fs::rename(path() / "tile", path() / "away");
    std::ofstream{path() / "tile"} << "x";
    enter_many(1);
    EXPECT_FALSE(running->integrate());
    auto const refused = enter(7);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::unavailable) << "or a watched folder throws post away";
    EXPECT_FALSE(door_->ledger->enter(Door::arrival("k"), "Inhalt"));
    fs::remove(path() / "tile");
    fs::rename(path() / "away", path() / "tile");
    ASSERT_TRUE(running->integrate());
    ASSERT_TRUE(enter(8));
    ASSERT_TRUE(running->integrate());
    expect_whole(3);
}

TEST_P(SequencerTest, ADatabaseHasOneLogForAllTimes) {
    enter_many(2);
    (void)sequencer().value();
    EXPECT_EQ(log_of_database(database()).value(), key_->verifier().print());
    // The same key over an empty folder: the log was lost, and must not begin anew.
    folder_.reset();
    fs::rename(path(), door_->folder / "data" / "kept");
    open_folder();
    EXPECT_EQ(error_key(sequencer()), "log.missing");
    folder_.reset();
    fs::remove_all(path());
    key_ = LogKey{"log.example/other", SigningKey::random()};
    open_folder();
    EXPECT_EQ(error_key(sequencer()), "log.other_origin");
}

TEST_P(SequencerTest, ADatabaseThatIsExchangedWhileItRunsIsNoticed) {
    enter_many(3);
    auto const running = sequencer().value();
    expect_whole(3);
    ASSERT_TRUE(run_statement(database(), GetParam() == Engine::sqlite
                                              ? "DROP TRIGGER log_entry_stays"
                                              : "DROP TRIGGER log_entry_stays ON log_entry"));
    auto const leaf = to_base64(kLeafVersion + std::string(kLeafBytes - 1, 'x'));
    ASSERT_TRUE(run_statement(
        database(), fmt::format("UPDATE log_entry SET leaf = '{}' WHERE position = 2", leaf)));
    ASSERT_TRUE(enter(4));
    EXPECT_EQ(error_key(running->integrate()), "log.other_entries");
    EXPECT_EQ(folder_->size(), 3u);
    EXPECT_EQ(error_key(enter(5)), "log.other_entries") << "nothing is done on such a footing";
}

TEST_P(SequencerTest, ALeafOfAnotherLengthIsRefusedAndEndsNothing) {
    auto const running = sequencer().value();
    ASSERT_TRUE(run_statement(database(), "INSERT INTO log_entry (leaf, type, at) VALUES ('AAAA', "
                                          "'signed_in', 1)"));
    EXPECT_EQ(error_key(running->integrate()), "log.entry_damaged");
    EXPECT_EQ(error_key(enter(1)), "log.entry_damaged");
}

TEST_P(SequencerTest, RunsBesideManyWriters) {
    auto const running = sequencer().value();
    running->start();
    constexpr int kThreads = 8, kEach = 40;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([&] { enter_many(kEach); });
    }
    running->stop();
    ASSERT_TRUE(running->integrate());
    expect_whole(kThreads * kEach);
}

// On PostgreSQL an id can become visible after a later one: it then gets the later position.
TEST_P(SequencerTest, WhoCommitsLaterStandsLater) {
    if (GetParam() == Engine::sqlite)
        GTEST_SKIP() << "one writer: ids are visible in their order";
    auto const running = sequencer().value();
    std::promise<void> written, committed;
    std::jthread slow{[&] {
        auto const done = database().write([&](Sql& sql) -> Result<void> {
            TRY(door_->log->write(sql, {.type = EntryType::signed_in,
                                        .account = "slow",
                                        .details = {{"means", "password"}}}));
            written.set_value();
            committed.get_future().wait();
            return {};
        });
        EXPECT_TRUE(done) << done.error().describe();
    }};
    written.get_future().wait();
    ASSERT_TRUE(enter(1));
    ASSERT_TRUE(running->integrate());
    expect_whole(1);
    committed.set_value();
    slow.join();
    ASSERT_TRUE(running->integrate());
    expect_whole(2);
    auto const rows = entry_rows(database());
    EXPECT_EQ(rows.at(0).type, "signed_in");
    EXPECT_EQ(rows[0].position, 1);
    EXPECT_EQ(rows.at(1).position, 0);
}

TEST_P(SequencerTest, PositionsAreGivenByOneAtATime) {
    constexpr int kEntries = 120;
    enter_many(kEntries);
    auto const other = GetParam() == Engine::postgresql ? door_->place.open()
                                                        : door_->place.open({}, Holder::command);
    {
        std::vector<std::jthread> threads;
        for (auto* const each : {door_->database.get(), other.get()})
            for (int thread = 0; thread < 2; ++thread)
                threads.emplace_back([each] {
                    for (bool more = true; more;) {
                        auto const given = each->write_for<std::size_t>(
                            [](Sql& sql) { return entry_table::give_positions(sql, 7); });
                        ASSERT_TRUE(given) << given.error().describe();
                        more = *given > 0;
                    }
                });
    }
    auto const running = sequencer().value();
    expect_whole(kEntries);
}

TEST_P(SequencerTest, ProofsOutliveWhatTheyAreAbout) {
    auto const running = sequencer().value();
    auto const item = door_->enter("k", "Inhalt", "Kanarienvogel.txt");
    auto const key = door_->ledger->item_key(item).value();
    ASSERT_TRUE(door_->ledger->correct_receipt_date(
        item.id, {.receipt_date = parse_iso_date("2026-11-20").value(),
                  .source = DateSource::person,
                  .reason = "Kanarienstempel",
                  .by = "account-1",
                  .at = {}}));
    ASSERT_TRUE(running->integrate());
    auto const row = entry_rows(database()).at(1);
    auto const opening = door_->log->open(row, &key);
    ASSERT_TRUE(opening) << opening.error().describe();
    EXPECT_THAT(opening->record, testing::HasSubstr("Kanarienstempel"));
    auto const full = folder_->receipt(1, *opening);
    ASSERT_TRUE(full) << full.error().describe();
    EXPECT_TRUE(check_receipt(parse_receipt(*full).value(), key_->verifier()));

    auto const deleted = database().write([&](Sql& sql) -> Result<void> {
        TRY(entry_table::erase_item(sql, item.number));
        return door_->log->write(sql, {.type = EntryType::deleted,
                                       .account = "account-1",
                                       .details = {{"what", "item"}, {"reason", "§ 84 SGB X"}}});
    });
    ASSERT_TRUE(deleted) << deleted.error().describe();
    ASSERT_TRUE(running->integrate());
    expect_whole(3);
    EXPECT_EQ(error_key(door_->log->open(entry_rows(database()).at(1), &key)), "log.entry_deleted");
    auto const bare = folder_->receipt(1);
    ASSERT_TRUE(bare) << bare.error().describe();
    EXPECT_TRUE(check_receipt(parse_receipt(*bare).value(), key_->verifier()));
    auto all = everything_in(door_->place, database());
    for (auto const& entry : fs::recursive_directory_iterator{path()})
        if (entry.is_regular_file()) {
            std::ifstream file{entry.path(), std::ios::binary};
            all.append(std::istreambuf_iterator<char>{file}, {});
        }
    EXPECT_THAT(all, testing::Not(testing::HasSubstr("Kanarien")));
}

} // namespace
} // namespace leitstand
