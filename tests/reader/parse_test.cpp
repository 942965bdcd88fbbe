// SPDX-License-Identifier: EUPL-1.2
// What each parser makes of small inputs.
#include "reader/parse/charset.hpp"
#include "reader/parse/flowed.hpp"
#include "reader/parse/html.hpp"
#include "reader/parse/mbox.hpp"
#include "reader/parse/recognise.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

using namespace reader;
using namespace std::string_literals;

TEST(Charset, BelievesMarksThenUtf8ThenTheSenderThenGuesses) {
    EXPECT_EQ(to_utf8("\xef\xbb\xbfGr\xc3\xbc\xc3\x9f", "").text, "Gr\u00fc\u00df");
    EXPECT_EQ(to_utf8("Gr\xc3\xbc\xc3\x9f", "iso-8859-1").text, "Gr\u00fc\u00df"); // a common lie
    EXPECT_EQ(to_utf8("Gr\xfc\xdf \x80 5", "iso-8859-1").text, "Gr\u00fc\u00df \u20ac 5");
    EXPECT_EQ(to_utf8("Betrag 5 \xa4, gr\xf6\xdf"
                      "er",
                      "iso-8859-15")
                  .text,
              "Betrag 5 \u20ac, gr\u00f6\u00dfer");
    auto const guessed = to_utf8("F\xfcr die Stra\xdf"
                                 "e, Betrag 5 \x80",
                                 "");
    EXPECT_EQ(guessed.text, "F\u00fcr die Stra\u00dfe, Betrag 5 \u20ac");
    EXPECT_TRUE(guessed.guessed);
    EXPECT_EQ(to_utf8("Pr\xf6sent, 20 \xa4 f\xfcr", "").text,
              "Pr\u00f6sent, 20 \u20ac f\u00fcr");                        // Latin-9 has no 0x80
    EXPECT_EQ(to_utf8("G\0r\0\xfc\0\xdf\0"s, "").text, "Gr\u00fc\u00df"); // UTF-16 without a mark
    EXPECT_EQ(to_utf8("\xff\xfeG\0r\0"s, "").text, "Gr");
    EXPECT_EQ(to_utf8("Gr+APwA3w-", "utf-7").text, "Gr\u00fc\u00df");
    EXPECT_EQ(to_utf8("\xf0\xd2\xc9\xd7\xc5\xd4", "koi8-r").text,
              "\u041f\u0440\u0438\u0432\u0435\u0442");
    EXPECT_EQ(to_utf8("Gr\xfc\xdf", "x-no-such-set").text, "Gr\u00fc\u00df");
    EXPECT_EQ(to_utf8("\x1b$B$3$s\x1b(B", "iso-2022-jp").text, "\u3053\u3093");
}

TEST(Charset, GuessesCyrillicAndPolish) {
    // "Здравствуйте, прошу помощи с жильём и пособием" in Windows-1251 and "Proszę o pomoc, żona i
    // dzieci są głodni" in 1250.
    std::string const russian =
        "\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5, \xef\xf0\xee\xf8\xf3 "
        "\xef\xee\xec\xee\xf9\xe8 \xf1 \xe6\xe8\xeb\xfc\xb8\xec \xe8 "
        "\xef\xee\xf1\xee\xe1\xe8\xe5\xec";
    EXPECT_EQ(to_utf8(russian, "").text.substr(0, 24),
              "\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435");
}

TEST(Charset, CleansWhatNoDocumentMayHold) {
    EXPECT_EQ(to_utf8("a\r\nb\rc\fd\x01"
                      "e\x7f",
                      "")
                  .text,
              "a\nb\nc\nde");
    EXPECT_EQ(to_utf8("a\0b"s, "").text, "a\ufffd"
                                         "b");
}

TEST(Flowed, JoinsSoftLinesAndKeepsQuotes) {
    EXPECT_EQ(unflow("Das ist ein \nlanger Satz.\nNeu.\n", DeleteSpace::no),
              "Das ist ein langer Satz.\nNeu.\n");
    EXPECT_EQ(unflow("> Zitat geht \n> weiter\nAntwort\n", DeleteSpace::no),
              "> Zitat geht weiter\nAntwort\n");
    EXPECT_EQ(unflow("Zusammen \ngesetzt\n", DeleteSpace::yes), "Zusammengesetzt\n");
    EXPECT_EQ(unflow(" From hier\n-- \nName\n", DeleteSpace::no), "From hier\n-- \nName\n");
}

