// SPDX-License-Identifier: EUPL-1.2
// E-mails against the results that another parser's authors expect (read/mail/stalwart: N.json
// belongs to N.eml).
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/reader/support.hpp"
#include "tests/support/data_folder.hpp"

namespace leitstand::test {

namespace {

std::string squeezed(std::string_view text) {
    std::string all;
    for (auto const& token : tokens(text))
        all += token + ' ';
    return all;
}

// The value of a header of the outermost message, where the other parser has it as text.
std::string header(Json const& expected, std::string_view name) {
    for (auto const& one : expected["parts"][0]["headers"])
        if (one["name"] == name && one["value"].contains("Text"))
            return one["value"]["Text"];
    return {};
}

bool is_plain_body(Json const& part) {
    for (auto const& one : part["headers"]) {
        auto const& value = one["value"];
        if (one["name"] == "content_disposition" && value.contains("ContentType") &&
            (value["ContentType"]["c_type"] == "attachment" ||
             !value["ContentType"]["attributes"].is_null()))
            return false; // an attachment, or one with a name, is a part of its own here
        if (one["name"] == "content_type" && value.contains("ContentType") &&
            !value["ContentType"]["attributes"].is_null())
            for (auto const& attribute : value["ContentType"]["attributes"])
                if (attribute["name"] == "name")
                    return false;
    }
    return part["body"].contains("Text");
}

struct Difference {
    char const* file;
    char const* why;
};

// Where the two differ on purpose.
constexpr Difference kOnPurpose[] = {
    {"thirdparty/001.eml",
     "a lone LF before a boundary among CRLF lines: GMime takes the last letter with it"},
};

} // namespace

TEST(GoldenMail, HasTheTextThatAnotherParserExpects) {
    auto const folder = data_folder("read/mail/stalwart");
    if (!folder)
        GTEST_SKIP() << "no test data (LEITSTAND_DATA)";
    int files = 0;
    int texts = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{*folder}) {
        if (entry.path().extension() != ".eml")
            continue;
        auto json_path = entry.path();
        auto const json = read_file(json_path.replace_extension(".json"), 50 << 20);
        if (!json)
            continue;
        auto const expected = parse_json(*json, {50 << 20, 64});
        ASSERT_TRUE(expected) << json_path;
        ++files;
        auto const parsed = parse_here(*read_file(entry.path(), 50 << 20));
        auto const name =
            entry.path().parent_path().filename().string() + "/" + entry.path().filename().string();
        auto const different =
            std::find_if(std::begin(kOnPurpose), std::end(kOnPurpose),
                         [&](Difference const& one) { return name == one.file; });
        if (different != std::end(kOnPurpose))
            continue;
        EXPECT_EQ(parsed.answer.media_type, "message/rfc822") << name;
        EXPECT_EQ(squeezed(parsed.answer.envelope.subject), squeezed(header(*expected, "subject")))
            << name;
        auto const text = squeezed(parsed.answer.text);
        for (auto const& index : (*expected)["text_body"]) {
            auto const& part = (*expected)["parts"][index.get<std::size_t>()];
            if (!is_plain_body(part))
                continue;
            ++texts;
            auto const wanted = squeezed(to_clean_text(part["body"]["Text"].get<std::string>()));
            EXPECT_NE(text.find(wanted), std::string::npos)
                << name << "\n wanted: " << wanted << "\n got: " << text;
        }
    }
    EXPECT_GE(files, 30);
    EXPECT_GE(texts, 30);
}

} // namespace leitstand::test
