// SPDX-License-Identifier: EUPL-1.2
// The texts and streams of a backup, each byte of which counts.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

#include "backup/archive.hpp"
#include "backup/facts.hpp"
#include "backup/log_copy.hpp"
#include "backup/manifest.hpp"
#include "backup/memory_file.hpp"
#include "base/files.hpp"
#include "prove/log_verifier.hpp"
#include "prove/slow_tree.hpp"
#include "store/key_ring.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

void put(fs::path const& path, std::string_view bytes) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    ASSERT_TRUE(file << bytes);
}

Manifest example() {
    Manifest manifest;
    manifest.made = parse_rfc3339("2026-11-27T08:15:30.123456Z").value();
    manifest.recipient = "0a1b2c3d4e5f";
    manifest.archive_bytes = 1234;
    manifest.archive_sha256 = sha256("archive");
    manifest.blobs = {{"00112233445566778899aabbccddeeff", 100, sha256("a")},
                      {"10112233445566778899aabbccddeeff", 0, sha256("b")}};
    manifest.missing = {"20112233445566778899aabbccddeeff"};
    return manifest;
}

std::string key_of(Result<Manifest> const& result) {
    return result ? std::string{} : result.error().key;
}

TEST(Manifest, ComesBackAsItWasWritten) {
    auto const text = print_manifest(example());
    auto const read = parse_manifest(text);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, example());
    EXPECT_THAT(text, testing::HasSubstr("\nend 2 100 1\ncheck "));
    Manifest bare;
    bare.archive_sha256 = sha256("archive");
    EXPECT_EQ(parse_manifest(print_manifest(bare)), bare);
}

TEST(Manifest, EverySignCutAndLineCounts) {
    auto const text = print_manifest(example());
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_NE(key_of(parse_manifest(changed)), "") << at;
    }
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_EQ(key_of(parse_manifest(text.substr(0, size))), "backup.damaged") << size;
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
        auto const line = text.substr(begin, text.find('\n', begin) + 1 - begin);
        auto without = text, twice = text;
        without.erase(begin, line.size());
        twice.insert(begin, line);
        EXPECT_EQ(key_of(parse_manifest(without)), "backup.damaged") << line;
        EXPECT_EQ(key_of(parse_manifest(twice)), "backup.damaged") << line;
    }
    EXPECT_EQ(key_of(parse_manifest("leitstand backup manifest 9\nunknown\n")), "backup.newer");
}

class ArchiveTest : public testing::Test {
  protected:
    void write(std::vector<std::pair<std::string, std::string>> const& files) {
        fs::remove(path_);
        auto const archive =
            ArchiveWriter::create(path_, sheet_.public_key, [](std::size_t) {}).value();
        for (auto const& [name, bytes] : files)
            ASSERT_TRUE(archive->put(name, bytes));
        written_ = archive->finish().value();
    }
    Result<SealedArchive> read() {
        files_.clear();
        auto const reader = TRY(ArchiveReader::open(path_, sheet_.secret_key));
        return reader->read([&](std::string const& name) -> Result<ArchiveReader::TakePiece> {
            auto& text = files_[name];
            return [&text](std::string_view piece) -> Result<void> {
                text += piece;
                return {};
            };
        });
    }
    std::string read_key() {
        auto const done = read();
        return done ? std::string{} : done.error().key;
    }

    TemporaryFolder folder_;
    fs::path path_ = folder_ / "archive";
    RecoveryPair sheet_ = new_recovery_pair();
    SealedArchive written_;
    std::map<std::string, std::string> files_;
};

TEST_F(ArchiveTest, ComesBackAsItWasWritten) {
    for (std::size_t const size :
         {0UL, 1UL, 65'526UL, 65'527UL, 65'536UL, 200'000UL, 3'000'000UL}) {
        write({{"a/b", std::string(size, 'a')}, {"empty", ""}, {"c", "short"}});
        auto const done = read();
        ASSERT_TRUE(done) << size << " " << done.error().describe();
        EXPECT_EQ(done->sha256, written_.sha256);
        EXPECT_EQ(done->size_bytes, fs::file_size(path_));
        EXPECT_EQ(files_.size(), 3U);
        EXPECT_EQ(files_["a/b"], std::string(size, 'a'));
        EXPECT_EQ(files_["c"], "short");
    }
}

