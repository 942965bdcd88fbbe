// SPDX-License-Identifier: EUPL-1.2
// When a fact or task must be there (Fact::before, Task::before). Threads: plain values.
#pragma once

#include <optional>
#include <string_view>

#include "understand/finding.hpp"

namespace leitstand {

// Whether it stands before the step to that mode. Without a step everything is asked for; what
// names no mode is due at once.
inline bool due_before(std::string_view before, std::optional<Mode> step) {
    auto const from = parse_mode(before);
    return !step || !from || *from <= *step;
}

} // namespace leitstand
