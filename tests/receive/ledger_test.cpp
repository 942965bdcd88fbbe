// SPDX-License-Identifier: EUPL-1.2
// The ledger on real databases and blobs: nothing twice, nothing half, nothing in clear, order
// without a gap.
#include "receive/door.hpp"
#include "receive/hand_entry.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {

namespace {

using testing::HasSubstr;
using testing::Not;

class LedgerTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, both_engines(), engine_label);

TEST_P(LedgerTest, EntersAndFindsAgain) {
    Door door{GetParam()};
    auto arrival = Door::arrival("k1", "../Antrag\u202E.pdf");
    arrival.note = "persönlich abgegeben";
    arrival.entered_by = "account-1";
    auto const item = door.ledger->enter(arrival, "Guten Tag").value();
    EXPECT_EQ(1, item.number);
    EXPECT_EQ(receipt_number(2026, 1), item.receipt_number);
    EXPECT_EQ("2026-11-27", to_iso(item.receipt_date));
    EXPECT_EQ(DateSource::channel, item.date_source);
    EXPECT_EQ("Antrag.pdf", item.name);
    EXPECT_FALSE(item.again);
    EXPECT_EQ(to_hex(sha256("Guten Tag")), item.sha256);

    door.close();
    door.open();
    auto const found = door.ledger->find(item.id).value();
    EXPECT_EQ(item.receipt_number, found.receipt_number);
    EXPECT_EQ(item.arrived_at, found.arrived_at);
    EXPECT_EQ("Antrag.pdf", found.name);
    EXPECT_EQ("persönlich abgegeben", found.note);
    EXPECT_EQ("account-1", found.entered_by);
    EXPECT_EQ(item.sha256, found.sha256);
    EXPECT_EQ("Guten Tag", door.ledger->original(found).value());
    EXPECT_EQ(item.id, door.ledger->find_by_receipt_number(item.receipt_number).value().id);
    EXPECT_EQ("item.not_found", error_key(door.ledger->find_by_receipt_number("2026-000001-0")));
    EXPECT_EQ("item.not_found",
              error_key(door.ledger->find_by_receipt_number(receipt_number(2025, 1))));
    EXPECT_EQ("item.not_found", error_key(door.ledger->find(std::string(32, 'a'))));
    EXPECT_EQ(1, number_in(*door.database, "SELECT COUNT(*) FROM job WHERE kind = 'read_item'"));
}

TEST_P(LedgerTest, SameKeyAgainIsTheSameItem) {
    Door door{GetParam()};
    auto const first = door.enter("k", "Inhalt");
    auto const second = door.enter("k", "Inhalt");
    EXPECT_TRUE(second.again);
    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(first.receipt_number, second.receipt_number);
    EXPECT_EQ(1u, door.blob_count());
    EXPECT_EQ(1, number_in(*door.database, "SELECT COUNT(*) FROM job"));
    auto other_channel = Door::arrival("k");
    other_channel.channel = Channel::folder;
    EXPECT_FALSE(door.ledger->enter(other_channel, "Inhalt").value().again);
}

TEST_P(LedgerTest, SameKeyWithOtherBytesIsAConflictAndKeepsTheFirst) {
    Door door{GetParam()};
    auto const first = door.enter("k", "Inhalt");
    EXPECT_EQ("arrival.key_reused",
              error_key(door.ledger->enter(Door::arrival("k"), "anderer Inhalt")));
    EXPECT_EQ("Inhalt", door.ledger->original(first).value());
    EXPECT_EQ(1u, door.blob_count());
    EXPECT_EQ(1, number_in(*door.database, "SELECT COUNT(*) FROM item"));
}

TEST_P(LedgerTest, TenAtOnceWithOneKeyAreOneItem) {
    Door door{GetParam()};
    for (int round = 0; round < 5; ++round) {
        std::array<Result<Item>, 10> results;
        results.fill(fail(Code::internal, "not run"));
        {
            std::vector<std::jthread> threads;
            for (auto& result : results)
                threads.emplace_back([&, round] {
                    result = door.ledger->enter(Door::arrival(fmt::format("k{}", round)),
                                                fmt::format("Inhalt {}", round));
                });
        }
        std::set<std::string> ids;
        int fresh = 0;
        for (auto const& result : results) {
            ASSERT_TRUE(result) << result.error().describe();
            ids.insert(result->id);
            fresh += result->again ? 0 : 1;
        }
        EXPECT_EQ(1u, ids.size());
        EXPECT_EQ(1, fresh);
        EXPECT_EQ(static_cast<std::size_t>(round) + 1, door.blob_count());
    }
}

