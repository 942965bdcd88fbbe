// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/letter_shares.hpp"

#include <gtest/gtest.h>

#include "govern/measurement/out_of_fold.hpp"
#include "learn/risk_bound.hpp"

namespace leitstand {
namespace {

std::vector<OfLetter> letters(std::size_t count, OfLetter one) {
    return std::vector<OfLetter>(count, one);
}

TEST(LetterShares, OneThingALetterIsAsIndependentThingsAre) {
    auto all = letters(90, {0, 1});
    for (std::size_t i = 0; i < 9; ++i)
        all[i].hits = 1;
    auto const share = share_by_letter(all);
    auto const wilson = learn::wilson_interval({9, 90});
    EXPECT_NEAR(share.lower, wilson.lower, 0.001);
    EXPECT_NEAR(share.upper, wilson.upper, 0.002);
    EXPECT_NEAR(upper_by_letter(all, 0.95), learn::clopper_pearson_upper({9, 90}, 0.95), 0.002);
}

TEST(LetterShares, WhatIsWrongTogetherCountsOnce) {
    auto all = letters(90, {0, 10});
    for (std::size_t i = 0; i < 9; ++i)
        all[i].hits = 10;
    EXPECT_NEAR(independent_count(all), 90, 2);
    auto spread = letters(90, {1, 10}); // one of ten in each: no letter is unlike another
    EXPECT_EQ(independent_count(spread), 900);
    EXPECT_GT(share_by_letter(all).upper, share_by_letter(spread).upper + 0.03);
    EXPECT_GT(upper_by_letter(all, 0.95), upper_by_letter(spread, 0.95) + 0.03);
}

// Two hits must not promise more than none.
TEST(LetterShares, AFewHitsDoNotMakeTheIntervalNarrower) {
    auto none = letters(200, {0, 5}), few = none;
    few[7].hits = few[90].hits = 1;
    EXPECT_GT(share_by_letter(few).upper, share_by_letter(none).upper);
    EXPECT_GT(upper_by_letter(few, 0.95), upper_by_letter(none, 0.95));
}

// Where nothing hits there is no variance to go by: a letter counts once, and never as nothing.
TEST(LetterShares, WithoutAHitTheIntervalIsNoPoint) {
    auto const none = share_by_letter(letters(50, {0, 5}));
    EXPECT_EQ(none.value, 0);
    EXPECT_NEAR(none.upper, learn::wilson_interval({0, 50}).upper, 1e-9);
    EXPECT_NEAR(upper_by_letter(letters(50, {0, 5}), 0.95),
                learn::clopper_pearson_upper({0, 50}, 0.95), 1e-6);
    EXPECT_NEAR(share_by_letter(letters(50, {5, 5})).lower, learn::wilson_interval({50, 50}).lower,
                1e-9);
    EXPECT_EQ(upper_by_letter(letters(5, {1, 1}), 0.95), 1);
    EXPECT_EQ(share_by_letter({}).upper, 1);
    EXPECT_EQ(upper_by_letter({}, 0.95), 1);
}

TEST(LetterShares, ADifferenceOfTheSameLettersKnowsThatTheyAreTheSame) {
    auto one = letters(100, {0, 1}), same = one, another = one;
    for (std::size_t i = 0; i < 20; ++i) {
        one[i].hits = same[i].hits = 1;
        another[99 - i].hits = 1; // as many, of other letters
    }
    auto const equal = difference_by_letter(one, same), apart = difference_by_letter(one, another);
    EXPECT_EQ(equal.value, 0);
    EXPECT_EQ(apart.value, 0);
    EXPECT_LT(equal.upper - equal.lower, 0.05);
    EXPECT_GT(apart.upper - apart.lower, 0.2);
    auto const none = difference_by_letter(letters(3, {1, 1}), letters(3, {0, 0}));
    EXPECT_EQ(none.lower, -1);
    EXPECT_EQ(none.upper, 1);
}

// 60 letters of ten fields; three letters with nothing right. Field by field 30 of 600 wrong would
// promise at most 8 %, letter by letter it does not.
TEST(QualityBounds, AreByLetter) {
    std::vector<learn::HitCounts> counts(60);
    for (std::size_t i = 0; i < 60; ++i)
        (i < 3 ? counts[i].wrong : counts[i].hits) = 10;
    EXPECT_LT(learn::clopper_pearson_upper({30, 600}, 0.95), 0.10);
    auto const bounds = quality_bounds("field", counts);
    auto const at = [&](double alpha) {
        return *std::ranges::find(bounds, alpha, &QualityMeasurement::Bound::alpha);
    };
    EXPECT_FALSE(at(0.10).holds);
    EXPECT_TRUE(at(0.15).holds);
    EXPECT_EQ(at(0.10).items, 600u);
    EXPECT_EQ(at(0.10).errors, 30u);
    EXPECT_NEAR(static_cast<double>(at(0.10).needed),
                static_cast<double>(learn::items_needed(0.10, 0.05)) * 10, 15);
    auto const kind = quality_kind("field", counts);
    EXPECT_NEAR(kind.precision.value, 0.95, 1e-9);
    EXPECT_LT(kind.precision.lower, learn::wilson_interval({570, 600}).lower - 0.03);
}

} // namespace
} // namespace leitstand
