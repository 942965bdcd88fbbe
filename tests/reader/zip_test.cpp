// SPDX-License-Identifier: EUPL-1.2
// ZIP files: what is handed out, under which name, and what a lie in a header leads to.
#include "reader/parse/zip.hpp"
#include "tests/reader/support.hpp"
#include "tests/reader/zip_maker.hpp"

namespace leitstand::test {

using namespace reader;

namespace {

std::string const kMail = "From: a@example.org\nTo: b@example.org\nSubject: Antrag\n\nAnbei.\n";

std::vector<std::string> names_of(ReaderAnswer const& answer) {
    std::vector<std::string> names;
    for (auto const& part : answer.parts)
        names.push_back(part.name);
    return names;
}

} // namespace

TEST(ZipContainer, HandsOutEachFileUnderItsLastName) {
    auto const parsed =
        parse_here(ZipMaker{}
                       .add("Post/", "", Pack::stored)
                       .add("Post/antrag.eml", kMail)
                       .add("../../etc/passwd", "root")
                       .add("C:\\Temp\\gr\u00fc\u00dfe.txt", "Gr\u00fc\u00dfe", Pack::stored)
                       .make());
    EXPECT_EQ(parsed.answer.media_type, "application/zip");
    EXPECT_EQ(parsed.answer.status, AnswerStatus::read);
    EXPECT_EQ(names_of(parsed.answer),
              (std::vector<std::string>{"antrag.eml", "passwd", "gr\u00fc\u00dfe.txt"}));
    ASSERT_EQ(parsed.outputs.size(), 3u);
    EXPECT_EQ(parsed.outputs[0], kMail);
    EXPECT_EQ(parsed.outputs[2], "Gr\u00fc\u00dfe");
}

TEST(ZipContainer, LeavesOutWhatMacosAddsButOnlyThat) {
    std::string const attributes{"\x00\x05\x16\x07\x00\x02", 6};
    auto const parsed = parse_here(ZipMaker{}
                                       .add("a.txt", "Hallo")
                                       .add("__MACOSX/._a.txt", attributes)
                                       .add("__MACOSX/._b.txt", "kein Beiwerk")
                                       .make());
    EXPECT_EQ(names_of(parsed.answer), (std::vector<std::string>{"a.txt", "._b.txt"}));
}

TEST(ZipContainer, IsNoOfficeFileForHoldingOne) {
    auto const inner = docx_of("<w:p><w:r><w:t>innen</w:t></w:r></w:p>");
    auto const parsed = parse_here(ZipMaker{}.add("brief.docx", inner, Pack::stored).make());
    EXPECT_EQ(parsed.answer.media_type, "application/zip");
    ASSERT_EQ(parsed.outputs.size(), 1u);
    EXPECT_EQ(parse_here(parsed.outputs[0]).answer.text, "innen\n");
}

TEST(ZipContainer, RefusesWhatIsEncryptedAndReadsTheRest) {
    ZipLie locked;
    locked.encrypted = true;
    auto const all =
        parse_here(ZipMaker{}.add("a.txt", "geheim", Pack::stored, locked).make()).answer;
    EXPECT_EQ(all.status, AnswerStatus::refused);
    EXPECT_EQ(all.reason, Reason::encrypted);
    auto const some =
        parse_here(
            ZipMaker{}.add("a.txt", "geheim", Pack::stored, locked).add("b.txt", "offen").make())
            .answer;
    EXPECT_EQ(some.status, AnswerStatus::partly_read);
    EXPECT_EQ(some.reason, Reason::encrypted);
    EXPECT_EQ(names_of(some), std::vector<std::string>{"b.txt"});
}

TEST(ZipContainer, GivesNothingWhoseSizeOrSumIsWrong) {
    std::string const text(5000, 'x');
    for (auto const& lie :
         {ZipLie{
              .size_bytes = 10, .checksum = {}, .method = {}, .local_name = {}, .local_offset = {}},
          ZipLie{.size_bytes = 6000,
          .checksum = {},
          .method = {},
          .local_name = {},
          .local_offset = {}},
          ZipLie{
              .size_bytes = {}, .checksum = 1, .method = {}, .local_name = {}, .local_offset = {}},
          ZipLie{
              .size_bytes = {}, .checksum = {}, .method = 0, .local_name = {}, .local_offset = {}},
          ZipLie{.size_bytes = {},
          .checksum = {},
          .method = {},
          .local_name = {},
          .local_offset = 7}}) {
        auto const answer =
            parse_here(ZipMaker{}.add("a.txt", text, Pack::deflated, lie).make()).answer;
        EXPECT_EQ(answer.status, AnswerStatus::refused);
        EXPECT_EQ(answer.reason, Reason::damaged);
        EXPECT_TRUE(answer.parts.empty());
    }
    ZipLie unknown_method;
    unknown_method.method = 12;
    auto const answer =
        parse_here(ZipMaker{}.add("a.txt", text, Pack::deflated, unknown_method).make()).answer;
    EXPECT_EQ(answer.reason, Reason::format_archive);
}

TEST(ZipContainer, SaysWhenNamesOrCountsDiffer) {
    ZipLie other_name;
    other_name.local_name = "b.exe";
    EXPECT_TRUE(
        has(parse_here(ZipMaker{}.add("a.txt", "x", Pack::stored, other_name).make()).answer,
            Warning::malformed));
    EXPECT_TRUE(has(parse_here(ZipMaker{}.add("a.txt", "x").make(7)).answer, Warning::malformed));
    EXPECT_FALSE(has(parse_here(ZipMaker{}.add("a.txt", "x").make()).answer, Warning::malformed));
}

TEST(ZipContainer, RefusesEntriesThatLieOverEachOther) {
    ZipMaker zip;
    zip.add("a.txt", std::string(1000, 'a'), Pack::stored);
    ZipLie again;
    again.local_offset = 0;
    zip.add("b.txt", std::string(1000, 'a'), Pack::stored, again);
    auto const answer = parse_here(zip.make()).answer;
    EXPECT_EQ(answer.status, AnswerStatus::refused);
    EXPECT_EQ(answer.reason, Reason::unpacked_too_large);
}

TEST(ZipContainer, RefusesWhatHasNoDirectory) {
    auto const whole = ZipMaker{}.add("a.txt", "Hallo Welt, das ist ein Text.").make();
    for (std::size_t kept = 4; kept < whole.size(); ++kept) {
        auto const answer = parse_here(whole.substr(0, kept)).answer;
        EXPECT_EQ(answer.reason, Reason::damaged) << kept;
    }
    EXPECT_EQ(parse_here(ZipMaker{}.make()).answer.reason, Reason::empty);
}

TEST(ZipContainer, KeepsItsLimits) {
    ReaderRequest request;
    request.parts_max = 2;
    ZipMaker zip;
    for (int i = 0; i < 5; ++i)
        zip.add(std::to_string(i), "x");
    auto const many = parse_here(zip.make(), request).answer;
    EXPECT_EQ(many.parts.size(), 2u);
    EXPECT_EQ(many.reason, Reason::too_many_parts);
    // A hundred times larger than packed, and more than a mebibyte.
    auto const grown = ZipMaker{}.add("a.txt", "da").add("null", std::string(8 << 20, '\0')).make();
    auto const answer = parse_here(grown).answer;
    EXPECT_EQ(answer.parts.size(), 1u);
    EXPECT_EQ(answer.reason, Reason::unpacked_too_large);
}

} // namespace leitstand::test
