// SPDX-License-Identifier: EUPL-1.2
// Items as one caller may see them: those of other units answer like missing ones, in lists, counts
// and singly. Threads: any.
#pragma once

#include "decide/inbox.hpp"
#include "serve/gate.hpp"

namespace leitstand {

// Errors: not_found "item.not_found", for a missing and for a foreign item alike.
Result<ItemView> view_for(Caller const& caller, Inbox& inbox, std::string const& item_id);
// The same for one part's bytes, without opening what was read. Also not_found "part.not_found".
Result<Inbox::PartPlace> part_place_for(Caller const& caller, Inbox& inbox,
                                        std::string const& item_id, std::uint32_t part);
Result<InboxPage> list_for(Caller const& caller, Inbox& inbox, InboxFilter const& filter);
Result<Inbox::Counts> counts_for(Caller const& caller, Inbox& inbox);

} // namespace leitstand
