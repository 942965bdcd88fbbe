// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/boards.hpp"
#include "govern/mode_table.hpp"
#include "govern/participation/agreement.hpp"
#include "govern/participation/standing.hpp"
#include "receive/raw_rows_table.hpp"

namespace leitstand {
namespace {

class SwitchboardTest : public BoardsTest {
  protected:
    // A row as no act of the program would write it.
    void forge(FunctionKey function, Mode from, Mode to, std::int64_t number) {
        ASSERT_TRUE(door->database->write([&](Sql& sql) {
            return mode_table::append(sql, {function, from, to, "x", kReason, door->clock.now()},
                                      number);
        }));
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, SwitchboardTest, both_engines(), engine_label);

TEST_P(SwitchboardTest, ANewAuthorityStartsWithEverythingOff) {
    auto board = open();
    ASSERT_EQ(board->states().size(), kFunctions.size());
    for (auto const key : kFunctions)
        EXPECT_EQ(board->mode(key), Mode::off);
    EXPECT_TRUE(board->history()->empty());
}

TEST_P(SwitchboardTest, AChangeIsRecordedAndSeenByOthersAfterRefresh) {
    auto board = open();
    auto other = open();
    ASSERT_TRUE(governed->complete(FunctionKey::sort));
    ASSERT_TRUE(board->change(FunctionKey::sort, Mode::shadow, kReason, "account-1"));
    door->clock.forward(std::chrono::hours{1});
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
    auto again = open();
    EXPECT_EQ(again->mode(FunctionKey::sort), Mode::assist);
}

TEST_P(SwitchboardTest, OfTwoChangesAtOnceOneWins) {
    ASSERT_TRUE(governed->complete(FunctionKey::urgent));
    auto board = open();
    auto other = open();
    ASSERT_TRUE(board->change(FunctionKey::urgent, Mode::shadow, kReason, "account-1"));
    EXPECT_EQ(error_key(other->change(FunctionKey::urgent, Mode::shadow, kReason, "account-2")),
              "mode.changed");
    EXPECT_EQ(other->mode(FunctionKey::urgent), Mode::shadow); // and has seen it now
    EXPECT_TRUE(other->change(FunctionKey::urgent, Mode::off, kReason, "account-2"));
}

TEST_P(SwitchboardTest, WhatIsBuiltAndPassedItsGatesCanBeSwitchedOn) {
    auto board = open();
    for (auto const key : {FunctionKey::sort, FunctionKey::extract, FunctionKey::urgent,
                           FunctionKey::complete, FunctionKey::relate}) {
        auto const brought = governed->bring_to(*board, key, Mode::assist);
        EXPECT_TRUE(brought) << function_name(key) << brought.error().describe();
        EXPECT_EQ(board->mode(key), Mode::assist);
    }
}

TEST_P(SwitchboardTest, RefusesWhatMustNotBe) {
    auto board = open();
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::shadow, "kurz", "a")),
              "mode.reason_missing");
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::act, kReason, "a")),
              "mode.above_highest");
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::assist, kReason, "a")),
              "mode.one_step");
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::shadow, kReason, "a")),
              "mode.gates_closed");
    for (auto const key : {FunctionKey::answer, FunctionKey::plain}) {
        EXPECT_EQ(error_key(board->change(key, Mode::shadow, kReason, "a")), "mode.not_built");
        EXPECT_EQ(board->mode(key), Mode::off);
    }
    EXPECT_TRUE(board->history()->empty());
}

TEST_P(SwitchboardTest, NoStepIsLeftOutEvenWithAllGatesOpen) {
    ASSERT_TRUE(governed->complete(FunctionKey::sort));
    auto board = open();
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::assist, kReason, "a")),
              "mode.one_step");
}

TEST_P(SwitchboardTest, AForgedRowLiftsNothing) {
    auto board = open();
    for (auto const key : kFunctions)
        forge(key, Mode::off, Mode::act, 1);
    ASSERT_TRUE(board->refresh());
    for (auto const key : kFunctions)
        EXPECT_EQ(board->mode(key), Mode::off) << function_name(key);
    auto const again = open(); // nor does a restart
    EXPECT_EQ(again->mode(FunctionKey::sort), Mode::off);
}

