// SPDX-License-Identifier: EUPL-1.2
// Schema steps: plain SQL per engine (migrations/ENGINE/NNNN_name.sql), compiled in, each in one
// transaction whose last statement records the step in schema_version. A step that was interrupted
// leaves the schema as it was. Threads: one session belongs to one thread; two processes at once
// wait for each other.
#pragma once

#include <span>
#include <string_view>

#include "store/sql.hpp"

namespace leitstand::detail {

struct Migration {
    Engine engine;
    int number; // unique within an engine
    std::string_view name;
    std::string_view sql; // several statements are allowed
};

// All steps compiled into the program, by number (written by embed_migrations.cmake).
std::span<Migration const> all_migrations();

// Takes every step of this engine that is missing. Errors: refused "database.newer" (the database
// has a step that this program does not know), those of sql_error().
Result<void> migrate(soci::session& session, Engine engine, std::span<Migration const> steps);

// Runs several statements without results or parameters. Throws SOCI's exceptions.
void run_script(soci::session& session, Engine engine, std::string const& sql);

} // namespace leitstand::detail
