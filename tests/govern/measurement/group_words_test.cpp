// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/group_words.hpp"

#include <gtest/gtest.h>

#include "govern/measurement/letter_groups.hpp"

namespace leitstand {
namespace {

TEST(GroupWords, SayTraitAndValueInBothLanguages) {
    auto const both = group_in_words({{"family", "not_named"}, {"sex", "female"}});
    EXPECT_EQ(both.german, "Familie: nicht genannt, Geschlecht: weiblich");
    EXPECT_EQ(both.english, "Family: not named, Sex: female");
}

TEST(GroupWords, EveryTraitOfALetterHasAName) {
    for (auto const trait : kLetterTraits)
        EXPECT_FALSE(
            group_in_words({{std::string{trait}, "x"}}).german.starts_with(std::string{trait}));
}

TEST(GroupWords, WhatHasNoWordsStaysAsItIs) {
    EXPECT_EQ(group_in_words({}).german, "");
    EXPECT_EQ(group_in_words({{"shoe", "42"}}).german, "shoe: 42");
}

} // namespace
} // namespace leitstand
