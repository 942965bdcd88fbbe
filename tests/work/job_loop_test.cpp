// SPDX-License-Identifier: EUPL-1.2
// What becomes of an item whose reading goes well, fails, is refused or is taken from its worker.
#include "work/job_loop_house.hpp"

namespace leitstand {

namespace {

using testing::ElementsAre;

INSTANTIATE_TEST_SUITE_P(Engines, JobLoopTest, both_engines(), engine_label);

TEST_P(JobLoopTest, LeadsAnItemIntoTheInbox) {
    auto const item = enter("Ich beantrage Kindergeld fuer mein Kind.\nanlage");
    work_off();
    auto const view = desk_->view(item);
    EXPECT_EQ(ItemState::ready, view.state);
    EXPECT_EQ("", view.reason);
    EXPECT_EQ(1u, view.attempts);
    ASSERT_TRUE(view.document);
    EXPECT_THAT(desk_->row(item).services, ElementsAre("kindergeld"));
    EXPECT_EQ("Teil", desk_->inbox->part_bytes(item.id, 1).value());
}

// However long the log cannot be written: no item uses up its attempts by it.
TEST_P(JobLoopTest, ALogThatRefusesCostsNoAttempt) {
    auto const item = enter("Ich beantrage Kindergeld.");
    auto& log = *desk_->door.log;
    Error const why{Code::unavailable, "log.cannot_write", "a test",
                    std::source_location::current()};
    reading_.before_answer = [&] { log.refuse(why); }; // in the middle of the work
    for (std::uint32_t turn = 0; turn < 3 * desk_->door.limits.attempts_max; ++turn) {
        log.accept();
        JobLoop loop{place()};
        std::ignore = loop.drain(JobLoop::Retries::leave);
        std::ignore = loop.drain(JobLoop::Retries::leave); // refuses: nothing is leased
        desk_->door.clock.forward(std::chrono::minutes{10});
    }
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    reading_.before_answer = {};
    log.accept();
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(1u, desk_->view(item).attempts);
}

TEST_P(JobLoopTest, PlainTextNeedsNoReader) {
    auto arrival = Door::arrival("k");
    arrival.is_plain_text = true;
    auto const item = desk_->door.ledger->enter(arrival, "Frage zum Kindergeld").value();
    work_off();
    EXPECT_EQ(0, reading_.reads);
    EXPECT_EQ("Frage zum Kindergeld", desk_->view(item).document->text);
    EXPECT_EQ("Frage zum Kindergeld", desk_->row(item).subject);
}

TEST_P(JobLoopTest, WhatFailsThreeTimesNeedsAPersonAndOthersGoOn) {
    auto const dies = enter("stirbt");
    auto const hangs = enter("haengt");
    auto const garbage = enter("unsinn");
    std::vector<Item> good;
    for (int i = 0; i < 10; ++i)
        good.push_back(enter(fmt::format("Brief {}", i)));
    work_off();
    expect_needs_person(dies, "reader.died", 3);
    expect_needs_person(hangs, "reader.deadline", 3);
    expect_needs_person(garbage, "reader.garbage", 3);
    EXPECT_EQ(9 + 10, reading_.reads);
    EXPECT_EQ(3, reading_.lasts);
    for (auto const& item : good)
        EXPECT_EQ(ItemState::ready, desk_->view(item).state);
}

TEST_P(JobLoopTest, APassingFailureHealsAfterAPause) {
    auto const item = enter("einmal");
    JobLoop loop{place()};
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(1, reading_.reads); // not before its time
    desk_->door.clock.forward(std::chrono::seconds{3});
    EXPECT_EQ(1u, loop.drain(JobLoop::Retries::leave).value());
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(2u, desk_->view(item).attempts);
    EXPECT_EQ(1u, loop.figures().done);
    EXPECT_EQ(1u, loop.figures().failed);
}

TEST_P(JobLoopTest, AnExceptionEndsTheAttemptOnly) {
    auto const poison = enter("ausnahme");
    auto const good = enter("Brief");
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(good).state);
    expect_needs_person(poison, "work.attempts_used_up", 3);
    EXPECT_EQ(3 + 1, reading_.reads);
}

TEST_P(JobLoopTest, RefusedNeedsAPersonPartlyReadDoesNot) {
    auto const refused = enter("verweigert");
    auto const partly = enter("teilweise Kindergeld");
    work_off();
    expect_needs_person(refused, "encrypted", 1);
    EXPECT_TRUE(desk_->view(refused).document);
    EXPECT_EQ(ItemState::ready, desk_->view(partly).state);
    EXPECT_EQ("too_many_pages", desk_->view(partly).reason);
    EXPECT_EQ(2, reading_.reads); // no second try can help
}

TEST_P(JobLoopTest, ADamagedBlobNeedsAPersonAtOnce) {
    auto const item = enter("Brief");
    ASSERT_TRUE(desk_->door.blobs->remove(item.blob.id));
    work_off();
    expect_needs_person(item, "blob.missing", 1);
}

TEST_P(JobLoopTest, TriedAgainItGetsFreshAttempts) {
    auto const item = enter("stirbt");
    work_off();
    expect_needs_person(item, "reader.died", 3);
    ASSERT_TRUE(desk_->inbox->try_again(item.id, "account-1"));
    work_off();
    expect_needs_person(item, "reader.died", 3);
    EXPECT_EQ(6, reading_.reads);
}

TEST_P(JobLoopTest, ALostLeaseDropsTheResult) {
    auto const item = enter("Brief");
    std::atomic<bool> is_first{true};
    reading_.before_answer = [&] {
        if (!is_first.exchange(false))
            return;
        // Somebody else takes the job meanwhile, as after a lease that ran out.
        EXPECT_TRUE(run_statement(*desk_->door.database, "UPDATE job SET fence = fence + 1"));
    };
    JobLoop loop{place()};
    ASSERT_TRUE(loop.drain(JobLoop::Retries::leave));
    EXPECT_EQ(ItemState::waiting, desk_->view(item).state);
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM reading"));
    EXPECT_EQ(1u, loop.figures().failed);
    work_off();
    EXPECT_EQ(ItemState::ready, desk_->view(item).state);
    EXPECT_EQ(2u, desk_->view(item).attempts);
}

TEST_P(JobLoopTest, TheThreadsWorkWhileItemsArriveAndStop) {
    JobLoop loop{place()};
    loop.start();
    std::vector<Item> items;
    for (int i = 0; i < 60; ++i) {
        items.push_back(enter(fmt::format("Brief {}", i)));
        loop.wake();
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (desk_->inbox->counts().value().ready < items.size() &&
           std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    loop.stop();
    EXPECT_EQ(items.size(), desk_->inbox->counts().value().ready);
    EXPECT_EQ(items.size(), loop.figures().done);
    EXPECT_EQ(60, reading_.reads);
}

TEST_P(JobLoopTest, StoppingGivesBackWhatWasNotBegun) {
    for (int i = 0; i < 12; ++i)
        enter(fmt::format("Brief {}", i));
    std::atomic<bool> go_on{false};
    reading_.before_answer = [&] {
        while (!go_on)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
    };
    JobLoop loop{place()};
    loop.start();
    while (reading_.reads < 3) // workers + 1: the permits are used up, one leased job waits
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    std::jthread const release{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        go_on = true;
    }};
    loop.stop();
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job WHERE leased = 1"));
    EXPECT_EQ(0, number_in(*desk_->door.database, "SELECT COUNT(*) FROM job WHERE attempt > 0"));
    EXPECT_EQ(12 - static_cast<int>(loop.figures().done),
              number_in(*desk_->door.database, "SELECT COUNT(*) FROM job"));
    EXPECT_GT(12u, loop.figures().done);
}

TEST_P(JobLoopTest, DrainSaysWhatIsWrongWithTheDatabase) {
    enter("Brief");
    ASSERT_TRUE(run_statement(*desk_->door.database, "ALTER TABLE job RENAME TO job_away"));
    JobLoop loop{place()};
    EXPECT_FALSE(loop.drain());
    ASSERT_TRUE(run_statement(*desk_->door.database, "ALTER TABLE job_away RENAME TO job"));
    EXPECT_EQ(1u, loop.drain().value());
}

} // namespace

} // namespace leitstand
