// SPDX-License-Identifier: EUPL-1.2
// The commands of a real installation: saved while its server runs, tried out, brought back on
// another place and served from there.
#include "backup/manifest.hpp"
#include "base/configuration.hpp"
#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "cli/cli_house.hpp"
#include "prove/entry_table.hpp"
#include "prove/entry_type.hpp"
#include "store/snapshot.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class BackupCommandTest : public CliTest {
  protected:
    void SetUp() override {
        install(house::Authority::example);
        sheet();
    }

    // A new sheet whose code lies in a file, as in a safe.
    void sheet() {
        auto const ran = house::run_program({"keys", "sheet", "--home", home().string()});
        ASSERT_EQ(ran.code, 0) << ran.error;
        std::string code;
        for (int line = 1; line <= 4; ++line) {
            auto const at = ran.out.find(fmt::format("{}: ", line));
            ASSERT_NE(at, std::string::npos) << ran.out;
            code += ran.out.substr(at, ran.out.find('\n', at) + 1 - at);
        }
        write_file(code_file(), code);
    }
    // How many entries of a type the installation in `home` has.
    static std::ptrdiff_t entries(fs::path const& home, EntryType type) {
        auto const configuration = load_configuration(home);
        auto const database =
            configuration ? Database::open(configuration->database_url, Limits{}, Holder::command)
                          : tl::unexpected(configuration.error());
        if (!database) {
            ADD_FAILURE() << database.error().describe();
            return -1;
        }
        auto const rows = (*database)->read_for<std::vector<entry_table::Row>>(
            [](Sql& sql) { return entry_table::from_id(sql, 0, 1'000'000); }); // all
        return std::ranges::count(rows.value_or(std::vector<entry_table::Row>{}),
                                  entry_type(type).key, &entry_table::Row::type);
    }
    // What `leitstand doctor` says of backups: "ok", "warning", "red".
    std::string state() const {
        std::istringstream lines{run({"doctor", "--home", home().string(), "--json"}).out};
        for (std::string line; std::getline(lines, line);)
            if (auto const check = Json::parse(line); check["key"] == "backup")
                return check["state"];
        return "not said";
    }
    fs::path code_file() const { return folder_.path() / "code"; }
    fs::path target() const { return folder_.path() / "sicherung"; }
    fs::path new_home() const { return folder_.path() / "new" / "data"; }
    fs::path new_key() const { return folder_.path() / "new" / "keys" / "master.key"; }

    void deliver(std::string const& name, std::string const& text) {
        write_file(folder_.path() / name, text);
        auto const ran = receive({(folder_.path() / name).string()});
        EXPECT_EQ(ran.code, 0) << ran.error;
    }
    house::Ran run(std::vector<std::string> words,
                   std::vector<std::string> const& more = {}) const {
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    }
    house::Ran save(std::vector<std::string> const& more = {}) const {
        return run({"backup", target().string(), "--home", home().string()}, more);
    }
    house::Ran drill(std::vector<std::string> const& more = {}) const {
        return run({"backup", "drill", target().string(), "--home", home().string(), "--code",
                    code_file().string()},
                   more);
    }
    house::Ran restore(std::vector<std::string> const& more = {}) const {
        return run({"restore", target().string(), "--home", new_home().string(), "--key-file",
                    new_key().string(), "--code", code_file().string()},
                   more);
    }
};

