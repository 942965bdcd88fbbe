// SPDX-License-Identifier: EUPL-1.2
// Receipts: what a third party can check with the public key alone, and each field of them spoiled.
#include "prove/receipt.hpp"

#include <gmock/gmock.h>

#include "prove/slow_tree.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

class ReceiptTest : public testing::Test {
  protected:
    static constexpr std::size_t kSize = 600; // two full tiles and a partial one
    static constexpr std::size_t kIndex = 300;

    void SetUp() override {
        auto opened = LogFolder::open(folder_ / "log", key_);
        ASSERT_TRUE(opened) << opened.error().describe();
        log_ = *std::move(opened);
        ASSERT_TRUE(log_->append(slow::log_leaves(0, kSize)));
    }
    static Opening opening(std::size_t index) {
        return {std::string(kSaltBytes, 's'), fmt::format("entry {}", index)};
    }
    Receipt right() { return *parse_receipt(*log_->receipt(kIndex, opening(kIndex))); }
    std::string check(Receipt const& receipt) {
        auto const checked = check_receipt(receipt, log_->verifier());
        return checked ? "proven" : checked.error().key;
    }
    std::string check_text(std::string_view text) {
        auto const receipt = parse_receipt(text);
        return receipt ? check(*receipt) : receipt.error().key;
    }

    TemporaryFolder folder_;
    LogKey const key_ = slow::log_key();
    std::unique_ptr<LogFolder> log_;
};

TEST_F(ReceiptTest, EveryEntryHasOneThatTheKeyAloneProves) {
    for (std::size_t index = 0; index < kSize; ++index) {
        auto const text = log_->receipt(index);
        ASSERT_TRUE(text) << text.error().describe();
        ASSERT_EQ(check_text(*text), "proven") << index;
        auto const receipt = *parse_receipt(*text);
        EXPECT_EQ(receipt.index, index);
        EXPECT_EQ(receipt.leaf, slow::log_leaves(index, 1).front());
        EXPECT_FALSE(receipt.opening);
        EXPECT_EQ(print_receipt(receipt), *text);
    }
    EXPECT_EQ(log_->receipt(kSize).error().key, "log.no_entry");
}

TEST_F(ReceiptTest, CarriesTheRecordWhereItIsWanted) {
    auto const text = log_->receipt(kIndex, opening(kIndex));
    ASSERT_TRUE(text) << text.error().describe();
    auto const receipt = *parse_receipt(*text);
    EXPECT_EQ(check(receipt), "proven");
    EXPECT_EQ(receipt.opening, opening(kIndex));
    EXPECT_EQ(log_->receipt(kIndex, opening(kIndex + 1)).error().key, "receipt.other_record");
}

TEST_F(ReceiptTest, EachFieldSpoiledAloneIsRefused) {
    auto const spoil = [&](auto const& change) {
        auto receipt = right();
        change(receipt);
        return check(receipt);
    };
    EXPECT_EQ(spoil([](Receipt&) {}), "proven");
    EXPECT_EQ(spoil([](Receipt& r) { ++r.index; }), "proof.wrong");
    EXPECT_EQ(spoil([](Receipt& r) { r.index = kSize; }), "proof.wrong");
    EXPECT_EQ(spoil([](Receipt& r) { r.leaf = slow::log_leaves(kIndex + 1, 1).front(); }),
              "proof.wrong");
    EXPECT_EQ(spoil([](Receipt& r) { r.leaf[0] = 2; }), "proof.wrong");
    EXPECT_EQ(spoil([](Receipt& r) { r.opening->record += "."; }), "receipt.other_record");
    EXPECT_EQ(spoil([](Receipt& r) { r.opening->salt[0] = 't'; }), "receipt.other_record");
    EXPECT_EQ(spoil([](Receipt& r) { // a byte moved from one to the other
                  r.opening->salt.insert(0, 1, 'x');
                  r.opening->salt.pop_back();
              }),
              "receipt.other_record");
    for (std::size_t at = 0; at < right().proof.size(); ++at) {
        EXPECT_EQ(spoil([&](Receipt& r) { r.proof[at][31] ^= 1; }), "proof.wrong") << at;
        EXPECT_EQ(spoil([&](Receipt& r) {
                      r.proof.erase(r.proof.begin() + static_cast<std::ptrdiff_t>(at));
                  }),
                  "proof.wrong")
            << at;
    }
    EXPECT_EQ(spoil([](Receipt& r) { r.proof.push_back(r.proof.front()); }), "proof.wrong");
    // A right proof with the checkpoint of another time, and of another log.
    auto const early = log_->signed_checkpoint();
    ASSERT_TRUE(log_->append(slow::log_leaves(kSize, 1)));
    EXPECT_EQ(spoil([&](Receipt& r) { r.checkpoint = early; }), "proof.wrong");
    auto other = LogFolder::open(folder_ / "other", slow::log_key("log.example/other", 'o'));
    ASSERT_TRUE(other);
    ASSERT_TRUE((*other)->append(slow::log_leaves(0, kSize)));
    EXPECT_EQ(spoil([&](Receipt& r) { r.checkpoint = (*other)->signed_checkpoint(); }),
              "checkpoint.other_origin");
}

