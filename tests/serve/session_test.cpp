// SPDX-License-Identifier: EUPL-1.2
// Signing in, sessions, foreign pages, tokens, rate limits: through the real server, on both
// engines.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class SessionTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
    static std::string one_time(WebHouse& house, std::string const& name,
                                std::vector<Role> const& roles) {
        return house.accounts->create({name, name, roles, {"*"}}, "")->secret;
    }
    static std::string reason_change() {
        return R"({"mode":"off","reason":"a reason that is long enough"})";
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, SessionTest, both_engines(), engine_label);

TEST_P(SessionTest, AOneTimePasswordMustBeReplacedFirst) {
    WebHouse house{GetParam()};
    auto const password = one_time(house, "anna", {Role::caseworker});
    Visitor anna{house.port()};
    auto const signed_in = anna.sign_in("Anna", password);
    ASSERT_EQ(signed_in.status, 200);
    EXPECT_TRUE(json_of(signed_in)["must_change_password"].get<bool>());
    EXPECT_EQ(key_of(anna.get("/api/v1/items")), "password.must_change");
    EXPECT_EQ(anna.get("/api/v1/session").status, 200);
    auto const change = [&](std::string const& from, std::string const& to) {
        return anna.send("POST", "/api/v1/session/password",
                         Json{{"old_password", from}, {"new_password", to}}.dump());
    };
    EXPECT_EQ(key_of(change("wrong", kPassword)), "password.old_wrong");
    EXPECT_EQ(key_of(change(password, "kurz")), "password.too_short");
    EXPECT_EQ(key_of(change(password, "Passwort1234!")), "password.too_common");
    EXPECT_EQ(key_of(change(password, "aaaaaaaaaaaaaaa")), "password.too_common");
    EXPECT_EQ(key_of(change(password, password)), "password.same");
    EXPECT_EQ(key_of(change(password, "meine anna geht spazieren")), "password.contains_name");
    auto const before = anna.cookie;
    EXPECT_EQ(change(password, kPassword).status, 204);
    EXPECT_NE(anna.cookie, before); // rotated
    EXPECT_EQ(anna.get("/api/v1/items").status, 200);
    Visitor old{house.port()};
    old.cookie = before;
    EXPECT_EQ(key_of(old.get("/api/v1/session")), "session.ended");
    EXPECT_EQ(key_of(old.sign_in("anna", password)), "sign_in.wrong");
}

TEST_P(SessionTest, TheCookieIsHardened) {
    WebHouse house{GetParam()};
    one_time(house, "x", {Role::caseworker});
    auto const password = one_time(house, "berta", {Role::caseworker});
    Visitor berta{house.port()};
    auto const set = berta.sign_in("berta", password).header("set-cookie");
    EXPECT_TRUE(set.starts_with("__Host-leitstand="));
    for (auto const* part : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"})
        EXPECT_NE(set.find(part), std::string::npos) << set;
    EXPECT_EQ(set.find("Domain"), std::string::npos);
    EXPECT_GE(berta.cookie.size(), 64u);
}

TEST_P(SessionTest, SessionsEnd) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const& limits = house.desk.door.limits;
    auto& clock = house.desk.door.clock;
    for (int i = 0; i < 3; ++i) { // work keeps it alive
        clock.forward(limits.session_idle_min - minutes{2});
        EXPECT_EQ(anna.get("/api/v1/session").status, 200) << i;
    }
    clock.forward(limits.session_idle_min + minutes{1});
    auto const idle = anna.get("/api/v1/session");
    EXPECT_EQ(key_of(idle), "session.ended");
    EXPECT_NE(idle.header("set-cookie").find("Max-Age=0"), std::string::npos);

    Visitor again{house.port()};
    again.sign_in("anna", kPassword);
    auto const kept = again.cookie;
    for (auto passed = minutes{0}; passed < limits.session_age_h; passed += minutes{20}) {
        again.get("/api/v1/session");
        clock.forward(minutes{20});
    }
    clock.forward(minutes{1});
    again.cookie = kept;
    EXPECT_EQ(again.get("/api/v1/session").status, 401); // too old, however busy

    Visitor out{house.port()};
    out.sign_in("anna", kPassword);
    auto const cookie = out.cookie;
    EXPECT_EQ(out.send("DELETE", "/api/v1/session", "").status, 204);
    out.cookie = cookie;
    EXPECT_EQ(out.get("/api/v1/session").status, 401);
}

