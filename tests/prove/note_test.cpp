// SPDX-License-Identifier: EUPL-1.2
// Signed notes, keys and checkpoints: the example of the specification, and every field of them
// spoiled.
#include "prove/note.hpp"

#include <gmock/gmock.h>

#include "prove/checkpoint.hpp"
#include "prove/slow_tree.hpp"

namespace leitstand {
namespace {

// From c2sp.org/signed-note.
constexpr char const* kExampleKey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

TEST(VerifierKeyTest, TheExampleOfTheSpecification) {
    auto const key = VerifierKey::parse(kExampleKey);
    ASSERT_TRUE(key) << key.error().describe();
    EXPECT_EQ(key->name(), "example.com/foo");
    EXPECT_EQ(key->id(), 0x530d903aU);
    EXPECT_EQ(key->type(), SignatureType::log);
    EXPECT_EQ(key->print(), kExampleKey);
}

TEST(VerifierKeyTest, EveryChangedSignIsNoticed) {
    std::string const right = kExampleKey;
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto wrong = right;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        EXPECT_FALSE(VerifierKey::parse(wrong)) << at;
        EXPECT_FALSE(VerifierKey::parse(right.substr(0, at))) << at;
    }
    EXPECT_FALSE(VerifierKey::parse(right + "="));
    EXPECT_FALSE(VerifierKey::parse("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYc"
                                    "rnKv3U2k"));
}

TEST(VerifierKeyTest, OtherKindsOfKeysAreNamedAsUnknown) {
    auto const base64 = to_base64("\x06" + std::string(32, 'k'));
    EXPECT_EQ(VerifierKey::parse("a+00000000+" + base64).error().key, "vkey.kind_unknown");
}

TEST(VerifierKeyTest, NamesWithoutSpacesAndPluses) {
    EXPECT_TRUE(is_key_name("log.example/2026"));
    EXPECT_TRUE(is_key_name("Behörde"));
    for (auto const* wrong : {"", "a b", "a+b", "a\nb", "a\tb", "a\u00A0b", "a\u2003b", "a\xff",
                              "\xed\xa0\x80", "\xe0\x80\x80", "a\x7f"})
        EXPECT_FALSE(is_key_name(wrong)) << wrong;
}

class NoteTest : public testing::Test {
  protected:
    std::string signed_text(std::string const& text, LogKey const& by) {
        return print_note({text, {sign_note(text, by.verifier(), by.secret)}});
    }
    std::string check(std::string_view bytes, std::vector<VerifierKey> const& known) {
        auto const note = parse_note(bytes);
        if (!note)
            return note.error().key;
        auto const checked = check_note(*note, known);
        return checked ? "fits" : checked.error().key;
    }

