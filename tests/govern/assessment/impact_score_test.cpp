// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/impact_score.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "govern/assessment/published_survey.hpp"
#include "support/governed.hpp"

namespace leitstand {
namespace {

ImpactQuestionnaire const& published() {
    return example_guideline()->assessment.impact;
}

// Each question that is asked gets the choice with the most, or the least, points.
ChosenValues extreme(bool most, std::string const& phase) {
    ChosenValues out{{"projectDetailsPhase", {phase}}};
    for (auto open = score_impact(published(), out).open; !open.empty();
         open = score_impact(published(), out).open) {
        auto const& question = *published().question(open.front());
        auto const order = [](auto const& a, auto const& b) { return a.points < b.points; };
        auto& chosen = out[question.key];
        if (most && question.many)
            for (auto const& choice : question.choices)
                chosen.push_back(choice.value);
        else if (most)
            chosen.push_back(
                std::max_element(question.choices.begin(), question.choices.end(), order)->value);
        else
            chosen.push_back(
                std::min_element(question.choices.begin(), question.choices.end(), order)->value);
    }
    return out;
}

// tests/unit/store.spec.ts of canada-ca/aia-eia-js.
TEST(ImpactScore, GivesThePublishedResultForThePublishedTest) {
    ChosenValues const answers{{"projectDetailsRespondent", {"name"}},
                               {"projectDetailsDepartment-NS", {"item061"}},
                               {"projectDetailsPhase", {"item1"}},
                               {"decisionSector1", {"item1-1", "item2-1", "item3-1"}}};
    auto const score = score_impact(published(), answers);
    EXPECT_EQ((std::vector{score.raw, score.mitigation, score.total, score.level}),
              (std::vector{3, 0, 3, 1}));
    EXPECT_FALSE(score.complete());
    EXPECT_EQ(score.unknown, (std::vector<std::string>{"projectDetailsDepartment-NS",
                                                       "projectDetailsRespondent"}));
}

TEST(ImpactScore, HasThePublishedMaxima) {
    EXPECT_EQ(published().points_max(ScoreSide::raw), 167);
    EXPECT_EQ(published().points_max(ScoreSide::mitigation), 154);
    auto const score = score_impact(published(), {});
    EXPECT_EQ(score.raw_max, 167);
    EXPECT_EQ(score.mitigation_max, 77);
    std::map<std::string, int> const points{
        {"businessDrivers", 5}, {"riskProfile", 15},   {"projectAuthority", 2}, {"aboutSystem", 17},
        {"aboutAlgorithm", 15}, {"decisionSector", 8}, {"impact", 52},          {"aboutData", 53},
        {"consultation", 20},   {"dataQuality", 28},   {"fairness", 88},        {"privacy", 18}};
    std::map<std::string, std::size_t> questions;
    for (auto const& question : published().questions)
        ++questions[question.side == ScoreSide::raw          ? "raw"
                    : question.side == ScoreSide::mitigation ? "mitigation"
                                                             : "none"];
    for (auto const& section : score.sections)
        if (section.section != "projectDetails")
            EXPECT_EQ(section.points_max, points.at(section.section)) << section.section;
    EXPECT_EQ(questions["raw"], 70u);
    EXPECT_EQ(questions["mitigation"], 90u);
}

TEST(ImpactScore, LowersTheTotalOnlyFromEightyPercentOn) {
    auto answers = extreme(true, "item2");
    auto score = score_impact(published(), answers);
    EXPECT_TRUE(score.complete());
    EXPECT_EQ(score.mitigation, 77);
    EXPECT_TRUE(score.lowered);
    EXPECT_EQ(score.total, static_cast<int>(std::floor(0.85 * score.raw + 0.5)));

    // 61.6 is the border: 61 does not reach it, 62 does.
    for (auto const& question : published().questions)
        if (question.side == ScoreSide::mitigation &&
            score_impact(published(), answers).mitigation > 62) {
            auto const before = answers;
            answers.erase(question.key);
            if (score_impact(published(), answers).mitigation < 62)
                answers = before;
        }
    score = score_impact(published(), answers);
    ASSERT_EQ(score.mitigation, 62);
    EXPECT_TRUE(score.lowered);
    answers.erase("privacyImplementation3"); // one point
    answers.erase("privacyImplementation4");
    score = score_impact(published(), answers);
    EXPECT_LE(score.mitigation, 61);
    EXPECT_FALSE(score.lowered);
    EXPECT_EQ(score.total, score.raw);
}

// A tiny questionnaire with exact borders: 40 raw points at most.
TEST(ImpactScore, RoundsAndLevelsAsPublished) {
    ImpactQuestionnaire tiny;
    tiny.sections = {{"r", "", "", "", "", ScoreSide::raw},
                     {"m", "", "", "", "", ScoreSide::mitigation}};
    ImpactQuestion raw{"raw", "r", ScoreSide::raw, "", "", "", "", true, {}, {}};
    for (int const points : {1, 2, 7, 10, 20})
        raw.choices.push_back({fmt::format("item{}-{}", points, points), "", "", points});
    ImpactQuestion help{"help", "m",   ScoreSide::mitigation,    "", "", "",
                        "",     false, {{"item1-2", "", "", 2}}, {}};
    tiny.questions = {raw, help};
    auto const score = [&](std::vector<std::string> chosen, bool mitigated) {
        ChosenValues answers{{"raw", std::move(chosen)}};
        if (mitigated)
            answers["help"] = {"item1-2"};
        return score_impact(tiny, answers);
    };
    EXPECT_EQ(score({"item10-10"}, false).level, 1); // 25 % exactly
    EXPECT_EQ(score({"item10-10", "item1-1"}, false).level, 2);
    EXPECT_EQ(score({"item20-20"}, false).level, 2); // 50 % exactly
    EXPECT_EQ(score({"item20-20", "item10-10"}, false).level, 3);
    EXPECT_EQ(score({"item20-20", "item10-10", "item1-1"}, false).level, 4);
    EXPECT_EQ(score({"item10-10"}, true).total, 9);               // 8.5 goes up
    EXPECT_EQ(score({"item20-20", "item10-10"}, true).total, 26); // 25.5
}

// Their issue 1143: the answer to a question that became hidden is still added up.
TEST(ImpactScore, CountsNoHiddenAnswer) {
    ChosenValues answers{{"projectDetailsPhase", {"item1"}},
                         {"aboutAlgorithm8", {"item1-3"}},
                         {"aboutAlgorithm8A", {"item2-1"}}};
    EXPECT_EQ(score_impact(published(), answers).raw, 4);
    answers["aboutAlgorithm8"] = {"item2-0"}; // hides 8A
    auto const score = score_impact(published(), answers);
    int as_published = 0;
    for (auto const& [key, chosen] : answers)
        for (auto const& value : chosen)
            as_published += points_of_value(value);
    EXPECT_EQ(as_published, 1);
    EXPECT_EQ(score.raw, 0);
    EXPECT_EQ(score.hidden, std::vector<std::string>{"aboutAlgorithm8A"});

    // Also through a chain: who uses no personal data is not asked about it.
    ChosenValues const chain{{"aboutDataSource1", {"item2-0"}}, {"aboutDataSource14", {"item5-3"}}};
    EXPECT_EQ(score_impact(published(), chain).raw, 0);
    // And the answers of the phase that is over.
    ChosenValues const phase{{"projectDetailsPhase", {"item2"}}, {"fairnessDesign2", {"item1-2"}}};
    EXPECT_EQ(score_impact(published(), phase).mitigation, 0);
}

TEST(ImpactScore, TakesNoForeignOrDoubleChoice) {
    auto const score = score_impact(published(), {{"riskProfile1", {"item1-900"}},
                                                  {"impact3", {"item1-4", "item2-0"}},
                                                  {"decisionSector1", {"item1-1", "item1-1"}}});
    EXPECT_EQ(score.raw, 5); // 4 of the first choice, 1 of the one sector
    EXPECT_EQ(score.unknown.size(), 3u);
}

// More points on the raw side never lower the total, whatever else is answered.
RC_GTEST_PROP(ImpactScoreProperty, AHigherChoiceNeverLowersTheTotal, ()) {
    ChosenValues answers{
        {"projectDetailsPhase", {*rc::gen::element<std::string>("item1", "item2")}}};
    for (auto const& question : published().questions)
        if (question.key != "projectDetailsPhase" && *rc::gen::inRange(0, 3) > 0)
            answers[question.key] = {
                question.choices[*rc::gen::inRange<std::size_t>(0, question.choices.size())].value};
    auto const before = score_impact(published(), answers);
    auto const& question =
        published().questions[*rc::gen::inRange<std::size_t>(0, published().questions.size())];
    RC_PRE(question.side == ScoreSide::raw && !question.many);
    RC_PRE(question.key != "aboutDataSource1" && question.key != "aboutAlgorithm8");
    auto const held = answers.find(question.key);
    auto const now = held == answers.end() ? 0 : points_of_value(held->second.front());
    auto const& higher =
        question.choices[*rc::gen::inRange<std::size_t>(0, question.choices.size())];
    RC_PRE(higher.points >= now);
    answers[question.key] = {higher.value};
    auto const after = score_impact(published(), answers);
    // A choice that hides another question may take that one's points away: not asked, not counted.
    RC_PRE(after.hidden.size() <= before.hidden.size());
    RC_ASSERT(after.total >= before.total);
    RC_ASSERT(after.level >= before.level);
    RC_ASSERT(after.mitigation == before.mitigation);
}

RC_GTEST_PROP(ImpactScoreProperty, MitigationNeverRaisesTheTotal, ()) {
    auto answers = extreme(*rc::gen::arbitrary<bool>(), "item2");
    for (auto& [key, chosen] : answers)
        if (auto const* question = published().question(key);
            question->side == ScoreSide::mitigation)
            chosen = {question->choices[*rc::gen::inRange<std::size_t>(0, question->choices.size())]
                          .value};
    auto const score = score_impact(published(), answers);
    RC_ASSERT(score.total <= score.raw);
    RC_ASSERT(score.total >= static_cast<int>(std::floor(0.85 * score.raw + 0.5)));
    RC_ASSERT(score.raw <= score.raw_max);
    RC_ASSERT(score.level >= 1 && score.level <= 4);
}

constexpr std::string_view kSurvey = R"({"pages": [
  {"name": "start", "elements": [{"type": "panel", "name": "start-NS", "elements": [
    {"type": "text", "name": "who"},
    {"type": "radiogroup", "name": "stage", "choices": [{"value": "item1", "text": "a"}, "item2"]}]}]},
  {"name": "one", "title": {"default": "One", "de": "Eins"}, "elements": [{"type": "panel", "name": "p-RS", "elements": [
    {"type": "dropdown", "name": "harm", "title": "How much?", "choices": [{"value": "item1-1"}, {"value": "item2-4"}]},
    {"type": "checkbox", "name": "fields", "visibleIf": "{harm} = \"item2-4\"", "choices": [{"value": "item1-1"}, {"value": "item2-1"}]},
    {"type": "comment", "name": "why", "visibleIf": "{who} contains [\"x\"]"},
    {"type": "radiogroup", "name": "free-NS", "choices": [{"value": "item1-9"}]}]}]},
  {"name": "two", "visibleIf": "{stage} = \"item1\"", "elements": [{"type": "panel", "name": "q-MS", "elements": [
    {"type": "radiogroup", "name": "help", "choices": [{"value": "item1-2"}, {"value": "item2-0"}]}]}]}]})";

