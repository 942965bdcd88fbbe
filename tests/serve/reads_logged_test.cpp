// SPDX-License-Identifier: EUPL-1.2
// Who reads leaves an entry, and without the entry nothing is shown; signing in, rights and modes
// leave theirs.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "prove/entries.hpp"
#include "serve/serving.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;
using testing::Not;

class ReadsLoggedTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house_ = std::make_unique<WebHouse>(GetParam());
    }
    Database& database() { return *house_->desk.door.database; }
    std::size_t count(EntryType type) { return count_of(database(), type); }
    EntryRecord last(EntryType type, Item const& item) {
        auto const key = house_->desk.door.ledger->item_key(item).value();
        return last_record(database(), *house_->desk.door.log, type, &key);
    }
    EntryRecord last(EntryType type) {
        return last_record(database(), *house_->desk.door.log, type);
    }

    std::unique_ptr<WebHouse> house_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ReadsLoggedTest, both_engines(), engine_label);

TEST_P(ReadsLoggedTest, EachLookAtAnItemIsAnEntry) {
    auto const item = house_->item("a", "familienkasse-1");
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const account = house_->accounts->find_by_name("anna")->id;
    auto const path = "/api/v1/items/" + item.id;
    ASSERT_EQ(anna.get(path).status, 200);
    auto const read = last(EntryType::case_read, item);
    EXPECT_EQ(read.account, account);
    EXPECT_EQ(read.item, item.id);
    EXPECT_EQ(read.details, (EntryDetails{{"what", "item"}, {"part", "0"}, {"purpose", "work"}}));
    ASSERT_EQ(anna.get(path + "/original").status, 200);
    EXPECT_EQ(last(EntryType::case_read, item).details.at("what"), "original");
    ASSERT_EQ(anna.get(path + "/stack").status, 200);
    EXPECT_EQ(count(EntryType::case_read), 3u);
    EXPECT_EQ(anna.get("/api/v1/items/" + std::string(32, 'a')).status, 404);
    EXPECT_EQ(count(EntryType::case_read), 3u) << "what nobody saw";
    auto releaser = house_->visitor("frieda", {Role::releaser});
    ASSERT_EQ(releaser.get(path).status, 200);
    EXPECT_EQ(last(EntryType::case_read, item).details.at("purpose"), "review");
}

TEST_P(ReadsLoggedTest, PagesOfOneLookAreOneEntry) {
    auto const item = house_->item("a", "familienkasse-1");
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const words = "/api/v1/items/" + item.id + "/parts/0/pages/1/words";
    for (int look = 0; look < 3; ++look)
        ASSERT_EQ(anna.get(words).status, 200);
    EXPECT_EQ(count(EntryType::case_read), 1u);
    EXPECT_EQ(last(EntryType::case_read, item).details.at("what"), "pages");
    auto bernd = house_->visitor("bernd", {Role::caseworker});
    ASSERT_EQ(bernd.get(words).status, 200);
    EXPECT_EQ(count(EntryType::case_read), 2u);
}

TEST_P(ReadsLoggedTest, AListIsOneEntryForEachRequest) {
    std::string numbers;
    for (auto const* key : {"a", "b", "c"})
        numbers = house_->item(key, "familienkasse-1").receipt_number + // the newest stands first
                  (numbers.empty() ? "" : " ") + numbers;
    auto anna = house_->visitor("anna", {Role::caseworker});
    ASSERT_EQ(anna.get("/api/v1/items").status, 200);
    EXPECT_EQ(count(EntryType::list_read), 1u);
    EXPECT_EQ(
        last(EntryType::list_read).details,
        (EntryDetails{{"list", "items"}, {"items", numbers}, {"total", "3"}, {"filters", ""}}));
    ASSERT_EQ(anna.get("/api/v1/items?words=Kanarienvogel&state=ready").status, 200);
    auto const searched = last(EntryType::list_read);
    EXPECT_EQ(searched.details.at("filters"), "state words");
    EXPECT_THAT(print_record(searched), Not(HasSubstr("Kanarienvogel")));
}

TEST_P(ReadsLoggedTest, WithoutTheEntryNothingIsShownAndNothingDone) {
    auto const item = house_->item("a", "familienkasse-1");
    auto anna = house_->visitor("anna", {Role::caseworker});
    auto const view = json_of(anna.get("/api/v1/items/" + item.id));
    auto const finding = view["findings"][0]["id"].get<std::string>();
    auto const decide = [&] {
        return anna.send(
            "POST", "/api/v1/items/" + item.id + "/findings",
            Json{{"decision", "confirm"}, {"finding", finding}, {"version", 1}}.dump());
    };
    house_->desk.door.log->refuse(
        {Code::unavailable, "log.entry_not_written", "a test", std::source_location::current()});
    auto const path = "/api/v1/items/" + item.id;
    for (auto const& read : {std::string{"/api/v1/items"}, path, path + "/original",
                             path + "/stack", path + "/parts/0/pages/1/words"}) {
        auto const answer = anna.get(read);
        EXPECT_EQ(answer.status, 503) << read;
        EXPECT_EQ(key_of(answer), "log.entry_not_written") << read;
        EXPECT_THAT(answer.body, Not(HasSubstr("gidius"))) << read;
        EXPECT_THAT(answer.body, Not(HasSubstr("Inhalt"))) << read;
    }
    EXPECT_EQ(key_of(decide()), "log.entry_not_written");
    EXPECT_EQ(key_of(anna.sign_in("anna", kPassword)), "log.entry_not_written");
    EXPECT_EQ(anna.get("/health").status, 200);
    EXPECT_EQ(anna.send("DELETE", "/api/v1/session", "{}").status, 204) << "leaving is possible";
    house_->desk.door.log->accept();
    ASSERT_EQ(anna.sign_in("anna", kPassword).status, 200);
    EXPECT_EQ(decide().status, 200);
    EXPECT_EQ(count(EntryType::decision_made), 1u);
}

