// SPDX-License-Identifier: EUPL-1.2
#include "learn/label_model.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"

namespace leitstand::learn {
namespace {

// Short invented requests: three matters, each said in several ways.
std::vector<Sample> requests(std::size_t count) {
    static std::vector<std::pair<std::string, std::vector<std::string>>> const kWays{
        {"antrag",
         {"ich beantrage wohngeld für die wohnung", "hiermit stelle ich den wohngeldantrag",
          "bitte bewilligen sie mir kindergeld", "ich möchte elterngeld beantragen"}},
        {"auskunft",
         {"wann wird mein geld gezahlt", "wie lange dauert die bearbeitung noch",
          "können sie mir sagen wer zuständig ist", "ich habe eine frage zur zahlung"}},
        {"widerspruch",
         {"gegen den bescheid lege ich widerspruch ein", "der bescheid ist falsch ich widerspreche",
          "ich erhebe widerspruch gegen die ablehnung",
          "mit der entscheidung bin ich nicht einverstanden"}}};
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < count; ++i) {
        auto const& [label, ways] = kWays[i % kWays.size()];
        samples.push_back(
            {{label},
             ways[(i / 3) % ways.size()] + (i % 2 == 0 ? " danke" : " mfg") + std::to_string(i % 7),
             {},
             i + 1});
    }
    return samples;
}

LabelModel trained(LabelTraining training = {},
                   std::vector<Sample> const& samples = requests(120)) {
    auto model = LabelModel::train(samples, training);
    if (!model)
        throw std::runtime_error(model.error().describe());
    return std::move(*model);
}

std::vector<double> scores(LabelModel const& model, std::string const& text,
                           std::vector<GivenFeature> const& given = {}) {
    LabelModel::Scratch scratch;
    std::vector<double> out(model.labels().size());
    model.scores(text, given, scratch, out);
    return out;
}

std::string best(LabelModel const& model, std::string const& text) {
    auto const all = scores(model, text);
    return model
        .labels()[static_cast<std::size_t>(std::max_element(all.begin(), all.end()) - all.begin())];
}

TEST(LabelModel, TellsMattersApart) {
    auto const model = trained();
    EXPECT_EQ(best(model, "Ich erhebe Widerspruch!"), "widerspruch");
    EXPECT_EQ(best(model, "wann kommt die Zahlung"), "auskunft");
    EXPECT_EQ(best(model, "Wohngeld beantragen"), "antrag");
    std::vector<double> probabilities(3);
    model.probabilities(scores(model, "Ich erhebe Widerspruch!"), probabilities);
    EXPECT_NEAR(probabilities[0] + probabilities[1] + probabilities[2], 1, 1e-9);
    EXPECT_GT(probabilities[2], 0.5);
}

TEST(LabelModel, TheSameBytesForAnyNumberOfThreads) {
    auto const one = trained().bytes();
    LabelTraining training;
    training.threads = 3;
    EXPECT_EQ(one, trained(training).bytes());
    training.seed = 2;
    EXPECT_NE(one, trained(training).bytes());
}

TEST(LabelModel, AFileSaysTheSameAsTheModelInMemory) {
    auto const model = trained();
    auto const file = ModelFile::parse(model.bytes(), "labels", "m");
    ASSERT_TRUE(file) << file.error().describe();
    auto const again = LabelModel::from_file(*file);
    ASSERT_TRUE(again) << again.error().describe();
    for (auto const& sample : requests(30))
        EXPECT_EQ(scores(model, sample.text), scores(*again, sample.text));
    EXPECT_EQ(again->bytes(), model.bytes());
}

TEST(LabelModel, ContributionsAddUpToTheLastBit) {
    LabelTraining training;
    training.choices = {{}};
    training.choices[0].features.word_sequence_max = 3;
    auto samples = requests(120);
    for (auto& sample : samples)
        sample.given = {{"channel:mail", 0.3f}, {"phrase:" + sample.labels[0], 1}};
    auto const model = trained(training, samples);
    std::string const text = "Guten Tag, ich lege Widerspruch ein, ich lege Widerspruch ein! 12345";
    std::vector<GivenFeature> const given{{"phrase:antrag", 0.7f}, {"never seen", 1}};
    LabelModel::Scratch scratch;
    for (std::uint32_t label = 0; label < 3; ++label) {
        auto const explanation = model.explain(text, given, label, scratch);
        EXPECT_EQ(explanation.score, scores(model, text, given)[label]);
        double forwards = explanation.intercept;
        for (auto const& contribution : explanation.contributions)
            forwards += contribution.value;
        EXPECT_EQ(forwards, explanation.score);
        double backwards = 0;
        for (auto i = explanation.contributions.size(); i-- > 0;)
            backwards += explanation.contributions[i].value;
        EXPECT_EQ(backwards + explanation.intercept, explanation.score);
        for (auto const& contribution : explanation.contributions) {
            if (contribution.span) {
                EXPECT_EQ(contribution.name, contribution.span->of(text));
            }
        }
    }
    auto const explanation = model.explain(text, given, *model.label("antrag"), scratch);
    EXPECT_TRUE(std::any_of(explanation.contributions.begin(), explanation.contributions.end(),
                            [](auto const& one) { return one.name == "phrase:antrag"; }));
}

// Words that a caller has cut already, and several labels of one text.
TEST(LabelModel, ReasonsOfScoredWordsAreThoseOfTheExplanation) {
    auto samples = requests(120);
    for (auto& sample : samples)
        sample.given = {{"phrase:" + sample.labels[0], 1}};
    auto const model = trained({}, samples);
    std::vector<GivenFeature> const given{{"never seen", 1}, {"phrase:antrag", 0.7f}};
    LabelModel::Scratch scratch, other;
    for (std::string const text : {"ich lege Widerspruch ein, ich lege ihn heute ein!", "Antrag"}) {
        auto const words = text::tokenise(text);
        std::vector<double> scored(3);
        model.scores(words, given, scratch, scored);
        EXPECT_EQ(scored, scores(model, text, given));
        for (std::uint32_t label = 0; label < 3; ++label) {
            auto const reasons = model.reasons(label, scratch);
            auto const explanation = model.explain(text, given, label, other);
            EXPECT_EQ(reasons.score, scored[label]);
            EXPECT_EQ(reasons.intercept, explanation.intercept);
            ASSERT_EQ(reasons.reasons.size(), explanation.contributions.size());
            for (std::size_t i = 0; i < reasons.reasons.size(); ++i) {
                auto const& reason = reasons.reasons[i];
                auto const& contribution = explanation.contributions[i];
                EXPECT_EQ(reason.value, contribution.value);
                ASSERT_EQ(reason.of_words(), contribution.span.has_value());
                if (reason.of_words()) {
                    EXPECT_EQ(reason.span(words).start, contribution.span->start);
                    EXPECT_EQ(reason.span(words).end, contribution.span->end);
                } else if (reason.given != Reason::kNoGiven) {
                    EXPECT_EQ(given[reason.given].name, contribution.name);
                }
            }
        }
    }
}

TEST(LabelModel, NamesTheWordsWithoutWhichItWouldSaySomethingElse) {
    auto const model = trained();
    LabelModel::Scratch scratch;
    std::string const text = "ich erhebe widerspruch wann wird gezahlt";
    auto const label = *model.label(best(model, text));
    auto const other = model.counterfactual(text, {}, label, scratch);
    ASSERT_TRUE(other);
    auto rest = text;
    for (auto const& span : other->without)
        rest.replace(span.start, span.size(), std::string(span.size(), ' '));
    EXPECT_EQ(best(model, rest), model.labels()[other->label]);
    EXPECT_NE(other->label, label);
    EXPECT_FALSE(model.counterfactual(text, {}, (label + 1) % 3, scratch))
        << "it does not say that";
}

TEST(LabelModel, KnowsALabelFromThePriorBeforeItHasSeenATextOfIt) {
    LabelTraining training;
    training.labels = {"zahlung"};
    training.priors = {{"phrase:zahlung", "zahlung", 3.0f}};
    auto const model = trained(training);
    ASSERT_TRUE(model.label("zahlung"));
    auto const with = scores(model, "überweisen sie", {{"phrase:zahlung", 1}});
    auto const without = scores(model, "überweisen sie");
    EXPECT_NEAR(with[*model.label("zahlung")] - without[*model.label("zahlung")], 3, 0.2);
}

TEST(LabelModel, SeveralLabelsOfOneText) {
    auto samples = requests(120);
    for (std::size_t i = 0; i < samples.size(); i += 5) {
        samples[i].text += " und ich erhebe widerspruch";
        if (samples[i].labels[0] != "widerspruch")
            samples[i].labels.push_back("widerspruch");
    }
    LabelTraining training;
    training.several_labels = true;
    auto const model = trained(training, samples);
    std::vector<double> probabilities(3);
    model.probabilities(scores(model, "wann wird mein geld gezahlt und ich erhebe widerspruch"),
                        probabilities);
    EXPECT_GT(probabilities[*model.label("auskunft")], 0.5);
    EXPECT_GT(probabilities[*model.label("widerspruch")], 0.5);
    EXPECT_LT(probabilities[*model.label("antrag")], 0.5);
    EXPECT_EQ(model.out_of_fold().scores.size(), samples.size() * 3);
}

// As a spreadsheet sorted by label has them: `labels` words of their own,
// `each` texts.
std::vector<Sample> sorted_file(std::size_t labels, std::size_t each) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < labels * each; ++i) {
        auto const topic = static_cast<char>('a' + i / each);
        Sample sample;
        sample.labels = {std::string(3, topic)};
        sample.text = fmt::format("thema{0}{0} von{0}{0} text {1}", topic, i % 7);
        sample.line = i + 1;
        samples.push_back(std::move(sample));
    }
    return samples;
}

