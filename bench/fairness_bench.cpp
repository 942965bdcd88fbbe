// SPDX-License-Identifier: EUPL-1.2
// The fairness report over a long decision table: reading, counting, statistics. The table (four
// grouping columns with 2, 6, 8 and 16 values, label, score) is drawn with a fixed seed. Use:
//   fairness_bench [--rows 10000000] [--threads 2] [--runs 5] [--table FILE]
// --table keeps the table, for another program beside it (bench/fairness_compare.py).
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "figures.hpp"
#include "govern/fairness/decision_table.hpp"
#include "govern/fairness/fairness_report.hpp"

namespace {

using namespace leitstand;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// splitmix64 (Steele, Lea, Flood 2014): the same rows on every machine.
struct Draws {
    std::uint64_t state = 1;
    std::uint64_t next() {
        auto z = state += 0x9E3779B97F4A7C15ull;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t bound) { return (next() >> 32) * bound >> 32; }
};

double processor_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const of = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

void write_table(std::filesystem::path const& path, long rows) {
    constexpr char const* kSexes[] = {"weiblich", "männlich"};
    constexpr char const* kAges[] = {"unter 25", "25-34", "35-44", "45-54", "55-64", "ab 65"};
    Draws draws;
    std::ofstream out{path, std::ios::binary};
    std::string lines = "sex,age,language,place,label,score\n";
    for (long row = 0; row < rows; ++row) {
        auto const label = draws.below(10) < 3;
        auto const score = draws.below(600) + (label ? 400 : 0);
        fmt::format_to(std::back_inserter(lines), "{},{},L{},Kreis {},{},0.{:03}\n",
                       kSexes[draws.below(2)], kAges[draws.below(6)], draws.below(8),
                       draws.below(16), label ? 1 : 0, score);
        if (lines.size() > 1 << 20 || row + 1 == rows) {
            out << lines;
            lines.clear();
        }
    }
}

template <typename T>
T taken(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().describe().c_str());
        std::exit(3);
    }
    return std::move(*result);
}

} // namespace

int main(int count, char** words) {
    bench::print_head(count, words);
    auto const rows = bench::option(count, words, "--rows", 10'000'000);
    auto const runs = bench::option(count, words, "--runs", 5);
    auto const kept = bench::text_option(count, words, "--table", "");
    std::filesystem::path const path =
        kept.empty() ? std::filesystem::temp_directory_path() / "fairness_bench.csv"
                     : std::filesystem::path{kept};
    write_table(path, rows);
    fairness::DecisionTable table;
    table.groups = {"sex", "age", "language", "place"};
    table.label = "label";
    table.score = "score";
    table.threshold = 0.5;
    table.threads = static_cast<unsigned>(bench::option(count, words, "--threads", 2));
    bench::Series counting, reporting, whole, processor;
    std::size_t groups = 0;
    for (long run = 0; run < runs; ++run) {
        auto const begin = Clock::now();
        auto const used = processor_seconds();
        auto const counted = taken(fairness::count_table(path, table));
        counting.add(seconds_since(begin));
        auto const counted_at = Clock::now();
        groups = taken(fairness::report_fairness(counted.counts, {})).groups.size();
        reporting.add(seconds_since(counted_at));
        whole.add(seconds_since(begin));
        processor.add(processor_seconds() - used);
    }
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    bench::Series memory, size;
    memory.add(static_cast<double>(used.ru_maxrss) / 1024);
    size.add(static_cast<double>(std::filesystem::file_size(path)) / 1e6);
    std::printf("%ld rows, %zu groups and pairs, %u threads\n", rows, groups, table.threads);
    bench::print_table_head();
    bench::print_figure("fairness report, whole", whole, "s", "5 s");
    bench::print_figure("of it reading and counting", counting, "s", "");
    bench::print_figure("of it statistics", reporting, "s", "");
    bench::print_figure("processor time of all threads", processor, "s", "");
    bench::print_figure("memory at most", memory, "MB", "1000 MB");
    bench::print_figure("size of the table", size, "MB", "");
    if (kept.empty())
        std::filesystem::remove(path);
    return 0;
}
