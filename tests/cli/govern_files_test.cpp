// SPDX-License-Identifier: EUPL-1.2
// Dossiers, lists of tasks and answers of an assessment as files, in and out of the real program;
// a wrong file is named with its line, changes nothing and has the exit code of its kind.
#include "base/files.hpp"
#include "cli/cli_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class GovernFilesTest : public CliTest {
  protected:
    house::Ran govern(std::vector<std::string> words) const {
        words.insert(words.begin(), "govern");
        return house::run_program(words);
    }
    house::Ran dossier(std::vector<std::string> words) const {
        words.insert(words.begin(), "dossier");
        words.insert(words.end(), {"--home", home().string()});
        return govern(words);
    }
    std::string file(std::string const& name, std::string const& text) const {
        write_file(folder_.path() / name, text);
        return (folder_.path() / name).string();
    }
    house::Ran take(std::string const& path) const {
        return dossier({"import", path, "--as", "steuerung"});
    }
    // An account that keeps dossiers, in an authority that is real.
    void real_authority() {
        install();
        auto const ran = house::run_program({"account", "add", "steuerung", "--home",
                                             home().string(), "--display-name", "Gesa Harms",
                                             "--role", "governance", "--all-units"});
        ASSERT_EQ(ran.code, 0) << ran.error;
    }
    fs::path own_catalogue() const {
        auto const copy = folder_.path() / "catalogue";
        fs::copy(fs::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de", copy,
                 fs::copy_options::recursive);
        for (auto const& entry : fs::recursive_directory_iterator(copy))
            fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
        return copy;
    }
};

TEST_F(GovernFilesTest, ADossierComesOutAndGoesInAgain) {
    install(house::Authority::example);
    auto const json = dossier({"export", "sort", "--json"});
    ASSERT_EQ(json.code, 0) << json.error;
    EXPECT_EQ(Json::parse(json.out)["function"], "sort");
    auto const path = (folder_.path() / "sort.toml").string();
    auto const written = dossier({"export", "sort", "--out", path});
    ASSERT_EQ(written.code, 0) << written.error;
    EXPECT_EQ(written.out, "");
    auto const text = read_file(path, 1 << 20).value();
    EXPECT_EQ(dossier({"export", "sort"}).out, text);
    auto const again = take(path);
    ASSERT_EQ(again.code, 0) << again.error;
    EXPECT_EQ(again.out, "0\n") << "what stands there already is not written again";
}

TEST_F(GovernFilesTest, AWrongDossierChangesNothing) {
    real_authority();
    auto const before = dossier({"export", "sort"}).out;
    auto const wrong = take(file("a.toml", "function = \"sort\"\n[statements]\npurpos = \"x\"\n"));
    expect_helpful(wrong, 2, "dossier.file_wrong");
    EXPECT_THAT(wrong.error, HasSubstr("a.toml:3:"));
    expect_helpful(take(file("b.toml", "das ist kein = = TOML\n")), 2, "dossier.file_wrong");
    expect_helpful(take(file("b.json", "{\"function\": ")), 2, "dossier.file_wrong");
    expect_helpful(take(file("c.toml", "function = \"sort\"\n#" + std::string(1 << 20, ' '))), 2,
                   "file.too_large");
    expect_helpful(take(file("d.toml", "function = \"sort\"\nexample = true\n")), 1,
                   "dossier.file_is_example");
    expect_helpful(
        take(file("e.toml", "function = \"sort\"\n[tasks.idea_decision]\nstate = "
                            "\"done\"\nartefact = \"V\"\nsign_off = \"Lore Brandis\"\n")),
        1, "dossier.speaks_for_others");
    for (auto const* kind : {"signature", "measurement", "publication", "mode"})
        EXPECT_EQ(take(file("f.toml", fmt::format("function = \"sort\"\n[[records]]\nkind = \"{}\""
                                                  "\nsubject = \"release.x\"\nbody = {{}}\n",
                                                  kind)))
                      .code,
                  2)
            << kind;
    auto const good = file("g.toml", "function = \"sort\"\n[statements]\naffected_number = 5\n");
    expect_helpful(dossier({"import", good, "--as", "niemand"}), 2, "account.not_found");
    expect_helpful(dossier({"import", good, "--as", "verwaltung"}), 1, "right.missing");
    EXPECT_EQ(take((folder_.path() / "none.toml").string()).code, 2);
    expect_helpful(dossier({"export", "sortt"}), 2, "function.unknown");
    EXPECT_EQ(dossier({"export", "sort"}).out, before);
    auto const taken = take(good);
    ASSERT_EQ(taken.code, 0) << taken.error;
    EXPECT_EQ(taken.out, "1\n");
    installed_.home = folder_.path() / "nothing";
    expect_helpful(dossier({"export", "sort"}), 3, "configuration.missing");
    expect_helpful(take(good), 3, "configuration.missing");
}

