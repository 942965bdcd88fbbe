// SPDX-License-Identifier: EUPL-1.2
// How good the functions are: what the manifests of the learned models say, as it was measured when
// they were trained. Figures of letters, none of persons.
#include <nlohmann/json.hpp>

#include "govern/switchboard.hpp"
#include "serve/serving.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

namespace {

// What is missing from a manifest is left empty: an older model is shown with what it has.
Json model_json(JudgingModel const& model) {
    auto const& manifest = model.labels().manifest();
    auto const figures = manifest.value("figures", Json::object());
    return {{"version", model.version()},
            {"letters", manifest.value("texts", std::uint64_t{0})},
            {"files", manifest.value("data_sha256", Json::array())},
            {"labels", model.labels().labels().size()},
            {"seed", manifest.value("seed", std::uint64_t{0})},
            {"calibration", manifest.value("calibration_method", std::string{})},
            {"kinds", figures.value("quality", Json::array())}};
}

Result<Response> get_quality(Serving& serving, HttpRequest&) {
    auto const* models = serving.rooms.models;
    auto list = Json::array();
    for (auto const& state : serving.rooms.switchboard.states()) {
        auto const* model = models != nullptr ? models->of(state.function) : nullptr;
        list.push_back({{"key", std::string{function_name(state.function)}},
                        {"version", running_version(serving, state)},
                        {"built", state.built},
                        {"model", model != nullptr ? model_json(*model) : Json(nullptr)}});
    }
    return json_response(200, Json{{"functions", std::move(list)}});
}

} // namespace

std::string running_version(Serving const& serving, FunctionState const& state) {
    auto const* models = serving.rooms.models;
    auto const* model = models != nullptr ? models->of(state.function) : nullptr;
    return model != nullptr ? model->version() : state.version;
}

void add_quality_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/api/v1/quality", "quality.read", 0, get_quality);
}

} // namespace leitstand
