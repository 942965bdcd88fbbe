// SPDX-License-Identifier: EUPL-1.2
// Training of the model of `extract` from annotated letters (ADR 0024), and its proof on writers
// that were not trained on. Gold fields have values and no places: a candidate whose normalised
// value is the gold value's is an example of its role, every other one an example of "none".
// Threads: as many as asked for; the result does not depend on their number.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "learn/label_model.hpp"
#include "understand/judging_training.hpp"

namespace leitstand {

// One field: key, value as compared (blanks and case of ASCII do not count), role of an amount.
struct FieldValue {
    std::string key, value, role;
    auto operator<=>(FieldValue const&) const = default;
};

// A letter as the model of fields sees it: one sample for each candidate.
struct FieldLetter {
    std::string id;
    std::string writer; // the name of its file
    std::vector<learn::Sample> samples;
    std::vector<FieldValue> gold, by_rules;
    std::shared_ptr<struct FieldLetterCandidates const>
        candidates; // of the samples, in their order
};

struct FieldLetters {
    std::vector<FieldLetter> letters;
    std::vector<std::string> data_sha256; // of each file, in the order given
};

// Errors: as read_judging_letters().
Result<FieldLetters> read_field_letters(std::shared_ptr<Catalogue const> const& catalogue,
                                        std::span<std::filesystem::path const> files);

// `folds`: writers are shared out among so many for the calibration; as many as there are writers
// leave out one at a time. Errors: those of LabelModel::train.
inline constexpr unsigned kFieldFolds = 6;
Result<learn::LabelModel> train_field_model(std::span<FieldLetter const> letters,
                                            JudgingTraining const& training,
                                            unsigned folds = kFieldFolds);

// The fields of each letter by the model that its writer was held aside from: what the rules leave
// to no model, and what `model`, trained just now on these letters, said out of fold.
std::vector<std::vector<FieldValue>> fields_out_of_fold(std::span<FieldLetter const> letters,
                                                        learn::LabelModel const& model);

} // namespace leitstand
