// SPDX-License-Identifier: EUPL-1.2
// The log of a real installation: a receipt that anybody checks, and what keeps the server from
// starting.
#include "base/files.hpp"
#include "cli/cli_house.hpp"
#include "house/rows_table.hpp"
#include "prove/entry_table.hpp"
#include "prove/entry_type.hpp"
#include "prove/log_inspection.hpp"
#include "prove/log_key.hpp"

namespace leitstand::cli {

using testing::HasSubstr;
using testing::Not;

class LogTest : public CliTest {
  protected:
    void SetUp() override { install(); }

    fs::path log_key() const { return installed_.key_file.parent_path() / "log.key"; }
    std::string deliver(std::string const& name, std::string const& text) {
        write_file(folder_.path() / name, text);
        auto const ran = receive({folder_.path() / name});
        EXPECT_EQ(ran.code, 0) << ran.error;
        return Json::parse(ran.out)["receipt_number"];
    }
    // The server brings an entry into the log within a moment.
    house::Ran receipt(std::string const& number, std::vector<std::string> const& more = {}) {
        std::vector<std::string> words{"prove", "receipt", "--home", home().string(), number};
        words.insert(words.end(), more.begin(), more.end());
        auto ran = house::run_program(words);
        for (int turn = 0; turn < 50 && ran.error.find("log.not_yet") != std::string::npos;
             ++turn) {
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
            ran = house::run_program(words);
        }
        return ran;
    }
    std::unique_ptr<Database> database() const {
        auto opened =
            Database::open(fmt::format("sqlite:{}", (fs::path{home()} / "leitstand.db").string()),
                           Limits{}, Holder::command);
        EXPECT_TRUE(opened) << opened.error().describe();
        return opened ? *std::move(opened) : nullptr;
    }
    std::ptrdiff_t looks() const {
        auto const rows = database()->read_for<std::vector<entry_table::Row>>(
            [](Sql& sql) { return entry_table::from_id(sql, 0, 1'000'000); }); // all
        return std::ranges::count(rows.value_or(std::vector<entry_table::Row>{}),
                                  entry_type(EntryType::case_read).key, &entry_table::Row::type);
    }
    // What the page for auditors shows.
    std::optional<LogVerification> last_verification() const {
        auto const opened = database();
        LogInspection const inspection{*opened, fs::path{home()} / "log", {}, system_time()};
        auto const last = inspection.last_verification();
        EXPECT_TRUE(last) << last.error().describe();
        return last.value_or(std::optional<LogVerification>{});
    }
    static std::string vkey_in(fs::path const& folder) {
        auto text = read_file(folder / "log.vkey", 4096).value_or("\n");
        text.pop_back();
        return text;
    }
    house::Ran new_key(std::vector<std::string> const& more = {"--reason", "Schlüssel verloren"}) {
        std::vector<std::string> words{"prove", "new-key", "--home", home().string()};
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    }
    void serve_and_stop() {
        serve();
        ASSERT_TRUE(server_);
        ASSERT_EQ(0, server_->stop());
    }
};

TEST_F(LogTest, AReceiptIsCheckedWithThePublicKeyAlone) {
    serve();
    auto const number = deliver("brief.txt", "Guten Tag");
    auto const proof = folder_.path() / "eingang.tlog-proof";
    auto const ran = receipt(number, {"--out", proof.string()});
    ASSERT_EQ(ran.code, 0) << ran.error;
    auto const printed = receipt(number, {"--bare"});
    ASSERT_EQ(printed.code, 0) << printed.error;
    auto const bare = folder_.path() / "bare.tlog-proof";
    write_file(bare, printed.out);
    ASSERT_EQ(0, server_->stop());
    auto const key = fs::path{home()} / "log" / "log.vkey";
    auto const checked =
        house::run_program({"prove", "check", proof.string(), "--key", key.string()});
    EXPECT_EQ(checked.code, 0) << checked.out << checked.error;
    EXPECT_THAT(checked.out, HasSubstr("item_received"));
    auto const checked_bare =
        house::run_program({"prove", "check", bare.string(), "--key", key.string()});
    EXPECT_EQ(checked_bare.code, 0) << checked_bare.out << checked_bare.error;
    EXPECT_THAT(checked_bare.out, Not(HasSubstr("item_received"))) << "it says not of what";
    auto const verified = house::run_program({"prove", "verify", "--home", home().string()});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.error;
    fs::remove(log_key()); // who hands out receipts need not be able to write the log
    EXPECT_EQ(receipt(number).code, 0);
    expect_helpful(receipt("2026-999999-9"), 1, "item.not_found");
}

// What a receipt says of an item is read by whoever asks for it; a bare one says nothing.
TEST_F(LogTest, AReceiptWithItsRecordLeavesAnEntry) {
    serve();
    auto const number = deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(receipt(number, {"--bare"}).code, 0);
    EXPECT_EQ(looks(), 0);
    ASSERT_EQ(receipt(number).code, 0);
    EXPECT_EQ(looks(), 1);
    ASSERT_EQ(0, server_->stop());
    ASSERT_TRUE(house::execute(*database(), "CREATE TRIGGER full BEFORE INSERT ON log_entry BEGIN "
                                            "SELECT raise(ABORT, 'no room'); END"));
    auto const refused = receipt(number);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.out, Not(HasSubstr("item_received"))) << "no look without entry";
}

