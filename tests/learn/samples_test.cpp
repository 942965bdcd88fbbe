// SPDX-License-Identifier: EUPL-1.2
#include "learn/samples.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace leitstand::learn {
namespace {

class Samples : public testing::Test {
  protected:
    std::filesystem::path const path_ =
        std::filesystem::temp_directory_path() /
        (std::string("samples_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
         ".tsv");

    void TearDown() override { std::filesystem::remove(path_); }

    Result<SampleFile> read(std::string const& bytes) {
        std::ofstream(path_, std::ios::binary) << bytes;
        return read_samples(path_);
    }
    // The key of the error, and whether it names file and line.
    void expect_error(std::string const& bytes, std::string const& key, std::string const& line) {
        auto const file = read(bytes);
        ASSERT_FALSE(file) << key;
        EXPECT_EQ(file.error().key, key);
        EXPECT_TRUE(file.error().detail.starts_with(path_.string() + line)) << file.error().detail;
    }
};

TEST_F(Samples, ReadsLabelAndText) {
    auto const file = read("antrag\tIch beantrage Wohngeld.\r\n\nfrage\tWann\tdenn?\n");
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_FALSE(file->several_labels);
    ASSERT_EQ(file->samples.size(), 2u);
    EXPECT_EQ(file->samples[0].labels, std::vector<std::string>{"antrag"});
    EXPECT_EQ(file->samples[0].text, "Ich beantrage Wohngeld.");
    EXPECT_EQ(file->samples[1].text, "Wann\tdenn?");
    EXPECT_EQ(file->samples[1].line, 3u);
}

TEST_F(Samples, ReadsJsonWithSeveralLabelsAndGivenFeatures) {
    auto const file = read(R"({"labels":["a","b"],"text":"eins","given":{"phrase:a":0.5}})"
                           "\n"
                           R"({"labels":[],"text":"zwei"})");
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_TRUE(file->several_labels);
    EXPECT_EQ(file->samples[0].labels, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(file->samples[0].given, (std::vector<GivenFeature>{{"phrase:a", 0.5f}}));
    EXPECT_TRUE(file->samples[1].labels.empty());
}

bool is_application(std::string_view label) {
    return label == "antrag";
}

TEST(Texts, AFirstColumnIsALabelOnlyWhereItIsOne) {
    auto const file =
        parse_texts("nur ein Text\nantrag\tmit Kennzeichen\nName\tMeier\n", is_application, "f");
    ASSERT_TRUE(file);
    ASSERT_EQ(file->samples.size(), 3u);
    EXPECT_TRUE(file->samples[0].labels.empty());
    EXPECT_EQ(file->samples[1].labels, std::vector<std::string>{"antrag"});
    EXPECT_EQ(file->samples[1].text, "mit Kennzeichen");
    EXPECT_TRUE(file->samples[2].labels.empty());
    EXPECT_EQ(file->samples[2].text, "Name\tMeier");
    EXPECT_EQ(parse_texts("{\"text\":\"x\"}\n", is_application, "f")->samples[0].text, "x");
}

TEST(Texts, EachLineIsOneAnEmptyOneToo) {
    auto const plain = parse_texts("eins\n\nzwei\n", is_application, "f");
    ASSERT_TRUE(plain);
    ASSERT_EQ(plain->samples.size(), 3u);
    EXPECT_EQ(plain->samples[1].text, "");
    EXPECT_EQ(
        parse_texts("{\"text\":\"x\"}\n\n{\"text\":\"y\"}", is_application, "f")->samples.size(),
        3u);
}

TEST(SampleBytes, AByteOrderMarkAndBlanksBelongToNoLabel) {
    auto const tabbed = parse_samples("\xEF\xBB\xBF"
                                      "antrag\teins\nantrag\tzwei\n",
                                      "f");
    ASSERT_TRUE(tabbed) << tabbed.error().describe();
    EXPECT_EQ(tabbed->samples[0].labels, tabbed->samples[1].labels);
    for (std::string const before : {"\xEF\xBB\xBF", " ", "\xEF\xBB\xBF\r\n \t"}) {
        auto const json = parse_samples(before + R"({"labels":["a"],"text":"eins"})", "f");
        ASSERT_TRUE(json) << json.error().describe();
        EXPECT_TRUE(json->several_labels);
        EXPECT_EQ(json->samples[0].text, "eins");
    }
    auto const asked = parse_texts("\xEF\xBB\xBF{\"text\":\"eins\"}\n", is_application, "f");
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->samples[0].text, "eins") << "not the source of the JSON";
}

TEST(SampleBytes, ALabelNamedTwiceCountsOnce) {
    auto const file = parse_samples(R"({"labels":["a","b","a"],"text":"eins"})", "f");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->samples[0].labels, (std::vector<std::string>{"a", "b"}));
}

TEST_F(Samples, NameFileAndLineOfWhatIsWrong) {
    expect_error("", "samples.empty", "");
    expect_error("\n\n", "samples.empty", "");
    expect_error("a\tb\nohne Tabulator\n", "samples.no_tab", ":2");
    expect_error("\tText\n", "samples.no_label", ":1");
    expect_error("a\tb\na\tkaputt \xC3\n", "samples.not_utf8", ":2");
    expect_error("{\"labels\":[\"a\"],\"text\":\"x\"}\n{\"labels\":[\"a\"],\n", "samples.not_json",
                 ":2");
    expect_error("{\"labels\":[1],\"text\":\"x\"}\n", "samples.no_label", ":1");
    expect_error("{\"text\":\"x\"}\n", "samples.no_label", ":1");
    expect_error("{\"labels\":[\"a\"]}\n", "samples.not_json", ":1");
    expect_error(std::string(201, 'a') + "\tb\n", "samples.label_too_long", ":1");
}

TEST_F(Samples, ALineOfAHundredMegabytesIsRefused) {
    expect_error("a\tb\na\t" + std::string(100 << 20, 'x') + "\n", "samples.line_too_long", ":2");
}

TEST_F(Samples, AFileThatIsNotThereIsNotFound) {
    auto const file = read_samples(path_);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Code::not_found);
}

} // namespace
} // namespace leitstand::learn
