// SPDX-License-Identifier: EUPL-1.2
// The fairness of a function, as its page gets it: stored measurements, held against the
// description of the interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/measurement/measurement.hpp"
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
    EXPECT_EQ(json["counterfactual"]["traits"][0]["changed"], 5);
    EXPECT_EQ(json["quality"]["by_letters"][0]["name"], "fax");
}

} // namespace
} // namespace leitstand
