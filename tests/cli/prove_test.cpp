// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove verify` and `prove check` as an auditor and a citizen run them: on a copy, with
// the public key, without an installation. Exit codes and JSON forms: docs/formats/log.md.
#include "base/files.hpp"
#include "cli/cli_house.hpp"
#include "prove/log_folder.hpp"

namespace leitstand::cli {

using testing::HasSubstr;
using testing::Not;

class ProveTest : public CliTest {
  protected:
    void SetUp() override {
        auto log = LogFolder::open(log_, key_);
        ASSERT_TRUE(log) << log.error().describe();
        std::vector<std::string> leaves;
        for (int i = 0; i < 300; ++i)
            leaves.push_back(leaf_of(opening(i)));
        ASSERT_TRUE((*log)->append(leaves));
        write_file(receipt_, *(*log)->receipt(7, opening(7)));
        write_file(folder_.path() / "kept", (*log)->signed_checkpoint());
    }
    static Opening opening(int number) {
        return {std::string(kSaltBytes, 's'), fmt::format("{{\"number\":{}}}", number)};
    }
    house::Ran prove(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "prove");
        return house::run_program(arguments);
    }
    std::string vkey() const { return key_.verifier().print(); }

    fs::path const log_ = folder_.path() / "log";
    fs::path const receipt_ = folder_.path() / "eingang.tlog-proof";
    LogKey const key_{"log.example/test", SigningKey::random()};
};

TEST_F(ProveTest, ARightLogIsVerified) {
    auto const ran = prove({"verify", "--log", log_, "--key", vkey(), "--json"});
    EXPECT_EQ(ran.code, 0) << ran.error;
    auto const line = Json::parse(ran.out);
    EXPECT_EQ(line["status"], "verified");
    EXPECT_EQ(line["origin"], "log.example/test");
    EXPECT_EQ(line["size"], 300);
    EXPECT_EQ(line["key"], vkey());
    EXPECT_EQ(line["key_from"], "argument");
    EXPECT_EQ(line["bundles"], 2);
    EXPECT_EQ(line["tiles"], 3);
    EXPECT_EQ(line["fault"], nullptr);
    // The key may also be a file, and for people there is a line to read.
    auto const read = prove({"verify", "--log", log_, "--key", log_ / "log.vkey"});
    EXPECT_EQ(read.code, 0) << read.error;
    EXPECT_THAT(read.out, HasSubstr("300 Einträge"));
}

TEST_F(ProveTest, TheKeyOfTheFolderItselfIsNamedAsSuch) {
    auto const ran = prove({"verify", "--log", log_, "--json"});
    EXPECT_EQ(ran.code, 0) << ran.error;
    EXPECT_EQ(Json::parse(ran.out)["key_from"], "folder");
    EXPECT_THAT(prove({"verify", "--log", log_}).out, HasSubstr("vergleichen"));
}

TEST_F(ProveTest, TheFirstFaultIsNamed) {
    auto const file = log_ / "tile/entries/000";
    auto bytes = *read_file(file, 1 << 20);
    bytes[35 * 9 + 20] ^= 1;
    write_file(file, bytes);
    auto const ran = prove({"verify", "--log", log_, "--key", vkey(), "--json"});
    EXPECT_EQ(ran.code, 1) << ran.error;
    auto const line = Json::parse(ran.out);
    EXPECT_EQ(line["status"], "faulty");
    EXPECT_EQ(line["fault"]["file"], "tile/entries/000");
    EXPECT_EQ(line["fault"]["entry"], 9);
    EXPECT_NE(line["fault"]["expected"], line["fault"]["found"]);
    auto const read = prove({"verify", "--log", log_, "--key", vkey()});
    EXPECT_EQ(read.code, 1);
    EXPECT_THAT(read.out, HasSubstr("tile/entries/000"));
    EXPECT_THAT(read.out, HasSubstr("Eintrag:   9"));
}

