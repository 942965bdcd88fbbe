// SPDX-License-Identifier: EUPL-1.2
// Files of tiles that come and go while somebody reads them, and things in their place that are no
// files.
#include "prove/tile_files.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "prove/log_verifier.hpp"
#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

class TileFilesTest : public testing::Test {
  protected:
    void make(std::size_t size) {
        auto log = LogFolder::open(path_, key_);
        ASSERT_TRUE(log) << log.error().describe();
        ASSERT_TRUE((*log)->append(slow::log_leaves(0, size)));
    }
    // Lets a folder of partial tiles come and go, as appends do, while `work` is done.
    void while_partial_tiles_come_and_go(std::function<void()> const& work) {
        auto const here = path_ / "tile/0/000.p";
        auto const away = folder_ / "away";
        fs::create_directory(away);
        auto const full = *read_file(path_ / "tile/0/000", 1 << 20);
        for (unsigned const width : {99U, 100U, 101U})
            std::ofstream{away / std::to_string(width), std::ios::binary}
                << full.substr(0, width * 32);
        std::atomic<bool> done{false};
        std::thread mover{[&] {
            while (!done) {
                ::rename(away.c_str(), here.c_str());
                ::rename(here.c_str(), away.c_str());
            }
        }};
        work();
        done = true;
        mover.join();
    }
    std::string found_in(std::string const& file) {
        auto const report = verify_log(path_, key_.verifier());
        if (!report)
            return report.error().key;
        EXPECT_TRUE(report->fault) << file;
        EXPECT_EQ(report->fault->file, file);
        return report->fault->found;
    }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    LogKey const key_ = slow::log_key();
};

TEST_F(TileFilesTest, APartialTileThatGoesAwayComesFromTheFullOne) {
    make(600);
    TileName const partial{0, 0, 100};
    while_partial_tiles_come_and_go([&] {
        for (int turn = 0; turn < 20'000; ++turn) {
            auto const hashes = read_hashes(path_, partial);
            ASSERT_TRUE(hashes) << "turn " << turn << ": " << hashes.error().describe();
            ASSERT_EQ(hashes->size(), 100U);
        }
    });
}

TEST_F(TileFilesTest, AFolderThatGoesAwayWhileTheLogIsVerifiedIsNoFault) {
    make(600);
    while_partial_tiles_come_and_go([&] {
        for (int turn = 0; turn < 300; ++turn) {
            auto const report = verify_log(path_, key_.verifier());
            ASSERT_TRUE(report) << "turn " << turn << ": " << report.error().describe();
            ASSERT_FALSE(report->fault) << report->fault->file << ": " << report->fault->found;
        }
    });
}

TEST_F(TileFilesTest, WhatMayNotBeReadIsSaid) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may read everywhere";
    make(100);
    for (auto const* name : {"tile/0/000.p", "tile", "tile/0/000.p/100", "checkpoint"}) {
        auto const file = path_ / name;
        auto const before = fs::status(file).permissions();
        fs::permissions(file, fs::perms::none);
        EXPECT_EQ(found_in(name), "log.cannot_read") << name;
        fs::permissions(file, before);
    }
    EXPECT_FALSE(verify_log(path_, key_.verifier())->fault);
}

// Whoever brings a copy may have put something there that a reader would wait at for ever.
TEST_F(TileFilesTest, APipeInThePlaceOfAFileHoldsNobodyUp) {
    make(300);
    auto const put_pipe = [&](fs::path const& file) {
        fs::remove(file);
        fs::create_directories(file.parent_path());
        ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    };
    for (auto const* name : {"checkpoint", "log.vkey", "tile/0/000", "tile/entries/001.p/44"}) {
        auto const aside = folder_ / "aside";
        fs::copy_file(path_ / name, aside);
        put_pipe(path_ / name);
        EXPECT_THAT(found_in(name), testing::HasSubstr("regular")) << name;
        fs::remove(path_ / name);
        fs::rename(aside, path_ / name);
    }
    put_pipe(path_ / "tile/0/001.p/20"); // of an earlier size
    EXPECT_EQ(found_in("tile/0/001.p/20"), "not a regular file");
    fs::remove(path_ / "tile/0/001.p/20");
    put_pipe(path_ / "checkpoint");
    EXPECT_FALSE(LogFolder::open(path_, key_));
    EXPECT_FALSE(read_receipt(path_, key_.verifier(), 7));
}

TEST_F(TileFilesTest, LinksInACircleAreNoTiles) {
    make(300);
    fs::create_directory_symlink("..", path_ / "tile/0/circle");
    fs::remove(path_ / "tile/0/000");
    fs::create_symlink("000", path_ / "tile/0/000");
    EXPECT_EQ(found_in("tile/0/000"), "not a regular file");
}

TEST_F(TileFilesTest, LeftoversAreRemovedAndNothingElse) {
    constexpr std::size_t kSize = 300'000; // 1 171 full tiles
    fs::create_directories(path_);
    std::vector<std::string> const leftovers{"tile/0/x001/171.p/225",
                                             "tile/0/x001/171",
                                             "tile/0/x001/172.p/3",
                                             "tile/0/x001/999",
                                             "tile/0/x002/000",
                                             "tile/entries/x001/171.p/255",
                                             "tile/1/004.p/148",
                                             "tile/1/004",
                                             "tile/2/000",
                                             "tile/0/x002/171.p/1",
                                             "tile/entries/x002/000",
                                             "tile/2/000.p/5"};
    std::vector<std::string> const needed{"tile/0/000",
                                          "tile/0/999.p/12",
                                          "tile/0/x001/170",
                                          "tile/0/x001/170.p/7",
                                          "tile/1/003",
                                          "tile/0/x001/171.p/3",
                                          "tile/0/x001/171.p/224",
                                          "tile/1/004.p/147",
                                          "tile/2/000.p/4",
                                          "tile/0/x001/note",
                                          "checkpoint",
                                          "log.vkey",
                                          "tile/1/004.p/note"};
    for (auto const* names : {&leftovers, &needed})
        for (auto const& name : *names) {
            fs::create_directories((path_ / name).parent_path());
            std::ofstream{path_ / name} << "x";
        }
    ASSERT_TRUE(remove_leftovers(path_, kSize));
    for (auto const& name : leftovers)
        EXPECT_FALSE(fs::exists(path_ / name)) << name;
    for (auto const& name : needed)
        EXPECT_TRUE(fs::exists(path_ / name)) << name;
    EXPECT_FALSE(fs::exists(path_ / "tile/0/x001/172.p"));
}

} // namespace
} // namespace leitstand
