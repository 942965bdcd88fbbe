// SPDX-License-Identifier: EUPL-1.2
// All gates together, and the gate of release: open with a complete set of records, closed where
// one is missing, invented, unsigned or of another release. What cannot be assessed is closed.
#include "govern/gates/gates_house.hpp"

namespace leitstand {
namespace {

using gates::GateResult;

TEST_F(GatesTest, ACompleteDossierOpensEveryGateUpToAssist) {
    auto const held = governed_->look(kFunction);
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
        for (auto const& point : result.missing)
            ADD_FAILURE() << result.key << ": " << point.key << " " << point.subject;
    EXPECT_EQ(Mode::assist, allowed());
}

TEST_F(GatesTest, WithoutRecordsEveryGateIsClosedAndSaysWhatIsMissing) {
    auto const held = governed_->look(FunctionKey::relate);
    for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist))) {
        if (result.key == "operation") // nothing runs, so nothing can have gone wrong
            continue;
        EXPECT_FALSE(result.open()) << result.key;
        for (auto const& point : result.missing) {
            EXPECT_FALSE(point.german.empty() || point.english.empty()) << point.key;
            EXPECT_EQ('.', point.german.back()) << point.german;
        }
    }
    EXPECT_EQ(Mode::off, allowed(FunctionKey::relate));
}

// Whatever of the complete set was invented closes a gate of a real authority, and of no other.
TEST_F(GatesTest, AnExampleRecordOfAnyKindOpensNothingInARealAuthority) {
    auto const held = governed_->look(kFunction);
    auto const& view = **held;
    for (auto const kind :
         {RecordKind::statement, RecordKind::task, RecordKind::participation, RecordKind::risk,
          RecordKind::measurement, RecordKind::publication, RecordKind::signature}) {
        auto records = view.records;
        std::size_t marked = 0;
        for (auto& record : records)
            if (record.kind == kind) {
                record.example = true;
                ++marked;
            }
        EXPECT_GT(marked, 0u) << record_kind_name(kind);
        for (bool const example : {false, true}) {
            GovernView const other{view.function, view.rule,  view.guideline,  view.catalogue,
                                   view.calendar, records,    view.release,    view.mode,
                                   view.now,      view.today, view.roles_held, example};
            // The mark is published: with it the register's entry is no longer the published one.
            auto const* step = gates::step_to(other, Mode::assist);
            ASSERT_NE(step, nullptr);
            bool const open =
                std::ranges::all_of(gates::results(other, *step), [](auto const& gate) {
                    return gate.open() || gate.key == "register";
                });
            EXPECT_EQ(open, example || kind == RecordKind::publication) << record_kind_name(kind);
            if (!example) {
                EXPECT_NE(gates::allowed(other).mode, Mode::assist) << record_kind_name(kind);
            }
        }
    }
}

// Else a function that fell over an overdue review could be lifted, only to fall again.
TEST_F(GatesTest, AreAskedInTheModeOfTheStepNotInThePresentOne) {
    door_->clock.forward(std::chrono::hours{24 * 800}); // every review is overdue
    for (auto const mode : {Mode::off, Mode::shadow, Mode::assist}) {
        auto const held = governed_->look(kFunction, mode);
        bool overdue = false;
        for (auto const& result : gates::results(**held, *gates::step_to(**held, Mode::assist)))
            for (auto const& point : result.missing)
                overdue = overdue || point.key.starts_with("operation.review");
        EXPECT_TRUE(overdue) << mode_name(mode);
    }
}

TEST_F(GatesTest, NoFunctionMayGoAboveItsHighestMode) {
    EXPECT_EQ(nullptr, gates::step_to(**governed_->look(kFunction), Mode::act));
    EXPECT_EQ(nullptr, gates::step_to(**governed_->look(kFunction), Mode::off));
}

TEST_F(GatesTest, TwoSignaturesOfOnePersonAreOne) {
    withdraw("0b");
    EXPECT_TRUE(misses("release", "release.one_missing"));
    sign({"0c", " lore  BRANDIS", "data_protection", "Grund", Mode::assist, false});
    EXPECT_TRUE(misses("release", "release.one_person")) << "two accounts, one name";
    for (auto const* same :
         {"Brandis, Lore", "Dr. Lore Brandis", "Frau Prof. Dr. Brandis, Lore", "Lore\u00A0Brandis",
          "Lo\u200Bre Bran\u00ADdis", "LORE-BRANDIS", "Lore (Brandis)"}) {
        sign({"0c", same, "data_protection", "Grund", Mode::assist, false});
        EXPECT_TRUE(misses("release", "release.one_person")) << same;
    }
    for (auto const* other : {"Lars Brandis", "Lore Brand", "Dr. Brandis"}) {
        sign({"0c", other, "data_protection", "Grund", Mode::assist, false});
        EXPECT_TRUE(missing("release").empty()) << other;
    }
    withdraw("0c");
    sign({"0d", "Rita Aumann", "management", "Grund", Mode::assist, false});
    EXPECT_TRUE(misses("release", "release.one_role"));
    sign({"0d", "Rita Aumann", "auditor", "Grund", Mode::assist, false});
    EXPECT_TRUE(missing("release").empty());
    withdraw("0a");
    withdraw("0d");
    EXPECT_TRUE(misses("release", "release.not_signed"));
}

TEST_F(GatesTest, ASignatureOfTheShadowIsNoneOfAssist) {
    sign({"0b", "Dana Wirth", "data_protection", "Grund", Mode::shadow, false});
    EXPECT_TRUE(misses("release", "release.one_missing"));
    EXPECT_TRUE(missing("release", Mode::shadow).empty());
    EXPECT_EQ(Mode::shadow, allowed());
    sign({"0a", "Lore Brandis", "governance", "Grund", Mode::shadow, false});
    EXPECT_TRUE(misses("release", "release.not_signed")) << "not: another version";
}

TEST_F(GatesTest, AnEditedModelCatalogueOrConfigurationClosesTheGate) {
    for (auto const& [part, also_measured] :
         std::vector<std::pair<std::string Release::*, bool>>{{&Release::model, true},
                                                              {&Release::catalogue, true},
                                                              {&Release::version, true},
                                                              {&Release::configuration, false}}) {
        auto releases = Governed::running_releases();
        releases[static_cast<std::size_t>(kFunction)].*part = "changed";
        Governance const edited{{governed_->journal,
                                 example_guideline(),
                                 governed_catalogue(),
                                 releases,
                                 door_->clock,
                                 {}}};
        auto const held = edited.look(kFunction, Mode::off).value();
        auto const results = gates::results(**held, *gates::step_to(**held, Mode::assist));
        auto const closed = [&](std::string_view key) {
            return !std::ranges::find(results, key, &GateResult::key)->open();
        };
        EXPECT_TRUE(closed("release"));
        EXPECT_EQ(also_measured, closed("quality"));
        EXPECT_EQ(Mode::off, gates::allowed(**held).mode);
    }
}

TEST_F(GatesTest, WhatIsNotBuiltIsNeverReleased) {
    auto const held = governed_->look(FunctionKey::plain);
    EXPECT_FALSE(gates::new_signature(
        **held, {"0a", "Lore Brandis", "management", "Grund", Mode::assist, false}));
    EXPECT_EQ(Mode::off, allowed(FunctionKey::plain));
}

} // namespace
} // namespace leitstand
