// SPDX-License-Identifier: EUPL-1.2
#include "faults/server.hpp"

#include <atomic>
#include <iostream>
#include <thread>
#include <unistd.h>

#include "base/files.hpp"
#include "faults/client.hpp"
#include "house/letters.hpp"
#include "store/job_queue.hpp"
#include "work/job_loop.hpp"

namespace leitstand::faults {

namespace {

// The letters of this driver are plain text, which goes past the reader; so nobody must ask for it
// but for scans, whose pages wait in the first reading and take their time in the second.
class ScanReader : public Reading {
  public:
    SandboxLevel level() const override { return SandboxLevel::none; }
    SelfTest self_test() const override { return {}; }
    Result<Document> read(std::string_view bytes, std::string_view,
                          std::function<Result<void>(DerivedPart const&)> const& keep_part,
                          Depth depth, std::stop_token const& stop, Attempt) override {
        if (!is_scan(house::letter_name(bytes)))
            return fail(Code::internal, "faults.reader_asked");
        auto document = document_from_plain_text(bytes);
        if (depth == Depth::quick) {
            document.pages.front().marks.set(PageMark::unread);
            return document;
        }
        for (int page = 0; page < 5; ++page) {
            if (stop.stop_requested())
                return fail(Code::unavailable, "reader.stopped");
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        TRY(keep_part({1, "anlage.txt", "text/plain", std::string{kScanAttachment}}));
        return document;
    }
    Result<Picture> picture(std::string_view, PictureWish const&) override {
        return fail(Code::internal, "faults.reader_asked");
    }
    Result<void> split_mbox(std::string_view,
                            std::function<Result<void>(std::string_view)> const&) override {
        return fail(Code::internal, "faults.reader_asked");
    }
};

// One write: lines shorter than PIPE_BUF never mix.
void say(std::string line) {
    line += '\n';
    (void)write_all(STDOUT_FILENO, line);
}

void say_received(std::string const& key, Item const& item) {
    say(fmt::format("A {} {} {} {} {}", key, item.number, item.receipt_number, item.id,
                    item.sha256));
}

Arrival arrival_of(std::string const& key) {
    Arrival arrival;
    arrival.channel = Channel::web_form;
    arrival.key = key;
    arrival.name = key + ".txt";
    arrival.is_plain_text = !is_scan(key);
    return arrival;
}

Result<Item> deliver(Ledger& ledger, std::string const& key, Order order) {
    auto const bytes = bytes_of(key);
    if (order == Order::right)
        return ledger.enter(arrival_of(key), bytes);
    auto intake = TRY(ledger.begin());
    TRY(intake->append(bytes));
    say(fmt::format("A {} 0 - - -", key));
    return intake->commit(arrival_of(key));
}

bool may_pass(Code code) {
    return code == Code::unavailable || code == Code::too_many;
}

// Sends one delivery until it is answered, as a client does that keeps what was not received.
void deliver_and_say(Ledger& ledger, std::string const& key, ServerOptions const& options,
                     bool once_more) {
    say("S " + key);
    for (;;) {
        auto const item = deliver(ledger, key, options.order);
        if (!item && may_pass(item.error().code)) {
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
            continue;
        }
        if (!item) {
            say(fmt::format("E {} {}", key, item.error().describe()));
            return;
        }
        if (options.order == Order::wrong)
            return;
        say_received(key, *item);
        if (!once_more)
            return;
        auto const again = ledger.enter(arrival_of(key), bytes_of(key));
        if (again && (again->id != item->id || !again->again))
            say("R " + key);
        return;
    }
}

void deliver_for_ever(Ledger& ledger, ServerOptions const& options, int thread,
                      std::vector<std::string> const& open_keys) {
    for (std::size_t at = static_cast<std::size_t>(thread); at < open_keys.size();
         at += static_cast<std::size_t>(options.threads))
        deliver_and_say(ledger, open_keys[at], options, false);
    for (int count = 0;; ++count)
        deliver_and_say(ledger, fmt::format("{}-{}-{}", options.round, thread, count), options,
                        count % 8 == 0);
}

// A database that recovers from an outage does not answer yet: the server is started again until it
// does, as a service manager does.
template <typename Open>
auto open_as_supervised(Open const& open) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    auto opened = open();
    while (!opened && may_pass(opened.error().code) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        opened = open();
    }
    return opened;
}

} // namespace

Limits fault_limits() {
    Limits limits;
    limits.lease_s = std::chrono::seconds{1};
    limits.read_deadline_ms = std::chrono::milliseconds{100}; // a lease is longer by some of these
    limits.workers = 2;
    return limits;
}

int run_server(ServerOptions const& options) {
    std::vector<std::string> open_keys;
    for (std::string line; std::getline(std::cin, line);)
        open_keys.push_back(line);

    auto house = open_as_supervised([&] { return house::House::open(options.house); });
    if (!house) {
        say("E - " + house.error().describe());
        return 1;
    }
    auto const catalogue =
        options.works ? house::small_catalogue(options.house.folder / "catalogue") : nullptr;
    if (options.works && !catalogue) {
        say("E - " + catalogue.error().describe());
        return 1;
    }
    auto log =
        open_as_supervised([&] { return house::HouseLog::open(**house, options.house.folder); });
    if (!log) {
        say("E - " + log.error().describe());
        return 1;
    }
    log->sequencer->start();
    ScanReader reader;
    std::unique_ptr<Understander const> understander;
    std::unique_ptr<JobLoop> work;
    if (options.works) {
        understander = std::make_unique<Understander const>(*catalogue);
        work = std::make_unique<JobLoop>(
            WorkPlace{*(*house)->database, *(*house)->ledger, *(*house)->inbox, reader,
                      *understander, *(*house)->switchboard, (*house)->limits, system_time()});
        work->start();
    }
    say("O");
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < options.threads; ++thread)
        threads.emplace_back(
            [&, thread] { deliver_for_ever(*(*house)->ledger, options, thread, open_keys); });
    threads.clear(); // joins: they end only with the process
    return 0;
}

Result<void> work_off(house::House& house) {
    static auto const catalogue = TRY(house::example_catalogue());
    ScanReader reader;
    static Understander const understander{catalogue};
    JobLoop work{{*house.database, *house.ledger, *house.inbox, reader, understander,
                  *house.switchboard, house.limits, system_time()}};
    auto const end = std::chrono::steady_clock::now() + std::chrono::minutes{5};
    while (std::chrono::steady_clock::now() < end) {
        TRY(work.drain());
        auto const left = TRY(
            house.database->read_for<QueueFigures>([](Sql& sql) { return queue_figures(sql); }));
        if (left.waiting + left.leased == 0)
            return {};
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
    return fail(Code::timed_out, "faults.jobs_stuck", "jobs are left after five minutes");
}

} // namespace leitstand::faults
