// SPDX-License-Identifier: EUPL-1.2
// Small letters and small models for tests of measurements. Threads: one test's.
#pragma once

#include <gtest/gtest.h>

#include "catalogue/counterfactuals.hpp"
#include "govern/measurement/counterfactual.hpp"
#include "understand/judging_models.hpp"
#include "understand/understand.hpp"

namespace leitstand::measured {

inline std::filesystem::path example_folder() {
    return std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de";
}

inline std::shared_ptr<Catalogue const> catalogue() {
    static auto const loaded = Catalogue::load(example_folder()).value();
    return loaded;
}

class AllAssist final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

inline MeasuredLetter letter(std::string id, std::string text, std::string sender = {}) {
    MeasuredLetter out;
    out.id = std::move(id);
    out.writer = "a";
    out.channel = "letter";
    out.language = "de";
    out.sender_name = std::move(sender);
    out.document = with_text({}, std::move(text), "Antrag");
    out.document.language = "de";
    return out;
}

// Letters about housing benefit, so many that a model can learn from them.
inline std::vector<MeasuredLetter> letters() {
    std::vector<MeasuredLetter> out;
    for (int i = 0; i < 12; ++i)
        out.push_back(letter(fmt::format("a-{}", i),
                             fmt::format("Sehr geehrte Damen und Herren,\nich möchte Wohngeld "
                                         "beantragen. Die Miete beträgt {} Euro.\nMit "
                                         "freundlichen Grüßen\nPetra Krämer",
                                         400 + i),
                             "Petra Krämer"));
    return out;
}

// One service, learned from words alone: `speaks` is in every letter with it, in no other.
inline JudgingModel small_model(std::string const& speaks) {
    std::vector<learn::Sample> samples;
    for (int i = 0; i < 60; ++i) {
        learn::Sample with, other;
        with.labels = {"service.wohngeld", "act.antrag"};
        with.text = fmt::format("{} und Miete {}", speaks, i);
        other.labels = {"service.kindergeld", "act.auskunft"};
        other.text = fmt::format("Kind und Miete {}", i);
        samples.push_back(std::move(with));
        samples.push_back(std::move(other));
    }
    learn::LabelTraining training;
    learn::FeatureSettings features;
    features.piece_size_max = 0;
    training.choices = {{features, 1}};
    training.several_labels = true;
    return JudgingModel{learn::LabelModel::train(samples, training).value(), "test"};
}

// The exchange of one sentence for another, as the only trait.
inline Counterfactuals sentences(std::string one, std::string other) {
    Counterfactuals out;
    out.language = "de";
    ExchangedTrait trait;
    trait.key = trait.name = trait.name_en = "religion";
    trait.kind = ExchangeKind::sentences;
    trait.pairs = {{std::move(one), std::move(other)}};
    out.traits.push_back(std::move(trait));
    return out;
}

} // namespace leitstand::measured
