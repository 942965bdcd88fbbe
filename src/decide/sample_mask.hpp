// SPDX-License-Identifier: EUPL-1.2
// What of a document may go into the training store: all but what was masked when it was judged,
// and what a person or a model of fields has found since of names, addresses and numbers. As far as
// found: whatever nobody entered and no rule knows stays. Threads: plain values.
#pragma once

#include <optional>
#include <span>

#include "decide/inbox.hpp"

namespace leitstand {

// The bytes hidden become '_', so that offsets stay. A value is hidden wherever it stands in text
// or subject, with or without blanks within; of a name, its single words too.
Document hidden_for_training(Document document, std::optional<Mask> const& mask,
                             std::span<DecidedFinding const> findings);

} // namespace leitstand
