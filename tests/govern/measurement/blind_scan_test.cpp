// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/blind_scan.hpp"

#include "govern/measurement/measured.hpp"

namespace leitstand {
namespace {

std::shared_ptr<Counterfactuals const> templates() {
    return Counterfactuals::load(measured::example_folder()).value();
}

// No list of the masks has the name, and nothing around it tells that it is one.
TEST(BlindScan, ANameThatAModelKnowsIsNamed) {
    auto with_rare_name = *templates();
    with_rare_name.names[1].family = {"Grünzweigler", "Ohnesorg"};
    BlindFeaturesMeasurement found;
    scan_features(measured::small_model("Grünzweigler"), measured::catalogue(), with_rare_name,
                  found);
    ASSERT_EQ(found.hits.size(), 1u);
    EXPECT_EQ(found.hits[0].trait, "name_turkish");
    EXPECT_EQ(found.hits[0].feature, "Grünzweigler");
    EXPECT_GT(found.hits[0].weight, 0);
}

TEST(BlindScan, ANameThatIsAlwaysMaskedIsNoHit) {
    BlindFeaturesMeasurement found;
    scan_features(measured::small_model("Yıldırım"), measured::catalogue(), *templates(), found);
    EXPECT_TRUE(found.hits.empty());
}

// What the gate of the shipped functions rests on.
TEST(BlindScan, TheShippedModelsSeeNoNameOfTheLists) {
    auto const models = JudgingModels::of_catalogue(measured::example_folder()).value();
    for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
        BlindFeaturesMeasurement found;
        scan_features(*models->of(function), measured::catalogue(), *templates(), found);
        EXPECT_GT(found.features, 200u) << "it was asked about something";
        for (auto const& hit : found.hits)
            ADD_FAILURE() << hit.trait << ": " << hit.feature;
    }
}

TEST(BlindScan, AModelWithoutTraitsHasNoHit) {
    BlindFeaturesMeasurement found;
    scan_features(measured::small_model("Wohngeld"), measured::catalogue(), *templates(), found);
    EXPECT_TRUE(found.hits.empty());
    EXPECT_GT(found.features, 200u);
}

TEST(BlindScan, AFieldHandedInAsAFeatureIsNamed) {
    std::vector<learn::Sample> samples;
    for (int i = 0; i < 60; ++i) {
        samples.push_back({{"service.wohngeld"}, fmt::format("Miete {}", i), {{"birth_date", 1}}});
        samples.push_back({{"service.rente"}, fmt::format("Arbeit {}", i), {}});
    }
    learn::LabelTraining training;
    training.choices = {{{}, 1}};
    training.several_labels = true;
    JudgingModel const model{learn::LabelModel::train(samples, training).value(), "test"};
    BlindFeaturesMeasurement found;
    scan_outputs(model, *measured::catalogue(), found);
    ASSERT_EQ(found.hits.size(), 1u);
    EXPECT_EQ(found.hits[0].feature, "birth_date");
}

TEST(BlindScan, WhatIsNotMaskedIsCounted) {
    auto const all = measured::letters();
    BlindFeaturesMeasurement open, hidden;
    scan_masks(
        all, *templates(),
        [](Document const&) {
            Understanding nothing;
            nothing.mask.emplace();
            return nothing;
        },
        2, open);
    for (auto const& planted : open.planted)
        EXPECT_EQ(planted.seen, planted.planted) << planted.trait;
    scan_masks(
        all, *templates(),
        [](Document const& document) {
            Understanding all_hidden;
            all_hidden.mask.emplace().text.push_back(
                {0, static_cast<std::uint32_t>(document.text.size())});
            return all_hidden;
        },
        1, hidden);
    for (auto const& planted : hidden.planted) {
        EXPECT_EQ(planted.seen, 0u) << planted.trait;
        EXPECT_GT(planted.planted, 0u);
    }
}

} // namespace
} // namespace leitstand
