// SPDX-License-Identifier: EUPL-1.2
// A function in operation over HTTP, on both databases: reports from the item, complaints and their
// handling, incidents, duties, figures of groups. Every answer is held against the description of
// the interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "decide/outcome_table.hpp"
#include "govern/operation/shown_groups.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kOperation[] = "/api/v1/govern/functions/sort/operation";

class OperationRoutesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
    }
    RawAnswer send(Visitor& visitor, std::string const& method, std::string const& path,
                   Json const& body) {
        return visitor.send(method, path.starts_with("/api") ? path : kOperation + path,
                            body.dump(),
                            {{"Idempotency-Key", fmt::format("operation-key-{:016}", ++keys_)}});
    }
    std::string today() { return to_iso(date_in_berlin(house->desk.door.clock.now())); }
    std::string tomorrow() {
        return to_iso(plus_days(date_in_berlin(house->desk.door.clock.now()), 1));
    }
    Json complaint() {
        return {{"about", "wrong"}, {"received", today()}, {"text", "Der Antrag war keiner."}};
    }
    std::unique_ptr<WebHouse> house;

  private:
    int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, OperationRoutesTest, both_engines(), engine_label);

TEST_P(OperationRoutesTest, AMistakeIsReportedFromTheItemAndHandled) {
    auto const item = house->item("k", "familienkasse-1");
    auto anna = house->visitor("anna", {Role::caseworker}, {"familienkasse-1"});
    auto const path = "/api/v1/items/" + item.id + "/ai-errors";
    Json const report{{"function", "sort"}, {"about", "missed"}, {"text", "Es ging um Wohngeld."}};
    ASSERT_EQ(204, send(anna, "POST", path, report).status);

    auto gita = house->visitor("gita", {Role::governance});
    auto const seen = json_of(gita.get(kOperation))["complaints"][0];
    EXPECT_EQ("desk", seen["channel"]);
    EXPECT_EQ(item.receipt_number, seen["receipt_number"]);
    EXPECT_EQ("familienkasse-1", seen["unit"]);
    EXPECT_EQ("Es ging um Wohngeld.", seen["texts"][0]);
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const hidden = json_of(sina.get(kOperation))["complaints"][0];
    EXPECT_TRUE(hidden["texts"].empty());
    EXPECT_TRUE(hidden["has_text"].get<bool>());
    EXPECT_EQ("", hidden["by"]); // nobody is named for a report

    auto const id = seen["id"].get<std::string>();
    auto const step = [&](Visitor& who, int number) {
        return send(who, "PUT", "/complaints/" + id,
                    {{"number", number},
                     {"step", "checked"},
                     {"on", today()},
                     {"result", "justified"},
                     {"measure", "Wortliste ergänzen"}});
    };
    EXPECT_EQ("right.missing", key_of(step(anna, 1)));
    ASSERT_EQ(200, step(gita, 1).status);
    auto gerd = house->visitor("gerd", {Role::governance}); // had the page open as well
    EXPECT_EQ(409, step(gerd, 1).status);
    auto const closed = send(gerd, "PUT", "/complaints/" + id,
                             {{"number", 2}, {"step", "closed"}, {"on", today()}});
    ASSERT_EQ(200, closed.status) << closed.body;

    ASSERT_EQ(
        200,
        send(gita, "POST", "/complaints/" + id + "/delete-texts", {{"reason", "erledigt"}}).status);
    auto const after = json_of(gita.get(kOperation))["complaints"][0];
    EXPECT_TRUE(after["text_deleted"].get<bool>());
    EXPECT_TRUE(after["texts"].empty());
    EXPECT_EQ("justified", after["result"]);
}

TEST_P(OperationRoutesTest, AnItemOfAnotherUnitLooksLikeAMissingOne) {
    auto const item = house->item("k", "familienkasse-1");
    Json const report{{"function", "sort"}, {"about", "wrong"}, {"text", "x"}};
    auto const path = "/api/v1/items/" + item.id + "/ai-errors";
    auto bert = house->visitor("bert", {Role::caseworker}, {"familienkasse-2"});
    EXPECT_EQ("item.not_found", key_of(send(bert, "POST", path, report)));
    auto sina = house->visitor("sina", {Role::staff_council}); // may report, reads no items
    EXPECT_EQ("item.not_found", key_of(send(sina, "POST", path, report)));
}

