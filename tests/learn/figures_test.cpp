// SPDX-License-Identifier: EUPL-1.2
#include "learn/figures.hpp"

#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

TEST(Figures, OneLabelEach) {
    // Truth 0 0 0 1 1 2, said 0 0 1 1 2 2; label 3 occurs nowhere.
    std::vector<std::uint32_t> const truth{0, 0, 0, 1, 1, 2}, said{0, 0, 1, 1, 2, 2};
    auto const figures = single_label_figures(4, truth, said);
    EXPECT_EQ(figures.wholly_right.hits, 4U);
    EXPECT_EQ(figures.wholly_right.count, 6U);
    EXPECT_NEAR(figures.all.f1(), 4.0 / 6, 1e-12); // micro-F1 is accuracy here
    EXPECT_NEAR(figures.by_label[0].f1(), 0.8, 1e-12);
    EXPECT_NEAR(figures.by_label[1].f1(), 0.5, 1e-12);
    EXPECT_NEAR(figures.by_label[2].f1(), 2.0 / 3, 1e-12);
    EXPECT_NEAR(figures.macro_f1, (0.8 + 0.5 + 2.0 / 3) / 3, 1e-12);
}

TEST(Figures, SeveralLabelsEach) {
    // Items: {0,1} said {0}; {} said {1}; {1} said {1}.
    std::vector<std::uint8_t> const truth{1, 1, 0, 0, 0, 1}, said{1, 0, 0, 1, 0, 1};
    auto const figures = multi_label_figures(2, truth, said);
    EXPECT_EQ(figures.all.hits, 2U);
    EXPECT_EQ(figures.all.wrong, 1U);
    EXPECT_EQ(figures.all.missed, 1U);
    EXPECT_NEAR(figures.all.precision().value(), 2.0 / 3, 1e-12);
    EXPECT_NEAR(figures.all.recall().value(), 2.0 / 3, 1e-12);
    EXPECT_NEAR(figures.all.f1(), 2.0 / 3, 1e-12);
    EXPECT_NEAR(figures.macro_f1, (1 + 0.5) / 2, 1e-12);
    EXPECT_EQ(figures.wholly_right.hits, 1U);
    EXPECT_EQ(figures.wholly_right.count, 3U);
}

TEST(Figures, NothingGivesZeroAndNotNaN) {
    auto const figures = single_label_figures(2, {}, {});
    EXPECT_EQ(figures.macro_f1, 0);
    EXPECT_EQ(figures.all.f1(), 0);
    EXPECT_EQ(figures.wholly_right.value(), 0);
    EXPECT_EQ(HitCounts{}.precision().value(), 0);
}

TEST(Figures, TheConfusionTableNamesTheCommonestMistakes) {
    std::vector<std::uint32_t> const truth{0, 0, 0, 1, 2, 2}, said{0, 1, 1, 1, 0, 2};
    ConfusionTable const table{3, truth, said};
    EXPECT_EQ(table.count(0, 1), 2U);
    EXPECT_EQ(table.count(2, 2), 1U);
    auto const mistakes = table.mistakes(5);
    ASSERT_EQ(mistakes.size(), 2U);
    EXPECT_EQ(mistakes[0].truth, 0U);
    EXPECT_EQ(mistakes[0].predicted, 1U);
    EXPECT_EQ(mistakes[0].count, 2U);
    EXPECT_EQ(table.mistakes(1).size(), 1U);
}

} // namespace
} // namespace leitstand::learn
