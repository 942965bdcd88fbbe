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
    std::string kind;          // "read_item"
    std::string subject;       // the item's id
    std::uint32_t attempt = 0; // this one, from 1
    std::int64_t fence = 0;    // grows with every lease
};

struct QueueFigures {
    std::int64_t waiting = 0;
    std::int64_t leased = 0;
    std::optional<Instant> oldest;
};

// Inside the caller's transaction. `lane`: 0 first; within a lane by age.
Result<void> enqueue_job(Sql& sql, std::string_view kind, std::string_view subject, int lane,
                         Instant now);

// Takes up to `count` jobs, counts the attempt, sets the lease; durable when it returns.
Result<std::vector<Job>> lease_jobs(Database& database, std::size_t count,
                                    std::chrono::seconds lease, Instant now);

// Inside the transaction of the job's results. Errors: conflict "job.lease_lost" (somebody else
// holds it now).
Result<void> finish_job(Sql& sql, Job const& job);
// Gives the job back, to be taken again not before `not_before`.
Result<void> return_job(Sql& sql, Job const& job, Instant not_before);

Result<QueueFigures> queue_figures(Sql& sql);

} // namespace leitstand
