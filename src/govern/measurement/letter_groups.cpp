// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/letter_groups.hpp"

#include <algorithm>
#include <cmath>

#include "base/time.hpp"
#include "govern/fairness/group_figures.hpp"
#include "learn/intervals.hpp"
#include "text/normalise.hpp"
#include "text/tokens.hpp"

namespace leitstand {

namespace {

bool holds(std::vector<std::string> const& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](std::string const& known) {
        return text::matching_form(known) == text::matching_form(name);
    });
}

// The first given name decides: "Anna Maria" is on the list by "Anna".
std::string first_word(std::string const& words) {
    return words.substr(0, words.find_first_of(" -"));
}

std::string sex_of(NameParts const& name, Counterfactuals const& templates) {
    auto const given = first_word(name.given);
    for (auto const& names : templates.names) {
        if (holds(names.female, given))
            return "female";
        if (holds(names.male, given))
            return "male";
    }
    return {};
}

std::string origin_of(NameParts const& name, Counterfactuals const& templates) {
    auto const given = first_word(name.given);
    for (auto const& names : templates.names)
        if (holds(names.family, name.family) ||
            (!given.empty() && (holds(names.female, given) || holds(names.male, given))))
            return names.key;
    return {};
}

std::string age_of(MeasuredLetter const& letter) {
    auto const born = parse_iso_date(letter.birth_date);
    auto const written = parse_iso_date(letter.letter_date);
    if (!born)
        return {};
    int const year = written ? written->year : 2026; // the letters are of that year
    int const age = year - born->year;
    return age < 30 ? "under_30" : age < 60 ? "30_to_59" : "60_and_over";
}

// Whether the words of `phrase` stand in the text in a row.
bool stands_in(std::vector<text::Token> const& words, std::vector<text::Token> const& phrase) {
    return std::search(words.begin(), words.end(), phrase.begin(), phrase.end(),
                       [](auto const& a, auto const& b) { return a.form == b.form; }) !=
           words.end();
}

std::string group_by_words(std::vector<text::Token> const& words, std::string_view by,
                           Counterfactuals const& templates) {
    for (auto const& group : templates.groups)
        if (group.by == by)
            for (auto const& phrase : group.words)
                if (stands_in(words, text::tokenise(phrase)))
                    return group.key;
    return "not_named";
}

std::string writing_of(std::string_view text, std::vector<text::Token> const& words) {
    auto const sentences = text::sentences(text).size();
    auto const count =
        static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [](auto const& word) {
            return word.kind != text::TokenKind::sign;
        }));
    return text::are_simple_sentences(count, sentences) ? "simple" : "other";
}

struct Counted {
    std::uint64_t letters = 0, wrong = 0, missed = 0, false_alarms = 0, held = 0;
};

bool belongs(std::vector<std::string> const& traits,
             std::map<std::string, std::string> const& group) {
    for (auto const& [column, value] : group) {
        auto const at = std::find(kLetterTraits.begin(), kLetterTraits.end(), column);
        if (traits[static_cast<std::size_t>(at - kLetterTraits.begin())] != value)
            return false;
    }
    return true;
}

Counted count(std::vector<std::vector<std::string>> const& traits,
              std::span<LetterOutcome const> outcomes,
              std::map<std::string, std::string> const& group) {
    Counted counted;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!belongs(traits[i], group))
            continue;
        ++counted.letters;
        counted.wrong += outcomes[i].wrong();
        counted.missed += outcomes[i].missed;
        counted.false_alarms += outcomes[i].false_alarm;
        counted.held += outcomes[i].held;
    }
    return counted;
}

using Group = GroupFiguresMeasurement::Group;

// The rates that are compared, and which letters count into each.
struct ComparedRate {
    std::string_view key;
    bool (*hit)(LetterOutcome const&);
};
constexpr auto kCompared = std::to_array<ComparedRate>(
    {{"error", [](LetterOutcome const& letter) { return letter.wrong(); }},
     {"miss", [](LetterOutcome const& letter) { return letter.missed; }},
     {"false_alarm", [](LetterOutcome const& letter) { return letter.false_alarm; }},
     {"abstention", [](LetterOutcome const& letter) { return letter.held; }}});

using AllTraits = std::vector<std::vector<std::string>>; // of each letter

// A letter hits or not: the truth is always that it does not.
Result<fairness::FairnessReport> report_of(AllTraits const& traits,
                                           std::span<LetterOutcome const> outcomes,
                                           ComparedRate const& rate) {
    std::vector<fairness::JudgedCase> cases;
    for (std::size_t i = 0; i < traits.size(); ++i) {
        auto& one = cases.emplace_back();
        one.traits = traits[i];
        one.truth = true;
        one.said = outcomes.empty() || !rate.hit(outcomes[i]);
    }
    auto options = fairness::group_figure_options();
    options.compared = {fairness::Rate::error_rate};
    std::vector<std::string> const columns(kLetterTraits.begin(), kLetterTraits.end());
    return fairness::group_figures(columns, cases, options);
}

bool known(fairness::GroupReport const& report) {
    return std::ranges::all_of(report.group,
                               [](auto const& value) { return value.value.has_value(); });
}

Group group_of(fairness::GroupReport const& report, AllTraits const& traits,
               std::span<LetterOutcome const> outcomes) {
    Group group;
    for (auto const& value : report.group)
        group.of[value.column] = value.value.value_or("");
    group.letters = report.counts.all();
    if (outcomes.empty())
        return group;
    auto const counted = count(traits, outcomes, group.of);
    group.error = estimate_of(counted.wrong, counted.letters);
    group.miss = estimate_of(counted.missed, counted.letters);
    group.false_alarm = estimate_of(counted.false_alarms, counted.letters);
    group.abstention = estimate_of(counted.held, counted.letters);
    group.reference = !report.compared_with.has_value();
    return group;
}

