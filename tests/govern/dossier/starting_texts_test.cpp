// SPDX-License-Identifier: EUPL-1.2
// What the maker says of its functions: every text fits its fact, none counts before it was taken
// over, and where a text came from stays known.
#include <gtest/gtest.h>

#include "govern/assessment/impact_state.hpp"
#include "govern/dossier/dossier_world.hpp"

namespace leitstand {
namespace {

// What only the authority can say or weigh.
constexpr auto kOwn = std::to_array<std::string_view>(
    {"problem", "goal", "benefit_staff", "benefit_citizens", "alternative_without_ai",
     "data_protection_advice", "views_of_affected", "criticality_harm", "criticality_harm_reason",
     "criticality_dependence", "criticality_dependence_reason", "senior_owner", "contact_unit",
     "contact_email", "costs", "affected_number", "begin_date", "peer_review"});

TEST(StartingTexts, EachFitsItsFactAndNoneSpeaksForTheAuthority) {
    DossierWorld const world;
    std::size_t texts = 0;
    for (auto const& function : world.guideline->functions)
        for (auto const& fact : world.guideline->facts)
            if (auto const* text = world.guideline->starting_text(function.key, fact.key)) {
                ++texts;
                EXPECT_TRUE(check_statement(fact, *text)) << function.key << " " << fact.key;
                EXPECT_EQ(std::ranges::count(kOwn, fact.key), 0) << fact.key;
            }
    EXPECT_GT(texts, 150U);
}

TEST(StartingTexts, TheFunctionsOwnTextGoesBeforeTheOneOfAll) {
    DossierWorld const world;
    auto const& guideline = *world.guideline;
    EXPECT_EQ(*guideline.starting_text("plain", "ai_act_area"), "none");
    EXPECT_EQ(*guideline.starting_text("sort", "ai_act_area"), "benefits");
    EXPECT_EQ(guideline.starting_text("sort", "problem"), nullptr);
}

TEST(StartingTexts, CountForNothingByThemselves) {
    DossierWorld const world(FunctionKey::complete);
    auto const dossier = dossier_of(world.view());
    for (auto const& fact : dossier.facts)
        EXPECT_EQ(fact.record, nullptr) << fact.fact->key;
    EXPECT_TRUE(impact_answers(world.view()).answers.empty());
}

TEST(StartingTexts, TheOriginStaysWithTheVersion) {
    DossierWorld world;
    world.records.push_back({});
    world.records.back().body = record_body(statement_body("Ein Text.", "2026-11-28"));
    EXPECT_EQ(statement_origin(world.records.back()), "2026-11-28");
    world.records.back().body = record_body(statement_body("Ein Text."));
    EXPECT_EQ(statement_origin(world.records.back()), "");
}

TEST(StartingAnswer, AStatementGoesBeforeTheMaker) {
    DossierWorld world(FunctionKey::sort);
    auto const& questions = world.guideline->assessment.impact;
    auto const& fallback = *questions.question("aboutSystem9");
    EXPECT_EQ(starting_answer(world.view(), fallback).chosen, nullptr);
    world.state("fallback", "Von Hand.");
    auto const start = starting_answer(world.view(), fallback);
    ASSERT_NE(start.chosen, nullptr);
    EXPECT_EQ(start.from->key, "fallback");
    auto const maker = starting_answer(world.view(), *questions.question("aboutAlgorithm9"));
    ASSERT_NE(maker.chosen, nullptr);
    EXPECT_EQ(maker.from, nullptr);
}

} // namespace
} // namespace leitstand
