// SPDX-License-Identifier: EUPL-1.2
// A log whose key was lost goes on under another one: nothing of it is lost, everybody can check
// that, and an interruption at any step is made up for.
#include "prove/log_renewal.hpp"

#include "prove/entries.hpp"
#include "prove/log_folder.hpp"
#include "prove/log_in_database.hpp"
#include "prove/log_verifier.hpp"
#include "prove/sequencer.hpp"
#include "prove/tile_files.hpp"
#include "receive/door.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LogRenewalTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door_.emplace(GetParam());
        place_ = {door_->folder / "data" / "log", door_->folder / "log.key",
                  door_->folder / "data"};
        ASSERT_TRUE(LogKey::create(place_.key_file, "log.example/first"));
        enter_many(300);
        ASSERT_EQ(integrate(), "");
        old_note_ = read_file(place_.folder / kCheckpointFile, kNoteBytesMax).value();
        old_key_ = log_of_database(database()).value().value();
    }
    Database& database() { return *door_->database; }
    void enter_many(int count) {
        for (int number = 0; number < count; ++number)
            ASSERT_TRUE(door_->log->enter(
                database(), {.type = EntryType::signed_in, .details = {{"means", "password"}}}));
    }
    // As a server that starts, writes and ends. Returns the error's key.
    std::string integrate() {
        EntryLog own{*door_->keys, door_->clock};
        return error_key(Sequencer::open(
            database(), [&] { return open_log(database(), place_); }, own));
    }
    Result<LogRenewal> renew() {
        return renew_log(database(), *door_->log, place_, "log.example/second",
                         "Schlüssel verloren");
    }
    void expect_renewed(std::size_t entries) {
        EXPECT_EQ(integrate(), "");
        auto const key = VerifierKey::parse(log_of_database(database()).value().value()).value();
        EXPECT_EQ(key.name(), "log.example/second");
        // Whoever kept the last checkpoint of the old log sees that the new one goes on from it.
        LogVerifierOptions options;
        options.known =
            open_checkpoint(old_note_, VerifierKey::parse(old_key_).value())->checkpoint;
        auto const report = verify_log(place_.folder, key, options);
        ASSERT_TRUE(report) << report.error().describe();
        EXPECT_FALSE(report->fault) << report->fault->file << ": " << report->fault->found;
        EXPECT_EQ(report->checkpoint->size, entries);
        EXPECT_EQ(root_in_database(database(), entries).value(), report->checkpoint->root);
    }
    fs::path aside(fs::path path) const {
        return path += fmt::format(".{:08x}", VerifierKey::parse(old_key_)->id());
    }

    std::optional<Door> door_;
    LogPlace place_;
    std::string old_note_;
    std::string old_key_;
};
INSTANTIATE_TEST_SUITE_P(Engines, LogRenewalTest, both_engines(), engine_label);

TEST_P(LogRenewalTest, GoesOnFromTheOldLogAndSaysSo) {
    enter_many(3); // not in the folder yet: they come before the entry of the renewal
    auto const renewed = renew();
    ASSERT_TRUE(renewed) << renewed.error().describe();
    EXPECT_EQ(renewed->before, old_key_);
    EXPECT_EQ(renewed->entries, 300u);
    EXPECT_EQ(renewed->old_folder, aside(place_.folder));
    expect_renewed(304);
    auto const last = door_->log->open(entry_rows(database()).back());
    ASSERT_TRUE(last) << last.error().describe();
    auto const record = parse_record(last->record).value();
    EXPECT_EQ(record.type, EntryType::log_renewed);
    EXPECT_EQ(record.details.at("before"), old_key_);
    EXPECT_EQ(record.details.at("checkpoint"), old_note_);
    EXPECT_EQ(record.details.at("reason"), "Schlüssel verloren");
    // The old log lies there as it was, with its key.
    EXPECT_EQ(read_file(renewed->old_folder / kCheckpointFile, kNoteBytesMax).value(), old_note_);
    EXPECT_TRUE(fs::exists(aside(place_.key_file)));
}