std::vector<Route> routes_of(WebHouse& house) {
    auto& door = house.desk.door;
    Serving serving{{*door.database,
                     *door.ledger,
                     *door.blobs,
                     *house.desk.inbox,
                     *house.switchboard,
                     *house.accounts,
                     *door.keys,
                     house.catalogue,
                     door.limits,
                     door.clock,
                     *door.log,
                     {},
                     {},
                     {}},
                    {}};
    return all_routes(serving).routes();
}

// Also for those who add a route: whatever shows an item asks for its entry first.
TEST_P(ReadsLoggedTest, NoRouteShowsAnItemWithoutItsEntry) {
    auto const item = house_->item("a", "familienkasse-1");
    auto anna = house_->visitor("anna", {Role::caseworker});
    house_->desk.door.log->refuse(
        {Code::unavailable, "log.entry_not_written", "a test", std::source_location::current()});
    std::set<std::string> const of_nobody{"items.counts", "items.separators"};
    std::size_t walked = 0;
    for (auto const& route : routes_of(*house_)) {
        if (route.method != Method::get || !route.right.starts_with("items.") ||
            of_nobody.contains(route.right))
            continue;
        auto path = route.pattern;
        for (auto const& [capture, value] :
             std::initializer_list<std::pair<std::string_view, std::string>>{
                 {"{id}", item.id}, {"{part}", "0"}, {"{number}", "1"}})
            if (auto const at = path.find(capture); at != std::string::npos)
                path.replace(at, capture.size(), value);
        EXPECT_GE(anna.get(path).status, 400) << path;
        ++walked;
    }
    EXPECT_GE(walked, 7u);
}

TEST_P(ReadsLoggedTest, SigningInAndRightsAreEntries) {
    house_->visitor("anna", {Role::caseworker});
    auto const account = house_->accounts->find_by_name("anna")->id;
    EXPECT_EQ(last(EntryType::rights_changed).details.at("account"), account);
    auto const before = count(EntryType::signed_in);
    Visitor anna{house_->port()};
    ASSERT_EQ(anna.sign_in("anna", "falsch und lang genug").status, 401);
    EXPECT_EQ(count(EntryType::signed_in), before);
    ASSERT_EQ(anna.sign_in("anna", kPassword).status, 200);
    EXPECT_EQ(count(EntryType::signed_in), before + 1);
    EXPECT_EQ(last(EntryType::signed_in).account, account);
    AccountChange change;
    change.roles = std::vector{Role::auditor, Role::releaser};
    ASSERT_TRUE(house_->accounts->change(account, change, "boss"));
    auto const changed = last(EntryType::rights_changed);
    EXPECT_EQ(changed.account, "boss");
    EXPECT_THAT(changed.details.at("change"), HasSubstr("releaser"));
    auto const roles =
        database().read_for<std::string>([&](Sql& sql) { return account_roles(sql, account); });
    EXPECT_EQ(roles.value(), "releaser auditor");
    EXPECT_EQ(database()
                  .read_for<std::string>([&](Sql& sql) { return account_roles(sql, "nobody"); })
                  .value(),
              "");
}

TEST_P(ReadsLoggedTest, AChangeOfModeIsAnEntry) {
    auto boss = house_->visitor("vera", {Role::administrator});
    ASSERT_TRUE(house_->governed->complete(FunctionKey::sort));
    auto const answer = boss.send("PUT", "/api/v1/functions/sort/mode",
                                  R"({"mode":"shadow","reason":"Beschluss vom 27. November"})");
    ASSERT_EQ(answer.status, 204) << answer.body;
    auto const record = last(EntryType::mode_changed);
    EXPECT_EQ(record.details, (EntryDetails{{"function", "sort"},
                                            {"from", "off"},
                                            {"to", "shadow"},
                                            {"reason", "Beschluss vom 27. November"}}));
    house_->desk.door.log->refuse(
        {Code::unavailable, "log.entry_not_written", "a test", std::source_location::current()});
    EXPECT_FALSE(house_->switchboard->change(FunctionKey::sort, Mode::assist,
                                             "Beschluss vom 28. November", "vera"));
    EXPECT_EQ(house_->switchboard->mode(FunctionKey::sort), Mode::shadow);
}

} // namespace
} // namespace leitstand
