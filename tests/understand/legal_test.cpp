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
    std::string const text = "Ich beantrage Wohngeld.";
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
