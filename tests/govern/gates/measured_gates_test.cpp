// SPDX-License-Identifier: EUPL-1.2
// The gates of data, quality, explanation and oversight, which rest on measurements: closed by each
// way in which one can be wrong.
#include "govern/gates/gates_house.hpp"

namespace leitstand {
namespace {

using gates::GateResult;

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
    EXPECT_TRUE(wrong[0].german.starts_with("Herausgelesene Angabe: ")) << wrong[0].german;
    EXPECT_TRUE(wrong[0].english.starts_with("Detail read out: ")) << wrong[0].english;
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

} // namespace
} // namespace leitstand
