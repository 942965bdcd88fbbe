// SPDX-License-Identifier: EUPL-1.2
// From an installation into a folder of backups and back: while others write, after an
// interruption, and never with anything in the folder that a thief could read.
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "backup/saved_house.hpp"
#include "house/rows_table.hpp"
#include "prove/entries.hpp"
#include "prove/log_verifier.hpp"
#include "prove/witness.hpp"

namespace leitstand {
namespace {

class BackupTest : public SavedHouse {};
INSTANTIATE_TEST_SUITE_P(Engines, BackupTest, both_engines(), engine_label);

std::vector<fs::path> files_below(fs::path const& folder) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::recursive_directory_iterator{folder})
        if (entry.is_regular_file())
            files.push_back(entry.path());
    return files;
}

TEST_P(BackupTest, BringsEverythingBack) {
    for (int number = 0; number < 20; ++number)
        keep_part(enter(number, 1'000 + 10'000 * static_cast<std::size_t>(number)));
    ASSERT_TRUE(log_.sequencer->integrate());
    auto const report = saved();
    EXPECT_EQ(report.blobs, 40U);
    EXPECT_EQ(report.new_blobs, 40U);
    EXPECT_TRUE(report.missing.empty());
    auto const trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    EXPECT_EQ(trial->restored.name, report.name);
    EXPECT_EQ(trial->restored.manifest_sha256, report.manifest_sha256);
    EXPECT_EQ(trial->report.items, 20U);
    EXPECT_EQ(trial->report.blobs, 40U);
    EXPECT_EQ(trial->report.entries, 20U);
    EXPECT_EQ(trial->report.log_key, log_.folder->verifier().print());
    EXPECT_EQ(read(trial->home() / "log" / "checkpoint"), log_.folder->signed_checkpoint());
    EXPECT_EQ(trial->restored.master_key, read(folder_ / "keys" / "master.key"));
    EXPECT_EQ(trial->restored.log_key, read(folder_ / "keys" / "log.key"));
    EXPECT_EQ(read(trial->home() / "catalogue" / "units.toml"),
              read(source().catalogue_folder / "units.toml"));
    EXPECT_THAT(trial->restored.settings, testing::HasSubstr("postgresql://anna@db/x"));
}

TEST_P(BackupTest, LeavesAnEntryThatNamesItsManifest) {
    enter(1);
    auto const report = saved();
    auto const record = last_record(*house_->database, *house_->log, EntryType::backup_made);
    EXPECT_EQ(record.details.at("target"), report.name);
    EXPECT_EQ(record.details.at("sha256"), to_hex(report.manifest_sha256));
    EXPECT_EQ(to_hex(sha256(read(manifest_path(target(), report.name)))),
              record.details.at("sha256"));
    auto const trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    ASSERT_TRUE(enter_restored(trial->restored, trial->home(), limits_, system_time()));
    auto const back = Database::open(trial->database->url(), limits_);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(count_of(**back, EntryType::restored), 1U);
    EXPECT_EQ(count_of(**back, EntryType::backup_made), 0U) << "it was made before its entry";
}

// Each backup is of one moment: whatever came in meanwhile is in it whole or not at all.
TEST_P(BackupTest, IsWholeWhileOthersWrite) {
    log_.sequencer->start();
    std::atomic<bool> stop{false};
    std::atomic<int> entered{0};
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([&, writer] {
                for (int turn = 0; !stop; ++turn, ++entered) {
                    keep_part(enter(writer * 1'000'000 + turn));
                    std::this_thread::sleep_for(std::chrono::milliseconds{5});
                }
            });
        while (entered < 50 || log_.folder->size() == 0)
            std::this_thread::yield();
        for (int round = 0; round < 2; ++round) {
            auto const report = saved();
            EXPECT_TRUE(report.missing.empty());
            EXPECT_GE(report.blobs, 100U);
        }
        stop = true;
    }
    log_.sequencer->stop();
    auto const names = backup_names(target()).value();
    for (auto const& name : names) {
        auto const trial = restore(name);
        ASSERT_TRUE(trial) << name << ": " << trial.error().describe();
        EXPECT_GE(trial->report.items, 50U);
        EXPECT_GT(trial->report.entries, 0U);
    }
}