TEST_P(LedgerTest, NumbersHaveNoGapUnderParallelIntake) {
    Door door{GetParam()};
    constexpr int kThreads = 8;
    constexpr int kEach = 10;
    std::mutex mutex;
    std::set<std::int64_t> numbers;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < kEach; ++i) {
                    // A refused arrival in between must not use up a number.
                    EXPECT_FALSE(door.ledger->enter(Door::arrival("leer"), ""));
                    auto const item =
                        door.enter(fmt::format("{}-{}", t, i), fmt::format("Inhalt {} {}", t, i));
                    std::lock_guard const lock{mutex};
                    numbers.insert(item.number);
                }
            });
    }
    EXPECT_EQ(std::size_t{kThreads * kEach}, numbers.size());
    EXPECT_EQ(1, *numbers.begin());
    EXPECT_EQ(kThreads * kEach, *numbers.rbegin());
}

TEST_P(LedgerTest, EqualBytesAreAnItemOfTheirOwnLinkedToTheFirst) {
    Door door{GetParam()};
    auto const first = door.enter("a", "Gleicher Inhalt");
    auto const other = door.enter("b", "Anderer Inhalt");
    auto const second = door.enter("c", "Gleicher Inhalt");
    auto const third = door.enter("d", "Gleicher Inhalt");
    EXPECT_EQ("", first.identical_to);
    EXPECT_EQ("", other.identical_to);
    EXPECT_EQ(first.id, second.identical_to);
    EXPECT_EQ(first.id, third.identical_to);
    EXPECT_NE(first.receipt_number, second.receipt_number);
    using Pair = std::pair<std::string, std::string>;
    EXPECT_THAT(door.ledger->identical_items(second).value(),
                testing::ElementsAre(Pair{first.id, first.receipt_number},
                                     Pair{third.id, third.receipt_number}));
    EXPECT_TRUE(door.ledger->identical_items(other).value().empty());
}

TEST_P(LedgerTest, RefusesWhatIsNoArrival) {
    Limits limits;
    limits.item_size_bytes_max = 100;
    Door door{GetParam(), limits};
    EXPECT_EQ("item.empty", error_key(door.ledger->enter(Door::arrival("a"), "")));
    EXPECT_EQ("item.too_large",
              error_key(door.ledger->enter(Door::arrival("a"), std::string(101, 'x'))));
    EXPECT_TRUE(door.ledger->enter(Door::arrival("a"), std::string(100, 'x')));
    auto arrival = Door::arrival("b");
    arrival.receipt_date = Date{2026, 11, 28};
    EXPECT_EQ("receipt_date.in_future", error_key(door.ledger->enter(arrival, "x")));
    arrival.receipt_date = Date{2026, 2, 30};
    EXPECT_EQ("receipt_date.wrong", error_key(door.ledger->enter(arrival, "x")));
    arrival.receipt_date = Date{2026, 11, 20};
    arrival.date_source = DateSource::stamp;
    auto const item = door.ledger->enter(arrival, "x").value();
    EXPECT_EQ("2026-11-20", to_iso(item.receipt_date));
    EXPECT_EQ(DateSource::stamp, item.date_source);
    EXPECT_EQ(2u, door.blob_count());
}

