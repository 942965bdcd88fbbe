// SPDX-License-Identifier: EUPL-1.2
#include "prove/sequencer.hpp"

#include <condition_variable>
#include <stop_token>
#include <thread>

#include "base/fault.hpp"
#include "base/log.hpp"
#include "prove/entry_table.hpp"
#include "prove/receipt.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kEntriesAtOnce = 4'096;
// Many entries share the syncs of one append; the pause leaves the disk to the acts.
constexpr std::chrono::milliseconds kPauseLeast{100};
constexpr int kPauseShare = 4; // of the time that the last turn took
constexpr std::chrono::milliseconds kTroublePause{1'000};

class FolderSequencer final : public Sequencer {
  public:
    FolderSequencer(Database& database, LogFolder& folder, EntryLog& log)
        : database_(database), folder_(folder), log_(log) {}
    ~FolderSequencer() override { FolderSequencer::stop(); }

    Result<void> compare();
    Result<void> integrate() override;
    void start() override {
        thread_ = std::jthread{[this](std::stop_token const& stop) { run(stop); }};
    }
    void stop() override {
        thread_.request_stop();
        if (thread_.joinable())
            thread_.join();
    }

  private:
    Result<std::vector<std::string>> leaves(std::uint64_t from, std::size_t count) {
        return database_.read_for<std::vector<std::string>>(
            [&](Sql& sql) { return entry_table::leaves(sql, from, count); });
    }
    Result<void> give_positions();
    Result<void> append_rest();
    void run(std::stop_token const& stop);

    Database& database_;
    LogFolder& folder_;
    EntryLog& log_;
    std::mutex mutex_; // one integrates at a time
    std::jthread thread_;
};

Result<void> FolderSequencer::compare() {
    auto const length = folder_.size();
    auto const given = TRY(database_.read_for<std::uint64_t>(entry_table::size));
    if (length > given)
        return fail(Code::refused, "log.ahead_of_database",
                    fmt::format("the log has {} entries, the database {}", length, given));
    if (length == 0)
        return {};
    // The last leaf tells: after an older backup the database has gone on with other salts.
    auto const kept = TRY(leaves(length - 1, 1));
    auto const written = TRY(parse_receipt(TRY(folder_.receipt(length - 1))));
    if (kept.size() != 1 || kept.front() != written.leaf)
        return fail(Code::damaged, "log.other_entries", fmt::format("entry {}", length - 1));
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
        auto const rest = TRY(leaves(folder_.size(), kEntriesAtOnce));
        if (rest.empty())
            return {};
        FAULT_POINT("sequencer.before_append");
        if (auto const appended = folder_.append(rest); !appended) {
            auto why = appended.error();
            if (why.code != Code::no_space) // who acts lacks no right; it may work again later
                why.code = Code::unavailable;
            log_.refuse(why);
            return tl::unexpected(appended.error());
        }
        FAULT_POINT("sequencer.after_append");
    }
}

Result<void> FolderSequencer::integrate() {
    std::lock_guard const lock{mutex_};
    TRY(give_positions());
    TRY(append_rest());
    log_.accept();
    return {};
}

void FolderSequencer::run(std::stop_token const& stop) {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    bool in_trouble = false;
    while (!stop.stop_requested()) {
        auto const begin = std::chrono::steady_clock::now();
        auto const done = integrate();
        auto const pause = std::max<std::chrono::nanoseconds>(
            kPauseLeast, kPauseShare * (std::chrono::steady_clock::now() - begin));
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
    auto sequencer = std::make_unique<FolderSequencer>(database, folder, log);
    TRY(sequencer->compare());
    TRY(sequencer->integrate());
    return sequencer;
}

Result<TreeHash> root_in_database(Database& database, std::uint64_t size) {
    Peaks peaks;
    while (peaks.size() < size) {
        auto const count = std::min<std::uint64_t>(size - peaks.size(), kEntriesAtOnce);
        auto const some = TRY(database.read_for<std::vector<std::string>>([&](Sql& sql) {
            return entry_table::leaves(sql, peaks.size(), static_cast<std::size_t>(count));
        }));
        if (some.empty())
            return fail(Code::damaged, "log.other_entries",
                        fmt::format("the database has {} entries, the log {}", peaks.size(), size));
        for (auto const& leaf : some)
            peaks.add(leaf_hash(leaf));
    }
    return peaks.root();
}

} // namespace leitstand
