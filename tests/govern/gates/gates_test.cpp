// SPDX-License-Identifier: EUPL-1.2
// Each gate is open with a complete set of records and closed by each way in which one can be
// wrong. What cannot be assessed is closed.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/assessment/risk_register.hpp"
#include "govern/gates/signature.hpp"
#include "govern/measurement/measurement.hpp"
#include "govern/operation/operation_records.hpp"
#include "receive/door.hpp"
#include "support/governed.hpp"

namespace leitstand {
namespace {

using gates::GateResult;
using gates::Signing;

class GatesTest : public testing::Test {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(Engine::sqlite);
        door_ = std::make_unique<Door>(Engine::sqlite);
        governed_ =
            std::make_unique<Governed>(*door_->database, *door_->keys, door_->clock, *door_->log);
        ASSERT_TRUE(governed_->complete(kFunction));
    }

    // The keys of what the gate misses on the way to `mode`.
    std::vector<OpenPoint> missing_points(std::string_view gate, Mode mode, FunctionKey function) {
        auto const held = governed_->look(function);
        auto const* step = gates::step_to(**held, mode);
        if (step == nullptr)
            return {{"no step", {}, {}, {}, {}, {}}};
        for (auto const& result : gates::results(**held, *step))
            if (result.key == gate)
                return result.missing;
        return {};
    }
    std::vector<std::string> missing(std::string_view gate, Mode mode = Mode::assist,
                                     FunctionKey function = kFunction) {
        std::vector<std::string> keys;
        for (auto const& point : missing_points(gate, mode, function))
            keys.push_back(point.key);
        return keys;
    }
    bool misses(std::string_view gate, std::string_view key, Mode mode = Mode::assist) {
        auto const keys = missing(gate, mode);
        return std::ranges::find(keys, key) != keys.end();
    }
    Mode allowed(FunctionKey function = kFunction) {
        return gates::allowed(**governed_->look(function)).mode;
    }

    // Writes the newest measurement anew, with a change.
    template <typename Measurement>
    void measure(std::function<void(Measurement&)> const& change) {
        auto const held = governed_->look(kFunction);
        auto measured = newest_measurement<Measurement>(**held);
        ASSERT_TRUE(measured);
        change(measured->measurement);
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::measurement,
                                     std::string{Measurement::kSubject},
                                     pack(measured->measurement)));
    }
    void state(std::string const& fact, Json value) {
        ASSERT_TRUE(governed_->write(kFunction, RecordKind::statement, fact,
                                     Json{{"value", std::move(value)}}));
    }
    void sign(Signing const& signing) {
        auto const record = gates::new_signature(**governed_->look(kFunction), signing);
        ASSERT_TRUE(record);
        ASSERT_TRUE(governed_->journal.append(*record));
    }
    void withdraw(std::string const& account) {
        auto const record =
            gates::new_withdrawal(**governed_->look(kFunction), account, "Grund des Widerrufs");
        ASSERT_TRUE(record);
        ASSERT_TRUE(governed_->journal.append(*record));
    }

    static constexpr auto kFunction = FunctionKey::extract;
    std::unique_ptr<Door> door_;
    std::unique_ptr<Governed> governed_;
};

TEST_F(GatesTest, ACompleteDossierOpensEveryGateUpToAssist) {
    auto const held = governed_->look(kFunction);
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
        for (auto const& point : result.missing)
            ADD_FAILURE() << result.key << ": " << point.key << " " << point.subject;
    EXPECT_EQ(Mode::assist, allowed());
}

TEST_F(GatesTest, WithoutRecordsEveryGateIsClosedAndSaysWhatIsMissing) {
    auto const held = governed_->look(FunctionKey::relate);
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist))) {
        if (result.key == "operation") // nothing runs, so nothing can have gone wrong
            continue;
        EXPECT_FALSE(result.open()) << result.key;
        for (auto const& point : result.missing) {
            EXPECT_FALSE(point.german.empty() || point.english.empty()) << point.key;
            EXPECT_EQ('.', point.german.back()) << point.german;
        }
    }
    EXPECT_EQ(Mode::off, allowed(FunctionKey::relate));
}

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

