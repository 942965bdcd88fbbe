// SPDX-License-Identifier: EUPL-1.2
// What must hold after each restart, looked up in the tables and the blobs rather than asked of the
// code that wrote them. Threads: one.
#pragma once

#include "faults/client.hpp"
#include "house/house.hpp"

namespace leitstand::faults {

struct Verdict {
    std::int64_t items = 0;         // rows seen
    std::int64_t lost = 0;          // acknowledged, and not there
    std::int64_t twice = 0;         // one key, two items
    std::int64_t half_visible = 0;  // a row whose bytes are missing, damaged or others
    std::int64_t wrong_receipt = 0; // there, but under another number or id than the receipt says
    std::int64_t gaps = 0;          // ledger numbers that are missing or not ascending
    std::int64_t never_sent = 0;    // an item that no client began
    std::int64_t without_job = 0;   // waits and nobody will work on it, or has a job and is done
    std::int64_t wrong_counts = 0;  // what the screens count is not what stands there
    std::int64_t without_entry = 0; // an act without its entry in the log, or an entry without act
    std::int64_t log_faults = 0;    // the log does not verify, or is not the database's
    std::int64_t blobs_unused = 0;  // files without a row: allowed, they were never acknowledged
    std::int64_t unfinished = 0;    // temporary files: allowed, never visible

    std::int64_t faults() const {
        return lost + twice + half_visible + wrong_receipt + gaps + never_sent + without_job +
               wrong_counts + without_entry + log_faults;
    }
};

class Checker {
  public:
    // Looks at the rows since the last call, and at the receipts given since then.
    Result<void> check_new(house::House& house, Client& client);
    // Looks at each row and receipt from the first one on; `verdict` starts anew.
    Result<void> check_all(house::House& house, Client& client);
    // That the log goes on: it is brought up to the database, and then verified against its key.
    Result<void> check_log(house::House& house, std::filesystem::path const& folder);
    // That no act is without its entry and no entry without its act.
    Result<void> check_entries(house::House& house);
    // Counts what lies in the blob folder beside the rows.
    Result<void> count_files(house::House& house, std::filesystem::path const& blob_folder);

    Verdict verdict;

  private:
    Result<void> check_rows(house::House& house, Client& client);
    Result<void> check_row(house::House& house, Client& client, std::string const& id,
                           std::int64_t number);
    Result<void> check_jobs(house::House& house);
    Result<void> check_outcomes(house::House& house);

    std::set<std::string> seen_;
    std::int64_t last_number_ = 0;
    int checks_ = 0;
};

} // namespace leitstand::faults
