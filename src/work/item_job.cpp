// SPDX-License-Identifier: EUPL-1.2
#include "work/item_job.hpp"

#include "base/fault.hpp"
#include "base/log.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kRecogniseItem = "recognise_item";
constexpr std::chrono::seconds kBackoffFirst{2};
constexpr std::chrono::seconds kBackoffMax{120};
constexpr int kJudgedAnewMax = 20; // while modes change again and again

// The modes as they are at one moment, so that what ran and what is shown fit together.
class ModesNow final : public FunctionModes {
  public:
    ModesNow(FunctionModes const& modes, ModeChanges const* changes)
        : changes_(changes), change_(changes == nullptr ? 0 : changes->newest_change()) {
        for (auto const key : kFunctions)
            modes_[static_cast<std::size_t>(key)] = modes.mode(key);
    }
    Mode mode(FunctionKey key) const override { return modes_[static_cast<std::size_t>(key)]; }
    // Whether a function may do less now than it could then.
    bool lowered(FunctionModes const& now) const {
        return std::ranges::any_of(kFunctions,
                                   [&](FunctionKey key) { return now.mode(key) < mode(key); });
    }
    // First of all in a transaction: they still hold, and will to its end.
    Result<void> hold(Sql& sql) const {
        return changes_ == nullptr ? Result<void>{} : changes_->hold(sql, change_);
    }
    std::vector<FunctionKey> in_shadow() const {
        std::vector<FunctionKey> keys;
        for (auto const key : kFunctions)
            if (mode(key) == Mode::shadow)
                keys.push_back(key);
        return keys;
    }

  private:
    ModeChanges const* changes_;
    std::int64_t change_; // the newest that they rest on
    std::array<Mode, kFunctions.size()> modes_{};
};

// The reader's own failures and a lack of something here may pass; a damaged blob will not heal.
bool worth_another_try(Error const& error) {
    switch (error.code) {
    case Code::timed_out:
    case Code::unavailable:
    case Code::no_space:
    case Code::too_many:
    case Code::internal:
        return true;
    case Code::damaged:
        return error.key == "reader.garbage";
    default:
        return false;
    }
}

// Of storing: the disk, the database or the log, not what is stored.
bool storing_may_pass(Error const& error, EntryLog const* log) {
    return error.code == Code::no_space || error.key == "database.down" ||
           error.key == "database.locked" || error.key == "mode.changed" ||
           (log != nullptr && !log->check_accepting());
}

Instant backoff(Instant now, std::uint32_t attempt) {
    auto const doubled = kBackoffFirst * (1 << std::min<std::uint32_t>(attempt - 1, 10));
    auto const pause = std::min<std::chrono::seconds>(doubled, kBackoffMax);
    return {now.microseconds + std::chrono::microseconds{pause}.count()};
}

// Extends the lease of a job while its pages are recognised, which may take many times a lease.
class LeaseKeeper {
  public:
    LeaseKeeper(WorkPlace const& place, Job const& job)
        : place_(place), job_(job), thread_([this](std::stop_token const& stop) { run(stop); }) {}

  private:
    void run(std::stop_token const& stop) {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock{mutex};
        auto const pause = std::chrono::milliseconds{place_.limits.lease_s} / 3;
        while (!ended.wait_for(lock, stop, pause, [] { return false; }) && !stop.stop_requested()) {
            try {
                keep();
            } catch (std::exception const&) { // must not leave the thread; next time it may work
            }
        }
    }

    void keep() {
        Instant const until{
            place_.time.now().microseconds +
            std::chrono::duration_cast<std::chrono::microseconds>(place_.limits.lease_s).count()};
        // A lost lease shows when the outcome is stored; until then there is nothing to do.
        if (auto const kept =
                place_.database.write([&](Sql& sql) { return keep_lease(sql, job_, until); });
            !kept)
            log_warning("work", "job {}: its lease was not kept: {}", job_.id,
                        kept.error().describe());
    }

