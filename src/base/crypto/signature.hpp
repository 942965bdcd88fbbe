// SPDX-License-Identifier: EUPL-1.2
// Ed25519 signatures (RFC 8032) on libsodium. Threads: any.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto/crypto.hpp"

namespace leitstand {

using PublicKey = std::array<std::uint8_t, 32>;
inline constexpr std::size_t kSignatureBytes = 64;

// The seed of RFC 8032, from which both halves of the key pair follow; wiped when it goes.
using SigningKey = SecretKey;

PublicKey public_key_of(SigningKey const& secret);
std::string sign(SigningKey const& secret, std::string_view message); // kSignatureBytes
bool signature_fits(PublicKey const& key, std::string_view message, std::string_view signature);

} // namespace leitstand
