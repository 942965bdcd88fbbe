// SPDX-License-Identifier: EUPL-1.2
// Pages that are no plain letter, through both programs: columns, tables, forms, codes, writing by
// hand, a fax, and a photo of nothing. And what is put right in what was recognised.
#include "reader/recognise/report.hpp"
#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

Document read_layout(std::string const& name) {
    static auto const reading = start_reading();
    auto document = reading->read(golden("picture/" + name), name);
    EXPECT_TRUE(document) << name << ": " << document.error().describe();
    return document ? std::move(*document) : Document{};
}

Word const* find_word(Document const& document, std::string_view text) {
    for (auto const& word : document.words)
        if (document.text.substr(word.span.start, word.span.end - word.span.start) == text)
            return &word;
    return nullptr;
}

void expect_stands_as_it_is(Document const& document) {
    ASSERT_EQ(document.pages.size(), 1u);
    EXPECT_EQ(document.pages[0].turned, 0u);
    EXPECT_FALSE(document.pages[0].marks.has(PageMark::mirrored)) << document.text;
}

} // namespace

TEST(Layouts, ColumnsAreReadOneAfterTheOther) {
    auto const document = read_layout("two_columns.png");
    expect_stands_as_it_is(document);
    auto const& text = document.text;
    EXPECT_NE(text.find("alle Einwohner zur\nVersammlung in den\nRatssaal ein."), std::string::npos)
        << text;
    auto const left_ends = text.find("eingereicht wurden");
    auto const right_begins = text.find("Parkplätze stehen");
    ASSERT_NE(left_ends, std::string::npos) << text;
    ASSERT_NE(right_begins, std::string::npos) << text;
    EXPECT_LT(left_ends, right_begins);
    EXPECT_LT(text.find("Bekanntmachung"), text.find("Die Gemeinde"));
}

TEST(Layouts, ATablesCellsAreReadAndLieInTheirRows) {
    auto const document = read_layout("table.png");
    expect_stands_as_it_is(document);
    struct Row {
        std::string_view name;
        std::array<std::string_view, 2> cells;
    };
    for (auto const& [name, cells] :
         {Row{"Januar", {"84,00", "596,30"}}, Row{"Februar", {"91,50", "603,80"}},
          Row{"April", {"77,25", "605,25"}}, Row{"Oktober", {"102,40", "630,40"}}}) {
        auto const* const first = find_word(document, name);
        ASSERT_NE(first, nullptr) << name << "\n" << document.text;
        for (auto const cell : cells) {
            auto const* const word = find_word(document, cell);
            ASSERT_NE(word, nullptr) << cell << "\n" << document.text;
            EXPECT_NEAR(word->box.y1, first->box.y1, 4) << cell;
            EXPECT_GT(word->box.x0, first->box.x1) << cell;
        }
    }
}

TEST(Layouts, AFormsBoxesAreReadBesideTheirNames) {
    auto const document = read_layout("form.png");
    expect_stands_as_it_is(document);
    for (auto const* const text : {"Familienname", "Beispiel", "Vorname", "Erika", "Wohnort",
                                   "Stuttgart", "Geburtsdatum", "Miete", "Eigentum"})
        EXPECT_NE(find_word(document, text), nullptr) << text << "\n" << document.text;
}

TEST(Layouts, CodesAreFoundWithTheirPlaces) {
    auto const document = read_layout("codes.png");
    expect_stands_as_it_is(document);
    ASSERT_EQ(document.codes.size(), 2u);
    auto const is_qr = [](PageCode const& code) { return code.kind == CodeKind::qr; };
    auto const& qr = document.codes[is_qr(document.codes[0]) ? 0 : 1];
    auto const& bar = document.codes[is_qr(document.codes[0]) ? 1 : 0];
    EXPECT_EQ(qr.kind, CodeKind::qr);
    EXPECT_EQ(qr.text, "LS-2026-000123-7;SEITE=1");
    EXPECT_EQ(bar.kind, CodeKind::code128);
    EXPECT_EQ(bar.text, "LS-2026-000123-7");
    EXPECT_GT(qr.box.x0, document.pages[0].width * 0.6f);
    EXPECT_LT(qr.box.y1, document.pages[0].height * 0.25f);
    EXPECT_GT(bar.box.y0, document.pages[0].height * 0.7f);
    EXPECT_NE(document.text.find("Widerspruch gegen den Bescheid"), std::string::npos);
}

TEST(Layouts, WritingByHandIsSaidAndNotGuessed) {
    auto const document = read_layout("handwritten.png");
    expect_stands_as_it_is(document);
    EXPECT_TRUE(document.pages[0].marks.has(PageMark::handwriting)) << document.text;
    EXPECT_LT(tokens(document.text).size(), 5u) << document.text;
}

TEST(Layouts, APhotoOfNothingStaysAsItIs) {
    auto const document = read_layout("photo.jpg");
    expect_stands_as_it_is(document);
    EXPECT_LT(tokens(document.text).size(), 3u) << document.text;
}

TEST(Layouts, AFaxStaysAsItIsAndIsRead) {
    auto const document = read_layout("fax.tif");
    expect_stands_as_it_is(document);
    for (auto const* const text : {"Widerspruch", "Bescheid", "02.03.2026", "Miete"})
        EXPECT_NE(document.text.find(text), std::string::npos) << text << "\n" << document.text;
}

namespace {

// What becomes of words that stand on lines.
std::string mended(std::string_view lines) {
    reader::PageReport report;
    report.width = report.height = 1'000;
    bool begins_line = true;
    for (std::size_t at = 0; at < lines.size();) {
        auto const end = std::min(lines.find_first_of(" \n", at), lines.size());
        reader::SeenWord word;
        word.text = lines.substr(at, end - at);
        word.box = {0, 0, 10, 10};
        word.confidence = 90;
        word.begins_line = begins_line;
        begins_line = end < lines.size() && lines[end] == '\n';
        report.words.push_back(word);
        at = end + 1;
    }
    return reader::make_answer(std::move(report), {}).text;
}

} // namespace

TEST(SectionSigns, ArePutRightWhereALawFollows) {
    EXPECT_EQ(mended("Nach 8 44 SGB X"), "Nach § 44 SGB X");
    EXPECT_EQ(mended("nach S 7 Abs. 1 Satz 2 SGB II"), "nach § 7 Abs. 1 Satz 2 SGB II");
    EXPECT_EQ(mended("$ 22 SGB II und 5 35 SGB XII"), "§ 22 SGB II und § 35 SGB XII");
    EXPECT_EQ(mended("8 31a Abs. 1 Nr. 2 BGB"), "§ 31a Abs. 1 Nr. 2 BGB");
}

TEST(SectionSigns, AreNotMadeOfOtherLettersAndNumbers) {
    for (auto const* const text :
         {"Az. S 12 SO 34/20, SGB XII", "Seite 5\n31 Abs. 2 SGB II", "Nummer 5 12\nSGB II gilt",
          "am 8 12 Uhr nach dem SGB", "Zimmer 5 3 Stock", "S 4 der Anlage zum BGB"})
        EXPECT_EQ(mended(text), text);
}

} // namespace leitstand::test