    WorkPlace const& place_;
    Job const& job_;
    std::jthread thread_; // last: stops and joins before the rest goes
};

class ItemJob {
  public:
    ItemJob(WorkPlace const& place, Job const& job, std::function<void()> const& computed,
            std::stop_token const& stop)
        : place_(place), job_(job), computed_(computed), stop_(stop) {}

    JobEnd run() {
        auto const item = place_.ledger.find(job_.subject);
        if (!item && item.error().code == Code::not_found)
            return finish_without_item();
        if (!item)
            return fails({}, item.error());
        if (job_.attempt > place_.limits.attempts_max) // the program died over it each time
            return give_to_person(*item, "work.attempts_used_up");
        auto outcome = work_out(*item);
        if (!outcome)
            return fails(*item, outcome.error());
        return *outcome ? store(*item, std::move(**outcome)) : move();
    }

  private:
    // Nothing: the item's pages have to be recognised, which is work for the slow lane.
    Result<std::optional<Inbox::Outcome>> work_out(Item const& item);
    JobEnd move();
    Result<Document> read(Item const& item, std::vector<KeptPart>& parts);
    Result<void> judge(Item const& item, Inbox::Outcome& outcome);
    Result<void> drop_stopped(Item const& item, Inbox::Outcome& outcome);
    Result<void> relate(Item const& item, Inbox::Outcome& outcome, Mode mode);
    void relate_to_late(Item const& item, Inbox::Outcome const& outcome);
    Result<std::optional<Stacks::Write>> parts_between_sheets(Item const& item,
                                                              Inbox::Outcome const& outcome) const;
    JobEnd store(Item const& item, Inbox::Outcome outcome);
    // What writes an outcome, sealed ahead of its transaction.
    struct Prepared {
        std::function<Result<void>(Sql&)> outcome;
        std::optional<Stacks::Write> parts;
    };
    Result<Prepared> prepare(Item const& item, Inbox::Outcome& outcome);
    Result<void> write(Prepared const& prepared);
    JobEnd fails(std::optional<Item> const& item, Error const& error);
    JobEnd put_back();
    JobEnd give_to_person(Item const& item, std::string const& reason);
    JobEnd finish_without_item();
    JobEnd written(Result<void> const& result, JobEnd end);

    WorkPlace const& place_;
    Job const& job_;
    std::function<void()> const& computed_;
    std::stop_token const& stop_;
    std::optional<Relations::Prepared> relations_; // what goes with the outcome
    Mode relate_mode_ = Mode::off;                 // in which they were prepared
    std::optional<ModesNow> judged_in_;            // the modes that the findings were made in
};

Result<Document> ItemJob::read(Item const& item, std::vector<KeptPart>& parts) {
    auto const bytes = TRY(place_.ledger.original(item));
    if (item.is_plain_text) {
        auto document = document_from_plain_text(bytes);
        document.sha256 = item.sha256;
        return document;
    }
    auto const keep_part = [&](DerivedPart const& part) -> Result<void> {
        parts.push_back(
            TRY(place_.inbox.keep_part(item, part.number, part.name, part.media_type, part.bytes)));
        return {};
    };
    auto const attempt =
        job_.attempt >= place_.limits.attempts_max ? Attempt::last : Attempt::early;
    if (job_.kind != kRecogniseItem)
        return place_.reading.read(bytes, item.name, keep_part, Depth::quick, stop_, attempt);
    LeaseKeeper const keeper{place_, job_};
    return place_.reading.read(bytes, item.name, keep_part, Depth::whole, stop_, attempt);
}

Result<std::optional<Inbox::Outcome>> ItemJob::work_out(Item const& item) {
    Inbox::Outcome outcome;
    outcome.attempts = job_.attempt;
    FAULT_POINT("work.before_reading");
    outcome.document = TRY(read(item, outcome.parts));
    if (job_.kind != kRecogniseItem && outcome.document->needs_recognition())
        return std::optional<Inbox::Outcome>{};
    outcome.reason = outcome.document->reason;
    if (outcome.document->status == ReadStatus::refused) {
        outcome.state = ItemState::needs_person;
        return outcome;
    }
    TRY(judge(item, outcome));
    return outcome;
}

