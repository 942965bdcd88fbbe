// SPDX-License-Identifier: EUPL-1.2
// A log and its witness over a real connection: it signs while the log grows, and neither an older
// state that was brought back nor another history gets a signature.
#include "serve/witness_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "prove/published_log.hpp"
#include "prove/slow_tree.hpp"
#include "prove/witness.hpp"
#include "prove/witness_client.hpp"
#include "serve/raw_client.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;

class WitnessServerTest : public testing::Test {
  protected:
    void SetUp() override {
        open_log();
        open_witness();
    }
    void open_log() { log_ = LogFolder::open(folder_ / "log", key_).value(); }
    void open_witness() {
        server_.reset();
        witness_.reset();
        witness_ =
            Witness::open(folder_ / "witness", witness_key_, {key_.verifier()}, system_time())
                .value();
        WitnessServerOptions options;
        options.port = 0;
        server_ = WitnessServer::start(*witness_, options).value();
    }
    void grow(std::size_t count, std::string_view about = "entry") {
        ASSERT_TRUE(log_->append(slow::log_leaves(log_->size(), count, about)));
    }
    // The whole folder as it was: what a restored backup does.
    void bring_back(fs::path const& backup) {
        log_.reset();
        fs::remove_all(folder_ / "log");
        fs::copy(backup, folder_ / "log", fs::copy_options::recursive);
        open_log();
    }
    Result<Cosigned> ask(std::uint64_t known = 0) {
        return ask_witness(folder_ / "log", present_head(folder_ / "log").value(),
                           {"Zeuge", witness_->verifier(), server_->url(), {}}, known, Limits{});
    }
    std::string trouble(std::uint64_t known = 0) {
        auto const asked = ask(known);
        return asked ? "none" : asked.error().key;
    }
    RawAnswer raw(std::string const& head, std::string const& body) {
        return ask_once(
            server_->port(),
            fmt::format("{} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\n{}", head,
                        body.size(), body));
    }

    TemporaryFolder folder_;
    LogKey const key_ = slow::log_key();
    LogKey const witness_key_ = slow::log_key("witness.example/council", 'w');
    std::unique_ptr<LogFolder> log_;
    std::unique_ptr<Witness> witness_;
    std::unique_ptr<WitnessServer> server_;
};

TEST_F(WitnessServerTest, SignsALogThatGrowsOverItsRestartsToo) {
    std::uint64_t known = 0;
    for (std::size_t const count : {1, 255, 1, 300, 0}) {
        grow(count);
        auto const cosigned = ask(known);
        ASSERT_TRUE(cosigned) << cosigned.error().describe();
        ASSERT_TRUE(keep_cosignatures(folder_ / "log", cosigned->head, cosigned->lines,
                                      std::array{witness_->verifier()}));
        auto const opened = open_checkpoint(published_checkpoint(folder_ / "log").value(),
                                            key_.verifier(), std::array{witness_->verifier()});
        ASSERT_TRUE(opened) << opened.error().describe();
        EXPECT_EQ(opened->witnesses.size(), 1U);
        known = cosigned->size;
        open_witness();
    }
    grow(10);
    EXPECT_EQ(trouble(0), "none"); // we forgot, it did not
}

TEST_F(WitnessServerTest, SignsNoOlderStateThatWasBroughtBack) {
    grow(100);
    fs::copy(folder_ / "log", folder_ / "backup", fs::copy_options::recursive);
    grow(200);
    ASSERT_TRUE(ask());
    bring_back(folder_ / "backup");
    for (std::uint64_t const known : {0, 100, 300})
        EXPECT_EQ(trouble(known), kWitnessAhead) << known;
    grow(200); // with the same entries again: nothing is missing, and it signs
    EXPECT_EQ(trouble(300), "none");
}

TEST_F(WitnessServerTest, SignsNoOtherHistory) {
    grow(100);
    fs::copy(folder_ / "log", folder_ / "backup", fs::copy_options::recursive);
    grow(200);
    ASSERT_TRUE(ask());
    bring_back(folder_ / "backup");
    grow(200, "rewritten"); // as long as what it signed
    for (std::uint64_t const known : {0, 100, 300})
        EXPECT_EQ(trouble(known), kWitnessOtherHistory) << known;
    grow(50, "rewritten");
    for (std::uint64_t const known : {0, 100, 300})
        EXPECT_EQ(trouble(known), kWitnessOtherHistory) << known;
    open_witness();
    EXPECT_EQ(trouble(), kWitnessOtherHistory) << "it forgot with its restart";
}

TEST_F(WitnessServerTest, WatchesTheLogsOfItsListAlone) {
    grow(10);
    witness_ = Witness::open(folder_ / "other", witness_key_,
                             {slow::log_key("another.example", 'a').verifier()}, system_time())
                   .value();
    WitnessServerOptions options;
    options.port = 0;
    server_ = WitnessServer::start(*witness_, options).value();
    EXPECT_EQ(trouble(), kWitnessNotWatching);
}

TEST_F(WitnessServerTest, AnswersNonsenseWithoutHarm) {
    grow(10);
    EXPECT_EQ(raw("POST /add-checkpoint", "").status, 400);
    EXPECT_EQ(raw("POST /add-checkpoint", "old 0\n\nnonsense").status, 400);
    EXPECT_EQ(raw("POST /add-checkpoint", std::string(2'000'000, 'x')).status, 413);
    EXPECT_EQ(raw("GET /add-checkpoint", "").status, 405);
    EXPECT_EQ(raw("POST /", "").status, 405);
    EXPECT_EQ(raw("GET /../witness.key", "").status, 400);
    EXPECT_EQ(raw("GET /checkpoint", "").status, 404);
    auto const page = raw("GET /", "");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, testing::HasSubstr(witness_->verifier().print()));
    EXPECT_EQ(trouble(), "none");
    auto const stale =
        raw("POST /add-checkpoint", print_add_checkpoint({3, {}, log_->signed_checkpoint()}));
    EXPECT_EQ(stale.status, 409);
    EXPECT_EQ(stale.header("content-type"), "text/x.tlog.size");
    EXPECT_EQ(stale.body, "10\n");
}

TEST_F(WitnessServerTest, ListensBeyondThisMachineOnlyWhenTold) {
    WitnessServerOptions options;
    options.port = 0;
    options.address = "0.0.0.0";
    auto const refused = WitnessServer::start(*witness_, options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "server.plain_beyond_loopback");
    options.plain_beyond_loopback = true;
    EXPECT_TRUE(WitnessServer::start(*witness_, options));
}

TEST_F(WitnessServerTest, OneAddressTakesNotAllConnectionsOfAPlainWitness) {
    WitnessServerOptions options;
    options.port = 0;
    options.address = "0.0.0.0";
    options.plain_beyond_loopback = true;
    server_ = WitnessServer::start(*witness_, options).value();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (std::size_t i = 0; i < Limits{}.connections_per_address_max; ++i) {
        clients.push_back(std::make_unique<RawClient>(server_->port()));
        ASSERT_TRUE(clients.back()->connected()) << i;
    }
    EXPECT_FALSE(clients.back()->closes(300));
    RawClient one_more{server_->port()};
    EXPECT_TRUE(one_more.closes(5'000));
}

} // namespace
} // namespace leitstand
