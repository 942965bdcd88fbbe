// SPDX-License-Identifier: EUPL-1.2
// Pages that are pictures: read in a lane of their own, which delays no letter and keeps its lease.
#include "work/job_loop_house.hpp"

namespace leitstand {

namespace {

// Throws as a library may that finds no memory, while it is told to.
class ThrowingClock final : public TimeSource {
  public:
    explicit ThrowingClock(TimeSource const& real) : real_(real) {}
    Instant now() const override {
        if (throws) {
            ++thrown;
            throw std::bad_alloc{};
        }
        return real_.now();
    }
    std::chrono::steady_clock::time_point steady() const override { return real_.steady(); }
    std::atomic<bool> throws{false};
    mutable std::atomic<int> thrown{0};

  private:
    TimeSource const& real_;
};

TEST_P(JobLoopTest, ScannedPagesAreReadInTheSlowLaneWithFreshAttempts) {
    auto const item = enter("Ein scan wegen Kindergeld");
    auto const text = enter("Ein Brief");
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(1u, desk_->view(item).attempts);
    EXPECT_EQ(ItemState::ready, desk_->view(text).state);
    EXPECT_EQ(3, reading_.reads); // the scan twice: for its text, then with its pages
}

TEST_P(JobLoopTest, AScanThatKeepsFailingNeedsAPersonAfterItsAttempts) {
    auto const item = enter("Ein scan");
    reading_.during_recognition = [] { throw std::bad_alloc{}; };
    work_off();
    expect_needs_person(item, "work.attempts_used_up", 3);
}

TEST_P(JobLoopTest, ABacklogOfScansDelaysNoLetter) {
    std::atomic<bool> go_on{false};
    reading_.during_recognition = [&] {
        while (!go_on)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
    };
    for (int i = 0; i < 30; ++i)
        enter(fmt::format("Ein scan {}", i));
    JobLoop loop{place()};
    loop.start();
    std::vector<Item> letters;
    for (int i = 0; i < 10; ++i) {
        letters.push_back(enter(fmt::format("Brief {}", i)));
        loop.wake();
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (desk_->inbox->counts().value().ready < letters.size() &&
           std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    for (auto const& letter : letters)
        EXPECT_EQ(ItemState::ready, desk_->view(letter).state);
    go_on = true;
    while (desk_->inbox->counts().value().ready < letters.size() + 30 &&
           std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    loop.stop();
    EXPECT_EQ(letters.size() + 30, desk_->inbox->counts().value().ready);
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job"));
}

TEST_P(JobLoopTest, ASlowJobKeepsItsLease) {
    desk_->door.limits.lease_s = std::chrono::seconds{1};
    auto const item = enter("Ein scan");
    reading_.during_recognition = [&] {
        auto const leased_until = [&] {
            return number_in(*desk_->door.database, "SELECT available_at FROM job");
        };
        auto const first = leased_until();
        // Less than the lease, lest another worker takes the job meanwhile.
        desk_->door.clock.forward(std::chrono::milliseconds{500});
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (leased_until() <= first && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        EXPECT_GT(leased_until(), first);
    };
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(JobLoopTest, AnExceptionWhileALeaseIsKeptEndsNothing) {
    desk_->door.limits.lease_s = std::chrono::seconds{1};
    desk_->door.limits.recognisers_at_once_max = 1; // nobody else asks for the time meanwhile
    ThrowingClock clock{desk_->door.clock};
    auto const item = enter("Ein scan");
    reading_.during_recognition = [&] {
        clock.throws = true;
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (clock.thrown < 2 && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        clock.throws = false;
    };
    JobLoop loop{place(modes_, clock)};
    ASSERT_TRUE(loop.drain());
    EXPECT_GE(clock.thrown, 2); // it went on trying
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(JobLoopTest, AStopEndsASlowJobWithinAPageAndCountsNoAttempt) {
    auto const item = enter("Ein scan: viele Seiten");
    JobLoop loop{place()};
    loop.start();
    while (reading_.pages < 2)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    auto const start = std::chrono::steady_clock::now();
    loop.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5}); // of twenty
    EXPECT_LT(reading_.pages, 900);
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT attempt FROM job"));
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job WHERE leased = 1"));
    EXPECT_EQ(0u, loop.figures().failed);
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
}

TEST_P(JobLoopTest, TheSlowLaneKeepsHouseToo) {
    std::atomic<int> looked{0};
    auto with_room = place();
    with_room.make_room = [&] { ++looked; };
    std::atomic<bool> is_first{true};
    reading_.before_answer = [&] {
        if (is_first.exchange(false)) // the quick reading; what comes is the slow lane's
            desk_->door.clock.forward(std::chrono::minutes{1});
    };
    enter("Ein scan");
    JobLoop loop{with_room};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2, looked);
}

} // namespace

} // namespace leitstand
