// SPDX-License-Identifier: EUPL-1.2
// The assessment over HTTP, on both databases; every answer is held against the description of the
// interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kAssessment[] = "/api/v1/govern/functions/plain/assessment";

class AssessmentRoutesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
    }
    RawAnswer send(Visitor& visitor, std::string const& method, std::string const& path,
                   Json const& body) {
        return visitor.send(method, std::string{kAssessment} + path, body.dump(),
                            {{"Idempotency-Key", fmt::format("key-{:026}", ++keys_)}});
    }
    static Json a_risk() {
        return Json{{"title", "Falsche Auskunft"},
                    {"description", "…"},
                    {"measure", "Freigabe durch einen Menschen"},
                    {"owner", "Team 2"},
                    {"owner_role", "team_lead"},
                    {"proof", ""},
                    {"likelihood", 4},
                    {"severity", 4},
                    {"residual_likelihood", 3},
                    {"residual_severity", 4},
                    {"accepted", false},
                    {"accepted_because", ""},
                    {"review", "2030-05-01"},
                    {"closed", false}};
    }
    std::unique_ptr<WebHouse> house;

  private:
    int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, AssessmentRoutesTest, both_engines(), engine_label);

TEST_P(AssessmentRoutesTest, ShowsEverythingToWhoMayRead) {
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const answer = sina.get(kAssessment);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const json = json_of(answer);
    EXPECT_EQ(json["impact"]["raw_max"], 167);
    EXPECT_EQ(json["impact"]["level"], 1);
    EXPECT_EQ(json["forms"].size(), 3u);
    EXPECT_TRUE(json["lock"].is_null());
    EXPECT_EQ(key_of(send(sina, "PUT", "/answers/riskProfile1",
                          {{"chosen", {"item1-3"}}, {"number", 0}})),
              "right.missing");
}

TEST_P(AssessmentRoutesTest, KeepsEachAnswerByItself) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const path = "/answers/riskProfile1";
    auto const first = send(gita, "PUT", path,
                            {{"chosen", {"item1-3"}}, {"reason", "viele Klagen"}, {"number", 0}});
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(json_of(first)["impact"]["raw"], 3);
    EXPECT_EQ(key_of(send(gita, "PUT", path, {{"chosen", {"item2-0"}}, {"number", 0}})),
              "governance.changed");
    EXPECT_EQ(key_of(send(gita, "PUT", path, {{"chosen", {"item9-9"}}, {"number", 1}})),
              "assessment.choice_unknown");
    EXPECT_EQ(key_of(send(gita, "PUT", path, {{"number", 1}})), "request.field_missing");
    EXPECT_EQ(key_of(send(gita, "PUT", "/answers/nothing", {{"chosen", {"x"}}, {"number", 0}})),
              "assessment.question_unknown");
    ASSERT_EQ(send(gita, "PUT", path, {{"chosen", Json::array()}, {"number", 1}}).status, 200);
    EXPECT_EQ(json_of(gita.get(kAssessment))["impact"]["raw"], 0);
}

TEST_P(AssessmentRoutesTest, KeepsTheAnswersOfAPageTogether) {
    auto gita = house->visitor("gita", {Role::governance});
    Json const good{{"question", "riskProfile1"}, {"chosen", {"item1-3"}}, {"number", 0}};
    Json const wrong{{"question", "riskProfile2"}, {"chosen", {"item9-9"}}, {"number", 0}};
    auto const put = [&](Json const& answers) {
        return send(gita, "PUT", "/answers", {{"answers", answers}});
    };
    EXPECT_EQ(key_of(put(Json::array({good, wrong}))), "assessment.choice_unknown");
    EXPECT_EQ(json_of(gita.get(kAssessment))["impact"]["raw"], 0) << "all or none";
    EXPECT_EQ(key_of(put(Json::array())), "request.field_wrong");
    Json const more{{"question", "riskProfile2"}, {"chosen", {"item1-3"}}, {"number", 0}};
    auto const both = put(Json::array({good, more}));
    ASSERT_EQ(both.status, 200) << both.body;
    EXPECT_EQ(json_of(both)["impact"]["raw"], 6);
    EXPECT_EQ(key_of(put(Json::array({good}))), "governance.changed");
}

