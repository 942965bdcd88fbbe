// SPDX-License-Identifier: EUPL-1.2
// Stacks and transfer notes in the forms of docs/formats/openapi.yaml. Threads: any.
#pragma once

#include <functional>

#include "base/json.hpp"
#include "decide/stacks.hpp"
#include "receive/transfer_note.hpp"

namespace leitstand {

using NameOf = std::function<std::string(std::string const&)>; // account id -> display name

Json stack_json(StackView const& stack, ItemView const& view, NameOf const& name_of);
Json stack_items_json(std::vector<StackItem> const& items);
// null where there is none. `inherited`: the item was split off, so counts and hash are those of
// the whole stack.
Json transfer_json(std::optional<TransferNote> const& note, ItemView const& view, bool inherited);

} // namespace leitstand
