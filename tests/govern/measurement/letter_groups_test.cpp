// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/letter_groups.hpp"

#include "govern/measurement/measured.hpp"

namespace leitstand {
namespace {

using Group = GroupFiguresMeasurement::Group;

TEST(LetterGroups, TellWhoWritesFromNameDateAndWords) {
    auto const templates = Counterfactuals::load(measured::example_folder()).value();
    auto letter =
        measured::letter("a", "Ich bin alleinerziehend und sitze im Rollstuhl.", "Yıldırım, Ayşe");
    letter.birth_date = "1950-02-01";
    letter.letter_date = "2026-03-01";
    std::vector<std::string> const expected{"female", "turkish", "60_and_over", "single_parent",
                                            "named",  "de",      "letter",      "other"};
    EXPECT_EQ(traits_of_letter(letter, *templates), expected);
    auto const nobody = traits_of_letter(measured::letter("b", "Hallo."), *templates);
    EXPECT_EQ(nobody[0], "");
    EXPECT_EQ(nobody[1], "");
    EXPECT_EQ(nobody[2], "");
    EXPECT_EQ(nobody[3], "not_named");
    auto polish = measured::letter("c", "Dzień dobry, mam dwoje dzieci.");
    polish.language = "pl";
    std::vector<std::string> const told{"", "", "", "", "", "other", "letter", ""};
    EXPECT_EQ(traits_of_letter(polish, *templates), told);
}

// Letters of two origins, told by name; `wrong` of each `count` missed something.
struct Post {
    std::vector<MeasuredLetter> letters;
    std::vector<LetterOutcome> outcomes;

