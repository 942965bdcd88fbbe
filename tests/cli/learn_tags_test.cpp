// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn tags|tag` as a user calls them: what they print, and that bad input is named and
// overwrites nothing.
#include "cli/learn_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class LearnTagsTest : public LearnCliTest {
  protected:
    fs::path train() const {
        std::string text;
        for (int i = 0; i < 60; ++i)
            text += fmt::format("Frau\tO\nMeier{}\tB-PER\nruft\tO\ndas\tO\nLandgericht\tB-GRT\n"
                                "Ort{}\tI-GRT\nan\tO\n.\tO\n\n",
                                i % 7, i % 5);
        return written("train.conll", text);
    }
};

TEST_F(LearnTagsTest, TrainsReportsAndLabels) {
    auto const trained = learn({"tags", "--train", train().string(), "--dev", train().string(),
                                "--model", path("m").string(), "--seed", "3", "--json"});
    ASSERT_EQ(trained.code, 0) << trained.error;
    auto const report = Json::parse(trained.out);
    EXPECT_EQ(report["tags"], 5);
    EXPECT_EQ(report["sentences"], 60);
    EXPECT_EQ(report["tokens"], 480);
    EXPECT_EQ(report["dev"]["f1"], 1.0);
    EXPECT_EQ(report["seed"], 3);
    EXPECT_EQ(report["bytes"], bytes_of(path("m")).size());

    auto const letter = written("letter.conll", "Frau\nKrause\nruft\n\nFrau\tB-WRONG\n");
    auto const plain = learn({"tag", "--model", path("m").string(), letter.string()});
    EXPECT_EQ(plain.code, 0) << plain.error;
    EXPECT_EQ(plain.out, "Frau\tO\nKrause\tB-PER\nruft\tO\n\nFrau\tO\n\n");
    auto const sure =
        learn({"tag", "--model", path("m").string(), "--probability", letter.string()});
    EXPECT_THAT(sure.out, HasSubstr("Krause\tB-PER\t0.9"));
}

TEST_F(LearnTagsTest, TheSameModelOnAnyNumberOfThreads) {
    for (std::string const threads : {"1", "2", "4"})
        EXPECT_EQ(learn({"tags", "--train", train().string(), "--model",
                         path("m" + threads).string(), "--threads", threads})
                      .code,
                  0);
    EXPECT_EQ(bytes_of(path("m1")), bytes_of(path("m2")));
    EXPECT_EQ(bytes_of(path("m1")), bytes_of(path("m4")));
}

TEST_F(LearnTagsTest, BadInputIsNamedAndOverwritesNothing) {
    write_file(path("m"), "the model of yesterday");
    struct Case {
        std::string bytes, key, place;
    };
    for (auto const& [bytes, key, place] :
         {Case{"a\tO\nb\n", "conll.columns", "bad.conll:2"},
          Case{"a\tO\nb\tPER\n", "conll.label", "bad.conll:2"},
          Case{"", "conll.empty", "bad.conll"}, Case{"\xFF\tO\n", "conll.not_utf8", ":1"},
          Case{std::string(100 << 20, 'x'), "conll.line_too_long", ":1"},
          Case{"a\tO\n", "tags.no_entity", "bad.conll"}}) {
        auto const ran = learn({"tags", "--train", written("bad.conll", bytes).string(), "--model",
                                path("m").string()});
        expect_helpful(ran, 2, key);
        EXPECT_THAT(ran.error, HasSubstr(place));
    }
    expect_helpful(learn({"tags", "--train", train().string(), "--gazetteers",
                          path("nowhere").string(), "--model", path("m").string()}),
                   2, "gazetteer.none");
    EXPECT_EQ(bytes_of(path("m")), "the model of yesterday");
}

TEST_F(LearnTagsTest, AForeignOrDamagedModelIsRefused) {
    auto const letter = written("letter.conll", "Frau\n");
    auto const refuses = [&](std::string const& bytes, std::string const& key) {
        write_file(path("m"), bytes);
        expect_helpful(learn({"tag", "--model", path("m").string(), letter.string()}), 2, key);
    };
    refuses("no model", "model.not_a_model");
    ASSERT_EQ(learn({"tags", "--train", train().string(), "--model", path("m").string()}).code, 0);
    auto bytes = bytes_of(path("m"));
    bytes[bytes.size() / 2] ^= 1;
    refuses(bytes, "model.damaged");
}

} // namespace leitstand::cli
