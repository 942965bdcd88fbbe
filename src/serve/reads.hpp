// SPDX-License-Identifier: EUPL-1.2
// Who looks at personal data leaves an entry in the log before anything is handed out; where it
// cannot be written nothing is shown. Pages of one item are many requests of one look: one entry
// in kPagesOnceIn. Threads: any. Limits: kLooksMax.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "prove/entry_log.hpp"
#include "receive/ledger.hpp"
#include "serve/gate.hpp"

namespace leitstand {

class Reads {
  public:
    static constexpr std::chrono::minutes kPagesOnceIn{10};
    static constexpr std::size_t kLooksMax = 10'000; // remembered; beyond it they are entered anew

    Reads(Database& database, Ledger& ledger, EntryLog const& log)
        : database_(database), ledger_(ledger), log_(log) {}

    // `what`: "item", "original", "part", "stack". Errors: those of EntryLog::enter().
    Result<void> of_item(Caller const& caller, Item const& item, std::string_view what,
                         std::uint32_t part = 0);
    Result<void> of_pages(Caller const& caller, Item const& item);
    // Once for each request: the receipt numbers of the rows that it answers with, how many the
    // filter has in all, and by what it was filtered (never with which words).
    Result<void> of_list(Caller const& caller, std::string_view list,
                         std::vector<std::string> const& items, std::size_t total,
                         std::vector<std::string> const& filters);

  private:
    Database& database_;
    Ledger& ledger_;
    EntryLog const& log_;
    std::mutex mutex_;
    std::map<std::string, std::chrono::steady_clock::time_point> looks_; // account and item
};

} // namespace leitstand
