// SPDX-License-Identifier: EUPL-1.2
// The log on disk: the same tree however it is cut into appends, kills and refusals of the disk at
// any point, and what open() does not take.
#include "prove/log_folder.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "prove/log_verifier.hpp"
#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

// Files longer than this cannot be written while it lives.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t most) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit const limited{most, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limited);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

class LogFolderTest : public testing::Test {
  protected:
    std::unique_ptr<LogFolder> open() {
        auto log = LogFolder::open(path_, key_);
        EXPECT_TRUE(log) << log.error().describe();
        return log ? *std::move(log) : nullptr;
    }
    // That the folder verifies, has this size and the root of the reference.
    void expect_right(std::size_t size) {
        auto const report = verify_log(path_, key_.verifier());
        ASSERT_TRUE(report) << report.error().describe();
        ASSERT_FALSE(report->fault) << report->fault->file << ": " << report->fault->expected
                                    << " / " << report->fault->found;
        EXPECT_EQ(report->checkpoint->size, size);
        EXPECT_EQ(report->checkpoint->root, slow::root_of_log(size));
    }
    std::string refusal() {
        auto const log = LogFolder::open(path_, key_);
        return log ? "opened" : log.error().key;
    }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    LogKey const key_ = slow::log_key();
};

TEST_F(LogFolderTest, BeginsEmptyAndSigned) {
    auto const log = open();
    EXPECT_EQ(log->size(), 0U);
    auto const opened = open_checkpoint(log->signed_checkpoint(), log->verifier());
    ASSERT_TRUE(opened) << opened.error().describe();
    EXPECT_EQ(opened->checkpoint, (Checkpoint{key_.name, 0, empty_tree_root()}));
    EXPECT_EQ(*key_named_by(path_), key_.verifier());
    EXPECT_EQ(log->receipt(0).error().key, "log.no_entry");
    expect_right(0);
}

TEST_F(LogFolderTest, TheTreeDoesNotDependOnTheAppends) {
    std::size_t size = 0;
    auto log = open();
    for (std::size_t const count : {1, 1, 2, 251, 1, 1, 255, 256, 257, 0, 1000, 7}) {
        auto const checkpoint = log->append(slow::log_leaves(size, count));
        ASSERT_TRUE(checkpoint) << checkpoint.error().describe();
        size += count;
        EXPECT_EQ(checkpoint->size, size);
        EXPECT_EQ(checkpoint->root, slow::root_of_log(size)) << size;
        EXPECT_EQ(log->checkpoint(), *checkpoint);
        expect_right(size);
        if (count % 2 == 1) { // with and without a fresh start
            log.reset();
            log = open();
            EXPECT_EQ(log->checkpoint(), *checkpoint);
        }
    }
}

