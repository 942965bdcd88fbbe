// SPDX-License-Identifier: EUPL-1.2
// A receipt (c2sp.org/tlog-proof): the offline proof that an entry stands in a log, for a citizen
// or a court. It carries the leaf, the way from it to the root, and the signed checkpoint; with the
// salt and the record it also says what the leaf means. Format: docs/formats/log.md.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "prove/checkpoint.hpp"
#include "prove/leaf.hpp"

namespace leitstand {

inline constexpr std::size_t kReceiptBytesMax = 1 << 20;

struct Receipt {
    std::uint64_t index = 0;
    std::string leaf; // kLeafBytes
    std::optional<Opening> opening;
    std::vector<TreeHash> proof; // from the leaf upwards
    std::string checkpoint;      // the signed note
};

std::string print_receipt(Receipt const& receipt);
// Error: bad_input "receipt.malformed" with the reason.
Result<Receipt> parse_receipt(std::string_view bytes);

// Checks everything that the receipt says against the log's public key, and that each of the
// witnesses signed. Errors: those of open_checkpoint() and require_witnesses(), refused
// "proof.wrong", refused "receipt.other_record" (salt and record are not what the leaf commits to).
Result<SignedCheckpoint> check_receipt(Receipt const& receipt, VerifierKey const& log,
                                       std::span<VerifierKey const> witnesses = {});

} // namespace leitstand