TEST_P(SessionTest, AClockSetBackRevivesNothing) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const cookie = anna.cookie;
    house.desk.door.clock.forward(hours{2});
    EXPECT_EQ(anna.get("/api/v1/session").status, 401);
    house.desk.door.clock.forward(-hours{2});
    anna.cookie = cookie;
    EXPECT_EQ(anna.get("/api/v1/session").status, 401);
}

TEST_P(SessionTest, ARoleChangeOrLockEndsSessionsAtOnce) {
    WebHouse house{GetParam()};
    auto admin = house.visitor("admin", {Role::administrator});
    auto anna = house.visitor("anna", {Role::caseworker});
    auto const id = house.accounts->find_by_name("anna")->id;
    EXPECT_EQ(admin.send("PATCH", "/api/v1/accounts/" + id, R"({"roles":["auditor"]})").status,
              200);
    EXPECT_EQ(anna.get("/api/v1/session").status, 401);
    Visitor again{house.port()};
    EXPECT_EQ(again.sign_in("anna", kPassword).status, 200);
    EXPECT_EQ(key_of(again.get("/api/v1/items")), "right.missing");
    EXPECT_EQ(admin.send("PATCH", "/api/v1/accounts/" + id, R"({"locked":true})").status, 200);
    EXPECT_EQ(again.get("/api/v1/session").status, 401);
    EXPECT_EQ(key_of(again.sign_in("anna", kPassword)), "sign_in.wrong");
}

TEST_P(SessionTest, ATokenKnownBeforeSigningInIsWorthNothing) {
    WebHouse house{GetParam()};
    house.visitor("anna", {Role::caseworker});
    Visitor victim{house.port()};
    victim.cookie = std::string(64, 'a'); // planted
    EXPECT_EQ(victim.sign_in("anna", kPassword).status, 200);
    EXPECT_NE(victim.cookie, std::string(64, 'a'));
    Visitor attacker{house.port()};
    attacker.cookie = std::string(64, 'a');
    EXPECT_EQ(attacker.get("/api/v1/session").status, 401);
    // A second sign-in ends the session of the first on this browser, and leaves other browsers
    // alone.
    auto const first = victim.cookie;
    Visitor elsewhere{house.port()};
    elsewhere.sign_in("anna", kPassword);
    victim.sign_in("anna", kPassword);
    attacker.cookie = first;
    EXPECT_EQ(attacker.get("/api/v1/session").status, 401);
    EXPECT_EQ(elsewhere.get("/api/v1/session").status, 200);
    EXPECT_EQ(victim.get("/api/v1/session").status, 200);
}

TEST_P(SessionTest, ForeignPagesChangeNothing) {
    WebHouse house{GetParam()};
    auto admin = house.visitor("admin", {Role::administrator});
    admin.sends_origin = false;
    auto const port = std::to_string(house.port());
    std::vector<Visitor::Headers> const foreign{
        {},                                                         // 1: no origin at all
        {{"Origin", "http://evil.example"}},                        // 2
        {{"Origin", "null"}},                                       // 3: sandboxed frame, file
        {{"Origin", ""}},                                           // 4
        {{"Origin", "http://localhost"}},                           // 5: other port
        {{"Origin", "https://localhost:" + port}},                  // 6: other scheme
        {{"Origin", "http://localhost:" + port + ".evil.example"}}, // 7
        {{"Origin", "http://evil.localhost:" + port}},              // 8
        {{"Origin", "http://localhost:" + port}, {"Sec-Fetch-Site", "cross-site"}}, // 9
        {{"Origin", "http://localhost:" + port}, {"Sec-Fetch-Site", "same-site"}},  // 10
        {{"Sec-Fetch-Site", "same-origin"}},                                        // 11: no origin
        {{"Referer", "http://localhost:" + port + "/"}},                            // 12
    };
    std::vector<std::array<std::string, 3>> const writes{
        {"PUT", "/api/v1/functions/sort/mode", reason_change()},
        {"POST", "/api/v1/accounts",
         R"({"name":"eve","display_name":"E","roles":["administrator"]})"},
        {"POST", "/api/v1/session/password", R"({"old_password":"a","new_password":"b"})"},
        {"DELETE", "/api/v1/session", ""},
        {"POST", "/api/v1/session", R"({"name":"admin","password":"x"})"}};
    for (auto const& headers : foreign)
        for (auto const& write : writes) {
            auto visitor = admin;
            auto const answer = visitor.send(write[0], write[1], write[2], headers);
            EXPECT_EQ(key_of(answer), "request.foreign_origin")
                << write[1] << (headers.empty() ? "" : headers[0].first + headers[0].second);
        }
    EXPECT_EQ(admin.get("/api/v1/session").status, 200);
    EXPECT_EQ(house.accounts->count().value(), 1u);
    // A form of a foreign page can send text/plain without asking first: not taken for JSON.
    admin.sends_origin = true;
    EXPECT_EQ(key_of(admin.ask("PUT", "/api/v1/functions/sort/mode", reason_change(),
                               {{"Content-Type", "text/plain"}})),
              "request.content_type");
}

