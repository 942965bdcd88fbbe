// SPDX-License-Identifier: EUPL-1.2
// From decisions to the switch: a function in use gets corrected more often, the watch enters an
// alarm, the gate closes, the switchboard sets the function back. On both databases.
#include "govern/operation/shown_drift.hpp"

#include "decide/outcome_table.hpp"
#include "govern/operation/operation_support.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"
#include "support/governed.hpp"

namespace leitstand::operation {

namespace {

class AlarmWatchTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door_ = std::make_unique<Door>(GetParam());
        governed_ =
            std::make_unique<Governed>(*door_->database, *door_->keys, door_->clock, *door_->log);
        board_ =
            Switchboard::open(*door_->database, door_->clock, *door_->log, governed_->governance)
                .value();
        figures_ =
            std::make_unique<OutcomeFigures>(*door_->database, *door_->keys, governed_catalogue());
        item_ = door_->enter("k", "Inhalt");
        auto const brought = governed_->bring_to(*board_, FunctionKey::sort, Mode::assist);
        ASSERT_TRUE(brought) << brought.error().describe();
    }
    // On one day: so many confirmed and so many rejected.
    void decide(int day, int confirmed, int rejected) {
        auto const first = day_number(date_in_berlin(door_->clock.now()));
        auto const written = door_->database->write([&](Sql& sql) -> Result<void> {
            for (int i = 0; i < confirmed + rejected; ++i)
                TRY(outcome_table::put(sql, {.number = item_.number,
                                             .finding = fmt::format("r{}-{}", first + day, i),
                                             .function = FunctionKey::sort,
                                             .kind = "service",
                                             .outcome = i < rejected ? DecisionOutcome::rejected
                                                                     : DecisionOutcome::confirmed,
                                             .unit = 0,
                                             .day = first + day,
                                             .decided_by = fmt::format("account-{}", i % 7)}));
            return {};
        });
        ASSERT_TRUE(written) << written.error().describe();
    }
    AlarmWatch watch() { return {governed_->governance, *board_, *figures_}; }

    std::unique_ptr<Door> door_;
    std::unique_ptr<Governed> governed_;
    std::unique_ptr<Switchboard> board_;
    std::unique_ptr<OutcomeFigures> figures_;
    Item item_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AlarmWatchTest, both_engines(), engine_label);

TEST_P(AlarmWatchTest, WhatStaysTheSameRaisesNothing) {
    for (int day = 0; day < 4; ++day)
        decide(day, 225, 25);
    door_->clock.forward(std::chrono::hours{24 * 4});
    auto alarms = watch();
    EXPECT_EQ(0u, alarms.enter_alarms().value());
    EXPECT_EQ(Mode::assist, board_->mode(FunctionKey::sort));
}

TEST_P(AlarmWatchTest, AnAlarmSetsTheFunctionBackUntilItIsSettled) {
    decide(0, 225, 25);
    decide(1, 225, 25);
    decide(2, 150, 100);
    door_->clock.forward(std::chrono::hours{24 * 2});
    auto alarms = watch();
    EXPECT_EQ(1u, alarms.enter_alarms().value());
    EXPECT_EQ(0u, alarms.enter_alarms().value()); // said once
    ASSERT_TRUE(board_->settle());
    EXPECT_LT(board_->mode(FunctionKey::sort), Mode::assist);

    auto const view = governed_->look(FunctionKey::sort);
    auto const state = operation_state((*view)->records);
    ASSERT_EQ(1u, state.alarms.size());
    auto alarm = state.alarms[0];
    EXPECT_EQ("override", alarm.signal);
    EXPECT_NEAR(0.1, alarm.before, 1e-9);
    EXPECT_NEAR(0.4, alarm.now, 1e-9);
    EXPECT_EQ("", alarm.source.by); // the program

    alarm.settled = date_in_berlin(door_->clock.now());
    alarm.because = "Ein neues Formular; die Wortliste ist ergänzt.";
    ASSERT_TRUE(
        governed_->write(FunctionKey::sort, RecordKind::operation, "alarm.override", pack(alarm)));
    EXPECT_TRUE(operation_gate_points(**governed_->look(FunctionKey::sort)).empty());
    EXPECT_EQ(
        plus_days(*alarm.settled, 1), // the comparison begins anew
        watched_since(board_->history().value(), **governed_->look(FunctionKey::sort), "override"));
}

// What is decided today changes nothing that is shown: else two looks give away who worked.
TEST_P(AlarmWatchTest, WhatIsShownEndsWithWholeSpans) {
    for (int day = 0; day < 3; ++day)
        decide(day, 225, 25);
    door_->clock.forward(std::chrono::hours{24 * 56});
    auto const look = [&] {
        auto const view = governed_->look(FunctionKey::sort);
        return shown_drift(*figures_, board_->history().value(), **view, 5).value();
    };
    auto const before = look();
    ASSERT_EQ(2u, before.signals.size());
    EXPECT_EQ(750u, before.signals[0].before.count + before.signals[0].watched);
    decide(0, 1, 200);
    auto const after = look();
    ASSERT_EQ(2u, after.signals.size());
    EXPECT_EQ(before.signals[0].watched, after.signals[0].watched);
    EXPECT_FALSE(after.signals[0].alarm_on);
    auto const view = governed_->look(FunctionKey::sort);
    auto const daily = drift_until((*view)->today, *figures_, board_->history().value(), **view);
    EXPECT_TRUE(daily.value()[0].alarm_on); // the watch sees it at once
}

// An alarm that was settled begins a signal anew: the persons of before do not count for it.
TEST_P(AlarmWatchTest, EachSignalNeedsItsOwnPersons) {
    decide(0, 225, 25);
    decide(3, 4, 0); // four persons
    door_->clock.forward(std::chrono::hours{24 * 56});
    Alarm alarm;
    alarm.signal = "override";
    alarm.on = plus_days(date_in_berlin(door_->clock.now()), -56);
    alarm.settled = plus_days(alarm.on, 1);
    alarm.because = "Ein neues Formular.";
    ASSERT_TRUE(
        governed_->write(FunctionKey::sort, RecordKind::operation, "alarm.override", pack(alarm)));
    auto const view = governed_->look(FunctionKey::sort);
    auto const shown = shown_drift(*figures_, board_->history().value(), **view, 5).value();
    ASSERT_EQ(1u, shown.signals.size());
    EXPECT_EQ("missed", shown.signals[0].signal);
}

TEST(ShownDriftTest, ShowsPointsAndNoCounts) {
    EXPECT_EQ(0.33, shown_rate({.hits = 1, .count = 3}));
    EXPECT_FALSE(shown_rate({.hits = 0, .count = 0}));
    EXPECT_EQ(150u, shown_cases(101));
    EXPECT_EQ(0u, shown_cases(0));
}

TEST(LabelEdgesTest, WeeksAreJoinedWhereThereAreMany) {
    Date const since{2026, 1, 7}; // a Wednesday
    EXPECT_THAT(label_edges(since, {2026, 1, 25}),
                testing::ElementsAre(Date{2026, 1, 12}, Date{2026, 1, 19}, Date{2026, 1, 26}));
    EXPECT_TRUE(label_edges(since, {2026, 1, 10}).empty());
    auto const long_ago = label_edges({2006, 1, 4}, {2026, 1, 25});
    EXPECT_LE(long_ago.size(), kLabelSpansMax + 1);
    EXPECT_GT(long_ago.size(), kLabelSpansMax - 10);
    EXPECT_EQ((Date{2006, 1, 9}), long_ago.front());
}

} // namespace
} // namespace leitstand::operation
