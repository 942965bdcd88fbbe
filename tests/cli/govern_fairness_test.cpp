// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern fairness` as a user calls it: the form of the contract, and bad input that is
// named.
#include "base/files.hpp"
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

TEST_F(GovernFairnessTest, WritesAPageBesideWhatItPrints) {
    std::vector<std::string> const words{"--group", "sex,race",   "--label",
                                         "label",   "--decision", "decision"};
    auto const with_page = [&](fs::path const& page) {
        auto more = words;
        more.insert(more.end(), {"--html", page.string()});
        return run(plain(), more);
    };
    auto const page = folder_.path() / "page.html";
    auto const ran = with_page(page);
    ASSERT_EQ(ran.code, 0) << ran.error;
    EXPECT_EQ(ran.out, run(plain(), words).out);
    auto const html = read_file(page, 1 << 20).value();
    EXPECT_THAT(html, HasSubstr("<h2>Nach / by sex × race</h2>"));
    EXPECT_THAT(html, HasSubstr("<circle"));
    EXPECT_THAT(html, HasSubstr("4000 Zeilen"));
    expect_helpful(with_page(folder_.path() / "none" / "page.html"), 3,
                   "fairness.page_not_written");
}

TEST_F(GovernFairnessTest, TakesTablesAsPeopleSaveThem) {
    std::vector<std::string> const words{"--group", "ort",         "--label", "recht", "--score",
                                         "punkte",  "--threshold", "0,5",     "--json"};
    auto const of = [&](std::string const& text) { return run(table(text), words); };
    auto const plain = of("ort,recht,punkte\nHamm,ja,0.7\n\"Ulm,\nMitte\",nein,0.2\n");
    ASSERT_EQ(plain.code, 0) << plain.error;
    EXPECT_EQ(lines(plain.out)[1]["group"], (Json{{"ort", "Ulm,\nMitte"}}));
    // A byte order mark, semicolons, CRLF and a decimal comma: the same figures.
    auto const german =
        of("\xEF\xBB\xBFort;recht;punkte\r\nHamm;ja;0,7\r\n\"Ulm,\nMitte\";nein;0,2\r\n");
    EXPECT_EQ(german.out, plain.out) << german.error;
    expect_helpful(of("ort,recht,punkte\n"), 2, "fairness.no_rows");
    expect_helpful(of("ort,recht,punkte\nHamm,vielleicht,0.7\n"), 2, "fairness.not_binary");
    expect_helpful(of("ort,recht,punkte\nHamm,ja,viel\n"), 2, "fairness.not_a_number");
    expect_helpful(of("ort,recht,punkte\nHamm,ja,nan\n"), 2, "fairness.not_a_number");
    // One class only: what is a share of nothing is null, with the reason, and nothing is assessed.
    auto const one = of("ort,recht,punkte\nHamm,ja,0.7\nUlm,ja,0.2\n");
    ASSERT_EQ(one.code, 0) << one.error;
    for (auto const& group : lines(one.out)) {
        EXPECT_TRUE(group["fpr"].is_null());
        EXPECT_EQ(group["null_because"]["fpr"], "no_negative_label");
        EXPECT_EQ(group["assessable"], false);
    }
    auto const missing = of("ort,recht,punkte\n,ja,0.7\nUlm,nein,0.2\nUlm,,0.3\nUlm,ja,\n");
    ASSERT_EQ(missing.code, 0) << missing.error;
    EXPECT_EQ(lines(missing.out)[1]["missing"], (Json{"ort"}));
    EXPECT_THAT(missing.error, HasSubstr("1 Zeilen ohne Kennzeichen und 1 ohne Entscheidung"));
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
