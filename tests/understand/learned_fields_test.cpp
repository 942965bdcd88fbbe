// SPDX-License-Identifier: EUPL-1.2
// What a model says of dates, amounts and names: it learns from values without places, decides in
// the rules' place, says how sure it is, and is the same bytes each time. Trained here, on a
// handful of letters.
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "understand/detail/learned_fields.hpp"
#include "understand/field_training.hpp"
#include "understand/support.hpp"

namespace leitstand::test {
namespace {

namespace fs = std::filesystem;
using detail_understand::CandidateKind;
using detail_understand::FieldCandidate;
using detail_understand::JudgedCandidate;

std::string letter(std::string const& text, nlohmann::json const& fields) {
    nlohmann::json json{{"id", "t"}, {"text", text}};
    json["gold"] = {{"fields", fields}};
    return json.dump() + "\n";
}

nlohmann::json field(std::string const& key, std::string const& value) {
    return {{"key", key}, {"value", value}};
}

// Words that no rule knows: only the letters tell that a Zwackel is an event and a Quork is none.
std::string letters_of(int writer) {
    std::string out;
    for (int i = 1; i <= 9; ++i) {
        auto const day = fmt::format("2026-0{}-1{}", i, writer);
        auto const written = fmt::format("1{}.0{}.2026", writer, i);
        out +=
            letter(fmt::format("Guten Tag,\nder Zwackel war dann {} und das Wetter gut.", written),
                   nlohmann::json::array({field("event_date", day)}));
        out += letter(fmt::format("Guten Tag,\nder Quork war dann {} und das Wetter gut.", written),
                      nlohmann::json::array());
        auto amount = field("amount", fmt::format("{}1.00", 40 + i));
        amount["role"] = "miete";
        out += letter(fmt::format("Guten Tag,\ndas Flurzeug macht {}1 im Monat.", 40 + i),
                      nlohmann::json::array({amount}));
    }
    return out;
}

FieldLetters read_three(Folder const& folder) {
    std::vector<fs::path> files;
    for (int writer = 1; writer <= 3; ++writer)
        files.push_back(folder.write(fmt::format("w{}.jsonl", writer), letters_of(writer)));
    auto read = read_field_letters(catalogue(), files);
    EXPECT_TRUE(read) << read.error().describe();
    return std::move(*read);
}

learn::LabelModel train(Folder const& folder, unsigned threads = 1) {
    JudgingTraining training;
    training.threads = threads;
    return *train_field_model(read_three(folder).letters, training);
}

Understanding by_model(learn::LabelModel model, std::string const& text) {
    auto models = std::make_shared<JudgingModels>();
    models->set(FunctionKey::extract, JudgingModel{std::move(model), "test+1"});
    return Understander(catalogue(), models).understand(document(text), Modes());
}

TEST(LearnedFields, FindWhatNoRuleKnows) {
    Folder const folder;
    auto const text = "Guten Tag,\nder Zwackel war dann 17.08.2026 und das Wetter gut.";
    EXPECT_EQ(find(understander().understand(document(text), Modes()), "event_date"), nullptr);
    auto const understanding = by_model(train(folder), text);
    auto const* event = find(understanding, "event_date");
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(event->value, "2026-08-17");
    EXPECT_EQ(event->function_version, "test+1");
    ASSERT_TRUE(event->probability);
    EXPECT_GT(*event->probability, 0.5);
    EXPECT_LE(*event->probability, 1.0);
}

// A list of thousands of dates is no letter: the rules alone decide, and in time.
TEST(LearnedFields, AListOfDatesIsLeftToTheRules) {
    Folder const folder;
    std::string list = "Guten Tag,\nder Zwackel war dann 17.08.2026 und das Wetter gut.\n";
    for (int i = 0; i < 1'000; ++i)
        list += fmt::format("{:02}.{:02}.{}\n", i % 28 + 1, i % 12 + 1, 1990 + i % 30);
    EXPECT_EQ(find(by_model(train(folder), list), "event_date"), nullptr);
}

// Rule 7: where the model takes a birth date of the rules for something else, the judges still do
// not see it.
TEST(LearnedFields, WhatTheRulesTookForABirthDateStaysMasked) {
    Folder const folder;
    auto const text = std::string("Guten Tag,\nder Zwackel geb. 17.08.1986 war gut.");
    auto const understanding = by_model(train(folder), text);
    auto const at = static_cast<std::uint32_t>(text.find("17.08.1986"));
    ASSERT_TRUE(understanding.mask);
    EXPECT_TRUE(std::any_of(understanding.mask->text.begin(), understanding.mask->text.end(),
                            [&](Span const& span) { return span.start <= at && at < span.end; }));
}

TEST(LearnedFields, LeaveAloneWhatIsNone) {
    Folder const folder;
    auto const understanding =
        by_model(train(folder), "Guten Tag,\nder Quork war dann 17.08.2026 und das Wetter gut.");
    EXPECT_EQ(find(understanding, "event_date"), nullptr);
}

TEST(LearnedFields, ABareNumberMayBeAnAmount) {
    Folder const folder;
    auto const understanding =
        by_model(train(folder), "Guten Tag,\ndas Flurzeug macht 481 im Monat.");
    auto const* rent = find(understanding, "amount");
    ASSERT_NE(rent, nullptr);
    EXPECT_EQ(rent->value, "481.00");
    EXPECT_EQ(rent->role, "miete");
}

TEST(LearnedFields, IdentifiersStayWithTheRules) {
    Folder const folder;
    auto const understanding =
        by_model(train(folder), "Bitte auf DE89 3704 0044 0532 0130 00, Tel. 0171 3920014");
    EXPECT_NE(find(understanding, "iban"), nullptr);
    EXPECT_NE(find(understanding, "phone"), nullptr);
}

TEST(LearnedFields, TheSameBytesForAnyNumberOfThreads) {
    Folder const folder;
    EXPECT_EQ(train(folder, 1).bytes(), train(folder, 2).bytes());
}

TEST(LearnedFields, FiguresAreOfWritersHeldAside) {
    Folder const folder;
    auto const read = read_three(folder);
    auto const model = train(folder);
    auto const said = fields_out_of_fold(read.letters, model);
    ASSERT_EQ(said.size(), read.letters.size());
    auto const figures = model.manifest().at("figures").at("fields");
    EXPECT_GT(figures.at("all").at("f1").get<double>(), 0.8);
    EXPECT_TRUE(figures.contains("event_date"));
}

TEST(LearnedFields, ADamagedFileIsRefusedByName) {
    Folder const folder;
    auto bytes = train(folder).bytes();
    bytes[bytes.size() / 2] ^= 1;
    folder.write("extract.model", bytes);
    auto const loaded = JudgingModels::load(folder.path());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().key, "model.damaged");
    EXPECT_THAT(loaded.error().describe(), testing::HasSubstr("extract.model"));
}

TEST(LearnedFields, LettersThatAreNoJsonAreNamed) {
    Folder const folder;
    std::vector<fs::path> const files{folder.write("w1.jsonl", letters_of(1) + "{\"id\":1}\n")};
    auto const read = read_field_letters(catalogue(), files);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().key, "letters.not_json");
    EXPECT_THAT(read.error().describe(), testing::HasSubstr("w1.jsonl:28"));
}

// Decisions from probabilities that are given here.
class Decide : public testing::Test {
  protected:
    std::vector<std::string> labels{"amount.miete",    "amount.none",     "date.event_date",
                                    "date.none",       "name.child_name", "name.none",
                                    "name.sender_name"};
    std::vector<FieldCandidate> candidates;
    std::vector<std::vector<double>> probabilities;

