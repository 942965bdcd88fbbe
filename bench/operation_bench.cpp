// SPDX-License-Identifier: EUPL-1.2
// What the figures of operation cost over many decisions, and how often the test of drift is wrong.
//   operation_bench figures [--decisions N] [--runs N]   four weeks by unit, kind and week; drift
//                                                        since the start; on SQLite, or on the
//                                                        PostgreSQL that LEITSTAND_TEST_PG names
//   operation_bench alarms [--runs N]    share of false alarms and cases until a drift is noticed,
//                                        beside a weekly comparison at 95 % and a blind detector
// docs/performance.md and docs/quality.md hold its figures.
#include <chrono>
#include <random>

#include "decide/outcome_table.hpp"
#include "figures.hpp"
#include "govern/fairness/two_shares.hpp"
#include "govern/operation/drift.hpp"
#include "govern/operation/shown_groups.hpp"
#include "receive/door.hpp"
#include "support/test_database.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;
using namespace operation;

constexpr Date kFirst{2025, 11, 24}; // a Monday
constexpr int kDays = 364;
constexpr int kUnits = 8;
constexpr int kPersons = 100;
constexpr int kRowsAtOnce = 20'000;

double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

outcome_table::Row random_row(std::mt19937_64& dice, Item const& item, int number) {
    static constexpr std::array kKinds{"service", "act", "document"};
    auto const outcome = dice() % 100;
    return {.number = item.number,
            .finding = fmt::format("r{}-0", number),
            .function = dice() % 5 < 3 ? FunctionKey::sort : FunctionKey::extract,
            .kind = kKinds.at(dice() % kKinds.size()),
            .outcome = outcome < 85   ? DecisionOutcome::confirmed
                       : outcome < 93 ? DecisionOutcome::corrected
                       : outcome < 97 ? DecisionOutcome::rejected
                                      : DecisionOutcome::added,
            .unit = static_cast<std::int64_t>(dice() % kUnits),
            .day = day_number(kFirst) + static_cast<std::int64_t>(dice() % kDays),
            .decided_by = fmt::format("account-{}", dice() % kPersons)};
}

int measure_figures(int count, char const* const* words) {
    auto const decisions = static_cast<int>(option(count, words, "--decisions", 1'000'000));
    auto const runs = static_cast<int>(option(count, words, "--runs", 15));
    auto const engine =
        TestDatabase::available(Engine::postgresql) ? Engine::postgresql : Engine::sqlite;
    Door door{engine};
    auto const item = door.enter("k", "Inhalt");
    std::mt19937_64 dice{1};
    for (int done = 0; done < decisions;) {
        auto const start = done;
        auto const written = door.database->write([&](Sql& sql) -> Result<void> {
            for (done = start; done < decisions && done < start + kRowsAtOnce; ++done)
                TRY(outcome_table::put(sql, random_row(dice, item, done)));
            return {};
        });
        if (!written)
            return fmt::print(stderr, "{}\n", written.error().describe()), 1;
    }
    OutcomeFigures figures{*door.database, *door.keys, std::make_shared<Catalogue>()};
    Series period;
    Series drift;
    auto const last = plus_days(kFirst, kDays - 1);
    for (int run = 0; run < runs; ++run) {
        auto start = Clock::now();
        auto const read = figures.period(FunctionKey::sort, plus_days(last, -27), last);
        if (!read || !shown_period(*read, 5).shown)
            return 1;
        period.add(milliseconds(start));
        start = Clock::now();
        auto const days = figures.days(FunctionKey::sort, kFirst, last);
        if (!days || drift_of(*days, {}).size() != 2)
            return 1;
        drift.add(milliseconds(start));
    }
    print_head(count, words);
    print_table_head();
    auto const* const name = engine == Engine::sqlite ? "SQLite" : "PostgreSQL";
    print_figure(
        fmt::format("four weeks by unit, kind and week, of {} decisions, {}", decisions, name),
        period, "ms", "200 ms");
    print_figure(fmt::format("drift since the start, of {} decisions, {}", decisions, name), drift,
                 "ms", "1 000 ms");
    return 0;
}

