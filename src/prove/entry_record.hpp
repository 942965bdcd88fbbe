// SPDX-License-Identifier: EUPL-1.2
// The record of an entry: what happened, when, by whom and under which functions, catalogue and
// configuration; and its canonical bytes, which the leaf commits to. The same record is the same
// bytes on every machine and database. Format: docs/formats/log-entries.md. Threads: plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "prove/entry_type.hpp"

namespace leitstand {

// The fields of a type with their values. Numbers are written by std::to_string, dates as ISO.
using EntryDetails = std::map<std::string, std::string, std::less<>>;

// What was in force when an entry was written: SHA-256, hex; empty where there is none.
struct Circumstances {
    std::string functions;     // the functions of this program with their versions
    std::string model;         // the models in use
    std::string catalogue;     // the catalogue's files
    std::string configuration; // leitstand.toml
    bool operator==(Circumstances const&) const = default;
};

struct EntryRecord {
    std::string id; // random
    EntryType type = EntryType::item_received;
    Instant at;
    std::string account; // empty: the program itself
    std::string roles;   // of the account at that moment, words
    std::string item;    // id, or empty
    Circumstances circumstances;
    EntryDetails details;
    bool operator==(EntryRecord const&) const = default;
};

// Whether the details have exactly the fields of the type.
bool details_fit(EntryType type, EntryDetails const& details);

// Canonical JSON (RFC 8785), one line.
std::string print_record(EntryRecord const& record);

// Errors: bad_input "log.entry_not_canonical" (any other bytes than print_record() writes),
// "log.entry_type_unknown" (of a newer program), and those of parse_json.
Result<EntryRecord> parse_record(std::string_view text);

} // namespace leitstand
