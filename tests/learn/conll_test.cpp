// SPDX-License-Identifier: EUPL-1.2
#include "learn/conll.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

Result<ConllText> parse(std::string bytes, LabelColumn column = LabelColumn::required) {
    return parse_conll(std::move(bytes), column, "f.conll");
}

void expect_refused(std::string bytes, std::string const& key, std::string const& place,
                    LabelColumn column = LabelColumn::required) {
    auto const text = parse(std::move(bytes), column);
    ASSERT_FALSE(text) << key;
    EXPECT_EQ(text.error().key, key);
    EXPECT_EQ(text.error().detail, place);
}

TEST(Conll, ReadsSentencesWhateverTheLineEnds) {
    auto const text = parse("\nFrau\tO\r\nMeier\tB-PER\r\n\r\n\r\nBGH\tB-GRT");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->tokens, (std::vector<std::string_view>{"Frau", "Meier", "BGH"}));
    EXPECT_EQ(text->labels, (std::vector<std::string_view>{"O", "B-PER", "B-GRT"}));
    EXPECT_EQ(text->sentence_ends, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(text->tokens_of(1).front(), "BGH");
    EXPECT_EQ(text->sha256.size(), 64u);
}

TEST(Conll, AByteOrderMarkBelongsToNoToken) {
    auto const text = parse("\xEF\xBB\xBF"
                            "Frau\tO\nMeier\tB-PER\n");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->tokens.front(), "Frau");
    EXPECT_EQ(parse("\xEF\xBB\xBF\nFrau\tO\n")->sentences(), 1u);
}

TEST(Conll, AnInsideWithoutBeginningBeginsAndIsCounted) {
    auto text = parse("a\tI-PER\nb\tI-PER\nc\tI-GRT\nd\tO\ne\tI-GRT\n\nf\tI-GRT\n");
    ASSERT_TRUE(text);
    auto const moved = std::move(*text); // the labels made stay valid
    EXPECT_EQ(moved.labels,
              (std::vector<std::string_view>{"B-PER", "I-PER", "B-GRT", "O", "B-GRT", "B-GRT"}));
    EXPECT_EQ(moved.repaired, 4u);
}

TEST(Conll, NamesFileAndLineOfBrokenColumns) {
    expect_refused("a\tO\nb\n", "conll.columns", "f.conll:2");
    expect_refused("a\tO\n\nb\tO\tO\n", "conll.columns", "f.conll:3");
    expect_refused("a\tO\n\tO\n", "conll.columns", "f.conll:2");
    expect_refused("a O\n", "conll.columns", "f.conll:1");
    expect_refused("a\t\n", "conll.label", "f.conll:1");
    expect_refused("a\tX-PER\n", "conll.label", "f.conll:1");
    expect_refused("a\tO\nb\tB-\n", "conll.label", "f.conll:2");
}

TEST(Conll, RefusesWhatWouldBreakTheFormWhenPrinted) {
    expect_refused("a\tO\nb\x1B[2J\tO\n", "conll.control", "f.conll:2");
    expect_refused("a\rb\tO\n", "conll.control", "f.conll:1");
    expect_refused("a\xC2\x85\tO\n", "conll.control", "f.conll:1");
    expect_refused("a\xE2\x80\xA8\tO\n", "conll.control", "f.conll:1");
    EXPECT_TRUE(parse_conll("a\tO\r\n\xC2\xA0\tO\n", LabelColumn::required, "f.conll"));
}

TEST(Conll, RefusesEmptyForeignAndHugeContent) {
    expect_refused("", "conll.empty", "f.conll");
    expect_refused("\n\n\r\n", "conll.empty", "f.conll");
    expect_refused("a\tO\nM\xFCller\tO\n", "conll.not_utf8", "f.conll:2");
    expect_refused("a\tO\n" + std::string(kConllLineBytesMax, 'x') + "\tO\n", "conll.line_too_long",
                   "f.conll:2");
    std::string sentence;
    for (std::size_t i = 0; i <= kSentenceTokensMax; ++i)
        sentence += "a\tO\n";
    expect_refused(sentence, "conll.sentence_too_long",
                   fmt::format("f.conll:{}", kSentenceTokensMax + 1));
}

TEST(Conll, LabelsAreOptionalWhereTheyAreAskedFor) {
    auto const text = parse("a\nb\tnonsense\n", LabelColumn::optional);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->tokens.size(), 2u);
    EXPECT_TRUE(text->labels.empty());
    expect_refused("a\tb\tc\n", "conll.columns", "f.conll:1", LabelColumn::optional);
}

TEST(Conll, AMissingFileIsNotFound) {
    EXPECT_EQ(read_conll("/nowhere/x.conll", LabelColumn::required).error().code, Code::not_found);
}

} // namespace
} // namespace leitstand::learn