TEST_F(ReceiptTest, EveryFlippedByteAndEveryCutOfTheFileIsRefused) {
    auto const text = *log_->receipt(kIndex, opening(kIndex));
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto wrong = text;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        EXPECT_NE(check_text(wrong), "proven") << "byte " << at;
        EXPECT_NE(check_text(text.substr(0, at)), "proven") << "cut at " << at;
    }
    for (auto const* more : {"\n", " ", "x"})
        EXPECT_NE(check_text(text + more), "proven");
}

TEST_F(ReceiptTest, FilesThatAreNone) {
    auto const text = *log_->receipt(kIndex);
    auto const without = [&](std::string const& what) {
        auto wrong = text;
        wrong.erase(wrong.find(what), what.size());
        return check_text(wrong);
    };
    EXPECT_EQ(without("c2sp.org/tlog-proof@v1\n"), "receipt.malformed");
    EXPECT_EQ(without("extra "), "receipt.malformed");
    EXPECT_EQ(without("index "), "receipt.malformed");
    EXPECT_EQ(without("index 300\n"), "receipt.malformed");
    for (auto const* wrong : {"index 0300\n", "index -300\n", "index  300\n", "index 0x12c\n",
                              "index 18446744073709551616\n"}) {
        auto other = text;
        other.replace(other.find("index 300\n"), 10, wrong);
        EXPECT_EQ(check_text(other), "receipt.malformed") << wrong;
    }
    EXPECT_EQ(check_text(""), "receipt.malformed");
    EXPECT_EQ(check_text("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\n"), "receipt.malformed");
    EXPECT_EQ(check_text(text + std::string(kReceiptBytesMax, 'x')), "receipt.malformed");
}

TEST_F(ReceiptTest, AnotherKeyDoesNotProveIt) {
    auto const thief = slow::log_key(key_.name, 't');
    auto const checked = check_receipt(right(), thief.verifier());
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().key, "note.not_signed");
}

TEST_F(ReceiptTest, NamesTheWitnessesThatSigned) {
    auto const secret = slow::log_key("witness.example", 'w').secret;
    VerifierKey const witness{"witness.example", SignatureType::witness, public_key_of(secret)};
    auto receipt = right();
    auto note = *parse_note(receipt.checkpoint);
    note.signatures.push_back(sign_note(note.text, witness, secret, 1'790'000'000));
    receipt.checkpoint = print_note(note);
    auto const checked = check_receipt(receipt, key_.verifier(), std::array{witness});
    ASSERT_TRUE(checked) << checked.error().describe();
    ASSERT_EQ(checked->witnesses.size(), 1U);
    EXPECT_EQ(checked->witnesses[0].key, witness);
    EXPECT_EQ(checked->witnesses[0].time_s, 1'790'000'000U);
    EXPECT_EQ(check(receipt), "proven"); // one who does not know the witness passes it over
}

// Whoever names a witness relies on it: without its signature the receipt proves too little.
TEST_F(ReceiptTest, AWitnessThatIsNamedMustHaveSigned) {
    auto const secret = slow::log_key("witness.example", 'w').secret;
    VerifierKey const witness{"witness.example", SignatureType::witness, public_key_of(secret)};
    VerifierKey const other{"council.example", SignatureType::witness, public_key_of(secret)};
    auto receipt = right();
    auto const stripped = check_receipt(receipt, key_.verifier(), std::array{witness});
    ASSERT_FALSE(stripped);
    EXPECT_EQ(stripped.error().key, "note.not_witnessed");
    EXPECT_EQ(stripped.error().detail, "witness.example");
    auto note = *parse_note(receipt.checkpoint);
    note.signatures.push_back(sign_note(note.text, witness, secret, 1'790'000'000));
    receipt.checkpoint = print_note(note);
    EXPECT_TRUE(check_receipt(receipt, key_.verifier(), std::array{witness}));
    auto const one_of_two = check_receipt(receipt, key_.verifier(), std::array{witness, other});
    ASSERT_FALSE(one_of_two);
    EXPECT_EQ(one_of_two.error().detail, "council.example");
    auto const spoiled = [&](auto const& change) {
        auto wrong = note;
        change(wrong.signatures.back());
        auto spoiled_receipt = receipt;
        spoiled_receipt.checkpoint = print_note(wrong);
        auto const checked = check_receipt(spoiled_receipt, key_.verifier(), std::array{witness});
        return checked ? "proven" : checked.error().key;
    };
    EXPECT_EQ(spoiled([](NoteSignature&) {}), "proven");
    EXPECT_EQ(spoiled([](NoteSignature& s) { s.name = "council.example"; }), "note.not_witnessed");
    EXPECT_EQ(spoiled([](NoteSignature& s) { s.key_id ^= 1; }), "note.not_witnessed");
    for (std::size_t at = 0; at < 72; ++at) // the time, then the signature
        EXPECT_EQ(spoiled([&](NoteSignature& s) { s.bytes[at] ^= 1; }), "note.signature_wrong")
            << at;
}

} // namespace
} // namespace leitstand
