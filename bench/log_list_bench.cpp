// SPDX-License-Identifier: EUPL-1.2
// How long the page for auditors takes when very many entries stand in the log: over HTTP from the
// real server, each answer with its own entry that somebody looked. Only while filling, syncing to
// the disk is left out, because what is measured is looking. Use:
//   log_list_bench [--entries 1000000] [--runs 3] [--calls 300] [--items 2000]
//                  [--url postgresql://…]   an empty database instead of SQLite
#include <random>

#include <fmt/format.h>

#include "base/configuration.hpp"
#include "figures.hpp"
#include "house/http_client.hpp"
#include "house/program.hpp"
#include "house/scratch.hpp"
#include "receive/ledger.hpp"
#include "store/blob_store.hpp"
#include "unsynced.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr char kPassword[] = "ein langes neues Passwort 7";
constexpr std::int64_t kYearInMicroseconds = 365LL * 86'400 * 1'000'000;
constexpr std::size_t kBatch = 2'000;

struct Sizes {
    long entries, runs, calls, items;
};

// A year that ends now, in equal steps.
class YearClock final : public TimeSource {
  public:
    explicit YearClock(long steps) : step_(kYearInMicroseconds / steps) {
        now_ = system_time().now().microseconds - kYearInMicroseconds;
    }
    Instant now() const override { return {now_}; }
    std::chrono::steady_clock::time_point steady() const override { return Clock::now(); }
    void forward() { now_ += step_; }

  private:
    std::int64_t now_, step_;
};

