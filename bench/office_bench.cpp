// SPDX-License-Identifier: EUPL-1.2
// Reading office files in the sandbox, a process for each: files a second with all threads, and the
// time of one file of each format. The files are those of tests/reader/golden/office, written by
// pandoc, python-docx and LibreOffice. Use:
//   office_bench [--runs 7] [--threads 2]
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "base/files.hpp"
#include "figures.hpp"
#include "read/reading.hpp"

namespace {

using namespace leitstand;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRounds = 40; // of all files in one run

struct Office {
    std::string name;
    std::string bytes;
};

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<Office> office_files() {
    auto const folder = std::filesystem::path{LEITSTAND_SOURCE_DIR} / "tests/reader/golden/office";
    std::vector<Office> files;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        auto const ending = entry.path().extension();
        if (ending != ".docx" && ending != ".odt" && ending != ".rtf")
            continue;
        if (auto bytes = read_file(entry.path(), 1 << 20))
            files.push_back({entry.path().filename().string(), std::move(*bytes)});
    }
    std::sort(files.begin(), files.end(),
              [](Office const& a, Office const& b) { return a.name < b.name; });
    return files;
}

// The seconds that kRounds of all files take; ends the program if one is not read.
double read_all(Reading& reading, std::vector<Office> const& files, long threads) {
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    auto const start = Clock::now();
    std::vector<std::thread> crew;
    for (long t = 0; t < threads; ++t)
        crew.emplace_back([&] {
            for (auto i = next++; i < files.size() * kRounds; i = next++) {
                auto const& file = files[i % files.size()];
                auto const document = reading.read(file.bytes, file.name);
                if (!document || document->status != ReadStatus::read)
                    failed = true;
            }
        });
    for (auto& thread : crew)
        thread.join();
    if (failed) {
        std::fputs("an office file was not read\n", stderr);
        std::exit(1);
    }
    return seconds_since(start);
}

} // namespace

int main(int count, char** words) {
    auto const runs = bench::option(count, words, "--runs", 7);
    auto const threads = bench::option(count, words, "--threads", 2);
    auto const files = office_files();
    ReadingOptions options;
    options.reader_program = LEITSTAND_READER;
    auto const reading = Reading::start(options);
    if (!reading || files.empty()) {
        std::fputs("no reader or no office files\n", stderr);
        return 3;
    }
    bench::print_head(count, words);
    bench::print_table_head();
    bench::Series rate;
    for (long run = -1; run < runs; ++run) { // the first does not count
        auto const seconds = read_all(**reading, files, threads);
        if (run >= 0)
            rate.add(static_cast<double>(files.size() * kRounds) / seconds);
    }
    bench::print_figure(fmt::format("office files in the sandbox, {} threads", threads), rate, "/s",
                        "200 or more");
    for (std::string_view const ending : {".docx", ".odt", ".rtf"}) {
        std::vector<Office> some;
        for (auto const& file : files)
            if (file.name.ends_with(ending))
                some.push_back(file);
        bench::Series each;
        for (long run = 0; run < runs; ++run)
            each.add(read_all(**reading, some, 1) * 1000 /
                     static_cast<double>(some.size() * kRounds));
        bench::print_figure(fmt::format("one {} file, one thread", ending), each, "ms", "");
    }
    return 0;
}
