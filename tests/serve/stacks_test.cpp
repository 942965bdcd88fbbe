// SPDX-License-Identifier: EUPL-1.2
// Splitting, joining and taking back at the interface: forms, conflicts that name who was first,
// units, repeated requests.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {

namespace {

using testing::HasSubstr;

constexpr char kUnit[] = "eigene-stelle", kOther[] = "fremde-stelle";
constexpr char kLetter[] = "12043 Berlin\n3. März 2026\nSehr geehrte Damen und Herren,";

class StackRoutesTest : public testing::Test {
  protected:
    Item stack(std::string const& key, std::string const& unit = kUnit) {
        return house_.desk.ready(key, document_of({kLetter, "zweite Seite", kLetter}),
                                 made_understanding({}, unit));
    }
    std::string path(Item const& item, std::string const& step) {
        return "/api/v1/items/" + item.id + "/" + step;
    }
    Json stack_of(Visitor& visitor, Item const& item) {
        return json_of(visitor.get(path(item, "stack")));
    }
    std::string split_body(std::int64_t version) {
        return Json{{"version", version},
                    {"ranges", {{{"first", 1}, {"last", 2}}, {{"first", 3}, {"last", 3}}}},
                    {"reason", "zwei Briefe"}}
            .dump();
    }

    WebHouse house_{Engine::sqlite};
    Visitor anna_ = house_.visitor("anna", {Role::caseworker}, {kUnit});
};

} // namespace

TEST_F(StackRoutesTest, ProposesSplitsAndTakesBack) {
    auto const item = stack("brief");
    auto const before = stack_of(anna_, item);
    ASSERT_EQ(1u, before["proposals"].size()) << before.dump();
    EXPECT_EQ(3, before["proposals"][0]["points"][0]["page"]);
    EXPECT_EQ("salutation", before["proposals"][0]["points"][0]["reasons"][0]);
    EXPECT_EQ(3, before["cuttable"][0]["pages"]);
    EXPECT_TRUE(before["origin"].is_null());

    auto const woken = house_.woken.load();
    auto const done = anna_.send("POST", path(item, "split"), split_body(before["version"]));
    ASSERT_EQ(200, done.status) << done.body;
    auto const after = json_of(done);
    EXPECT_EQ("closed", after["state"]);
    EXPECT_EQ("Frau anna", after["steps"][0]["by"]);
    EXPECT_EQ("zwei Briefe", after["steps"][0]["reason"]);
    ASSERT_EQ(2u, after["steps"][0]["items"].size());
    EXPECT_GT(house_.woken, woken);
    std::string const part = after["steps"][0]["items"][1]["id"];
    auto const child = json_of(anna_.get("/api/v1/items/" + part + "/stack"));
    EXPECT_EQ(item.id, child["origin"]["id"]);
    EXPECT_EQ(3, child["origin"]["first"]);
    auto const whole = json_of(anna_.get("/api/v1/items/" + item.id));
    EXPECT_EQ("stack.split", whole["reason"]);
    EXPECT_THAT(whole["reason_text"].get<std::string>(), HasSubstr("geteilt"));
    EXPECT_TRUE(whole["transfer_note"].is_null());

    auto const undone =
        anna_.send("POST", path(item, "undo-split"), Json{{"version", after["version"]}}.dump());
    ASSERT_EQ(200, undone.status) << undone.body;
    EXPECT_EQ("ready", json_of(undone)["state"]);
    EXPECT_EQ(true, json_of(undone)["steps"][0]["undone"]);
}

TEST_F(StackRoutesTest, ARepeatedRequestIsCarriedOutOnce) {
    auto const item = stack("brief");
    auto const body = split_body(stack_of(anna_, item)["version"]);
    Visitor::Headers const key{{"Idempotency-Key", "einmal-genuegt"}};
    auto const first = anna_.send("POST", path(item, "split"), body, key);
    auto const second = anna_.send("POST", path(item, "split"), body, key);
    ASSERT_EQ(200, first.status) << first.body;
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(3, number_in(*house_.desk.door.database, "SELECT COUNT(*) FROM item"));
}

TEST_F(StackRoutesTest, AConflictSaysWhoWasFirst) {
    auto const item = stack("brief");
    auto const body = split_body(stack_of(anna_, item)["version"]);
    auto bernd = house_.visitor("bernd", {Role::team_lead}, {kUnit});
    ASSERT_EQ(200, bernd.send("POST", path(item, "split"), body).status);
    auto const late = anna_.send("POST", path(item, "split"), body);
    EXPECT_EQ(409, late.status);
    EXPECT_EQ("item.changed", key_of(late));
    EXPECT_EQ("Frau bernd", json_of(late)["changed_by"]);
    EXPECT_EQ("split", json_of(late)["changed_to"]);
    EXPECT_EQ("closed", json_of(late)["state"]);
}