TEST_P(BackupTest, CopiesABlobOnce) {
    for (int number = 0; number < 10; ++number)
        enter(number);
    auto const first = saved();
    for (int number = 10; number < 13; ++number)
        enter(number);
    auto const second = saved();
    EXPECT_EQ(first.new_blobs, 10U);
    EXPECT_EQ(second.new_blobs, 3U);
    EXPECT_EQ(second.blobs, 13U);
    EXPECT_EQ(saved().new_blobs, 0U);
    auto const older = restore(first.name);
    ASSERT_TRUE(older) << older.error().describe();
    EXPECT_EQ(older->report.items, 10U);
    auto const newer = restore(second.name);
    ASSERT_TRUE(newer) << newer.error().describe();
    EXPECT_EQ(newer->report.items, 13U);
}

TEST_P(BackupTest, BlobsOfDeletedBackupsGoWithTheNextOne) {
    auto const part = keep_part(enter(1));
    auto const first = saved();
    ASSERT_TRUE(house::execute(*house_->database,
                               fmt::format("DELETE FROM kept_blob WHERE blob_id = '{}'", part)));
    auto const second = saved();
    EXPECT_EQ(second.removed, 0U);
    EXPECT_EQ(refusal(first.name), "") << "an older backup still needs it";
    fs::remove(archive_path(target(), first.name));
    fs::remove(manifest_path(target(), first.name));
    auto const manifest = read(manifest_path(target(), second.name));
    damage(manifest_path(target(), second.name));
    EXPECT_EQ(saved().removed, 0U) << "a manifest that cannot be read may name it";
    write(manifest_path(target(), second.name), manifest);
    EXPECT_EQ(saved().removed, 1U);
    EXPECT_EQ(refusal(second.name), "");
    EXPECT_EQ(refusal(), "");
}

// Killed in the middle: no backup and no entry, and the next one does not copy again what was
// whole.
TEST_P(BackupTest, GoesOnAfterAKill) {
    for (int number = 0; number < 150; ++number)
        enter(number, 100);
    close();
    auto const child = ::fork();
    if (child == 0) {
        open();
        progress_ = [](std::string_view stage, std::uint64_t done, std::uint64_t) {
            if (stage == "blobs" && done == 140)
                ::kill(::getpid(), SIGKILL);
        };
        std::ignore = save();
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    open();
    EXPECT_TRUE(backup_names(target()).value().empty());
    EXPECT_EQ(count_of(*house_->database, EntryType::backup_made), 0U);
    auto const report = saved();
    EXPECT_EQ(report.blobs, 150U);
    EXPECT_GT(report.new_blobs, 0U);
    EXPECT_LT(report.new_blobs, 150U) << "what had been copied was copied again";
    EXPECT_EQ(count_of(*house_->database, EntryType::backup_made), 1U);
    auto const trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    EXPECT_EQ(trial->report.blobs, 150U);
    for (auto const& file : files_below(target()))
        EXPECT_NE(file.extension(), ".part") << file;
}

TEST_P(BackupTest, HoldsNothingThatAThiefCouldRead) {
    enter(1, 200'000);
    saved();
    auto const key = read(folder_ / "keys" / "master.key");
    auto const line = key.substr(key.find("master 1 ") + 9, 64);
    ASSERT_EQ(line.size(), 64U);
    for (auto const& file : files_below(target())) {
        auto const bytes = read(file);
        for (auto const& secret : {std::string{kCanary}, line, std::string{"leitstand key file"},
                                   std::string{"SQLite format"}, std::string{"log_entry"},
                                   std::string{"PRIVATE+KEY"}, std::string{"anna"}})
            EXPECT_EQ(bytes.find(secret), std::string::npos) << file << " holds " << secret;
    }
    // Not even who made it can open it, without the sheet.
    auto const other = restore({}, new_recovery_pair().secret_key);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().key, "backup.other_sheet");
}

TEST_P(BackupTest, SaysWhichBlobWasNotThere) {
    auto const item = enter(1);
    enter(2);
    fs::remove(blob_path(data() / "blobs", item.blob.id));
    auto const report = saved();
    EXPECT_THAT(report.missing, testing::ElementsAre(item.blob.id));
    EXPECT_EQ(report.blobs, 1U);
    auto const trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    EXPECT_EQ(trial->report.missing, 1U);
    EXPECT_EQ(trial->report.blobs, 1U);
}

// The files of one size stand for a disk that is full for larger ones.
TEST_P(BackupTest, ADiskThatIsFullLosesNothing) {
    for (int number = 0; number < 3; ++number)
        enter(number);
    auto const first = saved();
    enter(3, 3'000'000);
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit const limited{2'500'000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limited);
    auto const refused = save();
    ::setrlimit(RLIMIT_FSIZE, &before);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "backup.cannot_write");
    EXPECT_THAT(backup_names(target()).value(), testing::ElementsAre(first.name));
    EXPECT_EQ(count_of(*house_->database, EntryType::backup_made), 1U);
    EXPECT_EQ(refusal(first.name), "");
    EXPECT_EQ(saved().new_blobs, 1U);
    EXPECT_EQ(refusal(), "");
}

