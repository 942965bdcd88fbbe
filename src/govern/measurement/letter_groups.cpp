// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/letter_groups.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/time.hpp"
#include "govern/fairness/group_figures.hpp"
#include "text/normalise.hpp"
#include "text/tokens.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kSimpleWords = 8; // words a sentence, on average, at most
constexpr std::size_t kSentencesMin = 4;

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
    return sentences >= kSentencesMin && count <= kSimpleWords * sentences ? "simple" : "other";
}

Estimate as_estimate(fairness::Estimate const& of) {
    return {of.value, of.lower, of.upper};
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

GroupFiguresMeasurement::Group group_of(fairness::GroupReport const& report,
                                        std::vector<std::vector<std::string>> const& traits,
                                        std::span<LetterOutcome const> outcomes) {
    GroupFiguresMeasurement::Group group;
    for (auto const& value : report.group)
        group.of[value.column] = value.value.value_or("");
    auto const counted = count(traits, outcomes, group.of);
    group.letters = counted.letters;
    group.assessable = report.assessable;
    group.needed = report.needed;
    group.error = estimate_of(counted.wrong, counted.letters);
    group.miss = estimate_of(counted.missed, counted.letters);
    group.false_alarm = estimate_of(counted.false_alarms, counted.letters);
    group.abstention = estimate_of(counted.held, counted.letters);
    if (auto const& difference = report.comparison(fairness::Rate::error_rate).difference)
        group.difference = as_estimate(*difference);
    group.significant = report.significant();
    return group;
}

} // namespace

std::vector<std::string> traits_of_letter(MeasuredLetter const& letter,
                                          Counterfactuals const& templates) {
    auto const name = name_parts(letter.sender_name);
    auto const words = text::tokenise(letter.document.text);
    return {sex_of(name, templates),
            origin_of(name, templates),
            age_of(letter),
            group_by_words(words, "family", templates),
            group_by_words(words, "disability", templates),
            letter.language == "de"   ? "de"
            : letter.language.empty() ? ""
                                      : "other",
            letter.channel,
            writing_of(letter.document.text, words)};
}

Result<GroupFiguresMeasurement> measure_groups(std::span<MeasuredLetter const> letters,
                                               std::span<LetterOutcome const> outcomes,
                                               Counterfactuals const& templates) {
    std::vector<std::vector<std::string>> traits;
    std::vector<fairness::JudgedCase> cases;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        traits.push_back(traits_of_letter(letters[i], templates));
        // A letter is read rightly or not: the truth is always "rightly".
        fairness::JudgedCase one;
        one.traits = traits.back();
        one.truth = true;
        one.said = !outcomes[i].wrong();
        cases.push_back(std::move(one));
    }
    auto options = fairness::group_figure_options();
    options.compared = {fairness::Rate::error_rate};
    std::vector<std::string> const columns(kLetterTraits.begin(), kLetterTraits.end());
    auto const report = TRY(fairness::group_figures(columns, cases, options));
    GroupFiguresMeasurement out;
    out.taken.letters = letters.size();
    out.taken.unseen_writers = true;
    out.difference_of_interest = report.tolerance;
    for (auto const& group : report.groups) {
        bool const known = std::all_of(group.group.begin(), group.group.end(),
                                       [](auto const& value) { return value.value.has_value(); });
        if (known)
            out.groups.push_back(group_of(group, traits, outcomes));
    }
    return out;
}

} // namespace leitstand
