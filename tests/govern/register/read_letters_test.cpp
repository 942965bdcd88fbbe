// SPDX-License-Identifier: EUPL-1.2
// When a function read letters, told by the changes of its mode; and which figures are left out.
#include "govern/register/register_support.hpp"

namespace leitstand {
namespace {

using testing::HasSubstr;
using testing::Not;

// Of the last 30 days, 28 November 2026 the last.
class RegisterReadLetters : public testing::Test {
  protected:
    RegisterReadLetters() { dossier.state_all("Wert"); }
    void change(Mode from, Mode to, int days_ago) {
        constexpr std::int64_t kDay = 86'400'000'000;
        dossier.history.push_back({FunctionKey::sort, from, to, "a", "b",
                                   Instant{dossier.now.microseconds - days_ago * kDay}});
    }
    std::string page(RegisterLanguage language = RegisterLanguage::german) {
        dossier.publish();
        return register_entry_page(dossier.seen(), language);
    }
    DossierInMemory dossier;
};

TEST_F(RegisterReadLetters, NeverOnMeansNo) {
    EXPECT_THAT(page(), HasSubstr("Nein. Sie war noch nie eingeschaltet."));
}

TEST_F(RegisterReadLetters, TrialAndUseAreToldApart) {
    change(Mode::off, Mode::shadow, 20);
    change(Mode::shadow, Mode::assist, 10);
    change(Mode::assist, Mode::off, 5);
    change(Mode::off, Mode::assist, 1);
    auto const german = page();
    for (auto const* part : {"08.11.2026 bis 18.11.2026: nur zur Erprobung",
                             "18.11.2026 bis 23.11.2026: Wer das Schreiben bearbeitet",
                             "seit dem 27.11.2026: Wer das Schreiben bearbeitet"})
        EXPECT_THAT(german, HasSubstr(part));
    EXPECT_LT(german.find("seit dem 27.11.2026:"), german.find("08.11.2026 bis")); // newest first
    auto const plain = page(RegisterLanguage::plain);
    EXPECT_THAT(plain, HasSubstr("vom 08.11.2026 bis zum 18.11.2026: Das war nur ein Test."));
    EXPECT_THAT(plain, HasSubstr("Fragen Sie uns."));
}

TEST_F(RegisterReadLetters, ATrialOfLessThanADayIsNotNamed) {
    change(Mode::off, Mode::shadow, 3);
    change(Mode::shadow, Mode::assist, 3);
    change(Mode::assist, Mode::act, 1); // goes on being read
    auto const german = page();
    EXPECT_THAT(german, HasSubstr("seit dem 25.11.2026: Wer das Schreiben bearbeitet"));
    EXPECT_THAT(german, Not(HasSubstr("nur zur Erprobung;")));
    EXPECT_THAT(german, Not(HasSubstr("seit dem 27.11.2026:")));
}

TEST_F(RegisterReadLetters, GroupsOfTwoTraitsAreCountedAndNotNamed) {
    auto const estimate = Json{0.8, 0.7, 0.9};
    auto groups = Json::array();
    auto const add = [&](Json of, bool assessable) {
        groups.push_back({{"of", std::move(of)},
                          {"letters", 50},
                          {"assessable", assessable},
                          {"error", estimate},
                          {"miss", estimate}});
    };
    add({{"sex", "female"}, {"age", "under_30"}}, true);
    add({{"age", "under_30"}}, true);
    add({{"sex", "female"}}, false);
    for (auto const* age : {"30_to_59", "60_and_over"})
        add({{"sex", "female"}, {"age", age}}, false);
    dossier.measure("group_figures", {{"groups", groups}});
    auto const german = page();
    auto const left_out = german.substr(german.find("Nicht bewertbar"));
    EXPECT_THAT(left_out,
                HasSubstr("Geschlecht: weiblich. Dazu 2 Überschneidungen zweier Merkmale."));
    EXPECT_THAT(left_out, Not(HasSubstr("60 und älter")));
    auto const table = german.substr(german.find("Je Gruppe") + 1);
    EXPECT_LT(table.find(">Alter: unter 30<"),
              table.find(">Alter: unter 30, Geschlecht: weiblich<"));
}

} // namespace
} // namespace leitstand
