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
// A function that was stopped elsewhere must stop here within two seconds, whatever the workers do.
constexpr std::chrono::milliseconds kModesEvery{500};
constexpr std::chrono::minutes kSweepFirst{10}; // not while the program starts
constexpr std::chrono::minutes kSweepEvery{60};

// The workers of one pace, with the jobs they hold.
class Lane {
  public:
    struct Shape {
        Pace pace = Pace::quick;
        std::size_t threads = 2;
        std::size_t permits = 1; // at work at once; the other threads wait for the disk
        std::size_t ahead = 0;   // a leased job waits here for at most this many others
        std::chrono::seconds lease{60};
    };
    struct Counts {
        std::atomic<std::uint64_t> done{0}, failed{0}, needs_person{0};
    };

    Lane(WorkPlace const& place, Shape shape, Counts& counts)
        : place_(place), shape_(shape), counts_(counts), permits_free_(shape.permits) {}

    // What a thread does between two jobs and while it waits for one; what it does when a job went
    // to the slow lane.
    std::function<void()> between = [] {};
    std::function<void()> moved = [] {};

    void start() {
        draining_ = false;
        start_threads();
    }
    // stop() waits for what ask_to_stop() told to end: both lanes are told before either is waited
    // for.
    void ask_to_stop();
    void stop();
    void wake();
    // Works until nothing is due. Errors: those of the database.
    Result<void> drain();

  private:
    // Whether it is time to lease: before the last one is begun, since leasing takes a commit.
    bool may_lease() const {
        return !leasing_ && wanted() > 0 && leased_.size() <= shape_.ahead / 2 &&
               !(draining_ && trouble_) &&
               (woken_ || (!draining_ && place_.time.steady() >= idle_until_));
    }
    // Slow jobs are leased one for each free worker: none waits here for long.
    std::size_t wanted() const {
        auto const most = shape_.ahead > 0 ? shape_.ahead : permits_free_;
        return most > leased_.size() ? most - leased_.size() : 0;
    }
    bool may_begin() const { return !leased_.empty() && permits_free_ > 0; }

    void run();
    bool take(Job& job);
    void lease_more(std::unique_lock<std::mutex>& lock);
    void work_on(Job const& job);
    void count(JobEnd end);
    void start_threads();
    void give_back_leased();

    WorkPlace const& place_;
    Shape shape_;
    Counts& counts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> leased_; // not begun yet
    std::size_t permits_free_;
    std::size_t busy_ = 0;
    bool leasing_ = false;
    bool woken_ = true; // something may be in the queue
    bool stopping_ = false;
    std::stop_source stop_; // for the work at hand
    bool draining_ = false; // threads end when nothing is due
    std::optional<Error> trouble_;
    std::chrono::steady_clock::time_point idle_until_{};
    std::vector<std::jthread> threads_;
};

// Leases a few jobs in one transaction; one thread does so for all. Called and left with the lock
// held.
void Lane::lease_more(std::unique_lock<std::mutex>& lock) {
    leasing_ = true;
    woken_ = false;
    auto const count = wanted();
    lock.unlock();
    // An outcome without its entry could not be stored: leasing would use up attempts in vain.
    auto const accepting = place_.log != nullptr ? place_.log->check_accepting() : Result<void>{};
    auto jobs =
        accepting ? lease_jobs(place_.database, count, shape_.lease, place_.time.now(), shape_.pace)
                  : Result<std::vector<Job>>{tl::unexpected(accepting.error())};
    lock.lock();
    leasing_ = false;
    auto const now = place_.time.steady();
    if (jobs && !draining_)
        trouble_.reset();
    if (!jobs) {
        if (!trouble_ || trouble_->key != jobs.error().key) // once, not with every try
            log_error("work", "no jobs can be leased: {}", jobs.error().describe());
        trouble_ = jobs.error();
        idle_until_ = now + kTroublePause;
    } else if (jobs->empty()) {
        idle_until_ = now + kIdlePoll;
    } else {
        for (auto& job : *jobs)
            leased_.push_back(std::move(job));
        woken_ = true; // there may be more
    }
    // One thread for each job that can be begun; all of them where they may have to end.
    auto const begin = std::min(leased_.size(), permits_free_);
    if (draining_)
        changed_.notify_all();
    else
        for (std::size_t i = 0; i < begin; ++i)
            changed_.notify_one();
}

