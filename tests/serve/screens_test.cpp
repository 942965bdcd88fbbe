// SPDX-License-Identifier: EUPL-1.2
// Static screens, security headers, probes, metrics, the proxy, and what the catalogue and accounts
// routes say.
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

class ScreensTest : public testing::Test {
  protected:
    void put(std::string const& name, std::string const& text) {
        auto const path = web_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path} << text;
    }
    ServeOptions with_screens() {
        put("werkbank/index.html", "<!doctype html>werkbank");
        put("werkbank/index.html.gz", "packed");
        put("portal/index.html", "<!doctype html>portal");
        put("assets/werkbank-B3c9_x1Z.js", "let a = 1");
        put("assets/plain.css", "a{}");
        put("secret.txt.gz", "hidden");
        std::ofstream{web_.path().parent_path() / "outside.txt"} << "outside";
        std::filesystem::create_symlink("/etc/hostname", web_ / "link.txt");
        ServeOptions options;
        options.web_folder = web_.path();
        return options;
    }
    TemporaryFolder web_;
};

TEST_F(ScreensTest, ServesFilesAndTheScreensOfAnArea) {
    WebHouse house{Engine::sqlite, {}, with_screens()};
    Visitor visitor{house.port()};
    EXPECT_EQ(visitor.get("/").header("location"), "/werkbank/");
    EXPECT_EQ(visitor.get("/werkbank").header("location"), "/werkbank/");
    for (auto const* path :
         {"/werkbank/", "/werkbank/index.html", "/werkbank/eingang/0123", "/werkbank/a/b/c"}) {
        auto const answer = visitor.get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.body, "<!doctype html>werkbank") << path;
        EXPECT_EQ(answer.header("cache-control"), "no-cache");
        EXPECT_EQ(answer.header("content-type"), "text/html; charset=utf-8");
    }
    EXPECT_EQ(visitor.get("/portal/hilfe").body, "<!doctype html>portal");
    auto const script = visitor.get("/assets/werkbank-B3c9_x1Z.js");
    EXPECT_EQ(script.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(script.header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(visitor.get("/assets/plain.css").header("cache-control"), "no-cache");
    for (auto const* path :
         {"/werkbank/missing.js", "/nothing", "/nothing/x", "/assets/", "/secret.txt.gz",
          "/werkbank/index.html.gz", "/link.txt", "/favicon.ico", "/api/v1/nothing", "/api/nothing",
          "/register/x", "//etc/passwd"})
        EXPECT_EQ(visitor.get(path).status, 404) << path;
    for (auto const* path :
         {"/../outside.txt", "/werkbank/../../outside.txt", "/%2e%2e/outside.txt",
          "/werkbank/..%2f..%2foutside.txt", "/werkbank/%2e%2e%5coutside.txt"})
        EXPECT_EQ(visitor.get(path).status, 400) << path;
    EXPECT_EQ(visitor.send("POST", "/werkbank/", "{}").status, 405);
    auto const wrong_method = visitor.send("PUT", "/api/v1/session", "{}");
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.header("allow"), "DELETE, GET, HEAD, POST");
}

