// SPDX-License-Identifier: EUPL-1.2
// Key files: rights, place, damage; wrapping bound to its item; rotation; the way back by the
// recovery sheet.
#include "store/key_ring.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "store/recovery.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

class KeyRingTest : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directory(data_);
        ASSERT_TRUE(KeyRing::create(file_));
    }
    KeyRing open() {
        auto ring = KeyRing::open(file_, data_);
        EXPECT_TRUE(ring) << ring.error().describe();
        return *ring;
    }
    std::string refusal(std::filesystem::path const& file) {
        auto const ring = KeyRing::open(file, data_);
        return ring ? "opened" : ring.error().key;
    }
    std::string text() { return read_file(file_, 1 << 20).value_or(""); }
    void set_text(std::string const& text) { std::ofstream{file_, std::ios::trunc} << text; }

    TemporaryFolder folder_;
    std::filesystem::path data_ = folder_ / "data";
    std::filesystem::path file_ = folder_ / "leitstand.keys";
};

TEST_F(KeyRingTest, ANewFileIsNarrowAndNeverReplaced) {
    struct stat about {};
    ASSERT_EQ(::stat(file_.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0600U);
    auto const before = text();
    auto const again = KeyRing::create(file_);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::conflict);
    EXPECT_EQ(again.error().key, "key_file.exists");
    EXPECT_EQ(text(), before);
    int files = 0;
    for ([[maybe_unused]] auto const& entry : std::filesystem::directory_iterator{folder_.path()})
        ++files;
    EXPECT_EQ(files, 2); // the key file and the data folder: no temporary file stays
}

TEST_F(KeyRingTest, AFileThatOthersCanReadIsRefused) {
    for (unsigned const mode : {0604U, 0640U, 0660U, 0602U, 0610U, 0601U}) {
        ::chmod(file_.c_str(), mode);
        EXPECT_EQ(refusal(file_), "key_file.readable_by_others") << std::oct << mode;
    }
    for (unsigned const mode : {0600U, 0400U}) {
        ::chmod(file_.c_str(), mode);
        EXPECT_EQ(refusal(file_), "opened") << std::oct << mode;
    }
}

TEST_F(KeyRingTest, AFileOfAnotherAccountIsRefused) {
    if (::geteuid() != 0)
        GTEST_SKIP() << "only root can give files away";
    ASSERT_EQ(::chown(file_.c_str(), 65534, 65534), 0);
    EXPECT_EQ(refusal(file_), "key_file.readable_by_others");
}

TEST_F(KeyRingTest, AFileInsideTheDataFolderIsRefused) {
    std::filesystem::create_directories(data_ / "deep" / "er");
    auto const inside = data_ / "deep" / "er" / "keys";
    ASSERT_TRUE(KeyRing::create(inside));
    EXPECT_EQ(refusal(inside), "key_file.inside_data_folder");
    EXPECT_EQ(refusal(data_ / ".." / "data" / "deep" / "er" / "keys"),
              "key_file.inside_data_folder");
    std::filesystem::create_symlink(inside, folder_ / "link");
    EXPECT_EQ(refusal(folder_ / "link"), "key_file.inside_data_folder");
    auto const slash = KeyRing::open(inside, data_.string() + "/");
    ASSERT_FALSE(slash);
    EXPECT_EQ(slash.error().key, "key_file.inside_data_folder");
    // A neighbour whose name only begins like the data folder's is fine.
    std::filesystem::create_directory(folder_ / "data2");
    ASSERT_TRUE(KeyRing::create(folder_ / "data2" / "keys"));
    EXPECT_EQ(refusal(folder_ / "data2" / "keys"), "opened");
}

TEST_F(KeyRingTest, AMissingFileIsSaid) {
    auto const ring = KeyRing::open(folder_ / "none", data_);
    ASSERT_FALSE(ring);
    EXPECT_EQ(ring.error().code, Code::not_found);
    EXPECT_EQ(ring.error().key, "key_file.missing");
    EXPECT_EQ(refusal(folder_.path()), "key_file.damaged"); // a folder is no key file
}