// Waits for a job and for the permit to work on it; false: time to end. Threads wake each other one
// by one: waking all of them for each job costs more than the job's own SQL.
bool Lane::take(Job& job) {
    std::unique_lock lock{mutex_};
    while (true) {
        if (stopping_)
            return false;
        if (may_begin()) {
            job = std::move(leased_.front());
            leased_.pop_front();
            --permits_free_;
            ++busy_;
            if (may_begin() || may_lease())
                changed_.notify_one();
            return true;
        }
        if (may_lease()) {
            lease_more(lock);
            continue;
        }
        if (draining_ && leased_.empty() && !leasing_ && busy_ == 0) {
            changed_.notify_all();
            return false;
        }
        if (changed_.wait_for(lock, kIdlePoll / 4) == std::cv_status::timeout) {
            lock.unlock();
            between(); // due without a job too: a full disk lets none come
            lock.lock();
        }
    }
}

void Lane::count(JobEnd end) {
    switch (end) {
    case JobEnd::done:
        ++counts_.done;
        break;
    case JobEnd::needs_person:
        ++counts_.done;
        ++counts_.needs_person;
        break;
    case JobEnd::moved:
        moved();
        break;
    case JobEnd::stopped:
        break;
    case JobEnd::returned:
    case JobEnd::dropped:
        ++counts_.failed;
        break;
    }
}

void Lane::work_on(Job const& job) {
    bool has_permit = true;
    auto const give_permit_back = [&] {
        if (!std::exchange(has_permit, false))
            return;
        {
            std::lock_guard const lock{mutex_};
            ++permits_free_;
            if (!may_begin() && !may_lease())
                return;
        }
        changed_.notify_one();
    };
    auto const end = work_on_item(place_, job, give_permit_back, stop_.get_token());
    give_permit_back();
    count(end);
    bool all_idle = false;
    {
        std::lock_guard const lock{mutex_};
        --busy_;
        all_idle = draining_ && busy_ == 0;
    }
    if (all_idle)
        changed_.notify_all();
}

void Lane::run() {
    Job job;
    while (take(job)) {
        between();
        work_on(job);
    }
}

void Lane::start_threads() {
    ASSERT(threads_.empty());
    stopping_ = false;
    stop_ = {};
    for (std::size_t i = 0; i < shape_.threads; ++i)
        threads_.emplace_back([this] { run(); });
}

void Lane::ask_to_stop() {
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    stop_.request_stop();
    changed_.notify_all();
}

void Lane::stop() {
    ask_to_stop();
    threads_.clear(); // joins
    give_back_leased();
}

void Lane::wake() {
    {
        std::lock_guard const lock{mutex_};
        woken_ = true;
    }
    changed_.notify_one();
}

Result<void> Lane::drain() {
    draining_ = true;
    woken_ = true;
    trouble_.reset();
    start_threads();
    threads_.clear(); // joins
    if (trouble_)
        return tl::unexpected(*trouble_);
    return {};
}

// What was leased and not begun need not wait for its lease to run out.
void Lane::give_back_leased() {
    auto const jobs = std::exchange(leased_, {});
    if (jobs.empty())
        return;
    auto const now = place_.time.now();
    auto const given_back = place_.database.write([&](Sql& sql) -> Result<void> {
        for (auto const& job : jobs)
            TRY(put_job_back(sql, job, now));
        return {};
    });
    if (!given_back)
        log_warning("work", "jobs wait for their leases to run out: {}",
                    given_back.error().describe());
}

// A lease counts from when the job is begun, so what it may wait here comes on top: those before it
// are read as many at once as there are permits.
Lane::Shape quick_shape(Limits const& limits) {
    Lane::Shape shape;
    shape.threads = std::clamp<std::size_t>(limits.workers * kThreadsPerWorker, 2, kThreadsMax);
    shape.permits = limits.workers + 1;
    shape.ahead = limits.workers * 4;
    auto const turns = (shape.ahead + shape.permits - 1) / shape.permits;
    auto const waits = limits.read_deadline_ms * static_cast<int>(turns);
    shape.lease = limits.lease_s + std::chrono::ceil<std::chrono::seconds>(waits);
    return shape;
}

