// SPDX-License-Identifier: EUPL-1.2
// Whether stored data proves that a task is done (Task::proven_by): facts that are stated, a risk
// register without open entries, an answered impact assessment, somebody who takes part. Pure.
// Threads: any.
#pragma once

#include <optional>

#include "govern/view.hpp"

namespace leitstand {

// The sequence of the newest record that proves it, so that a change asks for a new sign-off;
// nothing: not proven, or nothing can prove this task.
std::optional<std::int64_t> task_proof(GovernView const& view, Task const& task);

} // namespace leitstand
