// SPDX-License-Identifier: EUPL-1.2
// Durable small writes through the one door (by threads), and sealed blobs of a mail's size. Use:
//   store_bench [--seconds 2] [--runs 5] [--folder /tmp] [--url postgresql://…]
// Without --url the writes go to a SQLite file in the folder, which must lie on the disk that is to
// be measured.
#include <cstdio>
#include <cstdlib>

#include "base/ids.hpp"
#include "figures.hpp"
#include "store/blob_store.hpp"
#include "store/database.hpp"
#include "store/job_queue.hpp"

namespace {

using namespace leitstand;
using Clock = std::chrono::steady_clock;

// Calls `act` from `threads` threads for the given time; the answer is calls per second.
double rate(int threads, double seconds, std::function<Result<void>()> const& act) {
    std::atomic<std::int64_t> calls{0};
    auto const begin = Clock::now();
    auto const end =
        begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    std::vector<std::thread> crew;
    for (int i = 0; i < threads; ++i)
        crew.emplace_back([&] {
            while (Clock::now() < end) {
                if (auto const done = act(); !done) {
                    std::fprintf(stderr, "%s\n", done.error().describe().c_str());
                    std::exit(3);
                }
                ++calls;
            }
        });
    for (auto& thread : crew)
        thread.join();
    return static_cast<double>(calls) / std::chrono::duration<double>(Clock::now() - begin).count();
}

void measure(std::string const& name, long runs, std::function<double()> const& run) {
    bench::Series series;
    for (long i = 0; i < runs; ++i)
        series.add(run());
    bench::print_figure(name, series, "/s", "");
}

} // namespace

int main(int count, char** words) {
    auto const seconds = static_cast<double>(bench::option(count, words, "--seconds", 2));
    auto const runs = bench::option(count, words, "--runs", 5);
    std::filesystem::path const folder =
        std::filesystem::path{bench::text_option(count, words, "--folder", "/tmp")} /
        ("store-bench-" + new_id());
    std::filesystem::create_directories(folder);
    auto const url =
        bench::text_option(count, words, "--url", "sqlite:" + (folder / "bench.db").string());
    auto database = Database::open(url, Limits{});
    auto blobs = BlobStore::open(folder / "blobs");
    if (!database || !blobs) {
        std::fprintf(stderr, "%s\n",
                     (database ? blobs.error() : database.error()).describe().c_str());
        return 3;
    }
    bench::print_head(count, words);
    bench::print_table_head();
    for (int const threads : {1, 2, 16, 64})
        measure(fmt::format("durable writes of one row, {} threads", threads), runs, [&, threads] {
            return rate(threads, seconds, [&] {
                return (*database)->write([](Sql& sql) {
                    return enqueue_job(sql, "bench", "0123456789abcdef", 0, Instant{1});
                });
            });
        });
    measure("jobs leased by 16 and finished, 2 threads (x16)", runs, [&] {
        return rate(2, seconds, [&]() -> Result<void> {
            auto const jobs =
                TRY(lease_jobs(**database, 16, std::chrono::seconds{60}, system_time().now()));
            return (*database)->write([&](Sql& sql) -> Result<void> {
                for (auto const& job : jobs)
                    TRY(finish_job(sql, job));
                return {};
            });
        });
    });
    auto const key = SecretKey::random();
    std::string const mail(4096, 'm');
    for (int const threads : {1, 2, 8})
        measure(fmt::format("sealed blobs of 4 KiB, {} threads", threads), runs, [&, threads] {
            return rate(threads, seconds, [&]() -> Result<void> {
                TRY((*blobs)->put(key, mail));
                return {};
            });
        });
    std::filesystem::remove_all(folder);
    return 0;
}
