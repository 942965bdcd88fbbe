// SPDX-License-Identifier: EUPL-1.2
// A leaf: one byte of format version and 32 bytes of commitment, all that the log ever holds of an
// entry. What happened stands in the record; without record and salt the leaf tells nothing, not
// even to somebody who guesses the record (docs/formats/log.md). Threads: plain values.
#pragma once

#include <string>

#include "base/crypto/crypto.hpp"

namespace leitstand {

inline constexpr std::size_t kLeafBytes = 33;
inline constexpr char kLeafVersion = 1;
inline constexpr std::size_t kSaltBytes = 32;

// What a leaf commits to. Deleting both leaves the leaf and all proofs valid and meaningless.
struct Opening {
    std::string salt; // kSaltBytes of random
    std::string record;
    bool operator==(Opening const&) const = default;
};

// The version, then SHA-256(salt ‖ record). The salt has a fixed length, so that no other pair has
// the same bytes.
inline std::string leaf_of(Opening const& opening) {
    return kLeafVersion + sha256(opening.salt + opening.record);
}

} // namespace leitstand
