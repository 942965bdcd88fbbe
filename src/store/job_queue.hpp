// SPDX-License-Identifier: EUPL-1.2
// Jobs in the database: enqueued in the transaction of what they are about, taken under a lease
// with a fencing number, attempts counted durably before the work. SKIP LOCKED on PostgreSQL, the
// one writer on SQLite. Threads: any.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "store/database.hpp"

namespace leitstand {

struct Job {
    std::int64_t id = 0;
    std::string kind;          // "read_item", "recognise_item"
    std::string subject;       // the item's id
    std::uint32_t attempt = 0; // this one, from 1
    std::int64_t fence = 0;    // grows with every lease
};

// Lanes below this one hold jobs of milliseconds; this one those that take seconds a page. Each
// pace has workers of its own, so that ten thousand scanned pages never delay a mail.
inline constexpr int kSlowLane = 10;
enum class Pace : std::uint8_t { quick, slow };

struct QueueFigures {
    std::int64_t waiting = 0; // of both paces
    std::int64_t slow = 0;    // those of them in the slow lane
    std::int64_t leased = 0;
    std::optional<Instant> oldest; // of the quick ones: scans may wait for hours
};

// Inside the caller's transaction. `lane`: 0 first; within a lane by age.
Result<void> enqueue_job(Sql& sql, std::string_view kind, std::string_view subject, int lane,
                         Instant now);

// Takes up to `count` jobs of a pace, counts the attempt, sets the lease; durable when it returns.
Result<std::vector<Job>> lease_jobs(Database& database, std::size_t count,
                                    std::chrono::seconds lease, Instant now,
                                    Pace pace = Pace::quick);

// Inside the transaction of the job's results. Errors: conflict "job.lease_lost" (somebody else
// holds it now).
Result<void> finish_job(Sql& sql, Job const& job);
// Gives the job back, to be taken again not before `not_before`.
Result<void> return_job(Sql& sql, Job const& job, Instant not_before);
// Gives the job back at once and takes this attempt off: nothing failed, it was not done.
Result<void> put_job_back(Sql& sql, Job const& job, Instant now);

// Gives the job back as one of `kind` in the slow lane, with fresh attempts.
Result<void> move_to_slow_lane(Sql& sql, Job const& job, std::string_view kind);
// Sets a new end of the lease, for work that takes longer than one.
Result<void> keep_lease(Sql& sql, Job const& job, Instant until);

Result<QueueFigures> queue_figures(Sql& sql);

} // namespace leitstand