TEST_F(BackupCommandTest, SavedBesideTheServerAndServedAgainElsewhere) {
    serve();
    deliver("brief.txt", "Guten Tag, hier ist mein Antrag.");
    deliver("zweiter.txt", "Und noch einer.");
    EXPECT_EQ(state(), "warning") << "there is none";
    auto const saved = save({"--json"});
    ASSERT_EQ(saved.code, 0) << saved.error;
    EXPECT_EQ(state(), "warning") << "it was never tried";
    auto const report = Json::parse(saved.out);
    EXPECT_EQ(report["status"], "whole");
    EXPECT_EQ(report["blobs"], 2);
    EXPECT_EQ(report["new_blobs"], 2);
    auto const tried = drill({"--json"});
    ASSERT_EQ(tried.code, 0) << tried.error;
    EXPECT_EQ(Json::parse(tried.out)["status"], "whole");
    EXPECT_EQ(Json::parse(tried.out)["backup"], report["backup"]);
    EXPECT_EQ(Json::parse(tried.out)["items"], 2);
    EXPECT_EQ(entries(home(), EntryType::backup_made), 1);
    EXPECT_EQ(entries(home(), EntryType::backup_tested), 1);
    EXPECT_EQ(state(), "ok");
    for (auto const& entry : fs::directory_iterator{home()})
        EXPECT_FALSE(entry.path().filename().string().starts_with(".drill")) << entry.path();
    ASSERT_EQ(0, server_->stop());

    auto const restored = restore({"--json"});
    ASSERT_EQ(restored.code, 0) << restored.error;
    auto const brought = Json::parse(restored.out);
    EXPECT_EQ(brought["status"], "whole");
    EXPECT_EQ(brought["sha256"], report["sha256"]);
    auto vkey = read_file(home() / "log" / "log.vkey", 4096).value();
    vkey.pop_back();
    EXPECT_EQ(brought["log"], vkey);
    EXPECT_FALSE(fs::exists(new_home() / ".restoring"));
    EXPECT_EQ(fs::status(new_key()).permissions(), fs::perms::owner_read | fs::perms::owner_write);

    EXPECT_EQ(entries(new_home(), EntryType::restored), 1);
    installed_.home = new_home();
    serve();
    EXPECT_EQ(rows().size(), 2U);
    ASSERT_EQ(0, server_->stop());
    auto const verified = run({"prove", "verify", "--home", new_home().string()});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.error;
}

TEST_F(BackupCommandTest, ADrillThatFailsSaysWhichFileAndEntersIt) {
    serve();
    deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(save().code, 0);
    fs::path blob;
    for (auto const& file : fs::recursive_directory_iterator{target() / "blobs"})
        if (file.is_regular_file())
            blob = file.path();
    auto bytes = read_file(blob, 1 << 20).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file(blob, bytes);
    auto const tried = drill({"--json"});
    expect_helpful(tried, 1, "backup.damaged");
    EXPECT_THAT(tried.error, HasSubstr(blob.filename().string()));
    EXPECT_EQ(Json::parse(tried.out)["status"], "failed");
    EXPECT_EQ(Json::parse(tried.out)["reason"], "backup.damaged");
    EXPECT_EQ(entries(home(), EntryType::backup_tested), 1) << "a failure is an outcome";
    EXPECT_EQ(state(), "red");
    expect_helpful(restore(), 3, "backup.damaged");
    EXPECT_FALSE(fs::exists(new_home() / "leitstand.toml")) << "half a restoration is not usable";
    EXPECT_FALSE(fs::exists(new_key()));
    // As the message says.
    fs::remove(blob);
    ASSERT_EQ(save().code, 0);
    fs::create_directories(new_key().parent_path());
    write_file(new_key(), "the key of another installation");
    fs::permissions(new_key(), fs::perms::owner_read | fs::perms::owner_write);
    expect_helpful(restore(), 3, "restore.other_key");
    EXPECT_EQ(read_file(new_key(), 4096).value(), "the key of another installation");
    fs::remove(new_key());
    EXPECT_EQ(restore().code, 0) << "over what the failed one left";
}

// The archive, the manifest and the blobs of another installation are whole, but not this one's.
TEST_F(BackupCommandTest, ADrillTakesOnlyWhatTheLogNames) {
    serve();
    deliver("brief.txt", "Guten Tag");
    auto const saved = save({"--json"});
    ASSERT_EQ(saved.code, 0) << saved.error;
    std::string const name = Json::parse(saved.out)["backup"];
    auto const manifest = target() / "backups" / (name + ".manifest");
    auto const text = read_file(manifest, 1 << 20).value();
    // As a forger would: the blob is said to be missing, and all sums are right again.
    auto forged = parse_manifest(text).value();
    forged.missing.push_back(forged.blobs.front().id);
    forged.blobs.clear();
    write_file(manifest, print_manifest(forged));
    auto const tried = drill({"--json"});
    expect_helpful(tried, 1, "backup.not_ours");
    EXPECT_EQ(Json::parse(tried.out)["status"], "failed");
    EXPECT_EQ(entries(home(), EntryType::backup_tested), 1);
    EXPECT_EQ(state(), "red");
    write_file(manifest, text);
    EXPECT_EQ(drill().code, 0);
    EXPECT_EQ(state(), "ok");
    // A disk that can be read no longer is an outcome, too.
    for (auto const& file : fs::recursive_directory_iterator{target() / "blobs"})
        if (file.is_regular_file())
            fs::permissions(file.path(), fs::perms::none);
    expect_helpful(drill(), 1, "backup.cannot_read");
    EXPECT_EQ(entries(home(), EntryType::backup_tested), 3);
    EXPECT_EQ(state(), "red");
}

