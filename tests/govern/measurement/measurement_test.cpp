// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/measurement.hpp"

#include <nlohmann/json.hpp>

#include "govern/measurement/explanation.hpp"
#include "govern/measurement/measured.hpp"
#include "govern/measurement/quality.hpp"

namespace leitstand {
namespace {

template <typename Measurement>
void comes_back(Measurement measurement) {
    measurement.taken = {"r", "1.0", "Briefe", "h", 3, true};
    auto const packed = pack(measurement);
    auto const back = unpack<Measurement>(packed);
    ASSERT_TRUE(back) << Measurement::kSubject;
    EXPECT_EQ(print_json(pack(*back)), print_json(packed));
    for (auto const& [key, value] : packed.items()) { // each member is needed
        auto without = packed;
        without.erase(key);
        EXPECT_FALSE(unpack<Measurement>(without)) << key;
    }
    EXPECT_FALSE(unpack<Measurement>(Json::array()));
    auto wrong = packed;
    wrong["taken"] = "x";
    EXPECT_EQ(unpack<Measurement>(wrong).error().key, "measurement.wrong");
}

TEST(Measurement, EveryKindComesBackAsItWasPacked) {
    comes_back(QualityMeasurement{{},
                                  {{"service", {.8, .7, .9}, {}, {}}},
                                  {{"service", .1, .05, true, 9, 3, 5, 1, .7}},
                                  {{"service", "channel", "fax", 5, {}}}});
    comes_back(CalibrationMeasurement{{}, {{"service", 9, {.01, 0, .02}}}});
    comes_back(BlindFeaturesMeasurement{{}, 7, {{"sex", "Frau", .5}}, {{"sex", 5, 1, {}}}});
    CounterfactualMeasurement counterfactual;
    counterfactual.traits.emplace_back().changed_by_kind = {{"held", 2}};
    comes_back(counterfactual);
    GroupFiguresMeasurement groups;
    groups.groups.resize(2);
    groups.groups[0].of = {{"sex", "female"}};
    groups.groups[0].needed = 400;
    groups.groups[1].difference = Estimate{.1, .0, .2};
    groups.groups[1].differences = {{"error", {.1, .0, .2}, .04, "worse", 0}};
    comes_back(groups);
    comes_back(ExplanationMeasurement{{}, 4, 4, 2, 1});
    comes_back(OverridePathMeasurement{{}, {{"corrected", true, ""}}});
    comes_back(PlantedErrorsMeasurement{{}, "2026-11-28", false, {{"a", 6, 10, 8, {}}}});
    comes_back(ShadowComparisonMeasurement{{}, 5, {{"service", 5, 3, 2, 1, 4, {}, {}}}});
}

TEST(Measurement, DetectionIsOfAllUnitsTogether) {
    PlantedErrorsMeasurement exercise;
    exercise.units = {{"a", 6, 10, 8, {}}, {"b", 5, 10, 4, {}}};
    EXPECT_NEAR(exercise.rate().value, 0.6, 1e-9);
    EXPECT_EQ(PlantedErrorsMeasurement{}.rate().upper, 1); // nothing is known
}

TEST(Measurement, TheShippedModelsCarryTheirFigures) {
    auto const models = JudgingModels::of_catalogue(measured::example_folder()).value();
    auto const figures = manifest_figures(*models->of(FunctionKey::sort)).value();
    ASSERT_EQ(figures.quality.kinds.size(), 2u);
    EXPECT_GT(figures.quality.kinds[0].f1.lower, 0.7);
    EXPECT_GT(figures.quality.taken.letters, 2000u);
    EXPECT_EQ(figures.quality.bounds.size(), 6u);
    EXPECT_LT(figures.calibration.kinds[0].debiased.upper, 0.025);
    EXPECT_EQ(manifest_figures(measured::small_model("x")).error().key, "measurement.no_figures");
}

TEST(Explanation, ReasonsThatDoNotAddUpAndRemarksThatAreNotTrueAreCounted) {
    auto const all = measured::letters();
    Understander const understander{measured::catalogue()};
    SecondLook const second_look{measured::catalogue()};
    auto const real = understander.understand(all[0].document, measured::AllAssist{});
    auto const measure = [&](double too_much) {
        return measure_explanation(
            FunctionKey::sort, all,
            [&](Document const&) { // of the letter without its words the same is said
                auto said = real;
                for (auto& finding : said.findings)
                    finding.score += too_much;
                return said;
            },
            second_look, {});
    };
    auto const right = measure(0), wrong = measure(0.5);
    EXPECT_GT(right.findings, 0u);
    EXPECT_EQ(right.add_up, right.findings);
    EXPECT_EQ(wrong.add_up, 0u);
    EXPECT_GT(right.counterfactuals, 0u);
    EXPECT_EQ(right.valid, 0u);
}

TEST(Explanation, OfTheRealFunctionsItIsTrue) {
    auto const all = measured::letters();
    Understander const understander{measured::catalogue()};
    SecondLook const second_look{measured::catalogue()};
    auto const understand = [&](Document const& document) {
        return understander.understand(document, measured::AllAssist{});
    };
    for (auto const function : {FunctionKey::sort, FunctionKey::extract}) {
        auto const measured = measure_explanation(function, all, understand, second_look, {});
        EXPECT_GT(measured.findings, 0u);
        EXPECT_EQ(measured.add_up, measured.findings);
        EXPECT_GT(measured.counterfactuals, 0u);
        EXPECT_EQ(measured.valid, measured.counterfactuals);
    }
}

} // namespace
} // namespace leitstand
