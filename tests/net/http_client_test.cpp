// SPDX-License-Identifier: EUPL-1.2
// What goes out and what comes back, with machines elsewhere that do what they should not.
#include "net/http_client.hpp"

#include <cstdio>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "serve/http/server.hpp"
#include "support/scripted_server.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string answered(std::string const& bytes) {
    return bytes;
}

// The key of the error, or the status.
std::string outcome(OutgoingRequest const& request) {
    auto const answer = send_request(request);
    return answer ? std::to_string(answer->status) : answer.error().key;
}

OutgoingRequest get(std::string url) {
    OutgoingRequest request;
    request.url = std::move(url);
    request.deadline = std::chrono::milliseconds{2'000};
    return request;
}

TEST(HttpClient, SendsAndGivesBackWhatWasAnswered) {
    ScriptedServer const server{
        [](std::string const&) { return ScriptedServer::answer(409, "17\n", "text/x.tlog.size"); }};
    auto request = get(server.url("/add-checkpoint"));
    request.verb = OutgoingRequest::Verb::post;
    request.content_type = "text/plain; charset=utf-8";
    request.body = std::string(2'000'000, 'x') + std::string{"\0y", 2};
    auto const answer = send_request(request);
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(answer->status, 409);
    EXPECT_EQ(answer->content_type, "text/x.tlog.size");
    EXPECT_EQ(answer->body, "17\n");
    ASSERT_EQ(server.requests().size(), 1U);
    auto const sent = server.requests()[0];
    EXPECT_THAT(sent, testing::StartsWith("POST /add-checkpoint HTTP/1.1\r\n"));
    EXPECT_THAT(sent, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
    EXPECT_TRUE(sent.ends_with("\r\n\r\n" + request.body));
    for (auto const* field : {"Expect:", "Cookie:", "Authorization:", "Accept-Encoding:"})
        EXPECT_THAT(sent, Not(HasSubstr(field)));
}

TEST(HttpClient, FollowsNoRedirectAndNoProxy) {
    ScriptedServer const elsewhere{
        [](std::string const&) { return ScriptedServer::answer(200, "elsewhere"); }};
    ScriptedServer const server{[&](std::string const&) {
        return answered("HTTP/1.1 302 X\r\nLocation: " + elsewhere.url() +
                        "\r\nContent-Length: 0\r\n\r\n");
    }};
    for (auto const* name : {"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"})
        ::setenv(name, elsewhere.url().c_str(), 1);
    EXPECT_EQ(outcome(get(server.url())), "302");
    for (auto const* name : {"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"})
        ::unsetenv(name);
    EXPECT_TRUE(elsewhere.requests().empty());
}

TEST(HttpClient, SpeaksHttpAlone) {
    TemporaryFolder const folder;
    ASSERT_TRUE(write_file_durably(folder / "secret", "GEHEIM"));
    for (auto const& url :
         {"file://" + (folder / "secret").string(), std::string{"ftp://127.0.0.1/"},
          std::string{"gopher://127.0.0.1/"}, std::string{"127.0.0.1"}, std::string{},
          std::string{"https://"}, std::string{"http://anna:geheim@127.0.0.1/"},
          std::string{"http://anna@127.0.0.1/"}, std::string{"http://127.0.0.1:99999/"},
          std::string{"http://127.0.0.1/\r\nHost: elsewhere"}})
        EXPECT_EQ(outcome(get(url)), "net.url_wrong") << url;
    for (auto const* url : {"http://anna:geheim@127.0.0.1:99999/", "http://anna:geheim@127.0.0.1/"})
        EXPECT_THAT(send_request(get(url)).error().describe(), Not(HasSubstr("geheim")));
}

TEST(HttpClient, BoundsTheAnswer) {
    auto const of = [](std::string const& bytes) {
        ScriptedServer const server{[&](std::string const&) { return bytes; }};
        auto request = get(server.url());
        request.answer_bytes_max = 1'000;
        return outcome(request);
    };
    std::string const large(1'001, 'x');
    EXPECT_EQ(of(ScriptedServer::answer(200, large.substr(1))), "200");
    EXPECT_EQ(of(ScriptedServer::answer(200, large)), "net.answer_too_large");
    EXPECT_EQ(of("HTTP/1.1 200 X\r\n\r\n" + large), "net.answer_too_large");
    EXPECT_EQ(
        of("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + large + "\r\n0\r\n\r\n"),
        "net.answer_too_large");
    EXPECT_EQ(of("HTTP/1.1 200 X\r\nA: " + large + "\r\nContent-Length: 0\r\n\r\n"),
              "net.answer_too_large");
    std::string many = "HTTP/1.1 200 X\r\n";
    for (int i = 0; i < 200; ++i)
        many += "A: b\r\n";
    EXPECT_EQ(of(many + "Content-Length: 0\r\n\r\n"), "net.answer_too_large");
}

TEST(HttpClient, TellsWhatIsNoAnswer) {
    for (std::string const bytes :
         {"nonsense\r\n\r\n", "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nabc", "\r\n",
          "SSH-2.0-OpenSSH\r\n"}) {
        ScriptedServer const server{[&](std::string const&) { return bytes; }};
        EXPECT_EQ(outcome(get(server.url())), "net.not_reachable") << bytes;
    }
    std::uint16_t closed = 0;
    {
        ScriptedServer const server{[](std::string const&) { return std::string{}; }};
        closed = server.port();
    }
    EXPECT_EQ(outcome(get(fmt::format("http://127.0.0.1:{}/", closed))), "net.not_reachable");
    EXPECT_EQ(outcome(get("http://no-such-name.invalid/")), "net.not_reachable");
}

TEST(HttpClient, WaitsNoLongerThanItsDeadlineAndStopsWhenTold) {
    ScriptedServer const server{[](std::string const&) { return std::string{}; }};
    auto request = get(server.url());
    request.deadline = std::chrono::milliseconds{300};
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_EQ(outcome(request), "net.too_slow");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{2});

    std::stop_source stop;
    request.stop = stop.get_token();
    request.deadline = std::chrono::seconds{30};
    std::jthread const stopper{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        stop.request_stop();
    }};
    auto const again = std::chrono::steady_clock::now();
    EXPECT_EQ(outcome(request), "net.stopped");
    EXPECT_LT(std::chrono::steady_clock::now() - again, std::chrono::seconds{5});
}

class TlsClientTest : public testing::Test {
  protected:
    void SetUp() override {
        if (std::system("command -v openssl >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "the openssl program is not installed";
        auto const command = fmt::format(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "
            "subjectAltName=DNS:localhost -keyout {0}/key.pem -out {0}/certificate.pem 2>/dev/null",
            folder_.path().string());
        ASSERT_EQ(std::system(command.c_str()), 0);
        ServerOptions options;
        options.port = 0;
        options.tls_certificate = folder_ / "certificate.pem";
        options.tls_key = folder_ / "key.pem";
        Router router;
        router.add({Method::get, "/", "public", 0, [](HttpRequest&) { return Response{}; }, {}});
        ServerHooks hooks;
        hooks.admit = [](HttpRequest&, Route const&) { return std::optional<Response>{}; };
        hooks.fallback = [](HttpRequest&, Router::Match const&) { return Response{}; };
        hooks.problem = [](Error const&, HttpRequest const&) { return Response{}; };
        hooks.finish = [](HttpRequest const&, Route const*, Response&, std::chrono::microseconds) {
        };
        server_ = Server::start(std::move(router), std::move(hooks), options).value();
    }
    std::string outcome_of(std::string const& host, std::filesystem::path const& certificates) {
        auto request = get(fmt::format("https://{}:{}/", host, server_->port()));
        request.certificates = certificates;
        return outcome(request);
    }

    TemporaryFolder folder_;
    std::unique_ptr<Server> server_;
};

TEST_F(TlsClientTest, TrustsTheSystemOrTheGivenFileAndTheNameInTheCertificate) {
    EXPECT_EQ(outcome_of("localhost", folder_ / "certificate.pem"), "200");
    EXPECT_EQ(outcome_of("localhost", {}), "net.certificate_wrong");
    EXPECT_EQ(outcome_of("127.0.0.1", folder_ / "certificate.pem"), "net.certificate_wrong");
    EXPECT_EQ(outcome_of("localhost", folder_ / "none.pem"), "net.certificates_unreadable");
    EXPECT_EQ(outcome_of("localhost", folder_ / "key.pem"), "net.certificates_unreadable");
}

} // namespace
} // namespace leitstand
