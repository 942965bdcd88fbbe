// SPDX-License-Identifier: EUPL-1.2
// A log of 10 000 entries with one byte flipped at a time: each flip is found and its file named.
// The quick run samples the large files; `./test --long` flips every byte there is.
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "prove/log_verifier.hpp"
#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSmallFileBytes = 300; // checkpoint, key and the like: never sampled
constexpr std::size_t kFaultsShownMax = 10;

class FlippedBytesTest : public testing::Test {
  protected:
    struct Flip {
        std::size_t file; // index in names_
        std::size_t at;
    };

    void SetUp() override {
        auto log = LogFolder::open(path_, key_);
        ASSERT_TRUE(log) << log.error().describe();
        ASSERT_TRUE((*log)->append(slow::log_leaves(0, 9'990)));
        ASSERT_TRUE((*log)->append(slow::log_leaves(9'990, 10))); // leaves earlier partial tiles
        for (auto const& entry : fs::recursive_directory_iterator{path_})
            if (entry.is_regular_file())
                names_.push_back(entry.path().lexically_relative(path_).generic_string());
        std::sort(names_.begin(), names_.end());
        ASSERT_EQ(fault_of(path_), "");
    }
    std::vector<Flip> every_byte(std::size_t step) {
        std::vector<Flip> flips;
        std::size_t passed = 0;
        for (std::size_t file = 0; file < names_.size(); ++file) {
            auto const size = fs::file_size(path_ / names_[file]);
            for (std::size_t at = 0; at < size; ++at)
                if (size <= kSmallFileBytes || ++passed % step == 0)
                    flips.push_back({file, at});
        }
        return flips;
    }
    // The file of the first fault, "" if all is right.
    std::string fault_of(fs::path const& log) const {
        LogVerifierOptions options;
        options.threads = 1;
        auto const report = verify_log(log, key_.verifier(), options);
        if (!report)
            return report.error().describe();
        return report->fault ? report->fault->file : "";
    }
    // Each thread has a copy of the log of its own.
    void expect_each_is_found(std::vector<Flip> const& flips) {
        std::atomic<std::size_t> next{0};
        std::vector<std::thread> crew;
        for (unsigned i = 0; i < std::max(std::thread::hardware_concurrency(), 1U); ++i)
            crew.emplace_back([&, i] {
                auto const copy = folder_ / fmt::format("copy-{}", i);
                fs::copy(path_, copy, fs::copy_options::recursive);
                for (auto number = next++; number < flips.size(); number = next++)
                    flip(copy, flips[number], static_cast<char>(1 << number % 8));
                if (auto const left = fault_of(copy); !left.empty())
                    blame(left + " was not put right again");
            });
        for (auto& thread : crew)
            thread.join();
        for (auto const& fault : faults_)
            ADD_FAILURE() << fault;
    }

  private:
    void flip(fs::path const& log, Flip const& flip, char mask) {
        auto const& name = names_[flip.file];
        std::fstream file{log / name, std::ios::binary | std::ios::in | std::ios::out};
        auto const put = [&](char byte) {
            file.seekp(static_cast<std::streamoff>(flip.at));
            file.put(byte).flush();
        };
        file.seekg(static_cast<std::streamoff>(flip.at));
        auto const right = static_cast<char>(file.get());
        put(static_cast<char>(right ^ mask));
        if (auto const found = fault_of(log); found != name)
            blame(fmt::format("byte {} of {}: \"{}\"", flip.at, name, found));
        put(right);
    }
    void blame(std::string fault) {
        std::scoped_lock const guard{mutex_};
        if (faults_.size() < kFaultsShownMax)
            faults_.push_back(std::move(fault));
    }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    LogKey const key_ = slow::log_key();
    std::vector<std::string> names_;
    std::mutex mutex_;
    std::vector<std::string> faults_;
};

TEST_F(FlippedBytesTest, SampledOnesAreFound) {
    auto const flips = every_byte(331);
    EXPECT_GT(flips.size(), 2'000U);
    expect_each_is_found(flips);
}

// Run by its name (tests/prove/CMakeLists.txt).
TEST_F(FlippedBytesTest, DISABLED_EveryOneIsFound) {
    auto const flips = every_byte(1);
    EXPECT_GT(flips.size(), 670'000U);
    expect_each_is_found(flips);
}

} // namespace
} // namespace leitstand
