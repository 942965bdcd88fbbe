// SPDX-License-Identifier: EUPL-1.2
#include "serve/item_access.hpp"

#include "base/ids.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kScanRows = 200; // of one look into the inbox

bool sees_all(Caller const& caller) {
    return caller.scope == Scope::all ||
           (caller.scope == Scope::units &&
            std::find(caller.account.units.begin(), caller.account.units.end(), kAllUnits) !=
                caller.account.units.end());
}

// Walks all rows of the filter and hands over those in reach.
Result<InboxPage> walk(Caller const& caller, Inbox& inbox, InboxFilter filter,
                       std::function<void(InboxRow&)> const& take) {
    filter.from = 0;
    filter.count = kScanRows;
    InboxPage last;
    for (;;) {
        last = TRY(inbox.list(filter));
        filter.as_of = last.as_of; // what comes in meanwhile must not move the positions
        for (auto& row : last.rows)
            if (caller.reaches(row.unit))
                take(row);
        filter.from += last.rows.size();
        if (last.rows.empty() || filter.from >= last.total)
            return last;
    }
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

Result<InboxPage> list_for(Caller const& caller, Inbox& inbox, InboxFilter const& filter) {
    if (sees_all(caller) || (!filter.unit.empty() && caller.reaches(filter.unit)))
        return inbox.list(filter);
    InboxPage page;
    if (!filter.unit.empty())
        return page; // a foreign unit looks like an empty one
    auto const last = TRY(walk(caller, inbox, filter, [&](InboxRow& row) {
        if (page.total++ >= filter.from && page.rows.size() < filter.count)
            page.rows.push_back(std::move(row));
    }));
    page.as_of = last.as_of;
    page.newer = last.newer;
    return page;
}

Result<Inbox::Counts> counts_for(Caller const& caller, Inbox& inbox) {
    if (sees_all(caller))
        return inbox.counts();
    Inbox::Counts counts;
    InboxFilter filter;
    filter.with_closed = true;
    TRY(walk(caller, inbox, filter, [&](InboxRow& row) {
        auto& count = row.state == ItemState::waiting        ? counts.waiting
                      : row.state == ItemState::ready        ? counts.ready
                      : row.state == ItemState::needs_person ? counts.needs_person
                                                             : counts.closed;
        ++count;
    }));
    return counts;
}

} // namespace leitstand
