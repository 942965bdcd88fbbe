// SPDX-License-Identifier: EUPL-1.2
// Which tag may follow which, entities of tags, and the scorer against cases counted by hand.
#include "learn/bio_tags.hpp"

#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

TagSet const kSet = *TagSet::of_types({"PER", "GRT", "PER"}); // GRT is type 0, PER type 1

std::vector<Tag> tags(std::vector<std::string> const& labels) {
    std::vector<Tag> result;
    for (auto const& label : labels)
        result.push_back(*kSet.find(*bio_label(label)));
    return result;
}

TEST(BioTags, NumbersOutsideThenAllBeginningsThenAllInsides) {
    EXPECT_EQ(kSet.size(), 5u);
    EXPECT_EQ(kSet.width(), 8u);
    EXPECT_EQ(tags({"O", "B-GRT", "B-PER", "I-GRT", "I-PER"}), (std::vector<Tag>{0, 1, 2, 3, 4}));
    for (Tag tag = 0; tag < kSet.size(); ++tag)
        EXPECT_EQ(kSet.find(*bio_label(kSet.label(tag))), tag);
    EXPECT_FALSE(kSet.find(*bio_label("B-LOC")));
}

TEST(BioTags, AnInsideFollowsItsOwnTypeAlone) {
    auto const all = tags({"O", "B-GRT", "B-PER", "I-GRT", "I-PER"});
    auto const inside = all[4];
    for (auto const before : all) {
        EXPECT_TRUE(kSet.may_follow(before, all[0]));
        EXPECT_TRUE(kSet.may_follow(before, all[2]));
        EXPECT_EQ(kSet.may_follow(before, inside), before == all[2] || before == all[4]);
    }
    EXPECT_FALSE(kSet.may_begin(inside));
}

TEST(BioTags, LabelsOfOtherFormsAreNone) {
    for (auto const* label : {"", "o", "B", "B-", "E-PER", "BPER", "b-PER", "I_PER"})
        EXPECT_FALSE(bio_label(label)) << label;
    EXPECT_FALSE(bio_label("B-" + std::string(kTypeNameBytesMax + 1, 'x')));
}

TEST(BioTags, TooManyTypesAreRefused) {
    std::vector<std::string> types;
    for (int i = 0; i < 32; ++i)
        types.push_back(fmt::format("T{}", i));
    EXPECT_EQ(TagSet::of_types(types).error().key, "tags.too_many_types");
    types.pop_back();
    EXPECT_EQ(TagSet::of_types(types)->size(), kTagsMax);
}

TEST(BioTags, EntitiesEndWhereAnotherBeginsOrNothingContinues) {
    auto const found =
        entities_of(tags({"B-PER", "B-PER", "I-PER", "I-GRT", "O", "I-PER", "I-PER"}), kSet);
    EXPECT_EQ(found, (std::vector<Entity>{{0, 1, 1}, {1, 3, 1}, {3, 4, 0}, {5, 7, 1}}));
}

TEST(BioTags, TheScorerCountsExactSpansAndTypes) {
    auto const truth = tags({"B-PER", "I-PER", "O", "B-GRT", "O", "B-PER"});
    auto const said = tags({"B-PER", "O", "O", "B-GRT", "O", "B-GRT"}); // short, right, wrong type
    auto const hits = entity_hits(truth, said, kSet);
    EXPECT_EQ(hits.hits, 1u);
    EXPECT_EQ(hits.wrong, 2u);
    EXPECT_EQ(hits.missed, 2u);
    EXPECT_DOUBLE_EQ(hits.f1(), 1.0 / 3);
    auto const none = entity_hits(truth, tags({"O", "O", "O", "O", "O", "O"}), kSet);
    EXPECT_EQ(none.missed, 3u);
    EXPECT_EQ(none.f1(), 0);
    EXPECT_EQ(entity_hits(truth, truth, kSet).f1(), 1);
}

} // namespace
} // namespace leitstand::learn
