// SPDX-License-Identifier: EUPL-1.2
// The public register over HTTP: nobody signs in, nothing is kept unasked, a stop shows at once;
// and publishing, on both databases. Answers of the interface are held against its description.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "catalogue/guideline.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kState[] = "/api/v1/govern/functions/sort/register";
constexpr char kPublish[] = "/api/v1/govern/functions/sort/register/publications";

class RegisterRoutesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
        nobody.emplace(house->port());
    }

    void state(std::string const& key, Json value) {
        auto const written = house->governed->write(FunctionKey::sort, RecordKind::statement, key,
                                                    Json{{"value", std::move(value)}});
        ASSERT_TRUE(written) << written.error().describe();
    }
    // Every published fact that takes a text.
    void state_all(std::string const& text) {
        for (auto const& fact : example_guideline()->facts)
            if (fact.published && (fact.kind == FactKind::text || fact.kind == FactKind::long_text))
                state(fact.key, fact.key == "contact_email" ? "ki@musteramt.example"
                                : fact.key == "website"     ? "https://musteramt.example"
                                                            : text);
        state("ai_act_area", "none");
    }
    RawAnswer publish(Visitor& visitor, std::string const& note, int number) {
        return visitor.send("POST", kPublish, Json{{"note", note}, {"number", number}}.dump(),
                            {{"Idempotency-Key", fmt::format("key-{:026}", ++keys_)}});
    }

    std::unique_ptr<WebHouse> house;
    std::optional<Visitor> nobody;

  private:
    int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, RegisterRoutesTest, both_engines(), engine_label);

TEST_P(RegisterRoutesTest, AnEmptyRegisterAnswersEverybody) {
    for (auto const* path : {"/register", "/register/", "/register?lang=en", "/register/reading"}) {
        auto const answer = nobody->get(path);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        EXPECT_EQ(answer.header("content-type"), "text/html; charset=utf-8");
        EXPECT_EQ(answer.header("set-cookie"), "");
        EXPECT_EQ(answer.header("cache-control"), "public, no-cache");
        EXPECT_THAT(answer.header("content-security-policy"), Not(HasSubstr("script-src")));
        EXPECT_FALSE(answer.header("etag").empty());
    }
    EXPECT_THAT(nobody->get("/register").body, HasSubstr("Noch ist keine KI-Funktion"));
    EXPECT_EQ(json_of(nobody->get("/register/register.json"))["entries"], Json::array());
    EXPECT_EQ(nobody->get("/register/feed.atom").header("content-type"), "application/atom+xml");
    EXPECT_THAT(nobody->get("/register/style.css").header("cache-control"), HasSubstr("max-age"));
    auto const missing = nobody->get("/register/functions/sort");
    EXPECT_EQ(missing.status, 404);
    EXPECT_THAT(missing.body, HasSubstr("<h1>"));
    EXPECT_EQ(key_of(nobody->get("/register/functions/sort/entry.json")), "register.no_entry");
    EXPECT_EQ(nobody->get("/register/log/").status, 200); // the log keeps its place
}

TEST_P(RegisterRoutesTest, PublishedIsWhatEverybodySees) {
    auto gita = house->visitor("gita", {Role::governance});
    EXPECT_EQ(key_of(publish(gita, "Erster Eintrag", 0)), "register.incomplete");
    state_all("Post zuordnen");
    auto const before = json_of(gita.get(kState));
    EXPECT_TRUE(before["publishable"]) << before["open"];
    EXPECT_EQ(before["number"], 0);
    EXPECT_EQ(key_of(publish(gita, "  ", 0)), "register.note_missing");
    auto const done = publish(gita, "Erster Eintrag", 0);
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json_of(done)["number"], 1);
    EXPECT_EQ(json_of(done)["published"][0]["by"], "Frau gita");
    EXPECT_EQ(key_of(publish(gita, "Noch einer", 0)), "governance.changed"); // somebody was first

    EXPECT_THAT(nobody->get("/register").body, HasSubstr("/register/functions/sort"));
    EXPECT_THAT(nobody->get("/register/functions/sort").body, HasSubstr("Post zuordnen"));
    for (auto const* form : {"entry.json", "entry.csv", "nl.json", "atrs.json", "cyclonedx.json"}) {
        auto const answer = nobody->get(std::string{"/register/functions/sort/"} + form);
        EXPECT_EQ(answer.status, 200) << form;
        EXPECT_EQ(answer.header("access-control-allow-origin"), "*");
        EXPECT_THAT(answer.body, HasSubstr("Post zuordnen")) << form;
        EXPECT_THAT(answer.body, Not(HasSubstr("gita")));
    }
    auto const other = nobody->get("/register/functions/sort/other.json");
    EXPECT_EQ(other.status, 404);
    EXPECT_EQ(key_of(other), "register.form_unknown");
    EXPECT_THAT(other.body, HasSubstr("atrs.json")); // says which there are
    EXPECT_EQ(key_of(gita.get(std::string{kState} + "/preview?lang=fr")),
              "register.language_unknown");

    state("purpose", "Noch nicht öffentlich");
    EXPECT_EQ(json_of(gita.get(kState))["changed"], Json::array({"purpose"}));
    EXPECT_THAT(nobody->get("/register/functions/sort").body,
                Not(HasSubstr("Noch nicht öffentlich")));
    auto const preview = gita.get(std::string{kState} + "/preview?lang=de");
    EXPECT_EQ(preview.status, 200);
    EXPECT_THAT(preview.body, HasSubstr("Noch nicht öffentlich"));
    EXPECT_EQ(preview.header("cache-control"), "no-store");
}