Result<void> ItemJob::judge(Item const& item, Inbox::Outcome& outcome) {
    auto const& modes = judged_in_.emplace(place_.modes, place_.mode_changes);
    outcome.understanding = place_.understander.understand(
        *outcome.document, modes,
        {.land = std::nullopt,
         .received = to_iso(item.receipt_date),
         .relate_seed = place_.relations != nullptr ? place_.relations->seed() : 0});
    outcome.shadow = modes.in_shadow();
    return relate(item, outcome, modes.mode(FunctionKey::relate));
}

// What a function found that was stopped or set back meanwhile is not stored: the item is judged
// anew without it. Each round needs another function to fall.
Result<void> ItemJob::drop_stopped(Item const& item, Inbox::Outcome& outcome) {
    while (judged_in_ && judged_in_->lowered(place_.modes))
        TRY(judge(item, outcome));
    return {};
}

Result<void> ItemJob::relate(Item const& item, Inbox::Outcome& outcome, Mode mode) {
    relations_.reset();
    outcome.relations = {};
    outcome.relations_sha256.clear();
    if (place_.relations == nullptr || !outcome.understanding->trace)
        return {};
    relate_mode_ = mode;
    relations_ = TRY(
        place_.relations->prepare(item, *outcome.document, *outcome.understanding->trace, mode));
    outcome.relations = relations_->count;
    outcome.relations_sha256 = relations_->sha256;
    return {};
}

// Suggestions only: that some are missing keeps nothing up. Where another function was changed
// meanwhile, `relate` may go on.
void ItemJob::relate_to_late(Item const& item, Inbox::Outcome const& outcome) {
    if (!relations_)
        return;
    Result<void> done;
    for (int tries = 0; tries < kJudgedAnewMax; ++tries) {
        ModesNow const now{place_.modes, place_.mode_changes};
        if (now.mode(FunctionKey::relate) < relate_mode_)
            return;
        done = place_.relations->catch_up(item, *outcome.document, *outcome.understanding->trace,
                                          relate_mode_, *relations_,
                                          [&](Sql& sql) { return now.hold(sql); });
        if (done || done.error().key != "mode.changed" || !place_.refresh_modes)
            break;
        place_.refresh_modes();
    }
    if (!done)
        log_warning("work", "item {} was not related to what came beside it: {}", item.id,
                    done.error().describe());
}

// A stack with separator sheets becomes its parts in the transaction of its own outcome.
Result<std::optional<Stacks::Write>>
ItemJob::parts_between_sheets(Item const& item, Inbox::Outcome const& outcome) const {
    if (place_.stacks == nullptr)
        return std::optional<Stacks::Write>{};
    return place_.stacks->prepare_separated(item, outcome);
}

JobEnd ItemJob::written(Result<void> const& result, JobEnd end) {
    FAULT_POINT("work.after_outcome");
    if (result)
        return end;
    if (result.error().key == "job.lease_lost")
        log_info("work", "job {}: somebody else has it now", job_.id);
    else
        log_error("work", "job {}: its outcome was not stored: {}", job_.id,
                  result.error().describe());
    if (storing_may_pass(result.error(), place_.log)) {
        // Nothing is wrong with the item: the attempt is taken off. Where this cannot be written
        // either, the lease runs out, and it is done once more.
        auto const not_before = backoff(place_.time.now(), job_.attempt);
        std::ignore =
            place_.database.write([&](Sql& sql) { return put_job_back(sql, job_, not_before); });
    }
    return JobEnd::dropped;
}