TEST_P(AssessmentRoutesTest, RatesOnlyWhatIsStatedWithReasons) {
    auto gita = house->visitor("gita", {Role::governance});
    EXPECT_EQ(key_of(send(gita, "POST", "/criticality", {{"number", 0}})),
              "assessment.criticality_not_stated");
    for (auto const& [fact, value] : std::vector<std::pair<std::string, std::string>>{
             {"criticality_harm", "limited"},
             {"criticality_harm_reason", "weil"},
             {"criticality_dependence", "low"},
             {"criticality_dependence_reason", "weil"}})
        ASSERT_EQ(gita.send("PUT", "/api/v1/govern/functions/plain/statements/" + fact,
                            Json{{"value", value}, {"number", 0}}.dump(),
                            {{"Idempotency-Key", "state-" + fact + "-0000000000"}})
                      .status,
                  200)
            << fact;
    auto const rated = send(gita, "POST", "/criticality", {{"number", 0}});
    ASSERT_EQ(rated.status, 200) << rated.body;
    EXPECT_EQ(json_of(rated)["criticality"]["level"], 1);
    EXPECT_TRUE(json_of(rated)["criticality"]["rated"].get<bool>());
}

TEST_P(AssessmentRoutesTest, KeepsARiskAndSaysWhatStaysHigh) {
    auto gita = house->visitor("gita", {Role::governance});
    auto risk = a_risk();
    auto const first =
        send(gita, "PUT", "/risks/falsche-auskunft", {{"risk", risk}, {"number", 0}});
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_TRUE(json_of(first)["risks"][0]["unaccepted"].get<bool>());
    risk["likelihood"] = 9;
    EXPECT_EQ(key_of(send(gita, "PUT", "/risks/falsche-auskunft", {{"risk", risk}, {"number", 1}})),
              "risk.wrong");
    EXPECT_EQ(key_of(send(gita, "PUT", "/risks/aia:impact3", {{"risk", a_risk()}, {"number", 0}})),
              "risk.id_wrong");
}

TEST_P(AssessmentRoutesTest, OnlyTheHeadOfTheAuthorityAcceptsAHighRest) {
    auto gita = house->visitor("gita", {Role::governance});
    auto mira = house->visitor("mira", {Role::management});
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const put = [&](Visitor& who, Json const& risk, int number) {
        return send(who, "PUT", "/risks/falsche-auskunft", {{"risk", risk}, {"number", number}});
    };
    auto risk = a_risk();
    ASSERT_EQ(put(gita, risk, 0).status, 200);
    risk["accepted"] = true;
    EXPECT_EQ(key_of(put(mira, risk, 1)), "risk.reason_missing");
    risk["accepted_because"] = "Der Nutzen überwiegt.";
    risk["accepted_role"] = "management"; // whoever says so himself
    EXPECT_EQ(key_of(put(gita, risk, 1)), "risk.acceptance_by_management");
    EXPECT_EQ(key_of(put(sina, risk, 1)), "right.missing");
    auto const accepted = put(mira, risk, 1);
    ASSERT_EQ(accepted.status, 200) << accepted.body;
    auto const shown = json_of(accepted)["risks"][0];
    EXPECT_EQ(shown["unaccepted"], false);
    EXPECT_EQ(shown["accepted_by"], "Frau mira");
    EXPECT_EQ(json_of(accepted)["may_accept"], true);
    risk["measure"] = "Keine";
    EXPECT_EQ(key_of(put(mira, risk, 2)), "right.missing");
    EXPECT_EQ(key_of(put(gita, risk, 2)), "risk.acceptance_by_management");
}

TEST_P(AssessmentRoutesTest, PrintsAPageThatRunsNothing) {
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const page = sina.get(std::string{kAssessment} + "/print?part=fria&lang=en");
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_NE(page.body.find("Fundamental-rights"), std::string::npos);
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
    auto const policy = page.header("content-security-policy");
    EXPECT_NE(policy.find("default-src 'none'; style-src 'sha256-"), std::string::npos) << policy;
    EXPECT_EQ(key_of(sina.get(std::string{kAssessment} + "/print?part=nothing")),
              "assessment.part_unknown");
}

} // namespace
} // namespace leitstand
