// SPDX-License-Identifier: EUPL-1.2
// How long letters waited: on both databases, through reading and closing themselves; and how a
// letter's kind is told without a look at who wrote it.
#include "decide/waiting.hpp"

#include "decide/desk.hpp"
#include "decide/waiting_table.hpp"
#include "store/sql.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Document page_of(std::string const& text) {
    return made_document("", "Post", text);
}

class WaitingTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_ = std::make_unique<Desk>(GetParam());
        first_ = date_in_berlin(desk_->door.clock.now());
    }
    Item letter(std::string const& key, std::vector<FunctionKey> const& shadow = {}) {
        return desk_->ready(key, page_of("Guten Tag. Ich brauche Hilfe."),
                            made_understanding({made_finding(FindingKind::service, "kindergeld")}),
                            shadow);
    }
    void days_later(int days) { desk_->door.clock.forward(std::chrono::hours{24 * days}); }
    void turn(Item const& item, ItemState state, std::string const& by = "account-1") {
        auto const done =
            desk_->inbox->set_state(item.id, desk_->view(item).version, state, {}, by);
        ASSERT_TRUE(done) << done.error().describe();
    }
    WaitingPeriod period(FunctionKey function = FunctionKey::sort) {
        auto read = waiting_period(*desk_->door.database, function, first_, first_);
        EXPECT_TRUE(read) << read.error().describe();
        return read.value_or(WaitingPeriod{});
    }

    std::unique_ptr<Desk> desk_;
    Date first_;
};
INSTANTIATE_TEST_SUITE_P(Engines, WaitingTest, both_engines(), engine_label);

TEST_P(WaitingTest, ALetterWaitsFromItsArrivalUntilSomebodyClosesIt) {
    auto const item = letter("k");
    auto open = period();
    ASSERT_THAT(open.letters, SizeIs(1));
    EXPECT_FALSE(open.letters[0].days);
    EXPECT_EQ(1u, open.letters[0].letters);
    EXPECT_THAT(open.letters[0].traits, ElementsAre("upload", "de", "other", "short", "text"));
    EXPECT_THAT(open.closers, IsEmpty());
    days_later(3);
    turn(item, ItemState::closed);
    auto const closed = period();
    ASSERT_THAT(closed.letters, SizeIs(1));
    EXPECT_EQ(3, closed.letters[0].days);
    ASSERT_THAT(closed.closers, SizeIs(1));
    EXPECT_EQ(0u, closed.closers[0].person);
}

TEST_P(WaitingTest, WhatIsOpenedAgainWaitsOn) {
    auto const item = letter("k");
    turn(item, ItemState::closed);
    days_later(2);
    turn(item, ItemState::ready, "account-2");
    EXPECT_FALSE(period().letters.at(0).days);
    EXPECT_THAT(period().closers, IsEmpty());
    days_later(2);
    turn(item, ItemState::closed, "account-2");
    EXPECT_EQ(4, period().letters.at(0).days);
}

TEST_P(WaitingTest, WhatIsSaidOfAPastSpanNeverChanges) {
    auto const closed = letter("a");
    auto const open = letter("b");
    auto const unread = desk_->refused("c", "encrypted");
    turn(closed, ItemState::closed);
    days_later(static_cast<int>(kWaitingDaysMax) + 1);
    turn(open, ItemState::closed);
    turn(closed, ItemState::ready);
    ASSERT_TRUE(desk_->inbox->try_again(unread.id, "account-1"));
    Inbox::Outcome late;
    late.document = page_of("Endlich lesbar.");
    ASSERT_TRUE(desk_->bring(unread, late));
    auto const letters = period().letters;
    ASSERT_THAT(letters, SizeIs(3));
    for (auto const& one : letters)
        EXPECT_EQ(one.days.has_value(), one.days == std::optional<std::int64_t>{0});
    EXPECT_EQ(1,
              std::ranges::count_if(letters, [](auto const& one) { return one.days.has_value(); }));
    EXPECT_EQ(1, std::ranges::count_if(letters,
                                       [](auto const& one) { return one.traits[4] == "unread"; }));
}

TEST_P(WaitingTest, SaysWhichFunctionTheDeskSaw) {
    letter("a");
    letter("b", {FunctionKey::sort});
    auto const sorted = period();
    ASSERT_THAT(sorted.letters, SizeIs(2));
    EXPECT_NE(sorted.letters[0].shown, sorted.letters[1].shown);
    for (auto const& one : period(FunctionKey::extract).letters)
        EXPECT_TRUE(one.shown);
    for (auto const& one : period(FunctionKey::relate).letters)
        EXPECT_FALSE(one.shown);
}

TEST_P(WaitingTest, WhatCouldNotBeReadWaitsTooAndIsReadLater) {
    auto const item = desk_->refused("k", "encrypted");
    EXPECT_THAT(period().letters.at(0).traits, ElementsAre("upload", "", "", "", "unread"));
    ASSERT_TRUE(desk_->inbox->try_again(item.id, "account-1"));
    Inbox::Outcome read;
    read.document = page_of("Nun lesbar.");
    ASSERT_TRUE(desk_->bring(item, read));
    ASSERT_THAT(period().letters, SizeIs(1));
    EXPECT_EQ("text", period().letters[0].traits[4]);
}

