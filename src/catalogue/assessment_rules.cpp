// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/assessment_rules.hpp"

#include <algorithm>
#include <charconv>

namespace leitstand {

namespace {

template <typename T>
T const* find_key(std::vector<T> const& entries, std::string_view key) {
    auto const found = std::find_if(entries.begin(), entries.end(),
                                    [&](T const& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace

int points_of_value(std::string_view value) {
    auto const hyphen = value.rfind('-');
    if (hyphen == std::string_view::npos)
        return 0;
    auto const digits = value.substr(hyphen + 1);
    int points = 0;
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), points);
    bool const number = fault == std::errc{} && end == digits.data() + digits.size();
    return number && points >= 0 && points <= 1'000 ? points : 0;
}

int ImpactQuestion::points_max() const {
    int highest = 0;
    int sum = 0;
    for (auto const& choice : choices) {
        highest = std::max(highest, choice.points);
        sum += choice.points;
    }
    return many ? sum : highest;
}

ImpactChoice const* ImpactQuestion::choice(std::string_view value) const {
    auto const found = std::find_if(choices.begin(), choices.end(),
                                    [&](auto const& choice) { return choice.value == value; });
    return found == choices.end() ? nullptr : &*found;
}

ImpactQuestion const* ImpactQuestionnaire::question(std::string_view key) const {
    return find_key(questions, key);
}

ImpactSection const* ImpactQuestionnaire::section(std::string_view key) const {
    return find_key(sections, key);
}

int ImpactQuestionnaire::points_max(ScoreSide side) const {
    int sum = 0;
    for (auto const& question : questions)
        if (question.side == side)
            sum += question.points_max();
    return sum;
}

Form const* AssessmentRules::form(std::string_view key) const {
    return find_key(forms, key);
}

} // namespace leitstand
