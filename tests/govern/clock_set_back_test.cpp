// SPDX-License-Identifier: EUPL-1.2
// The operator sets the clock of the machine back: what had run out stays out, no entry is dated
// before what was there, and nobody's period ends by silence before its day.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "govern/gates/gate.hpp"
#include "receive/door.hpp"
#include "support/governed.hpp"

namespace leitstand {
namespace {

constexpr char kReason[] = "Beschluss vom 27. November";
constexpr std::chrono::hours kDay{24};

class ClockSetBackTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door = std::make_unique<Door>(GetParam());
        governed =
            std::make_unique<Governed>(*door->database, *door->keys, door->clock, *door->log);
        board = Switchboard::open(*door->database, door->clock, *door->log, governed->governance)
                    .value();
        ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
    }
    // A letter comes, and leaves its entry.
    void letter() { door->enter(fmt::format("letter {}", ++letters), "Brief"); }
    Mode mode() {
        EXPECT_TRUE(board->settle());
        return board->mode(FunctionKey::sort);
    }

    std::unique_ptr<Door> door;
    std::unique_ptr<Governed> governed;
    std::unique_ptr<Switchboard> board;
    int letters = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, ClockSetBackTest, both_engines(), engine_label);

TEST_P(ClockSetBackTest, WhatRanOutIsNotLiftedByHand) {
    auto const start = door->clock.now();
    door->clock.forward(101 * kDay); // beyond the review of the groups
    auto const fallen = mode();
    ASSERT_LT(fallen, Mode::assist);
    auto const then = governed->look(FunctionKey::sort);
    door->clock.set(to_rfc3339(start));
    ASSERT_EQ(mode(), fallen);
    EXPECT_EQ(error_key(board->change(FunctionKey::sort, Mode::assist, kReason, "a")),
              "mode.gates_closed");
    EXPECT_EQ(governed->look(FunctionKey::sort)->operator*().today, (*then)->today);
    EXPECT_EQ(governed->look(FunctionKey::sort)->operator*().clock_day, date_in_berlin(start));
    // Nor by a server that is started under the wrong time.
    auto const later =
        Switchboard::open(*door->database, door->clock, *door->log, governed->governance).value();
    EXPECT_EQ(later->mode(FunctionKey::sort), fallen);
    EXPECT_EQ(error_key(later->change(FunctionKey::sort, Mode::assist, kReason, "a")),
              "mode.gates_closed");
}

// Only letters came while something ran out: no record and no change of a mode bears the later day.
TEST_P(ClockSetBackTest, ALetterIsEnoughToKnowTheDay) {
    auto const start = door->clock.now();
    door->clock.forward(101 * kDay);
    letter();
    door->clock.set(to_rfc3339(start));
    EXPECT_LT(mode(), Mode::assist);
}

TEST_P(ClockSetBackTest, NothingIsDatedBeforeWhatWasThere) {
    door->clock.forward(10 * kDay);
    letter();
    auto const newest = door->clock.now();
    door->clock.forward(-5 * kDay);
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::statement, "purpose",
                                Json{{"value", "Etwas anderes"}}));
    EXPECT_EQ(governed->journal.all().value()->back().at, newest);
    ASSERT_TRUE(board->change(FunctionKey::sort, Mode::off, kReason, "a"));
    EXPECT_EQ(board->history()->front().at, newest);
    door->clock.forward(6 * kDay);
    ASSERT_TRUE(governed->write(FunctionKey::sort, RecordKind::statement, "purpose",
                                Json{{"value", "Noch etwas anderes"}}));
    EXPECT_EQ(governed->journal.all().value()->back().at, door->clock.now())
        << "the clock is right";
}

// However the clock is turned: no mode comes back by itself, and nobody lifts what the gates of the
// latest known day hold down.
TEST_P(ClockSetBackTest, NoWayOfTurningTheClockOpensAGate) {
    auto const start = door->clock.now();
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE(fmt::format("seed {}", seed));
        std::mt19937_64 random{seed};
        auto const up_to = [&](int most) { return static_cast<int>(random() % (most + 1)); };
        auto before = mode();
        for (int step = 0; step < 12; ++step) {
            auto latest = governed->journal.newest_entry().value();
            auto const back = up_to(2) == 0;
            door->clock.forward((back ? -up_to(200) : up_to(40)) * kDay + std::chrono::hours{step});
            if (up_to(1) == 0) {
                letter();
                latest = std::max(latest, door->clock.now());
            }
            auto const known = std::max(latest, door->clock.now());
            auto const held = governed->look(FunctionKey::sort, board->mode(FunctionKey::sort));
            ASSERT_EQ((*held)->now, known);
            ASSERT_EQ((*held)->today, date_in_berlin(known));
            ASSERT_LE((*held)->waited_until(), date_in_berlin(door->clock.now()));
            auto const allowed = gates::allowed(**held).mode;
            auto const now = mode();
            ASSERT_LE(now, before);
            ASSERT_LE(now, allowed);
            if (now < Mode::assist) {
                auto const next = static_cast<Mode>(static_cast<int>(now) + 1);
                auto const lifted = board->change(FunctionKey::sort, next, kReason, "a");
                ASSERT_EQ(lifted.has_value(), next <= allowed);
            }
            before = board->mode(FunctionKey::sort);
        }
        door->clock.set(to_rfc3339(start));
    }
}

} // namespace
} // namespace leitstand