TEST_P(OperationRoutesTest, BadInputIsRefusedAndStoresNothing) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const with = [&](char const* name, Json value) {
        auto body = complaint();
        body[name] = std::move(value);
        return key_of(send(gita, "POST", "/complaints", body));
    };
    EXPECT_EQ("operation.date_in_future", with("received", tomorrow()));
    EXPECT_EQ("request.field_wrong", with("received", "2026-02-30"));
    EXPECT_EQ("operation.unit_unknown", with("unit", "kasse-99"));
    EXPECT_EQ("operation.text_wrong", with("text", "a\u0007b"));
    EXPECT_EQ("operation.text_wrong", with("text", "  "));
    EXPECT_EQ("operation.choice_unknown", with("about", "gossip"));
    EXPECT_TRUE(json_of(gita.get(kOperation))["complaints"].empty());

    ASSERT_EQ(200, send(gita, "POST", "/complaints", complaint()).status);
    auto const id = json_of(gita.get(kOperation))["complaints"][0]["id"].get<std::string>();
    EXPECT_EQ("operation.step_order", // an answer before anybody has looked
              key_of(send(gita, "PUT", "/complaints/" + id,
                          {{"number", 1}, {"step", "answered"}, {"on", today()}, {"text", "x"}})));
    EXPECT_EQ("operation.before_receipt",
              key_of(send(gita, "PUT", "/complaints/" + id,
                          {{"number", 1}, {"step", "acknowledged"}, {"on", "2020-01-01"}})));
    EXPECT_EQ("operation.not_found",
              key_of(send(gita, "PUT", "/complaints/none",
                          {{"number", 1}, {"step", "acknowledged"}, {"on", today()}})));
    EXPECT_EQ("function.unknown", key_of(gita.get("/api/v1/govern/functions/rate/operation")));
}

