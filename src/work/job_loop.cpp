// SPDX-License-Identifier: EUPL-1.2
#include "work/job_loop.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "work/item_job.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kThreadsPerWorker = 4;
constexpr std::size_t kThreadsMax = 64;
constexpr std::chrono::milliseconds kIdlePoll{1'000}; // another process may have enqueued
constexpr std::chrono::milliseconds kTroublePause{1'000};
constexpr std::chrono::milliseconds kDrainPoll{20};
constexpr std::chrono::seconds kRefreshEvery{3};
constexpr std::chrono::minutes kSweepFirst{10}; // not while the program starts
constexpr std::chrono::minutes kSweepEvery{60};

} // namespace

struct JobLoop::State {
    explicit State(WorkPlace p)
        : place(std::move(p)), permits_free(permits()),
          sweep_at(place.time.steady() + kSweepFirst) {}

    WorkPlace place;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> leased; // not begun yet
    std::size_t permits_free;
    std::size_t busy = 0;
    bool leasing = false;
    bool woken = true; // something may be in the queue
    bool stopping = false;
    bool draining = false; // threads end when nothing is due
    std::optional<Error> trouble;
    std::chrono::steady_clock::time_point idle_until{};
    std::chrono::steady_clock::time_point refresh_at{};
    std::chrono::steady_clock::time_point sweep_at;
    std::vector<std::jthread> threads;
    std::atomic<std::uint64_t> done{0}, failed{0}, needs_person{0};

    std::size_t thread_count() const {
        return std::clamp<std::size_t>(place.limits.workers * kThreadsPerWorker, 2, kThreadsMax);
    }
    std::size_t permits() const { return place.limits.workers + 1; }
    // A leased job waits here for at most this many others before it is begun.
    std::size_t ahead() const { return place.limits.workers * 4; }
    // Whether it is time to lease: before the last one is begun, since leasing takes a commit.
    bool may_lease() const {
        return !leasing && leased.size() <= ahead() / 2 && !(draining && trouble) &&
               (woken || (!draining && place.time.steady() >= idle_until));
    }
    bool may_begin() const { return !leased.empty() && permits_free > 0; }
    std::chrono::seconds lease() const;

    void run();
    bool take(Job& job);
    void lease_more(std::unique_lock<std::mutex>& lock);
    void keep_house();
    void work_on(Job const& job);
    void start_threads();
    void give_back_leased();
};

// A lease counts from when the job is begun, so what it may wait here comes on top: those before it
// are read as many at once as there are permits.
std::chrono::seconds JobLoop::State::lease() const {
    auto const turns = (ahead() + permits() - 1) / permits();
    auto const waits = place.limits.read_deadline_ms * static_cast<int>(turns);
    return place.limits.lease_s + std::chrono::ceil<std::chrono::seconds>(waits);
}

// Leases a few jobs in one transaction; one thread does so for all. Called and left with the lock
// held.
void JobLoop::State::lease_more(std::unique_lock<std::mutex>& lock) {
    leasing = true;
    woken = false;
    auto const count = ahead() - leased.size();
    lock.unlock();
    auto jobs = lease_jobs(place.database, count, lease(), place.time.now());
    lock.lock();
    leasing = false;
    auto const now = place.time.steady();
    if (!jobs) {
        log_error("work", "no jobs can be leased: {}", jobs.error().describe());
        trouble = jobs.error();
        idle_until = now + kTroublePause;
    } else if (jobs->empty()) {
        idle_until = now + kIdlePoll;
    } else {
        for (auto& job : *jobs)
            leased.push_back(std::move(job));
        woken = true; // there may be more
    }
    // One thread for each job that can be begun; all of them where they may have to end.
    auto const begin = std::min(leased.size(), permits_free);
    if (draining)
        changed.notify_all();
    else
        for (std::size_t i = 0; i < begin; ++i)
            changed.notify_one();
}

// Waits for a job and for the permit to work on it; false: time to end. Threads wake each other one
// by one: waking all of them for each job costs more than the job's own SQL.
bool JobLoop::State::take(Job& job) {
    std::unique_lock lock{mutex};
    while (true) {
        if (stopping)
            return false;
        if (may_begin()) {
            job = std::move(leased.front());
            leased.pop_front();
            --permits_free;
            ++busy;
            if (may_begin() || may_lease())
                changed.notify_one();
            return true;
        }
        if (may_lease()) {
            lease_more(lock);
            continue;
        }
        if (draining && leased.empty() && !leasing && busy == 0) {
            changed.notify_all();
            return false;
        }
        changed.wait_for(lock, kIdlePoll / 4);
    }
}

// What is due now and then, done by the worker that comes by first.
void JobLoop::State::keep_house() {
    bool refresh = false;
    bool sweep = false;
    {
        std::lock_guard const lock{mutex};
        auto const now = place.time.steady();
        refresh = place.refresh_modes && now >= refresh_at;
        sweep = now >= sweep_at;
        if (refresh)
            refresh_at = now + kRefreshEvery;
        if (sweep)
            sweep_at = now + kSweepEvery;
    }
    if (refresh)
        place.refresh_modes();
    if (!sweep)
        return;
    if (auto const swept = place.ledger.sweep_orphans(); !swept)
        log_warning("work", "orphans could not be swept: {}", swept.error().describe());
    else if (*swept > 0)
        log_info("work", "{} blobs without an item were removed", *swept);
}

void JobLoop::State::work_on(Job const& job) {
    bool has_permit = true;
    auto const give_permit_back = [&] {
        if (!std::exchange(has_permit, false))
            return;
        {
            std::lock_guard const lock{mutex};
            ++permits_free;
            if (!may_begin())
                return;
        }
        changed.notify_one();
    };
    auto const end = work_on_item(place, job, give_permit_back);
    give_permit_back();
    switch (end) {
    case JobEnd::done:
        ++done;
        break;
    case JobEnd::needs_person:
        ++done;
        ++needs_person;
        break;
    case JobEnd::returned:
    case JobEnd::dropped:
        ++failed;
        break;
    }
    bool all_idle = false;
    {
        std::lock_guard const lock{mutex};
        --busy;
        all_idle = draining && busy == 0;
    }
    if (all_idle)
        changed.notify_all();
}

void JobLoop::State::run() {
    Job job;
    while (take(job)) {
        keep_house();
        work_on(job);
    }
}

void JobLoop::State::start_threads() {
    ASSERT(threads.empty());
    for (std::size_t i = 0; i < thread_count(); ++i)
        threads.emplace_back([this] { run(); });
}

// What was leased and not begun need not wait for its lease to run out.
void JobLoop::State::give_back_leased() {
    auto const jobs = std::exchange(leased, {});
    if (jobs.empty())
        return;
    auto const now = place.time.now();
    auto const given_back = place.database.write([&](Sql& sql) -> Result<void> {
        for (auto const& job : jobs)
            TRY(return_job(sql, job, now));
        return {};
    });
    if (!given_back)
        log_warning("work", "jobs wait for their leases to run out: {}",
                    given_back.error().describe());
}

JobLoop::JobLoop(WorkPlace place) : state_(std::make_unique<State>(std::move(place))) {}

JobLoop::~JobLoop() {
    stop();
}

void JobLoop::start() {
    state_->stopping = false;
    state_->draining = false;
    state_->start_threads();
}

void JobLoop::stop() {
    {
        std::lock_guard const lock{state_->mutex};
        state_->stopping = true;
    }
    state_->changed.notify_all();
    state_->threads.clear(); // joins
    state_->give_back_leased();
}

void JobLoop::wake() {
    {
        std::lock_guard const lock{state_->mutex};
        state_->woken = true;
    }
    state_->changed.notify_one();
}

Result<std::size_t> JobLoop::drain(Retries retries) {
    auto const before = state_->done.load();
    while (true) {
        state_->stopping = false;
        state_->draining = true;
        state_->woken = true;
        state_->trouble.reset();
        state_->start_threads();
        state_->threads.clear(); // joins
        if (state_->trouble)
            return tl::unexpected(*state_->trouble);
        auto const figures = TRY(state_->place.database.read_for<QueueFigures>(
            [](Sql& sql) { return queue_figures(sql); }));
        if (retries == Retries::leave || figures.waiting == 0)
            return state_->done.load() - before;
        std::this_thread::sleep_for(kDrainPoll);
    }
}

JobLoop::Figures JobLoop::figures() const {
    return {.done = state_->done, .failed = state_->failed, .needs_person = state_->needs_person};
}

} // namespace leitstand
