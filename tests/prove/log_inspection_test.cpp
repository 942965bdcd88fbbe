// SPDX-License-Identifier: EUPL-1.2
// Lists of entries narrowed down and paged, how the log grew, and verifications that find the first
// fault of folder or database.
#include "prove/log_inspection.hpp"

#include "base/files.hpp"
#include "prove/database_check.hpp"
#include "prove/entries.hpp"
#include "prove/log_folder.hpp"
#include "prove/sequencer.hpp"
#include "prove/tile_files.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class LogInspectionTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door_.emplace(GetParam());
        inspection_ = std::make_unique<LogInspection>(database(), path(),
                                                      std::vector<WitnessPlace>{}, door_->clock);
    }
    void TearDown() override { inspection_.reset(); }
    fs::path path() const { return door_->folder / "data" / "log"; }
    Database& database() { return *door_->database; }

    void begin_log() {
        folder_ = LogFolder::open(path(), {"log.example/test", SigningKey::random()}).value();
        sequencer_ = Sequencer::open(database(), *folder_, *door_->log).value();
    }
    void enter(EntryType type, EntryDetails details) {
        auto const done =
            door_->log->enter(database(), {.type = type, .account = "a", .details = details});
        ASSERT_TRUE(done) << done.error().describe();
    }
    void sign_in(int count = 1) {
        for (int i = 0; i < count; ++i)
            enter(EntryType::signed_in, {{"means", "password"}});
    }
    void restore() { enter(EntryType::restored, {{"backup", "b"}, {"sha256", ""}}); }

    // The ids that a list gives, page by page.
    std::vector<std::int64_t> listed(entry_table::Filter const& filter, std::size_t at_once) {
        std::vector<std::int64_t> ids;
        auto below = entry_table::kNewest;
        for (;;) {
            auto const rows = database().read_for<std::vector<entry_table::Row>>(
                [&](Sql& sql) { return entry_table::newest(sql, filter, below, at_once); });
            EXPECT_TRUE(rows) << rows.error().describe();
            for (auto const& row : rows.value()) {
                ids.push_back(row.id);
                below = {row.at, row.id};
            }
            if (rows->size() < at_once)
                return ids;
        }
    }
    LogVerification verified() {
        inspection_->begin_verification();
        while (inspection_->verifying())
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        return inspection_->last_verification().value().value();
    }

    std::optional<Door> door_;
    std::unique_ptr<LogFolder> folder_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<LogInspection> inspection_;
};
INSTANTIATE_TEST_SUITE_P(Engines, LogInspectionTest, both_engines(), engine_label);

TEST_P(LogInspectionTest, ListsAreNarrowedAndPaged) {
    door_->clock.set("2026-11-26T12:00:00Z");
    sign_in(3); // 1, 2, 3
    door_->clock.set("2026-11-27T12:00:00Z");
    restore();                                   // 4
    sign_in(2);                                  // 5, 6, at one moment
    auto const item = door_->enter("k", "Text"); // 7
    door_->clock.set("2026-11-28T12:00:00Z");
    sign_in(); // 8
    entry_table::Filter const type{.type = "signed_in"};
    entry_table::Filter day{.from = parse_rfc3339("2026-11-27T12:00:00Z").value(),
                            .until = parse_rfc3339("2026-11-28T12:00:00Z").value()};
    for (std::size_t const at_once : {1, 2, 3, 100}) {
        EXPECT_THAT(listed({}, at_once), ElementsAre(8, 7, 6, 5, 4, 3, 2, 1));
        EXPECT_THAT(listed(type, at_once), ElementsAre(8, 6, 5, 3, 2, 1));
        EXPECT_THAT(listed(day, at_once), ElementsAre(7, 6, 5, 4));
        EXPECT_THAT(listed({.type = "signed_in", .from = day.from, .until = day.until}, at_once),
                    ElementsAre(6, 5));
        EXPECT_THAT(listed({.item = item.number}, at_once), ElementsAre(7));
        EXPECT_THAT(listed({.position = 0}, at_once), ElementsAre()) << "none was given yet";
    }
    begin_log();
    EXPECT_THAT(listed({.position = 3}, 10), ElementsAre(4));
    EXPECT_THAT(listed({.item = item.number + 1}, 10), ElementsAre());
}

TEST_P(LogInspectionTest, DeletedEntriesStayWhereTheyWereAndFitNoFilter) {
    sign_in();
    auto const item = door_->enter("k", "Text");
    sign_in();
    ASSERT_TRUE(database().write_for<std::size_t>(
        [&](Sql& sql) { return entry_table::erase_item(sql, item.number); }));
    EXPECT_THAT(listed({}, 1), ElementsAre(3, 2, 1));
    EXPECT_THAT(listed({.until = Instant{INT64_MAX}}, 1), ElementsAre(3, 1));
    EXPECT_THAT(listed({.item = item.number}, 1), ElementsAre());
}