double highest_probability(LabelModel const& model, std::string const& text) {
    std::vector<double> probabilities(model.labels().size());
    model.probabilities(scores(model, text), probabilities);
    return *std::max_element(probabilities.begin(), probabilities.end());
}

TEST(LabelModel, AFileSortedByLabelIsCalibratedLikeAShuffledOne) {
    auto const model = trained({}, sorted_file(26, 5));
    EXPECT_TRUE(model.manifest()["not_calibrated"].empty());
    EXPECT_EQ(model.manifest()["figures"]["out_of_fold"]["accuracy"], 1.0);
    EXPECT_GT(highest_probability(model, "themabb vonbb text"), 0.5);
}

TEST(LabelModel, FewTextsAreCalibratedOnRealScores) {
    auto const model = trained({}, sorted_file(2, 4));
    EXPECT_TRUE(model.manifest()["not_calibrated"].empty());
    for (std::size_t row = 0; row < 8; ++row)
        EXPECT_NE(model.out_of_fold().scores[2 * row], 0) << row;
}

TEST(LabelModel, SaysOfWhichLabelsNoProbabilityWasCompared) {
    auto samples = sorted_file(3, 20);
    samples[10].labels = {"einzeln"};
    auto const model = trained({}, samples);
    EXPECT_EQ(model.manifest()["not_calibrated"], Json::array({"einzeln"}));
    EXPECT_GT(highest_probability(model, "themabb vonbb text"), 0.5);
    auto const lone = trained({}, sorted_file(2, 1));
    EXPECT_EQ(lone.manifest()["not_calibrated"].size(), 2U);
    EXPECT_GT(highest_probability(lone, "themaaa vonaa"), 0.5);
}

