// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern fairness` as a user calls it: the form of the contract, and bad input that is
// named.
#include "cli/cli_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class GovernFairnessTest : public CliTest {
  protected:
    fs::path table(std::string const& text) const {
        write_file(folder_.path() / "table.csv", text);
        return folder_.path() / "table.csv";
    }
    // Two columns of groups; in "sex" m and f, in "race" two sizes.
    fs::path plain() const {
        std::string text = "sex,race,label,decision,score\n";
        for (int i = 0; i < 4000; ++i)
            text +=
                fmt::format("{},{},{},{},0.{}\n", i % 2 == 0 ? "m" : "f", i % 97 == 0 ? "" : "x",
                            i % 3 == 0 ? 1 : 0, i % 5 == 0 ? 1 : 0, i % 10);
        return table(text);
    }
    house::Ran run(fs::path const& file, std::vector<std::string> const& more) const {
        std::vector<std::string> words{"govern", "fairness", file.string()};
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    }
    static std::vector<Json> lines(std::string const& out) {
        std::vector<Json> lines;
        std::istringstream in{out};
        for (std::string line; std::getline(in, line);)
            lines.push_back(Json::parse(line));
        return lines;
    }
};

TEST_F(GovernFairnessTest, PrintsOneObjectAGroupAndIntersection) {
    auto const ran = run(plain(), {"--group", "sex,race", "--label", "label", "--decision",
                                   "decision", "--reference", "m", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.error;
    auto const groups = lines(ran.out);
    ASSERT_EQ(groups.size(), 2u + 2u + 4u);
    EXPECT_EQ(groups[0]["group"], (Json{{"sex", "f"}}));
    EXPECT_EQ(groups[0]["n"], 2000);
    EXPECT_EQ(groups[0]["compared_with"], (Json{{"sex", "m"}}));
    EXPECT_EQ(groups[0]["fpr"].size(), 3u);
    EXPECT_EQ(groups[0]["difference"]["fpr"].size(), 3u);
    EXPECT_EQ(groups[0]["assessable"], true);
    EXPECT_TRUE(groups[0]["needed"].is_null());
    EXPECT_EQ(groups[3]["group"], (Json{{"race", "(missing)"}}));
    EXPECT_EQ(groups[3]["assessable"], false);
    EXPECT_GT(groups[3]["needed"], 40);
    EXPECT_EQ(groups[3]["verdict"], "not_assessable");
    EXPECT_THAT(ran.error, HasSubstr("too small"));
}

TEST_F(GovernFairnessTest, TellsPeopleInATable) {
    auto const ran = run(
        plain(), {"--label", "label", "--group", "race", "--score", "score", "--threshold", "0,5"});
    ASSERT_EQ(ran.code, 0) << ran.error;
    EXPECT_THAT(ran.out, HasSubstr("nicht beurteilbar: noch "));
    EXPECT_THAT(ran.out, HasSubstr("race=ohne Angabe / missing"));
    EXPECT_THAT(ran.out, HasSubstr("alle / all\t4000"));
}

TEST_F(GovernFairnessTest, HoldsSmallGroupsBackForPublication) {
    auto const file = table("group,label,decision\na,1,1\nb,0,0\nb,1,1\n");
    auto const ran = run(file, {"--group", "group", "--label", "label", "--decision", "decision",
                                "--publish", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.error;
    for (auto const& group : lines(ran.out)) {
        EXPECT_TRUE(group["n"].is_null());
        EXPECT_EQ(group["hidden"], true);
    }
}

TEST_F(GovernFairnessTest, NamesBadInput) {
    std::vector<std::string> const good{"--group", "race",       "--label",
                                        "label",   "--decision", "decision"};
    auto const with = [&](std::vector<std::string> more) {
        auto words = good;
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    auto const file = plain();
    expect_helpful(run(file, {"--group", "rase", "--label", "label", "--decision", "decision"}), 2,
                   "fairness.no_column");
    expect_helpful(run(file, {"--group", "race", "--label", "label", "--score", "score",
                              "--threshold", "high"}),
                   2, "fairness.threshold");
    expect_helpful(run(file, {"--group", "race", "--label", "label", "--score", "score"}), 2,
                   "fairness.threshold_missing");
    expect_helpful(run(file, {"--group", "race", "--label", "label"}), 2,
                   "fairness.decision_or_score");
    expect_helpful(run(file, {"--group", "race", "--label", "score", "--decision", "decision"}), 2,
                   "fairness.not_binary");
    expect_helpful(run(file, with({"--reference", "y"})), 2, "fairness.reference_unknown");
    expect_helpful(run(file, with({"--compare", "fairness"})), 2, "fairness.no_rate");
    expect_helpful(run(file, with({"--tolerance", "2"})), 2, "fairness.tolerance");
    expect_helpful(run(table("race,label,decision\nx,1\n"), good), 2, "csv.ragged");
    expect_helpful(run(table("race,label,decision\nx,\"1,1\n"), good), 2, "csv.open_quote");
    expect_helpful(run(table(""), good), 2, "csv.empty");
    std::string many = "race,label,decision\n";
    for (int i = 0; i < 10'000; ++i)
        many += fmt::format("g{},1,1\n", i);
    expect_helpful(run(table(many), good), 2, "fairness.too_many_values");
    expect_helpful(run(folder_.path() / "none.csv", good), 3, "file.missing");
    EXPECT_NE(run(file, with({"--depth", "0"})).code, 0);
}

} // namespace leitstand::cli
