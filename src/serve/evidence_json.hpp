// SPDX-License-Identifier: EUPL-1.2
// Places in a document, in the form of docs/formats/openapi.yaml: offsets count code points.
// Threads: any.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "understand/finding.hpp"

namespace leitstand {

namespace text {
class Offsets;
}

Json evidence_json(std::vector<Evidence> const& evidence, text::Offsets const& offsets);

} // namespace leitstand
