// SPDX-License-Identifier: EUPL-1.2
// What runs for each function, as two people sign it: the version and model of the function, the
// catalogue with guideline, the settings. Threads: any.
#pragma once

#include "base/configuration.hpp"
#include "govern/governance.hpp"
#include "understand/judging_models.hpp"

namespace leitstand::app {

// `models`: those that were loaded; null without any. Errors: those of reading the files.
Result<Releases> running_releases(Configuration const& configuration, Catalogue const& catalogue,
                                  Guideline const& guideline, JudgingModels const* models);

} // namespace leitstand::app