TEST_F(LogFolderTest, ThreeLevelsOfTiles) {
    auto log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 65'535)));
    ASSERT_TRUE(log->append(slow::log_leaves(65'535, 2)));
    EXPECT_TRUE(fs::exists(path_ / "tile/0/255"));
    EXPECT_TRUE(fs::exists(path_ / "tile/1/000"));
    EXPECT_TRUE(fs::exists(path_ / "tile/2/000.p/1"));
    EXPECT_FALSE(fs::exists(path_ / "tile/1/000.p")); // full: its partial files went away
    expect_right(65'537);
    log.reset();
    EXPECT_EQ(open()->size(), 65'537U);
}

TEST_F(LogFolderTest, FilesAreThoseOfTheFormat) {
    auto const leaves = slow::log_leaves(0, 3);
    ASSERT_TRUE(open()->append(leaves));
    auto const bundle = *read_file(path_ / "tile/entries/000.p/3", 1000);
    std::string expected;
    for (auto const& leaf : leaves)
        expected += std::string{"\0\x21", 2} + leaf;
    EXPECT_EQ(bundle, expected);
    auto const tile = *read_file(path_ / "tile/0/000.p/3", 1000);
    EXPECT_EQ(tile.size(), 96U);
    EXPECT_EQ(tile.substr(32, 32), bytes_of(leaf_hash(leaves[1])));
}

TEST_F(LogFolderTest, ProvesThatItGoesOn) {
    auto const log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 700)));
    for (std::size_t const old_size : {1, 2, 255, 256, 257, 511, 512, 513, 699, 700}) {
        auto const proof = log->consistency(old_size);
        ASSERT_TRUE(proof) << proof.error().describe();
        EXPECT_TRUE(check_consistency(old_size, 700, slow::root_of_log(old_size),
                                      log->checkpoint().root, *proof));
    }
    EXPECT_EQ(log->consistency(0).error().key, "log.no_entry");
    EXPECT_EQ(log->consistency(701).error().key, "log.no_entry");
}

TEST_F(LogFolderTest, OneWriterAtATime) {
    auto log = open();
    EXPECT_EQ(refusal(), "log.in_use");
    log.reset();
    EXPECT_EQ(refusal(), "opened");
}

TEST_F(LogFolderTest, AnotherLogAndAnotherKeyAreRefused) {
    ASSERT_TRUE(open()->append(slow::log_leaves(0, 5)));
    auto const other = LogFolder::open(path_, slow::log_key("log.example/other"));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().key, "log.other_origin");
    auto const thief = LogFolder::open(path_, slow::log_key(key_.name, 't'));
    ASSERT_FALSE(thief);
    EXPECT_EQ(thief.error().key, "log.damaged");
    EXPECT_THAT(thief.error().detail, testing::HasSubstr("note.not_signed"));
}

TEST_F(LogFolderTest, DamageAtTheRightEdgeIsNoticedAtTheStart) {
    ASSERT_TRUE(open()->append(slow::log_leaves(0, 600)));
    for (auto const* name :
         {"checkpoint", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88"}) {
        auto const file = path_ / name;
        auto const right = *read_file(file, 1 << 20);
        auto wrong = right;
        wrong[wrong.size() / 2] = static_cast<char>(wrong[wrong.size() / 2] ^ 1);
        std::ofstream{file, std::ios::trunc | std::ios::binary} << wrong;
        EXPECT_EQ(refusal(), "log.damaged") << name;
        fs::remove(file);
        EXPECT_EQ(refusal(), "log.damaged") << name;
        std::ofstream{file, std::ios::trunc | std::ios::binary} << right;
        EXPECT_EQ(refusal(), "opened") << name;
    }
}

TEST_F(LogFolderTest, AReceiptIsNotGivenFromDamagedTiles) {
    auto const log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 600)));
    auto const spoil = [&](char const* name) {
        auto bytes = *read_file(path_ / name, 1 << 20);
        bytes[40] = static_cast<char>(bytes[40] ^ 1);
        std::ofstream{path_ / name, std::ios::trunc | std::ios::binary} << bytes;
    };
    ASSERT_TRUE(log->receipt(0));
    spoil("tile/0/000");
    auto const receipt = log->receipt(0);
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().key, "log.damaged");
    EXPECT_TRUE(log->receipt(300)); // its way does not lead through the damaged tile
    fs::remove(path_ / "tile/0/000");
    EXPECT_THAT(log->receipt(0).error().detail, testing::HasSubstr("tile/0/000"));
}

// An append that did not get to its checkpoint left torn files; the next one comes to another size
// and would never write them again.
TEST_F(LogFolderTest, WhatACutOffAppendLeftIsRemoved) {
    ASSERT_TRUE(open()->append(slow::log_leaves(0, 100)));
    for (auto const* name : {"tile/0/000.p/120", "tile/entries/000.p/120", "tile/0/000",
                             "tile/0/001", "tile/entries/001.p/3", "tile/0/002.p/1"}) {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name} << "torn";
    }
    std::ofstream{path_ / ".checkpoint.x.tmp"} << "torn";
    EXPECT_EQ(verify_log(path_, key_.verifier())->leftovers, 6U);
    auto const log = open();
    EXPECT_FALSE(fs::exists(path_ / ".checkpoint.x.tmp"));
    EXPECT_EQ(verify_log(path_, key_.verifier())->leftovers, 0U);
    ASSERT_TRUE(log->append(slow::log_leaves(100, 30))); // past 120
    expect_right(130);
    ASSERT_TRUE(log->append(slow::log_leaves(130, 400)));
    expect_right(530);
}