// One document for each recogniser; each keeps its own lease while it works.
Lane::Shape slow_shape(Limits const& limits) {
    auto const count = std::clamp<std::size_t>(limits.recognisers_at_once_max, 1, kThreadsMax);
    return {Pace::slow, count, count, 0, limits.lease_s};
}

} // namespace

struct JobLoop::State {
    explicit State(WorkPlace p)
        : place(std::move(p)), quick(place, quick_shape(place.limits), counts),
          slow(place, slow_shape(place.limits), counts),
          sweep_at(place.time.steady() + kSweepFirst) {
        quick.between = slow.between = [this] { keep_house(); };
        quick.moved = [this] { slow.wake(); };
    }

    void keep_house();
    void watch_modes(std::stop_token const& stop) const;

    WorkPlace place;
    Lane::Counts counts;
    Lane quick;
    Lane slow;
    std::mutex mutex;
    std::chrono::steady_clock::time_point refresh_at{};
    std::chrono::steady_clock::time_point sweep_at;
    std::jthread modes_watch; // last: stops before the rest goes
};

// A thread of its own: the workers may all wait for readers when a function is stopped.
void JobLoop::State::watch_modes(std::stop_token const& stop) const {
    std::mutex mutex_of_wait;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex_of_wait};
    while (!stop.stop_requested()) {
        place.refresh_modes();
        ended.wait_for(lock, stop, kModesEvery, [] { return false; });
    }
}

// What is due now and then, done by the worker that comes by first.
void JobLoop::State::keep_house() {
    bool refresh = false;
    bool sweep = false;
    {
        std::lock_guard const lock{mutex};
        auto const now = place.time.steady();
        refresh = now >= refresh_at;
        sweep = now >= sweep_at;
        if (refresh)
            refresh_at = now + kRefreshEvery;
        if (sweep)
            sweep_at = now + kSweepEvery;
    }
    if (refresh && place.make_room)
        place.make_room();
    if (!sweep)
        return;
    if (auto const swept = place.ledger.sweep_orphans(); !swept)
        log_warning("work", "orphans could not be swept: {}", swept.error().describe());
    else if (*swept > 0)
        log_info("work", "{} blobs without an item were removed", *swept);
}

JobLoop::JobLoop(WorkPlace place) : state_(std::make_unique<State>(std::move(place))) {}

JobLoop::~JobLoop() {
    stop();
}

void JobLoop::start() {
    if (state_->place.refresh_modes)
        state_->modes_watch = std::jthread{
            [state = state_.get()](std::stop_token const& stop) { state->watch_modes(stop); }};
    state_->quick.start();
    state_->slow.start();
}

void JobLoop::stop() {
    state_->quick.ask_to_stop();
    state_->slow.ask_to_stop();
    state_->quick.stop();
    state_->slow.stop();
    state_->modes_watch = {}; // stops and joins
}

void JobLoop::wake() {
    state_->quick.wake();
}

Result<std::size_t> JobLoop::drain(Retries retries) {
    auto const before = state_->counts.done.load();
    if (state_->place.refresh_modes)
        state_->place.refresh_modes();
    while (true) {
        TRY(state_->quick.drain());
        TRY(state_->slow.drain()); // what the quick lane moved there is in it by now
        auto const figures = TRY(state_->place.database.read_for<QueueFigures>(
            [](Sql& sql) { return queue_figures(sql); }));
        if (retries == Retries::leave || figures.waiting == 0)
            return state_->counts.done.load() - before;
        std::this_thread::sleep_for(kDrainPoll);
    }
}

JobLoop::Figures JobLoop::figures() const {
    auto const& counts = state_->counts;
    return {.done = counts.done, .failed = counts.failed, .needs_person = counts.needs_person};
}

} // namespace leitstand
