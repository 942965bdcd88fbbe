// SPDX-License-Identifier: EUPL-1.2
#include "store/job_queue.hpp"

#include "base/assert.hpp"
#include "store/sql.hpp"

namespace leitstand {

namespace {

constexpr int kLastLane = 1'000;
constexpr std::int64_t kMicrosecondsInDay = 24ll * 3600 * 1'000'000;

// Never-taken jobs by lane and age, and those whose lease or waiting time is over, each from an
// index of its own, so that a long row of waiting jobs costs nothing. A time more than a day ahead
// comes from a clock that was set back.
constexpr char const* kSqliteLease =
    "UPDATE job SET attempt = attempt + 1, fence = fence + 1, leased = 1, available_at = :until "
    "WHERE id IN (SELECT id FROM ("
    "  SELECT * FROM (SELECT id, lane FROM job WHERE available_at = 0 "
    "                 AND lane BETWEEN :first AND :last ORDER BY lane, id LIMIT :fresh)"
    "  UNION ALL"
    "  SELECT * FROM (SELECT id, lane FROM job WHERE available_at > 0 "
    "                 AND lane BETWEEN :first_again AND :last_again "
    "                 AND (available_at <= :due OR available_at > :horizon) ORDER BY available_at "
    "LIMIT :again)"
    ") ORDER BY lane, id LIMIT :count) "
    "RETURNING id, kind, subject, attempt, fence, lane";

constexpr char const* kPostgresqlLease =
    "WITH picked AS MATERIALIZED (SELECT id FROM ("
    "  SELECT * FROM (SELECT id, lane FROM job WHERE available_at = 0 "
    "                 AND lane BETWEEN :first AND :last ORDER BY lane, id LIMIT :fresh"
    "                 FOR UPDATE SKIP LOCKED) AS fresh"
    "  UNION ALL"
    "  SELECT * FROM (SELECT id, lane FROM job WHERE available_at > 0 "
    "                 AND lane BETWEEN :first_again AND :last_again "
    "                 AND (available_at <= :due OR available_at > :horizon) ORDER BY available_at "
    "LIMIT :again"
    "                 FOR UPDATE SKIP LOCKED) AS again"
    ") AS both_kinds ORDER BY lane, id LIMIT :count) "
    "UPDATE job SET attempt = attempt + 1, fence = fence + 1, leased = 1, available_at = :until "
    "FROM picked WHERE job.id = picked.id "
    "RETURNING job.id, job.kind, job.subject, job.attempt, job.fence, job.lane";

// 0 means never taken.
std::int64_t later_than_never(Instant moment) {
    return std::max<std::int64_t>(moment.microseconds, 1);
}

struct Leased {
    int lane = 0;
    Job job;
};

Result<std::vector<Leased>> take_jobs(Sql& sql, std::int64_t count, std::int64_t until,
                                      std::int64_t due, Pace pace) {
    bool const is_sqlite = sql.engine() == Engine::sqlite;
    // SKIP LOCKED does the excluding; the stricter level would only add failures.
    if (!is_sqlite)
        sql.session() << "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
    std::int64_t const horizon = due + kMicrosecondsInDay;
    int const first = pace == Pace::slow ? kSlowLane : 0;
    int const last = pace == Pace::slow ? kLastLane : kSlowLane - 1;
    Leased row;
    long long attempt = 0;
    soci::statement take(sql.session());
    take.exchange(soci::into(row.job.id));
    take.exchange(soci::into(row.job.kind));
    take.exchange(soci::into(row.job.subject));
    take.exchange(soci::into(attempt));
    take.exchange(soci::into(row.job.fence));
    take.exchange(soci::into(row.lane));
    take.exchange(soci::use(until, "until"));
    take.exchange(soci::use(first, "first"));
    take.exchange(soci::use(last, "last"));
    take.exchange(soci::use(count, "fresh"));
    take.exchange(soci::use(first, "first_again"));
    take.exchange(soci::use(last, "last_again"));
    take.exchange(soci::use(due, "due"));
    take.exchange(soci::use(horizon, "horizon"));
    take.exchange(soci::use(count, "again"));
    take.exchange(soci::use(count, "count"));
    take.alloc();
    take.prepare(is_sqlite ? kSqliteLease : kPostgresqlLease);
    take.define_and_bind();
    take.execute();
    std::vector<Leased> taken;
    while (take.fetch()) {
        row.job.attempt = static_cast<std::uint32_t>(attempt);
        taken.push_back(row);
    }
    return taken;
}

// What a change names besides the job.
struct ChangeValues {
    std::optional<std::int64_t> moment{};
    std::optional<std::string> kind{};
};

// The job's row must still belong to this lease. `change` ends with the WHERE clause's own
// condition missing.
Result<void> change_leased(Sql& sql, Job const& job, std::string const& change,
                           ChangeValues const& values = {}) {
    return sql_call([&]() -> Result<void> {
        soci::statement run(sql.session());
        run.exchange(soci::use(job.id, "id"));
        run.exchange(soci::use(job.fence, "fence"));
        if (values.moment)
            run.exchange(soci::use(*values.moment, "moment"));
        if (values.kind)
            run.exchange(soci::use(*values.kind, "kind"));
        run.alloc();
        run.prepare(change + " WHERE id = :id AND fence = :fence AND leased = 1");
        run.define_and_bind();
        run.execute(true);
        if (run.get_affected_rows() != 1)
            return fail(Code::conflict, "job.lease_lost", fmt::format("job {}", job.id));
        return {};
    });
}

} // namespace

Result<void> enqueue_job(Sql& sql, std::string_view kind, std::string_view subject, int lane,
                         Instant now) {
    return sql_call([&]() -> Result<void> {
        std::string const kind_text{kind};
        std::string const subject_text{subject};
        sql.session() << "INSERT INTO job (kind, subject, lane, enqueued_at) VALUES (:kind, "
                         ":subject, :lane, :now)",
            soci::use(kind_text), soci::use(subject_text), soci::use(lane),
            soci::use(now.microseconds);
        return {};
    });
}

Result<std::vector<Job>> lease_jobs(Database& database, std::size_t count,
                                    std::chrono::seconds lease, Instant now, Pace pace) {
    ASSERT(count > 0 && lease.count() > 0);
    std::int64_t const until =
        now.microseconds + std::chrono::duration_cast<std::chrono::microseconds>(lease).count();
    auto taken = TRY(database.write_for<std::vector<Leased>>([&](Sql& sql) {
        return sql_call([&] {
            return take_jobs(sql, static_cast<std::int64_t>(count), until, now.microseconds, pace);
        });
    }));
    // Neither engine promises an order of RETURNING.
    std::sort(taken.begin(), taken.end(), [](Leased const& a, Leased const& b) {
        return std::pair{a.lane, a.job.id} < std::pair{b.lane, b.job.id};
    });
    std::vector<Job> jobs;
    jobs.reserve(taken.size());
    for (auto& leased : taken)
        jobs.push_back(std::move(leased.job));
    return jobs;
}

Result<void> finish_job(Sql& sql, Job const& job) {
    return change_leased(sql, job, "DELETE FROM job");
}

Result<void> return_job(Sql& sql, Job const& job, Instant not_before) {
    return change_leased(sql, job, "UPDATE job SET leased = 0, available_at = :moment",
                         {.moment = later_than_never(not_before)});
}

Result<void> put_job_back(Sql& sql, Job const& job, Instant now) {
    return change_leased(sql, job,
                         "UPDATE job SET leased = 0, attempt = attempt - 1, available_at = :moment",
                         {.moment = later_than_never(now)});
}

Result<void> move_to_slow_lane(Sql& sql, Job const& job, std::string_view kind) {
    static_assert(kSlowLane == 10, "named in the statement");
    return change_leased(sql, job,
                         "UPDATE job SET kind = :kind, lane = 10, attempt = 0, leased = 0, "
                         "available_at = 0",
                         {.kind = std::string{kind}});
}

Result<void> keep_lease(Sql& sql, Job const& job, Instant until) {
    return change_leased(sql, job, "UPDATE job SET available_at = :moment",
                         {.moment = until.microseconds});
}

Result<QueueFigures> queue_figures(Sql& sql) {
    return sql_call([&]() -> Result<QueueFigures> {
        QueueFigures figures;
        std::int64_t oldest = 0;
        sql.session()
            << "SELECT coalesce(sum(1 - leased), 0), coalesce(sum(leased), 0), "
               "coalesce(min(CASE WHEN leased = 0 AND lane < 10 THEN enqueued_at END), -1), "
               "coalesce(sum(CASE WHEN lane >= 10 THEN 1 - leased ELSE 0 END), 0) FROM job",
            soci::into(figures.waiting), soci::into(figures.leased), soci::into(oldest),
            soci::into(figures.slow);
        static_assert(kSlowLane == 10, "named in the statement");
        if (oldest >= 0)
            figures.oldest = Instant{oldest};
        return figures;
    });
}

} // namespace leitstand
