// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/suppression.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

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

// An attacker's reckoning with exact fractions, written without a look at the code under test: the
// unknowns are the hidden counts, every sum over a column is an equation.
class Attacker {
  public:
    explicit Attacker(FairnessReport const& report) {
        std::map<std::string, std::vector<std::size_t>> sums; // groups by what is left of them
        std::map<std::string, std::size_t> at;
        for (std::size_t i = 0; i < report.groups.size(); ++i) {
            std::map<std::string, std::string> group;
            for (auto const& value : report.groups[i].group)
                group[value.column] = value.value.value_or("-");
            at[named(group)] = i;
            for (auto const& [column, value] : group) {
                auto rest = group;
                rest.erase(column);
                sums[column + " of " + named(rest)].push_back(i);
            }
        }
        for (std::size_t i = 0; i < report.groups.size(); ++i)
            if (report.groups[i].hidden())
                column_[i] = column_.size();
        for (auto const& [name, members] : sums) {
            std::vector<Fraction> row(column_.size());
            for (auto const i : members)
                if (column_.contains(i))
                    row[column_[i]] = {1, 1};
            auto const of = name.substr(name.find(" of ") + 4);
            if (at.contains(of) && column_.contains(at[of]))
                row[column_[at[of]]] = {-1, 1};
            rows_.push_back(std::move(row));
        }
        solve();
    }

    std::size_t computed() const {
        return static_cast<std::size_t>(std::ranges::count_if(rows_, [](auto const& row) {
            return std::ranges::count_if(row, [](auto const& one) { return one.up != 0; }) == 1;
        }));
    }
    std::size_t hidden() const { return column_.size(); }

  private:
    struct Fraction {
        std::int64_t up = 0, down = 1;
        Fraction operator*(Fraction other) const {
            return Fraction{up * other.up, down * other.down}.shortest();
        }
        Fraction operator-(Fraction other) const {
            return Fraction{up * other.down - other.up * down, down * other.down}.shortest();
        }
        Fraction over(Fraction other) const { return *this * Fraction{other.down, other.up}; }
        Fraction shortest() const {
            auto const common = std::gcd(up, down) * (down < 0 ? -1 : 1);
            return {up / common, down / common};
        }
    };

    static std::string named(std::map<std::string, std::string> const& group) {
        std::string name;
        for (auto const& [column, value] : group)
            name += column + "=" + value + ";";
        return name;
    }

    void solve() {
        std::size_t done = 0;
        for (std::size_t column = 0; column < column_.size(); ++column) {
            auto pivot = done;
            while (pivot < rows_.size() && rows_[pivot][column].up == 0)
                ++pivot;
            if (pivot == rows_.size())
                continue;
            std::swap(rows_[done], rows_[pivot]);
            auto const first = rows_[done][column];
            for (auto& value : rows_[done])
                value = value.over(first);
            for (std::size_t i = 0; i < rows_.size(); ++i) {
                auto const factor = rows_[i][column];
                if (i == done || factor.up == 0)
                    continue;
                for (std::size_t at = 0; at < column_.size(); ++at)
                    rows_[i][at] = rows_[i][at] - factor * rows_[done][at];
            }
            ++done;
        }
    }

    std::map<std::size_t, std::size_t> column_;
    std::vector<std::vector<Fraction>> rows_;
};

