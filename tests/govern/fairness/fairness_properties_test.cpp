// SPDX-License-Identifier: EUPL-1.2
// What holds of every table: intervals contain their value, exchanged groups turn the ratio over,
// joined tables add, and neither the order of rows nor the number of threads matters.
#include <nlohmann/json.hpp>
#include <random>

#include "base/json.hpp"
#include "fairness_support.hpp"
#include "govern/fairness/fairness_json.hpp"

namespace leitstand::fairness::test {
namespace {

class Tables { // drawn, the same for the same seed
  public:
    explicit Tables(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    std::vector<std::string> rows(std::size_t count) {
        std::vector<std::string> rows;
        for (std::size_t i = 0; i < count; ++i)
            rows.push_back(fmt::format("{},{},{},{}\n", "abc"[below(3)], below(2) == 0 ? "x" : "",
                                       below(2), below(4) == 0 ? 1 : 0));
        return rows;
    }
    template <typename T>
    void shuffle(std::vector<T>& items) {
        std::shuffle(items.begin(), items.end(), random_);
    }

  private:
    std::mt19937_64 random_;
};

std::string csv_of(std::vector<std::string> const& rows) {
    std::string csv = "group,other,label,decision\n";
    for (auto const& row : rows)
        csv += row;
    return csv;
}

DecisionTable two_columns(unsigned threads = 1) {
    auto table = plain_table();
    table.groups = {"group", "other"};
    table.threads = threads;
    return table;
}

GroupedCounts counts_of(std::vector<std::string> const& rows) {
    TableOnDisk const file{csv_of(rows)};
    return count_table(file.path(), two_columns())->counts;
}

TEST(FairnessProperties, SharesOfEveryKind) {
    Tables draw{3};
    for (int i = 0; i < 3000; ++i) {
        auto const n1 = 1 + draw.below(i % 2 == 0 ? 40 : 5000), n2 = 1 + draw.below(300);
        learn::Share const first{draw.below(n1 + 1), n1}, second{draw.below(n2 + 1), n2};
        auto const difference = difference_of(first, second, 0.95);
        auto const turned = difference_of(second, first, 0.95);
        EXPECT_LE(difference->lower, difference->value + 1e-12);
        EXPECT_GE(difference->upper, difference->value - 1e-12);
        EXPECT_NEAR(difference->lower, -turned->upper, 1e-12);
        EXPECT_GE(difference->lower, -1);
        EXPECT_LE(difference->upper, 1);
        auto const ratio = ratio_of(first, second, 0.95), over = ratio_of(second, first, 0.95);
        if (ratio) {
            EXPECT_LE(ratio->lower, ratio->value);
            EXPECT_TRUE(!ratio->upper || *ratio->upper >= ratio->value);
        }
        if (ratio && over) {
            EXPECT_NEAR(ratio->value * over->value, 1, 1e-9);
            if (over->upper) {
                EXPECT_NEAR(ratio->lower * *over->upper, 1, 1e-6)
                    << first.hits << "/" << n1 << " " << second.hits << "/" << n2;
            }
        }
        auto const test = test_of(first, second), other = test_of(second, first);
        EXPECT_NEAR(test->p, other->p, 1e-9);
        EXPECT_GE(test->p, 0);
        EXPECT_LE(test->p, 1);
    }
}

TEST(FairnessProperties, IntervalsContainTheirValue) {
    Tables draw{5};
    for (std::size_t const size : {1, 7, 60, 900}) {
        auto const report = report_of(csv_of(draw.rows(size)), two_columns());
        for (auto const& group : report.groups)
            for (std::size_t i = 0; i < kRates; ++i) {
                if (auto const& rate = group.rates[i]) {
                    EXPECT_LE(rate->lower, rate->value);
                    EXPECT_GE(rate->upper, rate->value);
                    EXPECT_GE(rate->lower, 0);
                    EXPECT_LE(rate->upper, 1);
                }
                if (auto const& p = group.comparisons[i].p_adjusted) {
                    EXPECT_GE(*p, group.comparisons[i].test->p);
                }
            }
    }
}

TEST(FairnessProperties, JoinedTablesAdd) {
    Tables draw{7};
    auto one = draw.rows(300), two = draw.rows(500);
    auto joined = counts_of(one);
    ASSERT_TRUE(joined.merge(counts_of(two)));
    one.insert(one.end(), two.begin(), two.end());
    EXPECT_EQ(report_json(*report_fairness(joined, {})),
              report_json(*report_fairness(counts_of(one), {})));
}

TEST(FairnessProperties, GroupsOfAColumnAddUpToAllRows) {
    Tables draw{9};
    auto const report = report_of(csv_of(draw.rows(800)), two_columns());
    DecisionCounts singles, pairs;
    for (auto const& group : report.groups)
        if (group.group.size() == 2)
            pairs += group.counts;
        else if (group.group.front().column == "group")
            singles += group.counts;
    EXPECT_EQ(singles, report.overall.counts);
    EXPECT_EQ(pairs, report.overall.counts);
}

TEST(FairnessProperties, NeitherOrderNorThreadsMatter) {
    Tables draw{11};
    auto rows = draw.rows(400'000); // several pieces
    auto const first = report_json(report_of(csv_of(rows), two_columns()));
    draw.shuffle(rows);
    auto const csv = csv_of(rows);
    EXPECT_EQ(report_json(report_of(csv, two_columns(1))), first);
    EXPECT_EQ(report_json(report_of(csv, two_columns(3))), first);
}

} // namespace
} // namespace leitstand::fairness::test
