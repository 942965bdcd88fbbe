// SPDX-License-Identifier: EUPL-1.2
// What a witness signs and what it does not: another history, an old backup, nonsense, a log that
// it does not know; and that it remembers before it answers.
#include "prove/witness.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "prove/receipt.hpp"
#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

class StoppedClock final : public TimeSource {
  public:
    Instant now() const override { return {microseconds}; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
    std::int64_t microseconds = 1'790'000'000'500'000;
};

class WitnessTest : public testing::Test {
  protected:
    void SetUp() override {
        log_ = *LogFolder::open(folder_ / "log", key_);
        witness_ = open();
    }
    std::unique_ptr<Witness> open() {
        witness_.reset(); // it keeps others off its folder
        auto opened = Witness::open(folder_ / "witness", witness_key_, {key_.verifier()}, clock_);
        EXPECT_TRUE(opened) << opened.error().describe();
        return opened ? *std::move(opened) : nullptr;
    }
    void grow(std::size_t count) {
        ASSERT_TRUE(log_->append(slow::log_leaves(log_->size(), count)));
    }
    AddCheckpoint request(std::uint64_t old_size) {
        AddCheckpoint made{old_size, {}, log_->signed_checkpoint()};
        if (old_size != 0)
            made.proof = *log_->consistency(old_size);
        return made;
    }
    int status(AddCheckpoint const& asked) {
        return witness_->add_checkpoint(print_add_checkpoint(asked)).status;
    }

    TemporaryFolder folder_;
    LogKey const key_ = slow::log_key();
    LogKey const witness_key_ = slow::log_key("witness.example/council", 'w');
    StoppedClock clock_;
    std::unique_ptr<LogFolder> log_;
    std::unique_ptr<Witness> witness_;
};

TEST_F(WitnessTest, SignsALogThatGoesOnAndItsSignatureFits) {
    std::uint64_t known = 0;
    for (std::size_t const count : {3, 250, 20, 0, 300}) {
        grow(count);
        auto const answer = witness_->add_checkpoint(print_add_checkpoint(request(known)));
        ASSERT_EQ(answer.status, 200) << answer.body;
        auto const opened = open_checkpoint(log_->signed_checkpoint() + answer.body,
                                            key_.verifier(), std::array{witness_->verifier()});
        ASSERT_TRUE(opened) << opened.error().describe();
        ASSERT_EQ(opened->witnesses.size(), 1U);
        EXPECT_EQ(opened->witnesses[0].time_s, 1'790'000'000U);
        known = log_->size();
    }
}

TEST_F(WitnessTest, RemembersOverARestart) {
    grow(10);
    ASSERT_EQ(status(request(0)), 200);
    grow(10);
    witness_ = open();
    auto const answer = witness_->add_checkpoint(print_add_checkpoint(request(0)));
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.body, "10\n");
    EXPECT_EQ(answer.content_type, "text/x.tlog.size");
    EXPECT_EQ(status(request(10)), 200);
}

TEST_F(WitnessTest, FindsAnOldBackupThatWasBroughtBack) {
    grow(10);
    auto const backup = folder_ / "backup";
    fs::copy(folder_ / "log", backup, fs::copy_options::recursive);
    grow(10);
    ASSERT_EQ(status(request(0)), 200);
    log_ = *LogFolder::open(backup, key_);
    auto const answer = witness_->add_checkpoint(print_add_checkpoint(request(10)));
    EXPECT_EQ(answer.status, 409); // it knows 20 entries
    EXPECT_EQ(answer.body, "20\n");
    // The old state goes on in another way, past the size that is known.
    ASSERT_TRUE(log_->append(slow::log_leaves(10, 30, "other")));
    EXPECT_EQ(status(request(20)), 422);
}

TEST_F(WitnessTest, AnotherHistoryOfTheSameSizeIsAConflict) {
    grow(20);
    ASSERT_EQ(status(request(0)), 200);
    log_ = *LogFolder::open(folder_ / "other", key_);
    ASSERT_TRUE(log_->append(slow::log_leaves(0, 20, "other")));
    EXPECT_EQ(status(request(20)), 409);
}

TEST_F(WitnessTest, WrongProofsAreNotSigned) {
    grow(20);
    auto first = request(0);
    first.proof.push_back(leaf_hash("x"));
    EXPECT_EQ(status(first), 422);
    ASSERT_EQ(status(request(0)), 200);
    grow(300);
    for (std::size_t at = 0; at < request(20).proof.size(); ++at) {
        auto wrong = request(20);
        wrong.proof[at][0] ^= 1;
        EXPECT_EQ(status(wrong), 422) << at;
    }
    auto none = request(20);
    none.proof.clear();
    EXPECT_EQ(status(none), 422);
    auto backwards = request(20);
    backwards.old_size = 1000;
    EXPECT_EQ(status(backwards), 400);
    EXPECT_EQ(status(request(20)), 200);
}

TEST_F(WitnessTest, OthersLogsAndOthersSignaturesAreRefused) {
    auto const sign_as = [&](LogKey const& by, std::string const& origin) {
        auto const text = print_checkpoint({origin, 0, empty_tree_root()});
        auto const key = VerifierKey{by.name, SignatureType::log, public_key_of(by.secret)};
        return status({0, {}, print_note({text, {sign_note(text, key, by.secret)}})});
    };
    EXPECT_EQ(sign_as(slow::log_key("log.example/unknown"), "log.example/unknown"), 404);
    EXPECT_EQ(sign_as(slow::log_key(key_.name, 't'), key_.name), 403);
    EXPECT_EQ(sign_as(slow::log_key("log.example/unknown"), key_.name), 403);
    EXPECT_EQ(sign_as(key_, key_.name), 200);
}

TEST_F(WitnessTest, NonsenseIsNoRequest) {
    grow(5);
    ASSERT_EQ(status(request(0)), 200);
    grow(5);
    auto const right = print_add_checkpoint(request(5));
    for (auto const& wrong :
         {std::string{}, std::string{"old 5"}, std::string{"old 5\n"}, std::string{"old 5\n\n"},
          std::string{"old 05\n\n"} + log_->signed_checkpoint(),
          std::string{"old -5\n\n"} + log_->signed_checkpoint(),
          std::string{"old 5\nAAAA\n\n"} + log_->signed_checkpoint(), right.substr(4),
          std::string(kWitnessRequestBytesMax + 1, 'x'), right + "\n", right + "tail"})
        EXPECT_EQ(witness_->add_checkpoint(wrong).status, 400) << wrong.substr(0, 60);
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        EXPECT_NE(witness_->add_checkpoint(wrong).status, 200) << at;
        EXPECT_NE(witness_->add_checkpoint(right.substr(0, at)).status, 200) << at;
    }
    auto many = request(5);
    many.proof.assign(kWitnessProofHashesMax, leaf_hash("x"));
    auto body = print_add_checkpoint(many);
    body.insert(body.find('\n') + 1, to_base64(bytes_of(leaf_hash("x"))) + "\n");
    EXPECT_EQ(parse_add_checkpoint(body).error().key, "witness.malformed");
    EXPECT_EQ(witness_->add_checkpoint(right).status, 200);
}

