// SPDX-License-Identifier: EUPL-1.2
// Text: every offset maps back, and the tables beside this file, which a clerk can read and
// correct.
#include <fstream>
#include <gtest/gtest.h>
#include <random>

#include "text/amounts.hpp"
#include "text/dates.hpp"
#include "text/normalise.hpp"
#include "text/offsets.hpp"
#include "text/stem.hpp"
#include "text/tokens.hpp"
#include "text/utf8.hpp"

namespace leitstand::text {
namespace {

struct Row {
    int line;
    std::string text, expected;
};

std::vector<Row> table(std::string const& name) {
    std::ifstream file(std::string(LEITSTAND_SOURCE_DIR) + "/tests/text/" + name);
    std::vector<Row> rows;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line[0] == '#')
            continue;
        auto const tab = line.find('\t');
        auto text = line.substr(0, tab);
        for (std::size_t at; (at = text.find("\\n")) != std::string::npos;)
            text.replace(at, 2, "\n");
        rows.push_back({number, text, tab == std::string::npos ? "" : line.substr(tab + 1)});
    }
    EXPECT_FALSE(rows.empty()) << name;
    return rows;
}

// A text of code points that are hard to handle, by a seed.
std::string odd_text(std::uint32_t seed) {
    static constexpr auto kPieces = std::to_array<std::string_view>({"a",
                                                                     "ä",
                                                                     "a\xCC\x88",
                                                                     "\xC2\xAD",
                                                                     "\xE2\x80\x8B",
                                                                     "-\n",
                                                                     "- \n ",
                                                                     "\n\n",
                                                                     " ",
                                                                     ".",
                                                                     "3",
                                                                     "€",
                                                                     "ß",
                                                                     "\xF0\x9F\x99\x82",
                                                                     "\xFF",
                                                                     "\xC3",
                                                                     "e\xCC\x81",
                                                                     "Antrag",
                                                                     "be-\nantragen",
                                                                     "م",
                                                                     "ж",
                                                                     "\f",
                                                                     "1.2.",
                                                                     "\xE2\x84\xAB",
                                                                     "-",
                                                                     "und"});
    std::mt19937 random(seed);
    std::string out;
    for (auto length = random() % 40; length > 0; --length)
        out += kPieces[random() % kPieces.size()];
    return out;
}

TEST(Normalise, ComposesAndRemovesWhatIsInvisible) {
    EXPECT_EQ(normalise("a\xCC\x88rger").text, "ärger");
    EXPECT_EQ(normalise("Kinder\xC2\xADgeld").text, "Kindergeld");
    EXPECT_EQ(normalise("Wohn\xE2\x80\x8Bgeld").text, "Wohngeld");
    EXPECT_EQ(normalise("Wir be-\nantragen").text, "Wir beantragen");
    EXPECT_EQ(normalise("Wir be- \r\n   antragen").text, "Wir beantragen");
    EXPECT_EQ(normalise("Haupt-\nund Nebenkosten").text, "Haupt-\nund Nebenkosten");
    EXPECT_EQ(normalise("SGB-\nXII").text, "SGB-\nXII");
    EXPECT_EQ(normalise("10-\nfach").text, "10-\nfach");
}

TEST(Normalise, MapsBackToTheOriginalBytes) {
    std::string const original = "Wir be-\nantragen Kinder\xC2\xADgeld";
    auto const clean = normalise(original);
    auto const at = static_cast<std::uint32_t>(clean.text.find("beantragen"));
    auto const back = clean.original({at, at + 10});
    EXPECT_EQ(original.substr(back.start, back.size()), "be-\nantragen");
    auto const second = static_cast<std::uint32_t>(clean.text.find("Kindergeld"));
    auto const whole = clean.original({second, second + 10});
    EXPECT_EQ(original.substr(whole.start, whole.size()), "Kinder\xC2\xADgeld");
}

