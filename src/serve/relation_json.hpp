// SPDX-License-Identifier: EUPL-1.2
// Relations of an item in the form of docs/formats/openapi.yaml. Threads: any.
#pragma once

#include "base/json.hpp"
#include "decide/relations.hpp"

namespace leitstand {

// `text`: of the item on whose page they are shown; where the other item is the later one, places
// in it are left out and its words stay.
Json relations_json(std::vector<Relation> const& relations, std::string_view text);
Json relation_json(Relation const& relation, std::string_view text);

} // namespace leitstand
