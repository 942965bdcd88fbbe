// SPDX-License-Identifier: EUPL-1.2
// The HTTP server alone, with toy routes: framing, limits, slow and rude clients, streams,
// stopping.
#include <gtest/gtest.h>

#include "serve/http/server.hpp"
#include "serve/raw_client.hpp"

namespace leitstand {
namespace {

// What the toy routes saw.
struct Seen {
    std::atomic<int> handled{0}, begun{0}, finished{0}, dropped{0};
    std::atomic<std::uint64_t> bytes{0}, largest_piece{0};
};

class CountingTaker final : public BodyTaker {
  public:
    explicit CountingTaker(Seen& seen) : seen_(seen) { ++seen_.begun; }
    ~CountingTaker() override {
        if (!finished_)
            ++seen_.dropped;
    }
    std::optional<Response> take(std::string_view bytes) override {
        seen_.bytes += bytes.size();
        seen_.largest_piece = std::max<std::uint64_t>(seen_.largest_piece, bytes.size());
        return std::nullopt;
    }
    Response finish() override {
        finished_ = true;
        ++seen_.finished;
        Response response;
        response.body = std::to_string(seen_.bytes);
        return response;
    }

  private:
    Seen& seen_;
    bool finished_ = false;
};

void add_plain_routes(Router& router, Seen& seen) {
    router.add({Method::get,
                "/hello/{name}",
                "public",
                0,
                [&seen](HttpRequest& request) {
                    ++seen.handled;
                    Response response;
                    response.body = "hello " + request.capture("name");
                    return response;
                },
                {}});
    router.add({Method::post,
                "/echo",
                "public",
                100'000,
                [&seen](HttpRequest& request) {
                    ++seen.handled;
                    Response response;
                    response.body = request.body;
                    return response;
                },
                {}});
    router.add(
        {Method::post, "/guarded", "closed", 100'000, [](HttpRequest&) { return Response{}; }, {}});
    router.add(
        {Method::post, "/count", "public", 300ull << 20, {}, [&seen](HttpRequest&) -> BodyStart {
             return std::make_unique<CountingTaker>(seen);
         }});
}

void add_odd_routes(Router& router) {
    router.add({Method::get,
                "/stream",
                "public",
                0,
                [](HttpRequest&) {
                    Response response;
                    response.stream_bytes = 3'000'000;
                    response.stream = [](BodySink& sink) -> Result<void> {
                        for (int i = 0; i < 30; ++i)
                            TRY(sink.write(std::string(100'000, static_cast<char>('a' + i % 26))));
                        return {};
                    };
                    return response;
                },
                {}});
    router.add({Method::get,
                "/broken-stream/{when}",
                "public",
                0,
                [](HttpRequest& request) {
                    Response response;
                    response.stream_bytes = 200'000;
                    response.stream = [late = request.capture("when") ==
                                              "late"](BodySink& sink) -> Result<void> {
                        if (late)
                            TRY(sink.write(std::string(100'000, 'x')));
                        return fail(Code::damaged, "blob.damaged");
                    };
                    return response;
                },
                {}});
    router.add({Method::get,
                "/throws",
                "public",
                0,
                [](HttpRequest&) -> Response { throw std::bad_alloc{}; },
                {}});
    router.add({Method::get,
                "/slow",
                "public",
                0,
                [](HttpRequest&) {
                    std::this_thread::sleep_for(std::chrono::milliseconds{500});
                    return Response{};
                },
                {}});
}

ServerHooks toy_hooks() {
    ServerHooks hooks;
    hooks.admit = [](HttpRequest&, Route const& route) -> std::optional<Response> {
        if (route.right == "public")
            return std::nullopt;
        Response refusal;
        refusal.status = 401;
        return refusal;
    };
    hooks.fallback = [](HttpRequest&, Router::Match const& match) {
        Response response;
        response.status = match.path_known ? 405 : 404;
        return response;
    };
    hooks.problem = [](Error const& error, HttpRequest const&) {
        Response response;
        response.status = error.code == Code::too_large
                              ? (error.key == "request.header_too_large" ? 431 : 413)
                          : error.code == Code::timed_out                               ? 408
                          : error.code == Code::unavailable                             ? 503
                          : error.code == Code::damaged || error.code == Code::internal ? 500
                                                                                        : 400;
        response.body = error.key;
        return response;
    };
    hooks.finish = [](HttpRequest const&, Route const*, Response&, std::chrono::microseconds) {};
    return hooks;
}

class HttpServerTest : public testing::Test {
  protected:
    HttpServerTest() {
        options_.port = 0;
        options_.workers = 4;
        options_.stop_deadline_s = std::chrono::seconds{3};
        options_.limits.request_header_s = std::chrono::seconds{1};
        options_.limits.request_body_idle_s = std::chrono::seconds{1};
        options_.limits.keep_alive_idle_s = std::chrono::seconds{2};
        options_.limits.response_piece_s = std::chrono::seconds{2};
    }
    std::uint16_t start() {
        Router router;
        add_plain_routes(router, seen_);
        add_odd_routes(router);
        auto started = Server::start(std::move(router), toy_hooks(), options_);
        EXPECT_TRUE(started) << started.error().describe();
        server_ = std::move(*started);
        return server_->port();
    }
    static std::string get(std::string const& path, std::string const& more = {}) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
    }
    static std::string post(std::string const& path, std::string const& body,
                            std::string const& more = {}) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    Seen seen_;
    ServerOptions options_;
    std::unique_ptr<Server> server_;
};

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

TEST_F(HttpServerTest, RefusesTooLargeBeforeReadingTheBody) {
    RawClient client{start()};
    client.send("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\n");
    auto const answer = client.answer();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(seen_.dropped, 0); // nothing was begun
}

TEST_F(HttpServerTest, RefusesChunkedBodiesThatGrowTooLarge) {
    RawClient client{start()};
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i)
        client.send("2710\r\n" + std::string(10'000, 'x') + "\r\n");
    EXPECT_EQ(client.answer().status, 413);
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

TEST_F(HttpServerTest, TellsSlowClientsSoAndCutsThem) {
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

TEST_F(HttpServerTest, ServesOthersBesideManySlowClients) {
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

TEST_F(HttpServerTest, RefusesOversizedHeads) {
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

TEST_F(HttpServerTest, LimitsConnectionsPerAddressAndInAll) {
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

TEST_F(HttpServerTest, AReaderThatStopsReadingIsCutAndItsWorkerFreed) {
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
