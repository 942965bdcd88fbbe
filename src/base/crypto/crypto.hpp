// SPDX-License-Identifier: EUPL-1.2
// What Leitstand needs of cryptography, on libsodium: random bytes, hashes, authenticated
// encryption of short texts and of streams, boxes for a recovery key, password hashes. The only
// place that includes libsodium or OpenSSL. Formats: docs/formats/sealed.md. Threads: any, except
// one SealStream/OpenStream per thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leitstand {

// A 256-bit key that is wiped when it goes.
class SecretKey {
  public:
    static constexpr std::size_t kBytes = 32;
    SecretKey(); // all zero
    SecretKey(SecretKey const&) = default;
    SecretKey& operator=(SecretKey const&) = default;
    ~SecretKey();
    static SecretKey random();
    static Result<SecretKey> from_bytes(std::string_view bytes); // exactly 32
    std::string_view bytes() const;
    unsigned char const* data() const { return bytes_.data(); }
    unsigned char* data() { return bytes_.data(); }

  private:
    std::array<unsigned char, kBytes> bytes_;
};

std::string random_bytes(std::size_t count);
std::string to_hex(std::string_view bytes);
Result<std::string> from_hex(std::string_view text);
std::string to_base64(std::string_view bytes);          // RFC 4648 section 4, with padding
Result<std::string> from_base64(std::string_view text); // strictly; bad_input "base64.not_base64"
bool equal_in_constant_time(std::string_view a, std::string_view b);

std::string sha256(std::string_view bytes); // 32 raw bytes
// The same without an allocation, for trees of millions of small nodes.
std::array<std::uint8_t, 32> sha256_array(std::string_view bytes);
class Sha256 { // for streams
  public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();
    void update(std::string_view bytes);
    std::string finish(); // 32 raw bytes

  private:
    struct State;
    std::unique_ptr<State> state_;
};
std::string hmac_sha256(SecretKey const& key, std::string_view bytes); // 32 raw bytes
SecretKey derive_key(SecretKey const& key, std::string_view purpose);  // one key for one purpose

// XChaCha20-Poly1305 with a random nonce; `context` is authenticated, not stored. Fails with
// damaged "seal.not_authentic".
std::string seal(SecretKey const& key, std::string_view context, std::string_view plain);
Result<std::string> open_sealed(SecretKey const& key, std::string_view context,
                                std::string_view sealed);

// A stream in chunks of kChunkBytes, each authenticated and in order, the last one marked
// (secretstream): cutting off, swapping and repeating are noticed.
inline constexpr std::size_t kChunkBytes = 64 * 1024;
class SealStream {
  public:
    explicit SealStream(SecretKey const& key);
    SealStream(SealStream&&) noexcept;
    SealStream& operator=(SealStream&&) noexcept;
    ~SealStream();
    std::string header() const;                              // first bytes of the file
    std::string chunk(std::string_view plain, bool is_last); // at most kChunkBytes of plain text
  private:
    struct State;
    std::unique_ptr<State> state_;
};
class OpenStream {
  public:
    static Result<OpenStream> start(SecretKey const& key, std::string_view header);
    static std::size_t header_bytes();
    static std::size_t overhead_bytes(); // per chunk
    OpenStream(OpenStream&&) noexcept;
    OpenStream& operator=(OpenStream&&) noexcept;
    ~OpenStream();
    struct Chunk {
        std::string plain;
        bool is_last = false;
    };
    Result<Chunk> chunk(std::string_view sealed);

  private:
    OpenStream();
    struct State;
    std::unique_ptr<State> state_;
};

// For the recovery sheet: a key pair of which only the public half lies on the machine.
struct RecoveryPair {
    std::string public_key; // 32 bytes
    SecretKey secret_key;
};
RecoveryPair new_recovery_pair();
std::string public_half(SecretKey const& secret_key); // of a recovery pair, 32 bytes
std::string seal_for(std::string_view public_key, std::string_view plain);
Result<std::string> open_for(std::string_view public_key, SecretKey const& secret_key,
                             std::string_view sealed);

// Argon2id, 64 MiB, interactive costs; about 0.1 s each: callers cap how many run at once.
Result<std::string> hash_password(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

} // namespace leitstand
