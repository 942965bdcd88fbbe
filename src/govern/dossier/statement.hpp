// SPDX-License-Identifier: EUPL-1.2
// Statements: what the authority says to a fact of the guideline, every version with author and
// date (docs/formats/governance-journal.md, "statement"). Pure functions. Threads: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "govern/view.hpp"

namespace leitstand {

// Whether the value is what the fact asks for; null withdraws a statement. Errors: bad_input
// "dossier.value_wrong", "dossier.value_empty", "dossier.choice_unknown", "dossier.no_address";
// too_large "dossier.value_too_long". The detail names the fact.
Result<void> check_statement(Fact const& fact, Json const& value);
// The body of its record. `maker_version`: a text of the maker that was read and taken over as it
// is, of the guideline of that version; empty: the author's own words.
Json statement_body(Json value, std::string const& maker_version = {});
// That version; empty: the author's own words.
std::string statement_origin(Record const& record);

// The newest record of the fact if it says something, else null: never stated, or withdrawn.
Record const* statement_of(std::vector<Record> const& records, std::string_view fact);
// Its value; null where nothing is stated. Refers to the record.
Json const* statement_value(std::vector<Record> const& records, std::string_view fact);
// The value of a text, date or choice; empty where nothing is stated or it is of another kind.
std::string statement_text(std::vector<Record> const& records, std::string_view fact);
std::optional<bool> statement_yes(std::vector<Record> const& records, std::string_view fact);
std::optional<Date> statement_date(std::vector<Record> const& records, std::string_view fact);
// Every version, newest first.
std::vector<Record const*> statement_history(std::vector<Record> const& records,
                                             std::string_view fact);

} // namespace leitstand
