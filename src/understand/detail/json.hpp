// SPDX-License-Identifier: EUPL-1.2
// Pieces of the `understand --json` form. Private to understand/. Threads: any.
#pragma once

#include "base/json.hpp"
#include "text/offsets.hpp"
#include "understand/finding.hpp"

namespace leitstand::detail_understand {

Json evidence_json(std::vector<Evidence> const& evidence, text::Offsets const& offsets);
// "clocks", "missing" and "requirements".
void add_legal_json(Understanding const& understanding, text::Offsets const& offsets, Json& json);

} // namespace leitstand::detail_understand
