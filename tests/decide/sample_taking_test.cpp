// SPDX-License-Identifier: EUPL-1.2
// Decisions of the desk become samples: only those made for a known purpose, only whole items,
// masked and under pseudonyms; what is decided anew replaces them, and the log says how many.
#include "decide/sample_taking.hpp"

#include "decide/desk.hpp"
#include "prove/entries.hpp"

namespace leitstand {

namespace {

using learn::DeskSample;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::shared_ptr<Catalogue const> shipped() {
    static auto const catalogue =
        Catalogue::load(std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de").value();
    return catalogue;
}

std::shared_ptr<TrainingPurpose const> purpose() {
    auto made = std::make_shared<TrainingPurpose>();
    made->key = "judging";
    made->retention_months = 24;
    return made;
}

constexpr char kText[] = "Sehr geehrte Damen und Herren,\nich beantrage Wohngeld für unsere "
                         "Wohnung.\nMit freundlichen Grüßen\nErika Mustermann\n";

class SampleTakingTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        desk_.emplace(GetParam(), shipped());
        set_purpose(purpose());
        ASSERT_TRUE(taking_->take()); // the purpose is seen
        desk_->door.clock.forward(std::chrono::minutes{1});
    }
    void set_purpose(std::shared_ptr<TrainingPurpose const> given) {
        taking_.reset();
        store_.emplace(*desk_->door.keys, std::move(given));
        taking_.emplace(*desk_->door.database, *desk_->inbox, *store_, shipped(), desk_->door.clock,
                        *desk_->door.log);
    }
    Item letter(std::string const& key, std::vector<FunctionKey> const& shadow = {}) {
        return desk_->ready(key, made_document("Erika Mustermann", "Antrag", kText),
                            made_understanding({made_finding(FindingKind::service, "wohngeld"),
                                                made_finding(FindingKind::act, "antrag"),
                                                made_finding(FindingKind::theme, "mittellos", {},
                                                             FunctionKey::urgent)}),
                            shadow);
    }
    void decide(Item const& item, std::string const& key, DecisionKind kind,
                std::string const& other = {}) {
        auto const decided = desk_->decide(item, desk_->finding(item, key), kind, other);
        ASSERT_TRUE(decided) << decided.error().describe();
        desk_->door.clock.forward(std::chrono::seconds{1});
    }
    SampleTaking::Round take() { return taking_->take().value(); }
    std::vector<DeskSample> samples(std::string const& function = "sort") {
        return desk_->door.database
            ->read_for<std::vector<DeskSample>>([&](Sql& sql) {
                return store_->samples(sql, function, {2026, 12, 1});
            })
            .value();
    }
    std::size_t entries() { return count_of(*desk_->door.database, EntryType::samples_taken); }

