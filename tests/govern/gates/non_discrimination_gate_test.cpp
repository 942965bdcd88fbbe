// SPDX-License-Identifier: EUPL-1.2
// The gate of non-discrimination: blindness, exchanged traits and groups.
#include "govern/gates/gates_house.hpp"

namespace leitstand {
namespace {

TEST_F(GatesTest, NonDiscrimination) {
    measure<BlindFeaturesMeasurement>([](auto& it) { it.hits.push_back({"sex", "frau", 0.4}); });
    EXPECT_TRUE(misses("non_discrimination", "blind_features.found"));
    measure<BlindFeaturesMeasurement>([](auto& it) { it.hits.clear(); });
    measure<CounterfactualMeasurement>([](auto& it) {
        it.traits.front().share = {0.04, 0.02, 0.06};
    });
    EXPECT_TRUE(misses("non_discrimination", "counterfactual.changed_too_often"));
    measure<CounterfactualMeasurement>([](auto& it) { it.traits.clear(); });
    EXPECT_TRUE(misses("non_discrimination", "counterfactual.empty"));
}

// However much an exchange without meaning changes, too: that excuses nothing, and stands beside.
TEST_F(GatesTest, AControlThatChangesMuchOpensNothing) {
    measure<CounterfactualMeasurement>([](auto& it) {
        auto& trait = it.traits.front();
        trait.share = {0.06, 0.05, 0.07};
        trait.control = "other_name";
        trait.control_share = {0.2, 0.18, 0.22};
        trait.excess = {-0.14, -0.16, -0.12};
    });
    auto const points = missing_points("non_discrimination", Mode::assist, kFunction);
    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(points.front().key, "counterfactual.changed_too_often");
    for (auto const* share : {"6,0 %", "7,0 %", "20,0 %"})
        EXPECT_NE(points.front().german.find(share), std::string::npos) << points.front().german;
    EXPECT_NE(points.front().english.find("20.0 %"), std::string::npos);
}

TEST_F(GatesTest, WhoIsAskedIsJudgedApartFromWhatIsFound) {
    measure<CounterfactualMeasurement>([](auto& it) {
        it.traits.front().held_share = {0.07, 0.06, 0.08};
    });
    EXPECT_TRUE(missing("non_discrimination").empty()) << "no finding changed";
    measure<CounterfactualMeasurement>([](auto& it) {
        it.traits.front().held_share = {0.09, 0.07, 0.11};
    });
    EXPECT_EQ(missing("non_discrimination"),
              std::vector<std::string>{"counterfactual.held_too_often"});
}

TEST_F(GatesTest, TheProofNamesEachShareWithItsControl) {
    measure<CounterfactualMeasurement>([](auto& it) {
        auto& trait = it.traits.front();
        trait.name = "Geschlecht";
        trait.share = {0.03, 0.02, 0.04};
        trait.control_share = {0.01, 0.005, 0.02};
        trait.excess = {0.02, 0.01, 0.03};
        trait.direction_p = 0.001;
    });
    auto const held = governed_->look(kFunction);
    std::string proof;
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
        if (result.key == "non_discrimination")
            for (auto const& one : result.proof)
                proof += one.german + "\n";
    for (auto const* words :
         {"Geschlecht (1000 Paare aus 1000 Schreiben)", "3,0 % (bis zu 4,0 %)",
          "nachweislich öfter in eine Richtung", "1,0 % (bis zu 2,0 %), nachweislich weniger",
          "Ob ein Mensch gefragt wird"})
        EXPECT_NE(proof.find(words), std::string::npos) << words << " in " << proof;
}

TEST_F(GatesTest, GroupFiguresAreUnderCollectionWithADayOfReview) {
    measure<GroupFiguresMeasurement>([](auto& it) { it.groups.front().assessable = false; });
    EXPECT_TRUE(missing("non_discrimination").empty()) << "under collection suffices for B";
    state("group_review_date", nullptr);
    EXPECT_TRUE(misses("non_discrimination", "group_figures.no_review_date"));
    state("group_review_date", "2026-11-26");
    EXPECT_TRUE(misses("non_discrimination", "group_figures.review_overdue"));
    state("group_review_date", "2029-11-26");
    EXPECT_TRUE(misses("non_discrimination", "group_figures.review_too_late"));
}

TEST_F(GatesTest, WhatTouchesRightsNeedsAssessedGroups) {
    auto const c = FunctionKey::complete;
    ASSERT_TRUE(governed_->complete(c));
    EXPECT_EQ(std::vector<std::string>{}, missing("non_discrimination", Mode::assist, c));
    auto const held = governed_->look(c);
    auto figures = newest_measurement<GroupFiguresMeasurement>(**held)->measurement;
    auto& group = figures.groups.front();
    auto const write = [&] {
        ASSERT_TRUE(governed_->write(c, RecordKind::measurement, "group_figures", pack(figures)));
    };
    group.of = {{"family", "not_named"}, {"sex", "female"}};
    group.needed = 4'000;
    group.differences.front().verdict = "open"; // although it stands there as assessable
    write();
    EXPECT_EQ(std::vector<std::string>{"group_figures.not_assessable"},
              missing("non_discrimination", Mode::assist, c));
    auto const point = missing_points("non_discrimination", Mode::assist, c).front();
    EXPECT_TRUE(
        point.german.starts_with("Gruppe „Familie: nicht genannt, Geschlecht: weiblich“: "));
    EXPECT_NE(point.german.find("4000"), std::string::npos) << point.german;
    EXPECT_EQ(4'000 - group.letters, point.short_of);
    EXPECT_NE(point.german.find("Fehler"), std::string::npos) << point.german;
    group.differences = {{"error", {0.01, -0.02, 0.04}, 1, "within", 0},
                         {"abstention", {0.2, 0.1, 0.3}, 0.001, "worse", 0}};
    write();
    EXPECT_EQ(std::vector<std::string>{"group_figures.worse"},
              missing("non_discrimination", Mode::assist, c));
    group.differences.clear(); // counted, not compared
    group.needed.reset();
    group.assessable = false;
    write();
    EXPECT_EQ(std::vector<std::string>{"group_figures.not_assessable"},
              missing("non_discrimination", Mode::assist, c));
}

} // namespace
} // namespace leitstand
