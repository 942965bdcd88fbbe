// SPDX-License-Identifier: EUPL-1.2
// What a function makes of annotated letters whose writers its model had not seen: a model is
// trained anew on the same letters, each writer held aside once (src/understand/judging_training),
// and every letter judged by the model that did not know its writer. Threads: as many as asked for;
// the result does not depend on their number.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "govern/measurement/counterfactual.hpp"
#include "learn/figures.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

struct LetterOutcome {
    bool missed = false;      // something that is right was not said
    bool false_alarm = false; // something was said that is not right
    bool held = false;        // the function left the letter to a person
    bool wrong() const { return missed || false_alarm; }
};

struct OutOfFoldOutcomes {
    std::vector<LetterOutcome> letters; // in the order given
    // Of the model trained here: the running one, where it was trained on the same letters.
    std::string model_sha256;
    std::vector<QualityMeasurement::Kind> kinds;
    std::vector<QualityMeasurement::Bound> bounds;
    std::vector<CalibrationMeasurement::Kind> calibration;
};

struct OutOfFoldInput {
    std::shared_ptr<Catalogue const> catalogue;
    std::span<std::filesystem::path const> files;
    JudgingModels const* running = nullptr; // whose bounds decide what is held; may be null
    unsigned threads = 1;
};

// `function`: sort, urgent or extract. Errors: those of the trainings; refused
// "measurement.no_ground" for another function.
Result<OutOfFoldOutcomes> outcomes_out_of_fold(FunctionKey function, OutOfFoldInput const& input);

// Precision, recall and F1 of what was counted letter by letter, with intervals by letter
// (letter_shares.hpp); the promises that can be made at the one threshold in use: of everything
// said, at most the share alpha is wrong.
QualityMeasurement::Kind quality_kind(std::string kind, std::span<learn::HitCounts const> letters);
std::vector<QualityMeasurement::Bound> quality_bounds(std::string const& kind,
                                                      std::span<learn::HitCounts const> letters);

} // namespace leitstand
