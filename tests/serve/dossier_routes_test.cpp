// SPDX-License-Identifier: EUPL-1.2
// Overview, dossier, statements and tasks over HTTP, on both databases; every answer is held
// against the description of the interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kDossier[] = "/api/v1/govern/functions/plain/dossier";
constexpr char kPurpose[] = "/api/v1/govern/functions/plain/statements/purpose";

Visitor::Headers once(std::string const& key) {
    return {{"Idempotency-Key", key}};
}

Json of_key(Json const& list, std::string const& key) {
    for (auto const& one : list)
        if (one["key"] == key)
            return one;
    return nullptr;
}

class DossierRoutesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
    }
    RawAnswer put(Visitor& visitor, std::string const& path, Json const& body) {
        return visitor.send("PUT", path, body.dump(), once(fmt::format("key-{:026}", ++keys_)));
    }
    RawAnswer send(Visitor& visitor, std::string const& path, Json const& body) {
        return visitor.send("POST", path, body.dump(), once(fmt::format("key-{:026}", ++keys_)));
    }
    RawAnswer take_over(Visitor& visitor, Json const& facts) {
        return send(visitor, "/api/v1/govern/functions/plain/starting-texts", {{"facts", facts}});
    }
    RawAnswer sign_off(Visitor& visitor, std::string const& task, int number) {
        return visitor.send("POST", "/api/v1/govern/functions/plain/tasks/" + task + "/sign-off",
                            Json{{"number", number}}.dump(),
                            once(fmt::format("key-{:026}", ++keys_)));
    }
    std::unique_ptr<WebHouse> house;

  private:
    int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, DossierRoutesTest, both_engines(), engine_label);

TEST_P(DossierRoutesTest, TheOverviewHasEveryFunctionWithWhatIsOpen) {
    auto staff_council = house->visitor("sina", {Role::staff_council});
    auto const answer = staff_council.get("/api/v1/govern/functions");
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const functions = json_of(answer)["functions"];
    ASSERT_EQ(functions.size(), 7u);
    auto const plain = of_key(functions, "plain");
    EXPECT_EQ(plain["phase"], "idea");
    EXPECT_EQ(plain["mode"], "off");
    EXPECT_FALSE(plain["built"]);
    EXPECT_EQ(plain["open"][0]["key"], "dossier.fact_missing");
    EXPECT_EQ(plain["open"][0]["area"], "dossier");
}

TEST_P(DossierRoutesTest, AStatementIsKeptWithItsAuthorAndItsHistory) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const first = put(gita, kPurpose, {{"value", "Sätze prüfen"}, {"number", 0}});
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(json_of(first)["stated"]["by"], "Frau gita");
    EXPECT_EQ(key_of(put(gita, kPurpose, {{"value", "anders"}, {"number", 0}})),
              "governance.changed");
    ASSERT_EQ(put(gita, kPurpose, {{"value", nullptr}, {"number", 1}}).status, 200);
    auto const fact = of_key(json_of(gita.get(kDossier))["facts"], "purpose");
    EXPECT_TRUE(fact["value"].is_null());
    EXPECT_EQ(fact["number"], 2);
    auto const history = json_of(gita.get(std::string{kPurpose} + "/history"));
    ASSERT_EQ(history["versions"].size(), 2u);
    EXPECT_EQ(history["versions"][1]["value"], "Sätze prüfen");
}

TEST_P(DossierRoutesTest, ARepeatedRequestWritesOneVersion) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const body = Json{{"value", "eins"}, {"number", 0}}.dump();
    ASSERT_EQ(gita.send("PUT", kPurpose, body, once("same-key-same-key-same-key-1")).status, 200);
    ASSERT_EQ(gita.send("PUT", kPurpose, body, once("same-key-same-key-same-key-1")).status, 200);
    EXPECT_EQ(json_of(gita.get(std::string{kPurpose} + "/history"))["versions"].size(), 1u);
}

TEST_P(DossierRoutesTest, WhatDoesNotFitIsRefusedWithItsReason) {
    auto gita = house->visitor("gita", {Role::governance});
    EXPECT_EQ(key_of(put(gita, kPurpose, {{"value", 7}, {"number", 0}})), "dossier.value_wrong");
    EXPECT_EQ(key_of(put(gita, kPurpose, {{"value", ""}, {"number", 0}})), "dossier.value_empty");
    EXPECT_EQ(key_of(put(gita, kPurpose, {{"value", "a"}})), "request.field_missing");
    EXPECT_EQ(key_of(put(gita, "/api/v1/govern/functions/plain/statements/no_such",
                         {{"value", "a"}, {"number", 0}})),
              "dossier.fact_unknown");
    EXPECT_EQ(key_of(put(gita, "/api/v1/govern/functions/no_such/statements/purpose",
                         {{"value", "a"}, {"number", 0}})),
              "function.unknown");
    EXPECT_EQ(key_of(put(gita, "/api/v1/govern/functions/plain/tasks/idea_problem",
                         {{"state", "finished"}, {"number", 0}})),
              "dossier.task_step_unknown");
    EXPECT_EQ(key_of(put(gita, "/api/v1/govern/functions/plain/tasks/idea_problem",
                         {{"state", "doing"}, {"due", "2026-02-30"}, {"number", 0}})),
              "request.field_wrong");
}