TEST(Normalise, EveryOffsetOfEveryOddTextMapsInsideAndInOrder) {
    for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
        auto const original = odd_text(seed);
        auto const clean = normalise(original);
        ASSERT_EQ(clean.from.size(), clean.to.size());
        if (!clean.changed)
            ASSERT_EQ(clean.text, original) << seed;
        else
            ASSERT_EQ(clean.from.size(), clean.text.size());
        std::uint32_t before = 0;
        for (std::uint32_t i = 0; i < clean.text.size(); ++i) {
            auto const back = clean.original({i, i + 1});
            ASSERT_LE(before, back.start) << seed;
            ASSERT_LT(back.start, back.end) << seed;
            ASSERT_LE(back.end, original.size()) << seed;
            before = back.start;
        }
    }
}

TEST(Offsets, AgreeWithCountingOneByOne) {
    for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
        auto text = odd_text(seed) + odd_text(seed + 7) + odd_text(seed + 13);
        Offsets const offsets(text);
        std::uint32_t count = 0;
        for (std::uint32_t i = 0; i < text.size(); ++i) {
            if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80)
                continue;
            ASSERT_EQ(offsets.code_point(i), count) << seed;
            ASSERT_EQ(offsets.byte(count), i) << seed;
            ++count;
        }
        ASSERT_EQ(offsets.code_points(), count);
        ASSERT_EQ(offsets.code_point(static_cast<std::uint32_t>(text.size())), count);
        ASSERT_EQ(offsets.byte(count + 5), text.size());
    }
    EXPECT_EQ(Offsets("").code_point(3), 0U);
}

TEST(Tokens, SpansAreTheWordsAndLieInTheirSentence) {
    for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
        auto const text = odd_text(seed) + " " + odd_text(seed + 1);
        auto tokens = tokenise(text);
        auto const parts = sentences(text);
        assign_sentences(tokens, parts);
        std::uint32_t end = 0;
        for (auto const& token : tokens) {
            ASSERT_LE(end, token.span.start) << seed;
            ASSERT_LE(token.span.end, text.size()) << seed;
            ASSERT_LE(parts[token.sentence].start, token.span.start) << seed;
            ASSERT_GE(parts[token.sentence].end, token.span.end) << seed;
            end = token.span.end;
        }
    }
}

TEST(Tokens, KnowTheirKindAndLine) {
    auto const tokens = tokenise("Az. 123D456789\nEM-Rente");
    ASSERT_EQ(tokens.size(), 6U);
    EXPECT_EQ(tokens[1].kind, TokenKind::sign);
    EXPECT_EQ(tokens[2].form, "123d456789");
    EXPECT_TRUE(tokens[3].line_start);
    EXPECT_FALSE(tokens[5].line_start);
    EXPECT_EQ(tokens[5].form, "rente");
}

TEST(Stem, BringsFormsTogether) {
    EXPECT_EQ(stem(matching_form("Anträge")), stem(matching_form("Antrag")));
    EXPECT_EQ(stem(matching_form("beantragen")), stem(matching_form("beantrage")));
    EXPECT_NE(stem(matching_form("Wohnung")), stem(matching_form("Wohngeld")));
}

TEST(Tables, MatchingForms) {
    for (auto const& row : table("matching.tsv"))
        EXPECT_EQ(matching_form(row.text), matching_form(row.expected))
            << "matching.tsv:" << row.line;
}

TEST(Tables, Sentences) {
    for (auto const& row : table("sentences.tsv"))
        EXPECT_EQ(std::to_string(sentences(row.text).size()), row.expected)
            << "sentences.tsv:" << row.line << " " << row.text;
}

TEST(Tables, Dates) {
    for (auto const& row : table("dates.tsv")) {
        std::string found;
        for (auto const& date : find_dates(row.text)) {
            found += found.empty() ? "" : " ";
            found += date.complete()  ? date.iso()
                     : date.year != 0 ? fmt::format("{:04}-{:02}", date.year, date.month)
                                      : fmt::format("--{:02}-{:02}", date.month, date.day);
        }
        EXPECT_EQ(found, row.expected) << "dates.tsv:" << row.line << " " << row.text;
    }
}

TEST(Tables, Amounts) {
    for (auto const& row : table("amounts.tsv")) {
        std::string found;
        for (auto const& amount : find_amounts(row.text)) {
            found += found.empty() ? "" : " ";
            found += amount.value() + (amount.currency || amount.measure ? "" : "!");
        }
        EXPECT_EQ(found, row.expected) << "amounts.tsv:" << row.line << " " << row.text;
    }
}

} // namespace
} // namespace leitstand::text
