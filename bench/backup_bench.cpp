// SPDX-License-Identifier: EUPL-1.2
// A backup while others work: how long it takes, what it costs those who ask the inbox and those
// who hand in post meanwhile, and how long it takes to try it out.
//   backup_bench [--megabytes N] [--blob-kilobytes N] [--target DIR] [--idle-s N]
//                [--rate MEBIBYTES_PER_SECOND]
//
#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "backup/backup.hpp"
#include "backup/pace.hpp"
#include "backup/restore.hpp"
#include "base/files.hpp"
#include "base/ids.hpp"
#include "figures.hpp"
#include "house/house.hpp"
#include "house/scratch.hpp"

namespace leitstand::bench {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Setting {
    std::uint64_t megabytes = 1'024;
    std::uint64_t blob_kilobytes = 256;
    fs::path target; // beside the installation by default: the hardest case, one disk for both
    std::chrono::seconds idle{20};
    Limits limits{};
};

// Random bytes, since sealed ones are; the same for every item but for its number.
Result<void> fill(house::House& house, Setting const& setting) {
    auto const bytes = random_bytes(setting.blob_kilobytes << 10);
    auto const items = setting.megabytes * 1'024 / setting.blob_kilobytes;
    for (std::uint64_t number = 0; number < items; ++number) {
        Arrival arrival;
        arrival.channel = Channel::upload;
        arrival.key = fmt::format("key-{}", number);
        arrival.name = "scan.pdf";
        arrival.is_plain_text = true;
        TRY(house.ledger->enter(arrival, fmt::format("{} ", number) + bytes));
    }
    return {};
}

// The work that goes on: one looks at lists and items, one hands in a letter twenty times a second.
class Load {
  public:
    explicit Load(house::House& house)
        : looking_{[this, &house] { look(house); }},
          handing_in_{[this, &house] { hand_in(house); }} {}
    Load(Load const&) = delete;
    Load& operator=(Load const&) = delete;
    ~Load() { stop(); }
    void stop() {
        stop_ = true;
        if (looking_.joinable())
            looking_.join();
        if (handing_in_.joinable())
            handing_in_.join();
    }
    // What was measured since the last call.
    std::pair<Series, Series> taken() {
        std::lock_guard const lock{mutex_};
        return {std::exchange(looks_, {}), std::exchange(entries_, {})};
    }

  private:
    template <typename Work>
    void timed(Series Load::*series, Work const& work) {
        auto const begin = Clock::now();
        if (!work())
            fmt::print(stderr, "a call failed\n");
        std::chrono::duration<double, std::milli> const took = Clock::now() - begin;
        std::lock_guard const lock{mutex_};
        (this->*series).add(took.count());
    }
    void look(house::House& house) {
        for (std::size_t turn = 0; !stop_; ++turn) {
            timed(&Load::looks_, [&] {
                InboxFilter filter;
                filter.from = turn * 50 % 1'000;
                return house.inbox->list(filter).has_value();
            });
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
    }
    void hand_in(house::House& house) {
        for (std::size_t turn = 0; !stop_; ++turn) {
            timed(&Load::entries_, [&] {
                Arrival arrival;
                arrival.key = fmt::format("load-{}", new_id());
                arrival.name = "brief.txt";
                arrival.is_plain_text = true;
                return house.ledger->enter(arrival, "Guten Tag").has_value();
            });
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }

    std::mutex mutex_;
    Series looks_, entries_;
    std::atomic<bool> stop_{false};
    std::thread looking_, handing_in_;
};

double seconds_of(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void print(std::string_view name, double value, std::string_view unit, std::string_view goal) {
    Series series;
    series.add(value);
    print_figure(name, series, unit, goal);
}

// The backup runs as its command does: in a thread that comes last for processor and disk.
Result<double> save(house::House& house, fs::path const& folder, Setting const& setting,
                    RecoveryPair const& sheet) {
    auto const begin = Clock::now();
    Result<BackupReport> report;
    std::thread{[&] {
        work_in_background();
        report = make_backup({*house.database,
                              *house.log,
                              folder / "data",
                              folder / "keys" / "master.key",
                              folder / "keys" / "log.key",
                              {},
                              sheet.public_key},
                             setting.target, house.limits, system_time(),
                             [](std::string_view, std::uint64_t, std::uint64_t) {});
    }}.join();
    auto const done = TRY(std::move(report));
    if (!done.missing.empty())
        return fail(Code::damaged, "blob.missing", done.missing.front());
    return seconds_of(begin);
}

Result<double> try_out(fs::path const& folder, Setting const& setting, RecoveryPair const& sheet) {
    auto const begin = Clock::now();
    BackupProgress const silent = [](std::string_view, std::uint64_t, std::uint64_t) {};
    fs::create_directories(folder / "drill");
    auto const restored =
        TRY(unpack_backup({setting.target, {}, sheet.secret_key, folder / "drill", {}}, silent));
    TRY(verify_restored(restored, folder / "drill", Limits{}, system_time(), silent));
    fs::remove_all(folder / "drill");
    return seconds_of(begin);
}

Result<void> measure(Setting setting) {
    house::ScratchFolder const scratch{"backup_bench"};
    if (setting.target.empty())
        setting.target = scratch.path() / "target";
    auto const house = TRY(house::House::open({scratch.path(), {}, setting.limits}));
    auto const log = TRY(house::HouseLog::open(*house, scratch.path()));
    log.sequencer->start();
    TRY(write_file_durably(scratch.path() / "data" / "leitstand.toml", "# of a bench\n"));
    TRY(fill(*house, setting));
    auto const sheet = new_recovery_pair();

    Load load{*house};
    std::this_thread::sleep_for(std::chrono::seconds{2});
    load.taken();
    std::this_thread::sleep_for(setting.idle);
    auto const [looks_idle, entries_idle] = load.taken();
    auto const first_s = TRY(save(*house, scratch.path(), setting, sheet));
    auto const [looks, entries] = load.taken();
    auto const again_s = TRY(save(*house, scratch.path(), setting, sheet));
    load.stop();
    auto const drill_s = TRY(try_out(scratch.path(), setting, sheet));

    print_table_head();
    print(fmt::format("backup of {} MB under load", setting.megabytes), first_s, "s",
          "10 GB in < 600 s");
    print("the next one, which copies what is new", again_s, "s", "");
    print("list of the inbox, p99, without a backup", looks_idle.quantile(0.99), "ms", "");
    print("list of the inbox, p99, beside the backup", looks.quantile(0.99), "ms",
          "<= twice without");
    print("letter handed in, p99, without a backup", entries_idle.quantile(0.99), "ms", "");
    print("letter handed in, p99, beside the backup", entries.quantile(0.99), "ms",
          "<= twice without");
    print("drill: restore and verify all of it", drill_s, "s", "10 GB in < 900 s");
    log.sequencer->stop();
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    print_head(count, words);
    Setting setting;
    setting.megabytes = static_cast<std::uint64_t>(option(count, words, "--megabytes", 1'024));
    setting.blob_kilobytes =
        static_cast<std::uint64_t>(option(count, words, "--blob-kilobytes", 256));
    setting.target = text_option(count, words, "--target", "");
    setting.idle = std::chrono::seconds{option(count, words, "--idle-s", 20)};
    if (auto const rate = option(count, words, "--rate", 0); rate > 0)
        setting.limits.backup_bytes_per_second_max = static_cast<std::uint64_t>(rate) << 20;
    auto const done = measure(setting);
    if (!done)
        fmt::print(stderr, "{}\n", done.error().describe());
    return done ? 0 : 1;
}
