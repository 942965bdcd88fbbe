// SPDX-License-Identifier: EUPL-1.2
// Publishing: a snapshot that stays, the present mode beside it, and what is still open.
#include "catalogue/guideline.hpp"
#include "govern/register/register_support.hpp"

namespace leitstand {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Publication, WhatEverybodySeesIsTheSnapshotAndThePresentMode) {
    DossierInMemory dossier;
    EXPECT_FALSE(public_entry(dossier.records, FunctionKey::sort, Mode::off, {}).value());
    dossier.state("purpose", "veröffentlicht");
    dossier.publish();
    dossier.state("purpose", "noch geheim");
    dossier.history = {{FunctionKey::sort, Mode::off, Mode::assist, "a", "b", dossier.now},
                       {FunctionKey::urgent, Mode::off, Mode::shadow, "a", "b", dossier.now},
                       {FunctionKey::sort, Mode::assist, Mode::off, "a", "b", dossier.now}};
    auto const seen = dossier.seen(Mode::off);
    EXPECT_EQ(seen.entry.text("purpose"), "veröffentlicht");
    EXPECT_EQ(seen.mode, Mode::off); // a stop shows at once
    ASSERT_EQ(seen.modes.size(), 2u);
    EXPECT_EQ(seen.modes[1].number, 2);
}

TEST(Publication, EachKeepsNoteHashAndWhatChanged) {
    DossierInMemory dossier;
    dossier.state("purpose", "a");
    dossier.publish("Erster Eintrag");
    dossier.state("purpose", "b");
    dossier.publish("Zweck genauer", true);
    auto const list = publications(dossier.records).value();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].note, "Erster Eintrag");
    EXPECT_THAT(list[0].changed, IsEmpty());
    EXPECT_THAT(list[1].changed, ElementsAre("purpose"));
    EXPECT_NE(list[0].hash, list[1].hash);
    EXPECT_TRUE(list[1].example);
    EXPECT_TRUE(dossier.seen().example());
}

TEST(Publication, ANoteIsAskedForAndAChangedSnapshotIsNoticed) {
    DossierInMemory dossier;
    for (auto const* note : {"", "  \n"})
        EXPECT_EQ(new_publication(dossier.view(), note, "a", 1, false).error().key,
                  "register.note_missing");
    dossier.state("purpose", "a");
    dossier.publish();
    auto body = *dossier.records.back().body;
    body["form"]["effect_class"] = "C";
    dossier.records.back().body = record_body(body);
    EXPECT_EQ(publications(dossier.records).error().key, "register.snapshot_damaged");
    EXPECT_THAT(keys_of(register_open_points(dossier.view())), Contains("register.not_published"));
}

TEST(RegisterOpenPoints, EachWayToBeOpen) {
    DossierInMemory dossier;
    auto keys = keys_of(register_open_points(dossier.view()));
    EXPECT_THAT(keys, Contains("register.not_published"));
    EXPECT_THAT(keys, Contains("register.facts_missing purpose"));
    EXPECT_THAT(keys, Contains("register.export_invalid nl-1.0"));
    EXPECT_THAT(keys, Contains("register.export_invalid atrs-3.0"));
    EXPECT_EQ(keys.size(), 4u);
    auto const points = register_open_points(dossier.view());
    // In words: what would fill the empty fields, never their keys.
    EXPECT_THAT(points[2].german, testing::StartsWith("Britischer Standard ATRS: "));
    for (auto const* fact : {"human_decision", "maintenance", "harms"})
        EXPECT_THAT(points[2].german, testing::HasSubstr(fmt::format("Angabe {}", fact)));
    for (auto const* field : {"human_decisions_and_review", "risks_and_mitigations", "atrs-"})
        EXPECT_THAT(points[2].german, testing::Not(testing::HasSubstr(field)));
    // All but "costs", which is not published, and "end_date", which comes later.
    EXPECT_THAT(points[1].german,
                testing::HasSubstr(fmt::format("{} Angaben", kTextFacts.size() + 1)));

    dossier.state_all("Text");
    dossier.publish();
    EXPECT_THAT(keys_of(register_open_points(dossier.view())), IsEmpty());

    dossier.state("purpose", "anders");
    EXPECT_THAT(keys_of(register_open_points(dossier.view())),
                ElementsAre("register.dossier_changed"));
    dossier.release.configuration = std::string(64, 'e');
    EXPECT_THAT(keys_of(register_open_points(dossier.view())),
                ElementsAre("register.older_than_release"));
    dossier.publish("nachgezogen");
    EXPECT_THAT(keys_of(register_open_points(dossier.view())), IsEmpty());
}

TEST(RegisterOpenPoints, EveryFactOfTheFormsIsOneOfTheGuidelineAndPublished) {
    auto const guideline =
        Guideline::load(std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de");
    ASSERT_TRUE(guideline) << guideline.error().describe();
    for (auto key : kTextFacts) {
        auto const* fact = (*guideline)->fact(key);
        ASSERT_NE(fact, nullptr) << key;
        EXPECT_TRUE(fact->published) << key;
    }
    for (auto const* key :
         {"ai_act_area", "ai_act_profiles", "ai_act_ground", "ai_act_evaluates_entitlement"})
        EXPECT_NE((*guideline)->fact(key), nullptr) << key;
}

} // namespace
} // namespace leitstand
