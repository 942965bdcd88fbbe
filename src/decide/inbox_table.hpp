// SPDX-License-Identifier: EUPL-1.2
// The inbox's SQL over where items stand: tables inbox, inbox_token, inbox_count, state_change. The
// list joins the ledger's item table. Sealed values come and go as raw bytes. Threads: one
// transaction, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decide/inbox.hpp"
#include "store/database.hpp"

namespace leitstand::inbox_table {

struct Row {
    std::int64_t number = 0;
    ItemState state = ItemState::waiting;
    ItemState state_before = ItemState::waiting; // where a closed item stood
    std::string reason;
    std::int64_t attempts = 0;
    std::int64_t version = 1;
    std::int64_t decisions = 0; // of persons, on its findings
    std::int64_t run = 0;       // the last reading, 0: none
    std::string card;           // sealed
    std::vector<std::int64_t> tokens;
};

// A new item, waiting.
Result<void> insert(Sql& sql, Row const& row);
Result<std::optional<Row>> find(Sql& sql, std::int64_t number);
// Writes everything of `now` and keeps tokens and counters in step with it. `before` is what find()
// gave in this transaction.
Result<void> update(Sql& sql, Row const& before, Row const& now);

struct StateChangeRow {
    std::int64_t number = 0;
    std::int64_t version = 0; // of the item, after the change
    ItemState from = ItemState::waiting;
    ItemState to = ItemState::waiting;
    std::string sealed_reason;
    std::string changed_by;
    std::int64_t changed_at = 0;
};
Result<void> append_state_change(Sql& sql, StateChangeRow const& change);

// What a list shows; sealed still.
struct ListRow {
    std::int64_t number = 0;
    std::string id;
    std::int64_t arrived_at = 0;
    std::string receipt_date;
    std::string channel;
    std::string wrapped_key;
    bool identical = false;
    ItemState state = ItemState::waiting;
    std::string reason;
    std::string card;
};

struct ListQuery {
    std::optional<ItemState> state;
    bool with_closed = false;
    std::vector<std::int64_t> tokens; // all of them
    // Nothing: every item. Else items with one of these (units that may be seen); an item has at
    // most one of them.
    std::optional<std::vector<std::int64_t>> visible;
    std::optional<std::int64_t> number;
    std::optional<std::int64_t> as_of;
    std::size_t from = 0;
    std::size_t count = 50;
    // Tokens with so many items count as frequent: they are then cut as sets of bits instead of
    // looked up one by one.
    std::int64_t frequent_from = 2'000;
};

struct ListAnswer {
    std::vector<ListRow> rows; // newest first
    std::int64_t total = 0;
    std::int64_t as_of = 0;
    std::int64_t newer = 0; // of those that may be seen
};
Result<ListAnswer> list(Sql& sql, ListQuery const& query);

// Of the items with one of the tokens in `visible`, or of all.
Result<Inbox::Counts> counts(Sql& sql, std::optional<std::vector<std::int64_t>> const& visible);

// Number and id of the ledger's items without an inbox row, in order, behind `after`, at most
// `count`.
Result<std::vector<std::pair<std::int64_t, std::string>>>
items_without_row(Sql& sql, std::int64_t after, std::size_t count);

} // namespace leitstand::inbox_table
