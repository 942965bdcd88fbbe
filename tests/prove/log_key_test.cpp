// SPDX-License-Identifier: EUPL-1.2
// The file of the signing key: rights, place and damage.
#include "prove/log_key.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

class LogKeyTest : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directory(data_);
        ASSERT_TRUE(LogKey::create(file_, "log.example/a"));
    }
    std::string refusal(std::filesystem::path const& file) {
        auto const key = LogKey::open(file, data_);
        return key ? "opened" : key.error().key;
    }

    TemporaryFolder folder_;
    std::filesystem::path data_ = folder_ / "data";
    std::filesystem::path file_ = folder_ / "log.key";
};

TEST_F(LogKeyTest, IsReadBackAndNeverReplaced) {
    auto const key = LogKey::open(file_, data_);
    ASSERT_TRUE(key) << key.error().describe();
    EXPECT_EQ(key->name, "log.example/a");
    auto const note = std::string{"text\n"};
    auto const signature = sign_note(note, key->verifier(), key->secret);
    EXPECT_TRUE(check_note({note, {signature}}, std::array{key->verifier()}));
    EXPECT_EQ(LogKey::create(file_, "log.example/a").error().key, "key_file.exists");
    EXPECT_EQ(LogKey::open(file_, data_)->verifier(), key->verifier());
    struct stat about {};
    ASSERT_EQ(::stat(file_.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0600U);
}

TEST_F(LogKeyTest, ABareNameIsAFileOfTheWorkingFolder) {
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder_.path());
    auto const made = LogKey::create("bare.key", "log.example/a");
    std::filesystem::current_path(before);
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(refusal(folder_ / "bare.key"), "opened");
}

// The key was written under another name, and only then did something fail.
TEST_F(LogKeyTest, AKeyThatCouldNotBeMadeLeavesNothingBehind) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may read everywhere";
    auto const closed = folder_ / "closed";
    std::filesystem::create_directory(closed);
    ::chmod(closed.c_str(), 0300); // files can be made, but the folder cannot be synced
    auto const made = LogKey::create(closed / "log.key", "log.example/a");
    ::chmod(closed.c_str(), 0700);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().key, "key_file.cannot_write");
    EXPECT_TRUE(std::filesystem::is_empty(closed));
}

TEST_F(LogKeyTest, AFileThatOthersCanReadIsRefused) {
    for (unsigned const mode : {0604U, 0640U, 0602U, 0610U}) {
        ::chmod(file_.c_str(), mode);
        EXPECT_EQ(refusal(file_), "key_file.readable_by_others") << std::oct << mode;
    }
    ::chmod(file_.c_str(), 0400);
    EXPECT_EQ(refusal(file_), "opened");
}

TEST_F(LogKeyTest, AFileInsideTheDataFolderIsRefused) {
    ASSERT_TRUE(LogKey::create(data_ / "log.key", "log.example/a"));
    EXPECT_EQ(refusal(data_ / "log.key"), "key_file.inside_data_folder");
}

TEST_F(LogKeyTest, AMissingFileSaysWhatToDo) {
    EXPECT_EQ(refusal(folder_ / "none"), "log_key.missing");
    EXPECT_EQ(refusal(folder_.path()), "log_key.damaged"); // a folder is no key file
}

TEST_F(LogKeyTest, EveryFlippedByteAndEveryCutIsNoticed) {
    auto const right = *read_file(file_, 1 << 20);
    auto const set = [&](std::string const& text) {
        std::ofstream{file_, std::ios::trunc | std::ios::binary} << text;
    };
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        set(wrong);
        EXPECT_EQ(refusal(file_), "log_key.damaged") << at;
        set(right.substr(0, at));
        EXPECT_EQ(refusal(file_), "log_key.damaged") << at;
    }
    set(right + "\n");
    EXPECT_EQ(refusal(file_), "log_key.damaged");
}

TEST_F(LogKeyTest, ANameThatWouldNotStandInANoteIsRefused) {
    for (auto const* name : {"", "a b", "a+b", "a\nb"})
        EXPECT_EQ(LogKey::create(folder_ / "new", name).error().key, "log_key.name_wrong");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "new"));
}

// Go's sumdb/note reads such a key; this one is from its documentation.
TEST_F(LogKeyTest, TheFormIsThatOfSumdbNote) {
    std::ofstream{file_, std::ios::trunc}
        << "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n";
    auto const key = LogKey::open(file_, data_);
    ASSERT_TRUE(key) << key.error().describe();
    EXPECT_EQ(key->verifier().print(),
              "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
}

} // namespace
} // namespace leitstand
