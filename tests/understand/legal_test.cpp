// SPDX-License-Identifier: EUPL-1.2
// Clocks and requirements from the words of a letter to the printed form.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "understand/support.hpp"

namespace leitstand::test {
namespace {

UnderstandOptions received(std::string date, std::optional<std::string> land = std::nullopt) {
    UnderstandOptions options;
    options.received = std::move(date);
    options.land = std::move(land);
    return options;
}

Understanding read(std::string const& text, UnderstandOptions const& options,
                   Modes const& modes = Modes()) {
    return understander().understand(document(text), modes, options);
}

ClockFinding const* clock(Understanding const& understanding, std::string_view key) {
    for (auto const& found : understanding.clocks)
        if (found.key == key)
            return &found;
    return nullptr;
}

std::string state(Understanding const& understanding, std::string_view service,
                  std::string_view key) {
    for (auto const& found : understanding.requirements)
        if (found.key == key && found.service == service)
            return found.state;
    return "-";
}

std::string objection(std::string const& benefit) {
    return "Sehr geehrte Damen und Herren,\n\ngegen Ihren Bescheid vom 3. März 2026 über " +
           benefit + " lege ich Widerspruch ein.\n";
}

TEST(Clocks, AnObjectionHasItsLastDay) {
    auto const found = read(objection("Arbeitslosengeld"), received("2026-03-20"));
    auto const* limit = clock(found, "widerspruch");
    ASSERT_NE(limit, nullptr);
    EXPECT_EQ(limit->service, "alg");
    EXPECT_EQ(limit->trigger, "2026-03-03");
    EXPECT_EQ(limit->due, "2026-04-07");
    EXPECT_EQ(limit->source, "SGG § 84, § 64; SGB X § 37 Abs. 2");
    EXPECT_EQ(limit->compared, "2026-08-19");
    EXPECT_EQ(limit->assumes,
              (std::vector<std::string>{"posted_on_its_date", "holidays_of_no_land"}));
    ASSERT_FALSE(limit->evidence.empty());
    EXPECT_EQ(limit->evidence.front().text, "3. März 2026");
    auto const* decision = clock(found, "entscheidung_widerspruch");
    ASSERT_NE(decision, nullptr);
    EXPECT_EQ(decision->due, "2026-06-20");
}

TEST(Clocks, TheProcedureOfTheServiceChoosesTheRemedy) {
    auto const tax = read(objection("Kindergeld"), received("2026-03-20"));
    EXPECT_EQ(clock(tax, "widerspruch"), nullptr);
    ASSERT_NE(clock(tax, "einspruch"), nullptr);
    EXPECT_EQ(clock(tax, "einspruch")->due, "2026-04-09");
    EXPECT_TRUE(clock(tax, "einspruch")->compared.empty());
    auto const housing = read(objection("Wohngeld"), received("2026-03-20"));
    ASSERT_NE(clock(housing, "widerspruch"), nullptr);
    EXPECT_NE(clock(housing, "widerspruch")->source.find("VwGO"), std::string::npos);
}

TEST(Clocks, TheLandMovesTheEnd) {
    std::string const text = "Gegen den Bescheid vom 30.04.2026 über Arbeitslosengeld lege ich "
                             "Widerspruch ein.";
    EXPECT_EQ(clock(read(text, received("2026-05-08")), "widerspruch")->due, "2026-06-04");
    EXPECT_EQ(clock(read(text, received("2026-05-08", "NW")), "widerspruch")->due, "2026-06-05");
    auto const part = read(text, received("2026-05-08", "TH"));
    auto const& assumes = clock(part, "widerspruch")->assumes;
    EXPECT_NE(std::find(assumes.begin(), assumes.end(), "no_holiday_of_a_part"), assumes.end());
}

// Where nobody names a Land for one letter, the authority's own counts.
TEST(Clocks, TheLandOfTheAuthorityCountsWithoutAnother) {
    auto own = std::make_shared<Catalogue>(*catalogue());
    own->land = "NW";
    Understander const there(own);
    auto const text = document("Gegen den Bescheid vom 30.04.2026 über Arbeitslosengeld lege ich "
                               "Widerspruch ein.");
    auto const due = [&](UnderstandOptions const& options) {
        auto const found = there.understand(text, Modes(), options);
        auto const* limit = clock(found, "widerspruch");
        return limit == nullptr ? "" : limit->due;
    };
    EXPECT_EQ(due(received("2026-05-08")), "2026-06-05");
    EXPECT_EQ(due(received("2026-05-08", "BE")), "2026-06-04");
}

TEST(Clocks, WithoutADateSayWhy) {
    auto const found = read("Gegen Ihren Bescheid über Arbeitslosengeld lege ich Widerspruch ein.",
                            UnderstandOptions{});
    ASSERT_NE(clock(found, "widerspruch"), nullptr);
    EXPECT_TRUE(clock(found, "widerspruch")->due.empty());
    EXPECT_EQ(clock(found, "widerspruch")->because, "trigger_unknown");
    EXPECT_EQ(clock(found, "entscheidung_widerspruch")->because, "trigger_unknown");
}

TEST(Clocks, WithoutAServiceGoByTheUsualProcedureAndSaySo) {
    auto const found =
        read("Gegen Ihren Bescheid vom 3.3.2026 lege ich Widerspruch ein.", received("2026-03-20"));
    auto const* limit = clock(found, "widerspruch");
    ASSERT_NE(limit, nullptr);
    EXPECT_TRUE(limit->service.empty());
    EXPECT_EQ(limit->due, "2026-04-07");
    EXPECT_NE(std::find(limit->assumes.begin(), limit->assumes.end(), "usual_procedure"),
              limit->assumes.end());
}

TEST(Clocks, AnApplicationReachesBack) {
    auto const found = read("Ich beantrage Kindergeld für meine Tochter Mia, geboren am "
                            "12.02.2026.",
                            received("2026-03-15"));
    auto const* back = clock(found, "rueckwirkung");
    ASSERT_NE(back, nullptr);
    EXPECT_TRUE(back->due.empty());
    EXPECT_EQ(back->because, "look_back");
    EXPECT_EQ(back->reaches_back_to, "2025-09-01");
}

// All clocks of a key, as "trigger due" or "trigger because".
std::vector<std::string> clocks(Understanding const& understanding, std::string_view key) {
    std::vector<std::string> out;
    for (auto const& found : understanding.clocks)
        if (found.key == key)
            out.push_back(found.trigger + " " + (found.due.empty() ? found.because : found.due));
    return out;
}

bool assumes(ClockFinding const& clock, std::string_view key) {
    return std::find(clock.assumes.begin(), clock.assumes.end(), key) != clock.assumes.end();
}

using Dates = std::vector<std::string>;

TEST(Clocks, EachNoticeStartsItsOwnRemedy) {
    for (auto const* text :
         {"Sehr geehrte Damen und Herren, gegen den Bescheid vom 05.01.2026 über "
          "Arbeitslosengeld lege ich Widerspruch ein, auch gegen den Widerspruchsbescheid vom "
          "10.03.2026.",
          "Arbeitslosengeld. Ich lege Widerspruch ein gegen Ihren Bescheid vom 05.01.2026 in der "
          "Gestalt des Widerspruchsbescheids vom 10.03.2026."}) {
        auto const found = read(text, received("2026-03-20"));
        EXPECT_EQ(clocks(found, "widerspruch"), (Dates{"2026-01-05 2026-02-09"})) << text;
        EXPECT_EQ(clocks(found, "klage"), (Dates{"2026-03-10 2026-04-14"})) << text;
        for (auto const* key : {"widerspruch", "klage"})
            EXPECT_FALSE(assumes(*clock(found, key), "date_of_the_notice")) << key << ": " << text;
    }
}

TEST(Clocks, TheCourtActionOfTaxLawRunsFromTheDecisionOnTheObjection) {
    auto const tax = read("Sehr geehrte Damen und Herren, gegen den Bescheid vom 05.01.2026 über "
                          "Kindergeld und die Einspruchsentscheidung vom 10.03.2026 lege ich "
                          "Widerspruch ein.",
                          received("2026-03-20"));
    EXPECT_EQ(clocks(tax, "einspruch"), (Dates{"2026-01-05 2026-02-09"}));
    EXPECT_EQ(clocks(tax, "klage"), (Dates{"2026-03-10 2026-04-16"}));
}

TEST(Clocks, ADecisionOnAnObjectionStartsNoObjection) {
    auto const found = read("Gegen Ihren Widerspruchsbescheid vom 10.03.2026 über Arbeitslosengeld "
                            "lege ich Widerspruch ein.",
                            received("2026-03-20"));
    EXPECT_EQ(clocks(found, "widerspruch"), (Dates{" trigger_unknown"}));
    EXPECT_EQ(clocks(found, "klage"), (Dates{"2026-03-10 2026-04-14"}));
    auto const waits = read("Gegen den Bescheid vom 05.01.2026 über Arbeitslosengeld lege ich "
                            "Widerspruch ein. Bitte erlassen Sie einen Widerspruchsbescheid.",
                            received("2026-03-20"));
    EXPECT_EQ(clocks(waits, "klage"), Dates{});
}

TEST(Clocks, ADayOfReceiptIsNoDayOfPosting) {
    auto const found = read("Gegen Ihren Bescheid vom 05.01.2026 über Arbeitslosengeld, den ich am "
                            "08.01.2026 erhalten habe, lege ich Widerspruch ein.",
                            received("2026-01-20"));
    EXPECT_EQ(clocks(found, "widerspruch"), (Dates{"2026-01-05 2026-02-09"}));
    auto const alone = read("Gegen Ihren Bescheid über Arbeitslosengeld, erhalten am 08.01.2026, "
                            "lege ich Widerspruch ein.",
                            received("2026-01-20"));
    EXPECT_EQ(clocks(alone, "widerspruch"), (Dates{" trigger_unknown"}));
    auto const later = read("Sehr geehrte Damen und Herren, ich lege Widerspruch ein gegen Ihren "
                            "Bescheid vom 05.01.2026 über Arbeitslosengeld. Den Bescheid habe ich "
                            "erst am 12.01.2026 bekommen.",
                            received("2026-01-20"));
    EXPECT_EQ(clocks(later, "widerspruch"), (Dates{"2026-01-05 2026-02-09"}));
}

TEST(Clocks, ADateOfAnUnnamedNoticeIsAssumed) {
    auto const one = read("Gegen Ihr Schreiben vom 05.01.2026 über Arbeitslosengeld lege ich "
                          "Widerspruch ein.",
                          received("2026-01-20"));
    ASSERT_NE(clock(one, "widerspruch"), nullptr);
    EXPECT_EQ(clock(one, "widerspruch")->due, "2026-02-09");
    EXPECT_TRUE(assumes(*clock(one, "widerspruch"), "date_of_the_notice"));
    auto const two = read("Gegen die Bescheide vom 05.01.2026 und vom 12.01.2026 über "
                          "Arbeitslosengeld lege ich Widerspruch ein. Auch gegen den Bescheid vom "
                          "13.01.2026.",
                          received("2026-01-20"));
    for (auto const& found : two.clocks)
        if (found.key == "widerspruch" && !found.due.empty()) {
            EXPECT_TRUE(assumes(found, "date_of_the_notice")) << found.trigger;
        }
}

TEST(Clocks, ANoticeBehindTheReceiptGivesNoDate) {
    auto const found = read(objection("Arbeitslosengeld"), received("2026-03-02"));
    EXPECT_EQ(clocks(found, "widerspruch"), (Dates{"2026-03-03 trigger_after_receipt"}));
}

TEST(Clocks, AReviewWithoutABenefitReachesNoNamedDay) {
    auto const found = read("Ich stelle einen Überprüfungsantrag nach § 44 SGB X. Bitte prüfen Sie "
                            "den alten Bescheid noch einmal.",
                            received("2026-06-15"));
    ASSERT_NE(clock(found, "ueberpruefung"), nullptr);
    EXPECT_TRUE(clock(found, "ueberpruefung")->reaches_back_to.empty());
    EXPECT_EQ(clock(found, "ueberpruefung")->because, "depends_on_service");
    auto const known = read("Ich stelle einen Überprüfungsantrag nach § 44 SGB X zu meinem "
                            "Kinderzuschlag.",
                            received("2026-06-15"));
    for (auto const& one : known.clocks)
        EXPECT_FALSE(one.key == "ueberpruefung" && one.service == "kinderzuschlag");
}

TEST(Clocks, EachChildHasItsMonthsOfLife) {
    auto const found = read("Ich beantrage Elterngeld für meine Tochter Mia, geboren am "
                            "20.11.2025. Mein Sohn Tom, geboren am 05.03.2023, ist ihr Bruder.",
                            received("2026-05-10"));
    std::vector<std::string> days;
    for (auto const& one : found.clocks)
        if (one.key == "rueckwirkung") {
            days.push_back(one.reaches_back_to);
            EXPECT_TRUE(assumes(one, "for_this_child"));
            ASSERT_FALSE(one.evidence.empty());
        }
    EXPECT_EQ(days, (Dates{"2026-01-20", "2026-02-05"}));
}

TEST(Clocks, UnemploymentBenefitGoesByTheRegistration) {
    auto const found = read("Ich beantrage Arbeitslosengeld. Ich habe mich am 01.04.2026 "
                            "arbeitslos gemeldet.",
                            received("2026-04-20"));
    ASSERT_NE(clock(found, "rueckwirkung"), nullptr);
    EXPECT_TRUE(clock(found, "rueckwirkung")->reaches_back_to.empty());
    EXPECT_EQ(clock(found, "rueckwirkung")->because, "trigger_unknown");
}

TEST(Clocks, HolidaysThatCountAreNamed) {
    std::string const text = "Ich beantrage Pflegegeld für meine Mutter, sie ist pflegebedürftig.";
    auto const none = read(text, received("2026-05-18"));
    ASSERT_NE(clock(none, "entscheidung_pflege"), nullptr);
    EXPECT_EQ(clock(none, "entscheidung_pflege")->due, "2026-06-23");
    EXPECT_TRUE(assumes(*clock(none, "entscheidung_pflege"), "holidays_of_no_land"));
    auto const part = read(text, received("2026-05-18", "TH"));
    EXPECT_TRUE(assumes(*clock(part, "entscheidung_pflege"), "no_holiday_of_a_part"));
    auto const land = read(text, received("2026-05-18", "NW"));
    EXPECT_EQ(clock(land, "entscheidung_pflege")->due, "2026-06-24");
    EXPECT_TRUE(clock(land, "entscheidung_pflege")->assumes.empty());
}

TEST(Clocks, RunOnlyWithSortAndUrgent) {
    for (auto const off : {FunctionKey::sort, FunctionKey::urgent})
        EXPECT_TRUE(read(objection("Wohngeld"), received("2026-03-20"), Modes({{off, Mode::off}}))
                        .clocks.empty());
    auto const blind = read(objection("Wohngeld"), received("2026-03-20"),
                            Modes({{FunctionKey::extract, Mode::off}}));
    ASSERT_NE(clock(blind, "widerspruch"), nullptr);
    EXPECT_EQ(clock(blind, "widerspruch")->because, "trigger_unknown");
}

TEST(Complete, NamesWhatIsMissingWithItsSource) {
    auto const found = read("Ich beantrage Kindergeld für meine Tochter Mia, geboren am "
                            "12.02.2026. Sie lebt bei mir.",
                            received("2026-03-15"));
    EXPECT_EQ(state(found, "kindergeld", "geburtsurkunde"), "missing");
    EXPECT_EQ(state(found, "kindergeld", "steuer_id"), "missing");
    EXPECT_EQ(state(found, "kindergeld", "geburtsdatum_kind"), "met");
    EXPECT_EQ(state(found, "kindergeld", "kind_im_haushalt"), "met");
    EXPECT_EQ(state(found, "kindergeld", "ausbildungsnachweis"), "-"); // far too young
    for (auto const& requirement : found.requirements) {
        EXPECT_FALSE(requirement.source.empty()) << requirement.key;
        if (requirement.state == "met") {
            EXPECT_FALSE(requirement.evidence.empty()) << requirement.key;
        }
    }
}

TEST(Complete, AnEnclosureMeetsIt) {
    auto const found = read("Ich beantrage Kindergeld für meinen Sohn Tom, geboren am 01.02.2026."
                            "\n\nAnlage: Geburtsurkunde\n",
                            received("2026-03-15"));
    EXPECT_EQ(state(found, "kindergeld", "geburtsurkunde"), "met");
}

TEST(Complete, ADenialIsNoStatement) {
    auto const found = read("Ich beantrage Kindergeld für meinen Sohn Tom, geboren am 01.02.2020."
                            " Tom lebt nicht bei mir.",
                            received("2026-03-15"));
    EXPECT_EQ(state(found, "kindergeld", "kind_im_haushalt"), "contradictory");
}

TEST(Complete, WordsOfAQuotedMailStateNothing) {
    auto const found = read("Ich beantrage Kindergeld für meinen Sohn Tom, geboren am 01.02.2020."
                            "\n\n> Tom lebt bei mir.\n",
                            received("2026-03-15"));
    EXPECT_EQ(state(found, "kindergeld", "kind_im_haushalt"), "missing");
}

TEST(Complete, ABoxThatIsNotTickedStatesNothing) {
    auto const with = [](std::string const& box) {
        return state(
            read("Antrag auf Elterngeld\n" + box + " selbständig\n", received("2026-03-15")),
            "elterngeld", "steuerbescheid");
    };
    EXPECT_EQ(with("[X]"), "missing");
    EXPECT_EQ(with("[ ]"), "unknown");
    EXPECT_EQ(with("☐"), "unknown");
}

// A text that says the opposite, asks, or speaks of something else states nothing.
TEST(Complete, WordsBehindANegationOrInAQuestionStateNothing) {
    struct Case {
        std::string words, service, key, expected;
    };
    for (auto const& [words, service, key, expected] : std::vector<Case>{
             {"Ich beantrage Arbeitslosengeld. Ich habe zehn Jahre gearbeitet.", "alg",
              "beschaeftigungszeiten", "met"},
             {"Ich beantrage Arbeitslosengeld. Ich habe zehn Jahre nicht gearbeitet.", "alg",
              "beschaeftigungszeiten", "contradictory"},
             {"Ich beantrage Arbeitslosengeld. Ich war nie versicherungspflichtig beschäftigt.",
              "alg", "beschaeftigungszeiten", "contradictory"},
             {"Ich beantrage Arbeitslosengeld. Meine Frau hat zwei Jahre gearbeitet.", "alg",
              "beschaeftigungszeiten", "unknown"},
             {"Ich beantrage Wohngeld. Ich habe eine Eigentumswohnung und wohne nicht zur Miete.",
              "wohngeld", "mietvertrag", "-"},
             {"Ich beantrage Arbeitslosengeld. Ich wohne seit zwei Jahren dort.", "alg",
              "beschaeftigungszeiten", "unknown"},
             {"Ich beantrage Arbeitslosengeld. Ich habe mich am 1. April 2026 online arbeitslos "
              "gemeldet.",
              "alg", "arbeitslosmeldung", "met"},
             {"Ich beantrage Arbeitslosengeld. Hiermit melde ich mich arbeitslos.", "alg",
              "arbeitslosmeldung", "unknown"},
             {"Ich beantrage Arbeitslosengeld. Wie geht die Arbeitslosmeldung?", "alg",
              "arbeitslosmeldung", "unknown"},
             {"Ich beantrage Arbeitslosengeld. Habe ich mich damit arbeitslos gemeldet?", "alg",
              "arbeitslosmeldung", "unknown"},
             {"Ich beantrage Arbeitslosengeld. Ich habe mich noch nicht arbeitslos gemeldet.",
              "alg", "arbeitslosmeldung", "contradictory"},
             {"Ich beantrage Grundsicherungsgeld beim Jobcenter. Ich verdiene nicht genug.",
              "grundsicherung", "gehaltsabrechnung", "missing"},
             {"Ich beantrage Grundsicherungsgeld beim Jobcenter. Ich verdiene nicht genug.",
              "grundsicherung", "einkommen", "unknown"},
             {"Ich beantrage Grundsicherungsgeld beim Jobcenter. Ich verdiene nichts.",
              "grundsicherung", "einkommen", "met"},
             {"Ich beantrage Wohngeld. Ich bin nicht alleinerziehend.", "wohngeld",
              "haushaltsmitglieder", "missing"},
             {"Ich beantrage Wohngeld. Unser Haus ist feucht, die Kaltmiete zu hoch.", "wohngeld",
              "mietvertrag", "missing"},
             {"Ich beantrage Wohngeld.", "wohngeld", "mietvertrag", "unknown"},
             {"Ich beantrage Halbwaisenrente für mein Kind. Sein Vater ist verstorben, wir waren "
              "nicht verheiratet.",
              "hinterbliebene", "heiratsurkunde", "unknown"},
             {"Ich beantrage Witwenrente.", "hinterbliebene", "heiratsurkunde", "missing"},
         })
        EXPECT_EQ(state(read(words, received("2026-04-20")), service, key), expected) << words;
}

TEST(Complete, TwoRentsContradict) {
    auto const found = read("Ich beantrage Wohngeld. Die Miete beträgt 640 €. Im Mietvertrag steht "
                            "eine Miete von 700 €.",
                            received("2026-03-15"));
    EXPECT_EQ(state(found, "wohngeld", "miete"), "contradictory");
}

TEST(Complete, OnlyApplicationsAreAskedForAnything) {
    for (auto const* text : {"Gegen den Bescheid über Wohngeld lege ich Widerspruch ein.",
                             "Wie hoch ist das Wohngeld? Ich möchte nur eine Auskunft."})
        EXPECT_TRUE(read(text, received("2026-03-15")).requirements.empty()) << text;
}

TEST(Complete, IsAFunctionOfItsOwn) {
    std::string const text = "Ich beantrage Wohngeld. Ich wohne zur Miete.";
    auto const on = read(text, received("2026-03-15"));
    EXPECT_FALSE(on.requirements.empty());
    auto const runs = [](Understanding const& understanding) {
        return std::any_of(understanding.functions.begin(), understanding.functions.end(),
                           [](auto const& one) { return one.first == FunctionKey::complete; });
    };
    EXPECT_TRUE(runs(on));
    auto const off =
        read(text, received("2026-03-15"), Modes({{FunctionKey::complete, Mode::off}}));
    EXPECT_TRUE(off.requirements.empty());
    EXPECT_FALSE(runs(off));
    // Values that `extract` may not look for are unknown, not missing.
    auto const blind =
        read(text, received("2026-03-15"), Modes({{FunctionKey::extract, Mode::off}}));
    EXPECT_EQ(state(blind, "wohngeld", "iban"), "unknown");
    EXPECT_EQ(state(blind, "wohngeld", "mietvertrag"), "missing");
    auto const shadow =
        read(text, received("2026-03-15"), Modes({{FunctionKey::complete, Mode::shadow}}));
    EXPECT_TRUE(shadow.shadow_only(FunctionKey::complete));
}

TEST(Complete, DoesNotDependOnNames) {
    auto const with = [](std::string const& name) {
        return read("Ich, " + name +
                        ", beantrage Wohngeld. Meine Miete beträgt 640 €.\n\nMit "
                        "freundlichen Grüßen\n" +
                        name + "\n",
                    received("2026-03-15"));
    };
    auto const one = with("Ayşe Yıldırım"), other = with("Hans Müller");
    ASSERT_EQ(one.requirements.size(), other.requirements.size());
    for (std::size_t i = 0; i < one.requirements.size(); ++i) {
        EXPECT_EQ(one.requirements[i].key, other.requirements[i].key);
        EXPECT_EQ(one.requirements[i].state, other.requirements[i].state);
    }
}

} // namespace
} // namespace leitstand::test
