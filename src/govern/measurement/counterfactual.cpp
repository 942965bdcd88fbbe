// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/counterfactual.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "govern/measurement/letter_shares.hpp"
#include "learn/intervals.hpp"
#include "learn/parallel.hpp"
#include "understand/masked_fields.hpp"

namespace leitstand {

namespace {

constexpr double kNoProbability = -1;
constexpr std::string_view kHeld = "held";

constexpr std::array kMeasured{FunctionKey::sort, FunctionKey::extract, FunctionKey::complete,
                               FunctionKey::urgent};

// What became of one pair.
struct Outcome {
    std::size_t trait = 0;
    bool changed = false, rightful = false, lost = false, gained = false;
    bool held_one = false, held_other = false; // one form alone is left to a person
    double shift = 0;
    std::set<std::string> kinds;
};

std::string_view kind_of(std::string_view key) {
    return key.substr(0, key.find('.'));
}

bool is_rightful(ExchangedTrait const& trait, std::string_view key) {
    return std::any_of(trait.rightful.begin(), trait.rightful.end(), [&](auto const& allowed) {
        return key == allowed || kind_of(key) == allowed;
    });
}

Outcome compare(std::size_t trait, ExchangedTrait const& rule, SaidOfLetter const& one,
                SaidOfLetter const& other) {
    Outcome outcome;
    outcome.trait = trait;
    auto const take = [&](std::string const& key, bool& direction, bool& held) {
        if (key == kHeld) { // no finding: who is asked, not what is said
            held = true;
            return;
        }
        if (is_rightful(rule, key)) {
            outcome.rightful = true;
            return;
        }
        direction = outcome.changed = true;
        outcome.kinds.insert(std::string(kind_of(key)));
    };
    for (auto const& [key, probability] : one.said)
        if (auto const same = other.said.find(key); same == other.said.end())
            take(key, outcome.lost, outcome.held_one);
        else if (probability >= 0 && same->second >= 0)
            outcome.shift = std::max(outcome.shift, std::abs(probability - same->second));
    for (auto const& [key, probability] : other.said)
        if (!one.said.contains(key))
            take(key, outcome.gained, outcome.held_other);
    outcome.rightful = outcome.rightful && !outcome.changed;
    return outcome;
}

using Outcomes = std::map<FunctionKey, std::vector<Outcome>>; // pairs in order

// All pairs of one letter; a form that occurs in several pairs is understood once.
Outcomes outcomes_of(MeasuredLetter const& letter, std::vector<ExchangedPair> const& pairs,
                     Counterfactuals const& templates, UnderstandLetter const& understand) {
    std::map<std::pair<std::string, std::string>, std::map<FunctionKey, SaidOfLetter>> known;
    auto const said = [&](std::string const& text, std::string const& subject) -> auto const& {
        auto const [place, is_new] = known.try_emplace({text, subject});
        if (is_new)
            place->second = said_of_letter(understand(with_text(letter.document, text, subject)));
        return place->second;
    };
    Outcomes out;
    for (auto const& pair : pairs) {
        auto const& one = said(pair.one, pair.one_subject);
        auto const& other = said(pair.other, pair.other_subject);
        for (auto const function : kMeasured)
            out[function].push_back(compare(pair.trait, templates.traits[pair.trait],
                                            one.at(function), other.at(function)));
    }
    return out;
}

void count(Outcome const& outcome, PairsOfTrait& trait) {
    ++trait.pairs;
    trait.changed += outcome.changed;
    trait.rightful += outcome.rightful;
    trait.only_lost += outcome.lost && !outcome.gained;
    trait.only_gained += outcome.gained && !outcome.lost;
    trait.held_one += outcome.held_one;
    trait.held_other += outcome.held_other;
    trait.shift_max = std::max(trait.shift_max, outcome.shift);
    for (auto const& kind : outcome.kinds)
        ++trait.changed_by_kind[kind];
}

// Gives each letter of so many the same number of pairs, so that all writers stay in.
std::vector<std::vector<ExchangedPair>> pairs_of(std::span<MeasuredLetter const> letters,
                                                 Counterfactuals const& templates,
                                                 std::size_t pairs_max) {
    std::vector<std::vector<ExchangedPair>> pairs;
    std::size_t all = 0;
    for (auto const& letter : letters) {
        pairs.push_back(exchanged_pairs(letter, templates));
        all += pairs.back().size();
    }
    if (pairs_max == 0 || all <= pairs_max)
        return pairs;
    std::size_t seen = 0, kept = 0; // every (all / pairs_max)-th stays
    for (auto& of_letter : pairs)
        std::erase_if(of_letter, [&](ExchangedPair const&) {
            bool const keep = kept * all < ++seen * pairs_max && kept < pairs_max;
            kept += keep;
            return !keep;
        });
    return pairs;
}

// Of one trait, letter by letter.
struct ByLetter {
    std::vector<OfLetter> changed, held;
};

ByLetter by_letter(std::span<LetterPairs const> letters, std::size_t trait) {
    ByLetter out;
    for (auto const& letter : letters) {
        auto const& pairs = letter[trait];
        out.changed.push_back({pairs.changed, pairs.pairs});
        out.held.push_back({pairs.held_one + pairs.held_other, pairs.pairs});
    }
    return out;
}

// The pairs of one letter are one voice: a letter goes the way that most of its pairs go.
template <typename Member>
double direction(std::span<LetterPairs const> letters, std::size_t trait, Member less,
                 Member more) {
    std::uint64_t lose = 0, gain = 0;
    for (auto const& letter : letters) {
        auto const& pairs = letter[trait];
        lose += pairs.*less > pairs.*more;
        gain += pairs.*more > pairs.*less;
    }
    return mcnemar_p(lose, gain);
}

void add_counts(std::span<LetterPairs const> letters, std::size_t number,
                CounterfactualMeasurement::Trait& trait) {
    for (auto const& letter : letters) {
        auto const& pairs = letter[number];
        trait.letters += pairs.pairs > 0;
        trait.pairs += pairs.pairs;
        trait.changed += pairs.changed;
        trait.held += pairs.held_one + pairs.held_other;
        trait.rightful += pairs.rightful;
        trait.only_lost += pairs.only_lost;
        trait.only_gained += pairs.only_gained;
        trait.shift_max = std::max(trait.shift_max, pairs.shift_max);
        for (auto const& [kind, count] : pairs.changed_by_kind)
            trait.changed_by_kind[kind] += count;
    }
}

// Only letters that have pairs of both: so the same texts are compared.
void hold_against_control(ByLetter const& own, ByLetter control,
                          CounterfactualMeasurement::Trait& trait) {
    trait.excess = difference_by_letter(own.changed, control.changed);
    trait.held_excess = difference_by_letter(own.held, control.held);
    for (std::size_t i = 0; i < own.changed.size(); ++i) {
        if (own.changed[i].count == 0)
            control.changed[i] = control.held[i] = {};
        trait.control_letters += control.changed[i].count > 0;
    }
    trait.control_share = share_by_letter(control.changed);
    trait.control_held_share = share_by_letter(control.held);
}

} // namespace

CounterfactualMeasurement counterfactual_of(Counterfactuals const& templates,
                                            std::span<LetterPairs const> letters) {
    CounterfactualMeasurement measurement;
    measurement.templates_sha256 = templates.sha256;
    auto const& rules = templates.traits;
    for (std::size_t number = 0; number < rules.size(); ++number) {
        auto const& rule = rules[number];
        auto& trait = measurement.traits.emplace_back();
        trait.key = rule.key;
        trait.name = rule.name;
        trait.name_en = rule.name_en;
        trait.apart = rule.apart;
        trait.apart_en = rule.apart_en;
        trait.control = rule.control;
        add_counts(letters, number, trait);
        auto const own = by_letter(letters, number);
        trait.share = share_by_letter(own.changed);
        trait.held_share = share_by_letter(own.held);
        trait.direction_p =
            direction(letters, number, &PairsOfTrait::only_lost, &PairsOfTrait::only_gained);
        trait.held_direction_p =
            direction(letters, number, &PairsOfTrait::held_one, &PairsOfTrait::held_other);
        trait.excess = trait.held_excess = {0, -1, 1};
        auto const control = std::ranges::find(rules, rule.control, &ExchangedTrait::key);
        if (control != rules.end())
            hold_against_control(
                own, by_letter(letters, static_cast<std::size_t>(control - rules.begin())), trait);
    }
    return measurement;
}

double mcnemar_p(std::uint64_t less, std::uint64_t more) {
    auto const all = less + more;
    return all == 0 ? 1
                    : std::min(1.0, 2 * learn::binomial_at_most(std::min(less, more), all, 0.5));
}

std::map<FunctionKey, SaidOfLetter> said_of_letter(Understanding const& understanding) {
    std::map<FunctionKey, SaidOfLetter> out;
    for (auto const function : kMeasured)
        out[function];
    std::map<std::string, int> found; // names, numbers and addresses: how many
    for (auto const& finding : understanding.findings) {
        auto const of = out.find(finding.function);
        if (of == out.end() || !finding.suggested)
            continue;
        auto key = fmt::format("{}.{}", finding_kind_name(finding.kind), finding.key);
        if (finding.kind == FindingKind::field)
            key +=
                masks_field(finding.key) ? fmt::format("#{}", ++found[key]) : "=" + finding.value;
        of->second.said.emplace(std::move(key), finding.probability.value_or(kNoProbability));
    }
    auto& sorted = out[FunctionKey::sort].said;
    if (!understanding.unit.empty())
        sorted.emplace("unit." + understanding.unit, kNoProbability);
    if (understanding.held)
        sorted.emplace(kHeld, kNoProbability);
    for (auto const& clock : understanding.clocks)
        out[FunctionKey::urgent].said.emplace(
            fmt::format("clock.{}.{}.{}", clock.key, clock.service, clock.due), kNoProbability);
    for (auto const& requirement : understanding.requirements)
        out[FunctionKey::complete].said.emplace(fmt::format("requirement.{}.{}.{}",
                                                            requirement.service, requirement.key,
                                                            requirement.state),
                                                kNoProbability);
    return out;
}

CounterfactualByFunction measure_counterfactuals(std::span<MeasuredLetter const> letters,
                                                 Counterfactuals const& templates,
                                                 UnderstandLetter const& understand,
                                                 CounterfactualOptions const& options) {
    auto const pairs = pairs_of(letters, templates, options.pairs_max);
    std::vector<Outcomes> outcomes(letters.size());
    learn::in_parallel(letters.size(), options.threads, [&](std::size_t i) {
        outcomes[i] = outcomes_of(letters[i], pairs[i], templates, understand);
    });
    CounterfactualByFunction out;
    for (auto const function : kMeasured) {
        std::vector<LetterPairs> by_letter;
        for (auto const& of_letter : outcomes) {
            auto& traits = by_letter.emplace_back(templates.traits.size());
            if (auto const own = of_letter.find(function); own != of_letter.end())
                for (auto const& outcome : own->second)
                    count(outcome, traits[outcome.trait]);
        }
        out[function] = counterfactual_of(templates, by_letter);
    }
    return out;
}

} // namespace leitstand