TEST(PublishedSurvey, IsReadWithItsPointsAndConditions) {
    auto const survey = read_published_survey(kSurvey);
    ASSERT_TRUE(survey) << survey.error().describe();
    EXPECT_EQ(survey->questions.size(), 5u);
    EXPECT_EQ(survey->points_max(ScoreSide::raw), 6);
    EXPECT_EQ(survey->points_max(ScoreSide::mitigation), 2);
    EXPECT_EQ(survey->section("one")->name, "Eins");
    auto const answers = read_published_answers(
        R"({"data": {"stage": "item2", "harm": "item2-4", "fields": ["item1-1", "item2-1"], "help": "item1-2"}})");
    ASSERT_TRUE(answers);
    auto const score = score_impact(*survey, *answers);
    EXPECT_EQ(score.raw, 6);
    EXPECT_EQ(score.mitigation, 0); // its page is hidden in that stage
    EXPECT_EQ(score.hidden, std::vector<std::string>{"help"});
}

TEST(PublishedSurvey, RefusesWhatItCannotScore) {
    for (
        auto const* text :
        {"", "[]", "{}", R"({"pages": 1})", R"({"pages": [{}]})",
         R"({"pages": [{"name": "a", "elements": [{"type": "radiogroup", "name": "x", "choices": []}]}]})",
         R"({"pages": [{"name": "a", "elements": [{"type": "radiogroup", "name": "x", "choices": ["1"], "visibleIf": "{y} = \"1\""}]}]})",
         R"({"pages": [{"name": "a", "elements": [{"type": "radiogroup", "name": "x", "choices": ["1"], "visibleIf": "{x"}]}]})",
         R"({"pages": [{"name": "a", "elements": [{"type": "radiogroup", "name": "x", "choices": ["1"]}, {"type": "radiogroup", "name": "x", "choices": ["1"]}]}]})"}) {
        auto const survey = read_published_survey(text);
        ASSERT_FALSE(survey) << text;
        EXPECT_EQ(survey.error().key, "survey.wrong") << text;
    }
    EXPECT_FALSE(read_published_answers("[]"));
    EXPECT_FALSE(read_published_answers(R"({"a": {"b": 1}})"));
}