TEST(Html, MakesLinesAsAPersonSeesThem) {
    EXPECT_EQ(html_to_text("<p>Sehr geehrte</p><p>ich   bin<br>umgezogen.</p>").text,
              "Sehr geehrte\n\nich bin\numgezogen.\n");
    EXPECT_EQ(html_to_text("<ul><li>Eins</li><li><b>Zwei</b></li></ul>").text, "- Eins\n- Zwei\n");
    EXPECT_EQ(html_to_text("<table><tr><td>Miete</td><td> "
                           "500</td></tr><tr><td>Heizung</td><td>80</td></tr></table>")
                  .text,
              "Miete\t500\nHeizung\t80\n");
    EXPECT_EQ(html_to_text("<pre>a  b\n c</pre>").text, "a  b\n c\n");
    EXPECT_EQ(html_to_text("a&amp;b &lt;c&gt; &#8364; &uuml;").text, "a&b <c> \u20ac \u00fc\n");
    EXPECT_EQ(
        html_to_text("<head><title>T</title></head><script>alert(1)</script><style>p{}</style>x")
            .text,
        "x\n");
}

TEST(Html, LeavesOutHiddenTextAndSaysSo) {
    for (auto const* const hidden :
         {"<span style='display: none'>geheim</span>", "<div hidden>geheim</div>",
          "<b style='FONT-SIZE:0px'>geheim</b>", "<i style='visibility:hidden'>geheim</i>",
          "<i style='opacity:0'>geheim</i>", "<p style='font-size:0.0pt'>geheim</p>"}) {
        auto const result = html_to_text("sichtbar "s + hidden);
        EXPECT_EQ(result.text, "sichtbar\n") << hidden;
        EXPECT_FALSE(result.hidden.empty()) << hidden;
    }
    EXPECT_TRUE(html_to_text("<p style='font-size:0.9em;opacity:0.5'>da</p>").hidden.empty());
    EXPECT_TRUE(html_to_text("<p style='line-height:0;font-size:10px'>da</p>").hidden.empty());
    EXPECT_TRUE(html_to_text("<img src='https://example.org/x.png'>da").remote_content);
}