TEST_F(LogFolderTest, AReadOnlyDiskIsSaidAndTheLogStays) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    auto const log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 10)));
    for (auto const* name : {"tile/0/000.p", "tile/entries/000.p", "."})
        fs::permissions(path_ / name, fs::perms::owner_read | fs::perms::owner_exec);
    auto const refused = log->append(slow::log_leaves(10, 10));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "log.cannot_write");
    EXPECT_EQ(refused.error().code, Code::unavailable); // of no right of whoever acts
    EXPECT_EQ(log->size(), 10U);
    EXPECT_TRUE(log->receipt(9));
    expect_right(10);
    for (auto const* name : {".", "tile/0/000.p", "tile/entries/000.p"})
        fs::permissions(path_ / name, fs::perms::owner_all);
    ASSERT_TRUE(log->append(slow::log_leaves(10, 10)));
    expect_right(20);
}

// The disk refuses to take a file past some size, as a full one does in the middle of any write.
TEST_F(LogFolderTest, AWriteThatIsCutShortLeavesTheOldTree) {
    auto const log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 10)));
    for (rlim_t const most : {1, 100, 400, 1000, 8000, 8192}) {
        auto const refused = [&] {
            FileSizeLimit const limit{most};
            return log->append(slow::log_leaves(10, 600));
        }();
        ASSERT_FALSE(refused) << most;
        EXPECT_EQ(refused.error().key, "log.cannot_write");
        EXPECT_EQ(log->size(), 10U);
        expect_right(10);
    }
    ASSERT_TRUE(log->append(slow::log_leaves(10, 600)));
    expect_right(610);
}

// The torn file of an append that failed is a partial tile that the next one passes by.
TEST_F(LogFolderTest, ATornTileOfAFailedAppendIsNotTakenForDamageLater) {
    auto const log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 10)));
    {
        FileSizeLimit const limit{200};
        ASSERT_FALSE(log->append(slow::log_leaves(10, 5)));
    }
    EXPECT_FALSE(fs::exists(path_ / "tile/entries/000.p/15"));
    ASSERT_TRUE(log->append(slow::log_leaves(10, 20)));
    expect_right(30);
}

// The checkpoint could not be written, and what the disk says could not be read either: the next
// append begins with that.
TEST_F(LogFolderTest, WhatCouldNotBeReadAfterAFailureIsReadBeforeTheNextAppend) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may read everywhere";
    auto const log = open();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 1)));
    fs::permissions(path_ / "checkpoint", fs::perms::none);
    {
        FileSizeLimit const limit{100}; // enough for the tiles, not for a checkpoint
        ASSERT_FALSE(log->append(slow::log_leaves(1, 1)));
    }
    EXPECT_TRUE(fs::exists(path_ / "tile/0/000.p/2"));
    EXPECT_EQ(log->append(slow::log_leaves(1, 1)).error().key, "log.cannot_read");
    EXPECT_EQ(log->size(), 1U);
    fs::permissions(path_ / "checkpoint", fs::perms::owner_read | fs::perms::owner_write);
    ASSERT_TRUE(log->append(slow::log_leaves(1, 2)));
    EXPECT_FALSE(fs::exists(path_ / "tile/0/000.p/2")) << "it was never signed";
    expect_right(3);
}

