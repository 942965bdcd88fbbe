// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/group_figures.hpp"

#include <gtest/gtest.h>

namespace leitstand::fairness {
namespace {

std::vector<JudgedCase> cases_of(std::string const& language, int right, int missed,
                                 int abstained) {
    std::vector<JudgedCase> cases;
    for (int i = 0; i < right; ++i)
        cases.push_back({{language}, true, true, false, 1.0 + i});
    for (int i = 0; i < missed; ++i)
        cases.push_back({{language}, true, false, false, {}});
    for (int i = 0; i < abstained; ++i)
        cases.push_back({{language}, true, false, true, {}});
    return cases;
}

TEST(GroupFigures, TellErrorMissAndAbstentionOfEachGroup) {
    auto cases = cases_of("de", 180, 20, 50);
    auto const few = cases_of("tr", 6, 4, 10);
    cases.insert(cases.end(), few.begin(), few.end());
    auto const report = group_figures({"language"}, cases);
    ASSERT_TRUE(report) << report.error().describe();
    ASSERT_EQ(report->groups.size(), 2u);
    auto const& de = report->groups[0];
    auto const& tr = report->groups[1];
    EXPECT_EQ(de.verdict, Verdict::reference);
    EXPECT_DOUBLE_EQ(de.rate(Rate::error_rate)->value, 0.1);
    EXPECT_DOUBLE_EQ(tr.rate(Rate::fnr)->value, 0.4);
    EXPECT_DOUBLE_EQ(tr.rate(Rate::abstention_rate)->value, 0.5);
    EXPECT_EQ(tr.median_seconds->value, 3.5);
    EXPECT_FALSE(tr.assessable);
    EXPECT_TRUE(tr.comparison(Rate::fnr).test);
    EXPECT_FALSE(tr.comparison(Rate::selection_rate).test); // reported, not compared
}

TEST(GroupFigures, NothingIsFairWithoutCases) {
    auto const none = group_figures({"language"}, {});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().key, "fairness.no_rows");
    std::vector<JudgedCase> const odd = {{{"a", "b"}, true, true, false, {}}};
    EXPECT_EQ(group_figures({"language"}, odd).error().key, "fairness.traits");
    EXPECT_EQ(group_figures({}, odd).error().key, "fairness.too_many_columns");
}

} // namespace
} // namespace leitstand::fairness