TEST_F(ScreensTest, ScreensBuiltAnewAreServedWithoutARestart) {
    auto const options = with_screens();
    put("werkbank/index.html", "<script src=/assets/werkbank-B3c9_x1Z.js>");
    WebHouse house{Engine::sqlite, {}, options};
    Visitor visitor{house.port()};
    EXPECT_EQ(visitor.get("/werkbank/").body, "<script src=/assets/werkbank-B3c9_x1Z.js>");

    // In the middle of a build nothing is there: the old screens go on.
    std::filesystem::remove_all(web_ / "assets");
    std::filesystem::remove_all(web_ / "werkbank");
    std::this_thread::sleep_for(std::chrono::milliseconds{1'100});
    EXPECT_EQ(visitor.get("/werkbank/").status, 200);
    EXPECT_EQ(visitor.get("/assets/werkbank-B3c9_x1Z.js").body, "let a = 1");

    put("werkbank/index.html", "<script src=/assets/werkbank-C4d0_y2A.js>");
    put("assets/werkbank-C4d0_y2A.js", "let b = 2");
    std::filesystem::create_directory_symlink("/etc", web_ / "assets" / "etc");
    std::string page;
    for (int i = 0; i < 100 && page.find("C4d0") == std::string::npos; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        page = visitor.get("/werkbank/").body;
    }
    EXPECT_EQ(page, "<script src=/assets/werkbank-C4d0_y2A.js>");
    EXPECT_EQ(visitor.get("/assets/werkbank-C4d0_y2A.js").body, "let b = 2");
    EXPECT_EQ(visitor.get("/assets/werkbank-B3c9_x1Z.js").body, "let a = 1"); // of an open page
    EXPECT_EQ(visitor.get("/assets/plain.css").status, 404); // no hash, so it is gone
    EXPECT_EQ(visitor.get("/assets/etc/hostname").status, 404);
}

TEST_F(ScreensTest, PacksAndRemembers) {
    WebHouse house{Engine::sqlite, {}, with_screens()};
    Visitor visitor{house.port()};
    auto const packed = visitor.get("/werkbank/", {{"Accept-Encoding", "br, gzip"}});
    EXPECT_EQ(packed.body, "packed");
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    EXPECT_EQ(packed.header("vary"), "Accept-Encoding");
    EXPECT_EQ(visitor.get("/werkbank/", {{"Accept-Encoding", "gzip;q=0"}}).body,
              "<!doctype html>werkbank");
    auto const plain = visitor.get("/werkbank/");
    EXPECT_NE(plain.header("etag"), packed.header("etag"));
    auto const known = visitor.get("/werkbank/", {{"If-None-Match", plain.header("etag")}});
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.body, "");
    EXPECT_EQ(visitor.ask("HEAD", "/werkbank/", "", {}).header("content-length"), "23");
}

TEST_F(ScreensTest, EachAnswerCarriesTheSecurityHeaders) {
    WebHouse house{Engine::sqlite, {}, with_screens()};
    auto anna = house.visitor("anna", {Role::caseworker});
    for (auto const* path : {"/werkbank/", "/api/v1/session", "/api/v1/nothing", "/health",
                             "/assets/plain.css", "/api/v1/openapi.yaml", "/werkbank/none.js"}) {
        auto const answer = anna.get(path);
        EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << path;
        EXPECT_EQ(answer.header("referrer-policy"), "no-referrer") << path;
        EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin") << path;
        EXPECT_EQ(answer.header("cross-origin-resource-policy"), "same-origin") << path;
        EXPECT_NE(answer.header("permissions-policy"), "") << path;
        auto const policy = answer.header("content-security-policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'")) << path;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
        EXPECT_EQ(policy.find("unsafe"), std::string::npos) << path;
        EXPECT_EQ(answer.header("strict-transport-security"), "")
            << path; // plain HTTP: means nothing
        EXPECT_EQ(answer.header("server"), "") << path;
    }
    auto const screen = anna.get("/werkbank/").header("content-security-policy");
    for (auto const* rule : {"script-src 'self';", "style-src 'self';", "connect-src 'self';",
                             "img-src 'self' data: blob:;"}) // images run nothing
        EXPECT_NE(screen.find(rule), std::string::npos) << screen;
    EXPECT_EQ(anna.get("/api/v1/session").header("cache-control"), "no-store");
    EXPECT_EQ(ask_once(house.port(), "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .header("x-content-type-options"),
              "nosniff");
}

TEST_F(ScreensTest, ProbesAndMetrics) {
    WebHouse house{Engine::sqlite};
    Visitor visitor{house.port()};
    auto const health = json_of(visitor.get("/health"));
    EXPECT_EQ(health["status"], "ok");
    EXPECT_EQ(health["sandbox_level"], "a");
    EXPECT_EQ(json_of(visitor.get("/ready"))["status"], "ready");
    auto scanner = house.visitor("scanner", {Role::service_account});
    scanner.ask("POST", "/api/v1/items", "abc", {{"Content-Type", "application/octet-stream"}});
    auto const metrics = visitor.get("/metrics");
    EXPECT_EQ(metrics.status, 200);
    EXPECT_NE(metrics.body.find("leitstand_jobs_waiting 1\n"), std::string::npos) << metrics.body;
    EXPECT_NE(metrics.body.find("leitstand_received_items_total 1\n"), std::string::npos);
    EXPECT_NE(metrics.body.find("leitstand_http_request_seconds_count{route=\"/"
                                "health\",method=\"GET\",status=\"200\"} 1"),
              std::string::npos);
    EXPECT_EQ(key_of(visitor.get("/metrics", {{"X-Forwarded-For", "10.1.2.3"}})),
              "metrics.loopback_only");
    auto const openapi = visitor.get("/api/v1/openapi.yaml");
    EXPECT_EQ(openapi.header("content-type"), "application/yaml");
    std::ifstream file{std::filesystem::path{LEITSTAND_SOURCE_DIR} / "docs" / "formats" /
                       "openapi.yaml"};
    EXPECT_EQ(openapi.body, (std::string{std::istreambuf_iterator<char>{file}, {}}));
}

TEST_F(ScreensTest, BehindAProxy) {
    auto options = with_screens();
    options.behind_proxy = true;
    options.address = "127.0.0.1";
    WebHouse house{Engine::sqlite, {}, options};
    Visitor visitor{house.port()};
    EXPECT_EQ(key_of(visitor.get("/api/v1/session")), "server.proxy_not_https");
    EXPECT_EQ(key_of(visitor.get("/werkbank/")), "server.proxy_not_https");
    EXPECT_EQ(key_of(visitor.get("/api/v1/session", {{"X-Forwarded-Proto", "http"}})),
              "server.proxy_not_https");
    EXPECT_EQ(visitor.get("/health").status, 200);
    Visitor::Headers const proxied{{"X-Forwarded-Proto", "https"},
                                   {"X-Forwarded-For", "6.6.6.6, 203.0.113.9"}};
    auto const page = visitor.get("/werkbank/", proxied);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.header("strict-transport-security"), "");
    // The origin is that of the outside.
    visitor.sends_origin = false;
    auto const sign_in = [&](std::string const& origin) {
        auto headers = proxied;
        headers.emplace_back("Origin", origin);
        return visitor.send("POST", "/api/v1/session", R"({"name":"a","password":"b"})", headers);
    };
    auto const host = "localhost:" + std::to_string(house.port());
    EXPECT_EQ(key_of(sign_in("http://" + host)), "request.foreign_origin");
    EXPECT_EQ(key_of(sign_in("https://" + host)), "sign_in.wrong");
}

