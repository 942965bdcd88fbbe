// SPDX-License-Identifier: EUPL-1.2
// Blobs that wait for their row, blobs that never got one, and keys that are wrapped anew.
#include "receive/detail/sealed_ledger.hpp"

namespace leitstand::detail {

namespace {

constexpr std::chrono::hours kOrphanAge{1};
constexpr std::size_t kSweepAtOnce = 1'000;

} // namespace

Result<std::size_t> SealedLedger::sweep_orphans() {
    auto const age = std::chrono::duration_cast<std::chrono::microseconds>(kOrphanAge).count();
    auto const youngest = time_.now().microseconds - age;
    std::vector<std::string> old;
    TRY(blobs_.each([&](BlobStore::Stored const& blob) -> Result<void> {
        if (blob.stored_at.microseconds < youngest)
            old.push_back(blob.id);
        return {};
    }));
    std::size_t removed = 0;
    for (std::size_t at = 0; at < old.size(); at += kSweepAtOnce) {
        std::span const some{old.data() + at, std::min(kSweepAtOnce, old.size() - at)};
        std::vector<std::string> orphans;
        // Asked before the rows are: what is let go meanwhile has its row by then.
        auto const waiting = unsettled();
        TRY(database_.read([&](Sql& sql) -> Result<void> {
            orphans.clear();
            for (auto const& id : some)
                if (!waiting.contains(id) && !TRY(ledger_table::blob_in_use(sql, id)))
                    orphans.push_back(id);
            return {};
        }));
        for (auto const& id : orphans)
            TRY(blobs_.remove(id));
        removed += orphans.size();
    }
    return removed;
}

std::set<std::string> SealedLedger::unsettled() {
    std::lock_guard const lock{unsettled_mutex_};
    return unsettled_;
}

BlobHold SealedLedger::hold(std::string const& blob_id) {
    {
        std::lock_guard const lock{unsettled_mutex_};
        unsettled_.insert(blob_id);
    }
    return {this, [blob_id](SealedLedger* ledger) { ledger->settle(blob_id); }};
}

Result<Ledger::Rewrapped> SealedLedger::rewrap_keys(std::int64_t from, std::size_t count) {
    auto const rows = TRY(database_.read_for<std::vector<ledger_table::WrappedKey>>(
        [&](Sql& sql) { return ledger_table::wrapped_keys(sql, from, count); }));
    std::vector<std::pair<ledger_table::WrappedKey, std::string>> changes;
    for (auto const& row : rows)
        if (!keys_.wrapped_by_newest(row.wrapped_key))
            changes.emplace_back(row,
                                 keys_.wrap(TRY(keys_.unwrap(row.wrapped_key, row.id)), row.id));
    if (!changes.empty())
        TRY(database_.write([&](Sql& sql) -> Result<void> {
            for (auto const& [row, wrapped] : changes)
                TRY(ledger_table::replace_wrapped_key(sql, row, wrapped));
            return {};
        }));
    return Rewrapped{.changed = changes.size(),
                     .next = rows.size() < count || rows.empty() ? 0 : rows.back().number + 1};
}

} // namespace leitstand::detail
