// SPDX-License-Identifier: EUPL-1.2
#include "understand/judging_models.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kJudgingVersion = "2.0.0";
constexpr std::size_t kHashShown = 8; // characters

Json const* figure(learn::LabelModel const& model, char const* name) {
    auto const figures = model.manifest().find("figures");
    if (figures == model.manifest().end() || !figures->is_object())
        return nullptr;
    auto const found = figures->find(name);
    return found == figures->end() ? nullptr : &*found;
}

double number(Json const& json, std::string_view key, double otherwise) {
    auto const found = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && found != json.end() && found->is_number() ? found->get<double>()
                                                                         : otherwise;
}

} // namespace

JudgingBound JudgingModel::bound(FindingKind kind) const {
    JudgingBound bound;
    auto const* bounds = figure(model_, "bounds");
    if (bounds == nullptr || !bounds->is_object())
        return bound;
    auto const found = bounds->find(std::string(finding_kind_name(kind)));
    if (found == bounds->end())
        return bound;
    bound.suggest = number(*found, "suggest", bound.suggest);
    bound.near = number(*found, "near", bound.near);
    return bound;
}

double JudgingModel::hold_below() const {
    auto const* hold = figure(model_, "hold");
    return hold == nullptr ? 0 : number(*hold, "below", 0);
}

Result<JudgingModels> JudgingModels::load(std::filesystem::path const& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return fail(Code::bad_input, "model.folder", folder.string());
    JudgingModels models;
    for (auto const function : kFunctionsWithModels) {
        auto const path = folder / model_file_name(function);
        if (!std::filesystem::exists(path, ignored))
            continue;
        auto const file = TRY(learn::ModelFile::open(path, "labels"));
        auto version = fmt::format("{}+{}", kJudgingVersion, file.sha256().substr(0, kHashShown));
        models.set(function, JudgingModel{TRY(learn::LabelModel::from_file(file)),
                                          std::move(version), file.file_sha256()});
    }
    return models;
}

Result<std::shared_ptr<JudgingModels const>>
JudgingModels::of_catalogue(std::filesystem::path const& catalogue_folder) {
    auto const folder = catalogue_folder / "models";
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return nullptr;
    return std::make_shared<JudgingModels const>(TRY(load(folder)));
}

JudgingModel const* JudgingModels::of(FunctionKey function) const {
    auto const in = [](std::optional<JudgingModel> const& model) {
        return model ? &*model : nullptr;
    };
    switch (function) {
    case FunctionKey::sort:
        return in(sort_);
    case FunctionKey::urgent:
        return in(urgent_);
    case FunctionKey::extract:
        return in(extract_);
    default:
        return nullptr;
    }
}

void JudgingModels::set(FunctionKey function, JudgingModel model) {
    ASSERT(std::find(kFunctionsWithModels.begin(), kFunctionsWithModels.end(), function) !=
           kFunctionsWithModels.end());
    (function == FunctionKey::sort     ? sort_
     : function == FunctionKey::urgent ? urgent_
                                       : extract_)
        .emplace(std::move(model));
}

std::optional<std::pair<FindingKind, std::string>> parts_of_label(std::string_view label) {
    auto const dot = label.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    auto const kind = parse_finding_kind(label.substr(0, dot));
    if (!kind)
        return std::nullopt;
    return std::pair{*kind, std::string(label.substr(dot + 1))};
}

std::string model_file_name(FunctionKey function) {
    return fmt::format("{}.model", function_name(function));
}

} // namespace leitstand
