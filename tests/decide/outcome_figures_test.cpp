// SPDX-License-Identifier: EUPL-1.2
// What people did with findings, as numbers: on both databases, through the decisions themselves.
#include "decide/outcome_figures.hpp"

#include "decide/desk.hpp"
#include "decide/outcome_table.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::shared_ptr<Catalogue const> two_units() {
    auto catalogue = std::make_shared<Catalogue>();
    for (auto const* key : {"kasse-1", "kasse-2"}) {
        Unit unit;
        unit.key = key;
        catalogue->units.push_back(unit);
    }
    return catalogue;
}

class OutcomeFiguresTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_ = std::make_unique<Desk>(GetParam());
        figures_ =
            std::make_unique<OutcomeFigures>(*desk_->door.database, *desk_->door.keys, two_units());
    }
    Item letter(std::string const& key, std::string const& unit = "kasse-1") {
        return desk_->ready(
            key, made_document("", "Post", "x"),
            made_understanding({made_finding(FindingKind::service, "kindergeld"),
                                made_finding(FindingKind::act, "antrag"),
                                made_finding(FindingKind::field, "sender_name", "Max")},
                               unit));
    }
    OutcomePeriod period(FunctionKey function = FunctionKey::sort) {
        auto const today = date_in_berlin(desk_->door.clock.now());
        auto read = figures_->period(function, plus_days(today, -30), today);
        EXPECT_TRUE(read) << read.error().describe();
        return read.value_or(OutcomePeriod{});
    }
    void put(std::int64_t number, std::string const& finding, std::string const& account,
             std::int64_t day, DecisionOutcome outcome) {
        auto const written = desk_->door.database->write([&](Sql& sql) {
            return outcome_table::put(sql, {.number = number,
                                            .finding = finding,
                                            .function = FunctionKey::sort,
                                            .kind = "service",
                                            .outcome = outcome,
                                            .unit = 0,
                                            .day = day,
                                            .decided_by = account});
        });
        ASSERT_TRUE(written) << written.error().describe();
    }

    std::unique_ptr<Desk> desk_;
    std::unique_ptr<OutcomeFigures> figures_;
};
INSTANTIATE_TEST_SUITE_P(Engines, OutcomeFiguresTest, both_engines(), engine_label);

// A database from step 11 on which people had decided already.
TEST_P(OutcomeFiguresTest, DecisionsFromBeforeTheFiguresAreNamedAndNotCounted) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    auto const before = letter("a");
    auto const decide = [&](Item const& item, DecisionKind kind) {
        auto const done = desk_->decide(item, desk_->finding(item, "kindergeld"), kind);
        EXPECT_TRUE(done) << done.error().describe();
    };
    decide(before, DecisionKind::confirm);
    EXPECT_EQ(figures_->uncounted_until().value(), std::nullopt);
    for (auto const* statement : {"DROP TABLE decision_outcome", "DROP TABLE outcome_gap",
                                  "DELETE FROM schema_version WHERE version IN (12, 13, 15)"})
        ASSERT_TRUE(run_statement(*desk_->door.database, statement)) << statement;
    figures_.reset();
    desk_->restart();
    figures_ =
        std::make_unique<OutcomeFigures>(*desk_->door.database, *desk_->door.keys, two_units());
    auto const today = date_in_berlin(desk_->door.clock.now());
    EXPECT_EQ(period().total.counts, OutcomeCounts{});
    EXPECT_EQ(figures_->uncounted_until().value(), today);
    EXPECT_EQ(figures_->first_day(FunctionKey::sort, {2020, 1, 1}).value(), std::nullopt);
    // What people do with it from now on is counted; what they take back is no fault.
    desk_->door.clock.forward(std::chrono::hours{48});
    decide(before, DecisionKind::withdraw);
    EXPECT_EQ(period().total.counts, OutcomeCounts{});
    decide(letter("b"), DecisionKind::reject);
    decide(before, DecisionKind::confirm);
    EXPECT_EQ(period().total.counts, (OutcomeCounts{.confirmed = 1, .rejected = 1}));
    EXPECT_EQ(figures_->uncounted_until().value(), today) << "that day stays";
}

TEST_P(OutcomeFiguresTest, CountsWhatStandsOfEachFinding) {
    auto const item = letter("k");
    ASSERT_TRUE(desk_->decide(item, desk_->finding(item, "kindergeld"), DecisionKind::confirm));
    ASSERT_TRUE(
        desk_->decide(item, desk_->finding(item, "antrag"), DecisionKind::correct, "widerspruch"));
    ASSERT_TRUE(desk_->decide(item, desk_->finding(item, "sender_name"), DecisionKind::reject));
    ASSERT_TRUE(desk_->add(item, FindingKind::service, "wohngeld"));

    auto const sorted = period();
    EXPECT_EQ((OutcomeCounts{.confirmed = 1, .corrected = 1, .rejected = 0, .added = 1}),
              sorted.total.counts);
    ASSERT_THAT(sorted.units, SizeIs(1));
    EXPECT_EQ("kasse-1", sorted.units.front().key);
    EXPECT_THAT(sorted.units.front().persons, ElementsAre(0));
    ASSERT_THAT(sorted.kinds, SizeIs(2));
    EXPECT_EQ("act", sorted.kinds.front().key);
    ASSERT_THAT(sorted.weeks, SizeIs(1));
    EXPECT_EQ(to_iso(monday_of(date_in_berlin(desk_->door.clock.now()))), sorted.weeks.front().key);
    EXPECT_EQ((OutcomeCounts{.rejected = 1}), period(FunctionKey::extract).total.counts);
    EXPECT_EQ(OutcomeCounts{}, period(FunctionKey::urgent).total.counts);
}

