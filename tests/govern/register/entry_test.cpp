// SPDX-License-Identifier: EUPL-1.2
// What comes out of the dossier into the register, and what does not.
#include "govern/register/register_support.hpp"

namespace leitstand {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(RegisterEntry, TakesTheNewestPublishedStatementAndNothingElse) {
    DossierInMemory dossier;
    dossier.state("purpose", "alt");
    dossier.state("purpose", "Post zuordnen", true);
    dossier.state("costs", "streng intern");
    dossier.state("ai_act_area", "benefits");
    dossier.state("ai_act_profiles", false);
    dossier.state("goal", "kurz da");
    dossier.state("goal", nullptr); // withdrawn
    auto const entry = register_entry(dossier.view());
    ASSERT_EQ(entry.facts.size(), 3u);
    EXPECT_EQ(entry.text("purpose"), "Post zuordnen");
    EXPECT_TRUE(entry.fact("purpose")->example);
    EXPECT_TRUE(entry.has_examples());
    EXPECT_EQ(entry.fact("purpose")->stated, "2026-11-28");
    EXPECT_EQ(entry.fact("ai_act_area")->value,
              (InLanguages{"Sozialleistungen", "public benefits"}));
    EXPECT_EQ(entry.fact("ai_act_profiles")->choice, "no");
    EXPECT_THAT(print_json(entry_json(entry)), testing::Not(HasSubstr("intern")));
}

TEST(RegisterEntry, NamesOfStaffStayInside) {
    DossierInMemory dossier;
    dossier.state("purpose", "Post zuordnen");
    dossier.add(RecordKind::risk, "r1",
                {{"title", "Falsche Stelle"},
                 {"owner", "Erika Mustermann"},
                 {"owner_role", "governance"},
                 {"measure", "prüfen"},
                 {"likelihood", 2},
                 {"severity", 4},
                 {"residual_likelihood", 1},
                 {"residual_severity", 3}});
    dossier.add(RecordKind::participation, "staff_council",
                {{"event", "vote"},
                 {"on", "2026-11-20"},
                 {"vote", "approve"},
                 {"text", "Für den Personalrat: Max Beispielmann"}});
    auto const entry = register_entry(dossier.view());
    ASSERT_EQ(entry.risks.size(), 1u);
    EXPECT_EQ(entry.risks[0].likelihood, "2");
    EXPECT_EQ(entry.risks[0].severity, "4");
    EXPECT_EQ(entry.risks[0].residual, "low");
    EXPECT_EQ(entry.participation, (std::vector<RegisterParticipation>{
                                       {"staff_council", "vote", "approve", "2026-11-20", false}}));
    dossier.publish();
    dossier.history = {{FunctionKey::sort, Mode::off, Mode::shadow, "account-of-erika-mustermann",
                        "Erika Mustermann wollte es", dossier.now}};
    auto const seen = dossier.seen();
    PublicRegister const all{seen};
    for (auto const& form :
         {print_json(json_form(seen)), csv_form(seen), print_json(dutch_form(seen)),
          print_json(british_form(seen)), print_json(cyclonedx_form(seen)),
          register_entry_page(seen, RegisterLanguage::german), register_list_page(all, {}),
          register_feed(all, "Musteramt")})
        for (auto const* name : {"Erika", "erika", "Beispielmann", "wollte es"})
            EXPECT_THAT(form, testing::Not(HasSubstr(name)));
}

TEST(RegisterEntry, NamesInTextsAreFound) {
    DossierInMemory dossier;
    dossier.state("purpose", "Frau Erika Mustermann liest Post. Max liest mit.");
    auto const entry = register_entry(dossier.view());
    EXPECT_THAT(names_in(entry, "", {"Erika Mustermann", "Max", "Erika Muster", "Ka Muster"}),
                ElementsAre("Erika Mustermann"));
}

TEST(RegisterEntry, NamesAreFoundHoweverTheyAreWritten) {
    RegisterEntry const entry;
    std::vector<std::string> const names{"Jörg Müller-Weiß", "Dr. Anna Berg"};
    for (auto const* note : {"Von JÖRG MÜLLER-WEISS geprüft", "Mueller-Weiss, Joerg hat geprüft",
                             "Mit Herrn Müller-Weiß", "Herr Dr. Mueller Weiss"})
        EXPECT_THAT(names_in(entry, note, names), ElementsAre("Jörg Müller-Weiß")) << note;
    EXPECT_THAT(names_in(entry, "Frau Berg stimmt zu.", names), ElementsAre("Dr. Anna Berg"));
    EXPECT_THAT(names_in(entry, "Berg, Anna", names), ElementsAre("Dr. Anna Berg"));
    for (auto const* note :
         {"Ein Berg von Post", "Frau Bergmann", "Anna am Berg", "Dr. Müller", ""})
        EXPECT_THAT(names_in(entry, note, names), IsEmpty()) << note;
}

TEST(RegisterEntry, SmallGroupsAreNotPublished) {
    DossierInMemory dossier;
    auto const group = [](char const* name, int letters, bool assessable) {
        return Json{{"of", {{"sex", name}}},
                    {"letters", letters},
                    {"assessable", assessable},
                    {"error", {0.02, 0.01, 0.05}},
                    {"miss", {0.03, 0.01, 0.06}}};
    };
    dossier.measure("group_figures", {{"groups",
                                       {group("female", 10, true), group("diverse", 9, true),
                                        group("male", 40, false), group("unknown", 341, true)}}});
    auto const figures = register_entry(dossier.view()).figures;
    ASSERT_EQ(figures.size(), 8u);
    EXPECT_EQ(figures[0].slice, "sex: female");
    EXPECT_TRUE(figures[0].suppressed); // else those of nine were all less the others
    EXPECT_EQ(figures[0].count, 0);
    EXPECT_EQ(figures[6].value, 0.02);
    EXPECT_EQ(figures[6].count, 341);
    EXPECT_TRUE(figures[2].suppressed);
    EXPECT_EQ(figures[2].value, std::nullopt);
    EXPECT_EQ(figures[2].count, 0);
    EXPECT_FALSE(figures[4].suppressed); // large enough to be shown, too small to be judged
    EXPECT_EQ(figures[4].value, std::nullopt);
    EXPECT_EQ(figures[4].count, 0); // no count without a value
}

TEST(RegisterEntry, FiguresOfPeoplesWorkNeedTenPersonsInAll) {
    for (int const persons : {9, 10}) {
        DossierInMemory dossier;
        dossier.measure(
            "planted_errors",
            {{"units", {{{"unit", "a"}, {"persons", persons}, {"shown", 50}, {"found", 40}}}}});
        auto const figures = register_entry(dossier.view()).figures;
        ASSERT_EQ(figures.size(), 1u);
        EXPECT_EQ(figures[0].suppressed, persons < 10);
        EXPECT_EQ(figures[0].slice, "");
    }
}

TEST(RegisterEntry, AFigureOfAnotherReleaseSaysNothing) {
    DossierInMemory dossier;
    dossier.measure(
        "calibration",
        {{"kinds", {{{"kind", "service"}, {"decisions", 100}, {"debiased", {0.01, 0, 0.02}}}}}});
    EXPECT_EQ(register_entry(dossier.view()).figures.size(), 1u);
    dossier.release.model = std::string(64, 'd');
    EXPECT_THAT(register_entry(dossier.view()).figures, IsEmpty());
}

TEST(RegisterEntry, BrokenBodiesOfOthersAddNothing) {
    DossierInMemory dossier;
    dossier.state("purpose", Json::object());
    dossier.add(RecordKind::statement, "goal", Json::object());
    dossier.add(RecordKind::risk, "r1", {{"title", 7}});
    dossier.add(RecordKind::participation, "users", Json::object());
    dossier.add(RecordKind::measurement, "quality", {{"taken", "yesterday"}});
    dossier.measure("quality", {{"kinds", "none"}, {"by_letters", {1, 2}}});
    dossier.measure("calibration",
                    {{"kinds", {{{"kind", "a"}, {"decisions", 50}, {"debiased", {1, "x", 2}}}}}});
    dossier.measure("explanation", Json::object());
    auto const entry = register_entry(dossier.view());
    EXPECT_THAT(entry.facts, IsEmpty());
    EXPECT_THAT(entry.risks, IsEmpty());
    EXPECT_THAT(entry.participation, IsEmpty());
    for (auto const& figure : entry.figures)
        EXPECT_EQ(figure.value, std::nullopt) << figure.metric;
}

TEST(RegisterEntry, ASnapshotReadsBackAndDamageIsNoticed) {
    DossierInMemory dossier;
    dossier.state_all("Text");
    dossier.measure(
        "calibration",
        {{"kinds", {{{"kind", "service"}, {"decisions", 100}, {"debiased", {0.01, 0, 0.02}}}}}});
    dossier.add(RecordKind::risk, "r1", {{"title", "Titel"}});
    dossier.add(RecordKind::participation, "users", {{"event", "workshop"}, {"on", "2026-11-01"}});
    auto const entry = register_entry(dossier.view());
    EXPECT_EQ(parse_entry(entry_json(entry)).value(), entry);
    for (auto const* part : {"facts", "release", "name", "participation"}) {
        auto json = entry_json(entry);
        json.erase(part);
        auto const read = parse_entry(json);
        ASSERT_FALSE(read) << part;
        EXPECT_EQ(read.error().key, "register.snapshot_damaged");
    }
}

TEST(RegisterEntry, DifferencesNameWhatChanged) {
    DossierInMemory dossier;
    dossier.state("purpose", "a");
    dossier.state("goal", "b");
    auto const before = register_entry(dossier.view());
    dossier.state("purpose", "c");
    dossier.state("goal", nullptr);
    dossier.state("method", "d");
    dossier.add(RecordKind::risk, "r1", {{"title", "Titel"}});
    dossier.release.model = "other";
    auto const after = register_entry(dossier.view());
    EXPECT_THAT(differences(before, after),
                testing::UnorderedElementsAre("purpose", "goal", "method", "risks", "release"));
    EXPECT_THAT(differences(after, after), IsEmpty());
}

} // namespace
} // namespace leitstand
