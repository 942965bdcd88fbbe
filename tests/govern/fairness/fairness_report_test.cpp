// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "fairness_support.hpp"
#include "govern/fairness/fairness_json.hpp"
#include "govern/fairness/suppression.hpp"

namespace leitstand::fairness::test {
namespace {

TEST(FairnessReport, AGroupThatIsTooSmallIsNeverFair) {
    auto const report =
        report_of(table_of({{"many", 4000, 1000, 1000, 4000}, {"few", 8, 2, 2, 8}}));
    auto const& few = group_of(report, "few");
    EXPECT_EQ(few.verdict, Verdict::not_assessable);
    EXPECT_FALSE(few.assessable);
    ASSERT_TRUE(few.needed);
    EXPECT_GT(*few.needed, 20u);
    auto const& many = group_of(report, "many");
    EXPECT_EQ(many.verdict, Verdict::reference);
    EXPECT_TRUE(many.assessable);
    EXPECT_FALSE(many.needed);
    EXPECT_FALSE(many.compared_with);
}

TEST(FairnessReport, TheNeededCasesSuffice) {
    auto const rows = [](std::uint64_t times) {
        return table_of({{"many", 4000, 1000, 1000, 4000},
                         {"few", 8 * times, 2 * times, 2 * times, 8 * times}});
    };
    auto const needed = *group_of(report_of(rows(1)), "few").needed;
    auto const after = report_of(rows((needed + 19) / 20));
    EXPECT_TRUE(group_of(after, "few").assessable);
    EXPECT_FALSE(group_of(report_of(rows((needed - 1) / 20 - 1)), "few").assessable);
}

TEST(FairnessReport, AGapInASmallGroupIsSaidAllTheSame) {
    auto const report =
        report_of(table_of({{"many", 4500, 500, 500, 4500}, {"few", 2, 18, 2, 18}}));
    auto const& few = group_of(report, "few");
    EXPECT_EQ(few.verdict, Verdict::gap);
    EXPECT_FALSE(few.assessable);
    EXPECT_TRUE(few.significant());
    EXPECT_TRUE(few.comparison(Rate::fpr).test->exact);
}

TEST(FairnessReport, LargeGroupsWithoutAGapLieWithinTheTolerance) {
    auto const report =
        report_of(table_of({{"a", 4000, 1000, 1000, 4000}, {"b", 3200, 800, 800, 3200}}));
    EXPECT_EQ(group_of(report, "b").verdict, Verdict::within_tolerance);
    FairnessOptions strict;
    strict.tolerance = 0.03; // large enough to find it, but the interval reaches beyond
    auto const nearly =
        report_of(table_of({{"a", 4000, 1000, 1000, 4000}, {"b", 3200, 870, 870, 3200}}),
                  plain_table(), strict);
    EXPECT_EQ(group_of(nearly, "b").verdict, Verdict::open);
}

TEST(FairnessReport, OneClassOnlyLeavesRatesEmptyWithTheReason) {
    auto const report = report_of(table_of({{"a", 0, 0, 10, 40}, {"b", 0, 0, 20, 30}}));
    auto const& b = group_of(report, "b");
    EXPECT_FALSE(b.rate(Rate::fpr));
    EXPECT_FALSE(b.assessable);
    EXPECT_EQ(b.verdict, Verdict::not_assessable);
    auto const json = group_json(b, report);
    EXPECT_TRUE(json["fpr"].is_null());
    EXPECT_EQ(json["null_because"]["fpr"], "no_negative_label");
    EXPECT_TRUE(json["difference"]["fpr"].is_null());
    EXPECT_TRUE(json["ratio"]["fpr"].is_null());
}

TEST(FairnessReport, JsonHasTheFormOfTheContract) {
    auto const report =
        report_of(table_of({{"a", 990, 805, 532, 1369}, {"b", 1139, 349, 461, 505}}));
    auto const json = group_json(group_of(report, "b"), report);
    EXPECT_EQ(json["group"]["group"], "b");
    EXPECT_EQ(json["n"], 2454);
    EXPECT_EQ(json["assessable"], true);
    EXPECT_TRUE(json["needed"].is_null());
    for (auto const* key :
         {"selection_rate", "prevalence", "fpr", "fnr", "tpr", "precision", "accuracy"}) {
        ASSERT_EQ(json[key].size(), 3u) << key;
        EXPECT_LE(json[key][1], json[key][0]);
        EXPECT_LE(json[key][0], json[key][2]);
    }
    EXPECT_NEAR(json["difference"]["fpr"][0].get<double>(), 349.0 / 1488 - 805.0 / 1795, 1e-6);
    EXPECT_EQ(json["ratio"]["fpr"].size(), 3u);
    EXPECT_EQ(json["significant_after_correction"], true);
    EXPECT_EQ(json["verdict"], "gap");
    EXPECT_EQ(json["compared_with"]["group"], "a");
    auto const whole = report_json(report);
    EXPECT_EQ(whole["tests"], 4);
    EXPECT_EQ(whole["overall"]["n"], 6150);
    EXPECT_EQ(whole["groups"].size(), 2u);
}

// Whoever reads the objects finds every promised key in each, whatever can be said of the group.
TEST(FairnessReport, EveryGroupHasTheKeysOfTheContract) {
    auto report =
        report_of(table_of({{"a", 990, 805, 532, 1369}, {"b", 99, 50, 60, 70}, {"c", 2, 0, 1, 1}}));
    hide_small_groups(report);
    auto const groups = report_json(report)["groups"];
    ASSERT_EQ(groups.size(), 3u);
    for (auto const& group : groups)
        for (auto const* key :
             {"group", "n", "assessable", "needed", "selection_rate", "fpr", "fnr", "precision",
              "difference", "ratio", "significant_after_correction", "verdict"})
            EXPECT_TRUE(group.contains(key)) << key << " " << group.dump();
    EXPECT_EQ(groups[0]["difference"], Json::object()); // the reference
    EXPECT_EQ(groups[0]["significant_after_correction"], false);
    EXPECT_TRUE(groups[2]["assessable"].is_null());
    EXPECT_TRUE(groups[2]["fpr"].is_null());
}

TEST(FairnessReport, MoreCasesAreNeededThanThereAre) {
    // No positive label in "b": how many cases hold one is reckoned by the reference's make-up.
    auto const report = report_of(table_of({{"a", 10, 0, 50'000, 50'000}, {"b", 9000, 900, 0, 0}}));
    auto const& b = group_of(report, "b");
    ASSERT_FALSE(b.assessable);
    ASSERT_TRUE(b.comparison(Rate::fnr).needed);
    EXPECT_GT(*b.comparison(Rate::fnr).needed, b.counts.all());
}

std::string const kTwoColumns = "sex,age,label,decision\n"
                                "f,old,1,1\nf,old,0,0\nf,young,1,0\nm,old,0,1\nm,,1,1\n"
                                "m,young,0,0\nm,young,1,1\n";

DecisionTable two_columns() {
    auto table = plain_table();
    table.groups = {"sex", "age"};
    return table;
}

TEST(FairnessReport, GroupsStandBeforeTheirIntersections) {
    auto const report = report_of(kTwoColumns, two_columns());
    std::vector<std::string> names;
    for (auto const& group : report.groups)
        names.push_back(print_json(group_json(group, report)["group"]));
    std::vector<std::string> const expected = {R"({"sex":"f"})",
                                               R"({"sex":"m"})",
                                               R"({"age":"old"})",
                                               R"({"age":"young"})",
                                               R"x({"age":"(missing)"})x",
                                               R"({"sex":"f","age":"old"})",
                                               R"({"sex":"f","age":"young"})",
                                               R"({"sex":"m","age":"old"})",
                                               R"({"sex":"m","age":"young"})",
                                               R"x({"sex":"m","age":"(missing)"})x"};
    EXPECT_EQ(names, expected);
    auto const& missing = group_of(report, std::vector<GroupValue>{{"age", std::nullopt}});
    EXPECT_EQ(group_json(missing, report)["missing"], Json::array({"age"}));
    FairnessOptions shallow;
    shallow.depth = 1;
    EXPECT_EQ(report_of(kTwoColumns, two_columns(), shallow).groups.size(), 5u);
}

TEST(FairnessReport, IntersectionsAreComparedWithTheCrossingOfTheReferences) {
    FairnessOptions options;
    options.reference = {{"sex", "f"}, {"age", "young"}};
    auto const report = report_of(kTwoColumns, two_columns(), options);
    auto const& other = group_of(report, std::vector<GroupValue>{{"sex", "m"}, {"age", "old"}});
    ASSERT_TRUE(other.compared_with);
    EXPECT_EQ(report.groups[*other.compared_with].group,
              (std::vector<GroupValue>{{"sex", "f"}, {"age", "young"}}));
}

TEST(FairnessReport, TheLargestGroupWithAValueIsTheReference) {
    auto const report =
        report_of(table_of({{"", 50, 50, 50, 50}, {"a", 1, 2, 3, 4}, {"b", 2, 3, 4, 5}}));
    EXPECT_EQ(group_of(report, "b").verdict, Verdict::reference);
}

TEST(FairnessReport, BadOptionsAreNamed) {
    TableOnDisk const file{kTwoColumns};
    auto const counted = count_table(file.path(), two_columns());
    ASSERT_TRUE(counted);
    auto const unknown = report_fairness(counted->counts, against("sex", "x"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().describe(), "fairness.reference_unknown (bad_input): sex=x");
    for (double const tolerance : {0.0, 1.0, -1.0, std::nan("")}) {
        FairnessOptions options;
        options.tolerance = tolerance;
        EXPECT_FALSE(report_fairness(counted->counts, options));
    }
}

TEST(FairnessReport, ReportsThatAreReadTogetherAreCorrectedTogether) {
    std::string csv = "group,label,decision\n";
    for (int i = 0; i < 100; ++i)
        csv += fmt::format("a,1,{}\nb,1,{}\n", i < 80 ? 1 : 0, i < 64 ? 1 : 0);
    FairnessOptions options;
    options.compared = {Rate::fnr};
    auto const alone = report_of(csv, plain_table(), options);
    EXPECT_EQ(group_of(alone, "b").verdict, Verdict::gap); // p = 0.012
    std::vector<FairnessReport> together(5, alone);
    judge_together(together);
    EXPECT_EQ(together[0].tests, 5u);
    EXPECT_NE(group_of(together[0], "b").verdict, Verdict::gap);
    EXPECT_NEAR(*group_of(together[0], "b").comparison(Rate::fnr).p_adjusted,
                5 * *group_of(alone, "b").comparison(Rate::fnr).p_adjusted, 1e-9);
}

TEST(FairnessReport, TimeToAnswerHasAMedianWithAnInterval) {
    std::string csv = "group,label,decision,seconds\n";
    for (int i = 1; i <= 99; ++i)
        csv += fmt::format("a,1,1,{}\n", i);
    csv += "b,1,1,7.5\nb,0,0,\n";
    auto table = plain_table();
    table.seconds = "seconds";
    auto const report = report_of(csv, table);
    auto const& median = group_of(report, "a").median_seconds;
    ASSERT_TRUE(median);
    EXPECT_EQ(median->value, 50);
    EXPECT_EQ(median->lower, 40); // ranks 40 and 60 of 99: tables of the sign test
    EXPECT_EQ(median->upper, 60);
    EXPECT_EQ(group_of(report, "b").median_seconds->value, 7.5);
}

} // namespace
} // namespace leitstand::fairness::test
