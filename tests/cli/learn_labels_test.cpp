// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn labels|predict|explain` as a user calls them: what they print, and that bad
// input is named with file and line and overwrites nothing.
#include <cstdlib>

#include "cli/learn_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class LearnLabelsTest : public LearnCliTest {
  protected:
    fs::path train() const {
        std::string text;
        for (int i = 0; i < 40; ++i)
            text += fmt::format("antrag\tIch beantrage Wohngeld {}\nfrage\tWann wird gezahlt {}\n",
                                i % 7, i % 5);
        return written("train.tsv", text);
    }
    house::Ran train_on(fs::path const& file) const {
        return learn({"labels", "--train", file.string(), "--model", path("m").string()});
    }
};

TEST_F(LearnLabelsTest, TrainsReportsPredictsAndExplains) {
    auto const trained =
        learn({"labels", "--train", train().string(), "--dev", train().string(), "--model",
               path("m").string(), "--seed", "3", "--threads", "2", "--json"});
    ASSERT_EQ(trained.code, 0) << trained.error;
    auto const report = Json::parse(trained.out);
    EXPECT_EQ(report["labels"], 2);
    EXPECT_EQ(report["texts"], 80);
    EXPECT_EQ(report["dev"]["accuracy"], 1.0);
    EXPECT_EQ(report["dev"]["trained_on"], 80);
    EXPECT_THAT(trained.error, HasSubstr("80 of 80 texts"));
    EXPECT_TRUE(report["dev"]["calibration_error"].is_number());
    EXPECT_TRUE(report["dev"]["calibration_error_upper"].is_number());
    EXPECT_EQ(report["seed"], 3);
    EXPECT_EQ(report["bytes"], bytes_of(path("m")).size());

    auto const texts = written("texts.tsv", "Wann wird das Wohngeld gezahlt\n");
    auto const said = learn({"predict", "--model", path("m").string(), texts.string()});
    EXPECT_EQ(said.code, 0) << said.error;
    EXPECT_THAT(said.out, testing::StartsWith("frage\t0."));

    auto const why = learn({"explain", "--model", path("m").string(), texts.string()});
    std::istringstream columns{why.out};
    std::string label, score, value, name;
    std::getline(columns, label, '\t');
    std::getline(columns, score, '\t');
    std::getline(columns, value, '\t');
    double sum = std::strtod(value.c_str(), nullptr);
    while (std::getline(columns, name, '\t') && std::getline(columns, value, '\t'))
        sum += std::strtod(value.c_str(), nullptr);
    EXPECT_EQ(label, "frage");
    EXPECT_EQ(sum, std::strtod(score.c_str(), nullptr)) << "to the last bit, as printed";

    auto const reasons = Json::parse(
        learn({"explain", "--json", "--model", path("m").string(), texts.string()}).out);
    EXPECT_EQ(reasons["contributions"][0]["text"].get<std::string>().empty(), false);
    EXPECT_FALSE(reasons["without"].is_null());
}

TEST_F(LearnLabelsTest, SeveralLabelsComeAsJsonLines) {
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += fmt::format("{{\"labels\":[\"antrag\"],\"text\":\"Wohngeld beantragen {}\"}}\n"
                            "{{\"labels\":[\"frage\",\"antrag\"],\"text\":\"Wohngeld beantragen, "
                            "wann wird gezahlt\"}}\n{{\"labels\":[],\"text\":\"Danke {}\"}}\n",
                            i, i);
    ASSERT_EQ(train_on(written("train.jsonl", text)).code, 0);
    auto const said = learn({"predict", "--model", path("m").string(),
                             written("t", "{\"text\":\"wann wird gezahlt\"}\n").string()});
    EXPECT_TRUE(Json::parse(said.out)["probabilities"].contains("antrag")) << said.out;
}

TEST_F(LearnLabelsTest, EachLineGetsItsAnswer) {
    ASSERT_EQ(train_on(train()).code, 0);
    auto const texts = written("texts.tsv", "\xEF\xBB\xBFWann wird gezahlt\n\n"
                                            "Wann wird gezahlt\tIch beantrage Wohngeld\n"
                                            "frage\tIch beantrage Wohngeld\n");
    for (std::string const command : {"predict", "explain"}) {
        auto const said = learn({command, "--model", path("m").string(), texts.string()});
        ASSERT_EQ(said.code, 0) << said.error;
        EXPECT_EQ(std::count(said.out.begin(), said.out.end(), '\n'), 4) << said.out;
        EXPECT_THAT(said.out, testing::StartsWith("frage\t"));
        EXPECT_THAT(said.out, testing::ContainsRegex("antrag\t[^\n]*\n$"))
            << "a column that is no label belongs to the text";
    }
}

