// SPDX-License-Identifier: EUPL-1.2
#include "serve/reads.hpp"

namespace leitstand {

namespace {

// Reading serves the work on the item for those who may decide on it, and looking over what they
// did for all others.
std::string purpose_of(Caller const& caller) {
    return caller.has("items.decide") ? "work" : "review";
}

} // namespace

Result<void> Reads::of_item(Caller const& caller, Item const& item, std::string_view what,
                            std::uint32_t part) {
    return log_.enter(database_, {.type = EntryType::case_read,
                                  .account = caller.account.id,
                                  .item = entry_item(item, TRY(ledger_.item_key(item))),
                                  .details = {{"what", std::string{what}},
                                              {"part", std::to_string(part)},
                                              {"purpose", purpose_of(caller)}}});
}

Result<void> Reads::of_pages(Caller const& caller, Item const& item) {
    auto const look = caller.account.id + " " + item.id;
    auto const now = std::chrono::steady_clock::now();
    {
        std::lock_guard const lock{mutex_};
        if (auto const last = looks_.find(look);
            last != looks_.end() && now - last->second < kPagesOnceIn)
            return {};
    }
    TRY(of_item(caller, item, "pages"));
    std::lock_guard const lock{mutex_};
    if (looks_.size() >= kLooksMax)
        looks_.clear();
    looks_[look] = now; // only now: the entry is durable
    return {};
}

Result<void> Reads::of_list(Caller const& caller, std::string_view list,
                            std::vector<std::string> const& items, std::size_t total,
                            std::vector<std::string> const& filters) {
    return log_.enter(database_,
                      {.type = EntryType::list_read,
                       .account = caller.account.id,
                       .details = {{"list", std::string{list}},
                                   {"items", fmt::format("{}", fmt::join(items, " "))},
                                   {"total", std::to_string(total)},
                                   {"filters", fmt::format("{}", fmt::join(filters, " "))}}});
}

} // namespace leitstand
