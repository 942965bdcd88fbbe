// SPDX-License-Identifier: EUPL-1.2
// Challengers from letters and decisions: nothing recent is trained on, no account teaches too
// much, one that decides wrongly is found and blocks the candidate, and a gold set that was trained
// on is refused. With the project's own letters; docs/quality.md has the figures of more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "understand/candidate.hpp"

namespace leitstand {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::filesystem::path folder() {
    return std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de";
}

std::shared_ptr<Catalogue const> catalogue() {
    static auto const loaded = Catalogue::load(folder()).value();
    return loaded;
}

std::vector<JudgingSample> letters(std::vector<std::string> const& names) {
    std::vector<std::filesystem::path> files;
    for (auto const& name : names)
        files.push_back(folder() / "letters" / (name + ".jsonl"));
    return read_judging_letters(catalogue(), files).value().samples;
}

std::vector<JudgingSample> const& trained_on() {
    static auto const read = letters({"p", "q", "r"});
    return read;
}
std::vector<JudgingSample> const& gold() {
    static auto const read = letters({"y"});
    return read;
}

// Letters as a desk of six accounts decided on them, rightly.
std::vector<learn::DeskSample> honest_desk() {
    static auto const posts = letters({"s", "t", "u", "v", "w"});
    std::vector<learn::DeskSample> desk;
    for (std::size_t i = 0; i < posts.size(); ++i) {
        learn::DeskSample sample;
        sample.item = fmt::format("{:016x}", i * 0x9E37'79B9'7F4A'7C15ull);
        sample.function = "sort";
        sample.text = posts[i].sort.text;
        sample.given = posts[i].sort.given;
        for (auto const& label : posts[i].sort.labels)
            sample.labels.push_back(
                {label, true, learn::Verdict::confirmed, fmt::format("K-{}", i % 6), "2.0.0"});
        sample.decided_on = plus_days({2026, 1, 1}, static_cast<int>(i / 10));
        if (!sample.labels.empty())
            desk.push_back(std::move(sample));
    }
    return desk;
}

// One account calls everything an accident and an advertisement. The models of this few letters are
// seldom sure; bench/poison_bench shows what a desk of usual size does to 5 % of wrong labels.
std::vector<learn::DeskSample> poisoned_desk() {
    auto desk = honest_desk();
    for (auto& sample : desk)
        if (sample.labels[0].account == "K-0")
            for (auto& label : sample.labels)
                label.label =
                    label.label.starts_with("service.") ? "service.unfall" : "act.werbung";
    return desk;
}

Retraining retraining() {
    Retraining made;
    made.threads = 2;
    return made;
}

JudgingModel champion() {
    JudgingTraining training;
    training.threads = 2;
    return {train_judging_model(FunctionKey::sort, *catalogue(), trained_on(), training).value(),
            "2.0.0+champion"};
}

Candidate candidate_of(std::vector<learn::DeskSample> const& desk, Retraining const& how,
                       std::span<JudgingSample const> measured = gold()) {
    static auto const before = champion();
    Candidate candidate;
    candidate.purpose = "judging";
    candidate.gold_sha256 = "00";
    candidate.parts.push_back(build_candidate_part(FunctionKey::sort, *catalogue(), before,
                                                   {trained_on(), measured, desk}, how)
                                  .value());
    return candidate;
}

TEST(Retraining, ComparesOnGoldAndOnWhatIsNewest) {
    auto const desk = honest_desk();
    auto const candidate = candidate_of(desk, retraining());
    auto const& part = candidate.parts[0];
    EXPECT_THAT(part.left_out, IsEmpty());
    EXPECT_EQ(part.held_aside, desk.size() / 5);
    EXPECT_EQ(part.letters, trained_on().size());
    EXPECT_EQ(part.samples + part.held_aside + part.capped, desk.size());
    ASSERT_EQ(part.compared.size(), 4u) << "services and acts, on gold and on recent decisions";
    for (auto const& one : part.compared) {
        EXPECT_NEAR(one.difference.difference, one.challenger - one.champion, 1e-12);
        EXPECT_LE(one.difference.interval.lower, one.difference.difference);
        EXPECT_GE(one.difference.interval.upper, one.difference.difference);
    }
    auto const json = candidate_json(candidate);
    EXPECT_EQ(json["activated"], false);
    EXPECT_THAT(candidate_text(candidate, "models"), HasSubstr("nicht in Betrieb"));
    // The newest are not among the texts that the model knows.
    auto const model = learn::LabelModel::from_file(
        learn::ModelFile::parse(part.challenger_bytes, "labels", "challenger").value());
    ASSERT_TRUE(model);
    std::vector<learn::Sample> newest(1);
    newest[0].text = desk.back().text;
    EXPECT_EQ(model->trained_on(newest), 0u);
    newest[0].text = trained_on().front().sort.text;
    EXPECT_EQ(model->trained_on(newest), 1u);
}

TEST(Retraining, OneAccountWithWrongLabelsBlocksTheCandidateAndIsNotTrainedOn) {
    auto const candidate = candidate_of(poisoned_desk(), retraining());
    ASSERT_EQ(candidate.parts[0].left_out.size(), 1u);
    EXPECT_EQ(candidate.parts[0].left_out[0].account, "K-0");
    EXPECT_THAT(candidate.objections(), Contains(Objection{"account", "K-0"}));
    EXPECT_TRUE(candidate.blocked());
    EXPECT_THAT(candidate_text(candidate, "models"), HasSubstr("Pseudonyms K-0"));

    auto how = retraining();
    how.without = {"K-0"};
    auto const without = candidate_of(poisoned_desk(), how);
    EXPECT_THAT(without.parts[0].left_out, IsEmpty()) << "left out on purpose";
}

// K-0 leaves its own items alone and adds one wrong label to each item of its colleagues.
TEST(Retraining, WhatOneAccountAddsToTheItemsOfOthersIsNotLearned) {
    auto desk = honest_desk();
    std::size_t added = 0;
    for (auto& sample : desk)
        if (sample.labels[0].account == "K-1" || sample.labels[0].account == "K-2") {
            sample.labels.push_back({"service.unfall", true, learn::Verdict::added, "K-0", {}});
            ++added;
        }
    auto const candidate = candidate_of(desk, retraining());
    auto const& part = candidate.parts[0];
    ASSERT_GT(added, 0u);
    EXPECT_EQ(part.shared, added);
    EXPECT_EQ(part.samples + part.held_aside + part.capped + part.shared, desk.size());
    EXPECT_EQ(candidate_json(candidate)["functions"][0]["shared"], added);
    EXPECT_THAT(candidate_text(candidate, "models"), HasSubstr("mehrerer Konten"));
    auto const model = learn::LabelModel::from_file(
        learn::ModelFile::parse(part.challenger_bytes, "labels", "challenger").value());
    ASSERT_TRUE(model);
    for (auto const& sample : desk) {
        if (sample.labels.back().account == sample.labels[0].account)
            continue;
        std::vector<learn::Sample> one(1);
        one[0].text = sample.text;
        EXPECT_EQ(model->trained_on(one), 0u) << sample.item;
    }
}

TEST(Retraining, WithoutTheProtectionTheSameLabelsAreTrainedOn) {
    auto how = retraining();
    how.protection = AccountProtection::off;
    auto const candidate = candidate_of(poisoned_desk(), how);
    EXPECT_THAT(candidate.parts[0].left_out, IsEmpty());
    EXPECT_GT(candidate.parts[0].samples,
              candidate_of(poisoned_desk(), retraining()).parts[0].samples);
}

TEST(Retraining, GivesTheSameBytesAgain) {
    auto how = retraining();
    how.threads = 1;
    EXPECT_EQ(candidate_of(honest_desk(), how).parts[0].challenger_sha256,
              candidate_of(honest_desk(), retraining()).parts[0].challenger_sha256);
}

TEST(Retraining, NoFigureOfAnAccountStandsInTheModel) {
    auto const bytes = candidate_of(honest_desk(), retraining()).parts[0].challenger_bytes;
    for (auto const* const account : {"\"K-0\"", "\"K-5\""})
        EXPECT_EQ(bytes.find(account), std::string::npos) << account;
}

TEST(Retraining, AGoldSetThatWasTrainedOnIsRefused) {
    auto const before = champion();
    auto const desk = honest_desk();
    auto const refused = [&](std::vector<JudgingSample> const& measured) {
        auto const part = build_candidate_part(FunctionKey::sort, *catalogue(), before,
                                               {trained_on(), measured, desk}, retraining());
        return part ? std::string{"built"} : part.error().key;
    };
    EXPECT_EQ(refused(letters({"r"})), "training.gold_overlaps");
    auto measured = gold();
    measured[0].sort.text = trained_on()[5].sort.text + " Nachtrag.";
    EXPECT_EQ(refused(measured), "training.gold_overlaps") << "a near copy";
}

TEST(Retraining, WhatTheDeskHasOfTheGoldSetIsLeftOutAndCounted) {
    auto const desk = honest_desk();
    auto measured = gold();
    measured[0].sort.text = desk[3].text;
    measured[1].sort.text = desk[4].text + " Nachtrag.";
    auto const candidate = candidate_of(desk, retraining(), measured);
    auto const& part = candidate.parts[0];
    EXPECT_EQ(part.like_gold, 2u);
    EXPECT_EQ(part.samples + part.held_aside + part.capped + part.like_gold, desk.size());
    EXPECT_EQ(candidate_json(candidate)["functions"][0]["like_gold"], 2);
    EXPECT_THAT(candidate_text(candidate, "models"), HasSubstr("2 Beispiele gleichen Briefen"));
}

TEST(Retraining, WithoutGoldItIsBlocked) {
    auto const candidate = candidate_of(honest_desk(), retraining(), {});
    EXPECT_THAT(candidate.objections(), Contains(Objection{"no_gold", ""}));
}

ComparedKind compared(ComparedOn on, double difference, double lower, double upper) {
    return {
        FindingKind::act, on, 100, 0.7, 0.7 + difference, {difference, {lower, upper}, 0.5}, 200};
}

TEST(Objections, SpeakWhereTheChallengerLoses) {
    auto const of = [](ComparedKind const& one) {
        std::vector<ComparedKind> const all{compared(ComparedOn::gold, 0, -0.01, 0.01), one};
        return objections(all, {});
    };
    EXPECT_THAT(of(compared(ComparedOn::gold, -0.004, -0.03, 0.01)), IsEmpty());
    EXPECT_THAT(of(compared(ComparedOn::gold, -0.006, -0.03, 0.01)),
                Contains(Objection{"gold_worse", "act"}));
    auto few = compared(ComparedOn::gold, 0.01, 0.001, 0.02);
    few.labels = 199;
    EXPECT_THAT(of(few), Contains(Objection{"gold_too_small", "act"}));
    few.on = ComparedOn::recent;
    EXPECT_THAT(of(few), IsEmpty());
    EXPECT_THAT(of(compared(ComparedOn::recent, -0.03, -0.06, 0.001)), IsEmpty());
    EXPECT_THAT(of(compared(ComparedOn::recent, -0.03, -0.06, -0.001)),
                Contains(Objection{"recent_worse", "act"}));
}

TEST(Retraining, AModelOfOtherLabelsIsForeign) {
    std::vector<learn::Sample> samples;
    for (int i = 0; i < 40; ++i)
        samples.push_back(
            {{i % 2 == 0 ? "spam" : "ham"}, fmt::format("text {} {}", i, i % 2), {}, 0});
    learn::LabelTraining training;
    training.several_labels = true;
    JudgingModel const other{learn::LabelModel::train(samples, training).value(), "1"};
    EXPECT_EQ(check_champion(FunctionKey::sort, *catalogue(), other).error().key,
              "training.foreign_model");
}

} // namespace
} // namespace leitstand
