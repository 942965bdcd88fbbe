// SPDX-License-Identifier: EUPL-1.2
// Files of a label model whose digest is right but whose contents are not: whoever makes a model
// can make its digest.
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "learn/label_model.hpp"

namespace leitstand::learn {
namespace {

// A model of two labels and two features.
struct Crafted {
    Json manifest{{"labels", {"a", "b"}},
                  {"several_labels", false},
                  {"features", FeatureSettings{}.to_json()},
                  {"calibration", SoftmaxCalibration{}.to_json()}};
    std::vector<std::uint64_t> parts, features{10, 20};
    std::vector<float> idf{1, 2};
    std::vector<std::int16_t> weights{1, -1, 2, -2};
    std::vector<std::int64_t> intercepts{0, 0};
    std::vector<std::int32_t> exponents{-15, -15};
    std::optional<std::vector<std::uint64_t>> trained_on{{30, 40}};

    Result<LabelModel> read() const {
        ModelFileWriter writer{"labels"};
        writer.add_array<std::uint64_t>("parts", parts);
        writer.add_array<std::uint64_t>("features", features);
        writer.add_array<float>("idf", idf);
        writer.add_array<std::int16_t>("weights", weights);
        writer.add_array<std::int64_t>("intercepts", intercepts);
        writer.add_array<std::int32_t>("exponents", exponents);
        if (trained_on)
            writer.add_array<std::uint64_t>("trained_on", *trained_on);
        return LabelModel::from_file(*ModelFile::parse(writer.bytes(manifest), "labels", "m"));
    }
};

template <typename Change>
void expect_refused(std::string const& what, Change const& change,
                    std::string const& key = "model.damaged") {
    Crafted crafted;
    change(crafted);
    auto const model = crafted.read();
    ASSERT_FALSE(model) << what;
    EXPECT_EQ(model.error().key, key) << what;
}

TEST(LabelModelFile, TheCraftedOneIsTaken) {
    auto const model = Crafted{}.read();
    ASSERT_TRUE(model) << model.error().describe();
}

TEST(LabelModelFile, RefusesNumbersThatSumsWouldNotHold) {
    auto const highest = std::numeric_limits<std::int64_t>::max();
    expect_refused("intercept", [&](Crafted& c) { c.intercepts[1] = highest; });
    expect_refused("intercept", [&](Crafted& c) { c.intercepts[1] = -(1ll << 52) - 1; });
    expect_refused("exponent", [](Crafted& c) { c.exponents[0] = 65; });
    for (float const idf : {std::nanf(""), HUGE_VALF, 0.0f, -1.0f, 65.0f})
        expect_refused("idf", [&](Crafted& c) { c.idf[1] = idf; });
}

TEST(LabelModelFile, RefusesNamesAndHashesThatAreThereTwice) {
    expect_refused("labels", [](Crafted& c) { c.manifest["labels"] = {"a", "a"}; });
    expect_refused("labels", [](Crafted& c) { c.manifest["labels"] = {"b", "a"}; });
    expect_refused("labels", [](Crafted& c) { c.manifest["labels"] = {"", "a"}; });
    expect_refused("features", [](Crafted& c) { c.features = {10, 10}; });
    expect_refused("parts", [](Crafted& c) { c.parts = {7, 7}; });
}

TEST(LabelModelFile, RefusesSettingsOfFeaturesOutOfRange) {
    auto const refused = [](char const* key, Json const& value) {
        expect_refused(key, [&](Crafted& c) { c.manifest["features"][key] = value; });
    };
    refused("words_weight", 1e30);
    refused("words_weight", -1);
    refused("pieces_weight", 1e30);
    refused("given_weight", 1e30);
    refused("word_sequence_max", 0);
    refused("word_sequence_max", 4'000'000);
    refused("piece_size_min", 0);
    refused("piece_size_min", 6);
    refused("piece_size_max", 4'000'000);
    refused("texts_min", 0);
    expect_refused("no view", [](Crafted& c) {
        c.manifest["features"]["words_weight"] = c.manifest["features"]["pieces_weight"] = 0;
    });
}

TEST(LabelModelFile, AnotherRevisionOfFeaturesIsNoDamage) {
    expect_refused(
        "revision", [](Crafted& c) { c.manifest["features"]["revision"] = kFeatureRevision + 1; },
        "model.other_version");
}

TEST(LabelModelFile, KnowsTheTextsThatItWasTrainedOn) {
    std::vector<Sample> samples;
    for (int i = 0; i < 40; ++i) {
        samples.emplace_back();
        samples.back().labels = {i % 2 == 0 ? "a" : "b"};
        samples.back().text = fmt::format("{} {}", i % 2 == 0 ? "miete" : "lohn", i);
    }
    auto const trained = LabelModel::train(std::span(samples).first(30), {}).value();
    auto const model =
        LabelModel::from_file(*ModelFile::parse(trained.bytes(), "labels", "m")).value();
    EXPECT_EQ(model.trained_on(samples), 30U);
    EXPECT_EQ(model.trained_on(std::span(samples).last(10)), 0U);
}

TEST(LabelModelFile, RefusesAModelThatDoesNotTellItsTexts) {
    expect_refused("no section", [](Crafted& c) { c.trained_on = std::nullopt; });
    expect_refused("no text", [](Crafted& c) { c.trained_on->clear(); });
    expect_refused("order", [](Crafted& c) { c.trained_on = {{40, 30}}; });
}

TEST(LabelModelFile, RefusesCalibrationsThatGiveNoNumbers) {
    for (double const value : {1e308, 0.0, -1.0})
        expect_refused(
            "temperature",
            [&](Crafted& c) { c.manifest["calibration"]["inverse_temperature"] = value; },
            "model.wrong_calibration");
}

} // namespace
} // namespace leitstand::learn
