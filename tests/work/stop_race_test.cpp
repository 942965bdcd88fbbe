// SPDX-License-Identifier: EUPL-1.2
// A stop on one connection against a worker that stores on another: what the function found is
// stored before the stop returns, or never. With real switchboards on one database.
#include <future>

#include "govern/mode_table.hpp"
#include "store/setting_table.hpp"
#include "support/governed.hpp"
#include "work/job_loop_house.hpp"

namespace leitstand {

namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

constexpr char kReason[] = "Beschluss vom 27. November";

// The switchboard of this process; right after the worker's last look at it, before it stores, the
// other process stops what runs.
class StoppedAfterTheLastLook final : public FunctionModes {
  public:
    StoppedAfterTheLastLook(Switchboard& own, std::function<void()> stop)
        : own_(own), stop_(std::move(stop)) {}
    Mode mode(FunctionKey key) const override {
        auto const mode = own_.mode(key);
        if (++asked_ == 2 * kFunctions.size()) // judged, and looked at once more
            stop_();
        return mode;
    }

  private:
    Switchboard& own_;
    std::function<void()> stop_;
    mutable std::atomic<std::size_t> asked_{0};
};

class StopRaceTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk = std::make_unique<Desk>(GetParam());
        governed = std::make_unique<Governed>(database(), *desk->door.keys, desk->door.clock,
                                              *desk->door.log);
        board =
            Switchboard::open(database(), desk->door.clock, *desk->door.log, governed->governance)
                .value();
        ASSERT_TRUE(governed->bring_to(*board, FunctionKey::sort, Mode::assist));
        other_database = desk->door.place.open(desk->door.limits, Holder::command);
        other_governed = std::make_unique<Governed>(*other_database, *desk->door.keys,
                                                    desk->door.clock, *desk->door.log);
        other = Switchboard::open(*other_database, desk->door.clock, *desk->door.log,
                                  other_governed->governance)
                    .value();
    }
    Database& database() { return *desk->door.database; }
    Result<void> stop() { return other->change(FunctionKey::sort, Mode::off, kReason, "a"); }
    WorkPlace place(FunctionModes const& modes) {
        return {.database = database(),
                .ledger = *desk->door.ledger,
                .inbox = *desk->inbox,
                .reading = reading,
                .understander = understander,
                .modes = modes,
                .limits = desk->door.limits,
                .time = desk->door.clock,
                .refresh_modes = [this] { EXPECT_TRUE(board->settle()); },
                .mode_changes = board.get()};
    }

    std::unique_ptr<Desk> desk;
    std::unique_ptr<Governed> governed, other_governed;
    std::unique_ptr<Switchboard> board, other;
    std::unique_ptr<Database> other_database;
    TestReading reading;
    Understander understander{governed_catalogue()};
};
INSTANTIATE_TEST_SUITE_P(Engines, StopRaceTest, both_engines(), engine_label);

TEST_P(StopRaceTest, WhatRunsFindsSomething) {
    auto const item = desk->door.enter("a", "Ich beantrage Kindergeld fuer mein Kind.");
    JobLoop loop{place(*board)};
    ASSERT_TRUE(loop.drain());
    EXPECT_FALSE(desk->view(item).findings.empty());
}

TEST_P(StopRaceTest, AStopBetweenTheLastLookAndTheWriteLetsNothingThrough) {
    auto const item = desk->door.enter("a", "Ich beantrage Kindergeld fuer mein Kind.");
    bool stopped = false;
    StoppedAfterTheLastLook const modes{*board, [&] { stopped = stop().has_value(); }};
    JobLoop loop{place(modes)};
    ASSERT_TRUE(loop.drain());
    ASSERT_TRUE(stopped);
    EXPECT_EQ(ItemState::ready, desk->view(item).state);
    EXPECT_THAT(desk->view(item).findings, IsEmpty());
    EXPECT_EQ(1u, desk->view(item).attempts);
    EXPECT_EQ(1, number_in(database(), "SELECT COUNT(*) FROM reading"));
}

TEST_P(StopRaceTest, AStopWaitsForWhatIsBeingStored) {
    std::promise<void> holds;
    std::atomic<bool> stopped{false};
    std::future<Result<void>> stopping;
    auto const seen = board->newest_change();
    auto const stored = database().write([&](Sql& sql) -> Result<void> {
        TRY(board->hold(sql, seen));
        if (!stopping.valid())
            stopping = std::async(std::launch::async, [&] {
                auto const done = stop();
                stopped = true;
                return done;
            });
        std::this_thread::sleep_for(300ms);
        EXPECT_FALSE(stopped) << "nobody is told of a stop while findings are being stored";
        return {};
    });
    ASSERT_TRUE(stored) << stored.error().describe();
    auto const done = stopping.get();
    EXPECT_TRUE(done) << done.error().describe();
    EXPECT_EQ("mode.changed",
              error_key(database().write([&](Sql& sql) { return board->hold(sql, seen); })));
}

// The other order: the worker waits in its transaction for a stop that is not yet stored.
TEST_P(StopRaceTest, WhoeverWaitedForAStopSeesIt) {
    std::promise<void> changing;
    auto const seen = board->newest_change();
    auto const stopping = std::async(std::launch::async, [&] {
        bool told = false;
        return other_database->write([&](Sql& sql) -> Result<void> {
            TRY(mode_table::begin_change(sql));
            TRY(mode_table::append(
                sql, {FunctionKey::sort, Mode::assist, Mode::off, "a", kReason, {}}, 3));
            if (!std::exchange(told, true))
                changing.set_value();
            std::this_thread::sleep_for(300ms);
            return {};
        });
    });
    changing.get_future().wait();
    EXPECT_EQ("mode.changed",
              error_key(database().write([&](Sql& sql) { return board->hold(sql, seen); })));
}

// Many workers on both connections while the other one stops: no row is stored behind the stop.
TEST_P(StopRaceTest, NothingIsStoredBehindAStopUnderLoad) {
    constexpr int kWorkers = 6;
    ASSERT_TRUE(other->refresh());
    auto const seen = board->newest_change();
    ASSERT_EQ(seen, other->newest_change());
    std::atomic<bool> stopped{false};
    std::atomic<int> stored{0}, behind{0};
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < kWorkers; ++i)
            workers.emplace_back([&, i] {
                auto& mine = i % 2 == 0 ? database() : *other_database;
                auto const& own = i % 2 == 0 ? *board : *other;
                for (;;) {
                    bool const before = stopped;
                    auto const done = mine.write([&](Sql& sql) -> Result<void> {
                        TRY(own.hold(sql, seen));
                        return write_setting(sql, fmt::format("race.{}", i), "x");
                    });
                    if (!done && done.error().key == "mode.changed")
                        return;
                    stored += done ? 1 : 0;
                    behind += done && before ? 1 : 0;
                }
            });
        while (stored < 200)
            std::this_thread::sleep_for(1ms);
        auto const done = stop();
        stopped = true;
        EXPECT_TRUE(done) << done.error().describe();
    }
    EXPECT_GE(stored, 200);
    EXPECT_EQ(0, behind);
}

} // namespace

} // namespace leitstand