TEST_P(SwitchboardTest, ARowThatSqlPutsInLiftsNothing) {
    auto board = open();
    ASSERT_TRUE(run_statement(
        *door->database,
        "INSERT INTO mode_change (sequence, function_key, change_number, mode_before, mode,"
        " changed_by, reason, changed_at) VALUES (1, 'sort', 1, 'off', 'assist', 'x', 'y', 0)"));
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
    auto const history = board->history().value();
    ASSERT_EQ(history.size(), 2u); // and the program has put it back, for all to see
    EXPECT_EQ(history[0].to, Mode::off);
    EXPECT_EQ(history[0].by, "");
}

TEST_P(SwitchboardTest, AForgedRowNeverExceedsWhatGatesAllow) {
    ASSERT_TRUE(governed->complete(FunctionKey::sort));
    auto board = open();
    forge(FunctionKey::sort, Mode::off, Mode::act, 1);
    ASSERT_TRUE(board->refresh());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::assist);
}

TEST_P(SwitchboardTest, AGateThatClosesSetsTheFunctionBackAndItDoesNotSpringBack) {
    auto board = open();
    auto other = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::statement, "group_review_date",
                                Json{{"value", nullptr}}));
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::shadow);
    auto const newest = board->history().value().front();
    EXPECT_EQ(newest.by, "");
    EXPECT_EQ(newest.from, Mode::assist);
    EXPECT_NE(newest.reason.find("Bedarf und Beteiligung"), std::string::npos) << newest.reason;
    ASSERT_TRUE(other->settle()); // a second server adds nothing
    EXPECT_EQ(board->history()->size(), 3u);
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::statement, "group_review_date",
                                Json{{"value", "2027-01-31"}}));
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::shadow) << "a person must lift it again";
    EXPECT_TRUE(board->change(FunctionKey::sort, Mode::assist, kReason, "a"));
}

TEST_P(SwitchboardTest, ADayThatPassesClosesAGate) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    door->clock.forward(std::chrono::hours{24 * 101}); // beyond the review of the groups
    ASSERT_TRUE(board->settle());
    EXPECT_LT(board->mode(FunctionKey::sort), Mode::assist);
}

TEST_P(SwitchboardTest, AVoteTakenBackWhileItRunsSetsTheFunctionBack) {
    using namespace participation;
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    auto const held = governed->look(FunctionKey::sort, Mode::assist);
    Event back;
    back.kind = EventKind::withdrawal;
    back.on = (*held)->today;
    back.text = "Die Grundlage hat sich geändert.";
    for (auto const& standing : standings(**held))
        if (standing.participant->key == "staff_council")
            back.refers_to = standing.newest; // its approval
    ASSERT_GT(back.refers_to, 0);
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::participation, "staff_council",
                                to_json(back)));
    ASSERT_TRUE(board->settle());
    EXPECT_LT(board->mode(FunctionKey::sort), Mode::assist);
    EXPECT_EQ(board->history()->front().by, "") << "by the program, at once";
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::assist, kReason, "a")),
              board->mode(FunctionKey::sort) == Mode::off ? "mode.one_step" : "mode.gates_closed");
}

// The last day of an agreement ends with the day in Germany: in winter and summer, on the days on
// which the clocks change, on 29 February and at the end of a year.
TEST_P(SwitchboardTest, AnAgreementEndsAtMidnightInBerlin) {
    struct Case {
        std::string until, end;
    };
    std::vector<Case> const cases{
        {"2027-01-15", "2027-01-15T23:00:00Z"}, {"2027-03-28", "2027-03-28T22:00:00Z"},
        {"2027-07-15", "2027-07-15T22:00:00Z"}, {"2027-10-31", "2027-10-31T23:00:00Z"},
        {"2028-02-29", "2028-02-29T23:00:00Z"}, {"2028-12-31", "2028-12-31T23:00:00Z"}};
    for (auto const& [until, end] : cases) {
        ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::agreement, "until-" + until,
                                    {{"event", "proposal"},
                                     {"on", "2026-11-20"},
                                     {"title", "Dienstvereinbarung"},
                                     {"from", "2026-11-20"},
                                     {"until", until},
                                     {"terms", {{"minimum_group", 7}}}}));
        for (auto const* party : {"management", "staff_council"})
            ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::agreement, "until-" + until,
                                        {{"event", "signature"},
                                         {"on", "2026-11-20"},
                                         {"party", party},
                                         {"refers_to", 1}}));
    }
    auto const in_force = [&] {
        return terms_in_force(**governed->look(FunctionKey::sort)).agreements.size();
    };
    std::size_t left = cases.size();
    for (auto const& [until, end] : cases) {
        door->clock.set(end);
        door->clock.forward(std::chrono::microseconds{-1});
        EXPECT_EQ(in_force(), left) << until;
        door->clock.set(end);
        EXPECT_EQ(in_force(), --left) << until;
    }
}