TEST_P(LogInspectionTest, SaysHowTheLogGrew) {
    EXPECT_EQ(error_key(inspection_->head()), "log.missing");
    door_->clock.set("2026-11-24T22:59:59Z"); // still the 24th in Berlin
    sign_in(2);
    door_->clock.set("2026-11-24T23:00:00Z");
    sign_in();
    door_->clock.set("2026-11-27T08:00:00Z");
    sign_in(4);
    begin_log();
    sign_in(); // waits
    EXPECT_EQ(database().read_for<std::uint64_t>(entry_table::waiting).value(), 1u);
    std::vector<std::pair<std::string, std::uint64_t>> days;
    auto const growth = inspection_->growth(90).value();
    for (auto const& [day, size] : growth)
        days.emplace_back(to_iso(day), size);
    EXPECT_THAT(days, ElementsAre(std::pair{"2026-11-24", 2}, std::pair{"2026-11-25", 3},
                                  std::pair{"2026-11-26", 3}, std::pair{"2026-11-27", 7}));
    EXPECT_EQ(inspection_->growth(1)->size(), 1u);
    auto const head = inspection_->head().value();
    EXPECT_EQ(head.checkpoint, folder_->checkpoint());
    EXPECT_EQ(head.key, folder_->verifier());
    EXPECT_GT(head.written_at.microseconds, 1'700'000'000'000'000);
}

TEST_P(LogInspectionTest, VerifiesFolderAndDatabaseBesideTheOneWhoWrites) {
    EXPECT_FALSE(inspection_->last_verification().value());
    EXPECT_EQ(verified().problem, "log.missing") << "nothing was written yet";
    begin_log();
    sign_in(700);
    ASSERT_TRUE(sequencer_->integrate());
    std::atomic<bool> stop{false};
    std::thread writer{[&] {
        while (!stop) {
            sign_in(20);
            EXPECT_TRUE(sequencer_->integrate());
        }
    }};
    for (int round = 0; round < 10; ++round) {
        auto const verification = verified();
        EXPECT_FALSE(verification.fault) << verification.fault->file << verification.fault->found;
        EXPECT_EQ(verification.problem, "");
        EXPECT_GE(verification.size, 700u);
        EXPECT_GE(verification.files, 5u); // at a size that fills its tiles there are fewest
    }
    stop = true;
    writer.join();
}

TEST_P(LogInspectionTest, NamesTheFirstFault) {
    begin_log();
    sign_in(600);
    ASSERT_TRUE(sequencer_->integrate());
    ASSERT_FALSE(verified().fault);
    // An operator who rewrites the database past its triggers.
    ASSERT_TRUE(run_statement(database(), GetParam() == Engine::sqlite
                                              ? "DROP TRIGGER log_entry_stays"
                                              : "DROP TRIGGER log_entry_stays ON log_entry"));
    ASSERT_TRUE(run_statement(database(), "UPDATE log_entry SET leaf = (SELECT leaf FROM log_entry"
                                          " WHERE position = 1) WHERE position = 417"));
    auto const in_database = verified();
    ASSERT_TRUE(in_database.fault);
    EXPECT_EQ(in_database.fault->file, kDatabasePlace);
    EXPECT_EQ(in_database.fault->entry, 417u);
    EXPECT_EQ(in_database.size, 600u);
    // And one who rewrites the folder.
    auto const file = path() / "tile" / "entries" / "000";
    auto bytes = read_file(file, 1 << 20).value();
    bytes[40] = static_cast<char>(bytes[40] ^ 1);
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    ASSERT_TRUE(write_file_durably(file, bytes, 0644));
    auto const in_folder = verified();
    ASSERT_TRUE(in_folder.fault);
    EXPECT_EQ(in_folder.fault->file, "tile/entries/000");
    EXPECT_EQ(in_folder.fault->entry, 1u);
    // Remembered over a restart.
    auto const after = LogInspection{database(), path(), {}, door_->clock}.last_verification();
    EXPECT_EQ(after.value()->fault->file, "tile/entries/000");
    EXPECT_EQ(after.value()->fault->expected, in_folder.fault->expected);
}

TEST_P(LogInspectionTest, GivesTheProofOfAnEntry) {
    begin_log();
    sign_in(3);
    auto const early = entry_rows(database()).at(1);
    EXPECT_EQ(error_key(inspection_->receipt(early)), "log.not_yet");
    ASSERT_TRUE(sequencer_->integrate());
    auto row = entry_rows(database()).at(1);
    auto const receipt = inspection_->receipt(row);
    ASSERT_TRUE(receipt) << receipt.error().describe();
    EXPECT_TRUE(check_receipt(*receipt, folder_->verifier()));
    EXPECT_EQ(receipt->index, 1u);
    row.leaf = entry_rows(database()).at(2).leaf;
    EXPECT_EQ(error_key(inspection_->receipt(row)), "log.other_entries");
    row.position = 99;
    EXPECT_EQ(error_key(inspection_->receipt(row)), "log.not_yet");
}

} // namespace
} // namespace leitstand
