// SPDX-License-Identifier: EUPL-1.2
// All measurements that need no people, of one function, on annotated letters: what `leitstand
// govern measure` takes and appends. Threads: its own, as many as asked for; the same letters,
// models and templates give the same bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "catalogue/counterfactuals.hpp"
#include "govern/measurement/measurement.hpp"
#include "govern/release.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

struct MachineInput {
    std::shared_ptr<Catalogue const> catalogue;
    std::shared_ptr<JudgingModels const> models; // null: phrases and rules judge
    std::shared_ptr<Counterfactuals const> templates;
    std::vector<std::filesystem::path> files; // of annotated letters
    std::filesystem::path scratch;            // an empty folder for the throw-away authority
    unsigned threads = 1;
    std::size_t counterfactual_pairs_max = 0;       // 0: all
    std::function<void(std::string_view)> progress; // the kind that is taken next; may be empty
};

struct TakenMeasurement {
    FunctionKey function = FunctionKey::sort;
    std::string subject;
    std::shared_ptr<Json const> body;
};

// For each function named, with its release. What a function cannot be measured by (a rule has no
// calibration) is left out: its gate says that it is missing. Errors: those of reading letters and
// of the trainings.
Result<std::vector<TakenMeasurement>>
measure_by_machine(std::vector<std::pair<FunctionKey, Release>> const& functions,
                   MachineInput const& input);

} // namespace leitstand
