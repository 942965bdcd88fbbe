// SPDX-License-Identifier: EUPL-1.2
// The queue: every job once, in order, under leases; a late worker is refused; clocks may jump.
#include "store/job_queue.hpp"

#include <gmock/gmock.h>

#include "store/sql.hpp"
#include "support/test_database.hpp"

namespace leitstand {
namespace {

using std::chrono::seconds;

constexpr Instant kStart{1'700'000'000'000'000};

Instant after(seconds time) {
    return Instant{kStart.microseconds + time.count() * 1'000'000};
}

class JobQueueTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_.emplace(GetParam());
        database_ = place_->open();
    }
    void enqueue(std::string_view subject, int lane = 0) {
        auto const result = database_->write(
            [&](Sql& sql) { return enqueue_job(sql, "read_item", subject, lane, kStart); });
        ASSERT_TRUE(result) << result.error().describe();
    }
    std::vector<Job> lease(std::size_t count, Instant now = kStart) {
        auto jobs = lease_jobs(*database_, count, seconds{60}, now);
        EXPECT_TRUE(jobs) << jobs.error().describe();
        return jobs.value_or(std::vector<Job>{});
    }
    Result<void> finish(Job const& job) {
        return database_->write([&](Sql& sql) { return finish_job(sql, job); });
    }
    Result<void> give_back(Job const& job, Instant not_before) {
        return database_->write([&](Sql& sql) { return return_job(sql, job, not_before); });
    }
    QueueFigures figures() {
        auto const result =
            database_->read_for<QueueFigures>([](Sql& sql) { return queue_figures(sql); });
        EXPECT_TRUE(result) << result.error().describe();
        return result.value_or(QueueFigures{});
    }

    std::optional<TestDatabase> place_;
    std::unique_ptr<Database> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, JobQueueTest, both_engines(), engine_label);

std::vector<std::string> subjects(std::vector<Job> const& jobs) {
    std::vector<std::string> names;
    for (auto const& job : jobs)
        names.push_back(job.subject);
    return names;
}

TEST_P(JobQueueTest, WhatIsPutBackWasNotTried) {
    enqueue("scan");
    auto const first = lease(1);
    ASSERT_EQ(first.size(), 1u);
    auto const put_back = [&](Job const& job) {
        return database_->write([&](Sql& sql) { return put_job_back(sql, job, kStart); });
    };
    ASSERT_TRUE(put_back(first.front()));
    EXPECT_EQ(put_back(first.front()).error().key, "job.lease_lost");
    auto const again = lease(1);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().attempt, 1u);
    EXPECT_GT(again.front().fence, first.front().fence);
}

TEST_P(JobQueueTest, TheSlowLaneHasItsOwnJobs) {
    enqueue("scan");
    enqueue("mail", 1);
    auto const first = lease(1);
    ASSERT_EQ(first.size(), 1u);
    auto const move = [&](Job const& job) {
        return database_->write(
            [&](Sql& sql) { return move_to_slow_lane(sql, job, "recognise_item"); });
    };
    ASSERT_TRUE(move(first.front()));
    EXPECT_EQ(move(first.front()).error().key, "job.lease_lost"); // it is no longer ours
    EXPECT_EQ(figures().waiting, 2);
    EXPECT_EQ(figures().slow, 1);
    auto const quick = lease(10);
    ASSERT_EQ(quick.size(), 1u);
    EXPECT_EQ(quick.front().subject, "mail");
    auto const slow = lease_jobs(*database_, 10, seconds{60}, kStart, Pace::slow);
    ASSERT_TRUE(slow);
    ASSERT_EQ(slow->size(), 1u);
    EXPECT_EQ(slow->front().subject, "scan");
    EXPECT_EQ(slow->front().kind, "recognise_item");
    EXPECT_EQ(slow->front().attempt, 1u);
    EXPECT_GT(slow->front().fence, first.front().fence);
    // A kept lease holds beyond its first end.
    ASSERT_TRUE(database_->write(
        [&](Sql& sql) { return keep_lease(sql, slow->front(), after(seconds{300})); }));
    auto const later = lease_jobs(*database_, 10, seconds{60}, after(seconds{100}), Pace::slow);
    ASSERT_TRUE(later);
    EXPECT_TRUE(later->empty());
    EXPECT_TRUE(finish(slow->front()));
}

TEST_P(JobQueueTest, AnEmptyQueueGivesNothing) {
    EXPECT_TRUE(lease(5).empty());
    EXPECT_EQ(figures().waiting, 0);
    EXPECT_EQ(figures().oldest, std::nullopt);
}

TEST_P(JobQueueTest, LanesFirstThenAge) {
    enqueue("late a", 1);
    enqueue("b");
    enqueue("late c", 1);
    enqueue("d");
    EXPECT_EQ(subjects(lease(3)), (std::vector<std::string>{"b", "d", "late a"}));
    EXPECT_EQ(subjects(lease(3)), (std::vector<std::string>{"late c"}));
}

TEST_P(JobQueueTest, ALeaseHoldsAndCounts) {
    enqueue("a");
    auto const first = lease(1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].kind, "read_item");
    EXPECT_EQ(first[0].attempt, 1U);
    EXPECT_EQ(figures().leased, 1);
    EXPECT_TRUE(lease(1, after(seconds{59})).empty());
    auto const second = lease(1, after(seconds{60}));
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].id, first[0].id);
    EXPECT_EQ(second[0].attempt, 2U);
    EXPECT_GT(second[0].fence, first[0].fence);
}