// More letters than there are: if there is no difference, else by the one that is seen, which then
// is either shown to be there or to be small enough.
std::uint64_t needed_to_decide(double seen, learn::Share reference, double tolerance,
                               std::uint64_t letters) {
    auto const least = letters_needed(tolerance, reference);
    if (least > letters)
        return least;
    auto const margin = std::max(std::abs(seen), tolerance - std::abs(seen));
    return std::max(letters + 1, letters_needed(std::min(margin, 0.99), reference));
}

// One comparison of every group with its reference; `p` is not corrected yet.
void compare_rate(fairness::FairnessReport const& report, std::string_view key,
                  std::vector<Group>& groups) {
    std::size_t at = 0;
    for (auto const& of_group : report.groups) {
        if (!known(of_group))
            continue;
        auto& group = groups[at++];
        auto const& compared = of_group.comparison(fairness::Rate::error_rate);
        if (!of_group.compared_with || !compared.difference || !compared.test)
            continue;
        auto const reference = fairness::share_of(fairness::Rate::error_rate,
                                                  report.groups[*of_group.compared_with].counts);
        auto& difference = group.differences.emplace_back();
        difference.rate = key;
        difference.difference = *compared.difference;
        difference.p = compared.test->p;
        difference.needed = needed_to_decide(compared.difference->value, reference,
                                             report.tolerance, group.letters);
        if (key == "error")
            group.difference = *compared.difference;
    }
}

void judge_differences(std::vector<Group>& groups, double tolerance) {
    constexpr double kLevel = 0.05;
    std::vector<double> p;
    for (auto const& group : groups)
        for (auto const& difference : group.differences)
            p.push_back(difference.p);
    auto const adjusted = fairness::holm_adjusted(p);
    std::size_t at = 0;
    for (auto& group : groups) {
        std::uint64_t needed = 0;
        for (auto& one : group.differences) {
            one.p = adjusted[at++];
            bool const inside =
                one.difference.lower >= -tolerance && one.difference.upper <= tolerance;
            one.verdict = one.p < kLevel ? (one.difference.value > 0 ? "worse" : "better")
                          : inside       ? "within"
                                         : "open";
            group.significant = group.significant || one.p < kLevel;
            if (one.verdict == "open")
                needed = std::max(needed, one.needed);
            else
                one.needed = 0;
        }
        group.assessable = group.reference || (!group.differences.empty() && needed == 0);
        if (needed > 0)
            group.needed = needed;
    }
}

// What the catalogue says of the groups, and those that no letter belongs to.
void add_expected(Counterfactuals const& templates, std::vector<Group>& groups) {
    for (auto const& expected : templates.expected) {
        std::map<std::string, std::string> const of{{expected.by, expected.key}};
        auto found = std::ranges::find(groups, of, &Group::of);
        if (found == groups.end()) {
            groups.emplace_back().of = of;
            found = std::prev(groups.end());
        }
        found->required = expected.required;
        found->because = expected.because;
        found->because_en = expected.because_en;
    }
}

} // namespace

std::vector<std::string> traits_of_letter(MeasuredLetter const& letter,
                                          Counterfactuals const& templates) {
    auto const name = name_parts(letter.sender_name);
    auto const words = text::tokenise(letter.document.text);
    // That no German word tells of children in a letter in Turkish does not say that there are
    // none.
    bool const told = written_in(letter, templates.language);
    return {sex_of(name, templates),
            origin_of(name, templates),
            age_of(letter),
            told ? group_by_words(words, "family", templates) : "",
            told ? group_by_words(words, "disability", templates) : "",
            letter.language == "de"   ? "de"
            : letter.language.empty() ? ""
                                      : "other",
            letter.channel,
            told ? writing_of(letter.document.text, words) : ""};
}

std::uint64_t letters_needed(double margin, learn::Share reference) {
    constexpr double kLevel = 0.025, kMissed = 0.2;
    auto const z = learn::normal_quantile(1 - kLevel) + learn::normal_quantile(1 - kMissed / 2);
    // Two of four more hit: a share of none or all would need no letters at all.
    auto const count = static_cast<double>(reference.count);
    auto const share = (static_cast<double>(reference.hits) + 2) / (count + 4);
    auto const one = z * z * share * (1 - share) / (margin * margin);
    // 1/n + 1/count = 1/one; with both of a size 2/n = 1/one.
    auto const beside = one < count ? 1 / (1 / one - 1 / count) : 2 * one;
    return static_cast<std::uint64_t>(std::ceil(beside <= count ? beside : 2 * one));
}

Result<GroupFiguresMeasurement> measure_groups(std::span<MeasuredLetter const> letters,
                                               std::span<LetterOutcome const> outcomes,
                                               Counterfactuals const& templates) {
    AllTraits traits;
    for (auto const& letter : letters)
        traits.push_back(traits_of_letter(letter, templates));
    GroupFiguresMeasurement out;
    out.taken.letters = letters.size();
    out.taken.unseen_writers = true;
    auto const counted = TRY(report_of(traits, outcomes, kCompared.front()));
    out.difference_of_interest = counted.tolerance;
    for (auto const& group : counted.groups)
        if (known(group))
            out.groups.push_back(group_of(group, traits, outcomes));
    if (!outcomes.empty()) {
        for (auto const& rate : kCompared)
            compare_rate(TRY(report_of(traits, outcomes, rate)), rate.key, out.groups);
        judge_differences(out.groups, out.difference_of_interest);
    }
    add_expected(templates, out.groups);
    return out;
}

} // namespace leitstand