Result<ItemJob::Prepared> ItemJob::prepare(Item const& item, Inbox::Outcome& outcome) {
    TRY(drop_stopped(item, outcome));
    Prepared prepared;
    prepared.outcome = TRY(place_.inbox.prepare_outcome(item, outcome));
    prepared.parts = TRY(parts_between_sheets(item, outcome));
    return prepared;
}

// In one transaction, which begins with a look at whether the modes still are what the findings
// were made in.
Result<void> ItemJob::write(Prepared const& prepared) {
    return place_.database.write([&](Sql& sql) -> Result<void> {
        if (judged_in_)
            TRY(judged_in_->hold(sql));
        if (prepared.parts)
            TRY(wait_to_enter(sql));
        TRY(finish_job(sql, job_));
        TRY(prepared.outcome(sql));
        if (relations_)
            TRY(relations_->write(sql));
        return prepared.parts ? (*prepared.parts)(sql) : Result<void>{};
    });
}

JobEnd ItemJob::store(Item const& item, Inbox::Outcome outcome) {
    Result<void> result;
    for (int tries = 0; tries < kJudgedAnewMax; ++tries) {
        auto const prepared = prepare(item, outcome);
        if (!prepared)
            return fails(item, prepared.error());
        computed_();
        FAULT_POINT("work.before_outcome");
        result = write(*prepared);
        if (result || result.error().key != "mode.changed" || !place_.refresh_modes)
            break;
        place_.refresh_modes();
        if (auto const anew = judge(item, outcome); !anew)
            return fails(item, anew.error());
    }
    if (result)
        relate_to_late(item, outcome);
    bool const is_done = outcome.state != ItemState::needs_person;
    return written(result, is_done ? JobEnd::done : JobEnd::needs_person);
}

JobEnd ItemJob::move() {
    computed_();
    FAULT_POINT("work.before_moving");
    return written(place_.database.write(
                       [&](Sql& sql) { return move_to_slow_lane(sql, job_, kRecogniseItem); }),
                   JobEnd::moved);
}

JobEnd ItemJob::give_to_person(Item const& item, std::string const& reason) {
    Inbox::Outcome outcome;
    outcome.state = ItemState::needs_person;
    outcome.reason = reason;
    outcome.attempts = std::min(job_.attempt, place_.limits.attempts_max);
    judged_in_.reset(); // it holds no findings, and no document to judge anew
    relations_.reset();
    return store(item, outcome);
}

JobEnd ItemJob::fails(std::optional<Item> const& item, Error const& error) {
    if (error.key == "reader.stopped")
        return put_back();
    log_warning("work", "item {}, attempt {} of {}: {}", job_.subject, job_.attempt,
                place_.limits.attempts_max, error.describe());
    bool const last = job_.attempt >= place_.limits.attempts_max || !worth_another_try(error);
    if (item && last)
        return give_to_person(*item, error.key);
    computed_();
    auto const not_before = backoff(place_.time.now(), job_.attempt);
    return written(
        place_.database.write([&](Sql& sql) { return return_job(sql, job_, not_before); }),
        JobEnd::returned);
}

JobEnd ItemJob::put_back() {
    computed_();
    auto const now = place_.time.now();
    return written(place_.database.write([&](Sql& sql) { return put_job_back(sql, job_, now); }),
                   JobEnd::stopped);
}

JobEnd ItemJob::finish_without_item() {
    log_warning("work", "job {} has no item any more", job_.id);
    return written(place_.database.write([&](Sql& sql) { return finish_job(sql, job_); }),
                   JobEnd::done);
}

} // namespace

JobEnd work_on_item(WorkPlace const& place, Job const& job, std::function<void()> const& computed,
                    std::stop_token const& stop) {
    try {
        return ItemJob{place, job, computed, stop}.run();
    } catch (std::exception const& exception) {
        // Memory ran out, most likely: the attempt counts, and the queue gives the item out again.
        log_error("work", "item {}, attempt {}: an exception ended it: {}", job.subject,
                  job.attempt, typeid(exception).name());
        return JobEnd::dropped;
    }
}

} // namespace leitstand
