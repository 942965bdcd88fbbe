// SPDX-License-Identifier: EUPL-1.2
// Known answers from the standards where there are any; otherwise: comes back, and every change is
// noticed.
#include "base/crypto/crypto.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace leitstand {
namespace {

// FIPS 180-4 examples.
TEST(Sha256Test, KnownAnswers) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    Sha256 stream;
    for (int i = 0; i < 1'000; ++i)
        stream.update(std::string(1'000, 'a'));
    EXPECT_EQ(to_hex(stream.finish()),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231, test case 2; HMAC fills a short key with zeros.
TEST(Hmac, KnownAnswer) {
    auto const key = SecretKey::from_bytes("Jefe" + std::string(28, '\0'));
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(hmac_sha256(*key, "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

// Found by the fuzzer of the log's proofs: such a byte counted as a slash.
TEST(Base64, BytesBeyondAsciiAreNone) {
    for (int byte = 0x80; byte <= 0xff; ++byte)
        EXPECT_FALSE(from_base64(std::string{"AA"} + static_cast<char>(byte) + "A")) << byte;
}

// RFC 4648, section 10.
TEST(Base64, KnownAnswers) {
    struct Case {
        char const* bytes;
        char const* text;
    };
    for (auto const& [bytes, text] :
         {Case{"", ""}, Case{"f", "Zg=="}, Case{"fo", "Zm8="}, Case{"foo", "Zm9v"},
          Case{"foob", "Zm9vYg=="}, Case{"fooba", "Zm9vYmE="}, Case{"foobar", "Zm9vYmFy"}}) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text).value_or("wrong"), bytes);
    }
    for (auto const* wrong : {"Zg", "Zg=", "Zg===", "Zh==", "Z m8=", "Zm8=\n", "Zm9v!", "-_-_"})
        EXPECT_FALSE(from_base64(wrong)) << wrong;
}

RC_GTEST_PROP(Codings, BytesComeBack, (std::string const& bytes)) {
    RC_ASSERT(from_base64(to_base64(bytes)).value() == bytes);
    RC_ASSERT(from_hex(to_hex(bytes)).value() == bytes);
}

TEST(Hex, RefusesWhatIsNoHex) {
    EXPECT_EQ(from_hex("00FFab").value(), std::string("\x00\xff\xab", 3));
    for (auto const* wrong : {"0", "0g", " 00", "00 ", "0x00"})
        EXPECT_FALSE(from_hex(wrong)) << wrong;
}

TEST(Keys, HaveOneLengthAndOnePurposeEach) {
    EXPECT_FALSE(SecretKey::from_bytes(std::string(31, 'k')));
    EXPECT_FALSE(SecretKey::from_bytes(std::string(33, 'k')));
    auto const key = SecretKey::random();
    EXPECT_NE(key.bytes(), SecretKey::random().bytes());
    EXPECT_EQ(derive_key(key, "a").bytes(), derive_key(key, "a").bytes());
    EXPECT_NE(derive_key(key, "a").bytes(), derive_key(key, "b").bytes());
    EXPECT_NE(derive_key(key, "a").bytes(), derive_key(SecretKey::random(), "a").bytes());
    EXPECT_NE(random_bytes(32), random_bytes(32));
    EXPECT_TRUE(random_bytes(0).empty());
}

TEST(Equality, LooksAtEveryByte) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "xbc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

RC_GTEST_PROP(Sealing, ComesBackAndHides, (std::string const& plain, std::string const& context)) {
    auto const key = SecretKey::random();
    auto const sealed = seal(key, context, plain);
    RC_ASSERT(open_sealed(key, context, sealed).value() == plain);
    RC_ASSERT(seal(key, context, plain) != sealed); // a fresh nonce
    RC_ASSERT(!open_sealed(key, context + "x", sealed).has_value());
    RC_ASSERT(!open_sealed(SecretKey::random(), context, sealed).has_value());
}

TEST(Sealing, EveryFlippedBitAndEveryCutIsNoticed) {
    auto const key = SecretKey::random();
    auto const sealed = seal(key, "context", "a text");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            auto wrong = sealed;
            wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
            auto const result = open_sealed(key, "context", wrong);
            ASSERT_FALSE(result) << at;
            EXPECT_EQ(result.error().code, Code::damaged);
        }
        ASSERT_FALSE(open_sealed(key, "context", sealed.substr(0, at)));
    }
    EXPECT_FALSE(open_sealed(key, "context", sealed + "x"));
}

TEST(Streams, ComeBackAndEndWhereTheyEnd) {
    auto const key = SecretKey::random();
    SealStream sealing{key};
    auto const first = sealing.chunk(std::string(kChunkBytes, 'a'), false);
    auto const second = sealing.chunk("end", true);
    EXPECT_EQ(first.size(), kChunkBytes + OpenStream::overhead_bytes());
    {
        auto opening = OpenStream::start(key, sealing.header());
        ASSERT_TRUE(opening);
        auto const one = opening->chunk(first);
        ASSERT_TRUE(one);
        EXPECT_FALSE(one->is_last);
        auto const two = opening->chunk(second);
        ASSERT_TRUE(two);
        EXPECT_TRUE(two->is_last);
        EXPECT_EQ(two->plain, "end");
    }
    EXPECT_FALSE(OpenStream::start(key, sealing.header())->chunk(second)); // out of order
    EXPECT_FALSE(OpenStream::start(SecretKey::random(), sealing.header())->chunk(first));
    EXPECT_FALSE(OpenStream::start(key, sealing.header())->chunk(first.substr(1)));
    EXPECT_FALSE(OpenStream::start(key, sealing.header())->chunk(""));
    EXPECT_FALSE(OpenStream::start(key, "short"));
}

TEST(Recovery, OnlyTheSecretHalfOpens) {
    auto const pair = new_recovery_pair();
    EXPECT_EQ(public_half(pair.secret_key), pair.public_key);
    auto const sealed = seal_for(pair.public_key, "key file");
    EXPECT_EQ(open_for(pair.public_key, pair.secret_key, sealed).value(), "key file");
    auto const other = new_recovery_pair();
    EXPECT_FALSE(open_for(other.public_key, other.secret_key, sealed));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto wrong = sealed;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        ASSERT_FALSE(open_for(pair.public_key, pair.secret_key, wrong)) << at;
    }
    EXPECT_FALSE(open_for("short", pair.secret_key, sealed));
    EXPECT_FALSE(open_for(pair.public_key, pair.secret_key, "short"));
}

TEST(Passwords, MatchOnlyThemselves) {
    auto const hash = hash_password("Geheim-Wort 1");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$"));
    EXPECT_TRUE(password_matches(*hash, "Geheim-Wort 1"));
    EXPECT_FALSE(password_matches(*hash, "Geheim-Wort 2"));
    EXPECT_FALSE(password_matches(*hash, ""));
    EXPECT_FALSE(password_matches("", "Geheim-Wort 1"));
    EXPECT_FALSE(password_matches(std::string(500, 'x'), "Geheim-Wort 1"));
    EXPECT_NE(*hash, *hash_password("Geheim-Wort 1")); // salted
}

} // namespace
} // namespace leitstand
