// SPDX-License-Identifier: EUPL-1.2
// TLS with a certificate made for this run, spoken to by the openssl program.
#include <cstdio>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "serve/http/server.hpp"
#include "serve/raw_client.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

// What a shell command prints, and its exit code.
std::pair<std::string, int> run(std::string const& command) {
    auto* const pipe = popen((command + " 2>&1").c_str(), "r");
    std::string out;
    char piece[4096];
    while (pipe != nullptr && std::fgets(piece, sizeof piece, pipe) != nullptr)
        out += piece;
    auto const code = pipe == nullptr ? -1 : pclose(pipe);
    return {out, WEXITSTATUS(code)};
}

class TlsTest : public testing::Test {
  protected:
    void SetUp() override {
        if (run("command -v openssl").second != 0)
            GTEST_SKIP() << "the openssl program is not installed";
        auto const made =
            run("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout " +
                (folder_ / "key.pem").string() + " -out " + (folder_ / "certificate.pem").string());
        ASSERT_EQ(made.second, 0) << made.first;
        ServerOptions options;
        options.port = 0;
        options.tls_certificate = folder_ / "certificate.pem";
        options.tls_key = folder_ / "key.pem";
        Router router;
        router.add({Method::get,
                    "/",
                    "public",
                    0,
                    [](HttpRequest& request) {
                        Response response;
                        response.body = request.secure ? "secure" : "plain";
                        return response;
                    },
                    {}});
        ServerHooks hooks;
        hooks.admit = [](HttpRequest&, Route const&) { return std::optional<Response>{}; };
        hooks.fallback = [](HttpRequest&, Router::Match const&) { return Response{}; };
        hooks.problem = [](Error const&, HttpRequest const&) { return Response{}; };
        hooks.finish = [](HttpRequest const&, Route const*, Response&, std::chrono::microseconds) {
        };
        auto server = Server::start(std::move(router), std::move(hooks), options);
        ASSERT_TRUE(server) << server.error().describe();
        server_ = std::move(*server);
    }
    std::string ask(std::string const& options) {
        return run("printf 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: "
                   "close\\r\\n\\r\\n' | timeout 10 openssl "
                   "s_client -quiet -ign_eof -connect 127.0.0.1:" +
                   std::to_string(server_->port()) + " " + options)
            .first;
    }

    TemporaryFolder folder_;
    std::unique_ptr<Server> server_;
};

TEST_F(TlsTest, SpeaksTls12And13AndKnowsIt) {
    EXPECT_NE(ask("-tls1_3").find("secure"), std::string::npos);
    EXPECT_NE(ask("-tls1_2").find("secure"), std::string::npos);
}

TEST_F(TlsTest, RefusesOlderVersionsAndPlainText) {
    EXPECT_EQ(ask("-tls1_1 -cipher DEFAULT:@SECLEVEL=0").find("secure"), std::string::npos);
    auto const plain =
        ask_once(server_->port(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 5'000);
    EXPECT_EQ(plain.status, 0);
}

} // namespace
} // namespace leitstand