TEST_P(SwitchboardTest, AnotherModelFileStopsTheFunctionAtTheNextStart) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    auto releases = Governed::running_releases();
    for (auto& release : releases)
        release.model = "edited";
    Governance const edited{
        {governed->journal, example_guideline(), governed_catalogue(), releases, door->clock, {}}};
    auto const later = Switchboard::open(*door->database, door->clock, *door->log, edited).value();
    EXPECT_EQ(later->mode(FunctionKey::sort), Mode::off);
}

TEST_P(SwitchboardTest, StoppingNeedsNoGateAndWorksAtOnce) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    EXPECT_TRUE(board->change(FunctionKey::sort, Mode::off, kReason, "a"));
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
}

TEST_P(SwitchboardTest, AStopWinsOverAChangeThatThisProcessHasNotSeen) {
    auto board = open();
    auto other = open(); // has seen nothing of the following
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    EXPECT_TRUE(other->change(FunctionKey::sort, Mode::off, kReason, "a"));
    auto const newest = board->history().value().front();
    EXPECT_EQ(newest.from, Mode::assist);
    EXPECT_EQ(newest.to, Mode::off);
    ASSERT_TRUE(board->refresh());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
}

TEST_P(SwitchboardTest, LoweringLiftsNothingThatWasStoppedMeanwhile) {
    auto board = open();
    auto other = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    ASSERT_TRUE(other->refresh());
    ASSERT_TRUE(board->change(FunctionKey::sort, Mode::off, kReason, "a"));
    EXPECT_EQ(error_key(other->change(FunctionKey::sort, Mode::shadow, kReason, "b")),
              "mode.changed");
    EXPECT_EQ(other->mode(FunctionKey::sort), Mode::off);
}

TEST_P(SwitchboardTest, AStopHoldsWhereTheRecordsCannotBeRead) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    ASSERT_TRUE(run_statement(*door->database,
                              "ALTER TABLE governance_record RENAME TO governance_record_away"));
    EXPECT_TRUE(board->change(FunctionKey::sort, Mode::off, kReason, "a"));
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
    EXPECT_EQ(board->history()->front().to, Mode::off);
}

TEST_P(SwitchboardTest, WhatCannotBeAssessedForAMomentIsOffButNotSetBack) {
    ASSERT_TRUE(governed->bring_to(*open(), FunctionKey::sort, Mode::assist));
    bool fails = false;
    auto const roles = [&]() -> Result<std::vector<std::string>> {
        if (fails)
            return fail(Code::unavailable, "database.down");
        return std::vector<std::string>{kGuidelineRoles.begin(), kGuidelineRoles.end()};
    };
    Governance const shaky{{governed->journal, example_guideline(), governed_catalogue(),
                            Governed::running_releases(), door->clock, roles}};
    auto const board = Switchboard::open(*door->database, door->clock, *door->log, shaky).value();
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::assist);
    fails = true;
    door->clock.forward(std::chrono::minutes{1});
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
    EXPECT_EQ(board->history()->size(), 2u) << "nothing has closed";
    fails = false;
    ASSERT_TRUE(board->settle()); // in the next round, not half a minute later
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::assist);
    EXPECT_EQ(board->history()->size(), 2u);
}

TEST_P(SwitchboardTest, ABeginThatHasPassedDoesNotTurnAFallIntoAnEnd) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::statement, "begin_date",
                                Json{{"value", "2020-01-01"}}));
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::statement, "group_review_date",
                                Json{{"value", nullptr}}));
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(board->settle());
        EXPECT_EQ(board->mode(FunctionKey::sort), Mode::shadow);
    }
}

TEST_P(SwitchboardTest, HistoryCannotBeChanged) {
    auto board = open();
    ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::shadow));
    for (auto const* statement :
         {"UPDATE mode_change SET reason = 'other'", "DELETE FROM mode_change"})
        EXPECT_FALSE(run_statement(*door->database, statement)) << statement;
    EXPECT_EQ(board->history()->size(), 1u);
}

} // namespace
} // namespace leitstand