TEST_P(LedgerTest, AnAbandonedIntakeLeavesNothing) {
    Door door{GetParam()};
    {
        auto const intake = door.ledger->begin().value();
        ASSERT_TRUE(intake->append(std::string(200'000, 'x')));
    }
    EXPECT_EQ(0u, door.blob_count());
    EXPECT_TRUE(std::filesystem::is_empty(door.folder / "data" / "blobs" / "tmp"));
    EXPECT_EQ(0, number_in(*door.database, "SELECT COUNT(*) FROM item"));
}

TEST_P(LedgerTest, AFullDiskIsSaidBeforeAnyByte) {
    Limits limits;
    limits.free_space_bytes_min = std::uint64_t{1} << 62;
    Door door{GetParam(), limits};
    auto const intake = door.ledger->begin();
    ASSERT_FALSE(intake);
    EXPECT_EQ(Code::no_space, intake.error().code);
    EXPECT_EQ("disk.full", intake.error().key);
}

TEST_P(LedgerTest, TheReceiptDateFollowsBerlin) {
    Door door{GetParam()};
    door.clock.set("2026-12-31T23:30:00Z"); // half past midnight in Berlin
    auto const item = door.enter("k", "x");
    EXPECT_EQ("2027-01-01", to_iso(item.receipt_date));
    EXPECT_EQ(receipt_number(2027, 1), item.receipt_number);
}

TEST_P(LedgerTest, CorrectionsOfTheDateAreAppended) {
    Door door{GetParam()};
    auto const item = door.enter("k", "x");
    auto const correct = [&](Date date, DateSource source, std::string const& reason) {
        return door.ledger->correct_receipt_date(item.id, {.receipt_date = date,
                                                           .source = source,
                                                           .reason = reason,
                                                           .by = "account-7",
                                                           .at = {}});
    };
    EXPECT_EQ("receipt_date.reason_missing",
              error_key(correct({2026, 11, 1}, DateSource::person, " ")));
    EXPECT_EQ("receipt_date.in_future",
              error_key(correct({2026, 11, 28}, DateSource::person, "x")));
    EXPECT_EQ("receipt_date.wrong", error_key(correct({2026, 13, 1}, DateSource::person, "x")));
    EXPECT_EQ("item.not_found", error_key(door.ledger->correct_receipt_date(
                                    std::string(32, '0'), {.receipt_date = {2026, 1, 1},
                                                           .source = DateSource::person,
                                                           .reason = "x",
                                                           .by = "",
                                                           .at = {}})));
    ASSERT_TRUE(correct({2026, 11, 20}, DateSource::stamp, "Stempel auf Seite 1"));
    door.clock.forward(std::chrono::hours{1});
    ASSERT_TRUE(correct({2026, 11, 21}, DateSource::person, "Stempel falsch gelesen"));

    auto const now = door.ledger->find(item.id).value();
    EXPECT_EQ("2026-11-21", to_iso(now.receipt_date));
    EXPECT_EQ(DateSource::person, now.date_source);
    EXPECT_EQ(item.arrived_at, now.arrived_at);
    auto const history = door.ledger->date_history(item.id).value();
    ASSERT_EQ(2u, history.size());
    EXPECT_EQ("2026-11-20", to_iso(history[0].receipt_date));
    EXPECT_EQ("Stempel auf Seite 1", history[0].reason);
    EXPECT_EQ("account-7", history[0].by);
    EXPECT_LT(history[0].at, history[1].at);
    // The first date stays what it was, and no row can be changed even by hand.
    EXPECT_EQ(1, number_in(*door.database,
                           "SELECT COUNT(*) FROM item WHERE receipt_date = '2026-11-27'"));
    EXPECT_FALSE(run_statement(*door.database, "UPDATE item SET receipt_date = '2026-01-01'"));
    EXPECT_FALSE(run_statement(*door.database,
                               "UPDATE receipt_date_correction SET receipt_date = '2026-01-01'"));
    EXPECT_EQ(2, number_in(*door.database, "SELECT COUNT(*) FROM receipt_date_correction WHERE"
                                           " receipt_date <> '2026-01-01'"));
}

TEST_P(LedgerTest, NothingOfTheContentStandsInClear) {
    Door door{GetParam()};
    auto arrival = Door::arrival("Kanarienschluessel", "Kanariendatei.pdf");
    arrival.note = "Kanarienbemerkung";
    auto const item = door.ledger->enter(arrival, "Kanarieninhalt").value();
    ASSERT_TRUE(door.ledger->correct_receipt_date(item.id, {.receipt_date = {2026, 11, 1},
                                                            .source = DateSource::person,
                                                            .reason = "Kanariengrund",
                                                            .by = "a",
                                                            .at = {}}));
    auto const raw = everything_in(door.place, *door.database);
    EXPECT_THAT(raw, HasSubstr(item.id)); // the look finds what is there
    EXPECT_THAT(raw, Not(HasSubstr("Kanarien")));
    EXPECT_THAT(raw, Not(HasSubstr(item.sha256)));
    EXPECT_THAT(raw, Not(HasSubstr(to_base64(sha256("Kanarieninhalt")))));
}

TEST_P(LedgerTest, TheSweepTakesOrphansOnly) {
    Door door{GetParam()};
    auto const item = door.enter("k", "bleibt");
    auto const orphan = door.blobs->put(SecretKey::random(), "verwaist").value();
    auto const claimed = door.blobs->put(SecretKey::random(), "Anlage").value();
    ASSERT_TRUE(
        door.database->write([&](Sql& sql) { return claim_blob(sql, claimed.id, item.number); }));
    door.clock.set(to_rfc3339(system_time().now()));
    EXPECT_EQ(0u, door.ledger->sweep_orphans().value()); // may still get its row
    EXPECT_EQ(3u, door.blob_count());
    door.clock.forward(std::chrono::minutes{61});
    EXPECT_EQ(1u, door.ledger->sweep_orphans().value());
    EXPECT_EQ(2u, door.blob_count());
    EXPECT_EQ("bleibt", door.ledger->original(item).value());
    EXPECT_FALSE(door.blobs->read_all(orphan, SecretKey::random(), 100));
}

TEST_P(LedgerTest, KeysAreWrappedAnew) {
    Door door{GetParam()};
    std::vector<Item> items;
    for (int i = 0; i < 5; ++i)
        items.push_back(door.enter(fmt::format("k{}", i), fmt::format("Inhalt {}", i)));
    door.close();
    ASSERT_TRUE(KeyRing::add_master_key(door.key_file));
    door.open();
    std::size_t changed = 0;
    for (std::int64_t from = 1; from != 0;) {
        auto const some = door.ledger->rewrap_keys(from, 2).value();
        changed += some.changed;
        from = some.next;
    }
    EXPECT_EQ(5u, changed);
    door.close();
    ASSERT_TRUE(KeyRing::drop_old_master_keys(door.key_file));
    door.open();
    for (int i = 0; i < 5; ++i) {
        auto const item = door.ledger->find(items[static_cast<std::size_t>(i)].id).value();
        EXPECT_EQ(fmt::format("Inhalt {}", i), door.ledger->original(item).value());
    }
    // Arrival keys and fingerprints live on.
    EXPECT_TRUE(door.enter("k0", "Inhalt 0").again);
    EXPECT_EQ(items[1].id, door.enter("neu", "Inhalt 1").identical_to);
}

class FailingCompanion final : public LedgerCompanion {
  public:
    std::function<Result<void>(Sql&, std::int64_t)> prepare_entry(Item const&) override {
        return [](Sql&, std::int64_t) -> Result<void> {
            return fail(Code::no_space, "database.full");
        };
    }
};

TEST_P(LedgerTest, ACompanionsFailureLeavesNothingBehind) {
    Door door{GetParam()};
    FailingCompanion companion;
    door.ledger->set_companion(&companion);
    EXPECT_EQ("database.full", error_key(door.ledger->enter(Door::arrival("k"), "x")));
    EXPECT_EQ(0u, door.blob_count());
    EXPECT_EQ(0, number_in(*door.database, "SELECT COUNT(*) FROM item"));
    EXPECT_EQ(0, number_in(*door.database, "SELECT last FROM ledger_counter"));
    door.ledger->set_companion(nullptr);
    EXPECT_EQ(1, door.enter("k", "x").number); // healed, and no gap
}

TEST_P(LedgerTest, EntryByHandIsPlainText) {
    Door door{GetParam()};
    HandEntry entry{.channel = Channel::telephone,
                    .text = "Ich brauche Hilfe bei der Miete.",
                    .sender = "Erika\nMuster",
                    .note = "rief um 9 Uhr an",
                    .receipt_date = Date{2026, 11, 26},
                    .entered_by = "account-1",
                    .key = "idem-1"};
    auto const item = enter_by_hand(entry, *door.ledger, door.limits).value();
    EXPECT_TRUE(item.is_plain_text);
    EXPECT_EQ("Absender: Erika Muster\n\nIch brauche Hilfe bei der Miete.",
              door.ledger->original(item).value());
    EXPECT_EQ("2026-11-26", to_iso(item.receipt_date));
    EXPECT_EQ(DateSource::person, item.date_source);
    EXPECT_TRUE(enter_by_hand(entry, *door.ledger, door.limits).value().again);
    entry.text = " \n ";
    EXPECT_EQ("entry.text_missing", error_key(enter_by_hand(entry, *door.ledger, door.limits)));
    entry.text = std::string(door.limits.entry_text_bytes_max + 1, 'x');
    EXPECT_EQ("entry.too_large", error_key(enter_by_hand(entry, *door.ledger, door.limits)));
    entry.text = "x";
    entry.channel = Channel::upload;
    EXPECT_EQ("entry.channel_wrong", error_key(enter_by_hand(entry, *door.ledger, door.limits)));
}

} // namespace

} // namespace leitstand
