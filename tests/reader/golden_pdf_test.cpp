// SPDX-License-Identifier: EUPL-1.2
// The text layer against another program's: golden/NAME.bbox.html is the output of `pdftotext
// -bbox`, golden/NAME.txt of `pdftotext`, for a file written by hand with a font that is not
// embedded and for one that a browser printed. Both go through the sandbox.
#include <cmath>

#include "tests/reader/support.hpp"
#include "tests/support/data_folder.hpp"

namespace leitstand::test {

namespace {

struct GoldenWord {
    std::string text;
    std::uint32_t page = 0;
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

double attribute(std::string_view tag, std::string_view name) {
    auto const at = tag.find(std::string{name} + "=\"");
    return at == std::string_view::npos ? 0
                                        : std::strtod(tag.data() + at + name.size() + 2, nullptr);
}

std::string unescaped(std::string text) {
    for (auto const& [from, to] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}})
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, std::strlen(from), to);
    return text;
}

std::vector<GoldenWord> golden_words(std::string const& html) {
    std::vector<GoldenWord> words;
    std::uint32_t page = 0;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        std::string_view const tag = std::string_view{html}.substr(at, html.find('>', at) - at);
        if (tag.starts_with("<page "))
            ++page;
        if (!tag.starts_with("<word "))
            continue;
        auto const text =
            html.substr(at + tag.size() + 1, html.find("</word>", at) - at - tag.size() - 1);
        words.push_back({unescaped(text), page, attribute(tag, "xMin"), attribute(tag, "yMin"),
                         attribute(tag, "xMax"), attribute(tag, "yMax")});
    }
    return words;
}

} // namespace

class GoldenPdf : public testing::TestWithParam<char const*> {};

TEST_P(GoldenPdf, HasTheWordsAndBoxesOfAnotherProgram) {
    std::string const name = GetParam();
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    auto const document = reading->read(golden(name + ".pdf"), name + ".pdf");
    ASSERT_TRUE(document) << document.error().describe();
    EXPECT_EQ(document->status, ReadStatus::read);
    EXPECT_EQ(document->media_type, "application/pdf");
    EXPECT_EQ(document->language, "de");
    auto const expected = golden_words(golden(name + ".bbox.html"));
    ASSERT_GT(expected.size(), 20u);
    ASSERT_EQ(document->words.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        auto const& word = document->words[i];
        EXPECT_EQ(document->text.substr(word.span.start, word.span.end - word.span.start),
                  expected[i].text);
        EXPECT_EQ(word.page, expected[i].page);
        EXPECT_NEAR(word.box.x0, expected[i].x0, 0.02);
        EXPECT_NEAR(word.box.y0, expected[i].y0, 0.02);
        EXPECT_NEAR(word.box.x1, expected[i].x1, 0.02);
        EXPECT_NEAR(word.box.y1, expected[i].y1, 0.02);
    }
    EXPECT_EQ(tokens(document->text), tokens(golden(name + ".txt")));
}

INSTANTIATE_TEST_SUITE_P(All, GoldenPdf, testing::Values("helvetica", "letter"));

TEST(GoldenPdfs, AFontThatIsNotEmbeddedIsReadInsideTheSandbox) {
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    auto const document = reading->read(golden("helvetica.pdf"), "");
    ASSERT_TRUE(document);
    EXPECT_NE(document->text.find(
                  "Die Stra\u00dfe hei\u00dft \u00d6lm\u00fchlgasse 7, der Betrag ist 250 \u20ac."),
              std::string::npos);
    ASSERT_EQ(document->pages.size(), 1u);
    EXPECT_NEAR(document->pages[0].width, 595, 0.01);
    EXPECT_NEAR(document->pages[0].height, 842, 0.01);
}

TEST(GoldenPdfs, LinesAndColumnsStayTogether) {
    auto const parsed = parse_here(golden("letter.pdf"));
    auto const& text = parsed.answer.text;
    EXPECT_NE(text.find("Monat Miete Heizung\nJanuar 612,00 \u20ac 98,40 \u20ac\n"),
              std::string::npos);
    EXPECT_NE(text.find("erh\u00f6ht.\nDas Schreiben kam im Januar an.\n\nRechte Spalte"),
              std::string::npos);
    EXPECT_EQ(parsed.answer.pages.size(), 2u);
}

// Over the public set: how much of pdftotext's own text comes out, by word and in order, is checked
// by bench/read_pdf.sh; here, that nothing with a text layer is refused.
TEST(GoldenPdfs, InvoicesOfThePublicSetAreRead) {
    auto const folder = data_folder("read/pdf/zugferd");
    if (!folder)
        GTEST_SKIP() << "no test data (LEITSTAND_DATA)";
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    int count = 0;
    int with_data = 0;
    for (auto const& entry : std::filesystem::directory_iterator{*folder}) {
        if (entry.path().extension() != ".pdf" || count == 25)
            continue;
        ++count;
        auto const document = reading->read(*read_file(entry.path(), 50 << 20), "");
        ASSERT_TRUE(document) << document.error().describe();
        EXPECT_NE(document->parts[0].status, ReadStatus::refused) << entry.path();
        EXPECT_GT(document->words.size(), 20u) << entry.path();
        for (auto const& part : document->parts)
            with_data += part.number > 0 && part.media_type == "application/xml" ? 1 : 0;
    }
    EXPECT_EQ(count, 25);
    EXPECT_GE(with_data, 20) << "the invoices carry their data as an embedded file";
}

} // namespace leitstand::test
