// SPDX-License-Identifier: EUPL-1.2
// Every file of the public sets ends read, read in part or refused with a key of the closed list,
// within its deadline and without a crash. Prints the table of docs/quality.md.
#include <map>
#include <thread>

#include "read/refusal.hpp"
#include "tests/reader/support.hpp"
#include "tests/support/data_folder.hpp"

namespace leitstand::test {

namespace {

struct Row {
    int files = 0, read = 0, partly = 0, refused = 0, failed = 0;
    double slowest_ms = 0;
    std::map<std::string, int> reasons;
};

std::vector<std::filesystem::path> files_of(std::filesystem::path const& folder) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.is_regular_file() && entry.path().extension() != ".md" &&
            !entry.path().string().ends_with("index.tsv"))
            files.push_back(entry.path());
    if (folder.filename() == "mail") // the expected results stand beside the messages
        std::erase_if(files, [](auto const& file) { return file.extension() == ".json"; });
    std::sort(files.begin(), files.end());
    return files;
}

void count(Reading& reading, std::filesystem::path const& file, Row& row, std::mutex& mutex) {
    auto const bytes = read_file(file, 50 << 20);
    ASSERT_TRUE(bytes) << file;
    auto const start = std::chrono::steady_clock::now();
    auto const document = reading.read(*bytes, file.filename().string());
    auto const ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    std::lock_guard const lock{mutex};
    ++row.files;
    row.slowest_ms = std::max(row.slowest_ms, ms);
    if (!document) {
        ++row.failed;
        ++row.reasons[document.error().key];
        ADD_FAILURE() << file << ": " << document.error().describe();
        return;
    }
    row.read += document->status == ReadStatus::read ? 1 : 0;
    row.partly += document->status == ReadStatus::partly_read ? 1 : 0;
    row.refused += document->status == ReadStatus::refused ? 1 : 0;
    if (document->status != ReadStatus::read) {
        ++row.reasons[document->reason];
        EXPECT_NE(refusal_text(document->reason), nullptr) << file << ": " << document->reason;
    }
}

void print(char const* name, Row const& row) {
    std::string reasons;
    for (auto const& [reason, count] : row.reasons)
        reasons += fmt::format("{} {}, ", reason, count);
    std::printf("| %s | %d | %d | %d | %d | %d | %.0f ms | %s |\n", name, row.files, row.read,
                row.partly, row.refused, row.failed, row.slowest_ms,
                reasons.substr(0, reasons.size() > 2 ? reasons.size() - 2 : 0).c_str());
}

} // namespace

class Corpus : public testing::TestWithParam<char const*> {};
INSTANTIATE_TEST_SUITE_P(Sets, Corpus, testing::Values("mail", "pdf", "text", "image"),
                         [](auto const& set) { return std::string{set.param}; });

TEST_P(Corpus, EveryFileEndsWithAnOutcome) {
    auto const root = data_folder("read");
    if (!root)
        GTEST_SKIP() << "no test data (LEITSTAND_DATA)";
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    Row row;
    std::mutex mutex;
    std::atomic<std::size_t> next = 0;
    auto const files = files_of(*root / GetParam());
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            for (auto i = next++; i < files.size(); i = next++)
                count(*reading, files[i], row, mutex);
        });
    for (auto& thread : threads)
        thread.join();
    print(GetParam(), row);
    EXPECT_GT(row.files, 90);
    if (std::string_view{GetParam()} == "image") {
        EXPECT_GT(row.read, 30); // those in formats that can be read and are whole
    }
}

} // namespace leitstand::test