TEST_P(WaitingTest, TheTableHoldsNoWordOfTheLetterAndCountsNoPerson) {
    auto const item = letter("k");
    turn(item, ItemState::closed, "account-7");
    auto const read = desk_->door.database->read_for<std::vector<waiting_table::Count>>(
        [&](Sql& sql) { return waiting_table::counts(sql, 0, 1'000'000); });
    ASSERT_TRUE(read);
    ASSERT_THAT(*read, SizeIs(1));
    EXPECT_EQ("upload de other short text", read->front().traits);
    EXPECT_EQ("sort extract urgent complete", read->front().shown);
}

// Without that an index alone cannot answer for the newest weeks: figures take five times as long.
TEST_P(WaitingTest, PostgreSqlTidiesUpTheTablesOfFiguresSoonEnough) {
    if (GetParam() != Engine::postgresql)
        GTEST_SKIP() << "SQLite has nothing to tidy up";
    auto const tables = desk_->door.database->read_for<int>([](Sql& sql) -> Result<int> {
        return sql_call([&]() -> Result<int> {
            int tables = 0;
            sql.session() << "SELECT COUNT(*) FROM pg_class WHERE oid IN ('waiting'::regclass,"
                             " 'decision_outcome'::regclass) AND reloptions @>"
                             " ARRAY['autovacuum_vacuum_insert_threshold=5000',"
                             " 'autovacuum_vacuum_insert_scale_factor=0']",
                soci::into(tables);
            return tables;
        });
    });
    ASSERT_TRUE(tables) << tables.error().describe();
    EXPECT_EQ(2, *tables);
}

TEST(WaitingTraitsTest, AreOfTheLetterAlone) {
    std::string const simple = "Ich bin krank. Ich habe kein Geld. Ich suche Arbeit. Bitte helfen.";
    auto document = page_of(simple);
    auto const of = [&](int trait) {
        return waiting_traits(Channel::counter, &document)[static_cast<std::size_t>(trait)];
    };
    EXPECT_EQ("counter", of(0));
    EXPECT_EQ("simple", of(2));
    document.language = "tr";
    EXPECT_EQ("other", of(1));
    document.language.clear();
    EXPECT_EQ("", of(1));
    document.text = "Hiermit beantrage ich, da sich seit der letzten Bewilligung meine Ausgaben "
                    "wesentlich erhöht haben, rückwirkend eine höhere Leistung.";
    EXPECT_EQ("other", of(2));
    for (auto const& [words, length] : {std::pair{20, "short"}, std::pair{200, "medium"},
                                        std::pair{2'000, "long"}, std::pair{200'000, "long"}}) {
        document.text.clear();
        for (int i = 0; i < words; ++i)
            document.text += "für ";
        EXPECT_EQ(length, of(3)) << words;
    }
    document.text.clear();
    EXPECT_EQ("", of(2));
    EXPECT_EQ("", of(3));
}

TEST(WaitingTraitsTest, SayHowWellItCouldBeRead) {
    auto document = page_of("Text");
    auto const reading = [&] { return waiting_traits(Channel::upload, &document)[4]; };
    EXPECT_EQ("text", reading());
    document.pages[0].source = PageSource::ocr;
    EXPECT_EQ("scan", reading());
    for (auto const mark : {PageMark::handwriting, PageMark::low_quality, PageMark::unread}) {
        document.pages[0].marks = {};
        document.pages[0].marks.set(mark);
        EXPECT_EQ("hard", reading());
    }
    document.pages[0].marks = {};
    document.status = ReadStatus::partly_read;
    EXPECT_EQ("hard", reading());
    document.status = ReadStatus::refused;
    EXPECT_EQ("unread", reading());
    EXPECT_EQ("unread", waiting_traits(Channel::upload, nullptr)[4]);
}

TEST(WaitingTraitsTest, ComeBackAsTheyWereStored) {
    WaitingTraits const traits{"upload", "", "simple", "", "unread"};
    EXPECT_EQ("upload - simple - unread", pack(traits));
    EXPECT_EQ(traits, unpack_waiting_traits(pack(traits)).value());
    for (auto const* const damaged : {"", "upload", "a b c d", "a b c d e f", "a b c d e "})
        EXPECT_FALSE(unpack_waiting_traits(damaged)) << damaged;
}

TEST(WaitedDaysTest, EndAfterEightWeeks) {
    auto const arrived = parse_rfc3339("2026-03-28T22:30:00Z").value(); // before summer time
    auto const later = [&](std::int64_t hours) {
        return waited_days(arrived, Instant{arrived.microseconds + hours * 3'600'000'000});
    };
    EXPECT_EQ(0, later(0));
    EXPECT_EQ(0, later(-48));
    EXPECT_EQ(1, later(1)); // past midnight in Berlin
    EXPECT_EQ(56, later(56 * 24 - 2));
    EXPECT_EQ(std::nullopt, later(57 * 24));
}

} // namespace
} // namespace leitstand