TEST_F(ScreensTest, CatalogueSystemAndAccounts) {
    WebHouse house{Engine::sqlite};
    auto admin = house.visitor("admin", {Role::administrator});
    auto const catalogue = json_of(admin.get("/api/v1/catalogue"));
    EXPECT_FALSE(catalogue["services"].empty());
    EXPECT_EQ(json_of(admin.get("/api/v1/system"))["checks"][0]["state"], "red");
    auto const made = admin.send(
        "POST", "/api/v1/accounts",
        R"({"name":"Neu","display_name":"Neue Kraft","roles":["caseworker"],"units":["a"]})",
        {{"Idempotency-Key", "konto-0001"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const password = json_of(made)["one_time_password"].get<std::string>();
    EXPECT_EQ(password.size(), 24u);
    Visitor fresh{house.port()};
    EXPECT_EQ(fresh.sign_in("neu", password).status, 200);
    auto const again = admin.send(
        "POST", "/api/v1/accounts",
        R"({"name":"Neu","display_name":"Neue Kraft","roles":["caseworker"],"units":["a"]})",
        {{"Idempotency-Key", "konto-0001"}});
    EXPECT_EQ(again.body, made.body); // a lost answer would lose the password
    EXPECT_EQ(
        key_of(admin.send("POST", "/api/v1/accounts", R"({"name":"neu","roles":["auditor"]})")),
        "account.exists");
    for (auto const* body :
         {R"({"name":"a b","roles":["auditor"]})", R"({"name":"x","roles":["king"]})",
          R"({"name":"x","roles":[]})", R"({"name":"x","roles":["auditor","service_account"]})",
          R"({"name":"x","roles":"auditor"})", R"({"roles":["auditor"]})"})
        EXPECT_EQ(admin.send("POST", "/api/v1/accounts", body).status, 422) << body;
    EXPECT_EQ(json_of(admin.get("/api/v1/accounts"))["accounts"].size(), 2u);
    EXPECT_EQ(key_of(admin.send("PATCH", "/api/v1/accounts/nobody", "{}")), "account.not_found");
}

TEST_F(ScreensTest, TheServerStopsAndStartsOnTheSameData) {
    WebHouse house{Engine::sqlite};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const old_port = house.port();
    house.restart_server();
    Visitor again{house.port()};
    again.cookie = anna.cookie;
    EXPECT_EQ(again.get("/api/v1/session").status, 200); // sessions outlive a restart
    if (house.port() != old_port)
        EXPECT_FALSE(RawClient{old_port}.connected());
}

} // namespace
} // namespace leitstand
