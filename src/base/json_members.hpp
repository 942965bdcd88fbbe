// SPDX-License-Identifier: EUPL-1.2
// Members of JSON as records and answers have them. Reading is lenient: a member that is missing or
// of another type reads as empty, and whoever needs it says so. Threads: any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"

namespace leitstand {

Json const* member(Json const& object, std::string_view key); // null: not there, or no object
std::string text_member(Json const& object, std::string_view key);
std::int64_t whole_member(Json const& object, std::string_view key);       // else 0
std::optional<Date> date_member(Json const& object, std::string_view key); // "2026-11-27"

Json date_json(std::optional<Date> const& date); // null without one
// As shares and scores are given out: the same bytes on every machine.
double rounded(double value, int decimals = 4);

} // namespace leitstand
