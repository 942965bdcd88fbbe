// SPDX-License-Identifier: EUPL-1.2
// The client that remembers: which deliveries it has begun, and each receipt that it was given. It
// lives in the driver, which is never killed. Threads: one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand::faults {

// The bytes of a delivery, made from its key alone, so that driver and server need not exchange
// them: mostly a few kilobytes, now and then up to 300 KB (several sealed chunks).
std::string bytes_of(std::string_view key);

// Each fourth delivery is a scan: read twice, the second time in the slow lane, with an attachment.
bool is_scan(std::string_view key);
inline constexpr std::string_view kScanAttachment = "what was attached to a scan";

struct Receipt {
    std::int64_t number = 0;
    std::string receipt_number;
    std::string item_id;
    std::string sha256; // hex
};

// What the server under test says, one line each: "O" open, "S key" begun, "A key number receipt id
// sha256" received, "R key" the same key again gave another item, "E key error" an error that ought
// not to happen.
class Client {
  public:
    // Errors: damaged "faults.line" (a line that no server writes).
    Result<void> hear(std::string_view line);

    std::set<std::string> const& begun() const { return begun_; }
    std::map<std::string, Receipt> const& receipts() const { return receipts_; }
    // Begun and not answered: a client sends these again after the restart.
    std::vector<std::string> unanswered() const;
    // Keys whose receipt came since the last call.
    std::vector<std::string> take_fresh();
    // A promise that was broken is counted once and then forgotten.
    void forget(std::string const& key) { receipts_.erase(key); }

    std::int64_t acknowledged = 0;
    std::int64_t second_items = 0; // "R" lines
    std::vector<std::string> complaints;

  private:
    std::set<std::string> begun_, open_;
    std::map<std::string, Receipt> receipts_;
    std::vector<std::string> fresh_;
};

} // namespace leitstand::faults
