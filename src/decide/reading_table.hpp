// SPDX-License-Identifier: EUPL-1.2
// The inbox's SQL over what was read and decided: tables reading, derived_part, decision. Rows are
// only ever added. Sealed values come and go as raw bytes. Threads: one transaction, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace leitstand::reading_table {

struct Reading {
    std::int64_t number = 0;
    std::int64_t run = 0; // from 1
    std::int64_t finished_at = 0;
    std::string sealed_document;
    std::string sealed_understanding; // empty if no function ran
};
Result<void> insert(Sql& sql, Reading const& reading);
Result<std::optional<Reading>> find(Sql& sql, std::int64_t number, std::int64_t run);
// Without the document, which is by far the larger.
Result<std::string> sealed_understanding(Sql& sql, std::int64_t number, std::int64_t run);

struct Part {
    std::int64_t number = 0;
    std::int64_t run = 0;
    std::uint32_t part = 0;
    std::string blob_id;
    std::uint64_t size_bytes = 0;
    std::string sealed; // hash, name, media type
};
Result<void> insert(Sql& sql, Part const& part);
Result<std::vector<Part>> parts(Sql& sql, std::int64_t number, std::int64_t run);

struct Decision {
    std::int64_t number = 0;
    std::string finding;
    std::int64_t version = 0; // of the finding, after it
    std::string kind;
    std::string decided_by;
    std::int64_t decided_at = 0;
    std::string sealed; // finding kind, key, value, reason, display name
};
Result<void> insert(Sql& sql, Decision const& decision);
Result<std::vector<Decision>> decisions(Sql& sql, std::int64_t number); // oldest first

// Items with decisions behind `after`, each with the time of its last one, in the order of that.
struct LastDecision {
    std::int64_t number = 0;
    std::string item; // id
    std::int64_t decided_at = 0;
};
Result<std::vector<LastDecision>> last_decisions(Sql& sql, std::int64_t after, std::size_t count);

} // namespace leitstand::reading_table
