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
    EXPECT_EQ(save_refusal(folder_ / "file"), "backup.cannot_read");
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
    fs::copy(data() / "log", trial->home() / "log", fs::copy_options::recursive);
    auto const blobs = trial->home() / "blobs";
    for (auto const& file : fs::recursive_directory_iterator{blobs})
        if (file.is_regular_file())
            damage(file.path());
    EXPECT_EQ(verify(), "blob.damaged");
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

TEST_P(BadBackupTest, TwoAtOnceWaitForNoOne) {
    enter(1);
    auto const held = BackupTarget::open(target(), data());
    ASSERT_TRUE(held) << held.error().describe();
    EXPECT_EQ(save_refusal(target()), "backup.target_in_use");
}

} // namespace
} // namespace leitstand