    void add(CandidateKind kind, detail_understand::ByteSpan span, std::string value,
             std::map<std::string, double> const& given) {
        candidates.push_back({kind, span, std::move(value), {}, {}});
        auto& own = probabilities.emplace_back(labels.size(), 0.0);
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (auto const found = given.find(labels[i]); found != given.end())
                own[i] = found->second;
    }
    std::vector<std::string> decided() const {
        std::vector<JudgedCandidate> judged;
        for (std::size_t i = 0; i < candidates.size(); ++i)
            judged.push_back({&candidates[i], probabilities[i]});
        std::vector<std::string> out;
        for (auto const& found : detail_understand::decide_fields(labels, judged))
            out.push_back(found.key + "=" + found.value);
        return out;
    }
};

TEST_F(Decide, AValueInSeveralPlacesIsOneField) {
    add(CandidateKind::date, {0, 10}, "2026-01-01", {{"date.event_date", 0.9}, {"date.none", 0.1}});
    add(CandidateKind::date, {20, 30}, "2026-01-01",
        {{"date.event_date", 0.4}, {"date.none", 0.6}});
    EXPECT_THAT(decided(), testing::ElementsAre("event_date=2026-01-01"));
}

TEST_F(Decide, OfNamesThatShareWordsTheLikeliestStands) {
    add(CandidateKind::name, {0, 14}, "Dr. Ruth Bellm", {{"name.sender_name", 0.4}});
    add(CandidateKind::name, {4, 14}, "Ruth Bellm", {{"name.sender_name", 0.6}});
    EXPECT_THAT(decided(), testing::ElementsAre("sender_name=Ruth Bellm"));
}

TEST_F(Decide, ASecondSenderMustBeSure) {
    add(CandidateKind::name, {0, 9}, "Ida Voss", {{"name.sender_name", 0.9}});
    add(CandidateKind::name, {20, 29}, "Jan Harms", {{"name.sender_name", 0.4}});
    EXPECT_THAT(decided(), testing::ElementsAre("sender_name=Ida Voss"));
}

TEST_F(Decide, NobodyIsSenderAndChild) {
    add(CandidateKind::name, {0, 4}, "Luca", {{"name.sender_name", 0.5}, {"name.child_name", 0.4}});
    EXPECT_THAT(decided(), testing::ElementsAre("sender_name=Luca"));
}

TEST_F(Decide, WhatIsUnsureIsNotShown) {
    add(CandidateKind::amount, {0, 3}, "480.00", {{"amount.miete", 0.35}, {"amount.none", 0.3}});
    EXPECT_TRUE(decided().empty());
}

} // namespace
} // namespace leitstand::test