TEST_P(DossierRoutesTest, WhoOnlyReadsWritesNothing) {
    auto auditor = house->visitor("anna", {Role::auditor});
    EXPECT_EQ(auditor.get(kDossier).status, 200);
    EXPECT_EQ(key_of(put(auditor, kPurpose, {{"value", "a"}, {"number", 0}})), "right.missing");
    auto program = house->visitor("dienst", {Role::service_account});
    EXPECT_EQ(key_of(program.get(kDossier)), "right.missing");
}

TEST_P(DossierRoutesTest, TextsOfTheMakerCountOnceTheyWereReadAndTakenOver) {
    auto gita = house->visitor("gita", {Role::governance});
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const start = of_key(json_of(gita.get(kDossier))["facts"], "purpose");
    ASSERT_TRUE(start["starting_text"].is_string());
    ASSERT_TRUE(start["value"].is_null());
    Json const one{{"key", "purpose"}, {"number", 0}, {"value", start["starting_text"]}};
    Json stale = one;
    stale["value"] = "Ein anderer Text.";
    EXPECT_EQ(key_of(take_over(sina, Json::array({one}))), "right.missing");
    EXPECT_EQ(key_of(take_over(gita, Json::array({stale}))), "dossier.starting_text_changed");
    EXPECT_EQ(key_of(take_over(gita, Json::array())), "request.field_wrong");
    EXPECT_EQ(key_of(take_over(gita, Json::array({one, stale}))), "dossier.starting_text_changed")
        << "all or none";
    EXPECT_TRUE(of_key(json_of(gita.get(kDossier))["facts"], "purpose")["value"].is_null());
    auto const taken = take_over(gita, Json::array({one}));
    ASSERT_EQ(taken.status, 200) << taken.body;
    auto const fact = of_key(json_of(taken)["facts"], "purpose");
    EXPECT_EQ(fact["value"], start["starting_text"]);
    EXPECT_FALSE(fact["stated"]["maker_version"].get<std::string>().empty());
    ASSERT_EQ(put(gita, kPurpose, {{"value", "Eigene Worte."}, {"number", 1}}).status, 200);
    auto const history = json_of(gita.get(std::string{kPurpose} + "/history"));
    EXPECT_EQ(history["versions"][0]["maker_version"], "");
    EXPECT_EQ(history["versions"][1]["maker_version"], fact["stated"]["maker_version"]);
    EXPECT_EQ(key_of(take_over(gita, Json::array({one}))), "governance.changed");
}

TEST_P(DossierRoutesTest, TheAnswersOfAPageAreKeptTogetherAllOrNone) {
    auto gita = house->visitor("gita", {Role::governance});
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const say = [&](Visitor& visitor, Json const& list) {
        return put(visitor, "/api/v1/govern/functions/plain/statements", {{"statements", list}});
    };
    auto const fact = [&](char const* key) {
        return of_key(json_of(gita.get(kDossier))["facts"], key);
    };
    Json const problem{{"key", "problem"}, {"number", 0}, {"value", "Briefe sind schwer."}};
    Json const harm{{"key", "criticality_harm"}, {"number", 0}, {"value", "serious"}};
    auto const with = [](Json one, char const* member, Json value) {
        one[member] = std::move(value);
        return one;
    };
    EXPECT_EQ(key_of(say(sina, Json::array({problem}))), "right.missing");
    EXPECT_EQ(key_of(say(gita, Json::array())), "request.field_wrong");
    EXPECT_EQ(key_of(say(gita, problem)), "request.field_wrong");
    EXPECT_EQ(key_of(say(gita, Json::array({problem, "goal"}))), "dossier.fact_unknown");
    EXPECT_EQ(key_of(say(gita, Json::array({problem, with(harm, "key", "no_such")}))),
              "dossier.fact_unknown");
    EXPECT_EQ(key_of(say(gita, Json::array({problem, with(harm, "value", "no_such")}))),
              "dossier.choice_unknown");
    EXPECT_EQ(key_of(say(gita, Json::array({problem, with(harm, "number", -1)}))),
              "request.field_wrong");
    EXPECT_EQ(key_of(say(gita, Json::array({problem, with(harm, "number", 3)}))),
              "governance.changed");
    EXPECT_EQ(key_of(say(gita, Json::array({problem, problem}))), "governance.changed")
        << "a fact once";
    EXPECT_EQ(key_of(say(gita, Json::array({problem, Json{{"key", "goal"}, {"number", 0}}}))),
              "request.field_missing");
    EXPECT_TRUE(fact("problem")["value"].is_null()) << "all or none";

    auto const kept = say(gita, Json::array({problem, harm}));
    ASSERT_EQ(kept.status, 200) << kept.body;
    EXPECT_EQ(of_key(json_of(kept)["facts"], "problem")["value"], "Briefe sind schwer.");
    EXPECT_EQ(fact("criticality_harm")["value"], "serious");
    EXPECT_EQ(fact("criticality_harm")["stated"]["by"], "Frau gita");
    ASSERT_EQ(say(gita, Json::array({with(with(problem, "number", 1), "value", nullptr)})).status,
              200);
    EXPECT_TRUE(fact("problem")["value"].is_null());
}

