// SPDX-License-Identifier: EUPL-1.2
// The figures of a judging model, held against counts made another way.
#include "understand/judging_quality.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "learn/label_predictions.hpp"

namespace leitstand {
namespace {

constexpr std::size_t kLetters = 200;

// Two benefits and one theme that never occurs; every tenth letter says one and means the other.
learn::LabelModel trained() {
    std::vector<learn::Sample> samples;
    learn::LabelTraining training;
    training.labels = {"service.kindergeld", "service.wohngeld", "theme.kindeswohl"};
    training.several_labels = true;
    for (std::size_t i = 0; i < kLetters; ++i) {
        learn::Sample sample;
        sample.text =
            fmt::format("{} nummer {}", i % 2 == 0 ? "miete wohnung" : "kind schule", i % 11);
        sample.labels = {(i % 2 == 0) != (i % 10 == 0) ? "service.wohngeld" : "service.kindergeld"};
        samples.push_back(std::move(sample));
        training.groups.push_back(static_cast<std::uint32_t>(i / 50));
    }
    return learn::LabelModel::train(samples, training).value();
}

QualityGrouping halves() {
    QualityGrouping channels{"channel", {}};
    for (std::size_t i = 0; i < kLetters; ++i)
        channels.names.push_back(i % 4 == 0 ? "" : i % 2 == 0 ? "email" : "letter");
    return channels;
}

std::map<FindingKind, double> const kFrom{{FindingKind::service, 0.5}, {FindingKind::theme, 0.5}};

TEST(JudgingQuality, CountsWhatWasSaidOfEachKindAlone) {
    auto const model = trained();
    auto const quality = judging_quality(model, kFrom, {}).value();
    ASSERT_EQ(quality.size(), 2U);
    auto const figures = quality[0]["figures"];
    auto const expected = learn::figures_of(learn::cross_calibrated(model).value());
    EXPECT_EQ(figures["hits"], expected.all.hits); // nothing is said of the theme
    EXPECT_EQ(figures["wrong"], expected.all.wrong);
    EXPECT_EQ(figures["missed"], expected.all.missed);
    EXPECT_EQ(figures["hits"], 180);
    EXPECT_EQ(figures["f1"]["value"], 0.9);
    EXPECT_LT(figures["f1"]["lower"], 0.9);
    EXPECT_GT(figures["f1"]["upper"], 0.9);
    EXPECT_EQ(quality[0]["letters"], kLetters);
}

TEST(JudgingQuality, WhatNeverOccursHasNoFigureInsteadOfAZero) {
    auto const quality = judging_quality(trained(), kFrom, {}).value();
    auto const label = quality[1]["labels"][0];
    EXPECT_EQ(label["key"], "kindeswohl");
    for (auto const* name : {"precision", "recall", "f1"})
        EXPECT_TRUE(label["figures"][name].is_null()) << name;
    EXPECT_EQ(quality[1]["calibration"]["groups"], Json::array());
}

TEST(JudgingQuality, NamesWhatWasTakenForWhat) {
    auto const mistaken = judging_quality(trained(), kFrom, {}).value()[0]["mistaken"];
    ASSERT_EQ(mistaken.size(), 1U); // only letters about rent are mislabelled
    EXPECT_EQ(mistaken[0]["missed"], "kindergeld");
    EXPECT_EQ(mistaken[0]["said"], "wohngeld");
    EXPECT_EQ(mistaken[0]["letters"], 20);
}

TEST(JudgingQuality, AGroupHoldsItsLettersAndNoOthers) {
    auto const channels = halves();
    auto const groups = judging_quality(trained(), kFrom, {&channels, 1}).value()[0]["groups"];
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0]["name"], "email");
    EXPECT_EQ(groups[0]["letters"], 50);
    EXPECT_EQ(groups[1]["letters"], 100);
    EXPECT_EQ(groups[1]["figures"]["wrong"], 0); // no odd letter is mislabelled
    EXPECT_EQ(groups[1]["figures"]["f1"]["value"], 1.0);
}

TEST(JudgingQuality, PromisesNothingThatTheLettersDoNotBear) {
    auto const promises = judging_quality(trained(), kFrom, {}).value()[0]["promises"];
    ASSERT_EQ(promises.size(), 3U);
    EXPECT_EQ(promises[0]["alpha"], 0.02);
    EXPECT_EQ(promises[0]["needed"], 149);
    EXPECT_NE(promises[0]["outcome"], "holds"); // a tenth is wrong
    EXPECT_TRUE(promises[0]["share"].is_null());
}

TEST(JudgingQuality, IsTheSameForTheSameTraining) {
    EXPECT_EQ(judging_quality(trained(), kFrom, {}).value().dump(),
              judging_quality(trained(), kFrom, {}).value().dump());
}

} // namespace
} // namespace leitstand
