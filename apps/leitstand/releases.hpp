// SPDX-License-Identifier: EUPL-1.2
// What runs for each function, as two people sign it: the version and model of the function, the
// catalogue with guideline, the settings. Threads: any.
#pragma once

#include "base/configuration.hpp"
#include "govern/governance.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::app {

// `models`: those that were loaded; null without any. What lies on the disk by now is not asked.
Releases running_releases(Configuration const& configuration, Catalogue const& catalogue,
                          Guideline const& guideline, JudgingModels const* models);

// The files that they were loaded from, or would be at the next start.
std::shared_ptr<ModelFiles> watched_models(Configuration const& configuration,
                                           JudgingModels const* models);

} // namespace leitstand::app