// The name of the folder must be durable also where a process made it that was killed before that.
TEST_F(LogFolderTest, TheFolderThatHoldsTheLogIsSyncedWithEachStart) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may read everywhere";
    auto const parent = folder_ / "parent";
    fs::create_directories(parent / "log");
    fs::permissions(parent, fs::perms::owner_write | fs::perms::owner_exec); // cannot be opened
    auto const refused = LogFolder::open(parent / "log", key_);
    fs::permissions(parent, fs::perms::owner_all);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "log.cannot_write");
    EXPECT_TRUE(LogFolder::open(parent / "log", key_));
}

// Appends in a child until it is killed; the parent goes on where the log says it is.
TEST_F(LogFolderTest, KillsAtAnyTimeLeaveATreeThatGoesOn) {
    std::size_t most = 0;
    // From a start that is cut off to the end of the second append, however slow the disk is.
    auto const begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(open()->append(slow::log_leaves(0, 1)));
    auto const span = 2 * std::chrono::duration_cast<std::chrono::microseconds>(
                              std::chrono::steady_clock::now() - begin);
    for (int round = 0; round < 60; ++round) {
        auto const child = ::fork();
        if (child == 0) {
            auto log = LogFolder::open(path_, key_);
            if (!log)
                ::_exit(3);
            for (std::size_t count = 1;; count = count * 7 % 300 + 1)
                if (!(*log)->append(slow::log_leaves((*log)->size(), count)))
                    ::_exit(4);
        }
        std::this_thread::sleep_for(span * (round * 7 % 60 + 1) / 60);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "round " << round << ": " << WEXITSTATUS(status);
        auto const log = open();
        ASSERT_TRUE(log);
        ASSERT_GE(log->size(), most);
        most = log->size();
        auto const report = verify_log(path_, key_.verifier());
        ASSERT_TRUE(report) << report.error().describe();
        ASSERT_FALSE(report->fault) << "round " << round << ": " << report->fault->file;
    }
    EXPECT_GT(most, 1U);
    expect_right(most);
}

#ifdef LEITSTAND_FAULTS
// The process dies at every pass of every point of one append that fills a tile at two levels.
TEST_F(LogFolderTest, AKillAtEveryPointLeavesOneOfTheTwoTrees) {
    constexpr std::size_t kBefore = 250;
    constexpr std::size_t kMore = 300;
    int kills = 0;
    for (auto const* point :
         {"log.before_tile", "log.before_tile_bytes", "log.before_tile_sync",
          "log.before_folder_sync", "log.before_checkpoint", "file.before_rename",
          "file.before_directory_sync", "log.after_checkpoint", "log.before_removal"})
        for (int pass = 1;; ++pass) {
            fs::remove_all(path_);
            ASSERT_TRUE(open()->append(slow::log_leaves(0, kBefore)));
            auto const child = ::fork();
            if (child == 0) {
                auto log = LogFolder::open(path_, key_);
                ::setenv("LEITSTAND_FAULT", fmt::format("{}:{}", point, pass).c_str(), 1);
                ::_exit(log && (*log)->append(slow::log_leaves(kBefore, kMore)) ? 0 : 5);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            if (!WIFSIGNALED(status)) {
                ASSERT_EQ(WEXITSTATUS(status), 0) << point;
                ASSERT_GT(pass, 1) << point << " is never passed";
                break;
            }
            ++kills;
            auto const log = open();
            ASSERT_TRUE(log) << point << ":" << pass;
            ASSERT_TRUE(log->size() == kBefore || log->size() == kBefore + kMore) << point;
            expect_right(log->size());
            ASSERT_TRUE(log->append(slow::log_leaves(log->size(), kBefore + kMore - log->size())));
            expect_right(kBefore + kMore);
            ASSERT_TRUE(log->append(slow::log_leaves(kBefore + kMore, 7)));
            expect_right(kBefore + kMore + 7);
        }
    EXPECT_GT(kills, 20);
}
#endif

} // namespace
} // namespace leitstand
