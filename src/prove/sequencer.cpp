// SPDX-License-Identifier: EUPL-1.2
#include "prove/sequencer.hpp"

#include <condition_variable>
#include <stop_token>
#include <thread>

#include "base/fault.hpp"
#include "base/log.hpp"
#include "prove/entry_table.hpp"
#include "prove/log_in_database.hpp"
#include "prove/receipt.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kEntriesAtOnce = 4'096;
// Many entries share the syncs of one append; the pause leaves disk and database to the acts, which
// are durable without it.
constexpr std::chrono::milliseconds kPauseLeast{500};
constexpr std::chrono::seconds kPauseMost{5}; // well below the minute in which followers wait
constexpr int kPauseShare = 19; // of the time that the last turn took: it works a twentieth of it

// For so long a database may not answer: acts fail at it by themselves.
constexpr std::chrono::seconds kTroubleMost{60};
bool is_of_database(Error const& error) {
    return error.code == Code::unavailable || error.code == Code::timed_out ||
           error.code == Code::too_many;
}
constexpr std::chrono::milliseconds kTroublePause{1'000};

class FolderSequencer final : public Sequencer {
  public:
    FolderSequencer(Database& database, EntryLog& log, OpenLog take)
        : database_(database), log_(log), take_(std::move(take)) {}
    ~FolderSequencer() override { FolderSequencer::stop(); }

    // Compares the folder with the database and writes it from now on.
    Result<void> write_to(LogFolder& folder);
    Result<void> integrate() override;
    void start() override {
        thread_ = std::jthread{[this](std::stop_token const& stop) { run(stop); }};
    }
    void stop() override;

  private:
    Result<std::vector<std::string>> leaves(std::uint64_t from, std::size_t count) {
        return database_.read_for<std::vector<std::string>>(
            [&](Sql& sql) { return entry_table::leaves(sql, from, count); });
    }
    Result<void> claim(LogFolder const& folder);
    Result<void> compare(LogFolder const& folder);
    Result<void> take_turn();
    Result<void> give_positions();
    Result<void> append_rest();
    Result<void> note_begun();
    void run(std::stop_token const& stop);

    Database& database_;
    EntryLog& log_;
    OpenLog take_;
    std::unique_ptr<LogFolder> taken_;
    LogFolder* folder_ = nullptr; // none: another process writes it
    std::mutex mutex_;            // one integrates at a time
    std::chrono::steady_clock::time_point well_at_ = std::chrono::steady_clock::now();
    std::string last_; // the leaf that the folder ends in
    bool begun_ = false;
    std::jthread thread_;
};

// A database has one log for all times: another key, or a folder that begins anew, would let
// everything before it vanish.
Result<void> FolderSequencer::claim(LogFolder const& folder) {
    auto const own = folder.verifier().print();
    auto const known = TRY(log_of_database(database_));
    if (!known)
        return database_.write([&](Sql& sql) { return name_log(sql, folder.verifier()); });
    if (*known != own)
        return fail(Code::refused, "log.other_origin",
                    fmt::format("the log of this database has the key {}", *known));
    begun_ = TRY(log_has_begun(database_));
    if (begun_ && folder.size() == 0)
        return fail(Code::not_found, "log.missing", "it had begun, and its folder is empty");
    return {};
}

Result<void> FolderSequencer::note_begun() {
    if (begun_)
        return {};
    TRY(note_log_begun(database_));
    begun_ = true;
    return {};
}

Result<void> FolderSequencer::compare(LogFolder const& folder) {
    auto const length = folder.size();
    auto const given = TRY(database_.read_for<std::uint64_t>(entry_table::size));
    if (length > given)
        return fail(Code::refused, "log.ahead_of_database",
                    fmt::format("the log has {} entries, the database {}", length, given));
    if (length == 0)
        return {};
    // The last leaf tells: after an older backup the database has gone on with other salts.
    auto const kept = TRY(leaves(length - 1, 1));
    auto const written = TRY(parse_receipt(TRY(folder.receipt(length - 1))));
    if (kept.size() != 1 || kept.front() != written.leaf)
        return fail(Code::damaged, "log.other_entries", fmt::format("entry {}", length - 1));
    last_ = written.leaf;
    return note_begun();
}

Result<void> FolderSequencer::write_to(LogFolder& folder) {
    TRY(claim(folder));
    TRY(compare(folder));
    folder_ = &folder;
    return {};
}

// The folder's own lock decides whose turn it is; it goes with the process that had it.
Result<void> FolderSequencer::take_turn() {
    auto taken = take_();
    if (!taken && taken.error().key == "log.in_use")
        return log_.check_in_time(database_);
    if (!taken)
        return tl::unexpected(taken.error());
    TRY(write_to(**taken));
    taken_ = std::move(*taken);
    return {};
}

Result<void> FolderSequencer::give_positions() {
    for (;;) {
        if (!TRY(database_.read_for<bool>(entry_table::any_waiting)))
            return {};
        FAULT_POINT("sequencer.before_positions");
        TRY(database_.write_for<std::size_t>(
            [](Sql& sql) { return entry_table::give_positions(sql, kEntriesAtOnce); }));
        FAULT_POINT("sequencer.after_positions");
    }
}

Result<void> FolderSequencer::append_rest() {
    for (;;) {
        // From the last one that is there: a database that went back meanwhile shows in it.
        auto const length = folder_->size();
        auto rest = TRY(leaves(length == 0 ? 0 : length - 1, kEntriesAtOnce));
        if (length > 0 && rest.empty())
            return fail(Code::refused, "log.ahead_of_database",
                        fmt::format("entry {}", length - 1));
        if (length > 0 && rest.front() != last_)
            return fail(Code::damaged, "log.other_entries", fmt::format("entry {}", length - 1));
        if (length > 0)
            rest.erase(rest.begin());
        if (rest.empty())
            return {};
        FAULT_POINT("sequencer.before_append");
        auto const appended = folder_->append(rest);
        auto const more = folder_->size() - length;
        if (more > rest.size())
            return fail(Code::damaged, "log.other_entries", fmt::format("entry {}", length));
        if (more > 0) // also where it failed after its checkpoint had got its name
            last_ = rest[more - 1];
        if (!appended)
            return fail(appended.error().code == Code::no_space ? Code::no_space : Code::internal,
                        appended.error().key, appended.error().detail);
        FAULT_POINT("sequencer.after_append");
        TRY(note_begun());
    }
}

Result<void> FolderSequencer::integrate() {
    std::lock_guard const lock{mutex_};
    Result<void> done;
    if (folder_ == nullptr)
        done = take_turn();
    if (done && folder_ != nullptr)
        done = give_positions();
    if (done && folder_ != nullptr)
        done = append_rest();
    auto const now = std::chrono::steady_clock::now();
    if (done) {
        log_.accept();
        well_at_ = now;
    } else if (folder_ == nullptr || !is_of_database(done.error()) ||
               now - well_at_ > kTroubleMost) {
        auto why = done.error();
        if (why.code != Code::no_space) // whoever acts did nothing wrong, and may try again later
            why.code = Code::unavailable;
        log_.refuse(why);
    }
    return done;
}

void FolderSequencer::stop() {
    if (!thread_.joinable())
        return;
    thread_.request_stop();
    thread_.join();
    if (auto const rest = integrate(); !rest)
        log_warning("prove", "the last entries come into the log with the next start: {}",
                    rest.error().describe());
}

void FolderSequencer::run(std::stop_token const& stop) {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    bool in_trouble = false;
    while (!stop.stop_requested()) {
        auto const begin = std::chrono::steady_clock::now();
        auto const done = integrate();
        auto const pause = std::clamp<std::chrono::nanoseconds>(
            kPauseShare * (std::chrono::steady_clock::now() - begin), kPauseLeast, kPauseMost);
        if (!done && !in_trouble) // once, not with every try
            log_error("prove", "the log is not written: {}", done.error().describe());
        if (done && in_trouble)
            log_info("prove", "the log is written again");
        in_trouble = !done;
        ended.wait_for(lock, stop, in_trouble ? kTroublePause : pause, [] { return false; });
    }
}

} // namespace

Result<std::unique_ptr<Sequencer>> Sequencer::open(Database& database, LogFolder& folder,
                                                   EntryLog& log) {
    auto sequencer = std::make_unique<FolderSequencer>(database, log, OpenLog{});
    TRY(sequencer->write_to(folder));
    TRY(sequencer->integrate());
    return sequencer;
}

Result<std::unique_ptr<Sequencer>> Sequencer::open(Database& database, OpenLog take,
                                                   EntryLog& log) {
    auto sequencer = std::make_unique<FolderSequencer>(database, log, std::move(take));
    TRY(sequencer->integrate());
    return sequencer;
}

} // namespace leitstand
