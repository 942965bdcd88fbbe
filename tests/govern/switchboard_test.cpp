// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "govern/mode_table.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

constexpr char kReason[] = "Beschluss vom 27. November";

class SwitchboardTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, SwitchboardTest, both_engines(), engine_label);

TEST_P(SwitchboardTest, ANewAuthorityStartsWithEverythingOff) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    ASSERT_EQ(board->states().size(), kFunctions.size());
    for (auto const key : kFunctions)
        EXPECT_EQ(board->mode(key), Mode::off);
    EXPECT_TRUE(board->history()->empty());
}

TEST_P(SwitchboardTest, AChangeIsRecordedAndSeenByOthersAfterRefresh) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    auto other = Switchboard::open(*door.database, door.clock, *door.log).value();
    ASSERT_TRUE(board->change(FunctionKey::sort, Mode::shadow, kReason, "account-1"));
    door.clock.forward(std::chrono::hours{1});
    ASSERT_TRUE(board->change(FunctionKey::sort, Mode::assist, kReason, "account-2"));
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::assist);
    EXPECT_EQ(board->mode(FunctionKey::extract), Mode::off);
    EXPECT_EQ(other->mode(FunctionKey::sort), Mode::off);
    ASSERT_TRUE(other->refresh());
    EXPECT_EQ(other->mode(FunctionKey::sort), Mode::assist);
    auto const history = board->history().value();
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].by, "account-2"); // newest first
    EXPECT_EQ(history[0].from, Mode::shadow);
    EXPECT_EQ(history[0].to, Mode::assist);
    EXPECT_EQ(history[1].reason, kReason);
    EXPECT_GT(history[0].at, history[1].at);
    auto again = Switchboard::open(*door.database, door.clock, *door.log).value();
    EXPECT_EQ(again->mode(FunctionKey::sort), Mode::assist);
}

TEST_P(SwitchboardTest, OfTwoChangesAtOnceOneWins) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    auto other = Switchboard::open(*door.database, door.clock, *door.log).value();
    ASSERT_TRUE(board->change(FunctionKey::urgent, Mode::assist, kReason, "account-1"));
    EXPECT_EQ(error_key(other->change(FunctionKey::urgent, Mode::shadow, kReason, "account-2")),
              "mode.changed");
    EXPECT_EQ(other->mode(FunctionKey::urgent), Mode::assist); // and has seen it now
    EXPECT_TRUE(other->change(FunctionKey::urgent, Mode::off, kReason, "account-2"));
}

TEST_P(SwitchboardTest, WhatIsBuiltCanBeSwitchedOn) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    for (auto const key : {FunctionKey::sort, FunctionKey::extract, FunctionKey::urgent,
                           FunctionKey::complete, FunctionKey::relate}) {
        EXPECT_TRUE(board->change(key, Mode::assist, kReason, "a")) << function_name(key);
        EXPECT_EQ(board->mode(key), Mode::assist);
    }
}

TEST_P(SwitchboardTest, RefusesWhatMustNotBe) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::assist, "kurz", "a")),
              "mode.reason_missing");
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::act, kReason, "a")),
              "mode.above_highest");
    for (auto const key : {FunctionKey::answer, FunctionKey::plain}) {
        EXPECT_EQ(error_key(board->change(key, Mode::assist, kReason, "a")), "mode.not_built");
        EXPECT_EQ(board->mode(key), Mode::off);
    }
    EXPECT_TRUE(board->history()->empty());
}

TEST_P(SwitchboardTest, AForgedRowLiftsNothingAboveWhatIsBuilt) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    ASSERT_TRUE(door.database->write([&](Sql& sql) -> Result<void> {
        TRY(mode_table::append(
            sql, {FunctionKey::answer, Mode::off, Mode::act, "x", kReason, door.clock.now()}, 1));
        return mode_table::append(
            sql, {FunctionKey::sort, Mode::off, Mode::act, "x", kReason, door.clock.now()}, 1);
    }));
    ASSERT_TRUE(board->refresh());
    EXPECT_EQ(board->mode(FunctionKey::answer), Mode::off);
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::assist);
}

TEST_P(SwitchboardTest, HistoryCannotBeChanged) {
    Door door{GetParam()};
    auto board = Switchboard::open(*door.database, door.clock, *door.log).value();
    ASSERT_TRUE(board->change(FunctionKey::sort, Mode::assist, kReason, "account-1"));
    for (auto const* statement :
         {"UPDATE mode_change SET reason = 'other'", "DELETE FROM mode_change"})
        EXPECT_FALSE(run_statement(*door.database, statement)) << statement;
    EXPECT_EQ(board->history()->size(), 1u);
}

} // namespace
} // namespace leitstand