TEST_P(JobQueueTest, TheLateWorkerIsRefusedAndItsResultsAreTakenBack) {
    enqueue("a");
    auto const late = lease(1).at(0);
    auto const current = lease(1, after(seconds{61})).at(0);
    auto const refused = database_->write([&](Sql& sql) -> Result<void> {
        TRY(enqueue_job(sql, "follow_up", "x", 0, kStart)); // stands for the job's results
        return finish_job(sql, late);
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_EQ(refused.error().key, "job.lease_lost");
    EXPECT_FALSE(give_back(late, kStart));
    EXPECT_TRUE(finish(current));
    EXPECT_FALSE(finish(current));
    EXPECT_EQ(figures().waiting + figures().leased, 0);
}

TEST_P(JobQueueTest, ALeaseThatRanOutCountsWhileNobodyElseTookTheJob) {
    enqueue("a");
    auto const job = lease(1).at(0);
    EXPECT_TRUE(finish(job)); // however late it is: the fence is still its own
}

TEST_P(JobQueueTest, AReturnedJobWaitsAndKeepsItsCount) {
    enqueue("a");
    enqueue("b");
    auto const job = lease(1).at(0);
    ASSERT_TRUE(give_back(job, after(seconds{30})));
    EXPECT_EQ(figures().waiting, 2);
    EXPECT_FALSE(finish(job)); // no longer its own
    EXPECT_EQ(subjects(lease(5, after(seconds{29}))), (std::vector<std::string>{"b"}));
    auto const again = lease(5, after(seconds{30}));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].subject, "a");
    EXPECT_EQ(again[0].attempt, 2U);
}

TEST_P(JobQueueTest, AnOldReturnedJobComesBeforeYoungerOnes) {
    enqueue("a");
    ASSERT_TRUE(give_back(lease(1).at(0), after(seconds{1})));
    enqueue("b");
    EXPECT_EQ(subjects(lease(1, after(seconds{2}))), (std::vector<std::string>{"a"}));
}

TEST_P(JobQueueTest, AClockSetBackByAYearHoldsNoJobBack) {
    enqueue("a");
    enqueue("b");
    ASSERT_EQ(lease(1).size(), 1U);
    Instant const year_ago{kStart.microseconds - 365ll * 24 * 3600 * 1'000'000};
    EXPECT_EQ(subjects(lease(5, year_ago)), (std::vector<std::string>{"a", "b"}));
}

TEST_P(JobQueueTest, AJobIsPartOfTheTransactionItIsEnqueuedIn) {
    auto const result = database_->write([&](Sql& sql) -> Result<void> {
        TRY(enqueue_job(sql, "read_item", "a", 0, kStart));
        return fail(Code::refused, "test.no");
    });
    EXPECT_FALSE(result);
    EXPECT_TRUE(lease(1).empty());
}

TEST_P(JobQueueTest, FiguresNameTheOldestThatWaits) {
    enqueue("a");
    EXPECT_EQ(figures().waiting, 1);
    EXPECT_EQ(figures().oldest, kStart);
    lease(1);
    EXPECT_EQ(figures().waiting, 0);
    EXPECT_EQ(figures().oldest, std::nullopt);
}

// Four workers, some of which fail, lose their lease or are slow: every job is finished exactly
// once.
TEST_P(JobQueueTest, FourWorkersFinishEveryJobExactlyOnce) {
    static constexpr int kJobs = 400;
    ASSERT_TRUE(database_->write([](Sql& sql) -> Result<void> {
        sql.session() << "CREATE TABLE finished (subject TEXT NOT NULL)";
        for (int i = 0; i < kJobs; ++i)
            TRY(enqueue_job(sql, "read_item", std::to_string(i), i % 2, kStart));
        return {};
    }));
    std::atomic<std::int64_t> clock{kStart.microseconds};
    std::atomic<int> done{0};
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 4; ++worker)
        workers.emplace_back([&, worker] {
            unsigned step = static_cast<unsigned>(worker);
            while (done < kJobs) {
                Instant const now{clock += 1'000'000};
                auto const jobs = lease_jobs(*database_, 5, seconds{60}, now);
                ASSERT_TRUE(jobs) << jobs.error().describe();
                for (auto const& job : *jobs) {
                    ++step;
                    if (step % 17 == 0)
                        continue; // a worker that died: the lease must run out
                    if (step % 11 == 0) {
                        std::ignore = give_back(job, Instant{clock + 3'000'000});
                        continue;
                    }
                    auto const result = database_->write([&](Sql& sql) -> Result<void> {
                        TRY(sql_call([&]() -> Result<void> {
                            sql.session() << "INSERT INTO finished VALUES (:s)",
                                soci::use(job.subject);
                            return {};
                        }));
                        return finish_job(sql, job);
                    });
                    if (result)
                        ++done;
                    else
                        EXPECT_EQ(result.error().key, "job.lease_lost")
                            << result.error().describe();
                }
            }
        });
    for (auto& worker : workers)
        worker.join();
    ASSERT_TRUE(database_->read([](Sql& sql) -> Result<void> {
        int all = 0;
        int different = 0;
        sql.session() << "SELECT count(*), count(DISTINCT subject) FROM finished", soci::into(all),
            soci::into(different);
        EXPECT_EQ(all, kJobs);
        EXPECT_EQ(different, kJobs);
        return {};
    }));
    EXPECT_EQ(figures().waiting + figures().leased, 0);
}

} // namespace
} // namespace leitstand
