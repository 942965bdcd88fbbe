// SPDX-License-Identifier: EUPL-1.2
// The routes of governance under /api/v1/govern, and the public register: one function an area,
// called by all_routes(). Threads: as serving.hpp says.
#pragma once

#include "serve/serving.hpp"

namespace leitstand {

void add_assessment_routes(Router& router, Serving& serving);
void add_dossier_routes(Router& router, Serving& serving);
void add_fairness_routes(Router& router, Serving& serving);
void add_gate_routes(Router& router, Serving& serving);
void add_participation_routes(Router& router, Serving& serving);
void add_operation_routes(Router& router, Serving& serving);
void add_register_routes(Router& router, Serving& serving);

} // namespace leitstand
