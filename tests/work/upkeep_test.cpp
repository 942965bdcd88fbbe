// SPDX-License-Identifier: EUPL-1.2
// What the loop does beside its jobs: room is made, what nobody refers to is swept.
#include "work/job_loop_house.hpp"

namespace leitstand {

namespace {

TEST_P(JobLoopTest, RoomIsMadeAlsoWhileNothingComes) {
    std::atomic<int> made{0};
    auto with_room = place();
    with_room.make_room = [&] { ++made; };
    JobLoop loop{with_room};
    loop.start();
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    auto const wait_for = [&](int times) {
        while (made < times && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
    };
    wait_for(1);
    desk_->door.clock.forward(std::chrono::seconds{5});
    wait_for(2);
    loop.stop();
    EXPECT_EQ(2, made);
}

TEST_P(JobLoopTest, OrphansAreSweptNowAndThen) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    JobLoop loop{place()};
    auto const orphan = desk_->door.blobs->put(SecretKey::random(), "verwaist");
    ASSERT_TRUE(orphan);
    enter("Brief");
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2u, desk_->door.blob_count());
    desk_->door.clock.forward(std::chrono::minutes{61});
    enter("Brief 2");
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(2u, desk_->door.blob_count()); // the two letters
}

// Attachments lie sealed before the outcome of their job names them.
TEST_P(JobLoopTest, TheSweepLeavesTheAttachmentsOfAJobThatRuns) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    // The hours that pass end the lease, too: a second recogniser would take the job anew.
    desk_->door.limits.recognisers_at_once_max = 1;
    auto const item = enter("Ein scan mit anlage");
    reading_.after_parts = [&] {
        desk_->door.clock.forward(std::chrono::hours{3});
        auto const swept = desk_->door.ledger->sweep_orphans();
        ASSERT_TRUE(swept) << swept.error().describe();
        EXPECT_EQ(0u, *swept);
    };
    JobLoop loop{place()};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
    // What a job that came to nothing has left is swept.
    enter("Noch ein scan mit anlage");
    reading_.after_parts = [&] {
        EXPECT_TRUE(run_statement(*desk_->door.database, "UPDATE job SET fence = fence + 1"));
    };
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    desk_->door.clock.forward(std::chrono::hours{3});
    EXPECT_EQ(1u, desk_->door.ledger->sweep_orphans().value());
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
}

// Whoever looks for work once more while a scan is recognised sees a clock that has leapt.
class LeapingClock final : public TimeSource {
  public:
    LeapingClock(TimeSource const& real, Database& database) : real_(real), database_(database) {}
    Instant now() const override {
        if (number_in(database_, "SELECT COUNT(*) FROM job WHERE kind = 'recognise_item' AND"
                                 " leased = 1") > 0)
            while (!leapt)
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
        return real_.now();
    }
    std::chrono::steady_clock::time_point steady() const override { return real_.steady(); }
    std::atomic<bool> leapt{false};

  private:
    TimeSource const& real_;
    Database& database_;
};

TEST_P(JobLoopTest, AJobThatTwoWorkOnEndsOnceAndTheSweepTakesWhatTheOtherKept) {
    desk_->door.clock.set(to_rfc3339(system_time().now()));
    auto const item = enter("Ein scan mit anlage");
    LeapingClock clock{desk_->door.clock, *desk_->door.database};
    std::atomic<bool> is_first{true};
    reading_.after_parts = [&] {
        if (!is_first.exchange(false))
            return; // the second one, who has the lease now
        desk_->door.clock.forward(std::chrono::hours{3});
        clock.leapt = true;
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (desk_->view(item).state != ItemState::ready &&
               std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        EXPECT_EQ(0u, desk_->door.ledger->sweep_orphans().value()) << "this job runs still";
    };
    JobLoop loop{place(modes_, clock)};
    ASSERT_TRUE(loop.drain());
    EXPECT_EQ(3, reading_.reads); // for its text, then by both
    EXPECT_EQ(2u, desk_->view(item).attempts);
    EXPECT_EQ(1u, loop.figures().failed);
    EXPECT_EQ(1u, desk_->door.ledger->sweep_orphans().value());
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
}

} // namespace

} // namespace leitstand
