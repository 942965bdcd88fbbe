// SPDX-License-Identifier: EUPL-1.2
// A log and witnesses that answer what they should not: nothing of it is believed, nothing waits
// for it, and what is wrong is known by its name. The honest witness behind a real server:
// tests/serve/witness_server_test.cpp.
#include "prove/witness_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "prove/published_log.hpp"
#include "prove/slow_tree.hpp"
#include "prove/witness.hpp"
#include "prove/witness_rounds.hpp"
#include "support/scripted_server.hpp"
#include "support/test_database.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

constexpr char kSizeType[] = "text/x.tlog.size";

class StoppedClock final : public TimeSource {
  public:
    Instant now() const override { return {1'790'000'000'000'000}; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
};

class WitnessClientTest : public testing::Test {
  protected:
    void SetUp() override {
        log_ = LogFolder::open(path(), key_).value();
        grow(10);
        limits_.witness_deadline_ms = std::chrono::milliseconds{2'000};
    }
    fs::path path() { return folder_ / "log"; }
    void grow(std::size_t count) {
        ASSERT_TRUE(log_->append(slow::log_leaves(log_->size(), count)));
    }
    VerifierKey verifier(char seed = 'w') const {
        return {"witness.example", SignatureType::witness,
                public_key_of(slow::log_key("x", seed).secret)};
    }
    // The line of a witness under the head that lies in the folder.
    std::string line(char seed = 'w') {
        auto const text = parse_note(log_->signed_checkpoint())->text;
        auto const secret = slow::log_key("x", seed).secret;
        auto const note =
            print_note({text, {sign_note(text, verifier(seed), secret, 1'790'000'000)}});
        return note.substr(text.size() + 1);
    }
    Result<Cosigned> ask(ScriptedServer const& server, std::uint64_t known = 0) {
        return ask_witness(path(), present_head(path()).value(),
                           {"Zeuge", verifier(), server.url(), {}}, known, limits_);
    }
    std::string trouble(ScriptedServer const& server, std::uint64_t known = 0) {
        auto const asked = ask(server, known);
        return asked ? "none" : asked.error().key;
    }
    std::string trouble_of(std::string const& bytes) {
        ScriptedServer const server{[&](std::string const&) { return bytes; }};
        return trouble(server);
    }

    TemporaryFolder folder_;
    LogKey const key_ = slow::log_key();
    Limits limits_;
    std::unique_ptr<LogFolder> log_;
};

AddCheckpoint request_in(std::string const& http) {
    return parse_add_checkpoint(http.substr(http.find("\r\n\r\n") + 4)).value();
}

TEST_F(WitnessClientTest, AsksAsTheProtocolSaysAndTakesTheSignature) {
    ScriptedServer const server{
        [&](std::string const&) { return ScriptedServer::answer(200, line()); }};
    auto const cosigned = ask(server, 4);
    ASSERT_TRUE(cosigned) << cosigned.error().describe();
    EXPECT_EQ(cosigned->size, 10U);
    EXPECT_EQ(cosigned->signed_at, Instant{1'790'000'000'000'000});
    EXPECT_EQ(cosigned->head, log_->signed_checkpoint());
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_THAT(server.requests()[0], testing::StartsWith("POST /add-checkpoint HTTP/1.1\r\n"));
    auto const asked = request_in(server.requests()[0]);
    EXPECT_EQ(asked.old_size, 4U);
    EXPECT_EQ(asked.checkpoint, log_->signed_checkpoint());
    EXPECT_TRUE(check_consistency(4, 10, slow::root_of_log(4), slow::root_of_log(10), asked.proof));
}

TEST_F(WitnessClientTest, AsksAgainOnceFromTheSizeThatTheWitnessKnows) {
    ScriptedServer const server{[&](std::string const& request) {
        return request_in(request).old_size == 7 ? ScriptedServer::answer(200, line())
                                                 : ScriptedServer::answer(409, "7\n", kSizeType);
    }};
    for (std::uint64_t const known : {0, 3, 10, 99}) {
        auto const cosigned = ask(server, known);
        ASSERT_TRUE(cosigned) << known << cosigned.error().describe();
        EXPECT_EQ(cosigned->size, 10U);
    }
    auto const asked = request_in(server.requests().back());
    EXPECT_TRUE(check_consistency(7, 10, slow::root_of_log(7), slow::root_of_log(10), asked.proof));

    ScriptedServer const stubborn{[calls = 0](std::string const&) mutable {
        return ScriptedServer::answer(409, fmt::format("{}\n", ++calls), kSizeType);
    }};
    EXPECT_EQ(trouble(stubborn), kWitnessNonsense);
    EXPECT_EQ(stubborn.requests().size(), 2U);
}

TEST_F(WitnessClientTest, ShowsWhatCameSinceOnlyToAWitnessThatKnowsIt) {
    bool knows_more = false;
    ScriptedServer const server{[&](std::string const& request) {
        if (request_in(request).old_size >= 10)
            return ScriptedServer::answer(200, line());
        grow(1);
        return ScriptedServer::answer(409, knows_more ? "12\n" : "10\n", kSizeType);
    }};
    auto const shown = present_head(path()).value();
    auto const asked = ask(server);
    ASSERT_FALSE(asked) << "line() is below the head that came since";
    EXPECT_EQ(request_in(server.requests().back()).checkpoint, shown.note);
    knows_more = true;
    auto const again = ask(server);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->size, 12U);
}

TEST_F(WitnessClientTest, ALongerLogThanOursMeansThatABackupWasBroughtBack) {
    ScriptedServer const server{
        [](std::string const&) { return ScriptedServer::answer(409, "11\n", kSizeType); }};
    auto const asked = ask(server, 3);
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().key, kWitnessAhead);
    EXPECT_THAT(asked.error().detail, testing::HasSubstr("11 entries, this log has 10"));
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(WitnessClientTest, AnotherHistoryIsSaid) {
    EXPECT_EQ(trouble_of(ScriptedServer::answer(422, "")), kWitnessOtherHistory);
    ScriptedServer const same_size{
        [](std::string const&) { return ScriptedServer::answer(409, "10\n", kSizeType); }};
    EXPECT_EQ(trouble(same_size, 10), kWitnessOtherHistory);
}

TEST_F(WitnessClientTest, NonsenseIsNoSignature) {
    using S = ScriptedServer;
    auto const good = line();
    auto const text = parse_note(log_->signed_checkpoint())->text;
    for (auto const& bytes :
         {S::answer(200, ""), S::answer(200, "ok"), S::answer(200, "\n\n" + good),
          S::answer(200, text + "\n" + good), S::answer(200, good.substr(0, good.size() - 9)),
          S::answer(200, "— other.example AAAAAAAA\n"), S::answer(200, std::string(200'000, 'x')),
          S::answer(201, good), S::answer(204, ""), S::answer(302, ""), S::answer(400, "no"),
          S::answer(409, "7\n"), S::answer(409, "seven", kSizeType), S::answer(409, "", kSizeType),
          S::answer(409, "-7\n", kSizeType), S::answer(409, "99999999999999999999\n", kSizeType),
          S::answer(418, "")})
        EXPECT_EQ(trouble_of(bytes), kWitnessNonsense) << bytes.substr(0, 200);
    for (auto const& bytes :
         {S::answer(200, line('v')), // its name, the key of somebody else: another id
          S::answer(200, line('v') + "— witness.example AAAAAAAA\n")})
        EXPECT_EQ(trouble_of(bytes), kWitnessNonsense) << bytes;
    // Its own id, and a signature of an earlier head.
    auto const old = good;
    grow(1);
    EXPECT_EQ(trouble_of(S::answer(200, old)), kWitnessWrongSignature);
    EXPECT_EQ(trouble_of(S::answer(200, line() + old)), kWitnessWrongSignature);
}

TEST_F(WitnessClientTest, OneThatRefusesOrDoesNotAnswerIsToldApart) {
    for (int const status : {403, 404})
        EXPECT_EQ(trouble_of(ScriptedServer::answer(status, "")), kWitnessNotWatching);
    for (int const status : {429, 500, 503})
        EXPECT_EQ(trouble_of(ScriptedServer::answer(status, "")), kWitnessNotReachable);
    EXPECT_EQ(trouble_of("no http\r\n\r\n"), kWitnessNotReachable);
    limits_.witness_deadline_ms = std::chrono::milliseconds{200};
    EXPECT_EQ(trouble_of(""), kWitnessNotReachable); // never answers
    auto const nobody = ask_witness(path(), present_head(path()).value(),
                                    {"Zeuge", verifier(), "http://127.0.0.1:1", {}}, 0, limits_);
    EXPECT_EQ(nobody.error().key, kWitnessNotReachable);
}

class WitnessRoundsTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        place_ = std::make_unique<TestDatabase>(GetParam());
        database_ = place_->open();
        log_ = LogFolder::open(path(), slow::log_key()).value();
        witness_ =
            Witness::open(folder_ / "witness", witness_key_, {log_->verifier()}, clock_).value();
    }
    fs::path path() { return folder_ / "log"; }
    // What an honest witness answers, over the wire.
    std::string honest(std::string const& http) {
        auto const answer = witness_->add_checkpoint(http.substr(http.find("\r\n\r\n") + 4));
        return ScriptedServer::answer(answer.status, answer.body, answer.content_type);
    }
    WitnessState state() { return read_witness_state(*database_, witness_->verifier()).value(); }
    WitnessRounds rounds(ScriptedServer const& server) {
        return {*database_,
                path(),
                {{"Zeuge", witness_->verifier(), server.url(), {}}},
                limits_,
                clock_};
    }
    std::size_t signatures() {
        auto const opened = open_checkpoint(published_checkpoint(path()).value(), log_->verifier(),
                                            std::array{witness_->verifier()});
        return opened ? opened->witnesses.size() : 99;
    }

    TemporaryFolder folder_;
    LogKey const witness_key_ = slow::log_key("witness.example", 'w');
    StoppedClock clock_;
    Limits limits_;
    std::unique_ptr<TestDatabase> place_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<LogFolder> log_;
    std::unique_ptr<Witness> witness_;
};

INSTANTIATE_TEST_SUITE_P(Engines, WitnessRoundsTest, both_engines(), engine_label);

TEST_P(WitnessRoundsTest, RemembersWhatWasSignedAndWhatIsWrong) {
    bool is_ill = false;
    ScriptedServer const server{[&](std::string const& request) {
        return is_ill ? ScriptedServer::answer(500, "") : honest(request);
    }};
    auto rounds = this->rounds(server);
    rounds.run_once(); // an empty log has nothing to show
    EXPECT_TRUE(server.requests().empty());
    EXPECT_EQ(state(), WitnessState{});

    ASSERT_TRUE(log_->append(slow::log_leaves(0, 5)));
    rounds.run_once();
    EXPECT_EQ(state(), (WitnessState{5, clock_.now(), "", "", {}}));
    EXPECT_EQ(signatures(), 1U);
    rounds.run_once(); // the same head is not shown again at once
    EXPECT_EQ(server.requests().size(), 1U);

    is_ill = true;
    ASSERT_TRUE(log_->append(slow::log_leaves(5, 300)));
    rounds.run_once();
    EXPECT_EQ(state().size, 5U);
    EXPECT_EQ(state().signed_at, clock_.now());
    EXPECT_EQ(state().trouble, kWitnessNotReachable);
    EXPECT_EQ(state().trouble_since, clock_.now());
    EXPECT_FALSE(state().contradicts());
    EXPECT_EQ(signatures(), 0U); // of the new head; the old one keeps its own
    EXPECT_EQ(parse_checkpoint(parse_note(**witnessed_checkpoint(path()))->text)->size, 5U);

    is_ill = false;
    rounds.run_once();
    EXPECT_EQ(state(), (WitnessState{305, clock_.now(), "", "", {}}));
    EXPECT_EQ(signatures(), 1U);
    // Shown again by a server that was started anew: the new signature replaces the old one.
    this->rounds(server).run_once();
    EXPECT_EQ(signatures(), 1U);
    EXPECT_EQ(parse_note(published_checkpoint(path()).value())->signatures.size(), 2U);
}

// They answer while the log grows, and one of them has to be asked twice.
TEST_P(WitnessRoundsTest, AllWitnessesSignTheSameHead) {
    auto const other = Witness::open(folder_ / "other", slow::log_key("other.example", 'o'),
                                     {log_->verifier()}, clock_)
                           .value();
    ScriptedServer const first{[&](std::string const& request) {
        EXPECT_TRUE(log_->append(slow::log_leaves(log_->size(), 1)));
        return honest(request);
    }};
    ScriptedServer const second{[&](std::string const& http) {
        auto const answer = other->add_checkpoint(http.substr(http.find("\r\n\r\n") + 4));
        return ScriptedServer::answer(answer.status, answer.body, answer.content_type);
    }};
    ASSERT_TRUE(log_->append(slow::log_leaves(0, 5)));
    ASSERT_TRUE(write_witness_state(*database_, witness_->verifier(), {3, {}, "", "", {}}));
    testing::internal::CaptureStderr();
    WitnessRounds{*database_,
                  path(),
                  {{"Zeuge", witness_->verifier(), first.url(), {}},
                   {"Anderer", other->verifier(), second.url(), {}}},
                  limits_,
                  clock_}
        .run_once();
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::HasSubstr("the witness Zeuge remembers 0 entries, it had signed 3"));
    EXPECT_EQ(log_->size(), 7U);
    auto const seen =
        open_checkpoint(witnessed_checkpoint(path()).value().value(), log_->verifier(),
                        std::array{witness_->verifier(), other->verifier()});
    ASSERT_TRUE(seen) << seen.error().describe();
    EXPECT_EQ(seen->checkpoint.size, 5U);
    EXPECT_EQ(seen->witnesses.size(), 2U);
}

TEST_P(WitnessRoundsTest, AnOlderBackupBroughtBackIsFoundAndStaysFound) {
    bool is_silent = false;
    ScriptedServer const server{[&](std::string const& request) {
        return is_silent ? ScriptedServer::answer(500, "") : honest(request);
    }};
    ASSERT_TRUE(log_->append(slow::log_leaves(0, 5)));
    fs::copy(path(), folder_ / "backup", fs::copy_options::recursive);
    ASSERT_TRUE(log_->append(slow::log_leaves(5, 300)));
    rounds(server).run_once();
    ASSERT_EQ(state().size, 305U);
    fs::copy(path(), folder_ / "newest", fs::copy_options::recursive);

    log_.reset();
    fs::remove_all(path());
    fs::copy(folder_ / "backup", path(), fs::copy_options::recursive);
    log_ = LogFolder::open(path(), slow::log_key()).value();
    testing::internal::CaptureStderr();
    auto rounds = this->rounds(server);
    rounds.run_once();
    rounds.run_once();
    auto const told = testing::internal::GetCapturedStderr();
    EXPECT_THAT(told, testing::HasSubstr("an older backup of the log was brought back"));
    EXPECT_EQ(told.find("older backup"), told.rfind("older backup")) << "told with every round";
    EXPECT_EQ(state().trouble, kWitnessAhead);
    EXPECT_TRUE(state().contradicts());
    // Whoever it accuses can silence it, and takes nothing back by that.
    is_silent = true;
    rounds.run_once();
    EXPECT_EQ(state().trouble, kWitnessAhead);
    is_silent = false;

    // It goes on with other entries and passes the size that the witness knows: another history.
    ASSERT_TRUE(log_->append(slow::log_leaves(5, 400, "rewritten")));
    rounds.run_once();
    EXPECT_EQ(state().trouble, kWitnessOtherHistory);
    EXPECT_TRUE(state().contradicts());
    EXPECT_EQ(state().size, 305U);
    EXPECT_EQ(signatures(), 0U);

    // The newest backup is brought back: its signature ends it.
    log_.reset();
    fs::remove_all(path());
    fs::copy(folder_ / "newest", path(), fs::copy_options::recursive);
    log_ = LogFolder::open(path(), slow::log_key()).value();
    rounds.run_once();
    EXPECT_EQ(state().trouble, "");
}

TEST_P(WitnessRoundsTest, OneThatHangsDelaysNobodyAndEndsWithTheServer) {
    ScriptedServer const good{[&](std::string const& request) { return honest(request); }};
    ScriptedServer const silent{[](std::string const&) { return std::string{}; }};
    VerifierKey const other{"silent.example", SignatureType::witness,
                            public_key_of(slow::log_key("y", 'y').secret)};
    ASSERT_TRUE(log_->append(slow::log_leaves(0, 5)));
    limits_.witness_deadline_ms = std::chrono::minutes{5};
    WitnessRounds rounds{
        *database_,
        path(),
        {{"Stumm", other, silent.url(), {}}, {"Zeuge", witness_->verifier(), good.url(), {}}},
        limits_,
        clock_};
    rounds.start();
    for (int i = 0; i < 500 && (state().size == 0 || silent.requests().empty()); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    EXPECT_EQ(state().size, 5U);
    ASSERT_TRUE(log_->append(slow::log_leaves(5, 5))); // nothing waits for it
    auto const begin = std::chrono::steady_clock::now();
    rounds.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{5});
    EXPECT_EQ(read_witness_state(*database_, other).value(), WitnessState{});
}

TEST_P(WitnessRoundsTest, AStateThatSomebodySpoiledIsAskedForAgain) {
    ScriptedServer const server{[&](std::string const& request) { return honest(request); }};
    ASSERT_TRUE(log_->append(slow::log_leaves(0, 5)));
    rounds(server).run_once();
    for (WitnessState const& wrong : {WitnessState{}, WitnessState{3, {}, "", "", {}},
                                      WitnessState{1'000'000, {}, "", "", {}}}) {
        ASSERT_TRUE(write_witness_state(*database_, witness_->verifier(), wrong));
        rounds(server).run_once();
        EXPECT_EQ(state().size, 5U);
    }
}

TEST(WitnessPlaces, TakeWitnessesAlone) {
    auto const log = slow::log_key().verifier();
    VerifierKey const key{"witness.example", SignatureType::witness, log.key()};
    auto const places = witness_places({{"Personalrat", key.print(), "https://a", "ca.pem"}});
    ASSERT_TRUE(places);
    EXPECT_EQ(places->front().key, key);
    for (auto const& wrong : {log.print(), std::string{"nonsense"}, std::string{}}) {
        auto const refused = witness_places({{"Personalrat", wrong, "https://a", {}}});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().key, "witness.key_wrong");
        EXPECT_EQ(refused.error().detail, "Personalrat");
    }
}

} // namespace
} // namespace leitstand
