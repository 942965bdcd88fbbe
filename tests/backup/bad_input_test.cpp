// SPDX-License-Identifier: EUPL-1.2
// What is wrong with a folder, a backup or a key is named, and nothing that was there is hurt.
#include "backup/archive.hpp"
#include "backup/facts.hpp"
#include "backup/saved_house.hpp"

namespace leitstand {
namespace {

class BadBackupTest : public SavedHouse {
  protected:
    std::string save_refusal(fs::path const& folder) {
        auto const report = make_backup(source(), folder, limits_, system_time(), progress_);
        return report ? std::string{} : report.error().key;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, BadBackupTest, both_engines(), engine_label);

TEST_P(BadBackupTest, ATargetThatIsNoneIsLeftAsItIs) {
    EXPECT_EQ(save_refusal(data() / "backups"), "backup.target_inside_data");
    EXPECT_FALSE(fs::exists(data() / "backups"));
    EXPECT_EQ(save_refusal(data()), "backup.target_inside_data");

    fs::create_directory(target());
    write(target() / "holiday.jpg", "a picture");
    EXPECT_EQ(save_refusal(target()), "backup.target_foreign");
    EXPECT_EQ(std::distance(fs::directory_iterator{target()}, {}), 1);

    write(folder_ / "file", "no folder");
    EXPECT_EQ(save_refusal(folder_ / "file"), "backup.cannot_write");
    EXPECT_EQ(save_refusal(folder_ / "not" / "there"), "backup.cannot_write");
    EXPECT_EQ(refusal(), "backup.none");
}

TEST_P(BadBackupTest, ANewerFormatIsLeftToTheNewerProgram) {
    enter(1);
    auto const report = saved();
    auto const manifest = manifest_path(target(), report.name);
    auto const text = read(manifest);
    auto newer = text;
    newer.replace(newer.find("manifest 1"), 10, "manifest 2");
    write(manifest, newer);
    EXPECT_EQ(refusal(), "backup.newer");
    EXPECT_EQ(save_refusal(target()), "backup.newer");
    write(manifest, text);

    auto const archive = archive_path(target(), report.name);
    auto const bytes = read(archive);
    auto changed = bytes;
    changed[7] = 2;
    write(archive, changed);
    EXPECT_EQ(refusal(), "backup.newer");
    write(archive, bytes);

    write(target() / "leitstand-backup", "leitstand backup 2\n");
    EXPECT_EQ(refusal(), "backup.newer");
    EXPECT_EQ(save_refusal(target()), "backup.newer");
    write(target() / "leitstand-backup", "leitstand backup 1\n");
    EXPECT_EQ(refusal(), "");
}

TEST_P(BadBackupTest, DamageIsNamedAndHealed) {
    auto const item = enter(1, 300'000);
    auto const report = saved();
    auto const blob = blob_path(target() / "blobs", item.blob.id);
    damage(blob);
    auto const damaged = restore();
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().key, "backup.damaged");
    EXPECT_THAT(damaged.error().detail, testing::HasSubstr(item.blob.id));
    // What was taken away, or has another length, is copied again.
    fs::remove(blob);
    EXPECT_EQ(refusal(), "backup.damaged");
    EXPECT_EQ(saved().new_blobs, 1U);
    EXPECT_EQ(refusal(report.name), "");
    fs::resize_file(blob, 1000);
    EXPECT_EQ(refusal(), "backup.damaged");
    EXPECT_EQ(saved().new_blobs, 1U);
    EXPECT_EQ(refusal(report.name), "");

    damage(archive_path(target(), report.name));
    EXPECT_EQ(refusal(report.name), "backup.damaged");
    EXPECT_EQ(refusal(), "") << "the others are whole";
    damage(manifest_path(target(), report.name));
    EXPECT_EQ(refusal(report.name), "backup.damaged");
    EXPECT_EQ(refusal("20260101T000000Z-00000000"), "backup.none");
}

TEST_P(BadBackupTest, AManifestThatIsDamagedHindersNoNewBackup) {
    enter(1);
    damage(manifest_path(target(), saved().name));
    EXPECT_EQ(saved().new_blobs, 0U) << "its bytes are the same";
    EXPECT_EQ(refusal(), "");
}

TEST_P(BadBackupTest, AnArchiveOfAnotherBackupIsNoticed) {
    enter(1);
    auto const first = saved();
    auto const second = saved();
    fs::copy_file(archive_path(target(), first.name), archive_path(target(), second.name),
                  fs::copy_options::overwrite_existing);
    EXPECT_EQ(refusal(), "backup.damaged");
}

TEST_P(BadBackupTest, ALogThatIsNotTheDatabasesIsNoticed) {
    enter(1);
    ASSERT_TRUE(log_.sequencer->integrate());
    saved();
    auto trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    auto const verify = [&] {
        auto const report =
            verify_restored(trial->restored, trial->home(), limits_, system_time(), progress_);
        return report ? std::string{} : report.error().key;
    };
    EXPECT_EQ(verify(), "");
    auto const tile = trial->home() / "log" / "tile" / "0" / "000.p" / "1";
    auto const hash = read(tile);
    damage(tile);
    EXPECT_EQ(verify(), "log.damaged");
    write(tile, hash);
    auto const rows = trial->restored.facts.rows;
    for (auto& [table, count] : trial->restored.facts.rows)
        if (table == "item")
            ++count;
    EXPECT_EQ(verify(), "restore.other_rows");
    trial->restored.facts.rows = rows;
    {
        // Signed with the right key and whole in itself, but with an entry that no act has left.
        auto const longer =
            LogFolder::open(trial->home() / "log",
                            LogKey::open(folder_ / "keys" / "log.key", data()).value())
                .value();
        ASSERT_TRUE(longer->append(std::vector{leaf_of({std::string(kSaltBytes, 's'), "{}"})}));
    }
    EXPECT_EQ(verify(), "log.other_entries");
    fs::remove_all(trial->home() / "log");
    EXPECT_EQ(verify(), "log.missing") << "no server would start without it";
    fs::copy(data() / "log", trial->home() / "log", fs::copy_options::recursive);
    auto const blobs = trial->home() / "blobs";
    for (auto const& file : fs::recursive_directory_iterator{blobs})
        if (file.is_regular_file())
            damage(file.path());
    EXPECT_EQ(verify(), "blob.damaged");
}

TEST_P(BadBackupTest, ALogThatIsMissingIsNoticed) {
    enter(1);
    ASSERT_TRUE(log_.sequencer->integrate());
    fs::rename(data() / "log", folder_ / "log.away");
    EXPECT_EQ(save_refusal(target()), "log.missing");
    fs::rename(folder_ / "log.away", data() / "log");
    EXPECT_EQ(save_refusal(target()), "");
}

// Blobs never change: what the data folder lost, the folder of backups does not lose after it.
TEST_P(BadBackupTest, DamageInTheDataFolderDoesNotReachABackup) {
    auto const item = enter(1, 300'000);
    auto const first = saved();
    fs::resize_file(blob_path(data() / "blobs", item.blob.id), 1'000);
    auto const second = saved();
    EXPECT_THAT(second.damaged, testing::ElementsAre(item.blob.id));
    EXPECT_EQ(second.new_blobs, 0U);
    EXPECT_EQ(refusal(first.name), "");
    EXPECT_EQ(refusal(second.name), "") << "it has the good one, too";
    // The same while only an older manifest can be read.
    damage(manifest_path(target(), second.name));
    EXPECT_THAT(saved().damaged, testing::ElementsAre(item.blob.id));
    EXPECT_EQ(refusal(first.name), "");
}

TEST_P(BadBackupTest, LinksInTheTargetLeadNowhere) {
    auto const item = enter(1);
    saved();
    auto const received = enter(2); // of no backup yet
    auto const blobs = target() / "blobs";
    fs::rename(blobs, folder_ / "blobs.away");
    fs::create_directory_symlink(data() / "blobs", blobs);
    EXPECT_EQ(save_refusal(target()), "backup.target_links");
    fs::remove(blobs);
    fs::rename(folder_ / "blobs.away", blobs);
    auto const shard = blob_path(blobs, received.blob.id).parent_path();
    fs::remove_all(shard);
    fs::create_directory_symlink(blob_path(data() / "blobs", received.blob.id).parent_path(),
                                 shard);
    EXPECT_EQ(save_refusal(target()), "backup.target_links");
    EXPECT_TRUE(fs::exists(blob_path(data() / "blobs", received.blob.id)));
    fs::remove(shard);
    saved();
    EXPECT_EQ(refusal(), "");
    auto const blob = blob_path(blobs, item.blob.id);
    fs::remove(blob);
    fs::create_symlink(blob_path(data() / "blobs", item.blob.id), blob);
    EXPECT_EQ(refusal(), "backup.damaged") << "a link is no copy";
    EXPECT_EQ(saved().new_blobs, 1U);
    EXPECT_EQ(refusal(), "");
}

TEST_P(BadBackupTest, AnArchiveGoesOnlyWithoutAManifest) {
    enter(1);
    auto const report = saved();
    auto const manifest = manifest_path(target(), report.name);
    // Stands for a disk that does not answer: nothing can be said of the file.
    fs::rename(manifest, folder_ / "manifest");
    fs::create_symlink(manifest.filename(), manifest);
    saved();
    EXPECT_TRUE(fs::exists(archive_path(target(), report.name)));
    fs::remove(manifest);
    fs::rename(folder_ / "manifest", manifest);
    EXPECT_EQ(refusal(report.name), "");
    fs::remove(manifest);
    saved();
    EXPECT_FALSE(fs::exists(archive_path(target(), report.name)));
}

TEST_P(BadBackupTest, ANameIsOfTheTimeAtWhichItWasMade) {
    enter(1);
    auto const report = saved();
    std::string const later = "20990101T000000.000000Z-1f3a9c04";
    for (auto const& path : {archive_path, manifest_path})
        fs::copy_file(path(target(), report.name), path(target(), later));
    EXPECT_EQ(refusal(), "backup.other_name");
    EXPECT_EQ(refusal(report.name), "");
    fs::rename(manifest_path(target(), later), manifest_path(target(), "zuletzt"));
    EXPECT_EQ(backup_names(target()).value(), std::vector{report.name});
}

TEST_P(BadBackupTest, ModelsInLinkedFoldersAreSavedAndCirclesRefused) {
    enter(1);
    fs::create_directories(data() / "models");
    fs::create_directories(folder_ / "elsewhere");
    write(folder_ / "elsewhere" / "weights", "large");
    fs::create_directory_symlink(folder_ / "elsewhere", data() / "models" / "reader");
    saved();
    auto const trial = restore();
    ASSERT_TRUE(trial) << trial.error().describe();
    EXPECT_EQ(read(trial->home() / "models" / "reader" / "weights"), "large");
    fs::create_directory_symlink(data() / "models", data() / "models" / "circle");
    EXPECT_EQ(save_refusal(target()), "backup.linked_folder");
}

// The copy of the pages has one name, whatever target it is for.
TEST_P(BadBackupTest, TwoSnapshotsAtOnceDoNotMix) {
    if (GetParam() == Engine::postgresql)
        GTEST_SKIP() << "pg_dump makes no copy";
    enter(1);
    std::string second;
    auto const first = house_->database->snapshot([](Sql&) { return Result<void>{}; },
                                                  [&](std::string_view) {
                                                      if (second.empty())
                                                          second = save_refusal(target());
                                                      return Result<void>{};
                                                  });
    EXPECT_TRUE(first);
    EXPECT_EQ(second, "backup.runs");
    EXPECT_EQ(save_refusal(target()), "");
}

// On NFS an exclusive lock needs that; here the marker's rights stand for it.
TEST_P(BadBackupTest, TheMarkerIsLockedForWriting) {
    enter(1);
    saved();
    fs::permissions(target() / "leitstand-backup", fs::perms::owner_read);
    EXPECT_EQ(save_refusal(target()), "backup.cannot_write");
}

TEST_P(BadBackupTest, ADatabaseThatIsNotEmptyIsLeftAsItIs) {
    enter(1);
    saved();
    fs::create_directory(folder_ / "new");
    auto const order = [&](std::string const& url) {
        auto const restored =
            unpack_backup({target(), {}, sheet_.secret_key, folder_ / "new", url}, progress_);
        return restored ? std::string{} : restored.error().key;
    };
    EXPECT_EQ(order(place_->url()), "restore.database_not_empty");
    fs::remove_all(folder_ / "new");
    fs::create_directory(folder_ / "new");
    EXPECT_EQ(order(GetParam() == Engine::sqlite ? "postgresql://nobody@/nothing"
                                                 : fmt::format("sqlite:{}/x.db", data().string())),
              "restore.other_engine");
    EXPECT_TRUE(house_->ledger->find_by_receipt_number(enter(1).receipt_number));
}

TEST_P(BadBackupTest, TheToolsAreNamedWhereTheyAreMissing) {
    if (GetParam() == Engine::sqlite)
        GTEST_SKIP() << "SQLite needs none";
    enter(1);
    std::string const before = std::getenv("PATH");
    ::setenv("PATH", folder_.path().c_str(), 1);
    auto const missing = save_refusal(target());
    ::setenv("PATH", before.c_str(), 1);
    EXPECT_EQ(missing, "database.tool_missing");
    EXPECT_EQ(save_refusal(target()), "");
}

// As PGPASSFILE or PGSSLROOTCERT, by which the program itself may connect.
TEST_P(BadBackupTest, TheToolsConnectUnderTheProgramsEnvironment) {
    if (GetParam() == Engine::sqlite)
        GTEST_SKIP() << "SQLite needs none";
    enter(1);
    ::setenv("PGCONNECT_TIMEOUT", "nonsense", 1);
    auto const noticed = save_refusal(target());
    ::unsetenv("PGCONNECT_TIMEOUT");
    EXPECT_EQ(noticed, "database.tool_failed");
    EXPECT_EQ(save_refusal(target()), "");
}

TEST_P(BadBackupTest, TwoAtOnceWaitForNoOne) {
    enter(1);
    auto const held = BackupTarget::open(target(), data());
    ASSERT_TRUE(held) << held.error().describe();
    EXPECT_EQ(save_refusal(target()), "backup.target_in_use");
}

} // namespace
} // namespace leitstand