TEST_F(KeyRingTest, EveryFlippedByteAndEveryCutIsNoticed) {
    auto const right = text();
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        set_text(wrong);
        ASSERT_EQ(refusal(file_), "key_file.damaged") << "byte " << at;
        set_text(right.substr(0, at));
        ASSERT_EQ(refusal(file_), "key_file.damaged") << "cut at " << at;
    }
    set_text(right + "\n");
    EXPECT_EQ(refusal(file_), "key_file.damaged");
    set_text(right);
    EXPECT_EQ(refusal(file_), "opened");
}

TEST_F(KeyRingTest, AWrappedKeyOpensForItsItemOnly) {
    auto const ring = open();
    auto const key = ring.new_item_key();
    auto const wrapped = ring.wrap(key, "item a");
    EXPECT_NE(wrapped, ring.wrap(key, "item a")); // a fresh nonce each time
    auto const back = ring.unwrap(wrapped, "item a");
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->bytes(), key.bytes());
    auto const other = ring.unwrap(wrapped, "item b");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Code::damaged);
    EXPECT_EQ(other.error().key, "key.damaged");
}

TEST_F(KeyRingTest, EveryChangedSignOfAWrappedKeyIsNoticed) {
    auto const ring = open();
    auto const wrapped = ring.wrap(ring.new_item_key(), "item");
    for (std::size_t at = 0; at < wrapped.size(); ++at) {
        auto wrong = wrapped;
        wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(ring.unwrap(wrong, "item")) << at;
        EXPECT_FALSE(ring.unwrap(wrapped.substr(0, at), "item")) << at;
    }
    EXPECT_FALSE(ring.unwrap("", "item"));
    EXPECT_FALSE(ring.unwrap("99999999999999999999:AAAA", "item"));
    EXPECT_EQ(ring.unwrap("7" + wrapped.substr(1), "item").error().key, "key.master_missing");
}

TEST_F(KeyRingTest, RotationKeepsOldWrappingsUntilTheyAreDropped) {
    auto const before = open();
    auto const key = before.new_item_key();
    auto const old_wrapping = before.wrap(key, "item");
    ASSERT_TRUE(KeyRing::add_master_key(file_));
    auto const during = open();
    EXPECT_FALSE(during.wrapped_by_newest(old_wrapping));
    auto const unwrapped = during.unwrap(old_wrapping, "item");
    ASSERT_TRUE(unwrapped);
    auto const new_wrapping = during.wrap(*unwrapped, "item");
    EXPECT_TRUE(during.wrapped_by_newest(new_wrapping));
    EXPECT_EQ(during.purpose_key("fingerprint").bytes(), before.purpose_key("fingerprint").bytes());
    ASSERT_TRUE(KeyRing::drop_old_master_keys(file_));
    auto const after = open();
    EXPECT_EQ(after.unwrap(new_wrapping, "item")->bytes(), key.bytes());
    EXPECT_EQ(after.unwrap(old_wrapping, "item").error().key, "key.master_missing");
    EXPECT_EQ(after.purpose_key("fingerprint").bytes(), before.purpose_key("fingerprint").bytes());
    struct stat about {};
    ASSERT_EQ(::stat(file_.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0600U);
}

TEST_F(KeyRingTest, RotationEndsAtItsLimitWithoutHarm) {
    for (std::size_t i = 1; i < KeyRing::kMasterKeysMax; ++i)
        ASSERT_TRUE(KeyRing::add_master_key(file_));
    auto const result = KeyRing::add_master_key(file_);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "key_file.too_many_keys");
    EXPECT_EQ(refusal(file_), "opened");
}

TEST_F(KeyRingTest, TwoRotationsAtOnceAddTwoKeys) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] { EXPECT_TRUE(KeyRing::add_master_key(file_)); });
    for (auto& thread : threads)
        thread.join();
    EXPECT_TRUE(open().wrap(SecretKey::random(), "item").starts_with("5:"));
}

TEST_F(KeyRingTest, PurposesHaveDifferentKeys) {
    auto const ring = open();
    EXPECT_NE(ring.purpose_key("a").bytes(), ring.purpose_key("b").bytes());
}

