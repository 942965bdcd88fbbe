// SPDX-License-Identifier: EUPL-1.2
// What a text says of who people are is masked before anything judges it, and only that.
#include "support.hpp"
#include "understand/detail/extract.hpp"

using namespace leitstand;
using namespace leitstand::detail_understand;
using namespace leitstand::test;

namespace {

// The text as the judging functions see it; masked letters are "_".
std::string as_judged(std::string const& text) {
    static Contexts const contexts(*catalogue());
    auto const letter = document(text);
    Scene const scene(letter);
    return std::string(scene.masked(masks(scene, extract(scene, contexts))).text());
}

} // namespace

TEST(Traits, TitlesAndNamesBehindThemAreMasked) {
    EXPECT_EQ(as_judged("Ich vertrete Frau Erna Plath in Sachen Wohngeld."),
              "Ich vertrete ____ __________ in Sachen Wohngeld.");
    EXPECT_EQ(as_judged("Sehr geehrter Herr Sattler, ich beantrage Rente."),
              "Sehr geehrter ____ _______, ich beantrage Rente.");
    EXPECT_EQ(as_judged("Das hat Hr. Tenhagen gesagt."), "Das hat __. ________ gesagt.");
}

TEST(Traits, AWordThatIsNoTitleStays) {
    EXPECT_EQ(as_judged("Meine Frau bekommt Elterngeld."), "Meine Frau bekommt Elterngeld.");
    EXPECT_EQ(as_judged("Sehr geehrte Damen und Herren"), "Sehr geehrte Damen und Herren");
}

TEST(Traits, NamesOfThosePostIsAboutAreMaskedEverywhere) {
    EXPECT_EQ(as_judged("Es geht um meine Mutter Edeltraud Krautwig. Edeltraud kann nicht kommen."),
              "Es geht um meine Mutter __________________. _________ kann nicht kommen.");
    EXPECT_EQ(as_judged("Mein Mann, Gerd, ist krank."), "Mein Mann, ____, ist krank.");
    // A noun behind the word is no name.
    EXPECT_EQ(as_judged("Ich will für meinen Mann Wohngeld beantragen."),
              "Ich will für meinen Mann Wohngeld beantragen.");
    EXPECT_EQ(as_judged("Mein Mann Krebs hat er."), "Mein Mann Krebs hat er.");
}

TEST(Traits, NationalityIsMaskedUnlessResidenceIsTheMatter) {
    EXPECT_EQ(as_judged("Ich bin Syrer und beantrage Wohngeld."),
              "Ich bin _____ und beantrage Wohngeld.");
    EXPECT_EQ(as_judged("Als ukrainische Mutter brauche ich Hilfe."),
              "Als ___________ Mutter brauche ich Hilfe.");
    auto const residence = "Als ukrainische Mutter mit Aufenthaltstitel frage ich nach Hilfe.";
    EXPECT_EQ(as_judged(residence), residence);
    // The country in which somebody worked is what a pension is about.
    auto const abroad = "Ich habe zwölf Jahre in Polen und Italien gearbeitet.";
    EXPECT_EQ(as_judged(abroad), abroad);
}

TEST(Traits, ABirthDateIsMaskedWhereverItStands) {
    EXPECT_EQ(as_judged("Ich bin am 01.02.1980 geboren. Ja, der 1. Februar 1980 stimmt."),
              "Ich bin am __________ geboren. Ja, der _______________ stimmt.");
}

TEST(Traits, PlaceOfBirthAndOriginAreMasked) {
    EXPECT_EQ(as_judged("Geburtsort: Aleppo\nIch beantrage Rente."),
              "Geburtsort: ______\nIch beantrage Rente.");
    EXPECT_EQ(as_judged("Ich komme aus Eritrea."), "Ich komme aus _______.");
}

TEST(Traits, AreNoFields) {
    auto const understanding = understander().understand(
        document("Frau Erna Plath, eine Syrerin, bittet um Wohngeld."), Modes());
    for (auto const& finding : understanding.findings)
        if (finding.kind == FindingKind::field)
            EXPECT_NE(catalogue()->field(finding.key), nullptr) << finding.key;
}

TEST(Traits, ExchangedTraitsDoNotChangeAJudgement) {
    auto const scores = [](std::string const& who) {
        auto const understanding = understander().understand(
            document("Ich schreibe für " + who + ". Es geht um Wohngeld, der Antrag liegt bei."),
            Modes(), {.land = {}, .received = {}, .with_unsuggested = true});
        std::map<std::string, double> out;
        for (auto const& finding : understanding.findings)
            if (finding.kind != FindingKind::field)
                out[finding.key] = finding.score;
        return out;
    };
    EXPECT_EQ(scores("Frau Rosa Maier"), scores("Herrn Ali Rente"));
}