TEST_F(ArchiveTest, EveryByteCounts) {
    write({{"name", std::string(1'000, 'x')}, {"other", "text"}});
    auto const bytes = read_file(path_, 1 << 20).value();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        put(path_, changed);
        EXPECT_NE(read_key(), "") << at;
    }
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        put(path_, bytes.substr(0, size));
        EXPECT_EQ(read_key(), "backup.damaged") << size;
    }
    put(path_, bytes + "x");
    EXPECT_EQ(read_key(), "backup.damaged");
}

TEST_F(ArchiveTest, AnotherSheetDoesNotOpenIt) {
    write({{"name", "text"}});
    sheet_ = new_recovery_pair();
    EXPECT_EQ(read_key(), "backup.other_sheet");
}

TEST(ArchiveNames, StayBelowTheirFolder) {
    for (auto const* name : {"a", "a/b", "log/tile/0/x001/000.p/3"})
        EXPECT_TRUE(safe_archive_name(name)) << name;
    for (auto const* name : {"", "/a", "../a", "a/../b", "a//", "./a", "a/.", ".."})
        EXPECT_FALSE(safe_archive_name(name)) << name;
}

TEST(Settings, KeepNoPassword) {
    EXPECT_EQ(
        settings_to_keep("port = 1\ndatabase_url = \"postgresql://a:secret@h/db\"\n[limits]\n"),
        "port = 1\ndatabase_url = \"postgresql://a@h/db\"\n[limits]\n");
    EXPECT_EQ(settings_to_keep("\"database_url\" = \"postgresql://a:secret@h/db\"\n"),
              "database_url = \"postgresql://a@h/db\"\n");
    for (auto const& [url, kept] : std::vector<std::pair<std::string, std::string>>{
             {"sqlite:/srv/x:y@z.db", "sqlite:/srv/x:y@z.db"},
             {"postgresql://a@h:5432/db", "postgresql://a@h:5432/db"},
             {"postgresql://a:p%40:q@h:5432/db?sslmode=require",
              "postgresql://a@h:5432/db?sslmode=require"},
             {"postgresql:///db?user=a&password=secret&host=/run",
              "postgresql:///db?user=a&host=/run"},
             {"postgresql:///db?password=secret", "postgresql:///db"},
             {"postgresql://a:what?@h/db", "postgresql://a@h/db"},
             {"postgresql://h/db?sslpassword=secret&sslmode=require",
              "postgresql://h/db?sslmode=require"},
             {"postgresql://h/db?p%61ssword=secret", "postgresql://h/db"},
             {"postgresql://h/db?options=-cx%3Dpassword=y",
              "postgresql://h/db?options=-cx%3Dpassword=y"},
             {"postgres://h/db", "postgres://h/db"}})
        EXPECT_EQ(without_password(url), kept) << url;
}

TEST(Settings, AreSetAndTakenOut) {
    std::string const text = "# key_file = \"x\"\nkey_file = \"/old\"\n[limits]\nkey_file = 1\n";
    EXPECT_TRUE(has_setting(text, "key_file"));
    EXPECT_FALSE(has_setting(text, "port"));
    EXPECT_EQ(with_setting(text, "key_file", "/new \"x\""),
              "# key_file = \"x\"\nkey_file = \"/new \\\"x\\\"\"\n[limits]\nkey_file = 1\n");
    EXPECT_EQ(with_setting(text, "key_file", {}), "# key_file = \"x\"\n[limits]\nkey_file = 1\n");
    EXPECT_EQ(with_setting("port = 1", "a", "b"), "a = \"b\"\nport = 1");
}

TEST(Facts, ComeBackAsTheyWereWritten) {
    SnapshotFacts const facts{Engine::postgresql, "public", {{"item", 3}, {"job", 0}}};
    EXPECT_EQ(parse_facts(print_facts(facts)), facts);
    for (auto const* text : {"", "[]", "{}", R"({"engine":"db2","schema":"","rows":{}})",
                             R"({"engine":"sqlite","schema":"","rows":{"item":"3"}})"})
        EXPECT_FALSE(parse_facts(text)) << text;
}

TEST(MemoryFile, IsAKeyFileThatNoDiskSees) {
    TemporaryFolder const folder;
    ASSERT_TRUE(KeyRing::create(folder / "master.key"));
    auto const text = read_file(folder / "master.key", 1 << 16).value();
    auto const file = MemoryFile::make(text);
    ASSERT_TRUE(file);
    auto const keys = KeyRing::open(file->path(), folder / "data");
    EXPECT_TRUE(keys) << keys.error().describe();
}

class LogCopyTest : public testing::Test {
  protected:
    Result<std::uint64_t> copy(fs::path const& to) {
        return copy_log(folder_ / "log", [&](std::string const& name, std::string_view bytes) {
            fs::create_directories((to / name).parent_path());
            put(to / name, bytes);
            return Result<void>{};
        });
    }
    TemporaryFolder folder_;
    LogKey key_ = slow::log_key();
};

TEST_F(LogCopyTest, AnyLengthIsWhole) {
    EXPECT_EQ(copy(folder_ / "none"), 0U);
    auto const log = LogFolder::open(folder_ / "log", key_).value();
    for (std::size_t const size : {1U, 255U, 256U, 257U, 700U, 66'000U}) {
        ASSERT_TRUE(log->append(slow::log_leaves(log->size(), size - log->size())));
        auto const to = folder_ / std::to_string(size);
        ASSERT_EQ(copy(to), size);
        auto const report = verify_log(to, key_.verifier());
        ASSERT_TRUE(report) << report.error().describe();
        EXPECT_FALSE(report->fault) << report->fault->file << " " << report->fault->found;
        EXPECT_EQ(report->checkpoint->size, size);
        EXPECT_EQ(report->leftovers, 0U);
    }
}

TEST_F(LogCopyTest, ALogThatIsBeingWrittenIsCopiedAtOneCheckpoint) {
    auto const log = LogFolder::open(folder_ / "log", key_).value();
    ASSERT_TRUE(log->append(slow::log_leaves(0, 10)));
    std::jthread const writer{[&](std::stop_token const& stop) {
        while (!stop.stop_requested())
            EXPECT_TRUE(log->append(slow::log_leaves(log->size(), 37)));
    }};
    for (int round = 0; round < 20; ++round) {
        auto const to = folder_ / fmt::format("copy-{}", round);
        auto const size = copy(to);
        ASSERT_TRUE(size) << size.error().describe();
        auto const report = verify_log(to, key_.verifier());
        ASSERT_TRUE(report) << report.error().describe();
        EXPECT_FALSE(report->fault) << report->fault->file << " " << report->fault->found;
        EXPECT_EQ(report->checkpoint->size, *size);
    }
}

} // namespace
} // namespace leitstand
