// SPDX-License-Identifier: EUPL-1.2
// The log on disk: entries a second in appends of several sizes, the time of one small append, of a
// receipt, and of the offline check of a large log. Use:
//   prove_bench [--entries 1000000] [--runs 5] [--folder /tmp]
// The folder must lie on the disk that is to be measured.
#include <cstdio>
#include <cstdlib>

#include "base/ids.hpp"
#include "figures.hpp"
#include "prove/log_folder.hpp"
#include "prove/log_verifier.hpp"
#include "prove/receipt.hpp"

namespace {

using namespace leitstand;
using Clock = std::chrono::steady_clock;

double seconds_of(std::function<void()> const& act) {
    auto const begin = Clock::now();
    act();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

template <typename T>
T taken(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().describe().c_str());
        std::exit(3);
    }
    return *std::move(result);
}

std::vector<std::string> leaves(std::uint64_t first, std::size_t count) {
    std::vector<std::string> made;
    made.reserve(count);
    for (auto i = first; i < first + count; ++i)
        made.push_back(kLeafVersion + sha256(std::to_string(i)));
    return made;
}

void measure_appends(LogFolder& log, std::size_t count, long runs) {
    bench::Series rate;
    for (long i = 0; i < runs; ++i) {
        auto const more = leaves(log.size(), count);
        rate.add(static_cast<double>(count) / seconds_of([&] { taken(log.append(more)); }));
    }
    bench::print_figure(fmt::format("entries in appends of {}", count), rate, "/s",
                        count == 10'000 ? ">= 10 000/s" : "");
}

void measure_small_appends(LogFolder& log) {
    bench::Series times;
    for (int i = 0; i < 200; ++i) {
        auto const more = leaves(log.size(), 1);
        times.add(seconds_of([&] { taken(log.append(more)); }) * 1e3);
    }
    bench::print_figure("append of one entry, durable", times, "ms", "");
    bench::Series slowest;
    slowest.add(times.quantile(0.99));
    bench::print_figure("append of one entry, p99 of 200", slowest, "ms", "");
}

} // namespace

int main(int count, char** words) {
    auto const entries =
        static_cast<std::uint64_t>(bench::option(count, words, "--entries", 1'000'000));
    auto const runs = bench::option(count, words, "--runs", 5);
    auto const folder =
        std::filesystem::path{bench::text_option(count, words, "--folder", "/tmp")} /
        ("prove-bench-" + new_id());
    LogKey const key{"log.example/bench", SigningKey::random()};
    auto log = taken(LogFolder::open(folder, key));
    bench::print_head(count, words);
    bench::print_table_head();
    measure_small_appends(*log);
    for (std::size_t const size : {100, 1'000, 10'000})
        measure_appends(*log, size, runs);
    while (log->size() < entries)
        taken(
            log->append(leaves(log->size(), std::min<std::size_t>(50'000, entries - log->size()))));

    bench::Series receipts;
    for (int i = 0; i < 500; ++i) {
        auto const index = static_cast<std::uint64_t>(i) * 7'919 % log->size();
        receipts.add(seconds_of([&] { taken(log->receipt(index)); }) * 1e3);
    }
    bench::print_figure(fmt::format("receipt out of {} entries", log->size()), receipts, "ms",
                        "< 5 ms");
    for (unsigned const threads : {1U, 2U}) {
        LogVerifierOptions options;
        options.threads = threads;
        bench::Series times;
        for (long i = 0; i < runs; ++i)
            times.add(seconds_of([&] {
                auto const report = taken(verify_log(folder, key.verifier(), options));
                if (report.fault) {
                    std::fprintf(stderr, "%s\n", report.fault->file.c_str());
                    std::exit(3);
                }
            }));
        bench::print_figure(fmt::format("verify {} entries, {} threads", log->size(), threads),
                            times, "s", threads == 2 ? "< 3 s for 1 000 000" : "");
    }
    log.reset();
    std::filesystem::remove_all(folder);
    return 0;
}
