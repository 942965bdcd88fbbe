// SPDX-License-Identifier: EUPL-1.2
// Reading in the sandbox, a process for each document: PDF text against `pdftotext` run once per
// file (both in turn, one file after the other), e-mails a second, and the cost of a document that
// needs no work; recognition is measured elsewhere (bench/ocr). Needs LEITSTAND_DATA. Use:
//   read_bench [--runs 7] [--threads 2] [--reader PROGRAM, to compare two builds in turn]
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "base/files.hpp"
#include "figures.hpp"
#include "read/reading.hpp"
#include "support/data_folder.hpp"

namespace {

using namespace leitstand;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::filesystem::path> files_of(std::filesystem::path const& folder,
                                            std::string_view ending) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.path().extension() == ending)
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void run_pdftotext(std::filesystem::path const& file) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    std::string program = "pdftotext", name = file.string(), out = "-";
    std::array<char*, 4> arguments{program.data(), name.data(), out.data(), nullptr};
    pid_t process = 0;
    if (posix_spawnp(&process, "pdftotext", &actions, nullptr, arguments.data(), environ) != 0) {
        std::fputs("pdftotext is missing (package poppler-utils)\n", stderr);
        std::exit(3);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    posix_spawn_file_actions_destroy(&actions);
}

// Reads each file from disk and has it read; the seconds that all took. An error of the reader
// counts as a document.
double read_all(Reading& reading, std::vector<std::filesystem::path> const& files, long threads) {
    std::atomic<std::size_t> next = 0;
    auto const start = Clock::now();
    std::vector<std::thread> crew;
    for (long t = 0; t < threads; ++t)
        crew.emplace_back([&] {
            for (auto i = next++; i < files.size(); i = next++)
                if (auto const bytes = read_file(files[i], 50 << 20))
                    static_cast<void>(
                        reading.read(*bytes, files[i].filename().string(), {}, Depth::quick));
        });
    for (auto& thread : crew)
        thread.join();
    return seconds_since(start);
}

void compare_pdfs(Reading& reading, std::filesystem::path const& folder, long runs) {
    auto const files = files_of(folder, ".pdf");
    bench::Series ours, theirs, ratio;
    for (long run = -1; run < runs; ++run) { // the first does not count
        auto const start = Clock::now();
        for (auto const& file : files)
            run_pdftotext(file);
        auto const them = seconds_since(start);
        auto const us = read_all(reading, files, 1);
        if (run < 0)
            continue;
        theirs.add(them * 1000 / static_cast<double>(files.size()));
        ours.add(us * 1000 / static_cast<double>(files.size()));
        ratio.add(them / us);
    }
    bench::print_figure(fmt::format("pdftotext, {} PDFs, one process each", files.size()), theirs,
                        "ms", "");
    bench::print_figure("the same PDFs and their embedded files in the sandbox", ours, "ms", "");
    bench::print_figure("speed against pdftotext", ratio, "times", "0.8 or more");
}

void measure_mails(Reading& reading, std::filesystem::path const& folder, long runs, long threads) {
    auto const files = files_of(folder, ".eml");
    bench::Series rate;
    for (long run = -1; run < runs; ++run) {
        auto const seconds = read_all(reading, files, threads);
        if (run >= 0)
            rate.add(static_cast<double>(files.size()) / seconds);
    }
    bench::print_figure(fmt::format("e-mails with their attachments, {} threads", threads), rate,
                        "/s", "");
}

void measure_least(Reading& reading, long runs) {
    bench::Series each;
    for (long run = 0; run < runs; ++run) {
        auto const start = Clock::now();
        for (int i = 0; i < 200; ++i)
            static_cast<void>(reading.read("Guten Tag", "a.txt", {}, Depth::quick));
        each.add(seconds_since(start) * 1000 / 200);
    }
    bench::print_figure("a document of two words", each, "ms", "about 2");
}

} // namespace

int main(int count, char** words) {
    auto const runs = bench::option(count, words, "--runs", 7);
    auto const threads = bench::option(count, words, "--threads", 2);
    auto const folder = test::data_folder("read");
    if (!folder) {
        std::fputs("LEITSTAND_DATA names no folder with the public test data\n", stderr);
        return 3;
    }
    ReadingOptions options;
    options.reader_program = bench::text_option(count, words, "--reader", LEITSTAND_READER);
    auto const start = Clock::now();
    auto const reading = Reading::start(options);
    if (!reading) {
        std::fprintf(stderr, "%s\n", reading.error().describe().c_str());
        return 3;
    }
    auto const ready_ms = seconds_since(start) * 1000;
    bench::print_head(count, words);
    std::printf("\nSandbox level %s, self-test passed after %.0f ms.\n\n",
                std::string{level_name((*reading)->level())}.c_str(), ready_ms);
    bench::print_table_head();
    measure_least(**reading, runs);
    measure_mails(**reading, *folder / "mail", runs, 1);
    measure_mails(**reading, *folder / "mail", runs, threads);
    compare_pdfs(**reading, *folder / "pdf", runs);
    return 0;
}
