// SPDX-License-Identifier: EUPL-1.2
// The sealed parts of traces and relations as texts (docs/formats/relations.md). Threads: any.
#pragma once

#include "decide/relations.hpp"

namespace leitstand {

// Without the places of the marks: those stand in the relation.
std::string pack_trace(LetterTrace const& trace);
Result<LetterTrace> unpack_trace(std::string_view packed); // damaged "relation.damaged"

// What is stored of a pair; of `relation` only what the machine found.
struct StoredRelation {
    Relation relation;
    bool shown = true; // false: found in shadow
};
std::string pack_relation(StoredRelation const& stored);
Result<StoredRelation> unpack_relation(std::string_view packed); // damaged "relation.damaged"

} // namespace leitstand