struct Detectors {
    std::uint64_t cases = 0; // until the alarm of the watch; 0: none
    bool weekly = false;     // a comparison each 100 cases at 95 %
};

Detectors watch(std::uint64_t seed, double before, double now, std::uint64_t cases) {
    constexpr std::uint64_t kLook = 10;
    constexpr std::uint64_t kWeek = 100;
    std::mt19937_64 dice{seed};
    std::binomial_distribution<std::uint64_t> first{500, before};
    std::binomial_distribution<std::uint64_t> then{kLook, now};
    learn::Share const reference{.hits = first(dice), .count = 500};
    RateWatch watch{reference, {.false_alarm_rate = 0.05, .tolerance = 0.02}};
    Detectors out;
    learn::Share week{};
    for (std::uint64_t at = 0; at < cases; at += kLook) {
        learn::Share const batch{.hits = then(dice), .count = kLook};
        watch.add(batch);
        week = {.hits = week.hits + batch.hits, .count = week.count + kLook};
        if (week.count < kWeek)
            continue;
        out.weekly |= fairness::difference_of(week, reference, 0.95)->lower > 0;
        week = {};
    }
    out.cases = watch.alarm_at().value_or(0);
    return out;
}

int measure_alarms(int count, char const* const* words) {
    auto const runs = static_cast<std::uint64_t>(option(count, words, "--runs", 5'000));
    constexpr std::uint64_t kCases = 10'000;
    print_head(count, words);
    fmt::print("| rate at first, now | alarms of the watch | cases until then, median and 95 % | "
               "proved bound | weekly at 95 % | "
               "blind |\n|---|---|---|---|---|---|\n");
    for (auto const& [before, now] :
         {std::pair{0.05, 0.05}, std::pair{0.1, 0.1}, std::pair{0.3, 0.3}, std::pair{0.1, 0.12},
          std::pair{0.05, 0.15}, std::pair{0.1, 0.2}, std::pair{0.1, 0.3}}) {
        Series cases;
        std::uint64_t alarms = 0;
        std::uint64_t weekly = 0;
        for (std::uint64_t seed = 1; seed <= runs; ++seed) {
            auto const seen = watch(seed, before, now, kCases);
            alarms += seen.cases > 0 ? 1 : 0;
            weekly += seen.weekly ? 1 : 0;
            if (seen.cases > 0)
                cases.add(static_cast<double>(seen.cases));
        }
        auto const interval = learn::wilson_interval({.hits = alarms, .count = runs});
        auto const bound =
            cases_until_alarm({.hits = static_cast<std::uint64_t>(before * 500), .count = 500},
                              {.false_alarm_rate = 0.05, .tolerance = 0.02}, now);
        fmt::print("| {:.2f}, {:.2f} | {:.4f} ({:.4f} to {:.4f}) | {} | {} | {:.3f} | {} each |\n",
                   before, now, static_cast<double>(alarms) / static_cast<double>(runs),
                   interval.lower, interval.upper,
                   cases.empty()
                       ? std::string{"-"}
                       : fmt::format("{:.0f}, {:.0f}", cases.median(), cases.quantile(0.95)),
                   bound ? std::to_string(*bound) : "-",
                   static_cast<double>(weekly) / static_cast<double>(runs), blind_alarms(kCases));
    }
    return 0;
}

} // namespace
} // namespace leitstand::bench

int main(int count, char** words) {
    std::string const what = count > 1 ? words[1] : "";
    if (what == "figures")
        return leitstand::bench::measure_figures(count, words);
    if (what == "alarms")
        return leitstand::bench::measure_alarms(count, words);
    fmt::print(stderr, "operation_bench figures|alarms\n");
    return 2;
}
