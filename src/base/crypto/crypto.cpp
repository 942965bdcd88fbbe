// SPDX-License-Identifier: EUPL-1.2
#include "base/crypto/crypto.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include "base/assert.hpp"

namespace leitstand {

namespace {

// libsodium wants one call before all others; asking each time is cheap and cannot be forgotten.
void ready() {
    static int const state = sodium_init();
    ASSERT(state >= 0);
}

unsigned char const* raw(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

} // namespace

SecretKey::SecretKey() : bytes_{} {}
SecretKey::~SecretKey() {
    sodium_memzero(bytes_.data(), bytes_.size());
}

SecretKey SecretKey::random() {
    ready();
    SecretKey key;
    randombytes_buf(key.bytes_.data(), kBytes);
    return key;
}

Result<SecretKey> SecretKey::from_bytes(std::string_view bytes) {
    if (bytes.size() != kBytes)
        return fail(Code::damaged, "key.wrong_size");
    SecretKey key;
    std::memcpy(key.bytes_.data(), bytes.data(), kBytes);
    return key;
}

std::string_view SecretKey::bytes() const {
    return {reinterpret_cast<char const*>(bytes_.data()), kBytes};
}

std::string random_bytes(std::size_t count) {
    ready();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), count);
    return bytes;
}

std::string to_hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (unsigned char const byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

Result<std::string> from_hex(std::string_view text) {
    std::string bytes(text.size() / 2, '\0');
    std::size_t got = 0;
    char const* end = nullptr;
    if (sodium_hex2bin(raw(bytes), bytes.size(), text.data(), text.size(), nullptr, &got, &end) !=
            0 ||
        end != text.data() + text.size() || got != bytes.size())
        return fail(Code::bad_input, "hex.not_hex");
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), kVariant);
    text.pop_back(); // the closing zero
    return text;
}

Result<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t got = 0;
    char const* end = nullptr;
    // libsodium 1.0.18 takes every byte beyond ASCII for a slash; one content would have two forms.
    bool const ascii = std::all_of(text.begin(), text.end(), [](char sign) {
        return static_cast<unsigned char>(sign) < 0x80;
    });
    if (!ascii ||
        sodium_base642bin(raw(bytes), bytes.size(), text.data(), text.size(), nullptr, &got, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.data() + text.size())
        return fail(Code::bad_input, "base64.not_base64");
    bytes.resize(got);
    return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string sha256(std::string_view bytes) {
    std::string digest(32, '\0');
    unsigned size = 0;
    ASSERT(EVP_Digest(bytes.data(), bytes.size(), raw(digest), &size, EVP_sha256(), nullptr) == 1);
    return digest;
}

std::array<std::uint8_t, 32> sha256_array(std::string_view bytes) {
    // Looking an algorithm up and making a context each time costs more than the hash of a node.
    struct Kept {
        EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        ~Kept() {
            EVP_MD_CTX_free(context);
            EVP_MD_free(algorithm);
        }
    };
    thread_local Kept const kept;
    std::array<std::uint8_t, 32> digest;
    ASSERT(EVP_DigestInit_ex2(kept.context, kept.algorithm, nullptr) == 1 &&
           EVP_DigestUpdate(kept.context, bytes.data(), bytes.size()) == 1 &&
           EVP_DigestFinal_ex(kept.context, digest.data(), nullptr) == 1);
    return digest;
}

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    ASSERT(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1);
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
    ASSERT(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish() {
    std::string digest(32, '\0');
    unsigned size = 0;
    ASSERT(EVP_DigestFinal_ex(state_->context, raw(digest), &size) == 1);
    return digest;
}

std::string hmac_sha256(SecretKey const& key, std::string_view bytes) {
    ready();
    std::string digest(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(raw(digest), raw(bytes), bytes.size(), key.data());
    return digest;
}

SecretKey derive_key(SecretKey const& key, std::string_view purpose) {
    auto const digest = hmac_sha256(key, fmt::format("leitstand/v1/{}", purpose));
    return *SecretKey::from_bytes(digest);
}

std::string seal(SecretKey const& key, std::string_view context, std::string_view plain) {
    ready();
    constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    std::string sealed(kNonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    randombytes_buf(sealed.data(), kNonce);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + kNonce, &size, raw(plain),
                                               plain.size(), raw(context), context.size(), nullptr,
                                               raw(sealed), key.data());
    return sealed;
}

Result<std::string> open_sealed(SecretKey const& key, std::string_view context,
                                std::string_view sealed) {
    ready();
    constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (sealed.size() < kNonce + kTag)
        return fail(Code::damaged, "seal.not_authentic");
    std::string plain(sealed.size() - kNonce - kTag, '\0');
    unsigned long long size = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), &size, nullptr, raw(sealed) + kNonce,
                                                   sealed.size() - kNonce, raw(context),
                                                   context.size(), raw(sealed), key.data()) != 0)
        return fail(Code::damaged, "seal.not_authentic");
    return plain;
}

