// SPDX-License-Identifier: EUPL-1.2
// Tasks that stored data proves: done by themselves, open again when it is gone, signed off anew
// when it changes; and what may wait until a later step.
#include <gtest/gtest.h>

#include "govern/dossier/dossier_world.hpp"
#include "govern/dossier/due_before.hpp"

namespace leitstand {
namespace {

TaskStatus status_of(DossierWorld const& world, char const* key) {
    return task_state(world.view(), *world.guideline->task(key));
}

TEST(TaskProof, IsThereOnceEveryFactIsStatedAndGoesWithIt) {
    DossierWorld world;
    world.state("problem", "Es dauert.");
    EXPECT_FALSE(status_of(world, "idea_problem").settled()) << "the goal is missing";
    world.state("goal", "Schneller.");
    auto const done = status_of(world, "idea_problem");
    EXPECT_TRUE(done.proven);
    EXPECT_TRUE(done.settled());
    EXPECT_EQ(done.number(), 0);
    world.state("goal", nullptr);
    EXPECT_FALSE(status_of(world, "idea_problem").settled());
}

TEST(TaskProof, ASignOffIsForTheStatementsAsTheyWere) {
    DossierWorld world;
    for (auto const* fact : {"ai_act_area", "ai_act_evaluates_entitlement", "ai_act_profiles",
                             "ai_act_ground", "ai_act_reasoning"})
        world.state(fact, DossierWorld::answer_to(*world.guideline->fact(fact)));
    auto const before = status_of(world, "planning_ai_act");
    EXPECT_TRUE(before.awaits_sign_off());
    auto const sign = [&](TaskSignOff const& one) {
        Record record;
        record.sequence = static_cast<std::int64_t>(world.records.size()) + 1;
        record.function = world.function;
        record.kind = RecordKind::task;
        record.subject = sign_off_subject("planning_ai_act");
        record.body = record_body(sign_off_body(one));
        world.records.push_back(std::move(record));
    };
    sign({0, "data_protection", "Frau L.", "", before.version() - 1});
    EXPECT_TRUE(status_of(world, "planning_ai_act").awaits_sign_off()) << "of an older version";
    sign({0, "data_protection", "Frau L.", "", before.version()});
    EXPECT_TRUE(status_of(world, "planning_ai_act").settled());
    world.state("ai_act_reasoning", "Anders.");
    EXPECT_TRUE(status_of(world, "planning_ai_act").awaits_sign_off());
}

TEST(TaskProof, WhatAPersonEnteredStaysTheirWord) {
    DossierWorld world;
    world.state("alternatives_considered", "Keine.");
    EXPECT_TRUE(status_of(world, "idea_reuse").proven);
    world.task("idea_reuse", {TaskStep::not_needed, "", std::nullopt, "", "Geprüft."});
    auto const left_out = status_of(world, "idea_reuse");
    EXPECT_FALSE(left_out.proven);
    EXPECT_EQ(left_out.step(), TaskStep::not_needed);
}

TEST(DueBefore, WaitsForItsStepAndIsAlwaysInTheWholeList) {
    EXPECT_TRUE(due_before("shadow", Mode::shadow));
    EXPECT_FALSE(due_before("assist", Mode::shadow));
    EXPECT_TRUE(due_before("assist", Mode::act));
    EXPECT_TRUE(due_before("assist", std::nullopt));
    EXPECT_TRUE(due_before("", Mode::shadow));
}

TEST(DueBefore, EveryDelayHasItsReason) {
    DossierWorld const world;
    for (auto const& fact : world.guideline->facts)
        EXPECT_EQ(fact.before == "shadow", fact.before_reason.empty()) << fact.key;
    for (auto const& task : world.guideline->tasks)
        EXPECT_EQ(task.before == "shadow", task.before_reason.empty()) << task.key;
}

} // namespace
} // namespace leitstand