// Of a hundred entries: looks at items, lists, signing in; once in a while a change of mode.
LogEntry entry_number(long number, std::vector<EntryItem> const& items) {
    auto const account = fmt::format("{:032x}", number % 40); // forty people
    auto const in_hundred = number % 100;
    if (number % 10'000 == 7)
        return {
            .type = EntryType::mode_changed,
            .account = account,
            .details = {{"function", "sort"}, {"from", "off"}, {"to", "assist"}, {"reason", "x"}}};
    if (in_hundred < 50)
        return {.type = EntryType::case_read,
                .account = account,
                .item = items[static_cast<std::size_t>(number) * 7 % items.size()],
                .details = {{"what", "item"}, {"part", "0"}, {"purpose", "work"}}};
    if (in_hundred < 80)
        return {
            .type = EntryType::list_read,
            .account = account,
            .details = {{"list", "items"}, {"items", ""}, {"total", "50"}, {"filters", "state"}}};
    return {.type = EntryType::signed_in, .account = account, .details = {{"means", "password"}}};
}

// Returns the receipt number of an item that many entries are about.
Result<std::string> fill(house::Installed const& installed, Sizes const& sizes) {
    auto const configuration = TRY(load_configuration(installed.home));
    auto const keys = TRY(KeyRing::open(installed.key_file, installed.home));
    auto const database =
        TRY(Database::open(configuration.database_url, configuration.limits, Holder::command));
    auto const blobs = TRY(BlobStore::open(installed.home / "blobs"));
    YearClock clock{sizes.entries};
    EntryLog const log{keys, clock};
    auto const ledger =
        TRY(Ledger::open(*database, *blobs, keys, configuration.limits, clock, log));
    Unsynced const filling;
    std::vector<EntryItem> items;
    std::string receipt_number;
    for (long number = 0; number < sizes.items; ++number) {
        Arrival arrival;
        arrival.channel = Channel::command;
        arrival.key = fmt::format("bench-{}", number);
        arrival.name = "brief.txt";
        arrival.is_plain_text = true;
        auto const item = TRY(ledger->enter(arrival, fmt::format("Brief {}", number)));
        items.push_back(entry_item(item, TRY(ledger->item_key(item))));
        receipt_number = item.receipt_number;
    }
    for (long number = 0; number < sizes.entries;) {
        auto const end = std::min(sizes.entries, number + static_cast<long>(kBatch));
        TRY(database->write([&](Sql& sql) -> Result<void> {
            for (auto at = number; at < end; ++at) {
                TRY(log.write(sql, entry_number(at, items)));
                clock.forward();
            }
            return {};
        }));
        number = end;
    }
    return receipt_number;
}

struct Kind {
    std::string name;
    std::function<std::string(std::mt19937_64&)> query;
};

std::vector<Kind> kinds(Sizes const& sizes, std::string const& receipt_number) {
    auto const always = [](std::string query) {
        return [query = std::move(query)](std::mt19937_64&) { return query; };
    };
    auto const any_day = [](std::mt19937_64& dice) {
        auto const back = std::uniform_int_distribution<int>{1, 360}(dice);
        return to_iso(plus_days(date_in_berlin(system_time().now()), -back));
    };
    auto const any_entry = [sizes](std::mt19937_64& dice) {
        return std::uniform_int_distribution<long>{1, sizes.entries}(dice);
    };
    return {
        {"no filter", always("")},
        {"no filter, any place",
         [=](auto& dice) { return fmt::format("?cursor=0.{}", any_entry(dice)); }},
        {"200 rows", always("?count=200")},
        {"a common kind", always("?type=case_read")},
        {"a common kind, any place",
         [](auto& dice) {
             std::uniform_int_distribution<std::int64_t> back{0, kYearInMicroseconds};
             return fmt::format("?type=case_read&cursor={}.{}",
                                system_time().now().microseconds - back(dice), INT64_MAX);
         }},
        {"a rare kind", always("?type=mode_changed")},
        {"a day",
         [=](auto& dice) {
             auto const day = any_day(dice);
             return fmt::format("?from={}&to={}", day, day);
         }},
        {"a rare kind in a month",
         [=](auto& dice) {
             auto const day = any_day(dice);
             return fmt::format("?type=mode_changed&from={}&to={}", day,
                                to_iso(plus_days(parse_iso_date(day).value(), 30)));
         }},
        {"an item", always("?item=" + receipt_number)},
        {"an entry", [=](auto& dice) { return fmt::format("?position={}", any_entry(dice) - 1); }},
        {"an account that acts often", always("?account=revision")}, // looks at each of these lists
        {"an account that never acted", always("?account=personalrat")},
    };
}

Result<void> measure_path(house::HttpClient& client, std::string const& name, Sizes const& sizes,
                          std::function<std::string(std::mt19937_64&)> const& path) {
    Series p50, p99;
    std::mt19937_64 dice{7};
    for (long run = 0; run < sizes.runs; ++run) {
        Series times;
        for (long call = 0; call < sizes.calls; ++call) {
            auto const address = path(dice);
            auto const start = Clock::now();
            auto const answer = TRY(client.get(address));
            times.add(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
            if (answer.status != 200)
                return fail(Code::internal, "bench.no_answer", address + ": " + answer.body);
        }
        p50.add(times.quantile(0.5));
        p99.add(times.quantile(0.99));
    }
    print_figure(name + ": p50", p50, "ms", "");
    print_figure(name + ": p99", p99, "ms", "< 200");
    return {};
}

Result<void> measure(Sizes const& sizes, std::string const& database_url) {
    house::ScratchFolder const folder{"log-list-bench"};
    auto const installed =
        TRY(house::install(folder.path(), house::Authority::example, database_url));
    auto const start = Clock::now();
    auto const receipt_number = TRY(fill(installed, sizes));
    auto const filled = Clock::now();
    auto const server = TRY(house::Server::start(installed.home, std::chrono::minutes{10}));
    fmt::print("{} entries written in {:.0f} s, in the log {:.0f} s after the start\n\n",
               sizes.entries, std::chrono::duration<double>(filled - start).count(),
               std::chrono::duration<double>(Clock::now() - filled).count());
    house::HttpClient client{server->port()};
    TRY(client.sign_in("revision", installed.password_of("revision"), kPassword));
    print_table_head();
    for (auto const& kind : kinds(sizes, receipt_number))
        TRY(measure_path(client, "entries, " + kind.name, sizes,
                         [&](auto& dice) { return "/api/v1/audit/entries" + kind.query(dice); }));
    TRY(measure_path(client, "head, growth, witnesses", sizes,
                     [](auto&) { return std::string{"/api/v1/audit/log"}; }));
    return server->stop() == 0 ? Result<void>{}
                               : fail(Code::internal, "bench.stop", server->printed());
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    print_head(count, words);
    auto const done =
        measure({option(count, words, "--entries", 1'000'000), option(count, words, "--runs", 3),
                 option(count, words, "--calls", 300), option(count, words, "--items", 2'000)},
                text_option(count, words, "--url", ""));
    if (!done)
        fmt::print(stderr, "log_list_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
