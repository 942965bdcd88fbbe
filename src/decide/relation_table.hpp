// SPDX-License-Identifier: EUPL-1.2
// The SQL of relations: tables relation_trace, relation_token, relation, relation_decision
// (docs/formats/relations.md). Sealed values come and go as raw bytes. Errors: those of the
// database; damaged "relation.damaged" where a row is read whose columns cannot be unpacked.
// Threads: one transaction, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::relation_table {

struct Trace {
    std::int64_t number = 0;
    std::int64_t run = 0;
    std::vector<std::int64_t> tokens;
    std::string sealed;
};
// Puts trace and tokens in the place of those that are there, damaged ones as well.
Result<void> replace(Sql& sql, Trace const& trace);
Result<std::optional<Trace>> trace(Sql& sql, std::int64_t number);

// How many of the tokens each other item has, most first, then newest; of each token only the
// `newest` newest items are looked at. Items that were taken back, and the stack that `number` was
// split from, are left out.
struct Candidate {
    std::int64_t number = 0;
    std::size_t tokens = 0;
};
Result<std::vector<Candidate>> candidates(Sql& sql, std::int64_t number,
                                          std::vector<std::int64_t> const& tokens,
                                          std::size_t newest);

struct Relation {
    std::int64_t number = 0; // the later item
    std::int64_t other = 0;  // the earlier one
    std::int64_t run = 0;    // reading of the later item in which it was found
    std::string sealed;
};
// Takes away what an earlier reading of the item found.
Result<void> remove_found(Sql& sql, std::int64_t number);
Result<void> put(Sql& sql, Relation const& relation); // in the place of an earlier one of the pair
// In which the item is the later or the earlier one, newest first, at most `count`. A damaged row
// is logged and left out.
Result<std::vector<Relation>> relations(Sql& sql, std::int64_t number, std::size_t count);
Result<std::optional<Relation>> relation(Sql& sql, std::int64_t number, std::int64_t other);

struct Decision {
    std::int64_t number = 0, other = 0;
    std::int64_t version = 0; // of the relation, after it
    std::string kind;
    std::string decided_by;
    std::int64_t decided_at = 0;
    std::string sealed; // reason, display name
};
Result<void> insert(Sql& sql, Decision const& decision);
Result<std::optional<Decision>> last_decision(Sql& sql, std::int64_t number, std::int64_t other);

// Erases every row that is about the item, on either side, damaged ones as well.
Result<void> forget(Sql& sql, std::int64_t number);

} // namespace leitstand::relation_table