TEST_F(WitnessTest, ASpoiledMemoryIsNotTakenForAnEmptyOne) {
    grow(5);
    ASSERT_EQ(status(request(0)), 200);
    for (auto const& entry : fs::directory_iterator{folder_ / "witness"})
        std::ofstream{entry.path(), std::ios::trunc} << "spoiled";
    grow(5);
    EXPECT_EQ(status(request(5)), 500);
    EXPECT_EQ(status(request(0)), 500);
    witness_.reset();
    auto const refused =
        Witness::open(folder_ / "witness", witness_key_, {key_.verifier()}, clock_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "witness.memory_damaged");
}

TEST_F(WitnessTest, TwoOnOneFolderCouldSignTwoHistories) {
    auto const refused =
        Witness::open(folder_ / "witness", witness_key_, {key_.verifier()}, clock_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "witness.in_use");
    EXPECT_TRUE(open());
}

TEST_F(WitnessTest, AStrangerMakesItWriteNothing) {
    grow(5);
    auto const file = folder_ / "witness" / (to_hex(sha256(key_.name)) + ".checkpoint");
    auto const inode = [&] {
        struct stat about {};
        EXPECT_EQ(::stat(file.c_str(), &about), 0);
        return about.st_ino;
    };
    auto const stranger = slow::log_key("stranger.example", 's');
    auto asked = request(0);
    auto note = parse_note(asked.checkpoint).value();
    note.signatures.push_back(sign_note(note.text, stranger.verifier(), stranger.secret));
    asked.checkpoint = print_note(note);
    ASSERT_EQ(status(asked), 200);
    EXPECT_EQ(read_file(file, kNoteBytesMax).value(), log_->signed_checkpoint());
    auto const before = inode();
    asked.old_size = 5;
    asked.proof = log_->consistency(5).value();
    EXPECT_EQ(status(asked), 200); // the same head again
    EXPECT_EQ(inode(), before) << "it was written anew";
    grow(1);
    EXPECT_EQ(status(request(5)), 200);
    EXPECT_NE(inode(), before);
}

TEST_F(WitnessTest, DoesNotSignWhatItCannotRemember) {
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    grow(5);
    fs::permissions(folder_ / "witness", fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(status(request(0)), 500);
    fs::permissions(folder_ / "witness", fs::perms::owner_all);
    EXPECT_EQ(status(request(0)), 200);
}

TEST_F(WitnessTest, DoesNotSignWithAClockThatShowsNoTime) {
    grow(5);
    for (std::int64_t const wrong :
         {std::int64_t{-1'000'000}, std::numeric_limits<std::int64_t>::max()}) {
        clock_.microseconds = wrong;
        EXPECT_EQ(status(request(0)), 500) << wrong;
    }
    clock_.microseconds = 1'790'000'000'500'000;
    EXPECT_EQ(status(request(0)), 200); // it had remembered nothing
}

#ifdef LEITSTAND_FAULTS
// A signature that is out is remembered, wherever the witness dies. The other way round is
// harmless: the log asks again from the size that it is told.
TEST_F(WitnessTest, KilledBetweenRememberingAndAnsweringItHasRemembered) {
    grow(5);
    using Case = std::pair<char const*, char const*>;
    for (auto const& [point, told] :
         {Case{"witness.before_remembering:1", "0\n"}, Case{"witness.before_answer:1", "5\n"}}) {
        auto const child = ::fork();
        if (child == 0) {
            ::setenv("LEITSTAND_FAULT", point, 1);
            status(request(0));
            ::_exit(0);
        }
        int ended = 0;
        ::waitpid(child, &ended, 0);
        ASSERT_TRUE(WIFSIGNALED(ended)) << point;
        witness_ = open();
        auto const answer = witness_->add_checkpoint(print_add_checkpoint(request(1)));
        EXPECT_EQ(answer.status, 409) << point;
        EXPECT_EQ(answer.body, told) << point;
    }
    EXPECT_EQ(status(request(5)), 200);
}
#endif

} // namespace
} // namespace leitstand
