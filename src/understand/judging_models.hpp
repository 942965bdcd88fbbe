// SPDX-License-Identifier: EUPL-1.2
// The trained models of the functions (ADR 0021, 0024): `sort.model` knows services and acts,
// `urgent.model` the themes. A folder without them is no error: the phrases of the catalogue judge
// then. Threads: immutable after load().
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "learn/label_model.hpp"
#include "understand/finding.hpp"

namespace leitstand {

// From which probability on a label of one kind is suggested, and from which it is kept beside as
// an alternative. Both were chosen on letters of writers that the scoring model had not seen.
struct JudgingBound {
    double suggest = 0.5;
    double near = 0.1;
};

class JudgingModel {
  public:
    JudgingModel(learn::LabelModel model, std::string version, std::string file_sha256 = {})
        : model_(std::move(model)), version_(std::move(version)),
          file_sha256_(std::move(file_sha256)) {}

    learn::LabelModel const& labels() const { return model_; }
    std::string const& version() const { return version_; }
    // Of the bytes that were loaded, whatever has become of the file since; empty without a file.
    std::string const& file_sha256() const { return file_sha256_; }
    JudgingBound bound(FindingKind kind) const;
    // Below this certainty of all decisions about services together a person must look at the
    // document; above 1 where the letters do not suffice to promise anything, 0 where the model
    // promises nothing.
    double hold_below() const;

  private:
    learn::LabelModel model_;
    std::string version_; // "2.0.0+1a2b3c4d": of the code, and the first bytes of the file's hash
    std::string file_sha256_;
};

class JudgingModels {
  public:
    // Errors: those of LabelModel::open, naming the file; bad_input "model.folder" where `folder`
    // is no folder.
    static Result<JudgingModels> load(std::filesystem::path const& folder);

    // Those that lie beside a catalogue, in its folder `models`; null where there is no such
    // folder.
    static Result<std::shared_ptr<JudgingModels const>>
    of_catalogue(std::filesystem::path const& catalogue_folder);

    // `extract.model`: what dates, amounts and names are. Null where the function has no model.
    JudgingModel const* of(FunctionKey function) const;
    void set(FunctionKey function, JudgingModel model);

  private:
    std::optional<JudgingModel> sort_, urgent_, extract_;
};

// The two parts of a model's label: "service.wohngeld". Nothing where it is none.
std::optional<std::pair<FindingKind, std::string>> parts_of_label(std::string_view label);

inline constexpr std::array kFunctionsWithModels{FunctionKey::sort, FunctionKey::urgent,
                                                 FunctionKey::extract};
// "sort.model"
std::string model_file_name(FunctionKey function);

} // namespace leitstand