TEST_P(RegisterRoutesTest, WhatIsTheSameIsNotSentAgainAndNewsIsSeenAtOnce) {
    auto gita = house->visitor("gita", {Role::governance});
    state_all("Text");
    ASSERT_EQ(publish(gita, "Erster Eintrag", 0).status, 200);
    auto const first = nobody->get("/register/functions/sort");
    auto const again =
        nobody->get("/register/functions/sort", {{"If-None-Match", first.header("etag")}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    state("register_summary", "Ein neuer Satz");
    ASSERT_EQ(publish(gita, "Zweiter Eintrag", 1).status, 200);
    auto const news =
        nobody->get("/register/functions/sort", {{"If-None-Match", first.header("etag")}});
    EXPECT_EQ(news.status, 200);
    EXPECT_THAT(news.body, HasSubstr("Ein neuer Satz"));
}

TEST_P(RegisterRoutesTest, NamesOfPeopleWithAnAccountAreRefused) {
    auto gita = house->visitor("gita", {Role::governance});
    state_all("Frau gita passt auf."); // the house names its accounts so
    auto const answer = publish(gita, "Erster Eintrag", 0);
    EXPECT_EQ(key_of(answer), "register.names_person");
    state_all("Die Funktion passt auf.");
    EXPECT_EQ(key_of(publish(gita, "Auf Wunsch von Frau Gita", 0)), "register.names_person");
    EXPECT_EQ(nobody->get("/register/functions/sort").status, 404);
}

TEST_P(RegisterRoutesTest, OnlyWhoKeepsTheDossierPublishes) {
    state_all("Text");
    auto auditor = house->visitor("rita", {Role::auditor});
    EXPECT_EQ(auditor.get(kState).status, 200);
    EXPECT_EQ(key_of(publish(auditor, "Erster Eintrag", 0)), "right.missing");
    EXPECT_EQ(key_of(nobody->get(kState)), "session.none");
    EXPECT_EQ(key_of(nobody->get(std::string{kState} + "/preview")), "session.none");
    auto gita = house->visitor("gita", {Role::governance});
    auto const unknown = gita.get("/api/v1/govern/functions/xyz/register");
    EXPECT_EQ(key_of(unknown), "function.unknown");
    auto const help = json_of(unknown)["what_to_do"].get<std::string>();
    for (auto const function : kFunctions)
        EXPECT_THAT(help, HasSubstr(function_name(function))) << "says which there are";
    EXPECT_EQ(publish(gita, std::string(1001, 'a'), 0).status, 422);
}

TEST_P(RegisterRoutesTest, WhatIsUnknownIsSaidAndNotGuessed) {
    for (auto const* path :
         {"/register?lang=xyz", "/register/reading?lang=DE", "/register/functions/sort?lang=fr"}) {
        auto const answer = nobody->get(path);
        EXPECT_EQ(answer.status, 400) << path;
        EXPECT_EQ(answer.header("content-type"), "text/html; charset=utf-8");
        EXPECT_THAT(answer.body, HasSubstr("Diese Sprache gibt es im Register nicht."));
    }
    auto const mode = nobody->get("/register?mode=xyz&lang=en");
    EXPECT_EQ(mode.status, 400);
    EXPECT_THAT(mode.body, HasSubstr("There is no such mode."));
    EXPECT_EQ(nobody->get("/register?mode=").status, 200); // the form's "any"
    EXPECT_EQ(nobody->get("/register/functions/xyz?lang=einfach").status, 404);
}

TEST_P(RegisterRoutesTest, TheKeeperSeesWhichFieldOfWhichStandardIsEmpty) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const gap = [&](std::string const& form, std::string const& field) -> Json {
        auto const seen = json_of(gita.get(kState)); // lives as long as the loop
        for (auto const& one : seen["gaps"])
            if (one["form"] == form && one["field"] == field)
                return one;
        return nullptr;
    };
    EXPECT_EQ(gap("atrs-3.0", "scope")["facts"][0], "purpose");
    EXPECT_EQ(gap("atrs-3.0", "scope")["required"], true);
    state_all("Text");
    EXPECT_TRUE(gap("atrs-3.0", "scope").is_null());
    EXPECT_EQ(gap("atrs-3.0", "data_sharing_agreements")["required"], true);
    EXPECT_TRUE(gap("atrs-3.0", "data_sharing_agreements")["facts"].empty());
}

TEST_P(RegisterRoutesTest, OddQueriesAreAnsweredAllTheSame) {
    for (auto const* query : {"?page=0", "?page=-1", "?page=99999999999999", "?page=x", "?mode=xyz",
                              "?lang=xyz", "?q=%3Cscript%3E", "?q=%00", "?q="}) {
        auto const answer = nobody->get(std::string{"/register"} + query);
        EXPECT_TRUE(answer.status == 200 || answer.status == 400) << query << answer.status;
        EXPECT_THAT(answer.body, Not(HasSubstr("<script"))) << query;
    }
    EXPECT_EQ(nobody->get("/register?q=" + std::string(4'000, 'a')).status, 200);
}

} // namespace
} // namespace leitstand
