// SPDX-License-Identifier: EUPL-1.2
// The room that is kept for a full disk: real blocks, given away once, taken again.
#include "store/space_reserve.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

constexpr std::uint64_t kMin = 1 << 20;

class SpaceReserveTest : public testing::Test {
  protected:
    std::uint64_t blocks() const {
        struct stat about {};
        return ::stat(file_.c_str(), &about) == 0 ? std::uint64_t(about.st_blocks) * 512 : 0;
    }

    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "reserve";
    Result<std::uint64_t> free_ = std::uint64_t{1} << 40;
    SpaceReserve reserve_{file_, kMin, [this] { return free_; }};
};

TEST_F(SpaceReserveTest, HoldsRealBlocks) {
    reserve_.look();
    EXPECT_GE(blocks(), kReserveBytes);
    EXPECT_FALSE(reserve_.given());
}

TEST_F(SpaceReserveTest, GoesOnAFullDiskAndComesBack) {
    reserve_.look();
    free_ = kReserveGivenBelowBytes - 1;
    reserve_.look();
    EXPECT_TRUE(reserve_.given());
    EXPECT_EQ(blocks(), 0u);
    free_ = kReserveBytes; // its own room: to take it again at once would fill the disk again
    reserve_.look();
    EXPECT_EQ(blocks(), 0u);
    EXPECT_TRUE(reserve_.given());
    free_ = kMin + 2 * kReserveBytes + 1;
    reserve_.look();
    EXPECT_GE(blocks(), kReserveBytes);
    EXPECT_FALSE(reserve_.given());
}

TEST_F(SpaceReserveTest, WithoutAnAnswerNothingChanges) {
    reserve_.look();
    free_ = fail(Code::unavailable, "disk.unknown");
    reserve_.look();
    EXPECT_GE(blocks(), kReserveBytes);
}

TEST_F(SpaceReserveTest, AHalfMadeOneIsMadeAnew) {
    ASSERT_EQ(::truncate(file_.c_str(), 0), -1);
    std::fclose(std::fopen(file_.c_str(), "w"));
    reserve_.look();
    EXPECT_GE(blocks(), kReserveBytes);
}

TEST_F(SpaceReserveTest, IsNoHindranceWhereItCannotBeMade) {
    SpaceReserve nowhere{folder_ / "missing" / "reserve", kMin, [this] { return free_; }};
    nowhere.look();
    EXPECT_FALSE(nowhere.given());
}

} // namespace
} // namespace leitstand