TEST_P(SessionTest, TwoCookiesOfTheNameAreNone) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    Visitor twice{house.port()};
    EXPECT_EQ(twice.get("/api/v1/session", {{"Cookie", "__Host-leitstand=" + anna.cookie}}).status,
              200);
    EXPECT_EQ(twice
                  .get("/api/v1/session",
                       {{"Cookie", "__Host-leitstand=x; __Host-leitstand=" + anna.cookie}})
                  .status,
              401);
}

TEST_P(SessionTest, GuessingIsSlowedDown) {
    WebHouse house{GetParam()};
    house.visitor("anna", {Role::caseworker});
    house.visitor("berta", {Role::caseworker});
    Visitor guesser{house.port()};
    auto const& limits = house.desk.door.limits;
    for (std::size_t i = 0; i < limits.sign_in_failures_max; ++i)
        EXPECT_EQ(key_of(guesser.sign_in("anna", "falsch falsch falsch")), "sign_in.wrong");
    auto const blocked = guesser.sign_in("anna", kPassword); // even the right one
    EXPECT_EQ(blocked.status, 429);
    EXPECT_EQ(key_of(blocked), "sign_in.too_many");
    EXPECT_GT(std::stoi(blocked.header("retry-after")), 60);
    EXPECT_EQ(guesser.sign_in("berta", kPassword).status, 200); // others are not shut out
    house.desk.door.clock.forward(limits.sign_in_window_min + minutes{1});
    EXPECT_EQ(guesser.sign_in("anna", kPassword).status, 200);
}

TEST_P(SessionTest, ClocksThatDisagreeForgetNoAttempt) {
    WebHouse house{GetParam()};
    house.visitor("anna", {Role::caseworker});
    auto const& limits = house.desk.door.limits;
    auto& clock = house.desk.door.clock;
    for (std::size_t i = 0; i < limits.sign_in_failures_max; ++i) {
        EXPECT_EQ(key_of(Visitor{house.port()}.sign_in("anna", "falsch falsch falsch")),
                  "sign_in.wrong");
        clock.forward(std::chrono::seconds{i % 2 == 0 ? -2 : 1}); // as of another server
    }
    EXPECT_EQ(key_of(Visitor{house.port()}.sign_in("anna", kPassword)), "sign_in.too_many");
    // Beyond the window a clock was set back: nobody is shut out for longer than that.
    clock.forward(-2 * limits.sign_in_window_min);
    EXPECT_EQ(Visitor{house.port()}.sign_in("anna", kPassword).status, 200);
}

TEST_P(SessionTest, ARestartDoesNotForgetWhoGuesses) {
    WebHouse house{GetParam()};
    house.visitor("anna", {Role::caseworker});
    auto const& limits = house.desk.door.limits;
    for (std::size_t i = 0; i < limits.sign_in_failures_max; ++i)
        EXPECT_EQ(key_of(Visitor{house.port()}.sign_in("anna", "falsch falsch falsch")),
                  "sign_in.wrong");
    house.restart_server();
    EXPECT_EQ(key_of(Visitor{house.port()}.sign_in("anna", kPassword)), "sign_in.too_many");
    auto& database = *house.desk.door.database;
    EXPECT_EQ(number_in(database, "SELECT COUNT(*) FROM sign_in_attempt"),
              2 * static_cast<std::int64_t>(limits.sign_in_failures_max));
    EXPECT_EQ(number_in(database, "SELECT COUNT(*) FROM sign_in_attempt WHERE key_hash LIKE"
                                  " '%anna%' OR key_hash LIKE '%127%0%0%1%'"),
              0);
    house.desk.door.clock.forward(limits.sign_in_window_min + minutes{1});
    EXPECT_EQ(Visitor{house.port()}.sign_in("anna", kPassword).status, 200);
    EXPECT_EQ(number_in(database, "SELECT COUNT(*) FROM sign_in_attempt"), 0); // and none stays
}