// Whatever of the complete set was invented closes a gate of a real authority, and of no other.
TEST_F(GatesTest, AnExampleRecordOfAnyKindOpensNothingInARealAuthority) {
    auto const held = governed_->look(kFunction);
    auto const& view = **held;
    for (auto const kind :
         {RecordKind::statement, RecordKind::task, RecordKind::participation, RecordKind::risk,
          RecordKind::measurement, RecordKind::publication, RecordKind::signature}) {
        auto records = view.records;
        std::size_t marked = 0;
        for (auto& record : records)
            if (record.kind == kind) {
                record.example = true;
                ++marked;
            }
        EXPECT_GT(marked, 0u) << record_kind_name(kind);
        for (bool const example : {false, true}) {
            GovernView const other{view.function, view.rule,  view.guideline,  view.catalogue,
                                   view.calendar, records,    view.release,    view.mode,
                                   view.now,      view.today, view.roles_held, example};
            // The mark is published: with it the register's entry is no longer the published one.
            auto const* step = gates::step_to(other, Mode::assist);
            ASSERT_NE(step, nullptr);
            bool const open =
                std::ranges::all_of(gates::results(other, *step), [](auto const& gate) {
                    return gate.open() || gate.key == "register";
                });
            EXPECT_EQ(open, example || kind == RecordKind::publication) << record_kind_name(kind);
            if (!example)
                EXPECT_NE(gates::allowed(other).mode, Mode::assist) << record_kind_name(kind);
        }
    }
}

// Else a function that fell over an overdue review could be lifted, only to fall again.
TEST_F(GatesTest, AreAskedInTheModeOfTheStepNotInThePresentOne) {
    door_->clock.forward(std::chrono::hours{24 * 800}); // every review is overdue
    for (auto const mode : {Mode::off, Mode::shadow, Mode::assist}) {
        auto const held = governed_->look(kFunction, mode);
        bool overdue = false;
        for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
            for (auto const& point : result.missing)
                overdue = overdue || point.key.starts_with("operation.review");
        EXPECT_TRUE(overdue) << mode_name(mode);
    }
}

