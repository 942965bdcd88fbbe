// SPDX-License-Identifier: EUPL-1.2
// The HTTP server alone with toy routes, for the tests of framing, limits and stopping. Threads:
// one test's; the routes count on the server's workers.
#pragma once

#include <gtest/gtest.h>

#include "serve/http/server.hpp"
#include "serve/raw_client.hpp"

namespace leitstand {

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

inline void add_plain_routes(Router& router, Seen& seen) {
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

inline void add_odd_routes(Router& router) {
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

inline ServerHooks toy_hooks() {
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

class ToyServerTest : public testing::Test {
  protected:
    ToyServerTest() {
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

} // namespace leitstand
