// SPDX-License-Identifier: EUPL-1.2
// The SQL of what stands of each finding that somebody decided on: table decision_outcome, and how
// often a word of the index stands on items (docs/formats/inbox.md). Derived, for figures; written
// in the transaction of the decision. Days are counted from 1970-01-01. Threads: one transaction,
// one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "decide/outcome_figures.hpp"

namespace leitstand::outcome_table {

struct Row {
    std::int64_t number = 0;
    std::string finding;
    FunctionKey function = FunctionKey::sort;
    std::string kind; // of the finding, or "relation"
    DecisionOutcome outcome = DecisionOutcome::confirmed;
    std::int64_t unit = 0; // the item's token of the field "unit"
    std::int64_t day = 0;
    std::string decided_by;
};
Result<void> put(Sql& sql, Row const& row); // in the place of an earlier one
Result<void> remove(Sql& sql, std::int64_t number, std::string const& finding);

struct Count {
    std::int64_t day = 0, unit = 0;
    std::string kind, outcome;
    std::int64_t findings = 0;
};
// Both days inclusive; ascending by day.
Result<std::vector<Count>> counts(Sql& sql, FunctionKey function, std::int64_t first_day,
                                  std::int64_t last_day);
// The same without units and kinds.
Result<std::vector<Count>> day_counts(Sql& sql, FunctionKey function, std::int64_t first_day,
                                      std::int64_t last_day);

// Who decided anything where and when, never how much.
struct Presence {
    std::int64_t week = 0, unit = 0;
    std::string kind, account;
};
// A week is (day + 3) / 7: it begins on a Monday. Both days inclusive.
Result<std::vector<Presence>> presences(Sql& sql, FunctionKey function, std::int64_t first_day,
                                        std::int64_t last_day);
// The first day on which anything was decided; nothing without any.
Result<std::optional<std::int64_t>> first_day(Sql& sql, FunctionKey function,
                                              std::int64_t not_before);

// When the last decision was made that lacks its row, as it came before the table; nothing where
// all have theirs.
Result<std::optional<Instant>> gap(Sql& sql);

// For each instant (microseconds, ascending) the first ledger number that arrived then or later;
// one behind the last if none did. Numbers rise with time, so that each is found by halving.
Result<std::vector<std::int64_t>> numbers_from(Sql& sql, std::vector<std::int64_t> const& instants);
// How many items of the numbers [from, to) carry each of the tokens; one that none carries is not
// there. One statement.
Result<std::map<std::int64_t, std::int64_t>>
items_with(Sql& sql, std::vector<std::int64_t> const& tokens, std::int64_t from, std::int64_t to);

} // namespace leitstand::outcome_table
