// SPDX-License-Identifier: EUPL-1.2
// From raw bytes to durable findings: clients hand in post, the job loop has each mail read in a
// fresh sandbox and stores what was understood. Counted from the first byte handed in to the last
// outcome committed.
//   intake_bench [--items N] [--runs N] [--clients N] [--workers N] [--kind mail|text]
//                [--sequencer on|off]
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
    std::size_t items = 2000;
    long runs = 7;
    std::size_t clients = 8;
    std::size_t workers = 2;
    bool mail = true;
    bool sequencer = true;
};

struct Times {
    double all_s = 0;     // to the last outcome
    double entered_s = 0; // to the last receipt
};

std::vector<std::string> make_post(Setting const& setting, long run) {
    std::vector<std::string> post;
    for (std::size_t count = 0; count < setting.items; ++count) {
        auto const name = fmt::format("post-{}-{}", run, count);
        post.push_back(setting.mail ? house::letter_mail(name) : house::letter_text(name, 1500));
    }
    return post;
}

Result<void> hand_in(Ledger& ledger, JobLoop& work, Setting const& setting,
                     std::vector<std::string> const& post, std::size_t client) {
    for (std::size_t at = client; at < post.size(); at += setting.clients) {
        Arrival arrival;
        arrival.channel = setting.mail ? Channel::mailbox : Channel::web_form;
        arrival.key = fmt::format("key-{}", at);
        arrival.name = setting.mail ? "nachricht.eml" : "formular.txt";
        arrival.is_plain_text = !setting.mail;
        TRY(ledger.enter(arrival, post[at]));
        work.wake();
    }
    return {};
}

Result<Times> one_run(Setting const& setting, Reading& reading, Understander const& understander,
                      std::filesystem::path const& folder, long run) {
    house::HouseOptions options;
    options.folder = folder;
    options.limits.workers = setting.workers;
    auto const house = TRY(house::House::open(options));
    auto const log = TRY(house::HouseLog::open(*house, folder));
    if (setting.sequencer)
        log.sequencer->start();
    TRY(house->switch_on());
    auto const post = make_post(setting, run);

    JobLoop work{{*house->database, *house->ledger, *house->inbox, reading, understander,
                  *house->switchboard, house->limits, system_time()}};
    work.start();
    Times times;
    Result<void> failed;
    std::mutex mutex;
    auto const start = Clock::now();
    auto const since = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
    {
        std::vector<std::jthread> clients;
        for (std::size_t client = 0; client < setting.clients; ++client)
            clients.emplace_back([&, client] {
                if (auto done = hand_in(*house->ledger, work, setting, post, client); !done) {
                    std::scoped_lock const lock{mutex};
                    failed = std::move(done);
                }
            });
    }
    TRY(std::move(failed));
    times.entered_s = since();
    while (work.figures().done + work.figures().needs_person < setting.items) {
        if (since() > 600)
            return fail(Code::timed_out, "bench.too_slow");
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    times.all_s = since();
    work.stop();
    auto const counts = TRY(house->inbox->counts());
    if (counts.ready != setting.items)
        return fail(Code::internal, "bench.not_all_ready",
                    fmt::format("{} of {} are ready", counts.ready, setting.items));
    return times;
}

Result<void> measure(Setting const& setting, std::string const& reader_program) {
    ReadingOptions options;
    options.reader_program = reader_program;
    options.accept_weak_sandbox = true; // the level is printed
    auto const reading = TRY(Reading::start(options));
    constexpr std::string_view kLevels = "ABC-";
    fmt::print("sandbox level {}, {} items of {} a run, {} clients, {} workers, SQLite with "
               "synchronous=FULL\n\n",
               kLevels[static_cast<std::size_t>(reading->level())], setting.items,
               setting.mail ? "mail (2 to 4 KB)" : "web-form text (1.5 KB)", setting.clients,
               setting.workers);
    Understander const understander{TRY(house::example_catalogue())};
    // Folders stay until the end: removing thousands of files slows down making new ones for a
    // while.
    house::ScratchFolder const folder{"intake-bench"};
    Series all, entered;
    for (long run = -1; run < setting.runs; ++run) { // the first one does not count
        auto const times = TRY(
            one_run(setting, *reading, understander, folder.path() / std::to_string(run + 1), run));
        if (run < 0)
            continue;
        all.add(static_cast<double>(setting.items) / times.all_s);
        entered.add(static_cast<double>(setting.items) / times.entered_s);
    }
    print_table_head();
    print_figure(setting.mail ? "e-mail, raw bytes to durable findings, a fresh sandbox each"
                              : "web-form text, raw bytes to durable findings, no parser",
                 all, "items/s", setting.mail ? ">= 200 (400)" : ">= 1000");
    print_figure("of it: receipts given", entered, "items/s", "");
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    print_head(count, words);
    Setting setting;
    setting.items = static_cast<std::size_t>(option(count, words, "--items", 2000));
    setting.runs = option(count, words, "--runs", 7);
    setting.clients = static_cast<std::size_t>(option(count, words, "--clients", 8));
    setting.workers = static_cast<std::size_t>(option(count, words, "--workers", 2));
    setting.mail = text_option(count, words, "--kind", "mail") == "mail";
    setting.sequencer = text_option(count, words, "--sequencer", "on") == "on";
    auto const done = measure(setting, text_option(count, words, "--reader", LEITSTAND_READER));
    if (!done)
        fmt::print(stderr, "intake_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
