// SPDX-License-Identifier: EUPL-1.2
// An installation on either engine that is saved and brought back. Threads: one test's.
#pragma once

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backup/backup.hpp"
#include "backup/restore.hpp"
#include "base/files.hpp"
#include "house/house.hpp"
#include "receive/ledger_table.hpp"
#include "support/test_database.hpp"

namespace leitstand {

namespace fs = std::filesystem;

inline constexpr std::string_view kCanary = "Kanarienvogel-73512";

class SavedHouse : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_.emplace(GetParam());
        open();
        write(data() / "leitstand.toml",
              fmt::format("key_file = \"{}\"\ndatabase_url = \"postgresql://anna:{}@db/x\"\n",
                          (folder_ / "keys" / "master.key").string(), kCanary));
    }
    void TearDown() override { close(); }

    void open() {
        auto house = house::House::open({folder_.path(), place_->url(), limits_});
        ASSERT_TRUE(house) << house.error().describe();
        house_ = std::move(*house);
        auto log = house::HouseLog::open(*house_, folder_.path());
        ASSERT_TRUE(log) << log.error().describe();
        log_ = std::move(*log);
    }
    void close() {
        log_.sequencer.reset();
        log_.folder.reset();
        house_.reset();
    }

    static void write(fs::path const& path, std::string_view bytes) {
        std::ofstream file{path, std::ios::binary | std::ios::trunc};
        ASSERT_TRUE(file << bytes);
    }
    static std::string read(fs::path const& path) {
        auto bytes = read_file(path, 1ULL << 30);
        EXPECT_TRUE(bytes) << bytes.error().describe();
        return bytes.value_or(std::string{});
    }
    // Changes one byte of a file in its middle.
    static void damage(fs::path const& path) {
        auto bytes = read(path);
        ASSERT_FALSE(bytes.empty());
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        write(path, bytes);
    }

    fs::path data() const { return folder_ / "data"; }
    fs::path target() const { return folder_ / "target"; }

    Item enter(int number, std::size_t size_bytes = 2'000) {
        Arrival arrival;
        arrival.key = fmt::format("key-{}", number);
        arrival.name = fmt::format("{}-{}.txt", kCanary, number);
        arrival.is_plain_text = true;
        auto text = fmt::format("{} Brief {} ", kCanary, number);
        text.resize(std::max(size_bytes, text.size()), 'x');
        auto item = house_->ledger->enter(arrival, text);
        EXPECT_TRUE(item) << item.error().describe();
        return item.value_or(Item{});
    }
    // What another room keeps for an item.
    std::string keep_part(Item const& item) {
        auto const key = house_->ledger->item_key(item);
        auto const blob = house_->blobs->put(*key, "a picture");
        EXPECT_TRUE(house_->database->write(
            [&](Sql& sql) { return claim_blob(sql, blob->id, item.number); }));
        return blob->id;
    }

    BackupSource source() {
        return {*house_->database,
                *house_->log,
                data(),
                folder_ / "keys" / "master.key",
                folder_ / "keys" / "log.key",
                fs::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de",
                sheet_.public_key};
    }
    Result<BackupReport> save() {
        return make_backup(source(), target(), limits_, system_time(), progress_);
    }
    BackupReport saved() {
        auto report = save();
        EXPECT_TRUE(report) << report.error().describe();
        return report.value_or(BackupReport{});
    }

    struct Trial {
        std::unique_ptr<TemporaryFolder> folder = std::make_unique<TemporaryFolder>();
        std::unique_ptr<ScratchDatabase> database{};
        Restored restored{};
        RestoreReport report{};
        fs::path home() const { return folder->path() / "home"; }
    };
    Result<Trial> restore(std::string const& name = {},
                          std::optional<SecretKey> const& sheet = {}) {
        Trial trial;
        fs::create_directory(trial.home());
        trial.database = TRY(ScratchDatabase::make(place_->url(), trial.folder->path()));
        trial.restored = TRY(unpack_backup({target(), name, sheet.value_or(sheet_.secret_key),
                                            trial.home(), trial.database->url()},
                                           progress_));
        trial.report =
            TRY(verify_restored(trial.restored, trial.home(), limits_, system_time(), progress_));
        return trial;
    }
    std::string refusal(std::string const& name = {}) {
        auto const trial = restore(name);
        return trial ? std::string{} : trial.error().key;
    }

    Limits limits_;
    TemporaryFolder folder_;
    std::optional<TestDatabase> place_;
    std::unique_ptr<house::House> house_;
    house::HouseLog log_;
    RecoveryPair sheet_ = new_recovery_pair();
    BackupProgress progress_ = [](std::string_view, std::uint64_t, std::uint64_t) {};
};

} // namespace leitstand
