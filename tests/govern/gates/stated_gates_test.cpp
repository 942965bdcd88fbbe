// SPDX-License-Identifier: EUPL-1.2
// The gates of need, participation, impact, register and operation, which rest on what people said.
#include "govern/assessment/risk_register.hpp"
#include "govern/gates/gates_house.hpp"
#include "govern/operation/operation_records.hpp"

namespace leitstand {
namespace {

// Of a works agreement in force: what is broken, or checked by nobody, closes the gate of
// operation.
TEST_F(GatesTest, ABrokenOrUncheckedTermClosesOperation) {
    auto const today = (*governed_->look(kFunction))->today;
    auto const agreement = [&](Json body) {
        body["on"] = to_iso(today);
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::agreement, "ki", std::move(body)));
    };
    agreement({{"event", "proposal"},
               {"title", "Dienstvereinbarung"},
               {"from", to_iso(today)},
               {"terms", {{"minimum_group", 5}, {"share_without_ai", 0.1}}}});
    EXPECT_EQ(Mode::assist, allowed()) << "proposed only";
    for (auto const* party : {"staff_council", "management"})
        agreement({{"event", "signature"}, {"party", party}, {"refers_to", 1}});
    EXPECT_TRUE(misses("operation", "agreement.term_unchecked"));
    EXPECT_EQ(Mode::shadow, allowed());
    auto const check = [&](bool kept) {
        agreement(
            {{"event", "check"}, {"party", "management"}, {"kept", kept}, {"text", "gezählt"}});
    };
    check(true);
    EXPECT_TRUE(missing("operation").empty());
    EXPECT_EQ(Mode::assist, allowed());
    check(false);
    EXPECT_TRUE(misses("operation", "agreement.term_broken"));
    EXPECT_EQ(Mode::shadow, allowed());
}

TEST_F(GatesTest, HowOldAReviewMayBeIsForTheStepToSay) {
    auto const held = governed_->look(kFunction);
    auto const& view = **held;
    auto step = *gates::step_to(view, Mode::assist);
    auto records = view.records;
    auto const review = [&](int days_ago) {
        Record record;
        record.function = kFunction;
        record.kind = RecordKind::operation;
        record.subject = "review";
        record.number = 1;
        record.body = record_body(operation::pack(operation::Review{
            plus_days(view.today, -days_ago), "continue", "Keine Beanstandung.", "Gremium", {}}));
        records.push_back(std::move(record));
    };
    auto const closed = [&] {
        GovernView const now{view.function, view.rule,  view.guideline,  view.catalogue,
                             view.calendar, records,    view.release,    Mode::assist,
                             view.now,      view.today, view.roles_held, view.example};
        return !gates::operation(now, step).open();
    };
    step.limits.review_days_max = 30;
    EXPECT_FALSE(closed()) << "signed today";
    review(31);
    EXPECT_TRUE(closed());
    step.limits.review_days_max = 31;
    EXPECT_FALSE(closed());
}

TEST_F(GatesTest, AHighRestThatTheKeeperAcceptedClosesImpact) {
    Risk risk;
    risk.title = risk.description = risk.measure = risk.owner = "Ein Beispiel";
    risk.owner_role = "governance";
    risk.likelihood = risk.severity = risk.residual_likelihood = risk.residual_severity = 4;
    risk.accepted = true;
    risk.accepted_because = "Wird schon gut gehen.";
    risk.review = plus_days((*governed_->look(kFunction))->today, 100);
    auto const write = [&] {
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::risk, "risk-2", risk_body(risk)));
    };
    write();
    auto const points = missing_points("impact", Mode::assist, kFunction);
    ASSERT_EQ(1u, points.size());
    EXPECT_EQ("assessment.risk_unaccepted", points[0].key);
    EXPECT_EQ("management", points[0].role);
    EXPECT_NE(std::string::npos, points[0].german.find("Behördenleitung")) << points[0].german;
    risk.accepted_role = "management";
    write();
    EXPECT_TRUE(missing("impact").empty());
}

TEST_F(GatesTest, ARefusalThatOnlyTheAuthoritySaysIsSettledClosesParticipation) {
    auto const today = to_iso((*governed_->look(kFunction))->today);
    auto const council = [&](Json body) {
        body["on"] = today;
        body["text"] = "Gründe.";
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::participation, "staff_council",
                                     std::move(body)));
    };
    council({{"event", "vote"}, {"vote", "refuse"}});
    EXPECT_EQ(Mode::off, allowed());
    council({{"event", "settlement"}, {"outcome", "agreed"}});
    council({{"event", "settlement"},
             {"outcome", "decided"},
             {"documents", {{{"name", "Entscheidung.pdf"}}}}});
    EXPECT_TRUE(misses("need_and_participation", "participation.refused"));
    council({{"event", "settlement"}, {"outcome", "agreed"}, {"by_body", true}});
    EXPECT_FALSE(misses("need_and_participation", "participation.refused"));
}

TEST_F(GatesTest, NeedAndParticipation) {
    state("purpose", nullptr);
    EXPECT_TRUE(misses("need_and_participation", "dossier.fact_missing", Mode::shadow));
    EXPECT_EQ(Mode::off, allowed());
}

TEST_F(GatesTest, AFactOfALaterPhaseDoesNotHoldUpTheShadow) {
    state("group_review_date", nullptr);
    EXPECT_FALSE(misses("need_and_participation", "dossier.fact_missing", Mode::shadow));
    EXPECT_TRUE(misses("need_and_participation", "dossier.fact_missing", Mode::assist));
    EXPECT_EQ(Mode::shadow, allowed());
}

TEST_F(GatesTest, AnOpenTaskHoldsUpNeedAndParticipation) {
    auto const held = governed_->look(kFunction);
    auto const& tasks = (*held)->guideline.tasks;
    auto const task = std::ranges::find_if(tasks, [&](Task const& one) {
        return one.phase == "idea" && !one.sign_off.empty() && // what is stated proves the others
               std::ranges::count(one.needed_for, (*held)->rule.effect) > 0;
    });
    ASSERT_NE(tasks.end(), task);
    ASSERT_TRUE(governed_->write(kFunction, RecordKind::task, task->key,
                                 Json{{"state", "open"}, {"step", "open"}}));
    EXPECT_FALSE(missing("need_and_participation", Mode::shadow).empty());
}

TEST_F(GatesTest, ARatingOfEntitlementOrAProfileLocksTheFunction) {
    for (auto const* fact : {"ai_act_evaluates_entitlement", "ai_act_profiles"}) {
        state(fact, true);
        EXPECT_FALSE(missing("impact", Mode::shadow).empty()) << fact;
        EXPECT_EQ(Mode::off, allowed());
        state(fact, nullptr); // unanswered is closed, too
        EXPECT_FALSE(missing("impact", Mode::shadow).empty()) << fact;
        state(fact, false);
        EXPECT_TRUE(missing("impact", Mode::shadow).empty()) << fact;
    }
}

TEST_F(GatesTest, TheRegister) {
    auto const other = FunctionKey::relate;
    auto const keys = missing("register", Mode::assist, other);
    EXPECT_EQ(1, std::ranges::count(keys, "register.not_published"));
}

} // namespace
} // namespace leitstand