TEST_F(GatesTest, NoFunctionMayGoAboveItsHighestMode) {
    EXPECT_EQ(nullptr, gates::step_to(**governed_->look(kFunction), Mode::act));
    EXPECT_EQ(nullptr, gates::step_to(**governed_->look(kFunction), Mode::off));
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

TEST_F(GatesTest, TheDataSheetMustBeCompleteAndNoGroupWithoutData) {
    state("data_licences", nullptr);
    EXPECT_TRUE(misses("data", "data.fact_missing", Mode::shadow));
    state("data_licences", "Eigene Texte");
    EXPECT_TRUE(missing("data", Mode::shadow).empty());
    measure<GroupFiguresMeasurement>([](auto& it) { it.groups.front().letters = 0; });
    EXPECT_TRUE(misses("data", "data.group_without_data", Mode::shadow));
    // A required one is named with its reason, a listed one is a limit that the proof names.
    measure<GroupFiguresMeasurement>([](auto& it) {
        it.groups.front().required = true;
        it.groups.front().because = "Alle schreiben.";
    });
    auto const points = missing_points("data", Mode::shadow, kFunction);
    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(points[0].german,
              "Zur Gruppe „Geschlecht: weiblich“ gibt es keine Daten. Alle schreiben.");
    measure<GroupFiguresMeasurement>([](auto& it) { it.groups.front().required = false; });
    EXPECT_TRUE(missing("data", Mode::shadow).empty());
    auto const held = governed_->look(kFunction);
    auto const results = gates::results(**held, *gates::step_to(**held, Mode::shadow));
    auto const& proof = std::ranges::find(results, "data", &GateResult::key)->proof;
    ASSERT_EQ(proof.size(), 2u);
    EXPECT_TRUE(proof[0].german.starts_with("Grenze: Zur Gruppe „Geschlecht: weiblich“ "));
    measure<GroupFiguresMeasurement>([](auto& it) { it.groups.clear(); });
    EXPECT_TRUE(misses("data", "data.no_groups", Mode::shadow));
}

TEST_F(GatesTest, Quality) {
    measure<QualityMeasurement>([](auto& it) { it.kinds.front().precision = {0.9, 0.2, 0.95}; });
    EXPECT_TRUE(misses("quality", "quality.error_too_high")) << "the worse end counts";
    EXPECT_EQ(Mode::shadow, allowed());
    auto const wrong = missing_points("quality", Mode::assist, kFunction);
    ASSERT_EQ(wrong.size(), 1u);
    EXPECT_TRUE(wrong[0].german.starts_with("Leistung: ")) << wrong[0].german;
    EXPECT_TRUE(wrong[0].english.starts_with("Service: ")) << wrong[0].english;
    measure<QualityMeasurement>([](auto& it) {
        it.kinds.front().precision = {0.95, 0.93, 0.97};
        it.kinds.front().recall = {0.6, 0.3, 0.8};
    });
    EXPECT_TRUE(misses("quality", "quality.coverage_too_low"));
    measure<QualityMeasurement>([](auto& it) { it.taken.data_sha256.clear(); });
    EXPECT_TRUE(misses("quality", "quality.not_frozen"));
    measure<QualityMeasurement>([](auto& it) { it.kinds.clear(); });
    EXPECT_TRUE(misses("quality", "quality.empty"));
    measure<QualityMeasurement>([](auto& it) { it.taken.release = "another"; });
    EXPECT_TRUE(misses("quality", "quality.other_release"));
    ASSERT_TRUE(
        governed_->write(kFunction, RecordKind::measurement, "quality", Json{{"kinds", "broken"}}));
    EXPECT_TRUE(misses("quality", "quality.not_measured")) << "what cannot be read says nothing";
}

TEST_F(GatesTest, Calibration) {
    measure<CalibrationMeasurement>([](auto& it) { it.kinds.front().debiased = {0.01, 0, 0.2}; });
    EXPECT_TRUE(misses("quality", "calibration.error_too_high"));
    measure<CalibrationMeasurement>([](auto& it) { it.kinds.clear(); });
    EXPECT_TRUE(misses("quality", "calibration.empty"));
}

TEST_F(GatesTest, AnOldMeasurementSaysNothing) {
    door_->clock.forward(std::chrono::hours{24 * 366});
    state("group_review_date", "2027-12-31");
    EXPECT_TRUE(misses("quality", "quality.too_old"));
    EXPECT_TRUE(misses("explanation", "explanation.too_old"));
}

TEST_F(GatesTest, NonDiscrimination) {
    measure<BlindFeaturesMeasurement>([](auto& it) { it.hits.push_back({"sex", "frau", 0.4}); });
    EXPECT_TRUE(misses("non_discrimination", "blind_features.found"));
    measure<BlindFeaturesMeasurement>([](auto& it) { it.hits.clear(); });
    measure<CounterfactualMeasurement>([](auto& it) {
        it.traits.front().share = {0.04, 0.02, 0.06};
    });
    EXPECT_TRUE(misses("non_discrimination", "counterfactual.changed_too_often"));
    measure<CounterfactualMeasurement>([](auto& it) { it.traits.clear(); });
    EXPECT_TRUE(misses("non_discrimination", "counterfactual.empty"));
}

// However much an exchange without meaning changes, too: that excuses nothing, and stands beside.
TEST_F(GatesTest, AControlThatChangesMuchOpensNothing) {
    measure<CounterfactualMeasurement>([](auto& it) {
        auto& trait = it.traits.front();
        trait.share = {0.06, 0.05, 0.07};
        trait.control = "other_name";
        trait.control_share = {0.2, 0.18, 0.22};
        trait.excess = {-0.14, -0.16, -0.12};
    });
    auto const points = missing_points("non_discrimination", Mode::assist, kFunction);
    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(points.front().key, "counterfactual.changed_too_often");
    for (auto const* share : {"6,0 %", "7,0 %", "20,0 %"})
        EXPECT_NE(points.front().german.find(share), std::string::npos) << points.front().german;
    EXPECT_NE(points.front().english.find("20.0 %"), std::string::npos);
}

TEST_F(GatesTest, WhoIsAskedIsJudgedApartFromWhatIsFound) {
    measure<CounterfactualMeasurement>([](auto& it) {
        it.traits.front().held_share = {0.07, 0.06, 0.08};
    });
    EXPECT_TRUE(missing("non_discrimination").empty()) << "no finding changed";
    measure<CounterfactualMeasurement>([](auto& it) {
        it.traits.front().held_share = {0.09, 0.07, 0.11};
    });
    EXPECT_EQ(missing("non_discrimination"),
              std::vector<std::string>{"counterfactual.held_too_often"});
}

TEST_F(GatesTest, TheProofNamesEachShareWithItsControl) {
    measure<CounterfactualMeasurement>([](auto& it) {
        auto& trait = it.traits.front();
        trait.name = "Geschlecht";
        trait.share = {0.03, 0.02, 0.04};
        trait.control_share = {0.01, 0.005, 0.02};
        trait.excess = {0.02, 0.01, 0.03};
        trait.direction_p = 0.001;
    });
    auto const held = governed_->look(kFunction);
    std::string proof;
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
        if (result.key == "non_discrimination")
            for (auto const& one : result.proof)
                proof += one.german + "\n";
    for (auto const* words :
         {"Geschlecht (1000 Paare aus 1000 Schreiben)", "3,0 % (bis zu 4,0 %)",
          "nachweislich öfter in eine Richtung", "1,0 % (bis zu 2,0 %), nachweislich weniger",
          "Ob ein Mensch gefragt wird"})
        EXPECT_NE(proof.find(words), std::string::npos) << words << " in " << proof;
}

TEST_F(GatesTest, GroupFiguresAreUnderCollectionWithADayOfReview) {
    measure<GroupFiguresMeasurement>([](auto& it) { it.groups.front().assessable = false; });
    EXPECT_TRUE(missing("non_discrimination").empty()) << "under collection suffices for B";
    state("group_review_date", nullptr);
    EXPECT_TRUE(misses("non_discrimination", "group_figures.no_review_date"));
    state("group_review_date", "2026-11-26");
    EXPECT_TRUE(misses("non_discrimination", "group_figures.review_overdue"));
    state("group_review_date", "2029-11-26");
    EXPECT_TRUE(misses("non_discrimination", "group_figures.review_too_late"));
}

TEST_F(GatesTest, WhatTouchesRightsNeedsAssessedGroups) {
    auto const c = FunctionKey::complete;
    ASSERT_TRUE(governed_->complete(c));
    EXPECT_EQ(std::vector<std::string>{}, missing("non_discrimination", Mode::assist, c));
    auto const held = governed_->look(c);
    auto figures = newest_measurement<GroupFiguresMeasurement>(**held)->measurement;
    auto& group = figures.groups.front();
    auto const write = [&] {
        ASSERT_TRUE(governed_->write(c, RecordKind::measurement, "group_figures", pack(figures)));
    };
    group.of = {{"family", "not_named"}, {"sex", "female"}};
    group.needed = 4'000;
    group.differences.front().verdict = "open"; // although it stands there as assessable
    write();
    EXPECT_EQ(std::vector<std::string>{"group_figures.not_assessable"},
              missing("non_discrimination", Mode::assist, c));
    auto const point = missing_points("non_discrimination", Mode::assist, c).front();
    EXPECT_TRUE(
        point.german.starts_with("Gruppe „Familie: nicht genannt, Geschlecht: weiblich“: "));
    EXPECT_NE(point.german.find("4000"), std::string::npos) << point.german;
    EXPECT_EQ(4'000 - group.letters, point.short_of);
    EXPECT_NE(point.german.find("Fehler"), std::string::npos) << point.german;
    group.differences = {{"error", {0.01, -0.02, 0.04}, 1, "within", 0},
                         {"abstention", {0.2, 0.1, 0.3}, 0.001, "worse", 0}};
    write();
    EXPECT_EQ(std::vector<std::string>{"group_figures.worse"},
              missing("non_discrimination", Mode::assist, c));
    group.differences.clear(); // counted, not compared
    group.needed.reset();
    group.assessable = false;
    write();
    EXPECT_EQ(std::vector<std::string>{"group_figures.not_assessable"},
              missing("non_discrimination", Mode::assist, c));
}

TEST_F(GatesTest, Explanation) {
    measure<ExplanationMeasurement>([](auto& it) { it.add_up = it.findings - 1; });
    EXPECT_TRUE(misses("explanation", "explanation.does_not_add_up"));
    measure<ExplanationMeasurement>([](auto& it) {
        it.add_up = it.findings;
        it.valid = 0;
    });
    EXPECT_TRUE(misses("explanation", "explanation.counterfactual_wrong"));
    measure<ExplanationMeasurement>([](auto& it) { it = {it.taken, 0, 0, 0, 0}; });
    EXPECT_TRUE(misses("explanation", "explanation.does_not_add_up")) << "nothing was checked";
}

TEST_F(GatesTest, Oversight) {
    measure<OverridePathMeasurement>([](auto& it) { it.steps.front().worked = false; });
    EXPECT_TRUE(misses("oversight", "override_path.does_not_work"));
    measure<OverridePathMeasurement>([](auto& it) { it.steps.clear(); });
    EXPECT_TRUE(misses("oversight", "override_path.does_not_work"));
    measure<PlantedErrorsMeasurement>([](auto& it) { it.units.front().found = 90; });
    EXPECT_TRUE(misses("oversight", "planted_errors.found_too_few"));
    measure<PlantedErrorsMeasurement>([](auto& it) { it.units.front().persons = 4; });
    EXPECT_TRUE(misses("oversight", "planted_errors.too_few"));
    measure<PlantedErrorsMeasurement>([](auto& it) { it.units.clear(); });
    EXPECT_TRUE(misses("oversight", "planted_errors.found_too_few"));
}

// The clock stands at 2026-11-27.
TEST_F(GatesTest, AnExerciseIsAsOldAsTheDayOnWhichItWasHeld) {
    auto const held_on = [&](std::string const& day) {
        measure<PlantedErrorsMeasurement>([&](auto& it) { it.day = day; });
    };
    held_on("2025-11-26"); // entered today
    EXPECT_TRUE(misses("oversight", "planted_errors.too_old"));
    held_on("2025-11-27");
    EXPECT_TRUE(missing("oversight").empty());
    auto const held = governed_->look(kFunction);
    bool told = false;
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
        for (auto const& proof : result.proof)
            told = told || (result.key == "oversight" && proof.date == Date{2025, 11, 27});
    EXPECT_TRUE(told) << "with its own day, not with the day of its entry";
    for (auto const* none : {"2026-11-28", "", "demnächst"}) {
        held_on(none);
        EXPECT_TRUE(misses("oversight", "planted_errors.in_future")) << none;
    }
}

TEST_F(GatesTest, TwoSignaturesOfOnePersonAreOne) {
    withdraw("0b");
    EXPECT_TRUE(misses("release", "release.one_missing"));
    sign({"0c", " lore  BRANDIS", "data_protection", "Grund", Mode::assist, false});
    EXPECT_TRUE(misses("release", "release.one_person")) << "two accounts, one name";
    for (auto const* same :
         {"Brandis, Lore", "Dr. Lore Brandis", "Frau Prof. Dr. Brandis, Lore", "Lore\u00A0Brandis",
          "Lo\u200Bre Bran\u00ADdis", "LORE-BRANDIS", "Lore (Brandis)"}) {
        sign({"0c", same, "data_protection", "Grund", Mode::assist, false});
        EXPECT_TRUE(misses("release", "release.one_person")) << same;
    }
    for (auto const* other : {"Lars Brandis", "Lore Brand", "Dr. Brandis"}) {
        sign({"0c", other, "data_protection", "Grund", Mode::assist, false});
        EXPECT_TRUE(missing("release").empty()) << other;
    }
    withdraw("0c");
    sign({"0d", "Rita Aumann", "management", "Grund", Mode::assist, false});
    EXPECT_TRUE(misses("release", "release.one_role"));
    sign({"0d", "Rita Aumann", "auditor", "Grund", Mode::assist, false});
    EXPECT_TRUE(missing("release").empty());
    withdraw("0a");
    withdraw("0d");
    EXPECT_TRUE(misses("release", "release.not_signed"));
}

TEST_F(GatesTest, ASignatureOfTheShadowIsNoneOfAssist) {
    sign({"0b", "Dana Wirth", "data_protection", "Grund", Mode::shadow, false});
    EXPECT_TRUE(misses("release", "release.one_missing"));
    EXPECT_TRUE(missing("release", Mode::shadow).empty());
    EXPECT_EQ(Mode::shadow, allowed());
    sign({"0a", "Lore Brandis", "governance", "Grund", Mode::shadow, false});
    EXPECT_TRUE(misses("release", "release.not_signed")) << "not: another version";
}

TEST_F(GatesTest, AnEditedModelCatalogueOrConfigurationClosesTheGate) {
    for (auto const& [part, also_measured] :
         std::vector<std::pair<std::string Release::*, bool>>{{&Release::model, true},
                                                              {&Release::catalogue, true},
                                                              {&Release::version, true},
                                                              {&Release::configuration, false}}) {
        auto releases = Governed::running_releases();
        releases[static_cast<std::size_t>(kFunction)].*part = "changed";
        Governance const edited{{governed_->journal,
                                 example_guideline(),
                                 governed_catalogue(),
                                 releases,
                                 door_->clock,
                                 {}}};
        auto const held = edited.look(kFunction, Mode::off).value();
        auto const results = gates::results(**held, *gates::step_to(**held, Mode::assist));
        auto const closed = [&](std::string_view key) {
            return !std::ranges::find(results, key, &GateResult::key)->open();
        };
        EXPECT_TRUE(closed("release"));
        EXPECT_EQ(also_measured, closed("quality"));
        EXPECT_EQ(Mode::off, gates::allowed(**held).mode);
    }
}

TEST_F(GatesTest, WhatIsNotBuiltIsNeverReleased) {
    auto const held = governed_->look(FunctionKey::plain);
    EXPECT_FALSE(gates::new_signature(
        **held, {"0a", "Lore Brandis", "management", "Grund", Mode::assist, false}));
    EXPECT_EQ(Mode::off, allowed(FunctionKey::plain));
}

TEST_F(GatesTest, TheRegister) {
    auto const other = FunctionKey::relate;
    auto const keys = missing("register", Mode::assist, other);
    EXPECT_EQ(1, std::ranges::count(keys, "register.not_published"));
}

} // namespace
} // namespace leitstand