TEST_P(OperationRoutesTest, AnIncidentStartsItsClocks) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const known = to_rfc3339(house->desk.door.clock.now());
    auto const entered = send(gita, "POST", "/incidents",
                              {{"kind", "data_breach"},
                               {"known", known},
                               {"summary", "Ein Schreiben lag im falschen Postkorb."}});
    ASSERT_EQ(200, entered.status) << entered.body;
    auto const incident = json_of(entered)["incidents"][0];
    auto const path = "/incidents/" + incident["id"].get<std::string>();
    ASSERT_EQ(2u, incident["clocks"].size());
    EXPECT_EQ(to_rfc3339(Instant{house->desk.door.clock.now().microseconds + 72 * 3'600'000'000}),
              incident["clocks"][0]["due"]);
    EXPECT_TRUE(incident["clocks"][1]["due"].is_null()); // at once
    EXPECT_FALSE(incident["clocks"][0]["source"]["unchecked"].get<std::string>().empty());

    house->desk.door.clock.forward(std::chrono::hours{73});
    auto gerd = house->visitor("gerd", {Role::governance}); // the other session has ended
    EXPECT_TRUE(json_of(gerd.get(kOperation))["incidents"][0]["clocks"][0]["late"].get<bool>());
    auto const now = to_rfc3339(house->desk.door.clock.now());
    ASSERT_EQ(200, send(gerd, "PUT", path,
                        {{"number", 1},
                         {"clock", "supervisory_authority"},
                         {"at", now},
                         {"reference", "AZ 12"}})
                       .status);
    EXPECT_EQ("operation.clock_unknown",
              key_of(send(gerd, "PUT", path,
                          {{"number", 2}, {"clock", "x"}, {"at", now}, {"reference", "y"}})));
    ASSERT_EQ(200, send(gerd, "PUT", path, {{"number", 2}, {"consequence", "Geschult."}}).status);
    EXPECT_EQ("operation.incident_closed",
              key_of(send(gerd, "PUT", path, {{"number", 3}, {"consequence", "x"}})));
}

TEST_P(OperationRoutesTest, ReviewTrainingAndLogsAreKept) {
    auto gita = house->visitor("gita", {Role::governance});
    ASSERT_EQ(200, send(gita, "POST", "/reviews",
                        {{"number", 0},
                         {"on", today()},
                         {"result", "continue"},
                         {"findings", "Alles gut."},
                         {"by_whom", "KI-Verantwortliche"}})
                       .status);
    EXPECT_EQ(
        "operation.number_wrong",
        key_of(send(gita, "POST", "/trainings",
                    {{"on", today()},
                     {"topic", "Prüfen"},
                     {"units", {{{"unit", "familienkasse-1"}, {"persons", 3}, {"trained", 4}}}}})));
    auto const trained =
        send(gita, "POST", "/trainings",
             {{"on", today()},
              {"topic", "Prüfen"},
              {"units", {{{"unit", "familienkasse-1"}, {"persons", 12}, {"trained", 11}}}}});
    ASSERT_EQ(200, trained.status) << trained.body;
    ASSERT_EQ(
        200,
        send(gita, "PUT", "/logs", {{"number", 0}, {"months", 12}, {"checked", today()}}).status);
    auto const all = json_of(gita.get(kOperation));
    EXPECT_EQ(12, all["logs"]["months"]);
    EXPECT_EQ(11, all["trainings"][0]["units"][0]["trained"]);
    EXPECT_EQ("continue", all["reviews"][0]["result"]);
    EXPECT_TRUE(all["open"].empty()) << all["open"].dump();
    EXPECT_EQ("operation.not_found",
              key_of(send(gita, "PUT", "/alarms/override", {{"number", 1}, {"because", "x"}})));
}

TEST_P(OperationRoutesTest, FiguresAreOfGroupsNeverOfPersons) {
    auto const item = house->item("k", "familienkasse-1");
    auto const span = operation::four_weeks(date_in_berlin(house->desk.door.clock.now()));
    auto const decide = [&](int persons) {
        auto const written = house->desk.door.database->write([&](Sql& sql) -> Result<void> {
            for (int person = 0; person < persons; ++person)
                TRY(outcome_table::put(sql, {.number = item.number,
                                             .finding = fmt::format("r1-{}", person),
                                             .function = FunctionKey::sort,
                                             .kind = "service",
                                             .outcome = person == 0 ? DecisionOutcome::rejected
                                                                    : DecisionOutcome::confirmed,
                                             .unit = 0,
                                             .day = day_number(span.first) + person,
                                             .decided_by = fmt::format("account-{}", person)}));
            return {};
        });
        ASSERT_TRUE(written) << written.error().describe();
    };
    auto gita = house->visitor("gita", {Role::governance});
    decide(4);
    auto const few = json_of(gita.get(std::string{kOperation} + "/figures"));
    EXPECT_FALSE(few["shown"].get<bool>());
    EXPECT_EQ(0, few["total"]["confirmed"]);
    EXPECT_TRUE(few["units"].empty());
    EXPECT_FALSE(few["persons_min_agreed"].get<bool>());
    decide(5);
    auto const answer = gita.get(std::string{kOperation} + "/figures");
    auto const enough = json_of(answer);
    ASSERT_TRUE(enough["shown"].get<bool>()) << answer.body;
    EXPECT_EQ(4, enough["total"]["confirmed"]);
    EXPECT_EQ(1, enough["units"][0]["counts"]["rejected"]);
    EXPECT_EQ(1u, enough["weeks"].size()); // each day had one person
    EXPECT_EQ(std::string::npos, answer.body.find("account-"));
    EXPECT_TRUE(enough["since"].is_null());
    EXPECT_TRUE(enough["uncounted_until"].is_null());
    ASSERT_TRUE(run_statement(*house->desk.door.database,
                              "INSERT INTO outcome_gap (only_row, last_at)"
                              " VALUES (1, 1790000000000000)")); // 21 September 2026
    EXPECT_EQ("2026-09-21",
              json_of(gita.get(std::string{kOperation} + "/figures"))["uncounted_until"]);
    EXPECT_EQ("request.field_wrong",
              key_of(gita.get(std::string{kOperation} + "/figures?back=99")));
}

TEST_P(OperationRoutesTest, ANumberOfPersonsThatWasAgreedIsSaidToBe) {
    auto const write = [&](Json body) {
        ASSERT_TRUE(house->governed->write(FunctionKey::sort, RecordKind::agreement, "ki",
                                           std::move(body)));
    };
    auto const day = today();
    write({{"event", "proposal"},
           {"on", day},
           {"title", "Dienstvereinbarung"},
           {"from", day},
           {"terms",
            {{"minimum_group", 7},
             {"no_personal_figures", true},
             {"share_without_ai", 0.1},
             {"planted_errors_in_operation", false},
             {"review_by", "2099-01-01"}}}});
    for (auto const* party : {"staff_council", "management"})
        write({{"event", "signature"}, {"on", day}, {"party", party}, {"refers_to", 1}});
    auto gita = house->visitor("gita", {Role::governance});
    auto const figures = json_of(gita.get(std::string{kOperation} + "/figures"));
    EXPECT_EQ(7, figures["persons_min"]);
    EXPECT_TRUE(figures["persons_min_agreed"].get<bool>());
}

} // namespace
} // namespace leitstand
