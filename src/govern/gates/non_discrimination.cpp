// SPDX-License-Identifier: EUPL-1.2
// Non-discrimination: the model knows no trait, an exchanged trait changes no finding, and groups
// are compared: under collection with a day of review, or assessed where the step asks for it. What
// an exchange without meaning changes is told beside and never taken off.
#include <algorithm>

#include "govern/fairness/two_shares.hpp"
#include "govern/gates/words.hpp"
#include "govern/measurement/group_words.hpp"

namespace leitstand::gates {

namespace {

using Trait = CounterfactualMeasurement::Trait;
using Group = GroupFiguresMeasurement::Group;

void check_blind(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const held = fresh<BlindFeaturesMeasurement>(
        result, view, step, "Die Suche nach verbotenen Merkmalen im Modell",
        "The search for forbidden traits in the model");
    if (held && !held->measurement.hits.empty())
        miss(result,
             {"blind_features.found",
              held->measurement.hits.front().trait,
              fmt::format("Das Modell kennt {} Wörter, die ein verbotenes Merkmal verraten.",
                          held->measurement.hits.size()),
              fmt::format("The model knows {} words that give away a forbidden trait.",
                          held->measurement.hits.size()),
              "governance",
              {}});
}

// One share of changed pairs, with that of its control: findings, or who is left to a person.
struct Changed {
    std::string_view key, german, english; // "{german} ändern sich bei …"
    Estimate Trait::*share;
    Estimate Trait::*control;
    Estimate Trait::*excess;
    double Trait::*direction;
    double GateLimits::*limit;
};

constexpr auto kChanged = std::to_array<Changed>(
    {{"counterfactual.changed_too_often", "Befunde ändern sich", "Findings change", &Trait::share,
      &Trait::control_share, &Trait::excess, &Trait::direction_p, &GateLimits::changed_max},
     {"counterfactual.held_too_often", "Ob ein Mensch gefragt wird, ändert sich",
      "Whether a person is asked changes", &Trait::held_share, &Trait::control_held_share,
      &Trait::held_excess, &Trait::held_direction_p, &GateLimits::held_changed_max}});

// "3,2 % (bis zu 3,9 %)"
std::string up_to(Estimate const& share) {
    return fmt::format("{} (bis zu {})", percent(share.value), percent(share.upper));
}
std::string up_to_en(Estimate const& share) {
    return fmt::format("{} (up to {})", percent_en(share.value), percent_en(share.upper));
}

std::string control_in_words(Changed const& what, Trait const& trait) {
    if (trait.control_letters == 0)
        return "ein Vergleich ohne Merkmal fehlt";
    return fmt::format("ein Tausch ohne Bedeutung ändert an denselben Schreiben {}{}",
                       up_to(trait.*what.control),
                       (trait.*what.excess).lower > 0 ? ", nachweislich weniger" : "");
}
std::string control_in_words_en(Changed const& what, Trait const& trait) {
    if (trait.control_letters == 0)
        return "there is no comparison without a trait";
    return fmt::format("an exchange without meaning changes {} on the same letters{}",
                       up_to_en(trait.*what.control),
                       (trait.*what.excess).lower > 0 ? ", provably less" : "");
}

void check_changed(GateResult& result, GateStep const& step, Trait const& trait,
                   Changed const& what) {
    auto const& share = trait.*what.share;
    auto const limit = step.limits.*what.limit;
    if (share.upper > limit)
        miss(result,
             {std::string{what.key},
              trait.key,
              fmt::format("{}: {} bei {} der Paare; erlaubt sind {}, und {}.", trait.name,
                          what.german, up_to(share), percent(limit), control_in_words(what, trait)),
              fmt::format("{}: {} in {} of the pairs; {} are allowed, and {}.", trait.name_en,
                          what.english, up_to_en(share), percent_en(limit),
                          control_in_words_en(what, trait)),
              "governance",
              {}});
}

// Both shares of a trait with their controls, whether they are allowed or not.
void tell_changed(GateResult& result, Record const& record, Trait const& trait,
                  std::array<double, kChanged.size()> const& directions) {
    auto german =
        fmt::format("{} ({} Paare aus {} Schreiben)", trait.name, trait.pairs, trait.letters);
    auto english =
        fmt::format("{} ({} pairs of {} letters)", trait.name_en, trait.pairs, trait.letters);
    constexpr double kLevel = 0.05;
    for (std::size_t i = 0; i < kChanged.size(); ++i) {
        auto const& what = kChanged[i];
        bool const one_way = directions[i] < kLevel;
        german += fmt::format(
            "{} {} bei {}{}; {}", i == 0 ? ":" : ".", what.german, up_to(trait.*what.share),
            one_way ? ", nachweislich öfter in eine Richtung" : "", control_in_words(what, trait));
        english += fmt::format(
            "{} {} in {}{}; {}", i == 0 ? ":" : ".", what.english, up_to_en(trait.*what.share),
            one_way ? ", provably more often one way" : "", control_in_words_en(what, trait));
    }
    prove(result, record, german + ".", english + ".");
}

void check_counterfactual(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const held =
        fresh<CounterfactualMeasurement>(result, view, step, "Die Probe mit vertauschten Merkmalen",
                                         "The test with exchanged traits");
    if (!held)
        return;
    std::vector<Trait> traits;
    std::ranges::copy_if(held->measurement.traits, std::back_inserter(traits),
                         [](Trait const& trait) { return trait.counts() && trait.pairs > 0; });
    if (traits.empty())
        miss(result, {"counterfactual.empty",
                      "",
                      "Die Probe mit vertauschten Merkmalen enthält kein Paar.",
                      "The test with exchanged traits holds no pair.",
                      "governance",
                      {}});
    std::vector<double> p; // of all directions: corrected together
    for (auto const& trait : traits)
        for (auto const& what : kChanged)
            p.push_back(trait.*what.direction);
    auto const adjusted = fairness::holm_adjusted(p);
    for (std::size_t i = 0; i < traits.size(); ++i) {
        for (auto const& what : kChanged)
            check_changed(result, step, traits[i], what);
        std::array<double, kChanged.size()> directions{};
        std::copy_n(adjusted.begin() + static_cast<std::ptrdiff_t>(i * kChanged.size()),
                    kChanged.size(), directions.begin());
        tell_changed(result, *held->record, traits[i], directions);
    }
}

struct RateWords {
    std::string_view key, german, english;
};
constexpr auto kRates = std::to_array<RateWords>({{"error", "Fehler", "errors"},
                                                  {"miss", "Übersehenes", "what is missed"},
                                                  {"false_alarm", "Fehlalarme", "false alarms"},
                                                  {"abstention", "Enthaltungen", "abstentions"}});

RateWords rate_in_words(std::string_view key) {
    auto const* const found = std::ranges::find(kRates, key, &RateWords::key);
    return found == kRates.end() ? RateWords{key, key, key} : *found;
}

// Which rates of a group have one of these verdicts, for a sentence.
struct RatesInWords {
    std::vector<std::string> german, english;
};
RatesInWords rates_in_words(Group const& group, std::initializer_list<std::string_view> verdicts) {
    RatesInWords out;
    for (auto const& one : group.differences) {
        if (std::ranges::find(verdicts, one.verdict) == verdicts.end())
            continue;
        auto const words = rate_in_words(one.rate);
        bool const told = one.verdict != "open";
        out.german.push_back(
            told ? fmt::format("{} {} ({} bis {})", words.german, percent(one.difference.value),
                               percent(one.difference.lower), percent(one.difference.upper))
                 : std::string{words.german});
        out.english.push_back(
            told ? fmt::format("{} {} ({} to {})", words.english, percent_en(one.difference.value),
                               percent_en(one.difference.lower), percent_en(one.difference.upper))
                 : std::string{words.english});
    }
    return out;
}

void miss_open(GateResult& result, Group const& group, double tolerance) {
    auto const name = group_in_words(group.of);
    auto const open = rates_in_words(group, {"open"});
    auto german =
        fmt::format("Gruppe „{}“: {} Schreiben genügen nicht", name.german, group.letters);
    auto english =
        fmt::format("Group \"{}\": {} letters do not suffice", name.english, group.letters);
    if (group.needed) {
        german += fmt::format("; nötig sind etwa {}", *group.needed);
        english += fmt::format("; about {} are needed", *group.needed);
    }
    german += open.german.empty()
                  ? ". Verglichen ist nichts."
                  : fmt::format(". Offen ist, ob der Abstand höchstens {} beträgt ({}).",
                                percent(tolerance), fmt::join(open.german, ", "));
    english += open.english.empty()
                   ? ". Nothing is compared."
                   : fmt::format(". Whether the difference is at most {} is open ({}).",
                                 percent_en(tolerance), fmt::join(open.english, ", "));
    auto const short_of = group.needed && *group.needed > group.letters
                              ? std::optional{*group.needed - group.letters}
                              : std::nullopt;
    miss(result, {"group_figures.not_assessable",
                  name.english,
                  std::move(german),
                  std::move(english),
                  "governance",
                  {},
                  short_of});
}

// A group is assessed if each difference is known to be small; one that is known to be there is
// assessed, too, and closes the gate.
void check_assessed(GateResult& result, GroupFiguresMeasurement const& figures) {
    for (auto const& group : figures.groups) {
        bool const listed = group.letters == 0 && !group.required && !group.because.empty();
        if (listed) // a limit that the gate of data names
            continue;
        auto const name = group_in_words(group.of);
        bool const open = group.differences.empty()
                              ? !group.reference
                              : std::ranges::any_of(group.differences, [](auto const& one) {
                                    return one.verdict != "within" && one.verdict != "worse" &&
                                           one.verdict != "better";
                                });
        if (open || !group.assessable)
            miss_open(result, group, figures.difference_of_interest);
        auto const apart = rates_in_words(group, {"worse", "better"});
        if (!apart.german.empty())
            miss(result, {"group_figures.worse",
                          name.english,
                          fmt::format("Gruppe „{}“: weicht nachweislich ab: {}.", name.german,
                                      fmt::join(apart.german, ", ")),
                          fmt::format("Group \"{}\": differs provably: {}.", name.english,
                                      fmt::join(apart.english, ", ")),
                          "governance",
                          {}});
    }
}

// A day ahead, but no more than the permitted age of a measurement.
void check_review_day(GateResult& result, GovernView const& view, GateStep const& step) {
    auto const day = statement_date(view.records, "group_review_date");
    if (!day)
        miss(result, {"group_figures.no_review_date",
                      "group_review_date",
                      "Der Tag fehlt, bis zu dem die Zahlen der Gruppen beurteilt werden.",
                      "The day by which the figures of the groups are reviewed is missing.",
                      "governance",
                      {}});
    else if (*day < view.today)
        miss(
            result,
            {"group_figures.review_overdue", "group_review_date",
             fmt::format("Die Zahlen der Gruppen sollten bis zum {} beurteilt sein.", to_iso(*day)),
             fmt::format("The figures of the groups were to be reviewed by {}.", to_iso(*day)),
             "governance", *day});
    else if (plus_days(view.today, step.limits.measurement_days_max) < *day)
        miss(result, {"group_figures.review_too_late", "group_review_date",
                      "Der Tag der Beurteilung der Gruppen liegt zu weit in der Zukunft.",
                      "The day of the review of the groups is too far ahead.", "governance", *day});
}

} // namespace

GateResult non_discrimination(GovernView const& view, GateStep const& step) {
    GateResult result{"non_discrimination", {}, {}};
    check_blind(result, view, step);
    check_counterfactual(result, view, step);
    auto const groups = fresh<GroupFiguresMeasurement>(
        result, view, step, "Der Vergleich der Gruppen", "The comparison of the groups");
    if (groups && step.groups_assessed) {
        if (groups->measurement.groups.empty())
            miss(result, {"group_figures.empty",
                          "",
                          "Der Vergleich nennt keine Gruppe.",
                          "The comparison names no group.",
                          "governance",
                          {}});
        check_assessed(result, groups->measurement);
    }
    if (!step.groups_assessed)
        check_review_day(result, view, step);
    return result;
}

} // namespace leitstand::gates
