// SPDX-License-Identifier: EUPL-1.2
// Sealed blobs: what comes back, every kind of damage, a full disk, what a killed writer leaves.
#include "store/blob_store.hpp"

#include <csignal>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

class BlobStoreTest : public testing::Test {
  protected:
    void SetUp() override { open(); }
    void open() {
        auto store = BlobStore::open(folder_ / "blobs");
        ASSERT_TRUE(store) << store.error().describe();
        store_ = std::move(*store);
    }
    BlobRef put(std::string_view bytes) {
        auto blob = store_->put(key_, bytes);
        EXPECT_TRUE(blob) << blob.error().describe();
        return blob.value_or(BlobRef{});
    }
    Result<std::string> get(BlobRef const& blob) { return store_->read_all(blob, key_, 1 << 30); }
    std::filesystem::path file_of(BlobRef const& blob) const {
        return folder_ / "blobs" / blob.id.substr(0, 2) / blob.id;
    }
    std::string raw(BlobRef const& blob) const {
        return read_file(file_of(blob), 1 << 30).value_or("");
    }
    // Writes in place: these files are damaged on purpose and need no sync.
    void set_raw(BlobRef const& blob, std::string_view bytes) const {
        std::ofstream out{file_of(blob), std::ios::binary | std::ios::trunc};
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    std::string verdict(BlobRef const& blob) {
        auto const bytes = get(blob);
        return bytes ? "read" : bytes.error().key;
    }
    std::size_t temporary_files() const {
        std::filesystem::directory_iterator const files{folder_ / "blobs" / "tmp"};
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }
    std::vector<BlobStore::Stored> stored() {
        std::vector<BlobStore::Stored> all;
        EXPECT_TRUE(store_->each([&](BlobStore::Stored const& blob) -> Result<void> {
            all.push_back(blob);
            return {};
        }));
        return all;
    }

    TemporaryFolder folder_;
    SecretKey key_ = SecretKey::random();
    std::unique_ptr<BlobStore> store_;
};

TEST_F(BlobStoreTest, GivesBackWhatWasPut) {
    for (std::size_t const size : {std::size_t{0}, std::size_t{1}, kChunkBytes - 1, kChunkBytes,
                                   kChunkBytes + 1, 2 * kChunkBytes, 3 * kChunkBytes + 17}) {
        auto const bytes = random_bytes(size);
        auto const blob = put(bytes);
        EXPECT_EQ(blob.size_bytes, size);
        EXPECT_EQ(blob.sha256, sha256(bytes));
        auto const back = get(blob);
        ASSERT_TRUE(back) << size << ": " << back.error().describe();
        EXPECT_EQ(*back, bytes);
    }
    EXPECT_EQ(temporary_files(), 0U);
}

TEST_F(BlobStoreTest, TheWayOfCuttingIntoPiecesMakesNoDifference) {
    auto const bytes = random_bytes(200'000);
    for (std::size_t const piece : {std::size_t{1'000}, std::size_t{65'536}, std::size_t{70'001}}) {
        auto writer = store_->begin(key_);
        ASSERT_TRUE(writer);
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            ASSERT_TRUE((*writer)->append(std::string_view{bytes}.substr(at, piece)));
        EXPECT_EQ((*writer)->size_bytes(), bytes.size());
        auto const blob = (*writer)->finish();
        ASSERT_TRUE(blob);
        EXPECT_EQ(*get(*blob), bytes);
    }
}

TEST_F(BlobStoreTest, NothingReadableLiesOnDiskAndOnlyTheOwnerMayLook) {
    std::string const text = "Sehr geehrte Damen und Herren, ich beantrage Wohngeld.";
    auto const blob = put(text);
    auto const sealed = raw(blob);
    EXPECT_EQ(sealed.find("beantrage"), std::string::npos);
    EXPECT_EQ(sealed.size(), 8 + 24 + text.size() + 17);
    struct stat about {};
    ASSERT_EQ(::stat(file_of(blob).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    ASSERT_EQ(::stat((folder_ / "blobs").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0700U);
}

TEST_F(BlobStoreTest, EveryFlippedBitOfASmallBlobIsNoticed) {
    auto const blob = put("a short letter");
    auto const right = raw(blob);
    for (std::size_t at = 0; at < right.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            auto wrong = right;
            wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
            set_raw(blob, wrong);
            ASSERT_EQ(verdict(blob), "blob.damaged") << "byte " << at << " bit " << bit;
            ASSERT_FALSE(store_->check(blob.id, key_)) << "byte " << at << " bit " << bit;
        }
    set_raw(blob, right);
    EXPECT_EQ(verdict(blob), "read");
    EXPECT_TRUE(store_->check(blob.id, key_));
    EXPECT_FALSE(store_->check(blob.id, SecretKey::random()));
}

TEST_F(BlobStoreTest, EveryCutAndEveryAppendedByteIsNoticed) {
    for (auto const& text : {std::string{}, std::string{"a short letter"}}) {
        auto const blob = put(text);
        auto const right = raw(blob);
        for (std::size_t size = 0; size < right.size(); ++size) {
            set_raw(blob, right.substr(0, size));
            ASSERT_EQ(verdict(blob), "blob.damaged") << size;
            ASSERT_FALSE(store_->check(blob.id, key_)) << size;
        }
        set_raw(blob, right + '\0');
        EXPECT_EQ(verdict(blob), "blob.damaged");
        set_raw(blob, right + right);
        EXPECT_EQ(verdict(blob), "blob.damaged");
    }
}

TEST_F(BlobStoreTest, LostSwappedAndRepeatedChunksAreNoticed) {
    auto const bytes = random_bytes(3 * kChunkBytes + 100);
    auto const blob = put(bytes);
    auto const right = raw(blob);
    auto const head = right.substr(0, 8 + OpenStream::header_bytes());
    auto const sealed_chunk = kChunkBytes + OpenStream::overhead_bytes();
    std::vector<std::string> chunks;
    for (std::size_t at = head.size(); at < right.size(); at += sealed_chunk)
        chunks.push_back(right.substr(at, sealed_chunk));
    ASSERT_EQ(chunks.size(), 4U);
    auto const& [a, b, c, d] = std::tie(chunks[0], chunks[1], chunks[2], chunks[3]);
    for (auto const& wrong :
         {head + b + a + c + d, head + a + a + c + d, head + a + c + d, head + a + b + c,
          head + a + b + d, head + d, head + a + b + c + d + d, head}) {
        set_raw(blob, wrong);
        EXPECT_EQ(verdict(blob), "blob.damaged");
    }
    for (std::size_t at = 0; at < right.size(); at += 1'009) {
        auto wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 0x40);
        set_raw(blob, wrong);
        ASSERT_EQ(verdict(blob), "blob.damaged") << at;
    }
    set_raw(blob, right);
    EXPECT_EQ(*get(blob), bytes);
}

TEST_F(BlobStoreTest, TwoBlobsOfOneItemCannotStandInForEachOther) {
    auto const first = put("letter one");
    auto const second = put("letter two");
    auto const one = raw(first);
    set_raw(first, raw(second));
    set_raw(second, one);
    EXPECT_EQ(verdict(first), "blob.damaged");
    EXPECT_EQ(verdict(second), "blob.damaged");
}

TEST_F(BlobStoreTest, AnotherKeySizeOrHashIsNoticed) {
    auto const blob = put("letter");
    auto const other_key = store_->read_all(blob, SecretKey::random(), 100);
    ASSERT_FALSE(other_key);
    EXPECT_EQ(other_key.error().key, "blob.damaged");
    EXPECT_EQ(other_key.error().code, Code::damaged);
    for (auto const size : {blob.size_bytes - 1, blob.size_bytes + 1})
        EXPECT_EQ(verdict({blob.id, size, blob.sha256}), "blob.damaged");
    EXPECT_EQ(verdict({blob.id, blob.size_bytes, sha256("other")}), "blob.damaged");
    EXPECT_EQ(verdict({blob.id, blob.size_bytes, ""}), "blob.damaged");
}

TEST_F(BlobStoreTest, MissingTooLargeAndStrangeIdsHaveTheirErrors) {
    auto const blob = put("letter");
    EXPECT_EQ(store_->read_all(blob, key_, 5).error().key, "blob.too_large");
    EXPECT_EQ(verdict({std::string(32, 'a'), 1, sha256("")}), "blob.missing");
    EXPECT_EQ(verdict({"../../etc/passwd", 1, sha256("")}), "blob.missing");
    EXPECT_EQ(verdict({"", 1, sha256("")}), "blob.missing");
}

TEST_F(BlobStoreTest, AnErrorOfTheTakerEndsTheStream) {
    auto const blob = put(random_bytes(3 * kChunkBytes));
    int calls = 0;
    auto const result = store_->stream(blob, key_, [&](std::string_view) -> Result<void> {
        ++calls;
        return fail(Code::timed_out, "test.gone");
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "test.gone");
    EXPECT_EQ(calls, 1);
}

TEST_F(BlobStoreTest, AWriterThatIsNotFinishedLeavesNothing) {
    {
        auto writer = store_->begin(key_);
        ASSERT_TRUE(writer);
        ASSERT_TRUE((*writer)->append(random_bytes(300'000)));
        EXPECT_EQ(temporary_files(), 1U);
    }
    EXPECT_EQ(temporary_files(), 0U);
    EXPECT_TRUE(stored().empty());
}

TEST_F(BlobStoreTest, RemovedIsGoneAndRemovingTwiceIsFine) {
    auto const blob = put("letter");
    EXPECT_TRUE(store_->remove(blob.id));
    EXPECT_EQ(verdict(blob), "blob.missing");
    EXPECT_TRUE(store_->remove(blob.id));
    EXPECT_FALSE(store_->remove("../tmp"));
}

TEST_F(BlobStoreTest, ListsEveryBlob) {
    std::set<std::string> ids;
    for (int i = 0; i < 30; ++i)
        ids.insert(put(std::to_string(i)).id);
    std::set<std::string> listed;
    for (auto const& blob : stored()) {
        listed.insert(blob.id);
        EXPECT_GT(blob.stored_bytes, 0U);
        EXPECT_GT(blob.stored_at.microseconds, 0);
    }
    EXPECT_EQ(listed, ids);
}

TEST_F(BlobStoreTest, OldTemporaryFilesAreSweptAtOpen) {
    auto const old_file = folder_ / "blobs" / "tmp" / "old";
    auto const young_file = folder_ / "blobs" / "tmp" / "young";
    ASSERT_TRUE(write_file_durably(old_file, "x"));
    ASSERT_TRUE(write_file_durably(young_file, "x"));
    struct timespec const times[2] = {{::time(nullptr) - 25 * 3600, 0},
                                      {::time(nullptr) - 25 * 3600, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, old_file.c_str(), times, 0), 0);
    open();
    EXPECT_FALSE(std::filesystem::exists(old_file));
    EXPECT_TRUE(std::filesystem::exists(young_file));
    EXPECT_EQ(store_->sweep(std::chrono::seconds{0}).value_or(0), 1U);
}

TEST_F(BlobStoreTest, ALostFolderIsAnErrorAndHealsWithTheNextOpen) {
    auto const blob = put("letter");
    std::filesystem::remove_all(folder_ / "blobs");
    auto const result = store_->put(key_, "letter");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::unavailable);
    EXPECT_EQ(verdict(blob), "blob.missing");
    open();
    EXPECT_EQ(verdict(put("letter")), "read");
}

TEST_F(BlobStoreTest, AShardThatWentAwayIsAnErrorAndLeavesNothing) {
    std::set<std::filesystem::path> shards;
    for (int i = 0; i < 20; ++i)
        shards.insert(file_of(put("letter")).parent_path());
    for (auto const& shard : shards)
        std::filesystem::remove_all(shard);
    for (int i = 0; i < 5'000; ++i) { // each try meets one of them by chance, about one in thirteen
        auto const result = store_->put(key_, "letter");
        if (result)
            continue;
        EXPECT_EQ(result.error().code, Code::unavailable);
        EXPECT_EQ(temporary_files(), 0U);
        return;
    }
    FAIL() << "no put met a missing shard";
}

TEST_F(BlobStoreTest, AFolderWithoutRightsIsSaid) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_read |
                                                     std::filesystem::perms::owner_exec);
    auto const result = BlobStore::open(folder_ / "other");
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "data_folder.no_right");
}

// A limit on the size of files stands for a full disk: the write comes back short and then fails.
TEST_F(BlobStoreTest, AWriteThatFailsLeavesNothingAndHeals) {
    auto const child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        struct rlimit const limit{200'000, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto const failed = store_->put(key_, std::string(500'000, 'x'));
        bool const right = !failed && failed.error().key == "blob.cannot_write" &&
                           temporary_files() == 0 && stored().empty() &&
                           store_->put(key_, std::string(100'000, 'x')).has_value();
        ::_exit(right ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(BlobStoreTest, ManyThreadsMayPutAtOnce) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                auto const bytes = random_bytes(static_cast<std::size_t>(i) * 5'000);
                auto const blob = store_->put(key_, bytes);
                ASSERT_TRUE(blob);
                EXPECT_EQ(store_->read_all(*blob, key_, 1 << 20).value_or("-"), bytes);
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(stored().size(), 80U);
}

#ifdef LEITSTAND_FAULTS
// A process that dies between two steps leaves either a whole blob or a temporary file, never half
// a blob.
TEST_F(BlobStoreTest, AKillBetweenTwoStepsLeavesNoHalfBlob) {
    struct Case {
        char const* point;
        std::size_t blobs;
    };
    for (auto const& [point, blobs] :
         {Case{"blob.before_sync", 0}, Case{"blob.before_rename", 0},
          Case{"blob.before_shard_sync", 0}, Case{"blob.before_directory_sync", 1},
          Case{"blob.after_directory_sync", 1}}) {
        std::filesystem::remove_all(folder_ / "blobs");
        auto const child = ::fork();
        if (child == 0) {
            ::setenv("LEITSTAND_FAULT", point, 1);
            open();
            std::ignore = store_->put(key_, "letter");
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << point;
        open();
        EXPECT_EQ(stored().size(), blobs) << point;
        EXPECT_EQ(temporary_files(), 1 - blobs) << point;
        for (auto const& blob : stored())
            EXPECT_EQ(verdict({blob.id, 6, sha256("letter")}), "read");
        EXPECT_EQ(store_->sweep(std::chrono::seconds{0}).value_or(9), 1 - blobs) << point;
    }
}
#endif

} // namespace
} // namespace leitstand
