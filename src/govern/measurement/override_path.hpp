// SPDX-License-Identifier: EUPL-1.2
// Does the way by which a person puts a function right really work? A throw-away authority is made
// in an empty folder, a letter enters it, the function's findings are stored, and a person corrects
// one, rejects one, and takes a rejection back, by the same code that the desk uses. Nothing of it
// stays. Threads: one at a time in one folder.
#pragma once

#include <filesystem>

#include "catalogue/catalogue.hpp"
#include "govern/measurement/measurement.hpp"

namespace leitstand {

// `understanding`: of `document`, with a finding of the function that is shown. `folder`: empty;
// the caller removes it. Errors: refused "measurement.no_ground" where there is no such finding;
// those of the rooms while the authority is made. What fails afterwards is a step that did not
// work.
Result<OverridePathMeasurement> measure_override_path(FunctionKey function,
                                                      Document const& document,
                                                      Understanding const& understanding,
                                                      std::shared_ptr<Catalogue const> catalogue,
                                                      std::filesystem::path const& folder);

// The same of `relate`: two letters that belong together enter, the relation is confirmed,
// rejected, and the rejection taken back.
struct TrialLetter {
    Document document;
    Understanding understanding; // with its trace
};
Result<OverridePathMeasurement> measure_relation_path(TrialLetter const& earlier,
                                                      TrialLetter const& later,
                                                      std::shared_ptr<Catalogue const> catalogue,
                                                      std::filesystem::path const& folder);

} // namespace leitstand