TEST_P(SessionTest, AnAddressCannotTryManyNames) {
    Limits limits;
    limits.sign_in_failures_max = 1; // ten per address
    WebHouse house{GetParam(), limits};
    Visitor guesser{house.port()};
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(key_of(guesser.sign_in("name" + std::to_string(i), "falsch")), "sign_in.wrong");
    EXPECT_EQ(key_of(guesser.sign_in("another", "falsch")), "sign_in.too_many");
}

TEST_P(SessionTest, UnknownNamesTakeAsLongAsWrongPasswords) {
    Limits limits;
    limits.sign_in_failures_max = 100;
    WebHouse house{GetParam(), limits};
    house.visitor("anna", {Role::caseworker});
    Visitor guesser{house.port()};
    guesser.sign_in("warm", "up");
    auto const time_of = [&](std::string const& name) {
        auto const began = std::chrono::steady_clock::now();
        auto const answer = guesser.sign_in(name, "falsch falsch falsch");
        EXPECT_EQ(key_of(answer), "sign_in.wrong");
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    };
    double known = 1e9, unknown = 1e9; // the quickest of some is the least disturbed
    for (int i = 0; i < 5; ++i) {
        known = std::min(known, time_of("anna"));
        unknown = std::min(unknown, time_of("nobody" + std::to_string(i)));
    }
    EXPECT_GT(unknown, known * 0.5);
    EXPECT_LT(unknown, known * 2);
}

TEST_P(SessionTest, ServiceAccountsSignInByTokenOnly) {
    WebHouse house{GetParam()};
    auto scanner = house.visitor("scanner", {Role::service_account});
    ASSERT_TRUE(scanner.token.starts_with("leitstand_"));
    EXPECT_EQ(scanner.get("/api/v1/session").status, 200);
    auto const upload = scanner.ask("POST", "/api/v1/items?name=scan.txt", "Inhalt",
                                    {{"Content-Type", "application/octet-stream"}});
    EXPECT_EQ(upload.status, 201) << upload.body; // no Origin needed
    EXPECT_EQ(upload.header("set-cookie"), "");
    EXPECT_EQ(key_of(scanner.get("/api/v1/items")), "right.missing");
    Visitor by_password{house.port()};
    EXPECT_EQ(by_password.sign_in("scanner", scanner.token).status, 401);
    Visitor wrong{house.port()};
    wrong.token = scanner.token + "0";
    auto const refused = wrong.get("/api/v1/session");
    EXPECT_EQ(key_of(refused), "token.wrong");
    EXPECT_NE(refused.header("www-authenticate"), "");
    auto const id = house.accounts->find_by_name("scanner")->id;
    auto const fresh = house.accounts->change(
        id, {.roles = {}, .units = {}, .locked = {}, .new_password = true}, "");
    ASSERT_TRUE(fresh);
    EXPECT_EQ(scanner.get("/api/v1/session").status, 401);
    scanner.token = fresh->secret;
    EXPECT_EQ(scanner.get("/api/v1/session").status, 200);
}

TEST_P(SessionTest, SecretsAreNotStoredInClear) {
    WebHouse house{GetParam()};
    auto anna = house.visitor("anna", {Role::caseworker});
    auto scanner = house.visitor("scanner", {Role::service_account});
    if (GetParam() != Engine::sqlite)
        return; // the file can only be looked through where it is one
    house.desk.door.database->check();
    std::string all;
    for (auto const* end : {"", "-wal"}) {
        std::ifstream file{house.desk.door.place.file().string() + end, std::ios::binary};
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    ASSERT_NE(all.find("anna"), std::string::npos);
    for (auto const& secret : {std::string{kPassword}, anna.cookie, scanner.token})
        EXPECT_EQ(all.find(secret), std::string::npos);
}

TEST_P(SessionTest, TheLastAdministratorStays) {
    WebHouse house{GetParam()};
    auto admin = house.visitor("admin", {Role::administrator});
    auto const id = house.accounts->find_by_name("admin")->id;
    for (auto const* change : {R"({"locked":true})", R"({"roles":["auditor"]})"})
        EXPECT_EQ(key_of(admin.send("PATCH", "/api/v1/accounts/" + id, change)),
                  "account.last_administrator");
    house.visitor("zwei", {Role::administrator});
    EXPECT_EQ(admin.send("PATCH", "/api/v1/accounts/" + id, R"({"roles":["auditor"]})").status,
              200);
}

} // namespace
} // namespace leitstand
