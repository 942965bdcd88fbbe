// SPDX-License-Identifier: EUPL-1.2
// The transfer note (Transfervermerk) of a scanning office: who made the picture of the paper, how,
// with what checks, as BSI TR-03138 RESISCAN wants it kept with the scan. It comes in the sidecar
// of a file, lies sealed with the item and goes on to what is split off. Format:
// docs/formats/ledger.md. Threads: plain values. Limits: kTransferTextBytesMax for each text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand {

inline constexpr std::size_t kTransferTextBytesMax = 2'000;
inline constexpr std::uint32_t kTransferCountMax = 1'000'000; // sheets and pages

struct TransferNote {
    std::string batch;       // the scanning office's name for the batch
    std::string office;      // who scanned
    std::string operated_by; // a pseudonym, not a name
    std::string scanned_at;  // RFC 3339
    std::string device, profile, colour;
    std::uint32_t resolution_dpi = 0;   // 0: not said
    std::uint32_t sheets = 0;           // of this file; 0: not said
    std::uint32_t pages = 0;            // of this file; 0: not said
    std::string checked_by, checked_at; // the look at the quality; checked_at RFC 3339
    std::string deviations;             // what was noticed, in words
    std::string sha256;                 // of the file, hex, lower case
    bool operator==(TransferNote const&) const = default;
};

// One entry of the sidecar's [transfer]. Errors: bad_input "sidecar.wrong" (the detail names the
// entry, never its value).
Result<void> set_transfer_entry(TransferNote& note, std::string_view key, std::string const& value);
// Errors: bad_input "sidecar.wrong" if batch, office or scanned_at is missing.
Result<void> check_transfer_note(TransferNote const& note);

// What does not fit the file that came with it: "pages", "sha256". `pages` 0: not known.
std::vector<std::string> transfer_deviations(TransferNote const& note, std::uint32_t pages,
                                             std::string_view sha256_hex);

std::string pack_transfer_note(TransferNote const& note);
Result<TransferNote> unpack_transfer_note(std::string_view packed); // damaged "packed.damaged"

} // namespace leitstand
