// SPDX-License-Identifier: EUPL-1.2
// The renderer of the example post: every text of example/ becomes a file, the same text the same
// bytes, and a wrong text an error with its line.
#include <fstream>
#include <gtest/gtest.h>

#include "base/crypto/crypto.hpp"
#include "example_post/mail.hpp"
#include "example_post/paper.hpp"
#include "example_post/piece.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand::example {
namespace {

namespace fs = std::filesystem;

Message message_with(std::string subject, std::string body) {
    Message message;
    message.sender = {"Jörg Ahrens", "Weg 1", "12345 Musterstadt", "", "j.ahrens@post.example"};
    message.date = *parse_iso_date("2026-11-02");
    message.time = "09:12";
    message.subject = std::move(subject);
    message.body = std::move(body);
    message.to = "Musteramt";
    return message;
}

Result<Piece> load(std::string const& text) {
    TemporaryFolder const folder;
    auto const file = folder.path() / "01-brief.toml";
    std::ofstream{file} << text;
    return load_piece(file);
}

TEST(ExampleTexts, EachIsComplete) {
    std::size_t pieces = 0;
    for (auto const& entry :
         fs::directory_iterator{fs::path{LEITSTAND_SOURCE_DIR} / "example/texts"}) {
        auto const piece = load_piece(entry.path());
        ASSERT_TRUE(piece) << piece.error().describe();
        EXPECT_FALSE(piece->messages.empty()) << piece->name;
        for (auto const& message : piece->messages)
            EXPECT_EQ(piece->kind == Kind::html, !message.markup.empty()) << piece->name;
        ++pieces;
    }
    EXPECT_GE(pieces, 25U);
}

TEST(ExampleTexts, WrongOnesAreNamedWithTheirLine) {
    auto const broken = load("kind = \"letter\"\ndate = \n");
    ASSERT_FALSE(broken);
    EXPECT_NE(broken.error().detail.find("01-brief.toml:2"), std::string::npos)
        << broken.error().detail;
    auto const unknown = load("kind = \"fax\"\n");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().detail.find("no kind \"fax\""), std::string::npos);
    EXPECT_FALSE(load("kind = \"text\"\ndate = 2026-11-02\nbody = \"x\"\n")) << "sender missing";
    EXPECT_FALSE(load("kind = \"text\"\nbody = \"x\"\n[sender]\nname = \"A\"\n")) << "date missing";
}

TEST(ExamplePaper, TheSameLetterGivesTheSameBytes) {
    auto const message = message_with("Betreff", "Erster Absatz.\n\nZweiter Absatz.");
    auto const once = draw_letter(message);
    ASSERT_TRUE(once);
    EXPECT_TRUE(once->starts_with("%PDF-"));
    EXPECT_TRUE(*once == *draw_letter(message));
    auto const locked = lock_with_password(*once, "geheim");
    ASSERT_TRUE(locked);
    EXPECT_NE(locked->find("/Encrypt"), std::string::npos);
    EXPECT_EQ(locked->find("Betreff"), std::string::npos) << "the title is still to be read";
    EXPECT_FALSE(lock_with_password("no PDF", "geheim"));
}

std::size_t count_of(std::string_view what, std::string_view pdf) {
    std::size_t count = 0;
    for (auto at = pdf.find(what); at != std::string::npos; at = pdf.find(what, at + 1))
        ++count;
    return count;
}

TEST(ExamplePaper, ALongLetterTurnsThePage) {
    std::string body;
    for (int at = 0; at < 80; ++at)
        body += "Noch ein Absatz mit einigen Wörtern.\n\n";
    EXPECT_GT(count_of("/MediaBox", *draw_letter(message_with("", body))),
              count_of("/MediaBox", *draw_letter(message_with("", "Kurz."))));
}

