// SPDX-License-Identifier: EUPL-1.2
// The text of a key file: version line, master keys (newest first), purpose root, check line.
// Format: docs/formats/sealed.md. Threads: plain values.
#pragma once

#include <vector>

#include "base/crypto/crypto.hpp"

namespace leitstand::detail {

struct MasterKey {
    std::uint32_t number = 0; // from 1, grows, is never used again
    SecretKey key;
};

struct KeyFile {
    std::vector<MasterKey> masters; // newest first, never empty
    SecretKey purpose_root;
};

std::string print_key_file(KeyFile const& keys);

// Errors: damaged "key_file.damaged"; the detail names the line, never a key.
Result<KeyFile> parse_key_file(std::string_view text);

} // namespace leitstand::detail
