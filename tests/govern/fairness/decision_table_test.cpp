// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/decision_table.hpp"

#include <gtest/gtest.h>

#include "fairness_support.hpp"
#include "govern/fairness/table_file.hpp"
#include "text/csv.hpp"

namespace leitstand::fairness::test {
namespace {

std::string error_of(std::string const& csv, DecisionTable const& table = plain_table()) {
    TableOnDisk const file{csv};
    auto const counted = count_table(file.path(), table);
    EXPECT_FALSE(counted);
    return counted ? "" : counted.error().describe();
}

DecisionTable scored(double threshold) {
    auto table = plain_table();
    table.decision.clear();
    table.score = "score";
    table.threshold = threshold;
    return table;
}

TEST(DecisionTable, ReadsAnswersInManyWords) {
    auto const report = report_of("group,label,decision\r\n"
                                  "a,ja,true\r\na,Nein,FALSE\r\na,1,0.0\r\na, yes ,1.0\r\n");
    auto const& counts = group_of(report, "a").counts;
    EXPECT_EQ(counts[Outcome::true_positive], 2u);
    EXPECT_EQ(counts[Outcome::true_negative], 1u);
    EXPECT_EQ(counts[Outcome::false_negative], 1u);
}

TEST(DecisionTable, AScoreIsPositiveFromTheThresholdOn) {
    auto const report =
        report_of("group,label,score\na,1,0.5\na,1,0.4999\na,0,5e-1\na,0,-1\n", scored(0.5));
    auto const& counts = group_of(report, "a").counts;
    for (auto const outcome : {Outcome::true_positive, Outcome::false_negative,
                               Outcome::false_positive, Outcome::true_negative})
        EXPECT_EQ(counts[outcome], 1u);
}

TEST(DecisionTable, ReadsGermanTables) {
    auto const report =
        report_of("\xEF\xBB\xBFgroup;label;score\r\n\"M;ü\";ja;0,75\r\nb;nein;1\r\n", scored(0.75));
    EXPECT_EQ(group_of(report, "M;ü").counts[Outcome::true_positive], 1u);
    EXPECT_EQ(group_of(report, "b").counts[Outcome::false_positive], 1u);
}

TEST(DecisionTable, PositiveIsWhatIsNamed) {
    auto table = plain_table();
    table.positive = {"good"};
    table.positive_decision = {"Medium", "High"};
    auto const report =
        report_of("group,label,decision\na,good,High\na,bad,Medium\na,bad,Low\n", table);
    auto const& counts = group_of(report, "a").counts;
    EXPECT_EQ(counts[Outcome::true_positive], 1u);
    EXPECT_EQ(counts[Outcome::false_positive], 1u);
    EXPECT_EQ(counts[Outcome::true_negative], 1u);
}

TEST(DecisionTable, WhatIsMissingIsCountedApart) {
    auto table = plain_table();
    table.abstention = "abstained";
    table.missing = {"NA"};
    TableOnDisk const file{"group,label,decision,abstained\n"
                           "a,1,1,0\n,1,1,\nNA,0,0,\na,,1,\na,1,NA,\na,1,,ja\n"};
    auto const counted = count_table(file.path(), table);
    ASSERT_TRUE(counted) << counted.error().describe();
    EXPECT_EQ(counted->rows, 6u);
    EXPECT_EQ(counted->without_label, 1u);
    EXPECT_EQ(counted->without_decision, 1u);
    auto const report = report_fairness(counted->counts, {});
    ASSERT_TRUE(report);
    auto const& missing = group_of(*report, std::vector<GroupValue>{{"group", std::nullopt}});
    EXPECT_EQ(missing.counts.decided(), 2u);
    auto const& a = group_of(*report, "a");
    EXPECT_EQ(a.counts.decided(), 1u);
    EXPECT_DOUBLE_EQ(a.rate(Rate::abstention_rate)->value, 0.5);
}

TEST(DecisionTable, BadInputIsNamed) {
    std::string const head = "group,label,decision\n";
    EXPECT_EQ(error_of(""), "csv.empty (bad_input)");
    EXPECT_EQ(error_of(head), "fairness.no_rows (bad_input)");
    EXPECT_EQ(error_of(head + "a,1,1\nb,1\n"), "csv.ragged (bad_input): line 3: 2 / 3");
    EXPECT_EQ(error_of(head + "a,1,1\nb,\"1,1\n"), "csv.open_quote (bad_input): line 3");
    EXPECT_EQ(error_of(head + "a,2,1\n"), "fairness.not_binary (bad_input): line 2: label");
    EXPECT_EQ(error_of(head + "a,1,1\na,1,maybe\n"),
              "fairness.not_binary (bad_input): line 3: decision");
    EXPECT_EQ(error_of(head + "M\xFCller,1,1\n"), "csv.not_utf8 (bad_input): line 2: group");
    EXPECT_EQ(error_of("group,label,score\na,1,0.5\na,1,high\n", scored(0.5)),
              "fairness.not_a_number (bad_input): line 3: score");
    EXPECT_EQ(error_of("group,label,score\na,1,nan\n", scored(0.5)),
              "fairness.not_a_number (bad_input): line 2: score");
    EXPECT_EQ(error_of(head + std::string(kGroupValueBytesMax + 1, 'x') + ",1,1\n"),
              "fairness.value_too_long (too_large): line 2: group: 201 bytes");
    EXPECT_EQ(error_of("group,group,label\n"), "csv.column_twice (bad_input): group");
    auto twice = plain_table();
    twice.groups = {"group", "group"};
    EXPECT_EQ(error_of(head, twice), "fairness.column_twice (bad_input): group");
}

TEST(DecisionTable, SuggestsTheNameThatWasMeant) {
    auto table = plain_table();
    table.groups = {"Groupe"};
    EXPECT_EQ(error_of("group,label,decision\n", table),
              "fairness.no_column (bad_input): Groupe -> group, label, decision?");
}

TEST(DecisionTable, AColumnWithThousandsOfValuesIsNoGroup) {
    std::string csv = "group,label,decision\n";
    for (int i = 0; i < 10'000; ++i)
        csv += fmt::format("p{},1,1\n", i);
    EXPECT_EQ(error_of(csv), "fairness.too_many_values (too_large): line 1002: group: > 1000");
    csv = "group,label,decision\n";
    for (std::size_t i = 0; i < kGroupValuesMax; ++i)
        csv += fmt::format("p{},1,1\n", i);
    EXPECT_EQ(report_of(csv).groups.size(), kGroupValuesMax);
}

TEST(DecisionTable, ALabelWithManyValuesIsNoAnswer) {
    auto table = plain_table();
    table.positive = {"1"};
    std::string csv = "group,label,decision\n";
    for (int i = 0; i < 100; ++i)
        csv += fmt::format("a,{},1\n", i);
    EXPECT_EQ(error_of(csv, table), "fairness.too_many_answers (bad_input): line 52: label");
}

TEST(DecisionTable, TwelveColumnsAreKeptApart) {
    std::string head, one, other;
    DecisionTable table = plain_table();
    table.groups.clear();
    for (std::size_t i = 0; i < kGroupColumnsMax; ++i) {
        table.groups.push_back(fmt::format("g{}", i));
        head += table.groups.back() + ",";
        one += "x,";
        other += i + 1 == kGroupColumnsMax ? "y," : "x,"; // they differ in the last one only
    }
    auto const report =
        report_of(head + "label,decision\n" + one + "1,1\n" + other + "0,0\n", table, {});
    EXPECT_EQ(group_of(report, std::vector<GroupValue>{{"g11", "y"}}).counts.decided(), 1u);
    EXPECT_EQ(group_of(report, std::vector<GroupValue>{{"g0", "x"}}).counts.decided(), 2u);
    table.groups.push_back("label");
    EXPECT_EQ(error_of(head + "label,decision\n", table),
              "fairness.too_many_columns (bad_input): 13 / 12");
}

TEST(DecisionTable, WhatIsNoFileIsSaid) {
    TemporaryFolder const folder;
    auto const missing = count_table(folder / "none.csv", plain_table());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().key, "file.missing");
    auto const directory = count_table(folder.path(), plain_table());
    ASSERT_FALSE(directory);
}

TEST(DecisionTable, NumbersAreWhole) {
    EXPECT_EQ(decimal_number("0.5", false), 0.5);
    EXPECT_EQ(decimal_number("0,5", true), 0.5);
    EXPECT_EQ(decimal_number("+1e3", false), 1000);
    for (auto const* text : {"", "0,5", "5x", "nan", "inf", "--1", "1 2"})
        EXPECT_FALSE(decimal_number(text, false)) << text;
    EXPECT_FALSE(decimal_number("1.000,5", true));
}

// Larger than several pieces, with quotes and line breaks everywhere.
std::string quoted_rows(std::size_t rows) {
    std::string csv = "group,remark,label,decision\n";
    for (std::size_t i = 0; i < rows; ++i)
        csv += fmt::format("{},\"line {}\n\"\"said\"\", then\r\nmore\",{},{}\n",
                           i % 3 == 0 ? "\"a,\nb\"" : "c", i, i % 2, i % 5 == 0 ? 1 : 0);
    return csv;
}

TEST(DecisionTable, PiecesBeginWhereRecordsBegin) {
    std::size_t const rows = 300'000;
    auto const csv = quoted_rows(rows);
    ASSERT_GT(csv.size(), 10u << 20);
    TableOnDisk const file{csv};
    auto const table = TableFile::open(file.path(), 2);
    ASSERT_TRUE(table) << table.error().describe();
    EXPECT_GT(table->pieces(), 2u);
    std::string buffer, whole;
    for (std::size_t piece = 0; piece < table->pieces(); ++piece)
        whole += *table->read_piece(piece, buffer);
    EXPECT_EQ(whole, csv.substr(csv.find('\n') + 1));
    auto const one = plain_table();
    for (unsigned threads : {1u, 2u, 3u}) {
        auto many = one;
        many.threads = threads;
        auto const counted = count_table(file.path(), many);
        ASSERT_TRUE(counted) << counted.error().describe();
        EXPECT_EQ(counted->rows, rows);
        auto const report = report_fairness(counted->counts, {});
        ASSERT_TRUE(report);
        EXPECT_EQ(report->groups.size(), 2u);
        EXPECT_EQ(group_of(*report, "a,\nb").counts.decided(), rows / 3);
    }
}

TEST(DecisionTable, TheFirstFaultIsNamedWhateverTheThreads) {
    auto csv = quoted_rows(300'000);
    auto const line = text::csv_line(csv, csv.size()); // behind the last record
    csv += "c,late,1\n";
    TableOnDisk const late{csv};
    for (unsigned threads : {1u, 2u, 4u}) {
        auto table = plain_table();
        table.threads = threads;
        auto const counted = count_table(late.path(), table);
        ASSERT_FALSE(counted);
        EXPECT_EQ(counted.error().describe(),
                  fmt::format("csv.ragged (bad_input): line {}: 3 / 4", line));
    }
}

TEST(DecisionTable, AQuoteThatNobodyClosesIsFound) {
    auto csv = quoted_rows(10) + "c,\"open,1,1\n";
    for (int i = 0; i < 2'000'000; ++i)
        csv += "c,x,1,1\n";
    EXPECT_EQ(error_of(csv).substr(0, 4), "csv.");
}

} // namespace
} // namespace leitstand::fairness::test
