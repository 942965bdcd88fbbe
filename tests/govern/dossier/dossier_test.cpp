// SPDX-License-Identifier: EUPL-1.2
// The dossier as a fold of records: statements, tasks with sign-offs, phases, open points,
// contradictions.
#include <gtest/gtest.h>

#include "govern/dossier/dossier_world.hpp"
#include "govern/dossier/roles_in_words.hpp"

namespace leitstand {
namespace {

using Keys = std::vector<std::string>;

std::string fault(Result<void> const& result) {
    return result ? std::string{} : result.error().key;
}

TEST(Statement, TakesWhatTheFactAsksFor) {
    DossierWorld const world;
    for (auto const& fact : world.guideline->facts)
        EXPECT_EQ(fault(check_statement(fact, DossierWorld::answer_to(fact))), "") << fact.key;
}

struct BadValue {
    char const* fact;
    Json value;
    char const* key;
};

TEST(Statement, RefusesWhatDoesNotFit) {
    DossierWorld const world;
    std::vector<BadValue> const cases{
        {"purpose", 7, "dossier.value_wrong"},
        {"purpose", " \n", "dossier.value_empty"},
        {"register_summary", std::string(401, 'a'), "dossier.value_too_long"},
        {"affected_number", "viele", "dossier.value_wrong"},
        {"affected_number", -1, "dossier.value_wrong"},
        {"begin_date", "2026-02-30", "dossier.value_wrong"},
        {"ai_act_profiles", "nein", "dossier.value_wrong"},
        {"criticality_harm", "enormous", "dossier.choice_unknown"},
        {"contact_email", "amt", "dossier.no_address"},
        {"contact_email", "a@b@c.de", "dossier.no_address"},
        {"website", "http://amt.example", "dossier.no_address"},
        {"website", "javascript:alert(1)", "dossier.no_address"},
    };
    for (auto const& one : cases)
        EXPECT_EQ(fault(check_statement(*world.guideline->fact(one.fact), one.value)), one.key)
            << one.fact;
}

TEST(Statement, CountsCharactersNotBytes) {
    DossierWorld const world;
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "ä";
    EXPECT_EQ(fault(check_statement(*world.guideline->fact("register_summary"), text)), "");
}

TEST(Statement, TheNewestHoldsAndAWithdrawnOneIsOpenAgain) {
    DossierWorld world;
    world.state("purpose", "eins");
    world.state("purpose", "zwei");
    EXPECT_EQ(statement_text(world.records, "purpose"), "zwei");
    ASSERT_EQ(statement_history(world.records, "purpose").size(), 2U);
    EXPECT_EQ(statement_history(world.records, "purpose").front()->number, 2);
    world.state("purpose", nullptr);
    EXPECT_EQ(statement_of(world.records, "purpose"), nullptr);
    auto const dossier = dossier_of(world.view());
    EXPECT_EQ(dossier.facts.front().fact->key, "purpose");
    EXPECT_EQ(dossier.facts.front().record, nullptr);
    EXPECT_EQ(dossier.facts.front().number, 3); // the next writer puts version 4
}

TEST(Tasks, DoneAsksForTheArtefactAndLeavingOutForAReason) {
    DossierWorld const world;
    auto const& needed = *world.guideline->task("idea_problem");
    auto const& optional = *world.guideline->task("idea_reuse");
    TaskEntry entry;
    entry.step = TaskStep::done;
    EXPECT_EQ(fault(check_task(needed, EffectClass::a, entry)), "dossier.artefact_missing");
    entry.artefact = "Akte 12";
    EXPECT_EQ(fault(check_task(needed, EffectClass::a, entry)), "");
    entry.step = TaskStep::not_needed;
    EXPECT_EQ(fault(check_task(needed, EffectClass::a, entry)), "dossier.task_needed");
    EXPECT_EQ(fault(check_task(optional, EffectClass::a, entry)), "dossier.task_note_missing");
    entry.note = "Es gibt keine.";
    EXPECT_EQ(fault(check_task(optional, EffectClass::a, entry)), "");
    entry.note = std::string(5'000, 'a');
    EXPECT_EQ(fault(check_task(optional, EffectClass::a, entry)), "dossier.value_too_long");
}

TEST(Tasks, AChangeAfterTheSignOffAsksForANewOne) {
    DossierWorld world;
    world.task("idea_decision", DossierWorld::done());
    auto const& task = *world.guideline->task("idea_decision");
    EXPECT_TRUE(task_state(world.view(), task).awaits_sign_off());
    world.sign_off("idea_decision", 1, "management");
    EXPECT_TRUE(task_state(world.view(), task).settled());
    world.task("idea_decision", DossierWorld::done());
    EXPECT_TRUE(task_state(world.view(), task).awaits_sign_off());
    EXPECT_FALSE(task_state(world.view(), task).settled());
}

TEST(Dossier, BeginsWithTheIdeaAndSaysAllThatItLacks) {
    DossierWorld const world;
    auto const dossier = dossier_of(world.view());
    EXPECT_EQ(dossier.phases[dossier.reached].phase->key, "idea");
    auto const points = dossier_open_points(world.view());
    EXPECT_EQ(DossierWorld::keys(points, "dossier.fact_missing").front(),
              "dossier.fact_missing/purpose");
    EXPECT_EQ(points.size(),
              static_cast<std::size_t>(dossier.phases[0].facts + dossier.phases[0].tasks));
    for (auto const& point : points) {
        EXPECT_FALSE(point.role.empty()) << point.subject;
        EXPECT_TRUE(point.german.ends_with(".")) << point.german;
        EXPECT_FALSE(point.english.empty());
    }
}

TEST(Dossier, PhaseAfterPhaseIsReached) {
    DossierWorld world;
    for (auto const* phase : {"idea", "planning", "development", "commissioning"}) {
        auto const dossier = dossier_of(world.view());
        EXPECT_EQ(dossier.phases[dossier.reached].phase->key, phase);
        world.complete(phase);
    }
    auto const dossier = dossier_of(world.view());
    EXPECT_EQ(dossier.phases[dossier.reached].phase->key, "operation");
    EXPECT_EQ(DossierWorld::keys(dossier_open_points(world.view()), "dossier.fact_missing"),
              Keys{});
}

TEST(Dossier, AMissingSignOffKeepsThePhaseOpen) {
    DossierWorld world;
    world.complete("idea");
    world.task("idea_decision", DossierWorld::done());
    EXPECT_EQ(dossier_of(world.view()).reached, 0U);
    EXPECT_EQ(DossierWorld::keys(dossier_open_points(world.view()), "dossier."),
              Keys{"dossier.sign_off_missing/idea_decision"});
}

TEST(Dossier, AStatedEndThatHasComeBeginsSwitchingOff) {
    DossierWorld world;
    world.state("end_date", "2026-11-30");
    auto const dossier = dossier_of(world.view());
    EXPECT_EQ(dossier.phases[dossier.reached].phase->key, "switching_off");
}

TEST(Dossier, EffectClassCNeedsMore) {
    DossierWorld const sort{FunctionKey::sort};
    DossierWorld const complete{FunctionKey::complete};
    EXPECT_LT(dossier_of(sort.view()).phases[1].tasks, dossier_of(complete.view()).phases[1].tasks);
}

TEST(Dossier, ARoleThatNobodyHoldsIsAnOpenPoint) {
    DossierWorld world;
    std::erase(world.roles_held, "data_protection");
    world.complete("idea");
    auto const points = dossier_open_points(world.view());
    EXPECT_EQ(DossierWorld::keys(points, "dossier.role_unheld"),
              Keys{"dossier.role_unheld/data_protection"});
    EXPECT_EQ(points.back().role, "administrator");
    EXPECT_NE(points.back().german.find("Datenschutz"), std::string::npos);
}

TEST(Dossier, AnOpenTaskIsDueOnItsDay) {
    DossierWorld world;
    TaskEntry entry{TaskStep::doing, "Stelle 1", Date{2026, 12, 24}, "", ""};
    world.task("idea_problem", entry);
    for (auto const& point : dossier_open_points(world.view()))
        if (point.subject == "idea_problem") {
            EXPECT_EQ(point.due, (Date{2026, 12, 24}));
        }
}

struct Pair {
    char const* name;
    char const* fact;
    Json value;
    char const* other;
    Json other_value;
};

TEST(Contradictions, EachPairIsFoundAndEndsWithTheCorrection) {
    std::vector<Pair> const pairs{
        {"begin_after_end", "begin_date", "2027-05-01", "end_date", "2027-04-30"},
        {"profiling_with_exemption", "ai_act_profiles", true, "ai_act_ground", "preparatory"},
        {"entitlement_with_exemption", "ai_act_evaluates_entitlement", true, "ai_act_ground",
         "narrow_task"},
        {"entitlement_outside_of_area", "ai_act_evaluates_entitlement", true, "ai_act_area",
         "none"},
        {"result_is_the_decision", "criticality_dependence", "full", "human_decision",
         "Ein Mensch."},
        {"nobody_affected", "affected_number", 0, "affected_groups", "Eltern"},
    };
    for (auto const& pair : pairs) {
        DossierWorld world;
        world.state(pair.fact, pair.value);
        EXPECT_TRUE(contradictions(world.view()).empty()) << pair.name;
        world.state(pair.other, pair.other_value);
        ASSERT_EQ(contradictions(world.view()).size(), 1U) << pair.name;
        EXPECT_EQ(contradictions(world.view())[0].key,
                  std::string("dossier.contradiction.") + pair.name);
        world.state(pair.other, nullptr);
        EXPECT_TRUE(contradictions(world.view()).empty()) << pair.name;
    }
}

TEST(Contradictions, DatesAreHeldAgainstTheMode) {
    DossierWorld world;
    world.state("begin_date", "2026-11-01");
    EXPECT_TRUE(begin_passed(world.view())); // nobody sees it
    EXPECT_EQ(
        DossierWorld::keys(dossier_open_points(world.view()), "dossier.contradiction.begin_passed")
            .size(),
        1U);
    EXPECT_TRUE(contradictions(world.view()).empty()) << "it closes no gate";
    world.mode = Mode::assist;
    EXPECT_FALSE(begin_passed(world.view()));
    EXPECT_TRUE(contradictions(world.view()).empty());
    world.state("end_date", "2026-11-30");
    EXPECT_EQ(contradictions(world.view())[0].key, "dossier.contradiction.ended_but_running");
    world.mode = Mode::off;
    EXPECT_TRUE(contradictions(world.view()).empty());
}

TEST(RolesInWords, EveryRoleOfTheGuidelineHasANameForPeople) {
    for (auto const role : kGuidelineRoles)
        EXPECT_NE(role_in_words(role).german, role) << role;
}

} // namespace
} // namespace leitstand