TEST_P(OutcomeFiguresTest, ALaterDecisionTakesThePlaceOfTheEarlierOne) {
    auto const item = letter("k");
    auto const rejected =
        desk_->decide(item, desk_->finding(item, "kindergeld"), DecisionKind::reject).value();
    auto const confirmed = desk_->decide(item, rejected, DecisionKind::confirm).value();
    EXPECT_EQ((OutcomeCounts{.confirmed = 1}), period().total.counts);
    auto const back = desk_->decide(item, confirmed, DecisionKind::withdraw).value();
    EXPECT_EQ((OutcomeCounts{.rejected = 1}), period().total.counts);
    ASSERT_TRUE(desk_->decide(item, back, DecisionKind::withdraw));
    EXPECT_EQ(OutcomeCounts{}, period().total.counts);
}

TEST_P(OutcomeFiguresTest, WhatAPersonAddedAndTookBackIsNoMiss) {
    auto const item = letter("k");
    auto const added = desk_->add(item, FindingKind::act, "widerspruch").value();
    EXPECT_EQ((OutcomeCounts{.added = 1}), period().total.counts);
    ASSERT_TRUE(desk_->decide(item, added, DecisionKind::reject));
    EXPECT_EQ(OutcomeCounts{}, period().total.counts);
}

TEST_P(OutcomeFiguresTest, WhatAFunctionThatWasNotShownMissedIsNoMiss) {
    auto const item = desk_->ready("k", made_document("", "Post", "x"),
                                   made_understanding({}, "kasse-1"), {FunctionKey::sort});
    ASSERT_TRUE(desk_->add(item, FindingKind::service, "kindergeld"));
    EXPECT_EQ(OutcomeCounts{}, period().total.counts);
}

TEST_P(OutcomeFiguresTest, ACorrectedUnitCountsInTheUnitThatHasTheItemNow) {
    auto const item = letter("k");
    auto const unit = desk_->view(item).unit_finding;
    ASSERT_TRUE(desk_->decide(item, unit, DecisionKind::correct, "kasse-2"));
    auto const units = period().units;
    ASSERT_THAT(units, SizeIs(1));
    EXPECT_EQ("kasse-2", units.front().key);
    EXPECT_EQ((OutcomeCounts{.corrected = 1}), units.front().counts);
}

TEST_P(OutcomeFiguresTest, DaysComeInOrderAndOnlyThose) {
    auto const first = letter("a");
    auto const second = letter("b");
    auto const day = day_number({2026, 11, 2});
    put(first.number, "r1-0", "anna", day + 9, DecisionOutcome::confirmed);
    put(first.number, "r1-1", "anna", day, DecisionOutcome::rejected);
    put(second.number, "r1-0", "ben", day, DecisionOutcome::confirmed);
    auto const days = figures_->days(FunctionKey::sort, {2026, 11, 2}, {2026, 11, 11}).value();
    ASSERT_THAT(days, SizeIs(2));
    EXPECT_EQ((Date{2026, 11, 2}), days[0].day);
    EXPECT_EQ((OutcomeCounts{.confirmed = 1, .rejected = 1}), days[0].counts);
    EXPECT_EQ((Date{2026, 11, 11}), days[1].day);
    EXPECT_THAT(figures_->days(FunctionKey::sort, {2026, 11, 3}, {2026, 11, 10}).value(),
                IsEmpty());
    EXPECT_EQ((Date{2026, 11, 11}), figures_->first_day(FunctionKey::sort, {2026, 11, 3}).value());
    auto const whole = figures_->period(FunctionKey::sort, {2026, 11, 2}, {2026, 11, 11}).value();
    EXPECT_THAT(whole.total.persons, ElementsAre(0, 1));
    ASSERT_THAT(whole.weeks, SizeIs(2));
    EXPECT_EQ("2026-11-02", whole.weeks[0].key);
    EXPECT_THAT(whole.weeks[0].persons, SizeIs(2));
    EXPECT_THAT(whole.weeks[1].persons, SizeIs(1));
    EXPECT_EQ("", whole.units.at(0).key); // a token that no unit has
}

TEST_P(OutcomeFiguresTest, LabelsAreCountedBySpanOfArrival) {
    letter("a");
    letter("b");
    desk_->ready("c", made_document("", "Post", "x"),
                 made_understanding({made_finding(FindingKind::service, "wohngeld")}));
    auto const today = date_in_berlin(desk_->door.clock.now());
    auto const all = figures_
                         ->labels("service", {"kindergeld", "bafoeg", "wohngeld"},
                                  {plus_days(today, -7), today, plus_days(today, 1)})
                         .value();
    ASSERT_THAT(all, SizeIs(3));
    auto const& counts = all[0];
    ASSERT_THAT(counts, SizeIs(2));
    EXPECT_EQ(0u, all[1].at(1).with); // on no item
    EXPECT_EQ(3u, all[1].at(1).items);
    EXPECT_EQ(1u, all[2].at(1).with);
    EXPECT_EQ(0u, counts[0].items);
    EXPECT_EQ(2u, counts[1].with);
    EXPECT_EQ(3u, counts[1].items);
}

TEST(DayNumberTest, CountsFrom1970AndFindsTheMonday) {
    EXPECT_EQ(0, day_number({1970, 1, 1}));
    EXPECT_EQ((Date{2026, 11, 28}), date_of_day(day_number({2026, 11, 28})));
    EXPECT_EQ((Date{2026, 11, 23}), monday_of({2026, 11, 28}));
    EXPECT_EQ((Date{2026, 11, 23}), monday_of({2026, 11, 23}));
    EXPECT_EQ((Date{2026, 11, 23}), monday_of({2026, 11, 29}));
}

} // namespace
} // namespace leitstand