TEST_F(ProveTest, AnOlderStateIsFoundByAKeptCheckpoint) {
    auto const kept = folder_.path() / "kept";
    EXPECT_EQ(prove({"verify", "--log", log_, "--known", kept}).code, 0);
    fs::remove_all(log_);
    {
        auto log = LogFolder::open(log_, key_);
        ASSERT_TRUE((*log)->append(std::vector{leaf_of(opening(0))}));
    }
    EXPECT_EQ(prove({"verify", "--log", log_}).code, 0);
    auto const ran = prove({"verify", "--log", log_, "--known", kept, "--json"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(Json::parse(ran.out)["fault"]["file"], "checkpoint");
}

TEST_F(ProveTest, WrongUseAndWhatCannotBeRead) {
    EXPECT_EQ(prove({"verify"}).code, 2);
    EXPECT_EQ(prove({}).code, 2);
    expect_helpful(prove({"verify", "--log", log_, "--key", "no-key"}), 2, "vkey.malformed");
    expect_helpful(prove({"verify", "--log", folder_.path() / "none"}), 3, "log.missing");
    expect_helpful(prove({"verify", "--log", folder_.path() / "none", "--key", vkey()}), 3,
                   "log.missing");
    expect_helpful(prove({"verify", "--log", log_, "--known", receipt_}), 2,
                   "checkpoint.malformed");
    expect_helpful(prove({"check", receipt_, "--key", "no-key"}), 2, "vkey.malformed");
    EXPECT_EQ(prove({"check", receipt_}).code, 2); // never without a key
}

TEST_F(ProveTest, AReceiptIsProvenByTheKeyAlone) {
    fs::remove_all(log_);
    auto const ran = prove({"check", receipt_, "--key", vkey(), "--json"});
    EXPECT_EQ(ran.code, 0) << ran.error;
    auto const line = Json::parse(ran.out);
    EXPECT_EQ(line["status"], "proven");
    EXPECT_EQ(line["index"], 7);
    EXPECT_EQ(line["size"], 300);
    EXPECT_EQ(line["record"], "{\"number\":7}");
    EXPECT_THAT(prove({"check", receipt_, "--key", vkey()}).out, HasSubstr("bewiesen"));
}

// Whoever names a witness relies on it; that it did not sign must not go unsaid.
TEST_F(ProveTest, AWitnessThatIsNamedMustHaveSigned) {
    auto const secret = SigningKey::random();
    VerifierKey const witness{"witness.example", SignatureType::witness, public_key_of(secret)};
    auto const checking = [&] {
        return prove({"check", receipt_, "--key", vkey(), "--witness", witness.print(), "--json"});
    };
    auto const verifying = [&](std::vector<std::string> const& more) {
        std::vector<std::string> words{"verify", "--log",     log_,           "--key",
                                       vkey(),   "--witness", witness.print()};
        words.insert(words.end(), more.begin(), more.end());
        return prove(words);
    };
    expect_helpful(checking(), 1, "note.not_witnessed: witness.example");
    EXPECT_EQ(Json::parse(checking().out)["reason"], "note.not_witnessed");
    auto const read = verifying({});
    EXPECT_EQ(read.code, 1);
    EXPECT_THAT(read.out, HasSubstr("witness.example"));
    auto const line = Json::parse(verifying({"--json"}).out);
    EXPECT_EQ(line["status"], "faulty");
    EXPECT_EQ(line["fault"]["file"], "checkpoint");

    auto const cosign = [&](fs::path const& file) {
        auto const text = *read_file(file, 1 << 20);
        auto const begin = text.find("\n\n") + 2; // of a receipt: after its proof
        auto note = *parse_note(file == receipt_ ? text.substr(begin) : text);
        note.signatures.push_back(sign_note(note.text, witness, secret, 1'790'000'000));
        write_file(file, (file == receipt_ ? text.substr(0, begin) : "") + print_note(note));
    };
    cosign(receipt_);
    cosign(log_ / "checkpoint");
    EXPECT_EQ(checking().code, 0) << checking().error;
    EXPECT_EQ(Json::parse(checking().out)["witnesses"][0]["time"], "2026-09-21T14:13:20.000000Z");
    EXPECT_EQ(verifying({}).code, 0);
}

// A receipt comes from anybody: it must not move the cursor, nor write lines of its own.
TEST_F(ProveTest, WhatOthersWroteCannotSteerTheTerminal) {
    std::string const record = "a\x1b[2Jb\nZeuge\x7f\xc2\x9b\xe2\x80\xae\xff\xed\xa0\x80 Grüße";
    Opening const hostile{std::string(kSaltBytes, 's'), record};
    {
        auto log = LogFolder::open(log_, key_);
        ASSERT_TRUE((*log)->append(std::vector{leaf_of(hostile)}));
        write_file(receipt_, *(*log)->receipt(300, hostile));
    }
    auto const ran = prove({"check", receipt_, "--key", vkey()});
    EXPECT_EQ(ran.code, 0) << ran.error;
    EXPECT_THAT(ran.out, HasSubstr("a\uFFFD[2Jb\uFFFDZeuge\uFFFD\uFFFD\uFFFD\uFFFD"));
    EXPECT_THAT(ran.out, HasSubstr(" Grüße\n"));
    for (auto const* steering : {"\x1b", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xff", "\nZeuge"})
        EXPECT_THAT(ran.out, Not(HasSubstr(steering)));
    // The same where the name of a log is quoted in an error.
    auto text = *read_file(receipt_, 1 << 20);
    text.replace(text.find("log.example/test\n"), 16,
                 "log\xc2\x9b"
                 "2Jevil");
    write_file(receipt_, text);
    auto const refused = prove({"check", receipt_, "--key", vkey()});
    expect_helpful(refused, 1, "checkpoint.other_origin");
    EXPECT_THAT(refused.error, HasSubstr("log\uFFFD2Jevil"));
    EXPECT_THAT(refused.error, Not(HasSubstr("\xc2\x9b")));
}

TEST_F(ProveTest, OfSeveralReceiptsEachIsAnswered) {
    auto text = *read_file(receipt_, 1 << 20);
    text.replace(text.find("index 7"), 7, "index 8");
    auto const forged = folder_.path() / "forged.tlog-proof";
    write_file(forged, text);
    auto const ran =
        prove({"check", forged, receipt_, folder_.path() / "none", "--key", vkey(), "--json"});
    EXPECT_EQ(ran.code, 1);
    std::istringstream lines{ran.out};
    std::vector<Json> answers;
    for (std::string line; std::getline(lines, line);)
        answers.push_back(Json::parse(line));
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0]["status"], "refused");
    EXPECT_EQ(answers[0]["reason"], "proof.wrong");
    EXPECT_EQ(answers[1]["status"], "proven");
    EXPECT_EQ(answers[2]["status"], "refused");
    EXPECT_THAT(ran.error, HasSubstr("forged.tlog-proof"));
}

} // namespace leitstand::cli
