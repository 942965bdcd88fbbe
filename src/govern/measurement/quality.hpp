// SPDX-License-Identifier: EUPL-1.2
// Quality and calibration of the model that runs, out of its own manifest: measured when it was
// trained, on letters of writers that the scoring model had not seen, and bound to its file by the
// file's hash (docs/formats/judging-quality.md). Threads: any.
#pragma once

#include "govern/measurement/measurement.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {

struct ManifestFigures {
    QualityMeasurement quality;
    CalibrationMeasurement calibration;
};

// Error: bad_input "measurement.no_figures" where the manifest lacks them.
Result<ManifestFigures> manifest_figures(JudgingModel const& model);

} // namespace leitstand