TEST_F(BackupCommandTest, ABackupWithoutABlobIsNotWhole) {
    serve();
    deliver("brief.txt", "Guten Tag");
    for (auto const& file : fs::recursive_directory_iterator{home() / "blobs"})
        if (file.is_regular_file())
            fs::remove(file.path());
    EXPECT_EQ(save().code, 1);
    auto const tried = drill({"--json"});
    EXPECT_EQ(tried.code, 1);
    EXPECT_EQ(Json::parse(tried.out)["status"], "missing");
    EXPECT_EQ(state(), "red");
}

TEST_F(BackupCommandTest, ADrillDeletesNothingBehindALink) {
    ASSERT_EQ(save().code, 0);
    auto const scratch = folder_.path() / "scratch", precious = folder_.path() / "precious";
    fs::create_directory(scratch);
    fs::create_directory(precious);
    write_file(precious / "letter", "text");
    fs::create_directory_symlink(precious, scratch / ".drill");
    expect_helpful(drill({"--scratch", scratch.string()}), 3, "restore.drill_foreign");
    EXPECT_TRUE(fs::exists(precious / "letter"));
}

TEST_F(BackupCommandTest, ARestorationCutOffInItsLastStepGoesOn) {
    serve();
    deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(server_->stop(), 0);
    ASSERT_EQ(save().code, 0);
    ASSERT_EQ(restore().code, 0);
    // As it stood when some names were moved.
    auto const work = new_home() / ".restoring";
    fs::create_directory(work);
    for (auto const* name : {"log", "leitstand.toml"})
        fs::rename(new_home() / name, work / name);
    auto const ended = restore();
    ASSERT_EQ(ended.code, 0) << ended.error;
    EXPECT_FALSE(fs::exists(work));
    EXPECT_EQ(run({"prove", "verify", "--home", new_home().string()}).code, 0);
    expect_helpful(restore(), 3, "restore.home_not_empty");
    // Its log does not hold the entry of the backup that it came from, but names it.
    auto const tried = run({"backup", "drill", target().string(), "--home", new_home().string(),
                            "--code", code_file().string()});
    EXPECT_EQ(tried.code, 0) << tried.error;
}

// The same on PostgreSQL: its own dump, and a database that the drill makes and drops.
class PostgresBackupCommandTest : public BackupCommandTest {
  protected:
    void SetUp() override {
        if (!house::postgresql_url())
            GTEST_SKIP() << "LEITSTAND_TEST_PG is not set: no PostgreSQL to test on";
        auto made = house::ScratchSchema::make();
        ASSERT_TRUE(made) << made.error().describe();
        schema_ = std::move(*made);
        install(house::Authority::example, schema_->url());
        sheet();
    }
    void TearDown() override { server_.reset(); } // before its schema goes

    std::unique_ptr<house::ScratchSchema> schema_;
};

