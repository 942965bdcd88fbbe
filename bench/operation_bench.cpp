// SPDX-License-Identifier: EUPL-1.2
// What the figures of operation cost over many decisions, and how often the test of drift is wrong.
//   operation_bench figures [--decisions N] [--runs N]   four weeks by unit, kind and week; drift
//                                                        since the start; how long N letters
//                                                        waited; on SQLite, or on the PostgreSQL
//                                                        that LEITSTAND_TEST_PG names, once that
//                                                        has tidied up by itself
//   operation_bench alarms [--runs N]    share of false alarms and cases until a drift is noticed,
//                                        beside a weekly comparison at 95 % and a blind detector
// docs/performance.md and docs/quality.md hold its figures.
#include <chrono>
#include <random>
#include <thread>

#include "decide/outcome_table.hpp"
#include "figures.hpp"
#include "govern/fairness/two_shares.hpp"
#include "govern/operation/drift.hpp"
#include "govern/operation/shown_groups.hpp"
#include "govern/operation/waiting_times.hpp"
#include "receive/door.hpp"
#include "receive/raw_rows_table.hpp"
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
constexpr std::size_t kGroupsLeast = 100; // of letters, else nothing is measured

double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

outcome_table::Row random_row(std::mt19937_64& dice, Item const& item, int number,
                              std::int64_t day) {
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
            .day = day,
            .decided_by = fmt::format("account-{}", dice() % kPersons)};
}

// Copies of the one item, each of which waited somehow: as many letters a day as the next. Written
// by the database itself; figures are read as they always are.
Result<void> fill_waiting(Database& database, int letters) {
    auto const numbers = fmt::format(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= {})", letters);
    TRY(run_statement(
        database,
        numbers + " INSERT INTO item (number, id, arrived_at, receipt_date, date_source, channel,"
                  " entered_by, size_bytes, is_plain_text, blob_id, wrapped_key, sealed,"
                  " sealed_note, fingerprint, identical_to) SELECT i, 'id-' || i, arrived_at,"
                  " receipt_date, date_source, channel, entered_by, size_bytes, is_plain_text,"
                  " 'blob-' || i, wrapped_key, sealed, sealed_note, fingerprint, identical_to"
                  " FROM item, n WHERE number = 1"));
    return run_statement(
        database,
        fmt::format(
            "{} , r (i, d) AS (SELECT i, (CAST(i AS BIGINT) * 48271) % 2147483647 FROM n)"
            " INSERT INTO waiting (number, arrived, traits, shown, waited, closed_by)"
            " SELECT i, {} + CAST(i AS BIGINT) * {} / {},"
            " CASE d % 4 WHEN 0 THEN 'upload' WHEN 1 THEN 'mailbox' WHEN 2 THEN 'web_form'"
            " ELSE 'counter' END || CASE (d / 4) % 5 WHEN 0 THEN ' other' ELSE ' de' END"
            " || CASE (d / 20) % 3 WHEN 0 THEN ' simple' ELSE ' other' END"
            " || CASE (d / 60) % 3 WHEN 0 THEN ' short' WHEN 1 THEN ' medium' ELSE ' long' END"
            " || CASE (d / 180) % 3 WHEN 0 THEN ' text' WHEN 1 THEN ' scan' ELSE ' hard' END,"
            " CASE (d / 540) % 2 WHEN 0 THEN '' ELSE 'sort extract urgent' END,"
            " CASE (d / 1080) % 57 WHEN 56 THEN -1 ELSE (d / 1080) % 57 END,"
            " CASE (d / 1080) % 57 WHEN 56 THEN '' ELSE 'account-' || ((d / 61560) % {}) END FROM "
            "r",
            numbers, day_number(kFirst), kDays, letters + 2, kPersons));
}

// As the server does by itself, soon after so many rows; figures are asked for long after that.
Result<void> wait_until_tidy(Database& database) {
    constexpr int kSecondsMost = 300;
    for (int second = 0; second < kSecondsMost; ++second) {
        if (number_in(database, "SELECT COUNT(*) FROM pg_stat_user_tables WHERE schemaname ="
                                " current_schema() AND relname IN ('waiting', 'decision_outcome')"
                                " AND last_autovacuum IS NOT NULL AND last_autoanalyze IS NOT NULL"
                                " AND n_ins_since_vacuum <= 5000") == 2)
            return {};
        std::this_thread::sleep_for(std::chrono::seconds{1});
    }
    return fail(Code::timed_out, "bench.not_tidied");
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
                TRY(outcome_table::put(
                    sql, random_row(dice, item, done,
                                    day_number(kFirst) + std::int64_t{done} * kDays / decisions)));
            return {};
        });
        if (!written)
            return fmt::print(stderr, "{}\n", written.error().describe()), 1;
    }
    auto filled = fill_waiting(*door.database, decisions);
    if (filled && engine == Engine::postgresql)
        filled = wait_until_tidy(*door.database);
    if (!filled)
        return fmt::print(stderr, "{}\n", filled.error().describe()), 1;
    OutcomeFigures figures{*door.database, *door.keys, std::make_shared<Catalogue>()};
    Series period;
    Series drift;
    Series waiting;
    Series waiting_read;
    auto const last = plus_days(kFirst, kDays - 1);
    for (int run = 0; run < runs; ++run) {
        auto start = Clock::now();
        auto const read = figures.period(FunctionKey::sort, plus_days(last, -27), last);
        if (!read || !shown_period(*read, 5).shown)
            return fmt::print(stderr, "the decisions are wrong\n"), 1;
        period.add(milliseconds(start));
        start = Clock::now();
        auto const days = figures.days(FunctionKey::sort, kFirst, last);
        if (!days || drift_of(*days, {}).size() != 2)
            return fmt::print(stderr, "the days are wrong\n"), 1;
        drift.add(milliseconds(start));
        start = Clock::now();
        auto const letters =
            waiting_period(*door.database, FunctionKey::sort, plus_days(last, -27), last);
        waiting_read.add(milliseconds(start));
        auto const shown = letters ? shown_waiting(*letters, 5, Across::two_traits)
                                   : tl::unexpected(letters.error());
        if (!shown || shown->groups.size() < kGroupsLeast)
            return fmt::print(stderr, "the letters are wrong\n"), 1;
        waiting.add(milliseconds(start));
    }
    print_head(count, words);
    print_table_head();
    auto const* const name = engine == Engine::sqlite ? "SQLite" : "PostgreSQL";
    print_figure(
        fmt::format("four weeks by unit, kind and week, of {} decisions, {}", decisions, name),
        period, "ms", "200 ms");
    print_figure(fmt::format("drift since the start, of {} decisions, {}", decisions, name), drift,
                 "ms", "1 000 ms");
    print_figure(fmt::format("how long letters waited, of {}, {}", decisions, name), waiting, "ms",
                 "200 ms");
    print_figure(fmt::format("of it reading them, of {}, {}", decisions, name), waiting_read, "ms",
                 "-");
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