    std::optional<Desk> desk_;
    std::optional<learn::TrainingStore> store_;
    std::optional<SampleTaking> taking_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SampleTakingTest, both_engines(), engine_label);

TEST_P(SampleTakingTest, AWhollyDecidedItemTeaches) {
    auto const item = letter("a");
    decide(item, "wohngeld", DecisionKind::confirm);
    EXPECT_EQ(take().taken, 0u) << "a suggestion still stands undecided";
    decide(item, "antrag", DecisionKind::correct, "nachweis");
    ASSERT_TRUE(desk_->add(item, FindingKind::service, "kindergeld"));
    auto const round = take();
    EXPECT_EQ(round.taken, 1u);
    EXPECT_THAT(samples("urgent"), IsEmpty()) << "nobody decided on the theme";

    auto const kept = samples().at(0);
    std::map<std::string, std::pair<bool, learn::Verdict>> labels;
    for (auto const& label : kept.labels) {
        labels[label.label] = {label.applies, label.verdict};
        EXPECT_EQ(label.account, store_->account_pseudonym("account-1"));
    }
    using learn::Verdict;
    EXPECT_EQ(labels, (std::map<std::string, std::pair<bool, Verdict>>{
                          {"act.antrag", {false, Verdict::corrected}},
                          {"act.nachweis", {true, Verdict::corrected}},
                          {"service.kindergeld", {true, Verdict::added}},
                          {"service.wohngeld", {true, Verdict::confirmed}}}));
    EXPECT_THAT(kept.text, HasSubstr("beantrage Wohngeld"));
    EXPECT_THAT(kept.text, Not(HasSubstr("Mustermann")));
    EXPECT_EQ(kept.item, store_->item_reference(item.id));
    EXPECT_EQ(to_iso(kept.decided_on), "2026-11-27");
}

TEST_P(SampleTakingTest, WhatWasMaskedAtJudgingStaysOutOfTheStore) {
    std::string const text = kText;
    auto const at = static_cast<std::uint32_t>(text.find("Wohnung"));
    auto understanding = made_understanding({made_finding(FindingKind::service, "wohngeld")});
    understanding.mask = Mask{{{at, at + 7}}, {}}; // found by more than the rules
    auto const item =
        desk_->ready("a", made_document("Erika Mustermann", "Antrag", text), understanding, {});
    decide(item, "wohngeld", DecisionKind::confirm);
    EXPECT_EQ(take().taken, 1u);
    EXPECT_THAT(samples().at(0).text, Not(HasSubstr("Wohnung")));
    EXPECT_THAT(samples().at(0).text, HasSubstr("beantrage Wohngeld"));
}

// No rule takes these words for a name or a number: a person entered them.
TEST_P(SampleTakingTest, WhatAPersonEnteredAsNameOrNumberStaysOutOfTheStore) {
    std::string const text = "hiermit beantrage ich wohngeld. es grüßt euer jupp zwo, nummer 47 11 "
                             "08, geboren am 3.2.1981 in einer kleinen stadt.\n";
    auto const at = static_cast<std::uint32_t>(text.find("kleinen"));
    auto wrong = made_finding(FindingKind::field, "kundennummer", "99");
    wrong.evidence.push_back({0, 1, {at, at + 7}, "kleinen", {}});
    auto const item = desk_->ready(
        "a", made_document("", "wegen jupp", text),
        made_understanding({made_finding(FindingKind::service, "wohngeld"), wrong}), {});
    decide(item, "wohngeld", DecisionKind::confirm);
    ASSERT_TRUE(desk_->decide(item, desk_->finding(item, "kundennummer"), DecisionKind::correct,
                              "kundennummer", "471108"));
    ASSERT_TRUE(desk_->add(item, FindingKind::field, "sender_name", "jupp zwo"));
    EXPECT_EQ(take().taken, 1u);
    auto const kept = samples().at(0).text;
    EXPECT_THAT(kept, HasSubstr("beantrage ich wohngeld"));
    for (auto const* const secret : {"jupp", "zwo", "47 11", "kleinen"})
        EXPECT_THAT(kept, Not(HasSubstr(secret))) << secret;
}

TEST_P(SampleTakingTest, TakingTwiceChangesNothingAndANewDecisionReplaces) {
    auto const item = letter("a");
    decide(item, "wohngeld", DecisionKind::confirm);
    decide(item, "antrag", DecisionKind::confirm);
    decide(item, "mittellos", DecisionKind::reject);
    EXPECT_EQ(take().taken, 2u);
    EXPECT_EQ(take().looked_at, 0u);
    EXPECT_EQ(entries(), 1u);
    set_purpose(purpose()); // as after a restart
    EXPECT_EQ(take().taken, 0u);
    EXPECT_EQ(entries(), 1u);

    decide(item, "wohngeld", DecisionKind::reject);
    EXPECT_EQ(take().taken, 1u);
    EXPECT_FALSE(samples().at(0).labels.at(1).applies);
    EXPECT_EQ(samples("urgent").at(0).labels.at(0).verdict, learn::Verdict::rejected);
    EXPECT_EQ(entries(), 2u);
}

TEST_P(SampleTakingTest, WhatWasDecidedBeforeThePurposeIsNeverTaken) {
    set_purpose(nullptr);
    ASSERT_TRUE(taking_->delete_due());
    auto const before = letter("before");
    decide(before, "wohngeld", DecisionKind::confirm);
    decide(before, "antrag", DecisionKind::confirm);
    EXPECT_EQ(take().taken, 0u);
    set_purpose(purpose());
    EXPECT_EQ(take().taken, 0u);
    desk_->door.clock.forward(std::chrono::seconds{1});
    decide(before, "antrag", DecisionKind::reject); // half of it is old still
    auto const after = letter("after");
    decide(after, "wohngeld", DecisionKind::confirm);
    decide(after, "antrag", DecisionKind::confirm);
    EXPECT_EQ(take().taken, 1u);
    EXPECT_EQ(samples().at(0).item, store_->item_reference(after.id));
}

TEST_P(SampleTakingTest, AnotherPurposeBeginsWithItsOwnDay) {
    auto const before = letter("before");
    decide(before, "wohngeld", DecisionKind::confirm);
    decide(before, "antrag", DecisionKind::confirm);
    auto renamed = std::make_shared<TrainingPurpose>(*purpose());
    renamed->key = "judging_anew";
    set_purpose(renamed); // without a round in between
    EXPECT_EQ(take().taken, 0u);
    desk_->door.clock.forward(std::chrono::hours{1});
    EXPECT_EQ(take().taken, 0u);
    auto const after = letter("after");
    decide(after, "wohngeld", DecisionKind::confirm);
    decide(after, "antrag", DecisionKind::confirm);
    EXPECT_EQ(take().taken, 1u);
    EXPECT_EQ(samples().at(0).item, store_->item_reference(after.id));
}

TEST_P(SampleTakingTest, ShadowFindingsNeedNoDecision) {
    auto const item = letter("a", {FunctionKey::sort});
    ASSERT_TRUE(desk_->add(item, FindingKind::service, "kindergeld"));
    EXPECT_EQ(take().taken, 1u);
    ASSERT_EQ(samples().at(0).labels.size(), 1u);
    EXPECT_EQ(samples().at(0).labels[0].verdict, learn::Verdict::added);
}

TEST_P(SampleTakingTest, GoesOnWhereARoundEnded) {
    for (auto const* const key : {"a", "b", "c"}) {
        auto const item = letter(key);
        decide(item, "wohngeld", DecisionKind::confirm);
        decide(item, "antrag", DecisionKind::confirm);
    }
    auto const first = taking_->take(2).value();
    EXPECT_EQ(first.looked_at, 2u);
    EXPECT_TRUE(first.more);
    auto const second = taking_->take(2).value();
    EXPECT_EQ(second.looked_at, 1u);
    EXPECT_FALSE(second.more);
    EXPECT_EQ(samples().size(), 3u);
}

TEST_P(SampleTakingTest, ThePurposeTakesItsSamplesAlong) {
    auto const item = letter("a");
    decide(item, "wohngeld", DecisionKind::confirm);
    decide(item, "antrag", DecisionKind::confirm);
    ASSERT_EQ(take().taken, 1u);
    EXPECT_EQ(taking_->delete_due().value(), 0u);
    set_purpose(nullptr);
    EXPECT_EQ(taking_->delete_due().value(), 1u);
    EXPECT_EQ(number_in(*desk_->door.database, "SELECT COUNT(*) FROM training_sample"), 0);
    EXPECT_EQ(entries(), 2u);
}

} // namespace

} // namespace leitstand