// Alone with a disk of 2 MiB under `folder`; false where the system does not allow that. Only for a
// process with one thread.
bool mount_small_disk(fs::path const& folder) {
    auto const uid = ::geteuid();
    auto const gid = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    std::ofstream{"/proc/self/setgroups"} << "deny";
    std::ofstream{"/proc/self/uid_map"} << fmt::format("{} {} 1", uid, uid);
    std::ofstream{"/proc/self/gid_map"} << fmt::format("{} {} 1", gid, gid);
    auto const options = fmt::format("size=2m,uid={},gid={}", uid, gid);
    return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

TEST_P(BackupTest, AFullDiskIsNamed) {
    constexpr int kNotAllowed = 77;
    enter(1, 3'000'000);
    close();
    fs::create_directory(target());
    auto const child = ::fork();
    if (child == 0) {
        if (!mount_small_disk(target()))
            ::_exit(kNotAllowed);
        open();
        auto const refused = save();
        bool const right = !refused && refused.error().key == "backup.target_full" &&
                           backup_names(target()).value().empty();
        if (!right)
            fmt::print(stderr, "{}\n", refused ? "done" : refused.error().describe());
        close();
        ::_exit(right ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    open();
    if (WIFEXITED(status) && WEXITSTATUS(status) == kNotAllowed)
        GTEST_SKIP() << "this account may not mount a small disk";
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(saved().new_blobs, 1U);
}

TEST_P(BackupTest, WithoutAnEntryThereIsNoBackup) {
    enter(1);
    house_->log->refuse(
        {Code::no_space, "disk.full", "the log's disk", std::source_location::current()});
    auto const refused = save();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "disk.full");
    EXPECT_TRUE(backup_names(target()).value().empty());
    house_->log->accept();
    EXPECT_EQ(saved().new_blobs, 0U) << "the blobs were whole";
}

// An older state that goes on is another history for whoever saw the newer one.
TEST_P(BackupTest, AWitnessFindsAnOlderBackup) {
    enter(1);
    ASSERT_TRUE(log_.sequencer->integrate());
    saved();
    for (int number = 2; number < 10; ++number)
        enter(number);
    ASSERT_TRUE(log_.sequencer->integrate());
    auto const witness =
        Witness::open(folder_ / "witness", {"witness.example", SigningKey::random()},
                      {log_.folder->verifier()}, system_time())
            .value();
    auto const ask = [&](std::uint64_t old_size, LogFolder const& log) {
        return witness->add_checkpoint(print_add_checkpoint(
            {old_size, old_size == 0 ? std::vector<TreeHash>{} : log.consistency(old_size).value(),
             log.signed_checkpoint()}));
    };
    ASSERT_EQ(ask(0, *log_.folder).status, 200);
    auto const seen = log_.folder->size();

    auto const trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    ASSERT_TRUE(enter_restored(trial->restored, trial->home(), limits_, system_time()));
    write(folder_ / "restored.key", trial->restored.log_key);
    fs::permissions(folder_ / "restored.key", fs::perms::owner_read | fs::perms::owner_write);
    auto const folder =
        LogFolder::open(trial->home() / "log",
                        LogKey::open(folder_ / "restored.key", trial->home()).value())
            .value();
    auto const database = Database::open(trial->database->url(), limits_).value();
    auto const sequencer = Sequencer::open(*database, *folder, *house_->log);
    ASSERT_TRUE(sequencer) << sequencer.error().describe();
    ASSERT_LT(folder->size(), seen) << "the log goes on from the backup";
    EXPECT_FALSE(verify_log(trial->home() / "log", folder->verifier()).value().fault);
    auto const answer = ask(1, *folder);
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(answer.body, testing::HasSubstr(std::to_string(seen)));
    // Grown beyond what the witness saw, its history is still another one.
    while (folder->size() <= seen) {
        ASSERT_TRUE(house_->log->enter(*database, {.type = EntryType::signed_in,
                                                   .account = "account-1",
                                                   .details = {{"means", "password"}}}));
        ASSERT_TRUE((*sequencer)->integrate());
    }
    EXPECT_EQ(ask(seen, *folder).status, 422);
}

} // namespace
} // namespace leitstand