TEST_F(LogTest, AReceiptIsWrittenUnderABareName) {
    serve();
    auto const number = deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(receipt(number).code, 0);
    ASSERT_EQ(0, server_->stop());
    house::RunOptions options;
    options.folder = folder_.path();
    auto const ran = house::run_program(
        {"prove", "receipt", "--home", home().string(), number, "--out", "eingang.tlog-proof"},
        options);
    EXPECT_EQ(ran.code, 0) << ran.error;
    EXPECT_TRUE(fs::exists(folder_.path() / "eingang.tlog-proof"));
}

// The log alone would be right: it is the database that lacks an entry.
TEST_F(LogTest, TheDatabaseIsHeldAgainstTheLog) {
    auto const verify = [&](std::vector<std::string> const& more) {
        std::vector<std::string> words{"prove", "verify", "--home", home().string()};
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    };
    serve_and_stop();
    auto const database = fs::path{home()} / "leitstand.db";
    auto const older = folder_.path() / "older.db";
    fs::copy_file(database, older);
    auto const before = Json::parse(verify({"--json"}).out);
    EXPECT_EQ(before["status"], "verified");
    EXPECT_EQ(before["database"], true);
    serve();
    auto const number = deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(receipt(number).code, 0); // its entry is in the log
    ASSERT_EQ(0, server_->stop());
    EXPECT_THAT(verify({}).out, HasSubstr("dieselben Einträge"));
    auto const last = last_verification();
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->fault);
    EXPECT_GT(last->size, before["size"].get<std::uint64_t>());
    fs::copy_file(older, database, fs::copy_options::overwrite_existing);
    auto const ran = verify({"--json"});
    EXPECT_EQ(ran.code, 1) << ran.error;
    auto const line = Json::parse(ran.out);
    EXPECT_EQ(line["status"], "faulty");
    EXPECT_EQ(line["fault"]["file"], "database");
    EXPECT_EQ(line["fault"]["entry"], before["size"]) << "the first that is missing";
    EXPECT_EQ(line["fault"]["found"], "no entry");
    EXPECT_EQ(last_verification()->fault->file, "database");
    auto const found_at = last_verification()->ended_at;
    LogKey const other{"log.example/other", SigningKey::random()};
    EXPECT_EQ(verify({"--key", other.verifier().print()}).code, 1);
    EXPECT_EQ(last_verification()->ended_at.microseconds, found_at.microseconds)
        << "another key is no fault of this log";
    EXPECT_THAT(verify({}).out, HasSubstr("die Datenbank"));
    auto const alone = house::run_program(
        {"prove", "verify", "--log", (fs::path{home()} / "log").string(), "--json"});
    EXPECT_EQ(alone.code, 0) << alone.error;
    EXPECT_EQ(Json::parse(alone.out)["database"], false);
}

