// SPDX-License-Identifier: EUPL-1.2
// How long an act waits for its entry to be durable: 100 acts a second, on time whatever the one
// before took, while the sequencer works and mail comes in and is read.
//   entry_bench [--runs N] [--acts N] [--rate N] [--mails N]
// --mails: so many a second beside it.
#include <thread>

#include <fmt/format.h>

#include "figures.hpp"
#include "house/house.hpp"
#include "house/letters.hpp"
#include "house/scratch.hpp"
#include "work/job_loop.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Setting {
    long runs = 7;
    std::size_t acts = 2000;
    long rate = 100; // a second
    long mails = 20;
};

// Calls `act` at its times until it has been called `count` times or is told to stop; from the
// time at which each was due, in ms.
Result<Series> on_time(std::size_t count, long rate, std::stop_token const& stop,
                       std::function<Result<void>(std::size_t)> const& act) {
    Series waits;
    auto const start = Clock::now();
    for (std::size_t at = 0; at < count && !stop.stop_requested(); ++at) {
        auto const due = start + at * std::chrono::nanoseconds{std::chrono::seconds{1}} / rate;
        std::this_thread::sleep_until(due);
        TRY(act(at));
        waits.add(std::chrono::duration<double, std::milli>(Clock::now() - due).count());
    }
    return waits;
}

Result<void> enter_mail(Ledger& ledger, JobLoop& work, std::size_t at) {
    Arrival arrival;
    arrival.channel = Channel::mailbox;
    arrival.key = fmt::format("mail-{}", at);
    arrival.name = "nachricht.eml";
    TRY(ledger.enter(arrival, house::letter_mail(arrival.key)));
    work.wake();
    return {};
}

Result<Series> one_run(Setting const& setting, Reading& reading, Understander const& understander,
                       std::filesystem::path const& folder) {
    house::HouseOptions options;
    options.folder = folder;
    options.limits.workers = 2;
    auto const house = TRY(house::House::open(options));
    auto const log = TRY(house::HouseLog::open(*house, folder));
    log.sequencer->start();
    TRY(house->switch_on());
    JobLoop work{{*house->database, *house->ledger, *house->inbox, reading, understander,
                  *house->switchboard, house->limits, system_time()}};
    work.start();
    Result<void> beside;
    std::jthread mails{[&](std::stop_token const& stop) {
        auto const done = on_time(SIZE_MAX, setting.mails, stop, [&](std::size_t at) {
            return enter_mail(*house->ledger, work, at);
        });
        if (!done)
            beside = tl::unexpected(done.error());
    }};
    std::this_thread::sleep_for(std::chrono::seconds{2}); // until the work beside it flows
    auto waits = on_time(setting.acts, setting.rate, {}, [&](std::size_t at) {
        return house->log->enter(*house->database, {.type = EntryType::case_read,
                                                    .account = "account-1",
                                                    .details = {{"what", "item"},
                                                                {"part", std::to_string(at)},
                                                                {"purpose", "measuring"}}});
    });
    mails.request_stop();
    mails.join();
    work.stop();
    TRY(std::move(beside));
    return waits;
}

Result<void> measure(Setting const& setting, std::string const& reader_program) {
    ReadingOptions options;
    options.reader_program = reader_program;
    options.accept_weak_sandbox = true;
    auto const reading = TRY(Reading::start(options));
    Understander const understander{TRY(house::example_catalogue())};
    house::ScratchFolder const folder{"entry-bench"};
    fmt::print("{} acts a run, {} a second, beside {} mails a second; SQLite with "
               "synchronous=FULL\n\n",
               setting.acts, setting.rate, setting.mails);
    Series middle, p99;
    for (long run = -1; run < setting.runs; ++run) { // the first one does not count
        auto const waits =
            TRY(one_run(setting, *reading, understander, folder.path() / std::to_string(run + 1)));
        if (run < 0)
            continue;
        middle.add(waits.median());
        p99.add(waits.quantile(0.99));
    }
    print_table_head();
    print_figure("an act with its entry, durable, median", middle, "ms", "");
    print_figure("an act with its entry, durable, p99", p99, "ms", "< 10");
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    Setting setting;
    setting.runs = option(count, words, "--runs", setting.runs);
    setting.acts =
        static_cast<std::size_t>(option(count, words, "--acts", static_cast<long>(setting.acts)));
    setting.rate = option(count, words, "--rate", setting.rate);
    setting.mails = option(count, words, "--mails", setting.mails);
    print_head(count, words);
    auto const done = measure(setting, LEITSTAND_READER);
    if (!done)
        fmt::print(stderr, "{}\n", done.error().describe());
    return done ? 0 : 1;
}
