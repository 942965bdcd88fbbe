// SPDX-License-Identifier: EUPL-1.2
// How long a list of the inbox takes when very many items stand in it. The items go through the
// real ledger and the real inbox; only while filling, syncing to the disk is left out, because
// what is measured is reading.
//   inbox_bench [--items N] [--runs N] [--calls N]
#include <random>
#include <thread>

#include <fmt/format.h>

#include "figures.hpp"
#include "house/house.hpp"
#include "house/letters.hpp"
#include "house/rows_table.hpp"
#include "house/scratch.hpp"
#include "read/reading.hpp"
#include "understand/understand.hpp"
#include "unsynced.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Setting {
    std::size_t items = 100'000;
    long runs = 7;
    std::size_t calls = 1500; // a run and kind of list
};

// A letter as it was read and understood; a few hundred of them stand for all.
struct Sample {
    Document document;
    Understanding understanding;
};

Result<std::vector<Sample>> make_samples(FunctionModes const& modes) {
    Understander const understander{TRY(house::example_catalogue())};
    std::vector<Sample> samples;
    for (int count = 0; count < 300; ++count) {
        Sample sample;
        sample.document =
            document_from_plain_text(house::letter_text(fmt::format("sample-{}", count), 800));
        sample.document.envelope.sender_name = fmt::format("A. Absender{}", count % 97);
        sample.document.envelope.sender_address = fmt::format("a{}@post.example", count);
        sample.document.envelope.subject = fmt::format("Antrag Nummer {}", count % 61);
        sample.understanding = understander.understand(sample.document, modes);
        samples.push_back(std::move(sample));
    }
    return samples;
}

constexpr std::size_t kBatch = 250;

Result<void> fill_share(house::House& house, std::vector<Sample> const& samples, std::size_t from,
                        std::size_t to) {
    std::vector<std::function<Result<void>(Sql&)>> writes;
    auto const flush = [&]() -> Result<void> {
        TRY(house.database->write([&](Sql& sql) -> Result<void> {
            for (auto const& write : writes)
                TRY(write(sql));
            return {};
        }));
        writes.clear();
        return {};
    };
    for (auto number = from; number < to; ++number) {
        Arrival arrival;
        arrival.channel = number % 3 == 0 ? Channel::upload : Channel::mailbox;
        arrival.key = fmt::format("key-{}", number);
        arrival.name = fmt::format("brief-{}.txt", number);
        arrival.is_plain_text = true;
        auto const item = TRY(house.ledger->enter(arrival, fmt::format("Brief Nummer {}", number)));
        auto const& sample = samples[number % samples.size()];
        Inbox::Outcome outcome;
        outcome.state = number % 50 == 0 ? ItemState::needs_person : ItemState::ready;
        outcome.reason = number % 50 == 0 ? "encrypted" : "";
        outcome.document = sample.document;
        outcome.understanding = sample.understanding;
        writes.push_back(TRY(house.inbox->prepare_outcome(item, outcome)));
        if (writes.size() == kBatch)
            TRY(flush());
    }
    return flush();
}

Result<void> fill(house::House& house, std::size_t items) {
    auto const samples = TRY(make_samples(*house.switchboard));
    Unsynced const filling;
    constexpr std::size_t kThreads = 4;
    Result<void> failed;
    std::mutex mutex;
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([&, thread] {
                auto done = fill_share(house, samples, items * thread / kThreads,
                                       items * (thread + 1) / kThreads);
                std::scoped_lock const lock{mutex};
                if (!done)
                    failed = std::move(done);
            });
    }
    TRY(std::move(failed));
    TRY(house::execute(*house.database, "DELETE FROM job"));
    return {};
}

struct Kind {
    std::string name;
    std::function<InboxFilter(std::mt19937_64&)> make;
};

// The keys that really occur, most frequent first, so that the filters find something.
struct Keys {
    std::string service, act, theme, unit;
    std::vector<std::string> units; // every second one: what an account of several units sees
};

Keys frequent_keys(std::vector<InboxRow> const& rows) {
    std::map<std::string, int> services, acts, themes, units;
    for (auto const& row : rows) {
        for (auto const& key : row.services)
            ++services[key];
        for (auto const& key : row.acts)
            ++acts[key];
        for (auto const& key : row.themes)
            ++themes[key];
        ++units[row.unit];
    }
    auto const first = [](std::map<std::string, int> const& counted) {
        auto const most =
            std::ranges::max_element(counted, {}, [](auto const& pair) { return pair.second; });
        return most == counted.end() ? std::string{} : most->first;
    };
    Keys keys{first(services), first(acts), first(themes), first(units), {}};
    bool takes = true;
    for (auto const& [unit, count] : units) {
        if (takes && !unit.empty())
            keys.units.push_back(unit);
        takes = !takes;
    }
    return keys;
}