TEST_F(LearnLabelsTest, NamesCannotSteerATerminal) {
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += "\x1B[2Jweg\tIch beantrage Wohngeld\nfrage\tWann wird gezahlt\n";
    ASSERT_EQ(train_on(written("train.tsv", text)).code, 0);
    auto const texts = written("t", "Ich beantrage \x1B[2JWohngeld\n");
    for (std::string const command : {"predict", "explain"}) {
        auto const said = learn({command, "--model", path("m").string(), texts.string()});
        EXPECT_THAT(said.out, HasSubstr("[2Jweg\t"));
        EXPECT_THAT(said.out, testing::Not(HasSubstr("\x1B")));
    }
}

TEST_F(LearnLabelsTest, NothingIsPromisedByTextsThatWereTrainedOn) {
    ASSERT_EQ(train_on(train()).code, 0);
    // A blank line more makes another file of the same texts.
    auto const same = written("same.tsv", bytes_of(train()) + "\n");
    auto const others = written("others.tsv", "frage\tWann kommt Geld\nantrag\tWohngeld für uns\n");
    for (std::vector<std::string> const& command :
         {std::vector<std::string>{"bound", "--model", path("m").string(), "--calibration"},
          std::vector<std::string>{"reliability", "--model", path("m").string()}}) {
        auto asked = command;
        asked.push_back(same.string());
        auto const refused = learn(asked);
        EXPECT_NE(refused.code, 0) << refused.out;
        EXPECT_THAT(refused.error, HasSubstr("learn.trained_on_it"));
        asked.back() = others.string();
        EXPECT_EQ(learn(asked).code, 0);
    }
}

TEST_F(LearnLabelsTest, BadInputIsNamedAndOverwritesNothing) {
    ASSERT_EQ(train_on(train()).code, 0);
    auto const before = bytes_of(path("m"));
    auto const refused = [&](std::string const& bytes, std::string const& what) {
        auto const ran = train_on(written("bad.tsv", bytes));
        EXPECT_EQ(ran.code, 2) << what;
        EXPECT_THAT(ran.error, HasSubstr("bad.tsv" + what));
        EXPECT_EQ(bytes_of(path("m")), before);
    };
    refused("", "");
    refused("a\teins\na\tzwei\n", "");
    refused("a\teins\nkein Tabulator\n", ":2");
    refused("a\teins\nb\t\xFF\n", ":2");
    refused("{\"labels\":[\"a\"],\"text\":\"eins\"}\n{\"labels\":\n", ":2");
    refused("a\teins\nb\t" + std::string(100 << 20, 'x') + "\n", ":2");
    auto const unknown = learn({"labels", "--train", train().string(), "--dev",
                                written("dev.tsv", "antrag\tIch\nunbekannt\tText\n").string(),
                                "--model", path("m").string()});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_THAT(unknown.error, HasSubstr("dev.tsv:2"));
    EXPECT_EQ(bytes_of(path("m")), before);
}

TEST_F(LearnLabelsTest, ADamagedModelIsNotUsed) {
    ASSERT_EQ(train_on(train()).code, 0);
    auto const whole = bytes_of(path("m"));
    auto const refused = [&](std::string const& bytes) {
        for (std::string const command : {"predict", "explain"}) {
            auto const ran =
                learn({command, "--model", written("bad", bytes).string(), train().string()});
            EXPECT_EQ(ran.code, 2);
            EXPECT_EQ(ran.out, "");
            EXPECT_THAT(ran.error, HasSubstr("bad"));
        }
    };
    auto flipped = whole;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
    refused(flipped);
    refused(whole.substr(0, whole.size() - 1));
    auto later = whole;
    later[16] = 9;
    refused(later);
    refused("antrag\tkein Modell\n");
    auto const missing = learn({"predict", "--model", path("none").string(), train().string()});
    EXPECT_EQ(missing.code, 2);
    auto const no_texts =
        learn({"labels", "--train", path("none").string(), "--model", path("m").string()});
    EXPECT_EQ(no_texts.code, 2);
    EXPECT_THAT(no_texts.error, HasSubstr(path("none").string()));
}

} // namespace leitstand::cli
