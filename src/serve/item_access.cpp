// SPDX-License-Identifier: EUPL-1.2
#include "serve/item_access.hpp"

#include "base/ids.hpp"

namespace leitstand {

namespace {

// The caller's own units, or nothing for a caller who sees all. A caller without the right never
// gets here; should one, then no unit is visible.
VisibleUnits visible_to(Caller const& caller) {
    auto const& units = caller.account.units;
    bool const all_units = std::find(units.begin(), units.end(), kAllUnits) != units.end();
    if (caller.scope == Scope::all || (caller.scope == Scope::units && all_units))
        return std::nullopt;
    return caller.scope == Scope::units ? units : std::vector<std::string>{};
}

} // namespace

Result<ItemView> view_for(Caller const& caller, Inbox& inbox, std::string const& item_id) {
    if (!is_id(item_id))
        return fail(Code::not_found, "item.not_found");
    auto view = TRY(inbox.view(item_id));
    if (!caller.reaches(view.unit))
        return fail(Code::not_found, "item.not_found");
    return view;
}

Result<Inbox::PartPlace> part_place_for(Caller const& caller, Inbox& inbox,
                                        std::string const& item_id, std::uint32_t part) {
    if (!is_id(item_id))
        return fail(Code::not_found, "item.not_found");
    auto place = TRY(inbox.part_place(item_id, part));
    if (!caller.reaches(place.unit))
        return fail(Code::not_found, "item.not_found");
    if (place.blob_id.empty())
        return fail(Code::not_found, "part.not_found");
    return place;
}

Result<InboxPage> list_for(Caller const& caller, Inbox& inbox, InboxFilter const& filter) {
    auto reached = filter;
    reached.visible_units = visible_to(caller);
    return inbox.list(reached);
}

Result<Inbox::Counts> counts_for(Caller const& caller, Inbox& inbox) {
    return inbox.counts(visible_to(caller));
}

} // namespace leitstand
