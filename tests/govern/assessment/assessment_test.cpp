// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/assessed.hpp"

#include <gtest/gtest.h>

namespace leitstand {
namespace {

AiActFacts prepared() {
    return {"benefits", false, false, "preparatory", "bereitet nur vor"};
}

TEST(AiAct, ClassFollowsFromTheFacts) {
    EXPECT_EQ(ai_act_class(prepared()).level, AiActClass::exempt);
    auto facts = prepared();
    facts.area = "none";
    facts.ground = "";
    EXPECT_EQ(ai_act_class(facts).level, AiActClass::not_listed);
    facts = prepared();
    facts.ground = "none";
    EXPECT_EQ(ai_act_class(facts).level, AiActClass::high_risk);
    // No exemption saves a function that profiles or evaluates, not even outside of Annex III.
    for (auto const* area : {"benefits", "none", ""}) {
        facts = prepared();
        facts.area = area;
        facts.profiles = true;
        EXPECT_EQ(ai_act_class(facts).level, AiActClass::high_risk) << area;
        facts.profiles = false;
        facts.evaluates = true;
        EXPECT_EQ(ai_act_class(facts).level, AiActClass::high_risk) << area;
    }
    EXPECT_EQ(ai_act_class({}).missing.size(), 5u);
    facts = prepared();
    facts.reasoning = "";
    EXPECT_EQ(ai_act_class(facts).level, AiActClass::undetermined);
}

TEST(AiActLock, NothingLocksTheShippedConfiguration) {
    Assessed one;
    auto const lock = ai_act_lock(one.view());
    EXPECT_FALSE(lock) << lock->german;
    for (auto const& rule : one.guideline->functions) {
        one.rule = rule;
        EXPECT_FALSE(ai_act_lock(one.view())) << rule.key;
    }
}

TEST(AiActLock, StatedProfilingOrEvaluationLocks) {
    Assessed one;
    one.state("ai_act_profiles", true);
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.profiles");
    one.state("ai_act_profiles", false);
    EXPECT_FALSE(ai_act_lock(one.view()));
    one.state("ai_act_evaluates_entitlement", true);
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.evaluates_entitlement");
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.locked"));
}

TEST(AiActLock, AFunctionThatTouchesRightsMayNotAct) {
    Assessed one;
    one.rule = *one.guideline->function("complete");
    one.rule->highest_mode = "act";
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.acts_on_rights");
    one.rule->limit = "nur allgemeine Auskünfte";
    EXPECT_FALSE(ai_act_lock(one.view()));
}

TEST(AiActLock, ACatalogueEntryThatScoresEntitlementLocks) {
    Assessed one;
    auto changed = *one.catalogue;
    Theme scored;
    scored.key = "chance";
    scored.name = "Geringe Erfolgsaussicht";
    changed.themes.push_back(scored);
    one.catalogue = std::make_shared<Catalogue const>(changed);
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.entitlement_label");

    changed.themes.back().name = "Eile";
    changed.acts.front().synonyms.push_back("Betrugsverdacht");
    one.catalogue = std::make_shared<Catalogue const>(changed);
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.entitlement_label");
}

TEST(AiActLock, PriorityByATraitLocks) {
    Assessed one;
    auto changed = *one.catalogue;
    changed.themes.front().phrases.push_back({"mit Migrationshintergrund", 1});
    one.catalogue = std::make_shared<Catalogue const>(changed);
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.priority_by_trait");
}

TEST(AiActLock, ATraitAmongTheFeaturesOfTheRunningModelLocks) {
    Assessed one;
    Json const taken{{"release", one.release.measured()},
                     {"version", "1"},
                     {"data", "d"},
                     {"data_sha256", "s"},
                     {"letters", 1},
                     {"unseen_writers", true}};
    Json const body{{"taken", taken},
                    {"features", 10},
                    {"hits", {{{"trait", "origin"}, {"feature", "türkisch"}, {"weight", 0.3}}}},
                    {"planted", Json::array()}};
    one.write(RecordKind::measurement, "blind_features", body);
    ASSERT_TRUE(ai_act_lock(one.view()));
    EXPECT_EQ(ai_act_lock(one.view())->key, "ai_act.trait_is_feature");
    one.release.model = "m2"; // another model: the measurement says nothing of it
    EXPECT_FALSE(ai_act_lock(one.view()));
}

TEST(Criticality, FollowsTheMatrixWithReasonsOnly) {
    Assessed one;
    EXPECT_FALSE(criticality_state(one.view()).level);
    one.state("criticality_harm", "grave");
    one.state("criticality_dependence", "high");
    EXPECT_FALSE(criticality_state(one.view()).level); // no reasons yet
    one.state("criticality_harm_reason", "weil");
    one.state("criticality_dependence_reason", "weil");
    EXPECT_EQ(criticality_state(one.view()).level, 4);
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.criticality_forbids"));
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.criticality_missing"));
    one.rate("negligible", "none");
    EXPECT_EQ(criticality_state(one.view()).level, 0);
    EXPECT_TRUE(criticality_state(one.view()).rated());
}

TEST(Criticality, EachChangeMakesTheRatingStale) {
    auto const changed_by = [](auto const& change) {
        Assessed one;
        one.state("purpose", "Post zuordnen");
        one.state("legal_basis", "SGB X § 67c");
        one.rate("limited", "low");
        EXPECT_TRUE(criticality_state(one.view()).rated());
        change(one);
        auto const points = assessment_open_points(one.view());
        EXPECT_EQ(has_point(points, "assessment.criticality_stale"),
                  !criticality_state(one.view()).rated());
        return criticality_state(one.view()).changed;
    };
    using Changed = std::vector<std::string>;
    EXPECT_EQ(changed_by([](Assessed&) {}), Changed{});
    EXPECT_EQ(changed_by([](Assessed& one) { one.release.model = "m2"; }), Changed{"release"});
    EXPECT_EQ(changed_by([](Assessed& one) { one.release.configuration = "x"; }), Changed{});
    EXPECT_EQ(changed_by([](Assessed& one) { one.state("legal_basis", "neu"); }),
              Changed{"legal_basis"});
    EXPECT_EQ(changed_by([](Assessed& one) { one.state("purpose", "neu"); }), Changed{"purpose"});
    EXPECT_EQ(changed_by([](Assessed& one) { one.state("criticality_harm", "grave"); }),
              Changed{"criticality"});
    EXPECT_EQ(changed_by([](Assessed& one) {
                  one.rule = *one.guideline->function("sort");
                  one.rule->effect = EffectClass::c;
              }),
              Changed{"effect_class"});
}

TEST(Criticality, AClassAsksForItsMeasures) {
    Assessed one;
    one.rate("serious", "high"); // class 3
    one.mode = Mode::act;
    auto points = assessment_open_points(one.view());
    EXPECT_TRUE(has_point(points, "assessment.measure_open", "person_decides"));
    EXPECT_TRUE(has_point(points, "assessment.measure_open", "thresholds"));
    one.mode = Mode::assist;
    one.state("abort_thresholds", "ab 5 % Fehlern");
    points = assessment_open_points(one.view());
    EXPECT_FALSE(has_point(points, "assessment.measure_open", "person_decides"));
    EXPECT_FALSE(has_point(points, "assessment.measure_open", "thresholds"));
}

TEST(Impact, ALevelAsksForItsDutiesOnceAllIsAnswered) {
    Assessed one;
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.impact_open"));
    one.answer_everything();
    auto const state = impact_state(one.view());
    ASSERT_TRUE(state.score.complete());
    auto points = assessment_open_points(one.view());
    EXPECT_FALSE(has_point(points, "assessment.impact_open"));
    EXPECT_TRUE(has_point(points, "assessment.duty_open", "notice"));
    one.state("notice_text", "Wir nutzen ein Programm.");
    EXPECT_FALSE(has_point(assessment_open_points(one.view()), "assessment.duty_open", "notice"));
    for (auto const& duty : state.duties)
        EXPECT_LE(duty.duty->level_from, state.score.level);
}

TEST(Impact, AnAnswerIsTakenBackAndAForeignOneRefused) {
    Assessed one;
    one.answer("riskProfile1", {"item1-3"});
    EXPECT_EQ(impact_state(one.view()).score.raw, 3);
    one.answer("riskProfile1", {});
    EXPECT_EQ(impact_state(one.view()).score.raw, 0);
    auto const& question = *one.guideline->assessment.impact.question("riskProfile1");
    EXPECT_TRUE(check_impact_answer(question, {"item1-3"}, ""));
    EXPECT_FALSE(check_impact_answer(question, {"item1-4"}, ""));
    EXPECT_FALSE(check_impact_answer(question, {"item1-3", "item2-0"}, ""));
    EXPECT_FALSE(check_impact_answer(question, {"item1-3"}, std::string(9'000, 'x')));
}

TEST(Forms, OneFactAppearsInEveryFormThatNamesIt) {
    Assessed one;
    one.state("purpose", "Post zuordnen");
    one.state("harms", "falsche Stelle");
    int shown = 0;
    for (auto const& form : assessment_of(one.view()).forms)
        for (auto const& item : form.items)
            for (auto const& fact : item.facts)
                if (fact.record != nullptr)
                    ++shown;
    EXPECT_EQ(shown, 4); // each in the fundamental-rights and in the data protection form
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.form_open", "dpia"));
}

Json a_risk() {
    return Json{{"title", "Falsche Stelle"}, {"description", "…"},
                {"measure", "Mensch prüft"}, {"owner", "Team 2"},
                {"owner_role", "team_lead"}, {"proof", "Stichprobe"},
                {"likelihood", 3},           {"severity", 4},
                {"residual_likelihood", 2},  {"residual_severity", 4},
                {"accepted", false},         {"accepted_because", ""},
                {"review", "2027-05-01"},    {"closed", false}};
}

TEST(Risks, AHighRestNeedsSomebodyWhoAnswersForIt) {
    Assessed one;
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.risks_missing"));
    auto body = a_risk();
    one.write(RecordKind::risk, "falsche-stelle", body);
    auto points = assessment_open_points(one.view());
    EXPECT_FALSE(has_point(points, "assessment.risks_missing"));
    EXPECT_FALSE(has_point(points, "assessment.risk_unaccepted"));
    body["residual_likelihood"] = 3; // 12 of 25
    one.write(RecordKind::risk, "falsche-stelle", body);
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.risk_unaccepted"));
    body["accepted"] = true;
    body["accepted_because"] = "Weil der Nutzen überwiegt";
    one.write(RecordKind::risk, "falsche-stelle", body);
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.risk_unaccepted"))
        << "who accepted it is not the head of the authority";
    body["accepted_role"] = "management";
    one.write(RecordKind::risk, "falsche-stelle", body);
    EXPECT_FALSE(has_point(assessment_open_points(one.view()), "assessment.risk_unaccepted"));
    EXPECT_EQ(risk_register(one.view()).size(), 1u);
}

TEST(Risks, OnlyTheHeadOfTheAuthorityAcceptsAHighRest) {
    auto body = a_risk();
    body["residual_likelihood"] = 3; // 12 of 25
    body["accepted_role"] = "management";
    body["accepted_by"] = "niemand";
    auto const open = read_risk(body).value();
    RiskWriter const keeper{"Gita", true, false}, head{"Mira", false, true};
    EXPECT_EQ(admit_risk(open, nullptr, keeper)->accepted_role, "") << "set by the program alone";
    auto accepted = open;
    accepted.accepted = true;
    accepted.accepted_because = "Der Nutzen überwiegt.";
    EXPECT_EQ(admit_risk(accepted, nullptr, keeper).error().key, "risk.acceptance_by_management");
    EXPECT_EQ(admit_risk(accepted, &open, keeper).error().key, "risk.acceptance_by_management")
        << "the one before was not accepted";
    EXPECT_EQ(admit_risk(accepted, nullptr, head).error().key, "right.missing");
    auto const by_head = admit_risk(accepted, &open, head);
    ASSERT_TRUE(by_head);
    EXPECT_EQ(by_head->accepted_by, "Mira");
    EXPECT_FALSE(by_head->unaccepted());
    auto changed = accepted;
    changed.measure = "nichts";
    EXPECT_EQ(admit_risk(changed, &*by_head, head).error().key, "right.missing")
        << "the head changes nothing else";
    EXPECT_EQ(admit_risk(changed, &*by_head, keeper).error().key, "risk.acceptance_by_management")
        << "what was accepted is another risk";
    auto later = accepted;
    later.review = Date{2027, 8, 1};
    EXPECT_FALSE(admit_risk(later, &*by_head, keeper)->unaccepted()) << "the acceptance stays";
    auto low = accepted;
    low.residual_likelihood = 1;
    EXPECT_TRUE(admit_risk(low, nullptr, keeper)) << "a low rest is the keeper's to accept";
}

TEST(Risks, AReviewThatPassedIsOpenUntilTheRiskIsClosed) {
    Assessed one;
    auto body = a_risk();
    body["review"] = "2026-11-28";
    one.write(RecordKind::risk, "r", body);
    EXPECT_FALSE(has_point(assessment_open_points(one.view()), "assessment.risk_overdue"));
    one.today = *parse_iso_date("2026-11-29");
    EXPECT_TRUE(has_point(assessment_open_points(one.view()), "assessment.risk_overdue", "r"));
    body["closed"] = true;
    one.write(RecordKind::risk, "r", body);
    EXPECT_FALSE(has_point(assessment_open_points(one.view()), "assessment.risk_overdue"));
}

TEST(Risks, RefusesWhatIsNoRisk) {
    EXPECT_TRUE(read_risk(a_risk()));
    for (auto const& [member, value] :
         std::vector<std::pair<std::string, Json>>{{"title", ""},
                                                   {"title", "  "},
                                                   {"title", 3},
                                                   {"likelihood", 0},
                                                   {"likelihood", 6},
                                                   {"severity", "4"},
                                                   {"severity", 1.5},
                                                   {"review", "1. Mai"},
                                                   {"review", nullptr},
                                                   {"owner_role", "king"},
                                                   {"accepted", "yes"}}) {
        auto body = a_risk();
        body[member] = value;
        auto const risk = read_risk(body);
        ASSERT_FALSE(risk) << member;
        EXPECT_EQ(risk.error().key, "risk.wrong") << member;
    }
    auto body = a_risk();
    body["residual_severity"] = 5;
    EXPECT_EQ(read_risk(body).error().key, "risk.rest_grows");
    body = a_risk();
    body["residual_likelihood"] = 3;
    body["accepted"] = true;
    EXPECT_EQ(read_risk(body).error().key, "risk.reason_missing");
    body = a_risk();
    body["measure"] = std::string(9'000, 'x');
    EXPECT_EQ(read_risk(body).error().key, "assessment.text_too_long");
    EXPECT_FALSE(read_risk(Json::array()));
    EXPECT_FALSE(risk_id_well_formed("rating"));
    EXPECT_FALSE(risk_id_well_formed("aia:impact3"));
    EXPECT_TRUE(risk_id_well_formed("falsche-stelle"));
}

TEST(Risks, MoreLikelyOrWorseIsNeverALowerLevel) {
    for (int likelihood = 1; likelihood <= 5; ++likelihood)
        for (int severity = 1; severity < 5; ++severity) {
            EXPECT_LE(risk_level(likelihood, severity), risk_level(likelihood, severity + 1));
            EXPECT_LE(risk_level(severity, likelihood), risk_level(severity + 1, likelihood));
        }
}

} // namespace
} // namespace leitstand