TEST_F(KeyRingTest, TheSheetBringsALostKeyFileBack) {
    auto const pair = new_recovery_pair();
    auto const ring = open();
    auto const key = ring.new_item_key();
    auto const wrapped = ring.wrap(key, "item");
    auto const sealed = ring.sealed_for_recovery(pair.public_key);
    auto const lost = text();
    EXPECT_EQ(sealed.find(lost.substr(120, 40)), std::string::npos);
    std::filesystem::remove(file_);

    auto const sheet = recovery_sheet_text(pair, "Sozialamt Beispielstadt", "2026-11-27");
    EXPECT_NE(sheet.find(recovery_mark(pair.public_key)), std::string::npos);
    auto const code_at = sheet.find("1: ");
    auto const secret =
        parse_recovery_code(sheet.substr(code_at, recovery_code(pair.secret_key).size()));
    ASSERT_TRUE(secret) << secret.error().describe();
    auto const restored = restore_key_file(sealed, *secret, file_);
    ASSERT_TRUE(restored) << restored.error().describe();
    EXPECT_EQ(text(), lost);
    EXPECT_EQ(open().unwrap(wrapped, "item")->bytes(), key.bytes());
    EXPECT_EQ(restore_key_file(sealed, *secret, file_).error().key, "key_file.exists");
}

TEST_F(KeyRingTest, AnotherSheetAndADamagedSealedFileAreToldApart) {
    auto const pair = new_recovery_pair();
    auto const sealed = open().sealed_for_recovery(pair.public_key);
    auto const target = folder_ / "back";
    EXPECT_EQ(restore_key_file(sealed, new_recovery_pair().secret_key, target).error().key,
              "recovery.other_sheet");
    auto const body = sealed.find("\nsealed ") + 8;
    for (std::size_t at = body; at + 1 < sealed.size(); at += 7) {
        auto wrong = sealed;
        wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
        EXPECT_EQ(restore_key_file(wrong, pair.secret_key, target).error().key, "recovery.damaged")
            << at;
        EXPECT_FALSE(restore_key_file(sealed.substr(0, at), pair.secret_key, target)) << at;
    }
    EXPECT_FALSE(std::filesystem::exists(target));
}

TEST(RecoveryCode, ReadsWhatAPersonTypes) {
    for (int round = 0; round < 50; ++round) {
        auto const secret = SecretKey::random();
        auto const code = recovery_code(secret);
        ASSERT_EQ(parse_recovery_code(code)->bytes(), secret.bytes());
        std::string typed; // lower case, no numbers, no hyphens, letters that look like digits
        for (std::size_t i = 0; i < code.size(); ++i) {
            char const sign = code[i];
            if (i + 1 < code.size() && code[i + 1] == ':')
                ++i;
            else if (sign == '0')
                typed += 'o';
            else if (sign == '1')
                typed += round % 2 == 0 ? 'l' : 'I';
            else if (sign != '-' && sign != '\n')
                typed += static_cast<char>(std::tolower(sign));
        }
        auto const back = parse_recovery_code(typed);
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(back->bytes(), secret.bytes());
    }
}

TEST(RecoveryCode, NamesTheLineThatIsWrong) {
    auto const code = recovery_code(SecretKey::random());
    int noticed = 0;
    int tried = 0;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == '-' || code[at] == '\n' || code[at] == ' ' || code[at] == ':' ||
            (at + 1 < code.size() && code[at + 1] == ':'))
            continue;
        auto wrong = code;
        wrong[at] = wrong[at] == 'X' ? 'Y' : 'X';
        auto const result = parse_recovery_code(wrong);
        ++tried;
        if (!result) {
            ++noticed;
            auto const line =
                1 + std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(at), '\n');
            EXPECT_EQ(result.error().key, "recovery.code_wrong");
            EXPECT_EQ(result.error().detail, fmt::format("line {}", line));
        }
    }
    EXPECT_EQ(tried, 64);
    EXPECT_GE(noticed, 63); // sixteen check bits a line: one in 65536 slips through
    EXPECT_FALSE(parse_recovery_code(""));
    EXPECT_FALSE(parse_recovery_code(code + "A"));
    EXPECT_FALSE(parse_recovery_code(code.substr(0, 20) + "ß" + code.substr(22)));
    // Two lines in the wrong order are noticed as well.
    auto const lines = code.size() / 4;
    EXPECT_FALSE(parse_recovery_code(code.substr(lines, lines) + code.substr(0, lines) +
                                     code.substr(2 * lines)));
}

} // namespace
} // namespace leitstand