TEST(LabelModel, ALabelThatIsUnseenOutOfFoldGetsTheLineOfTheOthers) {
    auto samples = sorted_file(3, 20);
    for (auto& sample : samples)
        if (sample.line % 2 == 0)
            sample.labels.push_back("gerade");
    samples[30].labels = {"einzeln"};
    LabelTraining training;
    training.several_labels = true;
    auto const model = trained(training, samples);
    EXPECT_EQ(model.manifest()["not_calibrated"], Json::array({"einzeln"}));
}

TEST(LabelModel, RefusesWhatCannotBeLearned) {
    EXPECT_EQ(LabelModel::train({}, {}).error().key, "samples.empty");
    auto same = requests(30);
    for (auto& sample : same)
        sample.labels = {"antrag"};
    EXPECT_EQ(LabelModel::train(same, {}).error().key, "samples.one_label");
    auto several = requests(30);
    several[4].labels.push_back("auskunft");
    EXPECT_EQ(LabelModel::train(several, {}).error().key, "samples.several_labels");
    EXPECT_NE(LabelModel::train(several, {}).error().detail.find("line 5"), std::string::npos);
}

TEST(LabelModel, RefusesMoreThanItsMemoryHolds) {
    std::vector<Sample> many(kTrainingDecisionsMax / kLabelsMax + 1);
    for (std::size_t i = 0; i < many.size(); ++i)
        many[i].labels = {std::to_string(i % kLabelsMax)};
    EXPECT_EQ(LabelModel::train(many, {}).error().key, "samples.too_much");
    auto large = requests(12);
    for (auto& sample : large)
        sample.text.resize(6 << 20, 'x');
    EXPECT_EQ(LabelModel::train(large, {}).error().key, "samples.too_much");
}

TEST(LabelModel, EmptyAndStrangeTextsHaveScoresToo) {
    auto const model = trained();
    for (std::string const text : {"", " ", "\xFF\xFE", "🙂🙂", "zzzzzz"})
        for (auto const score : scores(model, text))
            EXPECT_TRUE(std::isfinite(score));
}

TEST(LabelModel, StaysWithinItsSize) {
    LabelTraining training;
    training.model_bytes_max = 200'000;
    EXPECT_LE(trained(training).bytes().size(), 200'000u);
}

TEST(LabelModel, ShortRequestsOfTheDevelopmentData) {
    auto const* const data = std::getenv("LEITSTAND_DATA");
    if (data == nullptr)
        GTEST_SKIP() << "LEITSTAND_DATA names no data";
    auto const folder = std::filesystem::path(data) / "classify" / "massive_de";
    auto train = read_samples(folder / "train.tsv");
    ASSERT_TRUE(train);
    // Every fourth text suffices to see that nothing has gone wrong.
    std::vector<Sample> some;
    for (std::size_t i = 0; i < train->samples.size(); i += 4)
        some.push_back(train->samples[i]);
    auto const model = trained({}, some);
    auto const dev = read_samples(folder / "dev.tsv");
    ASSERT_TRUE(dev);
    std::size_t right = 0;
    for (auto const& sample : dev->samples)
        right += best(model, sample.text) == sample.labels[0];
    EXPECT_GT(static_cast<double>(right) / static_cast<double>(dev->samples.size()), 0.75);
    EXPECT_LE(model.bytes().size(), 10'000'000u);
}

} // namespace
} // namespace leitstand::learn