TEST(Suppression, NoHiddenCountCanBeComputedFromShownOnes) {
    std::mt19937_64 random{11};
    auto const upto = [&](int most) { return std::uniform_int_distribution{0, most}(random); };
    std::size_t with_hidden = 0;
    for (int run = 0; run < 150; ++run) {
        int const columns = 1 + run % 3, values = 2 + upto(3);
        int const least = upto(2) == 0 ? 0 : 8; // sparse tables and full ones
        std::string csv = "x,y,z,label,decision\n";
        for (int x = 0; x < values; ++x)
            for (int y = 0; y < (columns > 1 ? values : 1); ++y)
                for (int z = 0; z < (columns > 2 ? values : 1); ++z)
                    for (int i = least + upto(upto(3) == 0 ? 3 : 25); i > 0; --i)
                        csv += fmt::format("{},{},{},{},{}\n", x, y, z, i % 2, i % 3 == 0 ? 1 : 0);
        auto table = plain_table();
        table.groups = {"x", "y", "z"};
        table.groups.resize(static_cast<std::size_t>(columns));
        if (std::ranges::count(csv, '\n') < 30)
            continue;
        auto report = report_of(csv, table);
        hide_small_groups(report);
        Attacker const attacker{report};
        with_hidden += attacker.hidden() > 0 ? 1 : 0;
        ASSERT_EQ(attacker.computed(), 0u) << "run " << run << "\n" << csv;
    }
    EXPECT_GT(with_hidden, 40u);
}

// Two squares of hidden cells with one between them: each line of that one holds others too, but
// the sums of the first square's lines give it away.
TEST(Suppression, ACellBetweenTwoSquaresIsProtectedToo) {
    int const small[6][6] = {{1, 1, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0}, {0, 0, 1, 1, 0, 0},
                             {0, 0, 1, 1, 0, 0}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}};
    std::string csv = "sex,age,label,decision\n";
    for (int x = 0; x < 6; ++x)
        for (int y = 0; y < 6; ++y)
            for (int i = small[x][y] == 1 ? 6 : 40 + x + y; i > 0; --i)
                csv += fmt::format("{},{},{},{}\n", x, y, i % 2, i % 3 == 0 ? 1 : 0);
    auto table = plain_table();
    table.groups = {"sex", "age"};
    auto report = report_of(csv, table);
    hide_small_groups(report);
    Attacker const attacker{report};
    EXPECT_GT(attacker.hidden(), 9u); // the nine small ones and at least one more
    EXPECT_EQ(attacker.computed(), 0u);
}

// Of letters that may leave a value unsaid, the groups do not add up to the sum: nothing can be
// computed from it, so no further group has to go.
TEST(Suppression, WhereValuesAreLeftOutNothingFollowsFromASum) {
    auto const hidden_of = [](std::uint64_t rows_in_all) {
        FairnessReport report;
        auto const add = [&](std::vector<GroupValue> values, std::uint64_t count) {
            auto& group = report.groups.emplace_back();
            group.group = std::move(values);
            group.counts.rows.front() = count;
        };
        report.overall.counts.rows.front() = rows_in_all;
        add({{"sex", "f"}}, 100);
        add({{"sex", "m"}}, 100);
        add({{"age", "old"}}, 120);
        add({{"age", "young"}}, 80);
        add({{"age", "old"}, {"sex", "f"}}, 60);
        add({{"age", "old"}, {"sex", "m"}}, 50); // ten more say no sex
        add({{"age", "young"}, {"sex", "f"}}, 4);
        hide_small_groups(report);
        return std::ranges::count_if(report.groups, &GroupReport::hidden);
    };
    EXPECT_EQ(hidden_of(200), 1);
    EXPECT_EQ(hidden_of(900), 1);
}

TEST(Suppression, WithTooManyHiddenGroupsNoCrossedTableIsShown) {
    std::string csv = "x,y,label,decision\n";
    for (int x = 0; x < 60; ++x)
        for (int y = 0; y < 60; ++y)
            for (int i = (x + y) % 2 == 0 ? 2 : 12; i > 0; --i)
                csv += fmt::format("{},{},{},{}\n", x, y, i % 2, i % 3 == 0 ? 1 : 0);
    for (int i = 0; i < 500; ++i) // makes more than the limit small
        csv += fmt::format("a{},b{},1,1\n", i, i);
    auto table = plain_table();
    table.groups = {"x", "y"};
    auto report = report_of(csv, table);
    hide_small_groups(report);
    for (auto const& group : report.groups)
        EXPECT_TRUE(group.hidden() || group.group.size() == 1);
    EXPECT_FALSE(group_of(report, "0").hidden());
}

} // namespace
} // namespace leitstand::fairness::test
