// SPDX-License-Identifier: EUPL-1.2
// What the routes of governance share: the function of the address, its view, and the JSON of what
// every area shows. Threads: as serving.hpp says.
#pragma once

#include "govern/governance.hpp"
#include "govern/open_point.hpp"
#include "serve/serving.hpp"

namespace leitstand {

// `{key}` of the address. Errors: not_found "function.unknown".
Result<FunctionKey> function_of(HttpRequest const& request);
// Errors: not_found "request.not_found" where the server was started without governance.
Result<Governance*> governance_of(Serving& serving);
// As it is now, with the switchboard's mode.
Result<std::shared_ptr<HeldView const>> view_of(Serving& serving, FunctionKey function);

Json open_point_json(OpenPoint const& point, Date today);
Json open_points_json(std::vector<OpenPoint> const& points, Date today);
Json legal_source_json(LegalSource const& source);
// Author, time, number and the mark of an invented record.
Json record_head_json(Serving& serving, Record const& record);

} // namespace leitstand
