// SPDX-License-Identifier: EUPL-1.2
#include "base/crypto/signature.hpp"

#include <sodium.h>

#include "base/assert.hpp"

namespace leitstand {

namespace {

static_assert(SecretKey::kBytes == crypto_sign_SEEDBYTES);
static_assert(kSignatureBytes == crypto_sign_BYTES);

unsigned char const* raw(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

// libsodium's form of the secret key: the seed and the public key behind it.
struct KeyPair {
    PublicKey public_key;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;

    explicit KeyPair(SigningKey const& seed) {
        ASSERT(sodium_init() >= 0);
        ASSERT(crypto_sign_seed_keypair(public_key.data(), secret.data(), seed.data()) == 0);
    }
    ~KeyPair() { sodium_memzero(secret.data(), secret.size()); }
};

} // namespace

PublicKey public_key_of(SigningKey const& secret) {
    return KeyPair{secret}.public_key;
}

std::string sign(SigningKey const& secret, std::string_view message) {
    KeyPair const pair{secret};
    std::string signature(kSignatureBytes, '\0');
    ASSERT(crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                                raw(message), message.size(), pair.secret.data()) == 0);
    return signature;
}

bool signature_fits(PublicKey const& key, std::string_view message, std::string_view signature) {
    ASSERT(sodium_init() >= 0);
    return signature.size() == kSignatureBytes &&
           crypto_sign_verify_detached(raw(signature), raw(message), message.size(), key.data()) ==
               0;
}

} // namespace leitstand