TEST(Recognise, GoesByContentAlone) {
    auto const reason = [](std::string_view bytes) { return recognise(bytes).reason; };
    EXPECT_EQ(reason(""), Reason::empty);
    EXPECT_EQ(reason("\x89PNG\r\n\x1a\n...."), Reason::format_image);
    EXPECT_EQ(reason("\xff\xd8\xff\xe0...."), Reason::format_image);
    EXPECT_EQ(reason("PK\x03\x04................[Content_Types].xml...xl/workbook.xml"),
              Reason::format_sheet);
    EXPECT_EQ(reason("PK\x03\x04"s + std::string(26, '\0') +
                     "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
              Reason::format_sheet);
    EXPECT_EQ(reason("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"s),
              Reason::format_word_old);
    EXPECT_EQ(
        reason("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..._\0_\0s\0u\0b\0s\0t\0g\0001\0.\0000\0_\0"s),
        Reason::format_outlook);
    EXPECT_EQ(
        reason(
            "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s),
        Reason::encrypted);
    EXPECT_EQ(reason("\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"s),
              Reason::format_encrypted_mail);
    EXPECT_EQ(reason("-----BEGIN PGP MESSAGE-----\n"), Reason::format_encrypted_mail);
    EXPECT_EQ(reason("MZ\x90\0\x03"s), Reason::format_program);
    EXPECT_EQ(reason("%!PS-Adobe-3.0"), Reason::format_postscript);
    EXPECT_EQ(reason("Rar!\x1a\x07\x01"), Reason::format_archive);
    EXPECT_EQ(reason("ID3\x04...."), Reason::format_audio);
    EXPECT_EQ(reason("\0\0\0\x18"
                     "ftypmp42"s),
              Reason::format_video);
    EXPECT_EQ(reason(std::string(4096, '\x02')), Reason::unknown_format);

    auto const format = [](std::string_view bytes) { return recognise(bytes).format; };
    EXPECT_EQ(format("Sehr geehrte Damen und Herren,\nBetreff: Antrag\n"), Format::text);
    EXPECT_EQ(format("Betreff: Antrag auf Wohngeld\nDatum: heute\n\nHallo"), Format::text);
    EXPECT_EQ(format("From: a@example.org\nTo: b@example.org\n\nHallo"), Format::mail);
    EXPECT_EQ(format("Return-Path: <a@example.org>\nX: y\n\nHallo"), Format::mail);
    EXPECT_EQ(format("From a@example.org Mon Jan 1\nFrom: a@example.org\nDate: x\n\nHallo"),
              Format::mbox);
    EXPECT_EQ(format("  <!DOCTYPE html><p>x"), Format::html);
    EXPECT_EQ(format("%PDF-1.4\n"), Format::pdf);
    EXPECT_EQ(format("{\\rtf1 x}"), Format::rtf);
    EXPECT_EQ(format("PK\x03\x04................[Content_Types].xml...word/document.xml"),
              Format::docx);
    EXPECT_EQ(format("PK\x03\x04................photo.jpg"), Format::zip);
    auto const open_document = [](std::string const& kind) {
        return recognise("PK\x03\x04"s + std::string(26, '\0') +
                         "mimetypeapplication/vnd.oasis.opendocument." + kind);
    };
    EXPECT_EQ(open_document("textPK").format, Format::odt);
    EXPECT_EQ(open_document("text-templatePK").media_type,
              "application/vnd.oasis.opendocument.text-template");
    EXPECT_EQ(format("junk before\n%PDF-1.4\n"), Format::pdf);
    EXPECT_EQ(recognise("<?xml version='1.0'?><a/>").media_type, "application/xml");
}

TEST(Mail, ReadsAWindows1252BodyAndEncodedHeads) {
    auto const parsed = parse_here(
        "From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <joerg@example.org>\r\n"
        "To: amt@example.org\r\nDate: Tue, 3 Mar 2026 08:15:00 +0100\r\nMessage-ID: "
        "<1@example.org>\r\n"
        "Subject: =?utf-8?B?S2luZGVyZ2VsZCBmw7xyIEJlbg==?=\r\n"
        "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "Der Betrag \x96 250 \x80 \x96 fehlt.\r\n");
    auto const& answer = parsed.answer;
    EXPECT_EQ(answer.text, "Der Betrag \u2013 250 \u20ac \u2013 fehlt.\n");
    EXPECT_EQ(answer.envelope.subject, "Kindergeld f\u00fcr Ben");
    EXPECT_EQ(answer.envelope.sender_name, "J\u00f6rg M\u00fcller");
    EXPECT_EQ(answer.envelope.sender_address, "joerg@example.org");
    EXPECT_EQ(answer.envelope.recipient, "amt@example.org");
    EXPECT_EQ(answer.envelope.sent_at, "2026-03-03T08:15:00+01:00");
    EXPECT_EQ(answer.envelope.message_id, "1@example.org");
    EXPECT_EQ(answer.status, AnswerStatus::read);
}

namespace {
std::string mixed(std::string const& parts) {
    return "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" +
           parts + "--x--\n";
}
} // namespace

TEST(Mail, HandsOutAttachmentsWithTheirNames) {
    auto const parsed = parse_here(mixed(
        "--x\nContent-Type: text/plain\n\nAnbei.\n"
        "--x\nContent-Type: application/pdf\nContent-Disposition: attachment;\n"
        " filename*=utf-8''Geburtsurkunde%20M%C3%BCller.pdf\nContent-Transfer-Encoding: "
        "base64\n\nJVBERi0xLjQ=\n"
        "--x\nContent-Type: text/plain; name=\"../../notiz.txt\"\nContent-Disposition: "
        "attachment\n\nNotiz\n"
        "--x\nContent-Type: message/rfc822\n\nFrom: b@example.org\nSubject: Innen\n\nInnen\n"));
    auto const& answer = parsed.answer;
    EXPECT_EQ(answer.text, "Anbei."); // the line end belongs to the boundary
    ASSERT_EQ(answer.parts.size(), 3u);
    EXPECT_EQ(answer.parts[0].name, "Geburtsurkunde M\u00fcller.pdf");
    EXPECT_EQ(answer.parts[0].media_type, "application/pdf");
    EXPECT_EQ(parsed.outputs[0], "%PDF-1.4");
    EXPECT_EQ(answer.parts[1].name, "notiz.txt");
    EXPECT_EQ(answer.parts[2].media_type, "message/rfc822");
    EXPECT_NE(parsed.outputs[2].find("Subject: Innen"), std::string::npos);
}

TEST(Mail, TakesOneFormOfAnAlternative) {
    auto const alternative = [](std::string const& plain, std::string const& html) {
        return parse_here("From: a@example.org\nContent-Type: multipart/alternative; "
                          "boundary=x\n\n--x\nContent-Type: text/plain\n\n" +
                          plain + "\n--x\nContent-Type: text/html\n\n" + html + "\n--x--\n")
            .answer.text;
    };
    EXPECT_EQ(alternative("Guten Tag", "<b>Guten</b> Tag"), "Guten Tag");
    EXPECT_EQ(alternative("", "<p>Nur hier"), "Nur hier\n");
    std::string const much(400, 'x');
    EXPECT_EQ(alternative("Ihr Programm zeigt kein HTML.", "<p>" + much), much + "\n");
}

TEST(Mail, NestedMessagesShowTheirHead) {
    ReaderRequest request;
    request.is_part = true;
    auto const parsed = parse_here("From: Eva <eva@example.org>\nSubject: Weiter\nDate: Tue, 3 Mar "
                                   "2026 08:15:00 +0100\n\nText\n",
                                   request);
    EXPECT_EQ(
        parsed.answer.text,
        "From: Eva <eva@example.org>\nDate: 2026-03-03T08:15:00+01:00\nSubject: Weiter\n\nText\n");
}

TEST(Mail, EncryptedMessagesAreRefusedByName) {
    auto const pgp = parse_here(
        "From: a@example.org\nContent-Type: multipart/encrypted; boundary=x; "
        "protocol=\"application/pgp-encrypted\"\n"
        "\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x\nContent-Type: "
        "application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--x--\n");
    EXPECT_EQ(pgp.answer.reason, Reason::format_encrypted_mail);
    EXPECT_EQ(pgp.answer.envelope.sender_address, "a@example.org");
}

TEST(Mail, HasLimits) {
    ReaderRequest request;
    request.parts_max = 3;
    std::string parts;
    for (int i = 0; i < 10; ++i)
        parts += "--x\nContent-Type: application/octet-stream\n\nx\n";
    auto const many = parse_here(mixed(parts), request);
    EXPECT_EQ(many.answer.parts.size(), 3u);
    EXPECT_EQ(many.answer.reason, Reason::too_many_parts);
    request.text_bytes_max = 10;
    auto const cut =
        parse_here("From: a@example.org\nTo: b@example.org\n\n123456789\u00fc\u00fc\n", request);
    EXPECT_EQ(cut.answer.text, "123456789"); // not inside a character
    EXPECT_EQ(cut.answer.reason, Reason::text_too_long);
}

TEST(Mbox, SplitsAndUnquotes) {
    std::string const box = "From a@example.org Mon Jan  1 00:00:00 2026\nFrom: "
                            "a@example.org\nSubject: 1\n\nEins\n>From hier an\n\n"
                            "From b@example.org Mon Jan  1 00:00:00 2026\nFrom: "
                            "b@example.org\nSubject: 2\n\nZwei\n\nFrom there on, text\n";
    ReaderRequest request;
    request.kind = RequestKind::mbox;
    auto const parsed = parse_here(box, request);
    ASSERT_EQ(parsed.outputs.size(), 2u);
    EXPECT_EQ(parsed.outputs[0], "From: a@example.org\nSubject: 1\n\nEins\nFrom hier an\n");
    EXPECT_NE(parsed.outputs[1].find("From there on"), std::string::npos);
    EXPECT_EQ(parse_here("no mailbox", request).answer.status, AnswerStatus::refused);
}

TEST(Pdf, SaysWhyItCannotBeRead) {
    EXPECT_EQ(parse_here("%PDF-1.4\nnothing").answer.reason, Reason::damaged);
    std::string const blank =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
        "R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n";
    EXPECT_TRUE(parse_here(blank).answer.pages.at(0).marks.has(PageMark::blank));
    auto const active = parse_here(golden("helvetica.pdf") + "% /JavaScript /Launch");
    EXPECT_TRUE(has(active.answer, Warning::javascript));
    EXPECT_TRUE(has(active.answer, Warning::launch));
}

TEST(PlainText, CutsEndlessLines) {
    auto const text = parse_here("a\n" + std::string(3'000'000, 'x')).answer.text;
    EXPECT_EQ(text.size(), 3'000'004u);
    EXPECT_EQ(text.find('\n', 2), 2u + (1 << 20));
}

TEST(PlainText, WarnsOfInvisibleCharacters) {
    EXPECT_TRUE(has(parse_here("Rechnung \u202egnp.exe").answer, Warning::invisible_characters));
    EXPECT_FALSE(has(parse_here("Rechnung \u201egut\u201c").answer, Warning::invisible_characters));
    EXPECT_EQ(parse_here(" \n\t ").answer.reason, Reason::empty);
}

} // namespace leitstand::test
