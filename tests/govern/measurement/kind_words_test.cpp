// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/kind_words.hpp"

#include <gtest/gtest.h>

#include "understand/finding.hpp"

namespace leitstand {
namespace {

TEST(KindWords, EveryKindOfFindingHasWordsInBothLanguages) {
    for (auto const kind : {FindingKind::service, FindingKind::act, FindingKind::theme,
                            FindingKind::document, FindingKind::field, FindingKind::unit}) {
        auto const key = finding_kind_name(kind);
        auto const words = finding_kind_in_words(key);
        EXPECT_NE(words.german, key);
        EXPECT_NE(words.english, key);
    }
    EXPECT_EQ(finding_kind_in_words("relation").german, "Zusammenhang von Schreiben");
}

TEST(KindWords, WhatHasNoWordsStaysAsItIs) {
    EXPECT_EQ(finding_kind_in_words("shoe").german, "shoe");
    EXPECT_EQ(finding_kind_in_words("").english, "");
}

} // namespace
} // namespace leitstand