    LogKey const key_ = slow::log_key("log.example/a");
    LogKey const other_ = slow::log_key("log.example/b", 'o');
    std::string const text_ = "If you think cryptography is the answer to your problem,\n\n"
                              "then you do not know what your problem is.\n";
    std::string const note_ = signed_text(text_, key_);
};

TEST_F(NoteTest, TheTextEndsAtTheLastEmptyLine) {
    auto const note = parse_note(note_);
    ASSERT_TRUE(note) << note.error().describe();
    EXPECT_EQ(note->text, text_);
    EXPECT_EQ(print_note(*note), note_);
    EXPECT_EQ(check(note_, {key_.verifier()}), "fits");
}

TEST_F(NoteTest, EveryFlippedByteAndEveryCutIsRefused) {
    for (std::size_t at = 0; at < note_.size(); ++at) {
        for (int const flip : {1, 0x80}) {
            auto wrong = note_;
            wrong[at] = static_cast<char>(wrong[at] ^ flip);
            EXPECT_NE(check(wrong, {key_.verifier()}), "fits") << at;
        }
        EXPECT_NE(check(note_.substr(0, at), {key_.verifier()}), "fits") << at;
    }
    for (auto const* more : {"\n", " ", "x", "\u2014 a b\n", "\u2014 log.example/x AAAA\n"})
        EXPECT_NE(check(note_ + more, {key_.verifier()}), "fits") << more;
}

TEST_F(NoteTest, AnotherKeyDoesNotFit) {
    EXPECT_EQ(check(note_, {other_.verifier()}), "note.not_signed");
    EXPECT_EQ(check(note_, {}), "note.not_signed");
    // Another key under the same name, even where it takes the id of the right one.
    auto const thief = slow::log_key("log.example/a", 't');
    EXPECT_EQ(check(signed_text(text_, thief), {key_.verifier()}), "note.not_signed");
    auto forged = sign_note(text_, thief.verifier(), thief.secret);
    forged.key_id = key_.verifier().id();
    EXPECT_EQ(check(print_note({text_, {forged}}), {key_.verifier()}), "note.signature_wrong");
}

TEST_F(NoteTest, UnknownSignaturesArePassedOverAndWrongOnesAreNot) {
    auto const right = sign_note(text_, key_.verifier(), key_.secret);
    auto const unknown = sign_note(text_, other_.verifier(), other_.secret);
    auto wrong = unknown;
    wrong.bytes[5] = static_cast<char>(wrong.bytes[5] ^ 1);
    auto const with = [&](std::vector<NoteSignature> signatures) {
        return print_note({text_, std::move(signatures)});
    };
    EXPECT_EQ(check(with({unknown, right}), {key_.verifier()}), "fits");
    EXPECT_EQ(check(with({wrong, right}), {key_.verifier()}), "fits");
    EXPECT_EQ(check(with({wrong, right}), {key_.verifier(), other_.verifier()}),
              "note.signature_wrong");
    EXPECT_EQ(check(with({right, right}), {key_.verifier()}), "note.signature_wrong");
    EXPECT_EQ(check(with(std::vector(kNoteSignaturesMax, unknown)), {other_.verifier()}),
              "note.signature_wrong");
    std::vector<NoteSignature> many;
    for (int i = 0; i < 16; ++i) {
        auto const key = slow::log_key(fmt::format("log.example/{}", i), 'm');
        many.push_back(sign_note(text_, key.verifier(), key.secret));
    }
    many.push_back(right);
    EXPECT_EQ(check(with(many), {key_.verifier()}), "fits");
    EXPECT_EQ(check(with(std::vector(kNoteSignaturesMax + 1, unknown)), {key_.verifier()}),
              "note.malformed");
}

TEST_F(NoteTest, WitnessesSignWithTheTime) {
    VerifierKey const witness{"witness.example", SignatureType::witness,
                              public_key_of(other_.secret)};
    auto const signature = sign_note(text_, witness, other_.secret, 1'790'000'000);
    auto const note = parse_note(print_note({text_, {signature}}));
    ASSERT_TRUE(note);
    auto const checked = check_note(*note, std::array{witness});
    ASSERT_TRUE(checked) << checked.error().describe();
    EXPECT_EQ(checked->front().time_s, 1'790'000'000U);
    EXPECT_EQ(signature.bytes.size(), 72U);
    for (std::size_t at = 0; at < signature.bytes.size(); ++at) { // the time is signed too
        auto wrong = signature;
        wrong.bytes[at] = static_cast<char>(wrong.bytes[at] ^ 1);
        EXPECT_FALSE(check_note({text_, {wrong}}, std::array{witness})) << at;
    }
    auto cut = signature;
    cut.bytes.resize(5);
    EXPECT_FALSE(check_note({text_, {cut}}, std::array{witness}));
    // A signature of the same key as a log is no cosignature.
    VerifierKey const as_log{"witness.example", SignatureType::log, public_key_of(other_.secret)};
    EXPECT_NE(as_log.id(), witness.id());
}

TEST_F(NoteTest, ATimeThatNoCalendarHasIsRefused) {
    VerifierKey const witness{"witness.example", SignatureType::witness,
                              public_key_of(other_.secret)};
    auto const at = [&](std::uint64_t time_s) {
        return check(print_note({text_, {sign_note(text_, witness, other_.secret, time_s)}}),
                     {witness});
    };
    EXPECT_EQ(at(0), "fits");
    EXPECT_EQ(at(kWitnessTimeMaxS), "fits");
    EXPECT_EQ(at(kWitnessTimeMaxS + 1), "note.signature_wrong");
    EXPECT_EQ(at(std::numeric_limits<std::uint64_t>::max()), "note.signature_wrong");
}

TEST_F(NoteTest, NotesThatAreNone) {
    std::string const line = note_.substr(text_.size() + 1);
    for (auto const& wrong :
         {std::string{}, std::string{"\n"}, std::string{"text\n"}, text_, text_ + "\n",
          "text\n" + line, "a\r\n\n" + line, "a\tb\n\n" + line, "a\xff\n\n" + line,
          text_ + "\n" + line.substr(0, line.size() - 1), text_ + "\n" + line + "tail",
          text_ + "\n- log.example/a AAAA\n", std::string(kNoteBytesMax, 'x') + "\n\n" + line})
        EXPECT_EQ(check(wrong, {key_.verifier()}), "note.malformed") << wrong.substr(0, 100);
}

TEST(CheckpointTest, IsReadBack) {
    Checkpoint const checkpoint{"log.example/a", 70'000, leaf_hash("x")};
    auto const text = print_checkpoint(checkpoint);
    auto const back = parse_checkpoint(text);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(*back, checkpoint);
    EXPECT_EQ(*parse_checkpoint(text + "an extension\n"), checkpoint);
}

TEST(CheckpointTest, OnlyTheFormatIsTaken) {
    auto const root = to_base64(bytes_of(leaf_hash("x")));
    for (auto const& wrong :
         {std::string{}, std::string{"log\n"}, std::string{"log\n5\n"}, "\n5\n" + root + "\n",
          "log\n\n" + root + "\n", "log\n05\n" + root + "\n", "log\n-5\n" + root + "\n",
          "log\n+5\n" + root + "\n", "log\n5 \n" + root + "\n", "log\n0x5\n" + root + "\n",
          "log\n18446744073709551616\n" + root + "\n", "log\n9223372036854775808\n" + root + "\n",
          "log\n5\n" + root, "log\n5\n" + root.substr(1) + "\n", "log\n5\n" + root + "=\n",
          "log\n5\n" + to_base64("short") + "\n", "log\n5\n" + root + "\n\n",
          "log\n5\n" + root + "\nmore"})
        EXPECT_EQ(parse_checkpoint(wrong).error().key, "checkpoint.malformed") << wrong;
    EXPECT_TRUE(parse_checkpoint("log\n0\n" + root + "\n"));
}

TEST(CheckpointTest, EachFieldSpoiledAloneIsRefused) {
    auto const key = slow::log_key();
    auto const signed_by = [](LogKey const& by, Checkpoint const& what) {
        auto const text = print_checkpoint(what);
        return print_note({text, {sign_note(text, by.verifier(), by.secret)}});
    };
    Checkpoint const right{key.name, 5, leaf_hash("root")};
    auto const note = signed_by(key, right);
    ASSERT_TRUE(open_checkpoint(note, key.verifier()));
    auto const refusal = [&](std::string const& bytes) {
        auto const opened = open_checkpoint(bytes, key.verifier());
        return opened ? "opened" : opened.error().key;
    };
    auto const replaced = [&](std::string const& from, std::string const& to) {
        auto bytes = note;
        bytes.replace(bytes.find(from), from.size(), to);
        return refusal(bytes);
    };
    EXPECT_EQ(replaced("\n5\n", "\n6\n"), "note.signature_wrong");
    EXPECT_EQ(replaced(to_base64(bytes_of(right.root)), to_base64(bytes_of(leaf_hash("y")))),
              "note.signature_wrong");
    EXPECT_EQ(replaced("log.example/test", "log.example/tess"), "checkpoint.other_origin");
    EXPECT_EQ(replaced("\n\n", "\nan extension\n\n"), "note.signature_wrong");
    auto const with_signature = [&](auto const& change) {
        auto parsed = *parse_note(note);
        change(parsed.signatures[0]);
        return refusal(print_note(parsed));
    };
    EXPECT_EQ(with_signature([](NoteSignature&) {}), "opened");
    EXPECT_EQ(with_signature([](NoteSignature& s) { s.name = "log.example/tess"; }),
              "note.not_signed");
    EXPECT_EQ(with_signature([](NoteSignature& s) { s.key_id ^= 1; }), "note.not_signed");
    for (std::size_t at = 0; at < 64; ++at)
        EXPECT_EQ(with_signature([&](NoteSignature& s) { s.bytes[at] ^= 1; }),
                  "note.signature_wrong")
            << at;
    EXPECT_EQ(with_signature([](NoteSignature& s) { s.bytes += 'x'; }), "note.signature_wrong");
    EXPECT_EQ(with_signature([](NoteSignature& s) { s.bytes.pop_back(); }), "note.signature_wrong");
    // The right key signs for a log of another name, and another key for this one.
    EXPECT_EQ(refusal(signed_by(key, {"log.example/other", 5, right.root})),
              "checkpoint.other_origin");
    EXPECT_EQ(refusal(signed_by(slow::log_key(key.name, 'o'), right)), "note.not_signed");
    EXPECT_EQ(refusal(signed_by(key, {key.name, 0, right.root})), "checkpoint.malformed");
    // A witness alone does not make a checkpoint.
    VerifierKey const witness{"witness.example", SignatureType::witness, public_key_of(key.secret)};
    auto const text = print_checkpoint(right);
    auto const by_witness = print_note({text, {sign_note(text, witness, key.secret, 7)}});
    auto const opened = open_checkpoint(by_witness, key.verifier(), std::array{witness});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().key, "note.not_signed");
}

} // namespace
} // namespace leitstand
