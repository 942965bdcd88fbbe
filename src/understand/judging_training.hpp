// SPDX-License-Identifier: EUPL-1.2
// Training of the judging models from annotated letters, and their proof on writers that were not
// trained on. A letter is read, masked and turned into clues by the same code that judges post
// (without a model of fields: the rules mask here). Threads: as many as asked
// for; the result does not depend on their number.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "understand/annotated_letters.hpp"
#include "understand/judging_models.hpp"
#include "understand/understand.hpp"

namespace leitstand {

// One letter as a learner sees it, for each judging function.
struct JudgingSample {
    std::string id;
    std::string writer;             // the name of its file: one file, one writer
    bool from_desk = false;         // then the writer is an account, of which no figure is made
    std::string channel, language;  // as annotated; empty: not said
    std::vector<std::string> kinds; // docs/formats/judging-quality.md, `letter_kind`
    learn::Sample sort;             // labels as "service.wohngeld", "act.antrag"
    learn::Sample urgent;
    learn::Sample const& of(FunctionKey function) const {
        return function == FunctionKey::sort ? sort : urgent;
    }
};

struct JudgingLetters {
    std::vector<JudgingSample> samples;
    std::vector<std::string> data_sha256; // of each file, in the order given
};

// Files of JSON lines with `id`, `text`, `subject` and `gold` (shared form of annotated letters).
// Errors: those of base/files.hpp; bad_input "letters.not_json", "letters.unknown_label" (a gold
// key that the catalogue lacks); the detail is "FILE:LINE".
// "letters.generated" unless they are `taken`, for a trial that only trains on them.
Result<JudgingLetters> read_judging_letters(std::shared_ptr<Catalogue const> const& catalogue,
                                            std::span<std::filesystem::path const> files,
                                            GeneratedLetters generated = GeneratedLetters::refused);

// What a judging function says something about, and whether a label is one of its.
std::span<FindingKind const> kinds_judged(FunctionKey function);
bool knows_label(FunctionKey function, Catalogue const& catalogue, std::string_view label);

struct JudgingTraining {
    std::uint64_t seed = 1;
    unsigned threads = 1;
    std::vector<std::string> data_sha256;
};

// Trains, calibrates and chooses the bounds; letters of one writer are never on both sides of a
// fold. Errors: those of LabelModel::train.
Result<learn::LabelModel> train_judging_model(FunctionKey function, Catalogue const& catalogue,
                                              std::span<JudgingSample const> samples,
                                              JudgingTraining const& training);

} // namespace leitstand
