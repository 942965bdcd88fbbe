// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/quality.hpp"

#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

Estimate estimate(Json const& figure) {
    if (figure.is_null()) // nothing was said, or nothing is right: nothing is known
        return {};
    return {figure.at("value"), figure.at("lower"), figure.at("upper")};
}

void take_kind(Json const& entry, ManifestFigures& out) {
    auto const kind = entry.at("kind").get<std::string>();
    auto const& figures = entry.at("figures");
    out.quality.kinds.push_back({kind, estimate(figures.at("precision")),
                                 estimate(figures.at("recall")), estimate(figures.at("f1"))});
    out.quality.taken.letters = entry.at("letters");
    for (auto const& promise : entry.at("promises")) {
        QualityMeasurement::Bound bound{kind, promise.at("alpha"), promise.at("delta")};
        bound.holds = promise.at("outcome") == "holds";
        bound.items = promise.at("letters");
        bound.needed = promise.at("needed");
        if (bound.holds) {
            bound.acted_on = promise.at("acted_on");
            bound.errors = promise.at("errors");
            bound.threshold = promise.at("threshold");
        }
        out.quality.bounds.push_back(bound);
    }
    for (auto const& group : entry.at("groups")) {
        auto const by = group.at("by").get<std::string>();
        if (by != "writer")
            out.quality.by_letters.push_back({kind, by, group.at("name"), group.at("letters"),
                                              estimate(group.at("figures").at("f1"))});
    }
    auto const& calibration = entry.at("calibration");
    out.calibration.kinds.push_back(
        {kind, calibration.at("decisions"), estimate(calibration.at("debiased"))});
}

} // namespace

Result<ManifestFigures> manifest_figures(JudgingModel const& model) {
    try {
        ManifestFigures out;
        for (auto const& entry : model.labels().manifest().at("figures").at("quality"))
            take_kind(entry, out);
        out.quality.taken.unseen_writers = true;
        out.calibration.taken = out.quality.taken;
        return out;
    } catch (nlohmann::json::exception const&) { // a model of other tools, or from before
        return fail(Code::bad_input, "measurement.no_figures", model.version());
    }
}

} // namespace leitstand
