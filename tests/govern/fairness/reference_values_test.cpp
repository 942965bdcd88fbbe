// SPDX-License-Identifier: EUPL-1.2
// Published figures that an independent computation must hit to their last digit. The data sets
// themselves are not shipped: where their tables are not published as counts, the counts were found
// from the published figures and group sizes, and they add up to the published totals.
#include <cmath>

#include "fairness_support.hpp"
#include "support/data_folder.hpp"

namespace leitstand::fairness::test {
namespace {

double value(GroupReport const& group, Rate rate) {
    EXPECT_TRUE(group.rate(rate)) << rate_key(rate);
    return group.rate(rate)->value;
}

double ratio(GroupReport const& group, Rate rate) {
    EXPECT_TRUE(group.comparison(rate).ratio) << rate_key(rate);
    return group.comparison(rate).ratio->value;
}

double difference(GroupReport const& group, Rate rate) {
    return group.comparison(rate).difference->value;
}

std::vector<ConfusionRow> const kCompas = {
    {"African-American", 990, 805, 532, 1369}, {"Asian", 21, 2, 3, 6},
    {"Caucasian", 1139, 349, 461, 505},        {"Hispanic", 318, 87, 129, 103},
    {"Native American", 5, 3, 1, 9},           {"Other", 208, 36, 90, 43}};

// propublica/compas-analysis, "Compas Analysis.ipynb", cells 71 to 84.
void expect_propublica(GroupReport const& group, std::uint64_t n, double fpr, double fnr,
                       double ppv) {
    EXPECT_EQ(group.counts.decided(), n);
    EXPECT_NEAR(100 * value(group, Rate::fpr), fpr, 0.005);
    EXPECT_NEAR(100 * value(group, Rate::fnr), fnr, 0.005);
    EXPECT_NEAR(value(group, Rate::precision), ppv, 0.005);
}

TEST(ReferenceValues, CompasAsProPublicaPublishedIt) {
    auto const report = report_of(table_of(kCompas));
    expect_propublica(report.overall, 7214, 32.35, 37.40, 0.61);
    expect_propublica(group_of(report, "African-American"), 3696, 44.85, 27.99, 0.63);
    expect_propublica(group_of(report, "Caucasian"), 2454, 23.45, 47.72, 0.59);
    auto const& all = report.overall.counts;
    EXPECT_EQ(all[Outcome::true_negative], 2681u);
    EXPECT_EQ(all[Outcome::false_positive], 1282u);
    EXPECT_EQ(all[Outcome::false_negative], 1216u);
    EXPECT_EQ(all[Outcome::true_positive], 2035u);
}

TEST(ReferenceValues, CompasOnlyHighScores) {
    auto const report = report_of(
        table_of({{"African-American", 1511, 284, 1160, 741}, {"Caucasian", 1407, 81, 771, 195}}));
    expect_propublica(group_of(report, "African-American"), 3696, 15.82, 61.02, 0.72);
    expect_propublica(group_of(report, "Caucasian"), 2454, 5.44, 79.81, 0.71);
}

// The file itself, where somebody has put it: fairness/compas-scores-two-years.csv.
TEST(ReferenceValues, CompasFromItsFile) {
    auto const folder = leitstand::test::data_folder("fairness");
    if (!folder || !std::filesystem::exists(*folder / "compas-scores-two-years.csv"))
        GTEST_SKIP() << "LEITSTAND_DATA has no fairness/compas-scores-two-years.csv";
    DecisionTable table;
    table.groups = {"race"};
    table.label = "two_year_recid";
    table.decision = "score_text";
    table.positive_decision = {"Medium", "High"};
    auto const counted = count_table(*folder / "compas-scores-two-years.csv", table);
    ASSERT_TRUE(counted) << counted.error().describe();
    auto const report = report_fairness(counted->counts, {});
    ASSERT_TRUE(report);
    for (auto const& row : kCompas)
        expect_propublica(
            group_of(*report, row.group), row.tn + row.fp + row.fn + row.tp,
            100.0 * static_cast<double>(row.fp) / static_cast<double>(row.fp + row.tn),
            100.0 * static_cast<double>(row.fn) / static_cast<double>(row.fn + row.tp),
            static_cast<double>(row.tp) / static_cast<double>(row.fp + row.tp));
}

struct Disparities { // dssg/aequitas, compas_demo.ipynb, cell 48
    char const* group;
    double fdr, fnr, false_omission, fpr, selection;
};

TEST(ReferenceValues, CompasAsAequitasPublishedIt) {
    Disparities const published[] = {
        {"African-American", 0.808669, 0.503301, 1.211197, 2.087696, 1.972030},
        {"Caucasian", 0.892487, 0.858266, 0.998387, 1.091838, 1.166727},
        {"Asian", 0.545977, 0.599483, 0.433140, 0.404798, 0.838158},
        {"Native American", 0.545977, 0.179845, 0.577519, 1.745690, 2.235088},
        {"Other", 0.995199, 1.216996, 1.046512, 0.686829, 0.702541}};
    auto const report = report_of(table_of(kCompas), plain_table(), against("group", "Hispanic"));
    for (auto const& one : published) {
        auto const& group = group_of(report, one.group);
        EXPECT_NEAR(ratio(group, Rate::fdr), one.fdr, 5e-7);
        EXPECT_NEAR(ratio(group, Rate::fnr), one.fnr, 5e-7);
        EXPECT_NEAR(ratio(group, Rate::false_omission), one.false_omission, 5e-7);
        EXPECT_NEAR(ratio(group, Rate::fpr), one.fpr, 5e-7);
        EXPECT_NEAR(ratio(group, Rate::selection_rate), one.selection, 5e-7);
    }
    EXPECT_FALSE(group_of(report, "Asian").assessable); // 32 persons
    EXPECT_FALSE(group_of(report, "Native American").assessable);
}

struct Parity {
    ConfusionRow privileged, other; // label alone: the decision repeats it
    double difference, ratio;
};

void expect_parity(Parity const& one) {
    auto const report = report_of(table_of({one.privileged, one.other}), plain_table(),
                                  against("group", one.privileged.group));
    auto const& group = group_of(report, one.other.group);
    EXPECT_NEAR(difference(group, Rate::selection_rate), one.difference, 5e-7);
    EXPECT_NEAR(ratio(group, Rate::selection_rate), one.ratio, 5e-7);
}

// Adult, 48 842 rows: Nathanlauga/transparentai, getting-started.rst; and its training part.
TEST(ReferenceValues, AdultStatisticalParity) {
    expect_parity({{"Male", 32650 - 9918, 0, 0, 9918},
                   {"Female", 16192 - 1769, 0, 0, 1769},
                   -0.194516,
                   0.359655});
    expect_parity({{"White", 41762 - 10607, 0, 0, 10607},
                   {"other", 7080 - 1080, 0, 0, 1080},
                   -0.101445,
                   0.600592});
    expect_parity({{"married", 22416 - 9998, 0, 0, 9998},
                   {"other", 26426 - 1689, 0, 0, 1689},
                   -0.382106,
                   0.143299});
    expect_parity({{"Male", 21790 - 6662, 0, 0, 6662},
                   {"Female", 10771 - 1179, 0, 0, 1179},
                   -0.196276,
                   0.358023});
}

// German Credit, 1 000 rows.
TEST(ReferenceValues, GermanCreditStatisticalParity) {
    expect_parity({{"over 25", 220, 0, 0, 590}, {"to 25", 80, 0, 0, 110}, -0.149448, 0.794826});
    expect_parity({{"male", 191, 0, 0, 499}, {"female", 109, 0, 0, 201}, -0.074801, 0.896567});
}

// fairlearn, perform_fairness_assessment.rst: eighteen rows.
TEST(ReferenceValues, FairlearnExample) {
    auto const report =
        report_of("group,label,decision\n"
                  "b,0,0\nb,1,0\na,1,1\nb,1,0\nb,1,1\nc,0,1\nc,1,1\nc,0,0\na,1,0\n"
                  "a,0,1\nc,0,1\na,0,1\nb,1,1\nc,1,0\nc,1,0\nb,1,1\nc,1,1\nc,1,0\n");
    auto const expect = [](GroupReport const& group, double tpr, double fpr, double selection) {
        EXPECT_NEAR(value(group, Rate::tpr), tpr, 5e-7);
        EXPECT_NEAR(value(group, Rate::fpr), fpr, 5e-7);
        EXPECT_NEAR(value(group, Rate::selection_rate), selection, 5e-7);
    };
    expect(report.overall, 0.5, 0.666667, 0.555556);
    expect(group_of(report, "a"), 0.5, 1, 0.75);
    expect(group_of(report, "b"), 0.6, 0, 0.5);
    expect(group_of(report, "c"), 0.4, 0.666667, 0.5);
    EXPECT_EQ(group_of(report, "c").counts.decided(), 8u);
}

// AIF360, tests/test_classification_metric.py: ten rows each.
TEST(ReferenceValues, Aif360Entropy) {
    auto const first = report_of(table_of({{"all", 3, 2, 2, 3}})).overall.counts;
    EXPECT_NEAR(*generalised_entropy(first), 0.2, 1e-12);
    EXPECT_NEAR(*theil_index(first), 4 * std::log(2) / 10, 1e-12);
    auto const second = report_of(table_of({{"all", 2, 3, 3, 2}})).overall.counts;
    EXPECT_NEAR(*generalised_entropy(second), 0.3, 1e-12);
}

// aequitas, tests/test_artifacts/test_bias_report/test_1.csv.
TEST(ReferenceValues, AequitasTest1) {
    DecisionTable table;
    table.groups = {"class"};
    table.label = "label_value";
    table.score = "score";
    table.threshold = 1;
    auto const report = report_of("label_value,score,class\n1,1,High\n1,0,Low\n1,0,High\n1,1,Low\n"
                                  "1,1,High\n0,1,Low\n0,0,High\n0,0,Low\n0,1,High\n0,1,Low\n",
                                  table, against("class", "High"));
    auto const& high = group_of(report, "High");
    auto const& low = group_of(report, "Low");
    EXPECT_NEAR(value(high, Rate::fpr), 0.5, 1e-12);
    EXPECT_NEAR(value(high, Rate::fnr), 1.0 / 3, 1e-12);
    EXPECT_NEAR(value(low, Rate::fpr), 2.0 / 3, 1e-12);
    EXPECT_NEAR(value(low, Rate::fnr), 0.5, 1e-12);
    EXPECT_NEAR(ratio(low, Rate::fpr), 4.0 / 3, 1e-12);
    EXPECT_NEAR(ratio(low, Rate::fnr), 1.5, 1e-12);
    EXPECT_NEAR(ratio(low, Rate::fdr), 2, 1e-12);
    EXPECT_NEAR(ratio(low, Rate::false_omission), 1, 1e-12);
}

} // namespace
} // namespace leitstand::fairness::test
