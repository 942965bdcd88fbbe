// SPDX-License-Identifier: EUPL-1.2
// The types of entries in the log: one table, a row each. A new type is one row (and its name in
// the enum); one that was used keeps its key and its fields for good. Format:
// docs/formats/log-entries.md. Threads: any.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

enum class EntryType : std::uint8_t {
    item_received,
    item_delivered_again,
    document_read,
    document_refused,
    finding_made,
    decision_made,
    receipt_date_corrected,
    item_state_changed,
    stack_changed,
    letter_released,
    case_read,
    list_read,
    signed_in,
    rights_changed,
    mode_changed,
    configuration_changed,
    catalogue_changed,
    model_activated,
    deleted,
    backup_made,
    restored,
    backup_tested,
    log_renewed,
    samples_taken,
    model_retrained,
    candidate_built,
    governance_recorded
};

struct EntryTypeRow {
    EntryType type;
    std::string_view key;
    std::string_view german, english;
    std::array<std::string_view, 6> fields; // of the record's details; empty ones at the end
};

std::span<EntryTypeRow const> entry_types(); // in the order of the enum
EntryTypeRow const& entry_type(EntryType type);
Result<EntryType> parse_entry_type(std::string_view key); // bad_input "log.entry_type_unknown"

} // namespace leitstand
