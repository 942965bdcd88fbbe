// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/suppression.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "fairness_support.hpp"
#include "govern/fairness/fairness_json.hpp"

namespace leitstand::fairness::test {
namespace {

TEST(Suppression, ASmallGroupDoesNotGoAlone) {
    auto report = report_of(table_of({{"a", 50, 5, 5, 40}, {"b", 10, 2, 3, 5}, {"c", 3, 1, 0, 1}}));
    hide_small_groups(report);
    EXPECT_FALSE(group_of(report, "a").hidden());
    EXPECT_TRUE(group_of(report, "b").hidden()); // else c were all less a less b
    EXPECT_TRUE(group_of(report, "c").hidden());
    auto const json = group_json(group_of(report, "c"), report);
    EXPECT_TRUE(json["n"].is_null());
    EXPECT_EQ(json["hidden"], true);
    EXPECT_FALSE(json.contains("counts"));
}

TEST(Suppression, HiddenGroupsOfALineAreNotFewTogether) {
    auto report = report_of(
        table_of({{"a", 50, 5, 5, 40}, {"b", 10, 2, 3, 5}, {"c", 1, 0, 0, 1}, {"d", 1, 1, 0, 1}}));
    hide_small_groups(report);
    EXPECT_TRUE(group_of(report, "c").hidden());
    EXPECT_TRUE(group_of(report, "d").hidden());
    EXPECT_TRUE(group_of(report, "b").hidden()); // else all less a less b were five people
    EXPECT_FALSE(group_of(report, "a").hidden());
}

TEST(Suppression, LargeGroupsStand) {
    auto report = report_of(table_of({{"a", 50, 5, 5, 40}, {"b", 10, 2, 3, 5}}));
    auto const before = report_json(report);
    hide_small_groups(report);
    EXPECT_EQ(report_json(report), before);
}

// Every line of the crossed table: a hidden cell must not follow from its margin and the others.
TEST(Suppression, NoCellFollowsFromItsLine) {
    std::string csv = "sex,age,label,decision\n";
    auto const add = [&](char const* group, int count) {
        for (int i = 0; i < count; ++i)
            csv += fmt::format("{},{},{}\n", group, i % 2, i % 3 == 0 ? 1 : 0);
    };
    add("f,old", 4);
    add("f,young", 60);
    add("f,middle", 70);
    add("m,old", 40);
    add("m,young", 50);
    add("m,middle", 80);
    auto table = plain_table();
    table.groups = {"sex", "age"};
    auto report = report_of(csv, table);
    hide_small_groups(report);
    auto const hidden_in = [&](std::string const& column, std::string const& value) {
        int hidden = 0;
        for (auto const& group : report.groups)
            for (auto const& own : group.group)
                if (group.group.size() == 2 && own == GroupValue{column, value} && group.hidden())
                    ++hidden;
        return hidden;
    };
    for (auto const* sex : {"f", "m"})
        EXPECT_EQ(hidden_in("sex", sex), 2) << sex;
    EXPECT_EQ(hidden_in("age", "old"), 2);
    EXPECT_EQ(hidden_in("age", "young"), 2);
    EXPECT_EQ(hidden_in("age", "middle"), 0);
    for (auto const& group : report.groups)
        EXPECT_FALSE(group.group.size() == 1 && group.hidden());
}

} // namespace
} // namespace leitstand::fairness::test