TEST_F(LogTest, ALogThatHasBegunDoesNotGoOnWithoutItsKey) {
    serve_and_stop();
    auto const away = log_key().parent_path() / "away.key";
    fs::rename(log_key(), away);
    expect_helpful(refused_to_serve(), 3, "log_key.missing");
    EXPECT_FALSE(fs::exists(log_key())) << "a new key must never be made by itself";
    fs::rename(away, log_key());
    fs::permissions(log_key(), fs::perms::others_read, fs::perm_options::add);
    expect_helpful(refused_to_serve(), 3, "key_file.readable_by_others");
    fs::permissions(log_key(), fs::perms::others_read, fs::perm_options::remove);
    serve_and_stop();
}

TEST_F(LogTest, ALostKeyIsReplacedAndTheLogGoesOn) {
    expect_helpful(new_key(), 3, "log.not_begun");
    serve();
    auto const number = deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(receipt(number).code, 0);
    expect_helpful(new_key(), 3, "database.in_use"); // a server writes that log
    ASSERT_EQ(0, server_->stop());
    auto const log = fs::path{home()} / "log";
    auto const before = vkey_in(log);
    auto const kept = folder_.path() / "kept";
    fs::copy_file(log / "checkpoint", kept);
    fs::remove(log_key());
    expect_helpful(refused_to_serve(), 3, "log_key.missing");
    EXPECT_EQ(new_key({}).code, 2) << "without a reason";

    auto const renewed = new_key();
    ASSERT_EQ(renewed.code, 0) << renewed.error;
    auto const after = vkey_in(log);
    EXPECT_NE(before, after);
    EXPECT_THAT(renewed.out, HasSubstr(before));
    EXPECT_THAT(renewed.out, HasSubstr(after));
    EXPECT_EQ(fs::status(log_key()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    // Whoever kept the old log's head sees that the new one goes on from it.
    auto const verified =
        house::run_program({"prove", "verify", "--home", home().string(), "--key", after, "--known",
                            kept.string(), "--known-key", before});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.error;
    auto const aside = renewed.out.find((fs::path{home()} / "log.").string());
    ASSERT_NE(aside, std::string::npos) << renewed.out;
    auto const old_log = renewed.out.substr(aside, renewed.out.find('\n', aside) - aside);
    EXPECT_EQ(house::run_program({"prove", "verify", "--log", old_log, "--key", before}).code, 0);

    serve();
    auto const proof = folder_.path() / "eingang.tlog-proof";
    ASSERT_EQ(receipt(number, {"--out", proof.string()}).code, 0);
    EXPECT_EQ(house::run_program({"prove", "check", proof.string(), "--key", after}).code, 0);
    EXPECT_EQ(house::run_program({"prove", "check", proof.string(), "--key", before}).code, 1);
    ASSERT_EQ(0, server_->stop());
}

TEST_F(LogTest, AnOlderDatabaseIsRefused) {
    serve_and_stop();
    auto const database = fs::path{home()} / "leitstand.db";
    ASSERT_TRUE(fs::exists(database));
    auto const older = folder_.path() / "older.db";
    fs::copy_file(database, older);
    serve();
    deliver("brief.txt", "Guten Tag");
    ASSERT_EQ(0, server_->stop());
    fs::copy_file(database, folder_.path() / "newer.db");
    fs::copy_file(older, database, fs::copy_options::overwrite_existing);
    expect_helpful(refused_to_serve(), 3, "log.ahead_of_database");
    fs::copy_file(folder_.path() / "newer.db", database, fs::copy_options::overwrite_existing);
    serve_and_stop();
}

TEST_F(LogTest, ADamagedLogIsNamed) {
    serve_and_stop();
    auto const checkpoint = fs::path{home()} / "log" / "checkpoint";
    auto text = read_file(checkpoint, 1 << 20).value();
    text[text.find('\n') + 1] ^= 1; // another size
    write_file(checkpoint, text);
    expect_helpful(refused_to_serve(), 3, "log.damaged");
}

} // namespace leitstand::cli
