// SPDX-License-Identifier: EUPL-1.2
// The SQL of stacks: tables stack_step, stack_step_undone, stack_part. Rows are only ever added.
// Sealed values come and go as raw bytes. Threads: one transaction, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::stack_table {

struct Step {
    std::int64_t number = 0;   // the stack, or the leading item of a join
    std::int64_t sequence = 0; // from 1
    std::string kind;          // split, join, dismiss
    std::string means;         // separator, content, hand
    std::uint32_t part = 0;
    std::string made_by;
    std::int64_t made_at = 0;
    std::string reason_before; // of the stack's inbox row
    std::string sealed;        // reason, pages left out
    bool undone = false;
    std::string undone_by;
    std::int64_t undone_at = 0;
    std::string sealed_undone;
};

struct PartRow {
    std::int64_t number = 0;
    std::int64_t sequence = 0;
    std::int64_t item = 0;
    std::uint32_t page_first = 0, page_last = 0; // 0 for a join
    std::string reason_before;                   // of the joined item's inbox row
    std::string item_id;                         // read only
    std::int64_t item_arrived_at = 0;            // read only
};

Result<void> insert(Sql& sql, Step const& step);
Result<void> insert(Sql& sql, PartRow const& part);
Result<void> insert_undone(Sql& sql, Step const& step);

Result<std::vector<Step>> steps(Sql& sql, std::int64_t number); // in order
Result<std::optional<Step>> step(Sql& sql, std::int64_t number, std::int64_t sequence);
Result<std::vector<PartRow>> parts(Sql& sql, std::int64_t number); // of all steps, by item
// The rows in which the item is a part: that of its split first.
Result<std::vector<PartRow>> memberships(Sql& sql, std::int64_t item);
// Whether the item came out of a split, be it taken back or not.
Result<bool> is_split_off(Sql& sql, std::int64_t item);
// Whether any step of the item stands that is a split or a join.
Result<bool> has_standing_step(Sql& sql, std::int64_t number);
Result<std::int64_t> corrections(Sql& sql, std::int64_t number); // of the receipt date

struct ItemName {
    std::string id;
    std::int64_t arrived_at = 0;
};
Result<ItemName> item_name(Sql& sql, std::int64_t number);

} // namespace leitstand::stack_table