TEST_P(DossierRoutesTest, SeveralTasksAreSignedOffAtOneStrokeAllOrNone) {
    auto gita = house->visitor("gita", {Role::governance});
    auto dana = house->visitor("dana", {Role::data_protection});
    auto const base = std::string{kDossier}.substr(0, std::string{kDossier}.rfind('/'));
    for (auto const* task : {"planning_dpia", "planning_ai_act"})
        ASSERT_EQ(put(gita, base + "/tasks/" + task,
                      {{"state", "done"}, {"artefact", "Vermerk 3"}, {"number", 0}})
                      .status,
                  200);
    auto const sign = [&](Visitor& who, Json const& tasks) {
        return send(who, base + "/sign-offs", {{"tasks", tasks}, {"note", "Geprüft."}});
    };
    Json const dpia{{"key", "planning_dpia"}, {"number", 1}};
    Json const ai_act{{"key", "planning_ai_act"}, {"number", 1}};
    Json const foreign{{"key", "idea_decision"}, {"number", 0}};
    EXPECT_EQ(key_of(sign(gita, Json::array({dpia}))), "dossier.sign_off_other_role");
    EXPECT_EQ(key_of(sign(dana, Json::array({dpia, foreign}))), "dossier.sign_off_other_role");
    EXPECT_TRUE(of_key(json_of(gita.get(kDossier))["tasks"], "planning_dpia")["awaits_sign_off"]);
    EXPECT_EQ(key_of(sign(dana, Json::array())), "request.field_wrong");
    auto const both = sign(dana, Json::array({dpia, ai_act}));
    ASSERT_EQ(both.status, 200) << both.body;
    for (auto const* task : {"planning_dpia", "planning_ai_act"})
        EXPECT_TRUE(of_key(json_of(both)["tasks"], task)["settled"]) << task;
    EXPECT_EQ(key_of(sign(dana, Json::array({dpia}))), "dossier.nothing_to_sign_off");
}

TEST_P(DossierRoutesTest, WhatTheDossierProvesIsDoneByItself) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const base = std::string{kDossier}.substr(0, std::string{kDossier}.rfind('/'));
    for (auto const* fact : {"problem", "goal"})
        ASSERT_EQ(
            put(gita, base + "/statements/" + fact, {{"value", "Ein Satz."}, {"number", 0}}).status,
            200);
    auto const task = of_key(json_of(gita.get(kDossier))["tasks"], "idea_problem");
    EXPECT_EQ(task["state"], "done");
    EXPECT_TRUE(task["proven"]);
    EXPECT_TRUE(task["settled"]);
}

TEST_P(DossierRoutesTest, ATaskIsDoneByOneAndSignedOffByTheRoleItNames) {
    auto gita = house->visitor("gita", {Role::governance});
    auto lena = house->visitor("lena", {Role::management});
    std::string const path = "/api/v1/govern/functions/plain/tasks/idea_decision";
    EXPECT_EQ(key_of(sign_off(lena, "idea_decision", 0)), "dossier.nothing_to_sign_off");
    EXPECT_EQ(key_of(put(gita, path, {{"state", "done"}, {"number", 0}})),
              "dossier.artefact_missing");
    auto const done =
        put(gita, path, {{"state", "done"}, {"artefact", "Vermerk 3"}, {"number", 0}});
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_FALSE(json_of(done)["settled"]);
    EXPECT_EQ(key_of(sign_off(gita, "idea_decision", 1)), "dossier.sign_off_other_role");
    EXPECT_EQ(key_of(sign_off(lena, "idea_decision", 2)), "governance.changed");
    auto const signed_off = sign_off(lena, "idea_decision", 1);
    ASSERT_EQ(signed_off.status, 200) << signed_off.body;
    EXPECT_TRUE(json_of(signed_off)["settled"]);
    EXPECT_EQ(json_of(signed_off)["sign_off"]["role"], "management");
}

} // namespace
} // namespace leitstand
