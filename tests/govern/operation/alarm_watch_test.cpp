// SPDX-License-Identifier: EUPL-1.2
// From decisions to the switch: a function in use gets corrected more often, the watch enters an
// alarm, the gate closes, the switchboard sets the function back. On both databases.
#include "govern/operation/alarm_watch.hpp"

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
                                             .finding = fmt::format("r{}-{}", day + 1, i),
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

} // namespace
} // namespace leitstand::operation