TEST(AnswerCondition, ReadsTheNotationOfThePublishedFiles) {
    ChosenValues const chosen{{"a", {"item1"}}, {"b", {"item1", "item2"}}};
    auto const holds = [&](std::string_view text) {
        auto const condition = AnswerCondition::parse(text);
        EXPECT_TRUE(condition) << text << (condition ? "" : condition.error().detail);
        return condition && condition->holds(chosen);
    };
    EXPECT_TRUE(holds(R"({a} = "item1")"));
    EXPECT_FALSE(holds(R"({a} <> "item1")"));
    EXPECT_TRUE(holds(R"({b} contains ["item2"])"));
    EXPECT_FALSE(holds(R"({b} = "item2")"));
    EXPECT_TRUE(holds(R"({c} empty and {a} notempty)"));
    EXPECT_TRUE(holds(R"({a} = "x" or {a} = "y" or {b} contains 'item1')"));
    EXPECT_FALSE(holds(R"(({a} = "item1" or {a} = "y") and {c} = "z")"));
    EXPECT_TRUE(holds(R"({a} = "item1" or {a} = "y" and {c} = "z")")); // and binds more tightly
    for (auto const* text : {"", "{a}", "{a} = ", "{a} = item1", "a = \"b\"", "({a} = \"b\"",
                             "{a} = \"b\" xor {a} = \"c\"", "{a} = \"b\" and", "{a} > \"1\""})
        EXPECT_FALSE(AnswerCondition::parse(text)) << text;
    EXPECT_FALSE(
        AnswerCondition::parse(std::string(40, '(') + R"({a} = "b")" + std::string(40, ')')));
}

} // namespace
} // namespace leitstand