    void add(std::string const& sender, int count, int wrong) {
        for (int i = 0; i < count; ++i) {
            letters.push_back(
                measured::letter(fmt::format("a-{}", letters.size()), "Hallo.", sender));
            outcomes.push_back({i < wrong, false, false});
        }
    }
    GroupFiguresMeasurement measure() const {
        static auto const templates = Counterfactuals::load(measured::example_folder()).value();
        return measure_groups(letters, outcomes, *templates).value();
    }
};

Group group(GroupFiguresMeasurement const& measured, std::string const& trait,
            std::string const& value) {
    for (auto const& one : measured.groups)
        if (one.of == std::map<std::string, std::string>{{trait, value}})
            return one;
    ADD_FAILURE() << trait << ": " << value;
    return {};
}

GroupFiguresMeasurement::Difference of_rate(Group const& group, std::string_view rate) {
    auto const found =
        std::ranges::find(group.differences, rate, &GroupFiguresMeasurement::Difference::rate);
    if (found != group.differences.end())
        return *found;
    ADD_FAILURE() << rate;
    return {};
}

TEST(LetterGroups, ASmallGroupIsNotAssessableAndALargeDifferenceIsSeen) {
    Post post;
    post.add("Petra Krämer", 400, 40);
    post.add("Ayşe Yıldırım", 300, 200);
    post.add("Abena Mensah", 3, 0);
    auto const measured = post.measure();
    auto const turkish = group(measured, "name_origin", "turkish");
    EXPECT_TRUE(turkish.significant);
    EXPECT_GT(turkish.difference->lower, 0.4);
    EXPECT_EQ(turkish.miss.value, turkish.error.value);
    EXPECT_EQ(of_rate(turkish, "miss").verdict, "worse");
    EXPECT_EQ(of_rate(turkish, "false_alarm").verdict, "within") << "there is none in either";
    EXPECT_TRUE(turkish.assessable);
    auto const african = group(measured, "name_origin", "african");
    EXPECT_FALSE(african.assessable);
    EXPECT_GT(african.needed.value_or(0), 3u);
    EXPECT_TRUE(group(measured, "name_origin", "german").reference);
}

// That no difference was found says nothing where one of the tolerance could hide.
TEST(LetterGroups, NotSignificantIsNotAssessed) {
    Post post;
    post.add("Petra Krämer", 400, 120);
    post.add("Ayşe Yıldırım", 100, 33);
    auto const small = group(post.measure(), "name_origin", "turkish");
    EXPECT_FALSE(small.significant);
    EXPECT_EQ(of_rate(small, "error").verdict, "open");
    EXPECT_FALSE(small.assessable);
    EXPECT_GT(small.needed.value_or(0), 100u);
    Post large;
    large.add("Petra Krämer", 1'500, 450);
    large.add("Ayşe Yıldırım", 1'200, 396);
    auto const enough = group(large.measure(), "name_origin", "turkish");
    EXPECT_EQ(of_rate(enough, "error").verdict, "within");
    EXPECT_TRUE(enough.assessable);
    EXPECT_FALSE(enough.needed);
}

TEST(LetterGroups, EveryRateIsComparedAndAllTestsAreCorrectedTogether) {
    Post post;
    post.add("Petra Krämer", 300, 0);
    post.add("Ayşe Yıldırım", 300, 0);
    for (std::size_t i = 0; i < post.outcomes.size(); ++i) {
        post.outcomes[i].held = i >= 300 && i < 400;        // a third of one group
        post.outcomes[i].false_alarm = i >= 300 && i < 306; // p = 0.03 alone
    }
    auto const turkish = group(post.measure(), "name_origin", "turkish");
    ASSERT_EQ(turkish.differences.size(), 4u);
    EXPECT_EQ(of_rate(turkish, "abstention").verdict, "worse");
    EXPECT_LT(fairness::fisher_exact_p({6, 300}, {0, 300}), 0.05);
    EXPECT_GT(of_rate(turkish, "false_alarm").p, 0.05);
    EXPECT_EQ(of_rate(turkish, "false_alarm").verdict, "within");
    EXPECT_TRUE(turkish.significant);
}

TEST(LetterGroups, AGroupWithoutALetterIsNamedWithTheReason) {
    Post post;
    post.add("Petra Krämer", 5, 0);
    auto const measured = post.measure();
    auto const african = group(measured, "name_origin", "african");
    EXPECT_EQ(african.letters, 0u);
    EXPECT_TRUE(african.required);
    EXPECT_FALSE(african.assessable);
    auto const foreign = group(measured, "language", "other");
    EXPECT_EQ(foreign.letters, 0u);
    EXPECT_TRUE(foreign.required);
    EXPECT_NE(foreign.because.find("seiner Sprache"), std::string::npos);
    EXPECT_FALSE(foreign.because_en.empty());
}

TEST(LetterGroups, WithoutAnnotationGroupsAreCountedAndNothingIsCompared) {
    Post post;
    post.add("Petra Krämer", 400, 0);
    post.outcomes.clear();
    auto const german = group(post.measure(), "name_origin", "german");
    EXPECT_EQ(german.letters, 400u);
    EXPECT_TRUE(german.differences.empty());
    EXPECT_FALSE(german.assessable);
    EXPECT_EQ(german.error.lower, 0);
    EXPECT_EQ(german.error.upper, 1);
}

// With as many letters as it names the interval does lie within the tolerance, four times of five.
TEST(LettersNeeded, AreAsManyAsItTakes) {
    learn::Share const reference{300, 1'000};
    auto const needed = letters_needed(0.1, reference);
    EXPECT_GT(needed, 200u);
    EXPECT_LT(needed, 400u);
    auto const hits = static_cast<std::uint64_t>(0.3 * static_cast<double>(needed));
    auto const there = fairness::difference_of({hits, needed}, reference, 0.95);
    EXPECT_LT(there->upper, 0.1);
    EXPECT_GT(letters_needed(0.05, reference), 2 * needed);
    EXPECT_GT(letters_needed(0.1, {3, 10}), 400u) << "the reference must grow, too";
    EXPECT_GT(letters_needed(0.1, {0, 1'000}), 0u);
}

} // namespace
} // namespace leitstand
