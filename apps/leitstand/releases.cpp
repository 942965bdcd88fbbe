// SPDX-License-Identifier: EUPL-1.2
#include "releases.hpp"

#include "base/crypto/crypto.hpp"
#include "understand/rules_version.hpp"

namespace leitstand::app {

namespace {

// Empty where the function has no model of its own.
std::string model_hash(JudgingModels const* models, FunctionKey function) {
    auto const* model = models == nullptr ? nullptr : models->of(function);
    return model == nullptr ? std::string{} : model->file_sha256();
}

} // namespace

Releases running_releases(Configuration const& configuration, Catalogue const& catalogue,
                          Guideline const& guideline, JudgingModels const* models) {
    // What all functions rest on: the model of fields also decides what is masked for the others.
    auto const fields = model_hash(models, FunctionKey::extract);
    auto const ground =
        to_hex(sha256(fmt::format("ground 1\ncatalogue {}\nfields {}\n", catalogue.hash, fields)));
    Releases releases;
    for (auto const key : kFunctions) {
        auto& release = releases[static_cast<std::size_t>(key)];
        auto const* model = models == nullptr ? nullptr : models->of(key);
        release.version = model == nullptr ? std::string{rules_version(key)} : model->version();
        release.model = model_hash(models, key);
        release.catalogue = ground;
        release.configuration = to_hex(sha256(judging_settings(configuration)));
        release.guideline = guideline.hash;
    }
    return releases;
}

std::shared_ptr<ModelFiles> watched_models(Configuration const& configuration,
                                           JudgingModels const* models) {
    std::vector<ModelFiles::Loaded> loaded;
    for (auto const key : kFunctionsWithModels)
        loaded.push_back({key, configuration.catalogue_folder / "models" / model_file_name(key),
                          model_hash(models, key)});
    return std::make_shared<ModelFiles>(std::move(loaded));
}

} // namespace leitstand::app
