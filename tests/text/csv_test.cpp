// SPDX-License-Identifier: EUPL-1.2
#include "text/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leitstand::text {
namespace {

using testing::ElementsAre;

Error error_of(std::string_view bytes, CsvLimits limits = {}) {
    auto const table = parse_csv(bytes, limits);
    EXPECT_FALSE(table);
    return table ? Error{} : table.error();
}

TEST(Csv, ReadsWhatRfc4180Allows) {
    auto const table = parse_csv("\xEF\xBB\xBFname,remark\r\n"
                                 "Ada,\"a \"\"quoted\"\", word\"\r\n"
                                 "\r\n"
                                 "\"Bo\",\"two\r\nlines\"\r\n"
                                 ",");
    ASSERT_TRUE(table) << table.error().describe();
    EXPECT_THAT(table->columns, ElementsAre("name", "remark"));
    EXPECT_THAT(table->rows, ElementsAre(ElementsAre("Ada", "a \"quoted\", word"),
                                         ElementsAre("Bo", "two\r\nlines"), ElementsAre("", "")));
    EXPECT_THAT(table->lines, ElementsAre(2, 4, 6));
}

TEST(Csv, ReadsWhatSpreadsheetsWriteInGerman) {
    auto const table = parse_csv("Gruppe;Wert\nweiblich;0,5\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->separator, ';');
    EXPECT_THAT(table->rows, ElementsAre(ElementsAre("weiblich", "0,5")));
    EXPECT_EQ(csv_separator("a\tb\n"), '\t');
    EXPECT_EQ(csv_separator("\"a;b;c\",d\n"), ',');
}

TEST(Csv, KeepsTheEmptyLinesOfALoneColumn) {
    auto const table = parse_csv("a\n1\n\n3\n");
    ASSERT_TRUE(table);
    EXPECT_THAT(table->rows, ElementsAre(ElementsAre("1"), ElementsAre(""), ElementsAre("3")));
}

TEST(Csv, NamesFaultAndLine) {
    EXPECT_EQ(error_of("").key, "csv.empty");
    EXPECT_EQ(error_of("a,b\n1,2\n1,2,3\n").describe(), "csv.ragged (bad_input): line 3: 3 / 2");
    EXPECT_EQ(error_of("a,b\n1,\"2\n3\"\n4\n").detail, "line 4: 1 / 2");
    EXPECT_EQ(error_of("a,b\n1,x\"y\n").describe(), "csv.stray_quote (bad_input): line 2");
    EXPECT_EQ(error_of("a,b\n1,\"x\" \n").key, "csv.stray_quote");
    EXPECT_EQ(error_of("a,b\n1,\"x\n").describe(), "csv.open_quote (bad_input): line 2");
    EXPECT_EQ(error_of("a,a\n").key, "csv.column_twice");
    EXPECT_EQ(error_of("a,b\n1,M\xFCller\n").describe(), "csv.not_utf8 (bad_input): line 2");
    EXPECT_EQ(error_of("a,b\n1,2\n", {4, 10}).key, "csv.too_large");
    EXPECT_EQ(error_of("a\n1\n2\n", {100, 1}).key, "csv.too_many_rows");
    EXPECT_EQ(error_of(std::string(kCsvColumnsMax + 1, ',')).key, "csv.too_many_columns");
    EXPECT_EQ(error_of("a\n" + std::string(kCsvRecordBytesMax + 1, 'x')).key,
              "csv.record_too_long");
}

TEST(Csv, WritesWhatItReads) {
    for (std::string const value : {"", "plain", "a,b", "say \"so\"", "two\nlines", ";", "ä"}) {
        auto const table = parse_csv("x,y\n" + csv_field(value) + ",end\n");
        ASSERT_TRUE(table);
        EXPECT_EQ(table->rows.front().front(), value);
    }
}

TEST(Csv, NoCellIsAFormulaAndEachComesBack) {
    for (std::string const value :
         {"=1+1", "+49 30 1", "-a", "@x", "\t=1", "\r=1", "'=1", "''-x"}) {
        auto const guarded = csv_guarded(value);
        EXPECT_EQ(guarded, "'" + value);
        EXPECT_EQ(csv_unguarded(guarded), value);
    }
    for (std::string const value : {"", "'", "plain", "-0.05", "-3", "a=b", "'n Satz", "…"}) {
        EXPECT_EQ(csv_guarded(value), value);
        EXPECT_EQ(csv_unguarded(value), value);
    }
}

TEST(Csv, ARecordIsGuardedAndQuoted) {
    std::array<std::string_view, 4> const fields{"a", "=X(\"b\")", "", "c,d"};
    EXPECT_EQ(csv_record(fields), "a,\"'=X(\"\"b\"\")\",,\"c,d\"\r\n");
    std::array<std::string_view, 2> const empty{"", ""};
    EXPECT_EQ(csv_record(empty), ",\r\n");
}

} // namespace
} // namespace leitstand::text
