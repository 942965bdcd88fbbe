// SPDX-License-Identifier: EUPL-1.2
// The HTTP server alone, with toy routes: framing, bodies, streams, stopping.
#include "serve/toy_server.hpp"

namespace leitstand {
namespace {

using HttpServerTest = ToyServerTest;

TEST_F(HttpServerTest, AnswersAndKeepsTheConnection) {
    RawClient client{start()};
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(get("/hello/anna%20b")));
        auto const answer = client.answer();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello anna b");
        EXPECT_EQ(answer.header("connection"), "keep-alive");
    }
}

TEST_F(HttpServerTest, AnswersFiftyPipelinedRequestsInOrder) {
    RawClient client{start()};
    std::string all;
    for (int i = 0; i < 50; ++i)
        all += i % 2 == 0 ? get("/hello/" + std::to_string(i))
                          : post("/echo", "body " + std::to_string(i));
    ASSERT_TRUE(client.send(all));
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(client.answer().body, (i % 2 == 0 ? "hello " : "body ") + std::to_string(i));
}

TEST_F(HttpServerTest, RefusesRequestsThatTwoReadersCouldUnderstandDifferently) {
    auto const port = start();
    std::vector<std::pair<char const*, std::string>> const cases{
        {"length and coding", "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"coding and length",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
         "Content-Length: 4\r\n\r\n0\r\n\r\n"},
        {"two lengths", "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                        "4\r\nContent-Length: 5\r\n\r\nabcde"},
        {"two equal lengths", "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                              "1\r\nContent-Length: 1\r\n\r\na"},
        {"length list", "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1, 1\r\n\r\na"},
        {"signed length", "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\na"},
        {"negative length",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\na"},
        {"huge length",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\na"},
        {"hex length", "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x1\r\n\r\na"},
        {"space before colon",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"},
        {"unknown coding",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
        {"two codings", "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, "
                        "chunked\r\n\r\n0\r\n\r\n"},
        {"coding twice", "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"identity",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\na"},
        {"coding in HTTP/1.0",
         "POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"bare line feeds", "GET /hello/a HTTP/1.1\nHost: localhost\n\n"},
        {"bare line feed in a header", "GET /hello/a HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n"},
        {"no host", "GET /hello/a HTTP/1.1\r\n\r\n"},
        {"empty host", "GET /hello/a HTTP/1.1\r\nHost: \r\n\r\n"},
        {"two hosts", "GET /hello/a HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"},
        {"host with markup", "GET /hello/a HTTP/1.1\r\nHost: local<b>\r\n\r\n"},
        {"foreign host on loopback", "GET /hello/a HTTP/1.1\r\nHost: evil.example\r\n\r\n"},
        {"null in a header",
         std::string{"GET /hello/a HTTP/1.1\r\nHost: localhost\r\nX: a"} + '\0' + "b\r\n\r\n"},
        {"absolute form", "GET http://localhost/hello/a HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        {"dot segments", get("/hello/../a")},
        {"hidden dot segments", get("/hello/%2e%2e/a")},
        {"backslash dot segments", get("/hello/..%5ca")},
        {"percent sign", get("/hello/%zz")},
        {"zero byte", get("/hello/%00")},
        {"overlong UTF-8", get("/hello/%c0%ae%c0%ae")},
        {"expectation", post("/echo", "a", "Expect: 200-maybe\r\n")},
        {"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 some TLS hello\r\n\r\n"},
        {"bad chunk size",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"},
        {"chunk size overflow",
         "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
         "fffffffffffffffff1\r\na\r\n0\r\n\r\n"}};
    for (auto const& [name, bytes] : cases) {
        RawClient client{port};
        client.send(bytes + get("/hello/smuggled"));
        auto const answer = client.answer(3000);
        EXPECT_TRUE(answer.status == 400 || answer.status == 0 || answer.status == 413)
            << name << ": " << answer.status;
        auto const next = client.answer(3000);
        EXPECT_EQ(next.status, 0) << name << ": a second request was answered";
        EXPECT_TRUE(client.closes(6000)) << name;
    }
    EXPECT_EQ(seen_.handled, 0);
}

TEST_F(HttpServerTest, TakesChunkedBodies) {
    RawClient client{start()};
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: Chunked\r\n\r\n"
                "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: ignored\r\n\r\n" +
                get("/hello/b"));
    EXPECT_EQ(client.answer().body, "hello world");
    EXPECT_EQ(client.answer().body, "hello b");
}

TEST_F(HttpServerTest, TheRefusalIsSeenThoughTheBodyIsOnItsWay) {
    auto const port = start();
    RawClient client{port};
    client.send("POST /guarded HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n" +
                std::string(90'000, 'x'));
    EXPECT_EQ(client.answer().status, 401);
    EXPECT_TRUE(client.closes(5000));
}

TEST_F(HttpServerTest, SaysContinueOnlyToWhoMay) {
    auto const port = start();
    RawClient allowed{port};
    allowed.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: "
                 "100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(allowed.answer(5000, true).status, 100);
    allowed.send("abc");
    EXPECT_EQ(allowed.answer().body, "abc");
    RawClient refused{port};
    refused.send("POST /guarded HTTP/1.1\r\nHost: localhost\r\nExpect: "
                 "100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(refused.answer().status, 401);
}

TEST_F(HttpServerTest, StreamsALargeBodyInPieces) {
    RawClient client{start()};
    std::uint64_t const size = 40'000'000;
    client.send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                std::to_string(size) + "\r\n\r\n");
    std::string const piece(1'000'000, 'x');
    for (std::uint64_t sent = 0; sent < size; sent += piece.size())
        ASSERT_TRUE(client.send(piece));
    EXPECT_EQ(client.answer().body, std::to_string(size));
    EXPECT_LE(seen_.largest_piece, 256u << 10);
    EXPECT_EQ(seen_.finished, 1);
    EXPECT_EQ(seen_.dropped, 0);
}

TEST_F(HttpServerTest, ACutBodyIsDroppedUnfinished) {
    auto const port = start();
    for (int i = 0; i < 8; ++i) {
        RawClient client{port};
        client.send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n" +
                    std::string(static_cast<std::size_t>(i) * 120'000, 'x'));
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        i % 2 == 0 ? client.cut() : static_cast<void>(0);
    }
    for (int i = 0; i < 100 && (seen_.begun < 4 || seen_.dropped < seen_.begun); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    // A reset may overtake the head; the four that were closed in order were all begun.
    EXPECT_GE(seen_.begun, 4);
    EXPECT_EQ(seen_.dropped, seen_.begun);
    EXPECT_EQ(seen_.finished, 0);
}

TEST_F(HttpServerTest, StreamsAnswers) {
    RawClient client{start()};
    client.send(get("/stream") + get("/hello/a"));
    auto const answer = client.answer();
    EXPECT_EQ(answer.body.size(), 3'000'000u);
    EXPECT_EQ(answer.body[2'999'999], 'd');
    EXPECT_EQ(client.answer().body, "hello a");
}

TEST_F(HttpServerTest, AnAnswerThatFailsEarlyIsAProblemAndLateACut) {
    auto const port = start();
    EXPECT_EQ(ask_once(port, get("/broken-stream/early")).status, 500);
    EXPECT_EQ(ask_once(port, get("/broken-stream/late")).status, 0); // fewer bytes than announced
    EXPECT_EQ(ask_once(port, get("/hello/a")).status, 200);
}

TEST_F(HttpServerTest, HeadHasNoBody) {
    RawClient client{start()};
    client.send("HEAD /hello/a HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/hello/b"));
    auto const head = client.answer(5000, true);
    EXPECT_EQ(head.header("content-length"), "7");
    EXPECT_EQ(client.answer().body, "hello b");
}

TEST_F(HttpServerTest, AHandlerThatThrowsCostsOneRequest) {
    auto const port = start();
    EXPECT_EQ(ask_once(port, get("/throws")).status, 500);
    EXPECT_EQ(ask_once(port, get("/hello/a")).status, 200);
}

TEST_F(HttpServerTest, StopsGently) {
    auto const port = start();
    RawClient busy{port}, idle{port};
    idle.send(get("/hello/a"));
    EXPECT_EQ(idle.answer().status, 200);
    busy.send(get("/slow"));
    std::this_thread::sleep_for(std::chrono::milliseconds{150});
    auto const began = std::chrono::steady_clock::now();
    std::thread stopper{[&] { server_->stop(); }};
    auto const answer = busy.answer();
    EXPECT_EQ(answer.status, 200); // what ran was finished
    EXPECT_TRUE(idle.closes(2000));
    stopper.join();
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{3});
    EXPECT_FALSE(RawClient{port}.connected());
}

TEST_F(HttpServerTest, RefusesToStartWhereItMustNot) {
    auto const port = start();
    auto const try_start = [&](auto change) {
        ServerOptions options = options_;
        change(options);
        auto const started = Server::start(Router{}, toy_hooks(), options);
        return started ? std::string{} : started.error().key;
    };
    EXPECT_EQ(try_start([&](ServerOptions& o) { o.port = port; }), "server.port_in_use");
    EXPECT_EQ(try_start([](ServerOptions& o) { o.address = "0.0.0.0"; }),
              "server.plain_beyond_loopback");
    EXPECT_EQ(try_start([](ServerOptions& o) { o.address = "::"; }),
              "server.plain_beyond_loopback");
    EXPECT_EQ(try_start([](ServerOptions& o) { o.address = "0.0.0.0", o.behind_proxy = true; }),
              "");
    EXPECT_EQ(try_start([](ServerOptions& o) { o.address = "nowhere"; }), "server.address_wrong");
    EXPECT_EQ(try_start([](ServerOptions& o) { o.tls_certificate = "/nonexistent"; }),
              "server.certificate_wrong");
    EXPECT_EQ(try_start([](ServerOptions& o) {
                  o.tls_certificate = "/nonexistent", o.tls_key = "/nonexistent";
              }),
              "server.certificate_wrong");
}

} // namespace
} // namespace leitstand