TEST(ExamplePaper, AScannedLetterIsAPictureWithoutText) {
    auto const message = message_with("Betreff", "Ein Absatz.");
    auto const scanned = draw_letter(message, PaperForm::scanned);
    ASSERT_TRUE(scanned);
    EXPECT_EQ(count_of("/Subtype /Image", *scanned), 1U);
    EXPECT_EQ(count_of("/Type /Font", *scanned), 0U);
    EXPECT_TRUE(*scanned == *draw_letter(message, PaperForm::scanned));
}

TEST(ExamplePaper, PapersAreJoinedInOrder) {
    std::vector<std::string> const papers{*draw_letter(message_with("a", "A")),
                                          *draw_letter(message_with("b", "B"), PaperForm::scanned)};
    auto const stack = join_papers(papers);
    ASSERT_TRUE(stack) << stack.error().describe();
    EXPECT_EQ(count_of("/MediaBox", *stack), 2U);
    EXPECT_TRUE(*stack == *join_papers(papers));
    EXPECT_FALSE(join_papers(std::vector<std::string>{"no PDF"}));
}

TEST(ExampleMail, HeadersAndBodyAreEncodedAsTheirKindSays) {
    auto const message = message_with("Überweisung", "Grüße – 5 €=\nEnde ");
    auto const mail = write_mail(message, Kind::latin, "7", {});
    ASSERT_TRUE(mail);
    EXPECT_NE(mail->find("Subject: =?utf-8?B?w5xiZXJ3ZWlzdW5n?=\r\n"), std::string::npos) << *mail;
    EXPECT_NE(mail->find("charset=windows-1252"), std::string::npos);
    EXPECT_NE(mail->find("Gr=FC=DFe =96 5 =80=3D\r\nEnde=20\r\n"), std::string::npos) << *mail;
    EXPECT_NE(mail->find("Date: Mon, 2 Nov 2026 09:12:00 +0100\r\n"), std::string::npos) << *mail;
}

TEST(ExampleMail, ALongSubjectIsNeverCutInsideACharacter) {
    std::string subject;
    for (int at = 0; at < 40; ++at)
        subject += "ä€";
    auto const mail = write_mail(message_with(subject, "x"), Kind::mail, "8", {});
    ASSERT_TRUE(mail);
    std::string_view rest{*mail};
    rest.remove_prefix(rest.find("Subject: "));
    rest = rest.substr(0, rest.find("\r\nDate:"));
    std::string joined;
    for (auto at = rest.find("?B?"); at != std::string_view::npos; at = rest.find("?B?", at)) {
        auto const end = rest.find("?=", at);
        auto const word = from_base64(rest.substr(at + 3, end - at - 3));
        ASSERT_TRUE(word);
        EXPECT_NE(static_cast<unsigned char>(word->front()) & 0xC0, 0x80);
        joined += *word;
        at = end;
    }
    EXPECT_EQ(joined, subject);
}

TEST(ExampleMail, AttachmentsComeInParts) {
    std::vector<MailFile> const files{{"a.pdf", "%PDF-1"}, {"b.txt", "Text"}};
    auto const mail = write_mail(message_with("S", "B"), Kind::mail, "9", files);
    ASSERT_TRUE(mail);
    EXPECT_NE(mail->find("multipart/mixed; boundary=\"part-9\""), std::string::npos);
    EXPECT_NE(mail->find("filename=\"a.pdf\"\r\n\r\nJVBERi0x\r\n"), std::string::npos);
    EXPECT_TRUE(mail->ends_with("--part-9--\r\n"));
}

TEST(ExampleMail, AMailboxQuotesLinesThatBeginAMessage) {
    std::vector<std::string> const mails{"Subject: a\r\n\r\nFrom here on\r\n",
                                         "Subject: b\r\n\r\nx\r\n"};
    auto const mailbox = write_mailbox(mails);
    EXPECT_NE(mailbox.find("\n>From here on\n"), std::string::npos) << mailbox;
    EXPECT_EQ(mailbox.find('\r'), std::string::npos);
    EXPECT_TRUE(mailbox.starts_with("From "));
}

} // namespace
} // namespace leitstand::example
