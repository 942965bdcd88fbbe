// SPDX-License-Identifier: EUPL-1.2
#include "learn/label_predictions.hpp"

#include <gtest/gtest.h>

#include "learn/label_model.hpp"

namespace leitstand::learn {
namespace {

// Three topics, told apart by their own words; every tenth text bears a wrong label.
std::vector<Sample> topics(std::size_t count) {
    char const* const names[] = {"wohnen", "kinder", "arbeit"};
    char const* const words[] = {"miete vermieter wohnung", "kind schule geburt",
                                 "lohn chef kündigung"};
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < count; ++i) {
        Sample sample;
        sample.text = fmt::format("{} nummer {}", words[i % 3], i % 17);
        sample.labels = {names[i % 10 == 0 ? (i + 1) % 3 : i % 3]};
        sample.line = i + 1;
        samples.push_back(std::move(sample));
    }
    return samples;
}

LabelModel model_of(std::vector<Sample> const& samples, bool several) {
    LabelTraining training;
    training.several_labels = several;
    return LabelModel::train(samples, training).value();
}

TEST(LabelPredictions, StandBesideWhatIsRight) {
    auto const samples = topics(300);
    auto const model = model_of(samples, false);
    auto const predictions = predict_samples(model, {topics(60), false, ""}, "f.tsv").value();
    EXPECT_EQ(predictions.rows(), 60U);
    auto const figures = figures_of(predictions);
    EXPECT_EQ(figures.wholly_right.count, 60U);
    EXPECT_EQ(figures.wholly_right.hits, 54U);
    std::size_t wrong = 0;
    for (auto const& item : judged_items(predictions))
        wrong += item.wrong ? 1 : 0;
    EXPECT_EQ(wrong, 6U);
    EXPECT_EQ(calibration_error_of(predictions).decisions, 60U);
}

TEST(LabelPredictions, ALabelThatTheModelDoesNotKnowIsNamedWithItsLine) {
    auto const model = model_of(topics(300), false);
    auto samples = topics(5);
    samples[3].labels = {"rente"};
    auto const result = predict_samples(model, {samples, false, ""}, "f.tsv");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "samples.unknown_label");
    EXPECT_EQ(result.error().detail, "f.tsv:4: rente");
    samples[3].labels = {"wohnen", "kinder"};
    EXPECT_EQ(predict_samples(model, {samples, true, ""}, "f").error().key,
              "samples.several_labels");
}

TEST(LabelPredictions, CrossCalibratedRowsComeFromTwoHalves) {
    auto const model = model_of(topics(600), false);
    auto const predictions = cross_calibrated(model).value();
    ASSERT_EQ(predictions.rows(), 600U);
    ASSERT_EQ(predictions.halves.size(), 600U);
    EXPECT_EQ(predictions.halves[0], predictions.halves[9]); // neighbours stay together
    auto const second = std::count(predictions.halves.begin(), predictions.halves.end(), 1U);
    EXPECT_GT(second, 150);
    EXPECT_LT(second, 450);
    for (std::size_t row = 0; row < 600; ++row) {
        double sum = 0;
        for (std::size_t k = 0; k < 3; ++k)
            sum += predictions.probabilities[row * 3 + k];
        EXPECT_NEAR(sum, 1, 1e-9);
    }
    // Nine of ten are right, and the probabilities know it on the whole.
    double said = 0;
    for (auto const& item : judged_items(predictions))
        said += item.confidence / 600;
    EXPECT_NEAR(said, figures_of(predictions).wholly_right.value(), 0.03);
}

// 300 texts, 200 labels: each text is said one label with 0.9, which is right for half of them, and
// 199 sure noes.
TEST(LabelPredictions, SureNoesDoNotHideThatTheLabelsSaidAreWrong) {
    LabelPredictions predictions{200, true, {}, {}, {}};
    for (std::size_t row = 0; row < 300; ++row)
        for (std::size_t label = 0; label < 200; ++label) {
            bool const said = label == row % 200;
            predictions.probabilities.push_back(said ? 0.9 : 0.001);
            predictions.truth.push_back(said && row % 2 == 0 ? 1 : 0);
        }
    EXPECT_LT(calibration_error_of(predictions).debiased, 0.05);
    auto const error = said_calibration_error_of(predictions);
    EXPECT_EQ(error.decisions, 300U);
    EXPECT_NEAR(error.debiased, 0.4, 0.02);
    EXPECT_GT(error.interval.lower, 0.3);
}

TEST(LabelPredictions, SeveralLabelsAreJudgedTogether) {
    auto samples = topics(400);
    for (auto& sample : samples)
        if (sample.line % 2 == 0) {
            sample.text += " dringend";
            sample.labels.push_back("eilig");
        }
    auto const model = model_of(samples, true);
    auto const predictions = cross_calibrated(model).value();
    EXPECT_TRUE(predictions.several_labels);
    EXPECT_EQ(calibration_error_of(predictions).decisions, 1600U);
    EXPECT_EQ(calibration_error_of(predictions).items, 400U);
    auto const items = judged_items(predictions);
    ASSERT_EQ(items.size(), 400U);
    std::uint64_t right = 0;
    for (auto const& item : items)
        right += item.wrong ? 0 : 1;
    EXPECT_EQ(right, figures_of(predictions).wholly_right.hits);
}

} // namespace
} // namespace leitstand::learn
