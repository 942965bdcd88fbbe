// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/impact_score.hpp"

#include <cmath>
#include <set>

namespace leitstand {

namespace {

constexpr double kMitigationShare = 0.8;
constexpr double kDeduction = 0.15;
constexpr double kPhases = 2; // design and implementation: one of them is answered

// As JavaScript's Math.round, so that 8.5 becomes 9.
int round_half_up(double value) {
    return static_cast<int>(std::floor(value + 0.5));
}

int level_of(int total, int raw_max) {
    for (int level = 1; level < 4; ++level)
        if (total <= raw_max * 0.25 * level)
            return level;
    return 4;
}

// Those of the chosen values that the question has, each once; a question with one choice takes the
// first.
std::vector<std::string> known_values(ImpactQuestion const& question,
                                      std::vector<std::string> const& chosen, bool& foreign) {
    std::vector<std::string> out;
    for (auto const& value : chosen) {
        bool const fits = question.choice(value) != nullptr && (question.many || out.empty());
        if (fits && std::find(out.begin(), out.end(), value) == out.end())
            out.push_back(value);
        else
            foreign = true;
    }
    return out;
}

int points_of(ImpactQuestion const& question, std::vector<std::string> const& chosen) {
    int sum = 0;
    for (auto const& value : chosen)
        sum += question.choice(value)->points;
    return sum;
}

SectionScore& section_of(ImpactScore& score, std::string const& key) {
    for (auto& section : score.sections)
        if (section.section == key)
            return section;
    return score.sections.emplace_back(SectionScore{.section = key});
}

void count(ImpactQuestion const& question, std::vector<std::string> const& chosen,
           ImpactScore& score) {
    auto& section = section_of(score, question.section);
    score.asked.push_back(question.key);
    ++section.asked;
    if (chosen.empty()) {
        score.open.push_back(question.key);
        return;
    }
    ++section.answered;
    auto const points = points_of(question, chosen);
    if (question.side == ScoreSide::raw)
        score.raw += points;
    if (question.side == ScoreSide::mitigation)
        score.mitigation += points;
    if (question.side != ScoreSide::none)
        section.points += points;
}

} // namespace

ImpactScore score_impact(ImpactQuestionnaire const& questionnaire, ChosenValues const& answers) {
    ImpactScore score;
    ChosenValues seen; // answers of the questions that are shown: conditions look at these only
    std::set<std::string_view> known;
    for (auto const& question : questionnaire.questions) {
        known.insert(question.key);
        auto const answer = answers.find(question.key);
        bool const given = answer != answers.end() && !answer->second.empty();
        section_of(score, question.section).points_max +=
            question.side == ScoreSide::none ? 0 : question.points_max();
        if (!question.show.holds(seen)) {
            if (given)
                score.hidden.push_back(question.key);
            continue;
        }
        bool foreign = false;
        auto chosen =
            given ? known_values(question, answer->second, foreign) : std::vector<std::string>{};
        if (foreign)
            score.unknown.push_back(question.key);
        count(question, chosen, score);
        if (!chosen.empty())
            seen[question.key] = std::move(chosen);
    }
    for (auto const& [key, chosen] : answers)
        if (!known.contains(key))
            score.unknown.push_back(key);
    score.raw_max = questionnaire.points_max(ScoreSide::raw);
    score.mitigation_max = questionnaire.points_max(ScoreSide::mitigation) / kPhases;
    // A questionnaire without mitigation lowers nothing.
    score.lowered =
        score.mitigation_max > 0 && score.mitigation >= kMitigationShare * score.mitigation_max;
    score.total = score.lowered ? round_half_up((1 - kDeduction) * score.raw) : score.raw;
    score.level = level_of(score.total, score.raw_max);
    return score;
}

} // namespace leitstand