TEST_F(GovernFilesTest, AContradictionComesInAndKeepsTheGateClosed) {
    real_authority();
    auto const path = file("a.toml", "function = \"sort\"\n[statements]\naffected_groups = "
                                     "\"Antragstellende\"\naffected_number = 0\nbegin_date = "
                                     "2027-03-01\nend_date = 2027-02-01\n");
    ASSERT_EQ(take(path).code, 0);
    auto const gates = govern({"gates", "sort", "--home", home().string(), "--json"});
    EXPECT_EQ(gates.code, 1) << gates.error;
    EXPECT_THAT(gates.out, HasSubstr("dossier.contradiction.begin_after_end"));
    EXPECT_THAT(gates.out, HasSubstr("dossier.contradiction.nobody_affected"));
    ASSERT_EQ(take(file("b.toml", "function = \"sort\"\n[statements]\naffected_number = 300\n"
                                  "end_date = 2027-04-01\n"))
                  .code,
              0);
    EXPECT_THAT(govern({"gates", "sort", "--home", home().string(), "--json"}).out,
                testing::Not(HasSubstr("dossier.contradiction.")));
}

TEST_F(GovernFilesTest, AListOfTasksIsReplacedAsAWholeByTomlOrTable) {
    auto const catalogue = own_catalogue().string();
    auto const tasks = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "tasks");
        words.insert(words.end(), {"--catalogue", catalogue});
        return govern(words);
    };
    auto const toml = tasks({"export"}), table = tasks({"export", "--csv"});
    ASSERT_EQ(toml.code, 0) << toml.error;
    EXPECT_EQ(govern({"tasks", "export"}).out, toml.out) << "the built-in one";
    auto const as_table = tasks({"import", file("tasks.csv", table.out)});
    ASSERT_EQ(as_table.code, 0) << as_table.error;
    EXPECT_GE(std::stoi(as_table.out), 70);
    EXPECT_EQ(tasks({"export", "--csv"}).out, table.out);
    auto const as_toml = tasks({"import", file("tasks.toml", toml.out)});
    EXPECT_EQ(as_toml.out, as_table.out) << as_toml.error;
    EXPECT_EQ(tasks({"export"}).out, toml.out);
    auto wrong = table.out;
    auto const role = wrong.find("\"governance\"") == std::string::npos
                          ? wrong.find(",governance,") + 1
                          : wrong.find("\"governance\"") + 1;
    wrong.replace(role, 10, "nobody_kno");
    auto const refused = tasks({"import", file("wrong.csv", wrong)});
    EXPECT_EQ(refused.code, 2) << refused.out;
    EXPECT_THAT(refused.error, testing::ContainsRegex("wrong.csv:[0-9]+: "));
    EXPECT_EQ(tasks({"import", file("none.toml", "kein = = TOML")}).code, 2);
    EXPECT_EQ(tasks({"import", file("empty.csv", "")}).code, 2);
    EXPECT_EQ(tasks({"import", file("large.csv", std::string((1 << 20) + 1, 'a'))}).code, 2);
    EXPECT_EQ(tasks({"import", (folder_.path() / "no.csv").string()}).code, 2);
    EXPECT_EQ(tasks({"export"}).out, toml.out) << "nothing of these was taken over";
    EXPECT_EQ(house::run_program({"catalogue", "check", catalogue}).code, 0);
    auto const nowhere =
        govern({"tasks", "export", "--catalogue", (folder_.path() / "nowhere").string()});
    EXPECT_EQ(nowhere.code, 3) << nowhere.error;
}

TEST_F(GovernFilesTest, AnswersOfTheCanadianAssessmentAreScored) {
    auto const scored = govern({"assess", "--answers", file("answers.json", "{}"), "--json"});
    ASSERT_EQ(scored.code, 0) << scored.error;
    auto const score = Json::parse(scored.out);
    EXPECT_TRUE(score.contains("level")) << score;
    EXPECT_TRUE(score.contains("total")) << score;
    auto const words = govern({"assess", "--answers", file("answers.json", "{}")});
    EXPECT_THAT(words.out, HasSubstr("vorläufig")) << "not all is answered";
    expect_helpful(govern({"assess", "--answers", file("a.json", "[]")}), 2,
                   "survey.answers_wrong");
    expect_helpful(govern({"assess", "--answers", file("a.json", "{")}), 2, "survey.answers_wrong");
    EXPECT_EQ(govern({"assess", "--answers", (folder_.path() / "no.json").string()}).code, 2);
    expect_helpful(govern({"assess", "--survey", file("s.json", "{}"), "--answers",
                           file("answers.json", "{}")}),
                   2, "survey.wrong");
    EXPECT_EQ(govern({"assess"}).code, 2);
}

TEST_F(GovernFilesTest, AMeasurementThatCannotBeTakenIsNamed) {
    install();
    auto const measure = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "measure");
        words.insert(words.end(), {"--home", home().string()});
        return govern(words);
    };
    expect_helpful(measure({"sortt"}), 2, "function.unknown");
    expect_helpful(measure({"sort", "--letters", (folder_.path() / "none").string()}), 2,
                   "path.missing");
    auto const wrong = measure({"sort", "--letters", file("letters.jsonl", "{\"id\": 1\n")});
    EXPECT_EQ(wrong.code, 2) << wrong.error;
    EXPECT_FALSE(fs::exists(home() / "measurement-trial"));
    installed_.home = folder_.path() / "nothing";
    expect_helpful(measure({"sort"}), 3, "configuration.missing");
}

} // namespace leitstand::cli
