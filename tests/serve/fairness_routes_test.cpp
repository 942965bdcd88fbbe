// SPDX-License-Identifier: EUPL-1.2
// The fairness of a function, as its page gets it: stored measurements, held against the
// description of the interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "decide/waiting_table.hpp"
#include "govern/measurement/measurement.hpp"
#include "govern/operation/waiting_times.hpp"
#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kPath[] = "/api/v1/govern/functions/sort/fairness";

void append(WebHouse& house, std::string_view subject, Json body) {
    NewRecord record;
    record.function = FunctionKey::sort;
    record.kind = RecordKind::measurement;
    record.subject = std::string{subject};
    record.example = true;
    record.body = record_body(std::move(body));
    auto const appended = house.governed->governance.journal().append(record);
    ASSERT_TRUE(appended) << appended.error().describe();
}

GroupFiguresMeasurement groups_of(std::string const& release) {
    GroupFiguresMeasurement measured;
    measured.taken = {release, "1.3.0", "letters", "", 630, true};
    measured.difference_of_interest = 0.1;
    GroupFiguresMeasurement::Group group;
    group.of = {{"sex", "female"}, {"age", "under_30"}};
    group.letters = 12;
    group.needed = 340;
    group.error = group.miss = group.false_alarm = group.abstention = estimate_of(3, 12);
    measured.groups = {group, group};
    measured.groups[1].of = {{"sex", "male"}};
    measured.groups[1].difference = Estimate{0.1, -0.1, 0.3};
    measured.groups[1].because = "SGB I § 33c";
    measured.groups[1].differences = {{"abstention", {0.15, 0.1, 0.2}, 0.001, "worse", 0}};
    return measured;
}

TEST(FairnessRoute, SaysPlainlyThatNothingWasMeasured) {
    WebHouse house{Engine::sqlite};
    auto governance = house.visitor("gita", {Role::governance});
    auto const answer = governance.get(kPath);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const json = json_of(answer);
    EXPECT_EQ(json["function"], "sort");
    for (auto const* section : {"group_figures", "counterfactual", "quality"})
        EXPECT_TRUE(json[section].is_null()) << section;
    EXPECT_EQ(governance.get("/api/v1/govern/functions/nope/fairness").status, 404);
    auto program = house.visitor("programm", {Role::service_account});
    EXPECT_EQ(program.get(kPath).status, 403);
    Visitor nobody{house.port()};
    EXPECT_EQ(nobody.get(kPath).status, 401);
}

TEST(FairnessRoute, GivesTheNewestMeasurementsAndOfWhat) {
    WebHouse house{Engine::sqlite};
    auto const release = house.governed->governance.release(FunctionKey::sort).measured();
    append(house, GroupFiguresMeasurement::kSubject, pack(groups_of(release)));
    CounterfactualMeasurement pairs;
    pairs.taken = {"another", "1.2.0", "letters", "", 630, false};
    pairs.traits.emplace_back();
    pairs.traits[0].key = "name_sex";
    pairs.traits[0].name = "Geschlecht des Vornamens";
    pairs.traits[0].name_en = "Sex of the given name";
    pairs.traits[0].pairs = 200;
    pairs.traits[0].changed = 5;
    pairs.traits[0].share = estimate_of(5, 200);
    pairs.traits[0].held = 9;
    pairs.traits[0].held_share = estimate_of(9, 200);
    pairs.traits[0].held_excess = {0.02, -0.01, 0.05};
    pairs.traits[0].held_direction_p = 0.25;
    append(house, CounterfactualMeasurement::kSubject, pack(pairs));
    QualityMeasurement quality;
    quality.taken = pairs.taken;
    quality.by_letters = {{"service", "channel", "fax", 31, estimate_of(25, 31)}};
    append(house, QualityMeasurement::kSubject, pack(quality));

    auto governance = house.visitor("gita", {Role::governance});
    auto const answer = governance.get(kPath); // held against the description by the visitor
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const json = json_of(answer);
    auto const& groups = json["group_figures"];
    EXPECT_EQ(groups["of_running_release"], true);
    EXPECT_EQ(groups["record"]["example"], true);
    EXPECT_EQ(groups["groups"][0]["of"], (Json{{"age", "under_30"}, {"sex", "female"}}));
    EXPECT_EQ(groups["groups"][0]["needed"], 340);
    EXPECT_EQ(groups["groups"][0]["assessable"], false);
    EXPECT_TRUE(groups["groups"][0]["difference"].is_null());
    EXPECT_EQ(groups["groups"][0]["error"].size(), 3u);
    EXPECT_NEAR(groups["groups"][1]["difference"][1].get<double>(), -0.1, 1e-6);
    EXPECT_EQ(groups["groups"][1]["because"], "SGB I § 33c");
    EXPECT_EQ(groups["groups"][1]["differences"][0]["rate"], "abstention");
    EXPECT_EQ(groups["groups"][1]["differences"][0]["verdict"], "worse");
    EXPECT_EQ(json["counterfactual"]["of_running_release"], false);
    auto const& exchanged = json["counterfactual"]["traits"][0];
    EXPECT_EQ(exchanged["held"], 9);
    EXPECT_NEAR(exchanged["held_share"][0].get<double>(), 0.045, 1e-6);
    EXPECT_NEAR(exchanged["held_excess"][1].get<double>(), -0.01, 1e-6);
    EXPECT_NEAR(exchanged["held_direction_p"].get<double>(), 0.25, 1e-6);
    EXPECT_EQ(json["counterfactual"]["traits"][0]["changed"], 5);
    EXPECT_EQ(json["quality"]["by_letters"][0]["name"], "fax");
}

class WaitingRouteTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
        today = date_in_berlin(house->desk.door.clock.now());
    }
    // Letters that arrived on this day, each closed by the next of so many persons.
    void letters(Date arrived, std::string const& traits, std::string const& shown, int count,
                 int persons, std::int64_t days) {
        for (int i = 0; i < count; ++i) {
            auto const item = house->desk.door.enter(fmt::format("k{}", entered_++), "Inhalt");
            auto const written = house->desk.door.database->write([&](Sql& sql) -> Result<void> {
                TRY(waiting_table::put(sql, item.number, day_number(arrived), traits, shown));
                return waiting_table::close(sql, item.number, days + i % 3,
                                            fmt::format("account-{}", i % persons));
            });
            ASSERT_TRUE(written) << written.error().describe();
        }
    }
    std::unique_ptr<WebHouse> house;
    Date today;

  private:
    int entered_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, WaitingRouteTest, both_engines(), engine_label);

TEST_P(WaitingRouteTest, IsOfGroupsNeverOfPersonsOrOfWhoWrote) {
    auto const path = std::string{kPath} + "/waiting";
    auto const span = operation::waiting_span(today);
    auto gita = house->visitor("gita", {Role::governance});
    letters(span.first, "upload de other short text", "", 12, 4, 2);
    auto const few = json_of(gita.get(path));
    EXPECT_FALSE(few["shown"].get<bool>());
    EXPECT_EQ(0, few["letters"]);
    EXPECT_TRUE(few["median"].is_null());
    EXPECT_TRUE(few["groups"].empty());

    letters(span.last, "upload de other short text", "", 40, 6, 2);
    letters(span.last, "mailbox de simple short text", "sort extract", 40, 6, 20);
    letters(plus_days(span.last, 1), "oral - - - unread", "", 9, 9, 1); // of the next span
    auto const answer = gita.get(path); // held against the description by the visitor
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const json = json_of(answer);
    ASSERT_TRUE(json["shown"].get<bool>());
    EXPECT_EQ(92, json["letters"]);
    EXPECT_EQ(to_iso(span.first), json["first"]);
    EXPECT_EQ(kWaitingDaysMax, json["days_max"]);
    EXPECT_TRUE(json["before_span"].is_null()); // never in use
    Json slow;
    for (auto const& group : json["groups"])
        if (group["of"] == Json{{{"trait", "writing"}, {"values", {"simple"}}}})
            slow = group;
    ASSERT_FALSE(slow.is_null()) << answer.body;
    EXPECT_EQ("gap", slow["verdict"]);
    EXPECT_EQ(21, slow["median"][0]);
    EXPECT_EQ(18, slow["difference"][0]);
    EXPECT_EQ(std::string::npos, answer.body.find("account-"));

    EXPECT_FALSE(json_of(gita.get(path + "?back=1"))["shown"].get<bool>());
    EXPECT_EQ("request.field_wrong", key_of(gita.get(path + "?back=99")));
    EXPECT_EQ(gita.get("/api/v1/govern/functions/nope/fairness/waiting").status, 404);
    auto program = house->visitor("programm", {Role::service_account});
    EXPECT_EQ(program.get(path).status, 403);
}

TEST_P(WaitingRouteTest, SaysHowLongLettersWaitedBeforeTheFunctionWasInUse) {
    auto const used =
        house->governed->bring_to(*house->switchboard, FunctionKey::sort, Mode::assist);
    ASSERT_TRUE(used) << used.error().describe();
    auto const before = operation::four_weeks(today);
    house->desk.door.clock.forward(std::chrono::hours{24 * 150});
    auto const span = operation::waiting_span(date_in_berlin(house->desk.door.clock.now()));
    letters(before.last, "upload de other short text", "", 40, 6, 3);
    letters(plus_days(before.last, 1), "upload de other short text", "", 40, 6, 30);
    letters(span.last, "upload de other short text", "sort", 40, 6, 9);
    auto gita = house->visitor("gita", {Role::governance});
    auto const json = json_of(gita.get(std::string{kPath} + "/waiting"));
    ASSERT_FALSE(json["before_span"].is_null());
    EXPECT_EQ(to_iso(before.last), json["before_span"]["last"]);
    EXPECT_EQ(4, json["before"][0]);
    EXPECT_EQ(6, json["change"][0]);
}

} // namespace
} // namespace leitstand
