// SPDX-License-Identifier: EUPL-1.2
#include "releases.hpp"

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "understand/rules_version.hpp"

namespace leitstand::app {

namespace {

constexpr std::uint64_t kModelBytesMax = 256 << 20;

// Empty where the function has no model of its own.
Result<std::string> model_hash(Configuration const& configuration, JudgingModels const* models,
                               FunctionKey function) {
    if (models == nullptr || models->of(function) == nullptr)
        return std::string{};
    auto const file = configuration.catalogue_folder / "models" / model_file_name(function);
    return to_hex(sha256(TRY(read_file(file, kModelBytesMax))));
}

} // namespace

Result<Releases> running_releases(Configuration const& configuration, Catalogue const& catalogue,
                                  Guideline const& guideline, JudgingModels const* models) {
    // What all functions rest on: the model of fields also decides what is masked for the others.
    auto const fields = TRY(model_hash(configuration, models, FunctionKey::extract));
    auto const ground =
        to_hex(sha256(fmt::format("ground 1\ncatalogue {}\nfields {}\n", catalogue.hash, fields)));
    Releases releases;
    for (auto const key : kFunctions) {
        auto& release = releases[static_cast<std::size_t>(key)];
        auto const* model = models == nullptr ? nullptr : models->of(key);
        release.version = model == nullptr ? std::string{rules_version(key)} : model->version();
        release.model = TRY(model_hash(configuration, models, key));
        release.catalogue = ground;
        release.configuration = to_hex(sha256(judging_settings(configuration)));
        release.guideline = guideline.hash;
    }
    return releases;
}

} // namespace leitstand::app