TEST_F(StackRoutesTest, APartThatWasWorkedOnIsNamed) {
    auto const item = stack("brief");
    auto const made = json_of(
        anna_.send("POST", path(item, "split"), split_body(stack_of(anna_, item)["version"])));
    std::string const part = made["steps"][0]["items"][0]["id"];
    ASSERT_EQ(200, anna_
                       .send("POST", "/api/v1/items/" + part + "/findings",
                             R"({"decision": "add", "kind": "act", "key": "antrag"})")
                       .status);
    auto const refused =
        anna_.send("POST", path(item, "undo-split"), Json{{"version", made["version"]}}.dump());
    EXPECT_EQ(409, refused.status);
    EXPECT_EQ("stack.worked_on", key_of(refused));
    auto const problem = json_of(refused);
    ASSERT_EQ(1u, problem["items"].size());
    EXPECT_EQ(made["steps"][0]["items"][0]["receipt_number"],
              problem["items"][0]["receipt_number"]);
    EXPECT_EQ("Frau anna", problem["items"][0]["by"]);
}

TEST_F(StackRoutesTest, JoinsOnlyWhatTheCallerMaySee) {
    auto const leading = stack("eins"), own = stack("zwei"), foreign = stack("drei", kOther);
    auto const join = [&](std::vector<std::string> const& ids) {
        return anna_.send("POST", path(leading, "join"),
                          Json{{"version", stack_of(anna_, leading)["version"]},
                               {"items", ids},
                               {"reason", "eine Person"}}
                              .dump());
    };
    auto const refused = join({own.id, foreign.id});
    EXPECT_EQ(404, refused.status);
    EXPECT_EQ(404, join({std::string(32, '0')}).status);
    EXPECT_EQ("ready", stack_of(anna_, own)["state"]);
    auto const done = join({own.id});
    ASSERT_EQ(200, done.status) << done.body;
    EXPECT_EQ(leading.id, stack_of(anna_, own)["joined_to"]["id"]);
    EXPECT_EQ(
        409,
        anna_
            .send("POST", path(own, "state"),
                  Json{{"state", "ready"}, {"version", stack_of(anna_, own)["version"]}}.dump())
            .status);
    auto const undone = anna_.send("POST", path(leading, "undo-join"),
                                   Json{{"version", json_of(done)["version"]}}.dump());
    EXPECT_EQ(200, undone.status) << undone.body;
    EXPECT_EQ("ready", stack_of(anna_, own)["state"]);
}

TEST_F(StackRoutesTest, StacksOfOtherUnitsAnswerLikeMissingOnes) {
    auto const foreign = stack("drei", kOther), own = stack("eins");
    auto lead = house_.visitor("lead", {Role::team_lead}, {kOther});
    auto const before = stack_of(lead, foreign);
    auto const version = before["version"].get<std::int64_t>();
    std::string const plain = Json{{"version", version}}.dump();
    std::vector<std::pair<std::string, std::string>> const steps{
        {"split", split_body(version)},
        {"join", Json{{"version", version}, {"items", {own.id}}}.dump()},
        {"undo-split", plain},
        {"undo-join", plain},
        {"dismiss-split", plain}};
    EXPECT_EQ("item.not_found", key_of(anna_.get(path(foreign, "stack"))));
    for (auto const& [step, body] : steps) {
        auto const answer = anna_.send("POST", path(foreign, step), body);
        EXPECT_EQ(404, answer.status) << step;
        EXPECT_EQ("item.not_found", key_of(answer)) << step;
    }
    EXPECT_EQ(before, stack_of(lead, foreign)) << "nothing was changed";
    EXPECT_EQ("ready", stack_of(anna_, own)["state"]);
}

TEST_F(StackRoutesTest, WrongBodiesAreRefused) {
    auto const item = stack("brief");
    for (std::string const ranges :
         {"1", "[1]", R"([{"first": 1}])", R"([{"first": 0, "last": 1}])",
          R"([{"first": -1, "last": 1}])", R"([{"first": 1.5, "last": 2}])",
          R"([{"first": 1, "last": 9999999999}])"}) {
        auto const answer =
            anna_.send("POST", path(item, "split"), R"({"version": 1, "ranges": )" + ranges + "}");
        EXPECT_EQ(key_of(answer), "request.field_wrong") << ranges << answer.body;
    }
    auto const none = anna_.send("POST", path(item, "split"), R"({"version": 2, "ranges": []})");
    EXPECT_EQ("stack.ranges_wrong", key_of(none)) << none.body;
    EXPECT_EQ("request.field_wrong",
              key_of(anna_.send("POST", path(item, "split"),
                                R"({"version": 2, "ranges": [], "means": "separator"})")));
}

TEST_F(StackRoutesTest, AProposalIsDismissed) {
    auto const item = stack("brief");
    auto const done = anna_.send("POST", path(item, "dismiss-split"),
                                 Json{{"version", stack_of(anna_, item)["version"]}}.dump());
    ASSERT_EQ(200, done.status) << done.body;
    EXPECT_TRUE(json_of(done)["proposals"].empty());
    EXPECT_EQ(1u, json_of(done)["cuttable"].size()) << "by hand it can still be cut";
}

TEST_F(StackRoutesTest, SeparatorSheetsArePrintable) {
    auto post = house_.visitor("post", {Role::post_room});
    auto const sheets = post.get("/api/v1/separator-sheets?count=3");
    EXPECT_EQ(200, sheets.status);
    EXPECT_EQ("application/pdf", sheets.header("content-type"));
    EXPECT_THAT(sheets.body, HasSubstr("/Count 3"));
    EXPECT_EQ(422, post.get("/api/v1/separator-sheets?count=201").status);
    EXPECT_EQ(422, post.get("/api/v1/separator-sheets?count=0").status);
}

} // namespace leitstand
