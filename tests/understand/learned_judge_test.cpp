// SPDX-License-Identifier: EUPL-1.2
// Judging by a trained model: nothing masked is seen, reasons add up, the same
// bytes each time, bad files are refused. The models are trained here, on a
// handful of letters.
#include <chrono>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "understand/judging_training.hpp"
#include "understand/support.hpp"

namespace leitstand::test {
namespace {

namespace fs = std::filesystem;

std::string letter(std::string const& text, std::string const& service, std::string const& act,
                   std::string const& theme = {}) {
    nlohmann::json json{{"id", "t"}, {"text", text}};
    json["gold"] = {{"services", {service}}, {"acts", {act}}, {"themes", nlohmann::json::array()}};
    if (!theme.empty())
        json["gold"]["themes"].push_back(theme);
    return json.dump() + "\n";
}

std::string letters_of(std::string const& name) {
    std::string out;
    for (int i = 0; i < 8; ++i) {
        auto const greeting = fmt::format("Guten Tag, Brief {} von {}. ", i, name);
        out += letter(greeting + "Ich brauche einen Zuschuss zur Miete.", "wohngeld", "antrag");
        out += letter(greeting + "Wie lange dauert meine Rente noch? Ich warte.", "rente",
                      "sachstand");
        out += letter(greeting + "Mein Strom wird morgen gesperrt, ich bitte um das Bürgergeld.",
                      "grundsicherung", "antrag", "energiesperre");
    }
    return out;
}

JudgingLetters read_letters(Folder const& folder) {
    std::vector<fs::path> files;
    for (auto const* name : {"a", "b", "c", "d", "e", "f"})
        files.push_back(folder.write(std::string(name) + ".jsonl", letters_of(name)));
    auto letters = read_judging_letters(catalogue(), files);
    EXPECT_TRUE(letters.has_value());
    return *letters;
}

learn::LabelModel trained(FunctionKey function, JudgingLetters const& letters, unsigned threads) {
    JudgingTraining training;
    training.threads = threads;
    training.data_sha256 = letters.data_sha256;
    auto model = train_judging_model(function, *catalogue(), letters.samples, training);
    EXPECT_TRUE(model.has_value());
    return std::move(*model);
}

// Trained once for all tests here.
JudgingModels const& models() {
    static auto const made = [] {
        Folder const folder;
        auto const letters = read_letters(folder);
        for (auto const function : {FunctionKey::sort, FunctionKey::urgent})
            EXPECT_TRUE(trained(function, letters, 1)
                            .write(folder.path() / model_file_name(function))
                            .has_value());
        auto models = JudgingModels::load(folder.path());
        EXPECT_TRUE(models.has_value());
        return std::move(*models);
    }();
    return made;
}

Understander const& learned() {
    static Understander const made(
        catalogue(), std::shared_ptr<JudgingModels const>(&models(), [](auto const*) {}));
    return made;
}

UnderstandOptions everything() {
    UnderstandOptions options;
    options.with_unsuggested = true;
    return options;
}

std::map<std::string, double> probabilities(std::string const& text) {
    std::map<std::string, double> out;
    for (auto const& finding : learned().understand(document(text), Modes(), everything()).findings)
        if (finding.probability)
            out[finding.key] = *finding.probability;
    return out;
}

// The words are cut once, before anything is blanked; the model was trained on
// texts cut afterwards.
TEST(LearnedJudge, SeesTheWordsThatItWasTrainedOn) {
    Folder const folder;
    auto const text = "Betreff: Az. 123-BG-456 – Miete\r\n\r\nSehr geehrter Herr "
                      "Özdemir-Groß,\n"
                      "ich,Frau Müller (*01.02.1980),  bitte um Zuschuss zur "
                      "Miete; meine IBAN ist "
                      "DE89 3704 0044 0532 0130 00.\nUnterschrift_Ort:____x____ "
                      "„ja“ 450€/Monat\n"
                      "Von meinem iPhone gesendet\n\nAm 3. März schrieb das "
                      "Amt:\n> Ihr Antrag auf "
                      "Kindergeld – bitte Geburtsurkunde senden.\n";
    std::vector<fs::path> const files{folder.write("a.jsonl", letter(text, "wohngeld", "antrag"))};
    auto const letters = read_judging_letters(catalogue(), files);
    ASSERT_TRUE(letters.has_value());
    auto const& sample = letters->samples.at(0).of(FunctionKey::sort);
    auto const& model = models().of(FunctionKey::sort)->labels();
    learn::LabelModel::Scratch scratch;
    auto const understanding = learned().understand(document(text), Modes(), everything());
    std::size_t compared = 0;
    for (auto const& finding : understanding.findings) {
        auto const label =
            model.label(fmt::format("{}.{}", finding_kind_name(finding.kind), finding.key));
        if (finding.function != FunctionKey::sort || !finding.probability || !label)
            continue;
        auto const why = model.explain(sample.text, sample.given, *label, scratch);
        auto sum = finding.intercept; // of what its own words say; a rival comes besides
        for (auto const& contribution : finding.contributions)
            if (!contribution.feature.starts_with("Anderer Befund: ") &&
                !contribution.feature.starts_with("Kein anderer Befund so nahe"))
                sum += contribution.amount;
        EXPECT_EQ(why.score, sum) << finding.key;
        ASSERT_FALSE(finding.contributions.empty());
        EXPECT_EQ(why.contributions[0].value, finding.contributions[0].amount) << finding.key;
        ++compared;
    }
    EXPECT_GT(compared, 3u);
}

// Post is hostile: one word without an end costs no more than a letter of its length.
TEST(LearnedJudge, OneEndlessWordIsReadInTime) {
    std::string word;
    while (word.size() < 400'000)
        word += "Q10q";
    auto const start = std::chrono::steady_clock::now();
    learned().understand(document("Ich beantrage Wohngeld. " + word), Modes());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{20});
}

// What a letter wants shows in other languages as well, as a sign that has a name.
TEST(LearnedJudge, SignsStandInOtherLanguages) {
    Folder const folder;
    auto const signs_of = [&](std::string const& text) {
        std::vector<fs::path> const files{folder.write("a.jsonl", letter(text, "rente", "antrag"))};
        auto const letters = read_judging_letters(catalogue(), files);
        std::vector<std::string> names;
        for (auto const& clue : letters.value().samples.at(0).sort.given)
            names.push_back(clue.name);
        return names;
    };
    EXPECT_THAT(signs_of("Proszę o przedłużenie terminu."), testing::Contains("sign_more_time"));
    EXPECT_THAT(signs_of("Прошу рассрочку на шесть месяцев."), testing::Contains("sign_repay"));
    EXPECT_THAT(signs_of("Randevuya gelemiyorum."), testing::Contains("sign_appointment"));
    EXPECT_THAT(signs_of("Scrivo per mia madre."), testing::Contains("sign_represent"));
    EXPECT_THAT(signs_of("We have moved, here is our new address."),
                testing::Contains("sign_change_report"));
    EXPECT_THAT(signs_of("Es regnet."), testing::Not(testing::Contains("sign_more_time")));
}

TEST(LearnedJudge, GivesProbabilitiesAndTheVersionOfItsFile) {
    auto const understanding = learned().understand(document("Sehr geehrte Damen und Herren, ich "
                                                             "brauche einen Zuschuss zur Miete."),
                                                    Modes());
    auto const* service = find(understanding, "wohngeld");
    ASSERT_NE(service, nullptr);
    ASSERT_TRUE(service->probability.has_value());
    EXPECT_TRUE(service->suggested);
    EXPECT_GT(*service->probability, 0.5);
    EXPECT_NE(service->function_version.find('+'), std::string::npos);
    EXPECT_FALSE(service->evidence.empty());
}

// The shipped models, which weigh thousands of words.
TEST(LearnedJudge, EvidenceIsWhatAPersonWouldPointAt) {
    auto models = JudgingModels::load(fs::path(LEITSTAND_SOURCE_DIR) / "catalogue/de/models");
    ASSERT_TRUE(models.has_value()) << models.error().describe();
    Understander const shipped{catalogue(),
                               std::make_shared<JudgingModels const>(std::move(*models))};
    auto const understanding =
        shipped.understand(document("Sehr geehrte Damen und Herren,\n\ndas Amt "
                                    "hat mir am Montag vom Wohngeld "
                                    "geschrieben. Mit dem Bescheid bin ich nicht "
                                    "einverstanden.\n\nIch hoffe, das "
                                    "geht so.\n"),
                           Modes());
    auto const* objection = find(understanding, "widerspruch");
    ASSERT_NE(objection, nullptr);
    EXPECT_THAT(objection->evidence.front().text, testing::HasSubstr("nicht einverstanden"));
    for (auto const& finding : understanding.findings)
        for (auto const& evidence : finding.suggested ? finding.evidence : std::vector<Evidence>{})
            EXPECT_THAT(evidence.text, testing::Not(testing::AnyOf("das", "am", "vom", "Das",
                                                                   "Damen", "so", "Ich")))
                << finding.key;
}

TEST(LearnedJudge, ReasonsAddUpToTheScore) {
    auto const understanding =
        learned().understand(document("Mein Strom wird gesperrt. Ich warte auf Ihre Antwort.\n\n"
                                      "> Wir bearbeiten Ihre Rente.\n"),
                             Modes(), everything());
    int checked = 0;
    for (auto const& finding : understanding.findings) {
        if (!finding.probability)
            continue;
        double sum = finding.intercept;
        for (auto const& contribution : finding.contributions)
            sum += contribution.amount;
        EXPECT_EQ(sum, finding.score) << finding.key; // to the last bit
        ++checked;
    }
    EXPECT_EQ(checked, static_cast<int>(catalogue()->services.size() + catalogue()->acts.size() +
                                        catalogue()->themes.size()));
}

TEST(LearnedJudge, SeesNothingThatIsMasked) {
    auto const text = [](std::string const& name, std::string const& iban,
                         std::string const& born) {
        return "Ich brauche einen Zuschuss zur Miete.\nKonto: " + iban + "\ngeb. " + born +
               "\n\nMit freundlichen Grüßen\n" + name + "\n";
    };
    auto const one =
        probabilities(text("Hanna Brandt", "DE89 3704 0044 0532 0130 00", "03.04.1961"));
    auto const other =
        probabilities(text("Peter Kramer", "DE02 1203 0000 0000 2020 51", "21.12.1987"));
    ASSERT_FALSE(one.empty());
    EXPECT_EQ(one, other);
}

TEST(LearnedJudge, NoReasonLiesOnAMaskedWord) {
    auto const letter = document("Ich brauche einen Zuschuss zur Miete.\n\nMit freundlichen "
                                 "Grüßen\nHanna Brandt\n");
    auto const name = letter.text.find("Hanna Brandt");
    for (auto const& finding : learned().understand(letter, Modes(), everything()).findings)
        if (finding.probability)
            for (auto const& contribution : finding.contributions)
                for (auto const& span : contribution.spans)
                    EXPECT_TRUE(span.end <= name || span.start >= name + 12)
                        << contribution.feature;
}

TEST(LearnedJudge, QuotedMailIsNoWish) {
    auto const own = probabilities("Ich brauche einen Zuschuss zur Miete.");
    auto const quoted =
        probabilities("Danke, das ist erledigt.\n\n-----Ursprüngliche Nachricht-----\n"
                      "Ich brauche einen Zuschuss zur Miete.");
    EXPECT_LT(quoted.at("wohngeld"), own.at("wohngeld"));
}

// Most favourable reading: a benefit that the words name is never dropped.
TEST(LearnedJudge, ABenefitNamedInPassingIsAnAlternative) {
    auto const understanding = learned().understand(
        document("Ich brauche einen Zuschuss zur Miete. Ich beziehe Kindergeld."), Modes());
    auto const* passing = find(understanding, "kindergeld");
    ASSERT_NE(passing, nullptr);
    EXPECT_FALSE(passing->suggested);
    ASSERT_FALSE(passing->evidence.empty());
    EXPECT_EQ(passing->evidence.front().text, "Kindergeld");
    EXPECT_EQ(find(understanding, "elterngeld"), nullptr) << "which nobody named";
}

TEST(LearnedJudge, ANegatedBenefitIsNoAlternative) {
    auto const understanding = learned().understand(
        document("Ich brauche einen Zuschuss zur Miete. Es geht nicht um Kindergeld."), Modes());
    EXPECT_EQ(find(understanding, "kindergeld"), nullptr);
}

// Six writers, in whose letters what speaks for one benefit speaks against the other.
TEST(LearnedJudge, TheRivalIsPartOfTheReasons) {
    Folder const folder;
    std::vector<fs::path> files;
    for (std::string const writer : {"a", "b", "c", "d", "e", "f"}) {
        std::string letters;
        for (int i = 0; i < 30; ++i) {
            auto const greeting = fmt::format("Brief {} von {}, {}. ", i, writer, i * 7919 % 101);
            bool const both = i % 3 == 0;
            letters += letter(greeting + "Die Miete ist hoch." + (both ? " Das Kind lernt." : ""),
                              both && i % 2 == 0 ? "kindergeld" : "wohngeld", "antrag");
            letters += letter(greeting + "Das Kind lernt.", "kindergeld", "nachweis");
            letters +=
                letter(greeting + "Wir grüßen.", "rente", i % 2 == 0 ? "auskunft" : "antrag");
        }
        files.push_back(folder.write(writer + ".jsonl", letters));
    }
    auto letters = read_judging_letters(catalogue(), files);
    ASSERT_TRUE(letters.has_value());
    JudgingModels models;
    models.set(FunctionKey::sort,
               JudgingModel(trained(FunctionKey::sort, *letters, 2), "1.0.0+test"));
    Understander const judge(catalogue(), std::make_shared<JudgingModels const>(std::move(models)));
    auto const understanding =
        judge.understand(document("Die Miete ist hoch. Das Kind lernt."), Modes(), everything());
    std::size_t rivals = 0;
    for (auto const& finding : understanding.findings) {
        if (!finding.probability)
            continue;
        double sum = finding.intercept;
        for (auto const& contribution : finding.contributions) {
            sum += contribution.amount;
            rivals += contribution.feature.starts_with("Anderer Befund: ");
        }
        EXPECT_EQ(sum, finding.score) << finding.key; // to the last bit
    }
    EXPECT_GT(rivals, 0u);
}

TEST(LearnedJudge, OffMeansNotRun) {
    auto const understanding =
        learned().understand(document("Mein Strom wird morgen gesperrt."),
                             Modes({{FunctionKey::urgent, Mode::off}}), everything());
    EXPECT_EQ(find(understanding, "energiesperre"), nullptr);
}

TEST(JudgingTraining, GivesTheSameBytesOnAnyNumberOfThreads) {
    Folder const folder;
    auto const letters = read_letters(folder);
    EXPECT_EQ(trained(FunctionKey::urgent, letters, 1).bytes(),
              trained(FunctionKey::urgent, letters, 2).bytes());
}

TEST(JudgingTraining, GivesFiguresByKindOfLetter) {
    auto const& kinds =
        models().of(FunctionKey::sort)->labels().manifest().at("figures").at("quality");
    for (auto const& kind : kinds) {
        auto const& groups = kind.at("groups");
        auto const short_ones = std::find_if(groups.begin(), groups.end(), [](auto const& group) {
            return group.at("by") == "letter_kind" && group.at("name") == "short";
        });
        ASSERT_NE(short_ones, groups.end());
        EXPECT_EQ(short_ones->at("letters"), 6 * 24);
    }
}

TEST(JudgingTraining, NamesTheLineThatIsWrong) {
    Folder const folder;
    std::vector<fs::path> const no_json{folder.write("x.jsonl", letters_of("x") + "{\"id\":\n")};
    auto const first = read_judging_letters(catalogue(), no_json);
    ASSERT_FALSE(first.has_value());
    EXPECT_EQ(first.error().key, "letters.not_json");
    EXPECT_NE(first.error().detail.find("x.jsonl:25"), std::string::npos) << first.error().detail;
    std::vector<fs::path> const unknown{
        folder.write("y.jsonl", letter("Guten Tag", "lottogewinn", "antrag"))};
    auto const second = read_judging_letters(catalogue(), unknown);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().key, "letters.unknown_label");
}

TEST(JudgingTraining, GeneratedLettersAreRefusedUnlessATrialTakesThem) {
    Folder const folder;
    auto line = letter("Ich beantrage Wohngeld.", "wohngeld", "antrag");
    line.insert(1, "\"generated\":true,");
    std::vector<fs::path> const files{folder.write("g.jsonl", line)};
    auto const refused = read_judging_letters(catalogue(), files);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().key, "letters.generated");
    auto const taken = read_judging_letters(catalogue(), files, GeneratedLetters::taken);
    ASSERT_TRUE(taken.has_value());
    EXPECT_EQ(taken->samples.size(), 1u);
}

TEST(JudgingModels, RefuseADamagedFileAndAMissingFolder) {
    Folder const folder;
    EXPECT_EQ(JudgingModels::load(folder.path() / "none").error().key, "model.folder");
    folder.write("sort.model", "this is no model");
    EXPECT_FALSE(JudgingModels::load(folder.path()).has_value());
}

TEST(JudgingModels, ThoseBesideTheCatalogueJudge) {
    auto const models =
        JudgingModels::of_catalogue(fs::path(LEITSTAND_SOURCE_DIR) / "catalogue/de");
    ASSERT_TRUE(models.has_value());
    if (*models == nullptr)
        GTEST_SKIP() << "no models are shipped";
    Understander const understander(catalogue(), *models);
    auto const understanding =
        understander.understand(document("Guten Tag,\n\nunsere Tochter ist am 3. März geboren. Wir "
                                         "beantragen Kindergeld.\n"),
                                Modes());
    auto const* service = find(understanding, "kindergeld");
    ASSERT_NE(service, nullptr);
    EXPECT_TRUE(service->suggested);
    auto const* act = find(understanding, "antrag");
    ASSERT_NE(act, nullptr);
    EXPECT_TRUE(act->suggested);
}

} // namespace
} // namespace leitstand::test
