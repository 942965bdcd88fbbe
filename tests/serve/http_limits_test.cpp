// SPDX-License-Identifier: EUPL-1.2
// The HTTP server alone, with toy routes: what is too large, too slow or too much at once.
#include "serve/toy_server.hpp"

namespace leitstand {
namespace {

using HttpLimitsTest = ToyServerTest;

TEST_F(HttpLimitsTest, RefusesTooLargeBeforeReadingTheBody) {
    RawClient client{start()};
    client.send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\n");
    auto const answer = client.answer();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(seen_.dropped, 0); // nothing was begun
}

TEST_F(HttpLimitsTest, RefusesChunkedBodiesThatGrowTooLarge) {
    RawClient client{start()};
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i)
        client.send("2710\r\n" + std::string(10'000, 'x') + "\r\n");
    EXPECT_EQ(client.answer().status, 413);
}

TEST_F(HttpLimitsTest, TellsSlowClientsSoAndCutsThem) {
    auto const port = start();
    RawClient silent{port}, slow_head{port}, slow_body{port}, slow_stream{port};
    slow_head.send("GET /hello/a HTTP/1.1\r\nHos");
    slow_body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc");
    slow_stream.send(
        "POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc");
    // One byte now and then does not help: the deadline is for the whole head and for each piece.
    for (int i = 0; i < 12; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{150});
        slow_head.send("t");
        slow_body.send("x");
        slow_stream.send("x");
    }
    EXPECT_TRUE(silent.closes(5000));
    for (auto* const slow : {&slow_head, &slow_body, &slow_stream}) {
        auto const answer = slow->answer(5000);
        EXPECT_EQ(answer.status, 408);
        EXPECT_EQ(answer.body, "request.too_slow");
        EXPECT_EQ(answer.header("connection"), "close");
        EXPECT_TRUE(slow->closes(5000));
    }
    EXPECT_EQ(seen_.finished, 0);
}

TEST_F(HttpLimitsTest, ServesOthersBesideManySlowClients) {
    options_.limits.request_header_s = std::chrono::seconds{5};
    auto const port = start();
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<RawClient>(port));
        slow.back()->send("GET /hello/a HTTP/1.1\r\nHost: loc");
    }
    auto const began = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(ask_once(port, get("/hello/b")).status, 200);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{3});
}

TEST_F(HttpLimitsTest, RefusesOversizedHeads) {
    auto const port = start();
    EXPECT_EQ(ask_once(port, get("/hello/a", "X: " + std::string(15'000, 'x') + "\r\n")).status,
              200);
    EXPECT_EQ(ask_once(port, get("/hello/a", "X: " + std::string(17'000, 'x') + "\r\n")).status,
              431);
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "X-" + std::to_string(i) + ": y\r\n";
    EXPECT_EQ(ask_once(port, get("/hello/a", many)).status, 431);
    EXPECT_EQ(ask_once(port, get("/hello/" + std::string(20'000, 'a'))).status, 431);
}

TEST_F(HttpLimitsTest, LimitsConnectionsPerAddressAndInAll) {
    options_.limits.connections_per_address_max = 5;
    auto const port = start();
    std::vector<std::unique_ptr<RawClient>> held;
    for (int i = 0; i < 5; ++i) {
        held.push_back(std::make_unique<RawClient>(port));
        held.back()->send(get("/hello/a"));
        EXPECT_EQ(held.back()->answer().status, 200);
    }
    RawClient sixth{port};
    sixth.send(get("/hello/a"));
    EXPECT_EQ(sixth.answer(2000).status, 0);
    held.pop_back();
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    EXPECT_EQ(ask_once(port, get("/hello/a")).status, 200);
}

TEST_F(HttpLimitsTest, AReaderThatStopsReadingIsCutAndItsWorkerFreed) {
    options_.downloads_at_once_max = 1;
    auto const port = start();
    auto lazy = std::make_unique<RawClient>(port);
    lazy->send(get("/stream"));
    bool freed = false;
    for (int i = 0; i < 80 && !freed; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        freed = ask_once(port, get("/stream")).status == 200;
    }
    EXPECT_TRUE(freed);
}

} // namespace
} // namespace leitstand
