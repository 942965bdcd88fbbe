// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/counterfactual.hpp"

#include <fstream>
#include <gmock/gmock.h>

#include "govern/measurement/measured.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {
namespace {

using measured::letter;
using measured::letters;

CounterfactualMeasurement measure_sort(std::string const& model_weighs, std::string const& one,
                                       std::string const& other, unsigned threads = 1) {
    auto models = std::make_shared<JudgingModels>();
    models->set(FunctionKey::sort, measured::small_model(model_weighs));
    Understander const understander{measured::catalogue(), models};
    measured::AllAssist const modes;
    auto const all = letters();
    CounterfactualOptions options;
    options.threads = threads;
    return measure_counterfactuals(
               all, measured::sentences(one, other),
               [&](Document const& document) { return understander.understand(document, modes); },
               options)
        .at(FunctionKey::sort);
}

TEST(Counterfactual, AModelThatWeighsATraitIsFound) {
    auto const measured =
        measure_sort("Moschee", "Ich gehe in die Kirche.", "Ich gehe in die Moschee.");
    auto const& trait = measured.traits.at(0);
    EXPECT_EQ(trait.pairs, 12u);
    EXPECT_EQ(trait.changed, 12u);
    EXPECT_GT(trait.share.lower, 0.7);
    EXPECT_EQ(trait.only_lost + trait.only_gained, 0u); // one benefit is taken for the other
    EXPECT_EQ(trait.changed_by_kind.at("service"), 12u);
}

TEST(Counterfactual, AModelThatDoesNotPasses) {
    auto const measured =
        measure_sort("Wohngeld", "Ich gehe in die Kirche.", "Ich gehe in die Moschee.", 2);
    auto const& trait = measured.traits.at(0);
    EXPECT_EQ(trait.pairs, 12u);
    EXPECT_EQ(trait.changed, 0u);
    EXPECT_EQ(trait.direction_p, 1);
}

TEST(Counterfactual, ANameIsMaskedBeforeItCanBeWeighed) {
    auto models = std::make_shared<JudgingModels>();
    models->set(FunctionKey::sort, measured::small_model("Yıldırım"));
    Understander const understander{measured::catalogue(), models};
    measured::AllAssist const modes;
    auto const templates = Counterfactuals::load(measured::example_folder()).value();
    auto const all = letters();
    auto const measured = measure_counterfactuals(
        all, *templates,
        [&](Document const& document) { return understander.understand(document, modes); }, {});
    auto const& origin = measured.at(FunctionKey::sort).traits.at(0);
    EXPECT_EQ(origin.key, "name_origin");
    EXPECT_EQ(origin.pairs, 60u);
    EXPECT_EQ(origin.changed, 0u);
}

// What a judge sees of a document made by hand.
Understanding saying(std::initializer_list<std::string> services) {
    Understanding out;
    for (auto const& service : services) {
        Finding finding;
        finding.function = FunctionKey::sort;
        finding.kind = FindingKind::service;
        finding.key = service;
        finding.suggested = true;
        out.findings.push_back(std::move(finding));
    }
    return out;
}

TEST(Counterfactual, ARightfulChangeIsToldApart) {
    auto templates = measured::sentences("Ich bin 34.", "Ich bin 71.");
    templates.traits[0].rightful = {"service.rente"};
    auto const all = letters();
    auto const measured =
        measure_counterfactuals(all, templates,
                                [](Document const& document) {
                                    return document.text.find("71") != std::string::npos
                                               ? saying({"wohngeld", "rente"})
                                               : saying({"wohngeld"});
                                },
                                {});
    auto const& trait = measured.at(FunctionKey::sort).traits.at(0);
    EXPECT_EQ(trait.changed, 0u);
    EXPECT_EQ(trait.rightful, 12u);
}

Counterfactuals with_control() {
    auto templates = measured::sentences("eins", "zwei");
    templates.traits[0].control = "other";
    templates.traits.push_back(templates.traits[0]);
    templates.traits[1].key = "other";
    templates.traits[1].control.clear();
    return templates;
}

TEST(Counterfactual, WhatAnyExchangeChangesStandsBesideAndIsNotTakenOff) {
    auto const all = letters();
    auto const measured =
        measure_counterfactuals(all, with_control(),
                                [](Document const& document) {
                                    return document.text.find("zwei") != std::string::npos
                                               ? saying({"rente"})
                                               : saying({"wohngeld"});
                                },
                                {});
    auto const& trait = measured.at(FunctionKey::sort).traits.at(0);
    EXPECT_EQ(trait.share.value, 1);
    EXPECT_EQ(trait.control_share.value, 1);
    EXPECT_EQ(trait.control_letters, 12u);
    EXPECT_EQ(trait.excess.value, 0);
    EXPECT_LT(trait.excess.lower, 0);
}

// Of letters that have no pair of the trait the control says nothing about it.
TEST(Counterfactual, TheControlIsOfTheSameLetters) {
    std::vector<LetterPairs> letters(40, LetterPairs(2));
    for (std::size_t i = 0; i < 40; ++i) {
        letters[i][0].pairs = i < 20;
        letters[i][0].changed = i < 4;
        letters[i][1].pairs = 1;
        letters[i][1].changed = i >= 20; // only where the trait was not tried
    }
    auto const trait = counterfactual_of(with_control(), letters).traits.at(0);
    EXPECT_EQ(trait.control_letters, 20u);
    EXPECT_EQ(trait.control_share.value, 0);
    EXPECT_NEAR(trait.excess.value, 0.2, 1e-9);
    for (auto& letter : letters)
        letter[1] = {};
    auto const alone = counterfactual_of(with_control(), letters).traits.at(0);
    EXPECT_EQ(alone.control_letters, 0u);
    EXPECT_EQ(alone.excess.lower, -1);
    EXPECT_EQ(alone.excess.upper, 1);
}

// Five pairs of each of 40 letters; in four letters all five change.
TEST(Counterfactual, ThePairsOfOneLetterAreNotIndependent) {
    std::vector<LetterPairs> letters(40, LetterPairs(1));
    for (std::size_t i = 0; i < 40; ++i) {
        letters[i][0].pairs = 5;
        letters[i][0].changed = letters[i][0].only_lost = i < 4 ? 5 : 0;
    }
    auto const trait = counterfactual_of(measured::sentences("a", "b"), letters).traits.at(0);
    EXPECT_EQ(trait.letters, 40u);
    EXPECT_EQ(trait.pairs, 200u);
    auto const of_letters = estimate_of(4, 40), of_pairs = estimate_of(20, 200);
    EXPECT_NEAR(trait.share.upper, of_letters.upper, 0.005);
    EXPECT_GT(trait.share.upper, of_pairs.upper + 0.05);
    EXPECT_NEAR(trait.direction_p, mcnemar_p(4, 0), 1e-12) << "four letters, not twenty pairs";
}

TEST(Counterfactual, WhoIsLeftToAPersonIsCountedApartFromWhatIsFound) {
    auto const all = letters();
    auto const measured =
        measure_counterfactuals(all, measured::sentences("eins", "zwei"),
                                [](Document const& document) {
                                    auto said = saying({"wohngeld"});
                                    said.held = document.text.find("zwei") != std::string::npos;
                                    return said;
                                },
                                {});
    auto const& trait = measured.at(FunctionKey::sort).traits.at(0);
    EXPECT_EQ(trait.changed, 0u);
    EXPECT_EQ(trait.held, 12u);
    EXPECT_EQ(trait.held_share.value, 1);
    EXPECT_LT(trait.held_direction_p, 0.001);
    EXPECT_EQ(trait.direction_p, 1);
    EXPECT_TRUE(trait.changed_by_kind.empty());
}

TEST(Counterfactual, FewerPairsAreSpreadOverAllLetters) {
    auto const all = letters();
    std::atomic<int> asked{0};
    CounterfactualOptions options;
    options.pairs_max = 5;
    auto const measured = measure_counterfactuals(
        all, measured::sentences("eins", "zwei"),
        [&](Document const&) {
            ++asked;
            return saying({});
        },
        options);
    EXPECT_EQ(measured.at(FunctionKey::sort).traits.at(0).pairs, 5u);
    EXPECT_EQ(asked, 10);
}

TEST(Exchange, WholeWordsAloneAreExchangedAndBothWays) {
    std::vector<std::pair<std::string, std::string>> const pairs{{"meine Frau", "mein Mann"}};
    EXPECT_EQ(exchange_words("meine Frau und meine Frauen", pairs), "mein Mann und meine Frauen");
    EXPECT_EQ(exchange_words("", pairs), "");
    auto templates = measured::sentences("x", "y");
    templates.traits[0].kind = ExchangeKind::words;
    templates.traits[0].pairs = pairs;
    auto const made = exchanged_pairs(letter("a", "mein Mann arbeitet"), templates);
    ASSERT_EQ(made.size(), 1u);
    EXPECT_EQ(made[0].other, "meine Frau arbeitet");
    EXPECT_TRUE(exchanged_pairs(letter("a", "nichts davon"), templates).empty());
}

TEST(Exchange, ALetterInAnotherLanguageGetsOtherNamesOnly) {
    auto const templates = Counterfactuals::load(measured::example_folder()).value();
    auto polish = letter("a",
                         "Dzień dobry,\nproszę o Kindergeld, meine Tochter jest chora.\n"
                         "Petra Krämer",
                         "Krämer, Petra");
    auto const kinds = [&] {
        std::set<ExchangeKind> out;
        for (auto const& pair : exchanged_pairs(polish, *templates))
            out.insert(templates->traits[pair.trait].kind);
        return out;
    };
    EXPECT_TRUE(kinds().contains(ExchangeKind::words));
    EXPECT_TRUE(kinds().contains(ExchangeKind::sentences));
    polish.language = "pl";
    EXPECT_EQ(kinds(), (std::set{ExchangeKind::name_origin, ExchangeKind::name_sex,
                                 ExchangeKind::name_other}));
}

TEST(Exchange, ANameThatStandsNowhereIsSetIn) {
    auto const templates = Counterfactuals::load(measured::example_folder()).value();
    auto const named =
        exchanged_pairs(letter("a", "Gruß\nPetra Krämer", "Krämer, Petra"), *templates);
    EXPECT_EQ(named.at(0).one.find("Petra"), std::string::npos);
    EXPECT_EQ(named.at(0).one.find("freundlichen"), std::string::npos);
    auto const unnamed = exchanged_pairs(letter("a", "Gruß"), *templates);
    EXPECT_NE(unnamed.at(0).one.find("Mit freundlichen Grüßen\n"), std::string::npos);
    EXPECT_NE(unnamed.at(0).one, unnamed.at(0).other);
}

TEST(Mcnemar, IsTheExactTwoSidedTest) {
    EXPECT_EQ(mcnemar_p(0, 0), 1);
    EXPECT_NEAR(mcnemar_p(0, 6), 0.03125, 1e-9); // 2 * 0.5^6
    EXPECT_NEAR(mcnemar_p(6, 0), 0.03125, 1e-9);
    EXPECT_EQ(mcnemar_p(5, 5), 1);
}

TEST(Templates, AWrongFileIsNamedWithItsLine) {
    TemporaryFolder const folder;
    std::filesystem::create_directories(folder.path() / "govern");
    auto const problems_of = [&](std::string const& text) {
        std::ofstream{folder.path() / "govern" / "counterfactuals.toml"} << text;
        return Counterfactuals::check(folder.path());
    };
    EXPECT_FALSE(problems_of("trait = 1\n").empty());
    std::string const good =
        "language = 'de'\n[[trait]]\nkey = 'a'\nname = 'A'\nname_en = 'A'\nexchange = "
        "'words'\nsource = 's'\npairs = [['x', 'y']]\n[[names]]\nkey='g'\n"
        "name='G'\nname_en='G'\nfemale=['A','B']\nmale=['C','D']\n"
        "family=['E','F']\n[[names]]\nkey='h'\nname='H'\nname_en='H'\n"
        "female=['A','B']\nmale=['C','D']\nfamily=['E','F']\n[[group]]\n"
        "by='family'\nkey='k'\nname='K'\nname_en='K'\nwords=['w']\n"
        "[[expected]]\nby='family'\nkey='k'\nrequired=true\nbecause='b'\n"
        "because_en='b'\n";
    EXPECT_THAT(problems_of(good), testing::IsEmpty());
    EXPECT_FALSE(problems_of(good.substr(good.find("[[trait]]"))).empty()); // in which language?
    EXPECT_FALSE(problems_of(good + "[[trait]]\nkey = 'b'\n").empty());     // nothing to exchange
    EXPECT_FALSE(problems_of(good + "[[trait]]\nkey = 'a'\nname = 'A'\nname_en = 'A'\nexchange = "
                                    "'words'\nsource = 's'\npairs = [['x', 'y']]\n")
                     .empty()); // the key is taken
    EXPECT_FALSE(problems_of(good + "[[trait]]\nkey = 'b'\nname = 'A'\nname_en = 'A'\nexchange = "
                                    "'words'\nsource = 's'\npairs = [['x', 'x']]\n")
                     .empty()); // the same twice
    auto const end = good.find("[[expected]]");
    EXPECT_FALSE(problems_of(good + good.substr(end)).empty()); // the group stands twice
    EXPECT_FALSE(problems_of(good.substr(0, end)).empty());     // no group must be there
    problems_of("trait = 1\n");
    EXPECT_EQ(Counterfactuals::load(folder.path() / "none").error().key, "guideline.missing");
    EXPECT_EQ(Counterfactuals::load(folder.path()).error().key, "guideline.wrong");
}

} // namespace
} // namespace leitstand