std::vector<Kind> kinds(Setting const& setting, Keys const& keys) {
    auto const with = [](auto change) {
        return [change](std::mt19937_64& dice) {
            InboxFilter filter;
            change(filter, dice);
            return filter;
        };
    };
    auto const any = [](std::mt19937_64& dice, std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    };
    return {
        {"no filter, first page", with([](auto&, auto&) {})},
        {"no filter, any position",
         with([=](auto& filter, auto& dice) { filter.from = any(dice, setting.items); })},
        {"state", with([](auto& filter, auto&) { filter.state = ItemState::needs_person; })},
        {"service", with([=](auto& filter, auto&) { filter.service = keys.service; })},
        {"act", with([=](auto& filter, auto&) { filter.act = keys.act; })},
        {"theme", with([=](auto& filter, auto&) { filter.theme = keys.theme; })},
        {"unit", with([=](auto& filter, auto&) { filter.unit = keys.unit; })},
        {"service, act and state", with([=](auto& filter, auto&) {
             filter.service = keys.service;
             filter.act = keys.act;
             filter.state = ItemState::ready;
         })},
        {"service, any position", with([=](auto& filter, auto& dice) {
             filter.service = keys.service;
             filter.from = any(dice, setting.items / 4);
         })},
        {"a rare word", with([=](auto& filter, auto& dice) {
             filter.words = fmt::format("Absender{}", any(dice, 97));
         })},
        {"a word of every item", with([](auto& filter, auto&) { filter.words = "Antrag"; })},
        {"four very common terms", with([=](auto& filter, auto&) {
             filter.words = "Antrag Nummer brief txt";
             filter.state = ItemState::ready;
         })},
        {"an account of one unit",
         with([=](auto& filter, auto&) { filter.visible_units = std::vector{keys.unit}; })},
        {"an account of several units, any position", with([=](auto& filter, auto& dice) {
             filter.visible_units = keys.units;
             filter.from = any(dice, setting.items / 4);
         })},
        {"an account of several units, four very common terms", with([=](auto& filter, auto&) {
             filter.visible_units = keys.units;
             filter.words = "Antrag Nummer brief txt";
         })},
        {"a word that nobody wrote",
         with([](auto& filter, auto&) { filter.words = "Kernkraftwerk"; })},
    };
}

double list_ms(Inbox& inbox, InboxFilter const& filter, Result<void>& failed, std::size_t& total) {
    auto const start = Clock::now();
    auto const page = inbox.list(filter);
    auto const taken = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    if (!page)
        failed = tl::unexpected(page.error());
    else
        total = page->total;
    return taken;
}

Result<void> measure_kind(Inbox& inbox, Kind const& kind, Setting const& setting) {
    Series p50, p99;
    Result<void> failed;
    std::size_t total = 0;
    std::mt19937_64 dice{7};
    for (long run = 0; run < setting.runs; ++run) {
        Series times;
        for (std::size_t call = 0; call < setting.calls; ++call)
            times.add(list_ms(inbox, kind.make(dice), failed, total));
        p50.add(times.quantile(0.5));
        p99.add(times.quantile(0.99));
    }
    TRY(std::move(failed));
    print_figure(fmt::format("list, {} ({} rows): p50", kind.name, total), p50, "ms", "");
    print_figure(fmt::format("list, {}: p99", kind.name), p99, "ms", "< 200");
    return {};
}

Result<void> measure_counts(Inbox& inbox, Setting const& setting, std::string const& name,
                            VisibleUnits const& units) {
    Series times;
    for (long run = 0; run < setting.runs * 20; ++run) {
        auto const before = Clock::now();
        TRY(inbox.counts(units));
        times.add(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
    }
    print_figure(name, times, "ms", "< 200");
    return {};
}

Result<void> measure(Setting const& setting) {
    house::ScratchFolder const folder{"inbox-bench"};
    house::HouseOptions options;
    options.folder = folder.path();
    auto const house = TRY(house::House::open(options));
    TRY(house->switch_on());
    auto const start = Clock::now();
    TRY(fill(*house, setting.items));
    fmt::print("{} items filled in {:.0f} s\n\n", setting.items,
               std::chrono::duration<double>(Clock::now() - start).count());
    InboxFilter some;
    some.count = 200;
    auto const page = TRY(house->inbox->list(some));
    print_table_head();
    for (auto const& kind : kinds(setting, frequent_keys(page.rows)))
        TRY(measure_kind(*house->inbox, kind, setting));
    TRY(measure_counts(*house->inbox, setting, "counts of the states", {}));
    TRY(measure_counts(*house->inbox, setting, "counts of the states, an account of several units",
                       frequent_keys(page.rows).units));
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand::bench;
    print_head(count, words);
    Setting setting;
    setting.items = static_cast<std::size_t>(option(count, words, "--items", 100'000));
    setting.runs = option(count, words, "--runs", 7);
    setting.calls = static_cast<std::size_t>(option(count, words, "--calls", 1500));
    auto const done = measure(setting);
    if (!done)
        fmt::print(stderr, "inbox_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
