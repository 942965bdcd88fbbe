// SPDX-License-Identifier: EUPL-1.2
// What the rules for dates and the clues of a model share. Private to understand/. Threads: any.
#pragma once

#include <array>
#include <string_view>

#include "understand/detail/extract.hpp"

namespace leitstand::detail_understand {

// Roles that words of the catalogue give; the letter's own date goes by its place.
inline constexpr auto kDateRoles = std::to_array<std::string_view>(
    {"birth_date", "child_birth_date", "notice_date", "event_date", "start_date"});

// The child whose name stands close before a date; null where none does.
Found const* child_before(Scene const& scene, std::vector<Found> const& found, ByteSpan span);

} // namespace leitstand::detail_understand
