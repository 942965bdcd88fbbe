// SPDX-License-Identifier: EUPL-1.2
#include "base/ids.hpp"

#include "base/crypto/crypto.hpp"

namespace leitstand {

std::string new_id() {
    return to_hex(random_bytes(16));
}

bool is_id(std::string_view text) {
    return text.size() == 32 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

} // namespace leitstand