TEST_F(PostgresBackupCommandTest, IsSavedTriedOutAndBroughtBack) {
    serve();
    deliver("brief.txt", "Guten Tag, hier ist mein Antrag.");
    deliver("zweiter.txt", "Und noch einer.");
    auto const saved = save({"--json"});
    ASSERT_EQ(saved.code, 0) << saved.error;
    auto const tried = drill({"--json"});
    ASSERT_EQ(tried.code, 0) << tried.error;
    auto const outcome = Json::parse(tried.out);
    EXPECT_EQ(outcome["status"], "whole");
    EXPECT_EQ(outcome["items"], 2);
    EXPECT_EQ(outcome["blobs"], 2);
    EXPECT_GT(outcome["entries"], 0);
    EXPECT_EQ(entries(home(), EntryType::backup_made), 1);
    EXPECT_EQ(entries(home(), EntryType::backup_tested), 1);
    EXPECT_EQ(state(), "ok");
    ASSERT_EQ(0, server_->stop());

    auto const empty = ScratchDatabase::make(schema_->url(), folder_.path());
    ASSERT_TRUE(empty) << empty.error().describe();
    auto const restored = restore({"--database", (*empty)->url()});
    ASSERT_EQ(restored.code, 0) << restored.error;
    EXPECT_EQ(entries(new_home(), EntryType::item_received), 2);
    auto const verified = run({"prove", "verify", "--home", new_home().string()});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.error;
}

TEST_F(PostgresBackupCommandTest, ADrillThatFailsSaysWhichFileAndEntersIt) {
    serve();
    deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(save().code, 0);
    fs::path archive;
    for (auto const& file : fs::recursive_directory_iterator{target() / "backups"})
        if (file.is_regular_file() && file.path().extension() != ".manifest")
            archive = file.path();
    auto bytes = read_file(archive, 1 << 26).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file(archive, bytes);
    auto const tried = drill({"--json"});
    expect_helpful(tried, 1, "backup.damaged");
    EXPECT_EQ(Json::parse(tried.out)["status"], "failed");
    EXPECT_EQ(entries(home(), EntryType::backup_tested), 1);
    EXPECT_EQ(state(), "red");
}

TEST_F(BackupCommandTest, APasswordOnTheCommandLineIsWarnedOf) {
    ASSERT_EQ(save().code, 0);
    auto const ran = restore({"--database", "postgresql://a:geheim@h/db"});
    expect_helpful(ran, 3, "restore.other_engine");
    EXPECT_THAT(ran.error, HasSubstr("PGPASSFILE"));
    EXPECT_THAT(ran.error, testing::Not(HasSubstr("geheim")));
}

TEST_F(BackupCommandTest, WrongUseAndWrongPlacesAreNamed) {
    EXPECT_EQ(run({"backup"}).code, 2);
    EXPECT_EQ(run({"backup", target().string()}).code, 2);
    EXPECT_EQ(run({"backup", "--home", home().string()}).code, 2);
    EXPECT_EQ(run({"restore", target().string()}).code, 2);
    EXPECT_THAT(run({"backup", "--help"}).out, HasSubstr("Examples:"));
    EXPECT_THAT(run({"backup", "drill", "--help"}).out, HasSubstr("Examples:"));
    EXPECT_THAT(run({"restore", "--help"}).out, HasSubstr("Examples:"));
    expect_helpful(run({"backup", (home() / "x").string(), "--home", home().string()}), 3,
                   "backup.target_inside_data");
    expect_helpful(drill(), 3, "backup.none");
    ASSERT_EQ(save().code, 0);
    expect_helpful(run({"restore", target().string(), "--home", home().string(), "--key-file",
                        new_key().string(), "--code", code_file().string()}),
                   3, "restore.home_not_empty");
    expect_helpful(run({"restore", target().string(), "--home", new_home().string(), "--key-file",
                        (new_home() / "key").string(), "--code", code_file().string()}),
                   3, "key_file.inside_data_folder");
    write_file(code_file(), "1: nonsense");
    expect_helpful(restore(), 3, "recovery.code_wrong");
    // What is wrong without the sheet is said before its code is asked for.
    expect_helpful(restore({"--backup", "20260101T000000Z-00000000"}), 3, "backup.none");
    expect_helpful(run({"restore", (target() / "x").string(), "--home", new_home().string(),
                        "--key-file", new_key().string(), "--code", code_file().string()}),
                   3, "backup.none");
    expect_helpful(run({"restore", target().string(), "--home", home().string(), "--key-file",
                        new_key().string(), "--code", code_file().string()}),
                   3, "restore.home_not_empty");
    sheet(); // another one
    expect_helpful(restore(), 3, "backup.other_sheet");
}

} // namespace leitstand::cli
