// SPDX-License-Identifier: EUPL-1.2
#include "base/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

std::size_t files_in(std::filesystem::path const& folder) {
    std::filesystem::directory_iterator const files{folder};
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST(Files, WritesReadsAndReplaces) {
    TemporaryFolder const folder;
    for (auto const& bytes : {std::string{"first"}, std::string(200'000, '\0'), std::string{}}) {
        ASSERT_TRUE(write_file_durably(folder / "file", bytes));
        EXPECT_EQ(read_file(folder / "file", 1 << 20).value(), bytes);
        EXPECT_EQ(files_in(folder.path()), 1U); // no temporary file stays
    }
    struct stat about {};
    ASSERT_EQ(::stat((folder / "file").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
}

TEST(Files, AFailedWriteLeavesTheOldFileAndNothingElse) {
    TemporaryFolder const folder;
    std::filesystem::create_directory(folder / "taken"); // a rename onto a folder fails
    auto const result = write_file_durably(folder / "taken", "new");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "file.cannot_write");
    EXPECT_TRUE(std::filesystem::is_directory(folder / "taken"));
    EXPECT_EQ(files_in(folder.path()), 1U);
    EXPECT_EQ(write_file_durably(folder / "none" / "x", "new").error().code, Code::not_found);
}

TEST(Files, ReadingHasItsLimitAndItsErrors) {
    TemporaryFolder const folder;
    ASSERT_TRUE(write_file_durably(folder / "file", std::string(1'000, 'x')));
    EXPECT_TRUE(read_file(folder / "file", 1'000));
    auto const large = read_file(folder / "file", 999);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, Code::too_large);
    EXPECT_EQ(read_file(folder / "none", 10).error().code, Code::not_found);
    EXPECT_EQ(read_file(folder.path(), 10).error().key, "file.cannot_read");  // a folder
    EXPECT_EQ(read_file("/dev/zero", 1 << 20).error().code, Code::too_large); // ends at the limit
}

TEST(Files, ABareNameIsWrittenInTheWorkingFolder) {
    TemporaryFolder const folder;
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    auto const written = write_file_durably("bare", "text");
    auto const synced = sync_directory({});
    std::filesystem::current_path(before);
    EXPECT_TRUE(written) << written.error().describe();
    EXPECT_TRUE(synced) << synced.error().describe();
    EXPECT_EQ(read_file(folder / "bare", 10).value(), "text");
}

TEST(Files, NobodyWaitsForWhatIsNoRegularFile) {
    TemporaryFolder const folder;
    ASSERT_TRUE(write_file_durably(folder / "file", "text"));
    EXPECT_EQ(read_regular_file(folder / "file", 10).value(), "text");
    EXPECT_EQ(read_regular_file(folder / "file", 3).error().code, Code::too_large);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    std::filesystem::create_symlink("circle", folder / "circle");
    for (auto const& none : {folder / "pipe", folder / "circle", folder.path()})
        EXPECT_EQ(read_regular_file(none, 10).error().key, "file.not_regular") << none;
    EXPECT_EQ(read_regular_file(folder / "none", 10).error().code, Code::not_found);
    EXPECT_EQ(read_regular_file(folder / "file" / "below", 10).error().code, Code::not_found);
}

TEST(Files, AFullDiskIsNoSpace) {
    FileDescriptor const full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
    ASSERT_TRUE(full.valid());
    auto const result = write_all(full.get(), "x");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::no_space);
}

TEST(Files, ErrorNumbersHaveTheirCodes) {
    EXPECT_EQ(errno_error(ENOSPC, "k").code, Code::no_space);
    EXPECT_EQ(errno_error(EDQUOT, "k").code, Code::no_space);
    EXPECT_EQ(errno_error(ENOENT, "k").code, Code::not_found);
    EXPECT_EQ(errno_error(EACCES, "k").code, Code::no_right);
    EXPECT_EQ(errno_error(EROFS, "k").code, Code::no_right);
    EXPECT_EQ(errno_error(EIO, "k").code, Code::unavailable);
    EXPECT_EQ(errno_error(EIO, "k", "/x").detail, "/x: Input/output error");
}

TEST(Files, ADescriptorClosesOnceAndMoves) {
    int fd = -1;
    {
        FileDescriptor first{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
        fd = first.get();
        FileDescriptor second{std::move(first)};
        EXPECT_EQ(second.get(), fd);
        FileDescriptor third;
        third = std::move(second);
        EXPECT_EQ(third.get(), fd);
        EXPECT_NE(::fcntl(fd, F_GETFD), -1);
    }
    EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

TEST(Files, FreeSpaceIsKnownOrAnError) {
    EXPECT_GT(free_space_bytes("/").value_or(0), 0U);
    EXPECT_FALSE(free_space_bytes("/nonexistent"));
}

TEST(Files, SyncingWhatIsNotThereIsAnError) {
    EXPECT_TRUE(sync_directory("/tmp"));
    EXPECT_FALSE(sync_directory("/nonexistent"));
    EXPECT_FALSE(sync_file(-1));
}

} // namespace
} // namespace leitstand
