// SPDX-License-Identifier: EUPL-1.2
// Whole office files that other programs wrote (golden/office/README.md says which), through the
// sandbox: the text is the one beside the file, and each word that another program finds in it is
// there.
#include <map>

#include "tests/reader/support.hpp"

namespace leitstand::test {

namespace {

// The words of `other` that `own` lacks, as often as each stands there. Signs of notes and lists,
// which each program writes its own way, do not count.
std::string missing_words(std::string const& other, std::string own) {
    for (auto at = own.find("[1]"); at != std::string::npos; at = own.find("[1]", at))
        own.replace(at, 3, " ");
    std::map<std::string, int> count;
    for (auto const& word : tokens(own))
        ++count[word];
    std::string missing;
    for (auto const& word : tokens(other)) {
        bool const sign =
            word.size() < 4 && word.find_first_of("0123456789.)(-") != std::string::npos;
        bool const bullet = word == "\u2022" || word == "\u25e6";
        if (!sign && !bullet && --count[word] < 0)
            missing += word + ' ';
    }
    return missing;
}

} // namespace

class GoldenOffice : public testing::TestWithParam<char const*> {};

TEST_P(GoldenOffice, HasTheTextOfAnotherProgram) {
    std::string const name = GetParam();
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    auto const document = reading->read(golden("office/" + name), name);
    ASSERT_TRUE(document) << document.error().describe();
    EXPECT_EQ(document->status, ReadStatus::read) << document->reason;
    EXPECT_EQ(document->text, golden("office/" + name + ".txt"));
    EXPECT_EQ(missing_words(golden("office/" + name + ".words"), document->text), "");
    ASSERT_EQ(document->pages.size(),
              1u); // an office file has no pages until a program lays it out
    EXPECT_EQ(document->pages[0].width, 0);
    EXPECT_EQ(document->language, "de");
}

INSTANTIATE_TEST_SUITE_P(Programs, GoldenOffice,
                         testing::Values("pandoc.docx", "pandoc.odt", "pandoc.rtf", "python.docx",
                                         "writer.docx", "writer.odt", "writer.rtf"));

TEST(GoldenZip, ReadsAMailAPdfAndAText) {
    auto const reading = start_reading();
    ASSERT_TRUE(reading);
    auto const document = reading->read(golden("office/post.zip"), "post.zip");
    ASSERT_TRUE(document) << document.error().describe();
    EXPECT_EQ(document->status, ReadStatus::read) << document->reason;
    EXPECT_EQ(document->media_type, "application/zip");
    std::vector<std::string> parts;
    for (auto const& part : document->parts)
        parts.push_back(part.name + " " + part.media_type);
    EXPECT_EQ(parts,
              (std::vector<std::string>{"post.zip application/zip", "antrag.eml message/rfc822",
                                        "brief.pdf application/pdf", "grüße.txt text/plain"}));
    for (auto const* const words :
         {"Kindergeld ab Mai", "Heizkosten nicht", "Viele Grüße aus Köln"})
        EXPECT_NE(document->text.find(words), std::string::npos) << words;
}

} // namespace leitstand::test
