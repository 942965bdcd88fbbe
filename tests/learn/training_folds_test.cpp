// SPDX-License-Identifier: EUPL-1.2
#include "learn/training_folds.hpp"

#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

using Labels = std::vector<std::vector<std::uint32_t>>;

// 30 labels with five texts each, as a spreadsheet sorted by label has them.
Labels sorted_by_label() {
    Labels labels_of;
    for (std::uint32_t text = 0; text < 150; ++text)
        labels_of.push_back({text / 5});
    return labels_of;
}

std::size_t unseen(TrainingFolds const& folds) {
    return static_cast<std::size_t>(std::count(folds.unseen.begin(), folds.unseen.end(), 1));
}

TEST(TrainingFolds, ASortedFileLosesNoLabel) {
    auto const folds = make_folds(sorted_by_label(), 30, 4, {}, {});
    EXPECT_EQ(unseen(folds), 0U);
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> texts; // of a label in a fold
    for (std::uint32_t text = 0; text < 150; ++text)
        EXPECT_LE((++texts[{text / 5, folds.folds[text]}]), 3) << "label " << text / 5;
    for (std::uint32_t fold = 0; fold < 4; ++fold) {
        EXPECT_GE(folds.inside(fold).size(), 20U);
        EXPECT_EQ(folds.inside(fold).size() + folds.outside(fold).size(), 150U);
    }
}

TEST(TrainingFolds, FourTextsOfTwoLabelsAreEnough) {
    auto const folds = make_folds(Labels{{0}, {0}, {1}, {1}}, 2, 4, {}, {});
    EXPECT_EQ(unseen(folds), 0U);
}

TEST(TrainingFolds, NeighboursStayTogether) {
    Labels labels_of;
    for (std::uint32_t text = 0; text < 400; ++text)
        labels_of.push_back({text % 3});
    auto const folds = make_folds(labels_of, 3, 4, {}, {});
    for (std::size_t text = 0; text < 400; ++text)
        EXPECT_EQ(folds.folds[text], folds.folds[text / 10 * 10]);
    for (std::uint32_t fold = 0; fold < 4; ++fold)
        EXPECT_EQ(folds.inside(fold).size(), 100U);
}

TEST(TrainingFolds, GroupsAreNeverParted) {
    std::vector<std::uint32_t> groups;
    for (std::uint32_t text = 0; text < 150; ++text)
        groups.push_back(4 * (text % 7)); // all the same modulo four
    auto const folds = make_folds(sorted_by_label(), 30, 4, groups, {});
    for (std::size_t text = 7; text < 150; ++text)
        EXPECT_EQ(folds.folds[text], folds.folds[text % 7]);
    EXPECT_EQ(folds.groups, groups);
    for (std::uint32_t fold = 0; fold < 4; ++fold)
        EXPECT_FALSE(folds.inside(fold).empty());
}

TEST(TrainingFolds, CopiesAreNeverParted) {
    Labels const labels_of(100, {0});
    std::vector<std::uint32_t> copies(100);
    for (std::uint32_t text = 0; text < 100; ++text)
        copies[text] = text % 10 == 3 ? 3 : text;
    auto const folds = make_folds(labels_of, 1, 4, {}, copies);
    for (std::size_t text = 3; text < 100; text += 10)
        EXPECT_EQ(folds.folds[text], folds.folds[3]);
}

TEST(TrainingFolds, ALabelOfOneGroupAloneIsSaidToBeUnseen) {
    Labels labels_of(40, {0});
    labels_of[7] = {1};
    auto const folds = make_folds(labels_of, 3, 4, {}, {});
    EXPECT_EQ(folds.unseen, (std::vector<std::uint8_t>{0, 1, 0})) << "2 has no text at all";
}

} // namespace
} // namespace leitstand::learn
