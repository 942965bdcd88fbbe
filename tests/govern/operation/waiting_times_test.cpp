// SPDX-License-Identifier: EUPL-1.2
// How long letters of a kind waited: medians, differences, what cannot be said, and that no figure
// is of fewer persons than the minimum.
#include "govern/operation/waiting_times.hpp"

#include <cmath>
#include <gmock/gmock.h>
#include <random>
#include <set>

namespace leitstand::operation {

namespace {

using fairness::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t kMin = 5;

struct Kind {
    WaitingTraits traits{"upload", "de", "other", "short", "text"};
    bool shown = false;
};

// Letters of one kind that waited so long, closed by so many persons, the first one being `from`.
void add(WaitingPeriod& period, Kind const& kind, std::optional<std::int64_t> days,
         std::uint64_t letters, std::uint32_t persons = kMin, std::uint32_t from = 0) {
    period.letters.push_back({kind.traits, kind.shown, days, letters});
    for (std::uint32_t person = from; person < from + persons; ++person)
        period.closers.push_back({kind.traits, kind.shown, person});
}

ShownWaiting shown_of(WaitingPeriod const& period, Across across = Across::two_traits) {
    auto shown = shown_waiting(period, kMin, across);
    EXPECT_TRUE(shown) << shown.error().describe();
    return shown.value_or(ShownWaiting{});
}

WaitingGroup const& group_of(ShownWaiting const& shown, std::vector<WaitingValue> const& of) {
    for (auto const& group : shown.groups)
        if (group.of == of)
            return group;
    ADD_FAILURE() << "no such group";
    static WaitingGroup const none;
    return none;
}

WaitingTraits with(std::size_t trait, std::string const& value) {
    auto traits = Kind{}.traits;
    traits[trait] = value;
    return traits;
}

TEST(WaitingTimesTest, NothingIsShownOfTooFewPersons) {
    WaitingPeriod period;
    add(period, {}, 3, 1'000, kMin - 1);
    auto const few = shown_of(period);
    EXPECT_FALSE(few.shown);
    EXPECT_EQ(0u, few.letters);
    EXPECT_FALSE(shown_of({}).shown);
    add(period, {}, 3, 1, 1, 9);
    auto const enough = shown_of(period);
    EXPECT_TRUE(enough.shown);
    EXPECT_EQ(1'001u, enough.letters);
    EXPECT_EQ(3, enough.median.value);
    EXPECT_THAT(enough.groups, IsEmpty()); // all letters are alike
}

TEST(WaitingTimesTest, ASlowerGroupIsSaidToBeSlower) {
    WaitingPeriod period;
    for (int day = 0; day < 10; ++day) {
        add(period, {}, day, 100);
        add(period, {.traits = with(1, "other"), .shown = false}, day + 5, 40);
    }
    auto const shown = shown_of(period);
    ASSERT_THAT(shown.groups, SizeIs(2));
    auto const& german = group_of(shown, {{"language", {"de"}}});
    EXPECT_EQ(Verdict::reference, german.verdict);
    EXPECT_EQ(4.5, german.median.value);
    EXPECT_FALSE(german.difference);
    auto const& other = group_of(shown, {{"language", {"other"}}});
    EXPECT_EQ(Verdict::gap, other.verdict);
    EXPECT_EQ(400u, other.letters);
    EXPECT_EQ(9.5, other.median.value);
    ASSERT_TRUE(other.difference);
    EXPECT_EQ(5, other.difference->value);
    EXPECT_GT(other.difference->lower, 3);
    EXPECT_LT(other.difference->upper, 7);
    EXPECT_GT(other.longer_difference->lower, 0);
    ASSERT_TRUE(other.p);
    EXPECT_LT(*other.p, 0.001);
    EXPECT_EQ(1u, shown.tests);
}

TEST(WaitingTimesTest, ASmallGroupIsNotAssessableAndTheNumberIsNamed) {
    WaitingPeriod period;
    for (int day = 0; day < 10; ++day) {
        add(period, {}, day, 100);
        add(period, {.traits = with(0, "counter"), .shown = false}, day, 2);
    }
    auto const& counter = group_of(shown_of(period), {{"channel", {"counter"}}});
    EXPECT_EQ(Verdict::not_assessable, counter.verdict);
    ASSERT_TRUE(counter.needed);
    EXPECT_GT(*counter.needed, 100u);
    EXPECT_LT(*counter.needed, 1'000u);
}

TEST(WaitingTimesTest, AsGoodAsTheSameIsSaidOnlyOfALargeGroup) {
    WaitingPeriod period;
    for (int day = 0; day < 10; ++day)
        for (auto const* channel : {"upload", "mailbox"})
            add(period, {.traits = with(0, channel), .shown = false}, day, 200);
    std::vector<Verdict> verdicts;
    for (auto const& group : shown_of(period).groups)
        verdicts.push_back(group.verdict);
    EXPECT_THAT(verdicts,
                testing::UnorderedElementsAre(Verdict::reference, Verdict::within_tolerance));
}

TEST(WaitingTimesTest, WhatIsStillOpenWaitedLongest) {
    WaitingPeriod period;
    add(period, {}, 2, 300);
    add(period, {.traits = with(4, "hard"), .shown = false}, 2, 40);
    add(period, {.traits = with(4, "hard"), .shown = false}, std::nullopt, 60);
    auto const shown = shown_of(period);
    EXPECT_EQ(2, shown.longer_than);
    auto const& hard = group_of(shown, {{"reading", {"hard"}}});
    EXPECT_TRUE(std::isinf(hard.median.value));
    EXPECT_FALSE(hard.difference); // how much longer is not known
    EXPECT_NEAR(0.6, hard.longer.value, 1e-9);
    EXPECT_EQ(Verdict::gap, hard.verdict);
}

TEST(WaitingTimesTest, LettersWithoutTheSuggestionAreTheReference) {
    WaitingPeriod period;
    add(period, {.traits = Kind{}.traits, .shown = true}, 4, 900);
    add(period, {.traits = Kind{}.traits, .shown = false}, 2, 100);
    auto const shown = shown_of(period);
    EXPECT_EQ(Verdict::reference,
              group_of(shown, {{std::string{kSuggestionTrait}, {"without"}}}).verdict);
    auto const& with_it = group_of(shown, {{std::string{kSuggestionTrait}, {"with"}}});
    EXPECT_EQ(Verdict::gap, with_it.verdict);
    EXPECT_EQ(2, with_it.difference->value);
}

TEST(WaitingTimesTest, LettersArePartedMostNearlyIntoHalves) {
    WaitingPeriod period;
    add(period, {}, 1, 40);
    add(period, {}, 2, 15);
    add(period, {}, 9, 45);
    EXPECT_EQ(2, shown_of(period).longer_than); // 55 and 45
    add(period, {}, std::nullopt, 200);
    EXPECT_EQ(9, shown_of(period).longer_than); // 100 and 200
    WaitingPeriod open;
    add(open, {}, std::nullopt, 10);
    EXPECT_EQ(kWaitingDaysMax, shown_of(open).longer_than);
}

TEST(WaitingTimesTest, GroupsAreCrossedWithTheSuggestion) {
    WaitingPeriod period;
    for (auto const* language : {"de", "other"})
        for (bool const shown : {false, true})
            for (int day = 0; day < 10; ++day)
                add(period, {.traits = with(1, language), .shown = shown},
                    day + (shown && std::string_view{language} == "other" ? 8 : 0), 30);
    auto const shown = shown_of(period);
    auto const& slower =
        group_of(shown, {{"language", {"other"}}, {std::string{kSuggestionTrait}, {"with"}}});
    EXPECT_EQ(Verdict::gap, slower.verdict);
    EXPECT_EQ(8, slower.difference->value);
    EXPECT_EQ(Verdict::reference,
              group_of(shown, {{"language", {"de"}}, {std::string{kSuggestionTrait}, {"without"}}})
                  .verdict);
    EXPECT_THAT(shown_of(period, Across::one_trait).groups, SizeIs(4));
    EXPECT_EQ(1u + 1u + 3u, shown.tests); // corrected over all tables together
}

TEST(WaitingTimesTest, ValuesOfTooFewPersonsAreJoined) {
    WaitingPeriod period;
    add(period, {}, 2, 500, 9);
    add(period, {.traits = with(0, "counter"), .shown = false}, 2, 50, 3);
    add(period, {.traits = with(0, "oral"), .shown = false}, 9, 50, 2, 3);
    auto const shown = shown_of(period);
    ASSERT_THAT(shown.groups, SizeIs(2));
    EXPECT_EQ(100u, group_of(shown, {{"channel", {"counter", "oral"}}}).letters);
}

TEST(WaitingTimesTest, ATableWithAFieldOfTooFewIsCoarserOrIsNone) {
    WaitingPeriod period;
    auto const field = [&](char const* channel, char const* length, std::uint32_t persons) {
        auto traits = with(0, channel);
        traits[3] = length;
        add(period, {.traits = traits, .shown = false}, 3, 50, persons);
    };
    for (auto const* channel : {"upload", "mailbox", "counter"})
        for (auto const* length : {"short", "long"})
            field(channel, length,
                  std::string_view{channel} == "counter" && std::string_view{length} == "long" ? 2
                                                                                               : 6);
    auto const coarser = shown_of(period);
    EXPECT_THAT(coarser.too_small, IsEmpty());
    auto const crossed = [](ShownWaiting const& shown) {
        return std::ranges::count_if(shown.groups,
                                     [](auto const& group) { return group.of.size() == 2; });
    };
    EXPECT_EQ(4, crossed(coarser)); // two channels were joined
    WaitingPeriod two;
    std::swap(two, period);
    for (auto const* length : {"short", "long"})
        field("upload", length, 6);
    field("mailbox", "short", 6);
    field("mailbox", "long", 1);
    auto const none = shown_of(period);
    EXPECT_EQ(0, crossed(none));
    EXPECT_THAT(none.too_small,
                ElementsAre(std::pair<std::string, std::string>{"channel", "length"}));
}

// Persons that closed letters of the group.
std::size_t persons_in(WaitingPeriod const& period, std::vector<WaitingValue> const& of) {
    std::set<std::uint32_t> persons;
    for (auto const& closer : period.closers) {
        auto const belongs = [&](WaitingValue const& value) {
            auto const at = std::ranges::find(kWaitingTraits, value.trait);
            std::string const own =
                at == kWaitingTraits.end()
                    ? (closer.shown ? "with" : "without")
                    : closer.traits[static_cast<std::size_t>(at - kWaitingTraits.begin())];
            return std::ranges::find(value.values, own) != value.values.end();
        };
        if (std::ranges::all_of(of, belongs))
            persons.insert(closer.person);
    }
    return persons.size();
}

TEST(WaitingTimesTest, NoFigureIsOfTooFewPersonsWhateverComes) {
    std::mt19937_64 dice{7};
    std::size_t crossed = 0;
    for (int round = 0; round < 200; ++round) {
        WaitingPeriod period;
        auto const kinds = 1 + dice() % 12;
        for (std::uint64_t i = 0; i < kinds; ++i) {
            Kind kind;
            kind.traits = {dice() % 2   ? "upload"
                           : dice() % 2 ? "mailbox"
                                        : "oral",
                           dice() % 3   ? "de"
                           : dice() % 2 ? "other"
                                        : "",
                           dice() % 2 ? "simple" : "other", dice() % 2 ? "short" : "long",
                           dice() % 4 ? "text" : "hard"};
            kind.shown = dice() % 2 == 0;
            add(period, kind, static_cast<std::int64_t>(dice() % 57), 1 + dice() % 50,
                static_cast<std::uint32_t>(dice() % 9), static_cast<std::uint32_t>(dice() % 9));
        }
        auto const shown = shown_of(period);
        std::map<std::string, std::uint64_t> letters; // of each table
        for (auto const& group : shown.groups) {
            EXPECT_GE(persons_in(period, group.of), kMin);
            std::string table;
            for (auto const& value : group.of)
                table += value.trait + " ";
            letters[table] += group.letters;
            crossed += group.of.size() - 1;
        }
        for (auto const& [table, sum] : letters)
            EXPECT_EQ(shown.letters, sum) << table; // nothing is left out of any
    }
    EXPECT_GT(crossed, 100u);
}

TEST(WaitingTimesTest, WhatWasBeforeStandsBesideTheSameGroup) {
    WaitingPeriod now, before;
    for (int day = 0; day < 9; ++day) {
        add(now, {}, day + 3, 100);
        add(now, {.traits = with(1, "other"), .shown = false}, day + 6, 100);
        add(before, {}, day, 100);
    }
    add(before, {.traits = with(1, "other"), .shown = false}, 4, 90);
    auto shown = shown_of(now);
    compare_with_before(shown, shown_of(before, Across::one_trait));
    auto const& german = group_of(shown, {{"language", {"de"}}});
    ASSERT_TRUE(german.before && german.change && shown.change);
    EXPECT_EQ(4, german.before->value);
    EXPECT_EQ(3, german.change->value);
    EXPECT_GT(german.change->lower, 1);
    auto untouched = shown_of(now);
    compare_with_before(untouched, {});
    EXPECT_FALSE(untouched.before);
}

TEST(WaitingTimesTest, ASpanIsShownWhenNoneOfItsLettersIsWatchedAnyMore) {
    for (int offset = 0; offset < 60; ++offset) {
        auto const today = plus_days(Date{2026, 11, 2}, offset);
        auto const span = waiting_span(today);
        EXPECT_LT(day_number(span.last) + kWaitingDaysMax, day_number(today));
        EXPECT_EQ(27, day_number(span.last) - day_number(span.first));
        EXPECT_EQ(plus_days(span.first, -1), waiting_span(today, 1).last);
    }
}

} // namespace
} // namespace leitstand::operation
