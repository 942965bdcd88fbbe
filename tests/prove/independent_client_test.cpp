// SPDX-License-Identifier: EUPL-1.2
// A log that was written here, read by others: go_client checks it with Go's packages for
// transparency logs. Skipped where Go or its module golang.org/x/mod is not installed (Debian:
// golang-go, golang-golang-x-mod-dev). Nothing is fetched.
#include <cstdio>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include "base/files.hpp"
#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr char kModules[] = "/usr/share/gocode"; // where Debian puts those of Go

struct Ran {
    int code = -1;
    std::string said; // on both outputs
};

// All words come from this test.
Ran run(std::string const& command) {
    Ran ran;
    auto* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr)
        return ran;
    std::array<char, 4096> chunk;
    while (auto const got = std::fread(chunk.data(), 1, chunk.size(), pipe))
        ran.said.append(chunk.data(), got);
    auto const status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

class IndependentClientTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        built_ = std::make_unique<TemporaryFolder>();
        if (run("go version").code != 0)
            missing_ = "Go is not installed (Debian: golang-go)";
        else if (!fs::exists(fs::path{kModules} / "src/golang.org/x/mod/sumdb/tlog"))
            missing_ = "golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)";
        else
            build_ = run(fmt::format(
                "GO111MODULE=off GOPATH={} GOFLAGS= GOPROXY=off CGO_ENABLED=0 GOCACHE='{}' "
                "go build -o '{}' '{}/tests/prove/go_client/main.go'",
                kModules, (*built_ / "cache").string(), client().string(), LEITSTAND_SOURCE_DIR));
    }
    static void TearDownTestSuite() { built_.reset(); }
    static fs::path client() { return *built_ / "go_client"; }

    void SetUp() override {
        if (!missing_.empty())
            GTEST_SKIP() << missing_;
        ASSERT_EQ(build_.code, 0) << build_.said;
    }
    // Writes a log that grows from `older` entries to `size`, and keeps the head between.
    void write_log(std::size_t older, std::size_t size) {
        auto const log = LogFolder::open(path_, key_);
        ASSERT_TRUE(log) << log.error().describe();
        ASSERT_TRUE((*log)->append(slow::log_leaves(0, older)));
        keep(older_, (*log)->signed_checkpoint());
        ASSERT_TRUE((*log)->append(slow::log_leaves(older, size - older)));
    }
    static void keep(fs::path const& file, std::string_view bytes) {
        ASSERT_TRUE(write_file_durably(file, bytes));
    }
    Ran check(VerifierKey const& key) const {
        return run(fmt::format("'{}' '{}' '{}' '{}'", client().string(), path_.string(),
                               key.print(), older_.string()));
    }
    Ran check() const { return check(key_.verifier()); }

    TemporaryFolder folder_;
    fs::path const path_ = folder_ / "log";
    fs::path const older_ = folder_ / "older";
    LogKey const key_ = slow::log_key();

    static inline std::unique_ptr<TemporaryFolder> built_;
    static inline std::string missing_;
    static inline Ran build_;
};

// Tiles on three levels, full and partial ones.
TEST_F(IndependentClientTest, AgreesToALargeLog) {
    write_log(12'345, 66'000);
    auto const ran = check();
    EXPECT_EQ(ran.code, 0) << ran.said;
    EXPECT_THAT(ran.said, HasSubstr("verified 66000"));
}

TEST_F(IndependentClientTest, AgreesWhateverTheSize) {
    for (std::size_t const size : {2, 3, 255, 256, 257, 512, 1'000}) {
        fs::remove_all(path_);
        write_log(1, size);
        auto const ran = check();
        EXPECT_EQ(ran.code, 0) << size << ": " << ran.said;
    }
}

TEST_F(IndependentClientTest, FindsEachFlippedByte) {
    write_log(100, 300);
    ASSERT_EQ(check().code, 0) << check().said;
    for (auto const* name : {"checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
                             "tile/entries/000", "tile/entries/001.p/44"}) {
        auto const whole = read_file(path_ / name, 1 << 20).value();
        for (std::size_t const at :
             {std::size_t{0}, whole.size() / 3, whole.size() / 2, whole.size() - 2}) {
            auto bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ 1);
            keep(path_ / name, bytes);
            auto const ran = check();
            EXPECT_EQ(ran.code, 1) << name << ", byte " << at << ": " << ran.said;
            EXPECT_THAT(ran.said, HasSubstr("go_client:"));
        }
        keep(path_ / name, whole);
    }
    EXPECT_EQ(check().code, 0);
}

TEST_F(IndependentClientTest, TakesNoOtherKey) {
    write_log(100, 300);
    LogKey const other{key_.verifier().name(), SigningKey::random()};
    auto const ran = check(other.verifier());
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.said, HasSubstr("checkpoint"));
}

TEST_F(IndependentClientTest, SeesThatALogDoesNotGoOn) {
    write_log(100, 300);
    auto const kept = read_file(older_, 1 << 20).value();
    fs::remove_all(path_);
    auto const log = LogFolder::open(path_, key_).value();
    ASSERT_TRUE(log->append(slow::log_leaves(1, 300))); // the same but for its first entry
    keep(older_, kept);
    auto const ran = check();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.said, HasSubstr("proof"));
}

} // namespace
} // namespace leitstand
