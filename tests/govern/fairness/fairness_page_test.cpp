// SPDX-License-Identifier: EUPL-1.2
// The page of a report: says what the report says, draws it where the numbers are, runs nothing and
// loads nothing, and lets no value of the table become markup.
#include "govern/fairness/fairness_page.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "govern/fairness/fairness_support.hpp"
#include "govern/fairness/suppression.hpp"

namespace leitstand::fairness {
namespace {

using namespace test;

// 1000 of m with 30 % false positives, 900 of f with 60 %, 12 of d: too few.
FairnessReport three_groups() {
    return report_of(
        table_of({{"m", 350, 150, 100, 400}, {"f", 180, 270, 50, 400}, {"d", 4, 2, 1, 5}}),
        plain_table(), against("group", "m"));
}

std::size_t count_of(std::string const& text, std::string const& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

// The row of a group in the table of a rate.
std::string row_of(std::string const& page, std::string const& rate, std::string const& group) {
    auto const table = page.find("(" + rate + ")</caption>");
    EXPECT_NE(table, std::string::npos) << rate;
    auto const begin = page.find("<th scope=\"row\">" + group + "</th>", table);
    EXPECT_NE(begin, std::string::npos) << group;
    return page.substr(begin, page.find("</tr>", begin) - begin);
}

TEST(FairnessPage, EachRateStandsAsDotAndIntervalBesideItsNumbers) {
    auto const report = three_groups();
    auto const page = fairness_page(report, {"table.csv", 1912, 0, 0});
    for (auto const* rate : {"selection_rate", "fpr", "fnr", "precision"})
        EXPECT_NE(page.find(fmt::format("({})</caption>", rate)), std::string::npos) << rate;
    auto const row = row_of(page, "fpr", "f");
    auto const& fpr = *group_of(report, "f").rate(Rate::fpr);
    EXPECT_NE(row.find(fmt::format("{:.1f} ({:.1f} … {:.1f})", 100 * fpr.value, 100 * fpr.lower,
                                   100 * fpr.upper)),
              std::string::npos)
        << row;
    EXPECT_NE(row.find(fmt::format("x1=\"{:.1f}\"", 10 + 220 * fpr.lower)), std::string::npos)
        << row;
    EXPECT_NE(row.find(fmt::format("x1=\"{:.1f}\"", 10 + 220 * fpr.upper)), std::string::npos)
        << row;
    EXPECT_NE(row.find("+30.0 ("), std::string::npos) << "the difference has its sign: " << row;
    // Told apart by form, not by colour alone.
    EXPECT_NE(row.find("class=\"gap\""), std::string::npos) << row;
    EXPECT_NE(row_of(page, "fpr", "d").find("class=\"hollow\""), std::string::npos);
    EXPECT_NE(row_of(page, "fpr", "m").find("class=\"full\""), std::string::npos);
    EXPECT_EQ(count_of(row, "class=\"reference\""), 2u) << "its rate, and no difference";
    EXPECT_EQ(count_of(row_of(page, "fpr", "m"), "class=\"reference\""), 1u);
    EXPECT_NE(page.find("noch "), std::string::npos) << "how many cases d lacks";
    EXPECT_EQ(count_of(page, "<svg"), count_of(page, "aria-hidden=\"true\""));
}

TEST(FairnessPage, RunsAndLoadsNothing) {
    auto const page = fairness_page(three_groups(), {"table.csv", 1912, 0, 0});
    for (auto const* part : {"<script", "src=", "href=", "url(", "http", "@import", "onload"})
        EXPECT_EQ(page.find(part), std::string::npos) << part;
    EXPECT_EQ(count_of(page, "<table"), count_of(page, "</table>"));
    EXPECT_EQ(count_of(page, "<caption"), count_of(page, "<table"));
    EXPECT_EQ(page.find("fair<"), std::string::npos) << "no verdict says fair";
}

TEST(FairnessPage, NoValueOfTheTableBecomesMarkup) {
    std::string const hostile = "\"<script>alert('1')</script>&\"";
    auto csv = table_of({{hostile, 30, 30, 30, 30}, {"m", 60, 40, 30, 70}});
    auto const page = fairness_page(report_of(csv), {"<b>.csv", 320, 0, 0});
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<b>"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(&#39;1&#39;)"), std::string::npos);
}

TEST(FairnessPage, WhatIsHeldBackStandsNowhere) {
    auto report = three_groups();
    hide_small_groups(report, 20);
    ASSERT_TRUE(group_of(report, "d").hidden());
    auto const page = fairness_page(report, {"table.csv", 1912, 0, 0});
    auto const row = row_of(page, "fpr", "d");
    EXPECT_EQ(row.find("<circle"), std::string::npos) << row;
    EXPECT_FALSE(std::regex_search(row.substr(row.find("<td")), std::regex{R"(>[^<]*\d[^<]*<)"}))
        << row;
    EXPECT_EQ(page.find("1912"), std::string::npos) << "the rest follows from the sum of rows";
    EXPECT_NE(page.find("zurückgehalten / held back"), std::string::npos);
}

TEST(FairnessPage, OfManyGroupsTheFirstAreDrawnAndTheRestCounted) {
    std::string csv = "group,label,decision\n";
    for (std::size_t i = 0; i < kPageGroupsMax + 7; ++i)
        csv += fmt::format("g{:04},1,1\ng{:04},0,0\n", i, i);
    auto const page = fairness_page(report_of(csv), {"table.csv", 2 * (kPageGroupsMax + 7), 0, 0});
    EXPECT_NE(page.find("7 weitere Gruppen"), std::string::npos);
    EXPECT_NE(page.find("g0499"), std::string::npos);
    EXPECT_EQ(page.find("g0500"), std::string::npos);
}

TEST(FairnessPage, WhereThereIsOneClassOnlyTheRateIsADash) {
    auto const page = fairness_page(report_of(table_of({{"a", 0, 0, 20, 30}, {"b", 0, 0, 25, 25}})),
                                    {"table.csv", 100, 0, 0});
    auto const row = row_of(page, "fpr", "a");
    EXPECT_EQ(row.find("<circle"), std::string::npos);
    EXPECT_NE(row.find("–"), std::string::npos);
}

} // namespace
} // namespace leitstand::fairness
