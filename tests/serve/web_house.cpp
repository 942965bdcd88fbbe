// SPDX-License-Identifier: EUPL-1.2
#include "serve/web_house.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "serve/accounts_table.hpp"
#include "serve/description.hpp"
#include "serve/sessions.hpp"

namespace leitstand {

std::string Visitor::bytes_of(std::string const& method, std::string const& path,
                              std::string const& body, Headers const& more) const {
    auto bytes =
        method + " " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) + "\r\n";
    auto const add = [&](std::string const& name, std::string const& value) {
        bytes += name + ": " + value + "\r\n";
    };
    if (!cookie.empty())
        add("Cookie", "other=1; __Host-leitstand=" + cookie);
    if (!token.empty())
        add("Authorization", "Bearer " + token);
    if (sends_origin && method != "GET" && token.empty()) {
        add("Origin", "http://localhost:" + std::to_string(port_));
        add("Sec-Fetch-Site", "same-origin");
    }
    for (auto const& [name, value] : more)
        add(name, value);
    if (method != "GET" && method != "HEAD")
        add("Content-Length", std::to_string(body.size()));
    return bytes + "\r\n" + body;
}

RawAnswer Visitor::ask(std::string const& method, std::string const& path, std::string const& body,
                       Headers const& more) {
    RawClient client{port_};
    client.send(bytes_of(method, path, body, more));
    auto answer = client.answer(20'000, method == "HEAD");
    if (method != "HEAD") // it has the fields of GET and no body
        EXPECT_EQ("", fault_of_answer(method, path, answer));
    auto const set = answer.header("set-cookie");
    if (auto const at = set.find("__Host-leitstand="); at != std::string::npos) {
        auto const start = at + std::string_view{"__Host-leitstand="}.size();
        cookie = set.substr(start, set.find(';', start) - start);
    }
    return answer;
}

RawAnswer Visitor::sign_in(std::string const& name, std::string const& password) {
    return send("POST", "/api/v1/session", Json{{"name", name}, {"password", password}}.dump());
}

WebHouse::WebHouse(Engine engine, Limits const& limits, ServeOptions the_options)
    : desk(engine, {}, limits), options(std::move(the_options)) {
    auto& door = desk.door;
    governed = std::make_unique<Governed>(*door.database, *door.keys, door.clock, *door.log);
    switchboard =
        Switchboard::open(*door.database, door.clock, *door.log, governed->governance).value();
    accounts = Accounts::open(*door.database, door.limits, door.clock, *door.log).value();
    auto loaded = Catalogue::load(std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de");
    EXPECT_TRUE(loaded) << loaded.error().describe();
    catalogue = loaded.value_or(nullptr);
    options.port = 0;
    restart_server();
}

WebHouse::~WebHouse() {
    server.reset();
}

void WebHouse::restart_server() {
    server.reset();
    auto& door = desk.door;
    stacks = Stacks::open(*door.database, *door.ledger, *desk.inbox, reading, door.clock, *door.log)
                 .value();
    relations = Relations::open(*door.database, *door.ledger, *door.keys, door.clock, *door.log);
    auto started =
        WebServer::start({*door.database,
                          *door.ledger,
                          *door.blobs,
                          *desk.inbox,
                          *switchboard,
                          *accounts,
                          *door.keys,
                          catalogue,
                          door.limits,
                          door.clock,
                          *door.log,
                          [this] { ++woken; },
                          [] {
                              return std::vector<SystemCheck>{
                                  {"recovery_sheet", "red", "nicht bestätigt", "leitstand doctor"}};
                          },
                          [] { return std::string{"a"}; },
                          pictures,
                          other_stacks != nullptr ? other_stacks : stacks.get(),
                          inspection,
                          log_folder(),
                          models,
                          second_look,
                          relations.get(),
                          &governed->governance},
                         options);
    EXPECT_TRUE(started) << started.error().describe();
    server = std::move(*started);
}

Visitor WebHouse::visitor(std::string const& name, std::vector<Role> const& roles,
                          std::vector<std::string> const& units) {
    Visitor visitor{port()};
    auto made = accounts->create({name, "Frau " + name, roles, units}, "");
    EXPECT_TRUE(made) << made.error().describe();
    if (roles.front() == Role::service_account) {
        visitor.token = made->secret;
        return visitor;
    }
    give_password(made->account);
    Sessions sessions{*desk.door.database, *accounts, desk.door.limits, desk.door.clock,
                      *desk.door.log};
    visitor.cookie = sessions.begin(accounts->find(made->account.id).value(), "").value();
    return visitor;
}

// kPassword, hashed once for all tests: Argon2id is slow on purpose.
void WebHouse::give_password(Account const& account) {
    static std::string const hash = hash_password(kPassword).value();
    auto const done = desk.door.database->write([&](Sql& sql) -> Result<void> {
        auto row = TRY(accounts_table::find(sql, accounts_table::By::id, account.id)).value();
        row.password_hash = hash;
        row.account.must_change_password = false;
        return accounts_table::update(sql, row, row.account.version);
    });
    EXPECT_TRUE(done) << done.error().describe();
}

Item WebHouse::item(std::string const& key, std::string const& unit) {
    auto const document =
        made_document("Ägidius Muster", "Antrag " + key, "Grüße: Kindergeld für Ben, IBAN folgt");
    auto service = made_finding(FindingKind::service, "kindergeld");
    service.evidence.push_back({0, 1, {9, 19}, "Kindergeld", {}});
    auto field = made_finding(FindingKind::field, "iban", "DE89370400440532013000");
    field.evidence.push_back({0, 1, {29, 33}, "IBAN", {{1, 2, 3, 4}}});
    return desk.ready(key, document, made_understanding({service, field}, unit));
}

Json json_of(RawAnswer const& answer) {
    auto parsed = parse_json(answer.body, {64 << 20, 64});
    return parsed ? *parsed : Json(nullptr);
}

std::string key_of(RawAnswer const& answer) {
    auto const json = json_of(answer);
    return json.is_object() ? json.value("key", "") : "";
}

} // namespace leitstand