TEST_P(LogRenewalTest, ALostKeyFileIsNoHindrance) {
    fs::remove(place_.key_file);
    EXPECT_EQ(integrate(), "log_key.missing");
    ASSERT_TRUE(renew());
    expect_renewed(301);
}

TEST_P(LogRenewalTest, ALostFolderIsBuiltAnew) {
    fs::remove_all(place_.folder);
    EXPECT_EQ(integrate(), "log.missing");
    EXPECT_FALSE(fs::exists(place_.folder)); // no other one was begun
    auto const renewed = renew();
    ASSERT_TRUE(renewed) << renewed.error().describe();
    EXPECT_TRUE(renewed->old_folder.empty());
    expect_renewed(301);
    auto const last = door_->log->open(entry_rows(database()).back()).value();
    EXPECT_EQ(parse_record(last.record)->details.at("checkpoint"), "");
}

TEST_P(LogRenewalTest, WhatTheOldKeyDidNotSignIsNotTakenOver) {
    auto const tile = place_.folder / "tile" / "0" / "000";
    auto bytes = read_file(tile, 1 << 20).value();
    bytes[40] ^= 1;
    ASSERT_TRUE(write_file_durably(tile, bytes));
    auto const refused = renew();
    EXPECT_EQ(error_key(refused), "log.not_whole");
    EXPECT_THAT(refused.error().detail, HasSubstr("tile/0/000"));
    EXPECT_EQ(log_of_database(database()).value().value(), old_key_);
}

TEST_P(LogRenewalTest, NobodyWritesTheLogMeanwhile) {
    auto const held =
        LogFolder::open(place_.folder, LogKey::open(place_.key_file, place_.data_folder).value());
    ASSERT_TRUE(held);
    EXPECT_EQ(error_key(renew()), "log.in_use");
}

TEST_P(LogRenewalTest, WithoutALogThereIsNothingToRenew) {
    Door fresh{GetParam()};
    EXPECT_EQ(error_key(renew_log(
                  *fresh.database, *fresh.log,
                  {fresh.folder / "data" / "log", fresh.folder / "log.key", fresh.folder / "data"},
                  "log.example/second", "")),
              "log.not_begun");
}

// Every state in which a kill can leave the files once the database knows the new key.
TEST_P(LogRenewalTest, AnInterruptedOneIsFinished) {
    ASSERT_TRUE(renew());
    auto const key_new = fs::path{place_.key_file} += ".new";
    auto const folder_new = fs::path{place_.folder} += ".new";
    fs::rename(place_.key_file, key_new); // between the two key files
    ASSERT_TRUE(renew());
    fs::rename(place_.key_file, key_new);
    fs::rename(aside(place_.key_file), place_.key_file); // before them
    ASSERT_TRUE(renew());
    fs::rename(place_.key_file, key_new);
    fs::rename(aside(place_.key_file), place_.key_file);
    fs::rename(place_.folder, folder_new);      // between the two folders
    EXPECT_EQ(integrate(), "log.other_origin"); // a start there does no harm
    ASSERT_TRUE(renew());
    fs::rename(place_.key_file, key_new);
    fs::rename(aside(place_.key_file), place_.key_file);
    fs::rename(place_.folder, folder_new);
    fs::rename(aside(place_.folder), place_.folder); // before them
    auto const last = renew();
    ASSERT_TRUE(last) << last.error().describe();
    EXPECT_EQ(last->before, old_key_);
    EXPECT_EQ(last->old_folder, aside(place_.folder));
    EXPECT_FALSE(fs::exists(key_new));
    EXPECT_FALSE(fs::exists(folder_new));
    expect_renewed(301);
}

TEST_P(LogRenewalTest, BeforeTheDatabaseKnowsItBeginsAnew) {
    ASSERT_TRUE(LogKey::create(fs::path{place_.key_file} += ".new", "log.example/second"));
    fs::create_directories((fs::path{place_.folder} += ".new") / "tile" / "0");
    ASSERT_TRUE(renew());
    expect_renewed(301);
}

} // namespace
} // namespace leitstand