struct SealStream::State {
    crypto_secretstream_xchacha20poly1305_state state;
    std::string header;
    ~State() { sodium_memzero(&state, sizeof state); }
};

SealStream::SealStream(SecretKey const& key) : state_(std::make_unique<State>()) {
    ready();
    state_->header.resize(crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    crypto_secretstream_xchacha20poly1305_init_push(&state_->state, raw(state_->header),
                                                    key.data());
}
SealStream::SealStream(SealStream&&) noexcept = default;
SealStream& SealStream::operator=(SealStream&&) noexcept = default;
SealStream::~SealStream() = default;

std::string SealStream::header() const {
    return state_->header;
}

std::string SealStream::chunk(std::string_view plain, bool is_last) {
    ASSERT(plain.size() <= kChunkBytes);
    std::string sealed(plain.size() + crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    unsigned long long size = 0;
    crypto_secretstream_xchacha20poly1305_push(
        &state_->state, raw(sealed), &size, raw(plain), plain.size(), nullptr, 0,
        is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    return sealed;
}

struct OpenStream::State {
    crypto_secretstream_xchacha20poly1305_state state;
    ~State() { sodium_memzero(&state, sizeof state); }
};

OpenStream::OpenStream() : state_(std::make_unique<State>()) {}
OpenStream::OpenStream(OpenStream&&) noexcept = default;
OpenStream& OpenStream::operator=(OpenStream&&) noexcept = default;
OpenStream::~OpenStream() = default;

std::size_t OpenStream::header_bytes() {
    return crypto_secretstream_xchacha20poly1305_HEADERBYTES;
}
std::size_t OpenStream::overhead_bytes() {
    return crypto_secretstream_xchacha20poly1305_ABYTES;
}

Result<OpenStream> OpenStream::start(SecretKey const& key, std::string_view header) {
    ready();
    OpenStream stream;
    if (header.size() != header_bytes() || crypto_secretstream_xchacha20poly1305_init_pull(
                                               &stream.state_->state, raw(header), key.data()) != 0)
        return fail(Code::damaged, "seal.not_authentic");
    return stream;
}

Result<OpenStream::Chunk> OpenStream::chunk(std::string_view sealed) {
    if (sealed.size() < overhead_bytes())
        return fail(Code::damaged, "seal.not_authentic");
    Chunk chunk;
    chunk.plain.resize(sealed.size() - overhead_bytes());
    unsigned long long size = 0;
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state_->state, raw(chunk.plain), &size, &tag,
                                                   raw(sealed), sealed.size(), nullptr, 0) != 0)
        return fail(Code::damaged, "seal.not_authentic");
    chunk.is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return chunk;
}

RecoveryPair new_recovery_pair() {
    ready();
    RecoveryPair pair;
    pair.public_key.resize(crypto_box_PUBLICKEYBYTES);
    crypto_box_keypair(raw(pair.public_key), pair.secret_key.data());
    return pair;
}

std::string public_half(SecretKey const& secret_key) {
    std::string public_key(crypto_box_PUBLICKEYBYTES, '\0');
    ASSERT(crypto_scalarmult_base(raw(public_key), secret_key.data()) == 0);
    return public_key;
}

std::string seal_for(std::string_view public_key, std::string_view plain) {
    ready();
    ASSERT(public_key.size() == crypto_box_PUBLICKEYBYTES);
    std::string sealed(plain.size() + crypto_box_SEALBYTES, '\0');
    ASSERT(crypto_box_seal(raw(sealed), raw(plain), plain.size(), raw(public_key)) == 0);
    return sealed;
}

Result<std::string> open_for(std::string_view public_key, SecretKey const& secret_key,
                             std::string_view sealed) {
    ready();
    if (public_key.size() != crypto_box_PUBLICKEYBYTES || sealed.size() < crypto_box_SEALBYTES)
        return fail(Code::damaged, "seal.not_authentic");
    std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal_open(raw(plain), raw(sealed), sealed.size(), raw(public_key),
                             secret_key.data()) != 0)
        return fail(Code::damaged, "seal.not_authentic");
    return plain;
}

Result<std::string> hash_password(std::string_view password) {
    ready();
    std::array<char, crypto_pwhash_STRBYTES> hash;
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return fail(Code::unavailable, "password.no_memory");
    return std::string{hash.data()};
}

bool password_matches(std::string_view hash, std::string_view password) {
    ready();
    std::string const stored{hash};
    return stored.size() < crypto_pwhash_STRBYTES &&
           crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

} // namespace leitstand
