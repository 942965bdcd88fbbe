// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "read/bytes.hpp"
#include "read/document.hpp"
#include "read/language.hpp"
#include "read/reading.hpp"

namespace leitstand {

namespace {

Document example() {
    auto document = document_from_plain_text("Gr\u00fc\u00df Gott\nzweite Zeile");
    document.status = ReadStatus::partly_read;
    document.reason = "needs_ocr";
    document.envelope = {
        "Betreff", "Eva", "eva@example.org", "amt@example.org", "2026-03-03T08:15:00+01:00", "1@x"};
    document.text += "\fAnlage";
    Span const attached{25, 31};
    document.pages.push_back({1, 1, 595.25f, 841.5f, PageSource::ocr, attached});
    document.parts.push_back({1, 0, "anlage.pdf", "application/pdf", ReadStatus::read, "", attached,
                              std::string(64, 'a'), 99});
    document.words.push_back({attached, 1, 1, {1.25f, -2.5f, 30, 40}, 0.97f});
    document.pages[1].turned = 90;
    document.pages[1].marks.set(PageMark::unchecked);
    document.hidden.push_back({1, 1, HiddenKind::differs, {1, 2, 3, 4}, "verdeckt"});
    document.codes.push_back({1, 1, CodeKind::code128, {5, 6, 7, 8}, "LS 2026"});
    document.warnings = {"hidden_text"};
    return document;
}

} // namespace

TEST(Document, PlainTextIsCleanedAndHasOnePartAndPage) {
    auto const document =
        document_from_plain_text("Sehr geehrte Damen und Herren,\r\nich bitte um Hilfe\x01.\f\xff");
    EXPECT_EQ(document.text, "Sehr geehrte Damen und Herren,\nich bitte um Hilfe.\n\ufffd");
    EXPECT_EQ(document.language, "de");
    EXPECT_EQ(document.sha256.size(), 64u);
    ASSERT_EQ(document.parts.size(), 1u);
    ASSERT_EQ(document.pages.size(), 1u);
    EXPECT_EQ(document.pages[0].span.end, document.text.size());
}

TEST(Document, TheStoredFormGivesBackTheSame) {
    auto const document = example();
    auto const packed = pack_document(document);
    auto const again = unpack_document(packed);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(pack_document(*again), packed);
    EXPECT_EQ(print_json(read_json(*again, "x", true)), print_json(read_json(document, "x", true)));
    EXPECT_EQ(again->words[0].box.y0, -2.5f);
    EXPECT_EQ(again->parts[1].name, "anlage.pdf");
    EXPECT_EQ(again->pages[1].turned, 90u);
    EXPECT_TRUE(again->needs_recognition());
    EXPECT_EQ(again->hidden[0].text, "verdeckt");
    EXPECT_EQ(again->codes[0].kind, CodeKind::code128);
}

TEST(Document, DamagedStoredFormsAreAnError) {
    auto const packed = pack_document(example());
    EXPECT_EQ(unpack_document("").error().key, "document.damaged");
    EXPECT_EQ(unpack_document("LD\x01").error().key, "document.version");
    EXPECT_FALSE(unpack_document(packed + "x"));
    for (std::size_t length = 0; length < packed.size(); ++length)
        EXPECT_FALSE(unpack_document(std::string_view{packed}.substr(0, length)));
}

RC_GTEST_PROP(Document, AChangedByteNeverBreaksIt, (std::uint16_t at, std::uint8_t value)) {
    auto packed = pack_document(example());
    packed[at % packed.size()] = static_cast<char>(value);
    auto const document = unpack_document(packed);
    if (document) {
        for (auto const& word : document->words)
            RC_ASSERT(word.span.end <= document->text.size() && word.span.start <= word.span.end);
        static_cast<void>(read_json(*document, "x", true));
    }
}

TEST(ReadJson, CountsCodePointsAndListsTheContractsKeys) {
    auto const json = read_json(example(), "post/a.pdf", true);
    EXPECT_EQ(json["input"], "post/a.pdf");
    EXPECT_EQ(json["status"], "partly_read");
    EXPECT_EQ(json["reason"], "needs_ocr");
    auto const& part = json["parts"][1];
    EXPECT_EQ(part["part"], 1);
    EXPECT_EQ(part["parent"], 0);
    EXPECT_EQ(part["start"], 23); // two letters of two bytes come before
    EXPECT_EQ(part["end"], 29);
    EXPECT_TRUE(part["reason"].is_null());
    auto const& word = json["words"][0];
    EXPECT_EQ(word["text"], "Anlage");
    EXPECT_EQ(word["start"], 23);
    EXPECT_EQ(word["box"], Json::parse("[1.25,-2.5,30.0,40.0]"));
    EXPECT_EQ(word["confidence"], 0.97);
    EXPECT_EQ(json["pages"][1]["source"], "ocr");
    EXPECT_FALSE(read_json(example(), "x", false).contains("words"));
    std::vector<std::string> keys;
    for (auto const& item : json.items())
        keys.push_back(item.key());
    EXPECT_EQ(keys, (std::vector<std::string>{"input", "sha256", "media_type", "status", "reason",
                                              "language", "envelope", "pages", "text", "parts",
                                              "hidden", "codes", "warnings", "words"}));
}

TEST(ReadJson, OffsetsAreRightInLongTexts) {
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "\u20ac\u00fc"
                "a\U0001f600 ";
    auto document = document_from_plain_text(text);
    auto const bytes_each = 3u + 2 + 1 + 4 + 1;
    for (std::uint32_t i = 0; i < 1000; i += 37)
        document.words.push_back({{i * bytes_each, i * bytes_each + 6}, 0, 1, {}, 1});
    auto const json = read_json(document, "x", true);
    for (std::size_t i = 0; i < document.words.size(); ++i) {
        EXPECT_EQ(json["words"][i]["start"], i * 37 * 5);
        EXPECT_EQ(json["words"][i]["end"], i * 37 * 5 + 3);
    }
}

TEST(Language, IsGuessedFromALittleText) {
    EXPECT_EQ(
        guess_language(
            "Sehr geehrte Damen und Herren, ich bitte um die \u00dcbersendung der Unterlagen."),
        "de");
    EXPECT_EQ(
        guess_language("Dear Sir or Madam, I would like to apply for the benefit for my child."),
        "en");
    EXPECT_EQ(guess_language(
                  "Bonjour, je vous prie de bien vouloir examiner mon dossier pour les enfants."),
              "fr");
    EXPECT_EQ(
        guess_language(
            "Prosz\u0119 o pomoc, nie mam na czynsz i na jedzenie dla dzieci, bo jestem chory."),
        "pl");
    EXPECT_EQ(guess_language("Merhaba, bu ay i\u00e7in kira yard\u0131m\u0131 ve \u00e7ocuk "
                             "paras\u0131 ba\u015fvurusu yapmak istiyorum."),
              "tr");
    EXPECT_EQ(guess_language("\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442"
                             "\u0435, \u044f \u043f\u0440\u043e\u0448\u0443 "
                             "\u043f\u043e\u043c\u043e\u0449\u0438, \u0447\u0442\u043e\u0431\u044b "
                             "\u0431\u044b\u043b\u043e \u0436\u0438\u043b\u044c\u0435."),
              "ru");
    EXPECT_EQ(guess_language("\u0414\u043e\u0431\u0440\u0438\u0439 \u0434\u0435\u043d\u044c, "
                             "\u044f \u0456\u0437 \u0423\u043a\u0440\u0430\u0457\u043d\u0438 "
                             "\u0456 \u043f\u0440\u043e\u0448\u0443 "
                             "\u0434\u043e\u043f\u043e\u043c\u043e\u0433\u0438 \u0434\u043b\u044f "
                             "\u0434\u0456\u0442\u0435\u0439."),
              "uk");
    EXPECT_EQ(guess_language("\u0645\u0631\u062d\u0628\u0627 \u0623\u0631\u064a\u062f "
                             "\u0645\u0633\u0627\u0639\u062f\u0629"),
              "ar");
    EXPECT_EQ(guess_language(""), "");
    EXPECT_EQ(guess_language("12345 67890"), "");
    EXPECT_EQ(guess_language("Lorem ipsum dolor sit amet consectetur adipiscing"), "");
}

} // namespace leitstand
