// SPDX-License-Identifier: EUPL-1.2
// Scores an impact questionnaire exactly as Canada's Algorithmic Impact Assessment 1.0.1 publishes
// it (canada-ca/aia-eia-js, src/store.ts): points of raw impact and of mitigation; if the
// mitigation reaches 80 % of what one phase can give, the total is 85 % of the raw impact, rounded;
// level 1-4 at quarters of the greatest raw impact, which counts hidden questions too. One known
// fault of the published program is not repeated: the answer to a question that became hidden
// counts for nothing (their issue 1143). Pure. Threads: any.
#pragma once

#include <string>
#include <vector>

#include "catalogue/assessment_rules.hpp"

namespace leitstand {

struct SectionScore {
    std::string section;
    int points = 0, points_max = 0; // of the questions that are asked now; of all
    std::size_t asked = 0, answered = 0;
};

struct ImpactScore {
    int raw = 0, mitigation = 0, total = 0;
    int level = 1;                      // 1-4
    int raw_max = 0;                    // 167 in version 1.0.1
    double mitigation_max = 0;          // of one phase: half of both, 77
    bool lowered = false;               // mitigation reached 80 %
    std::vector<SectionScore> sections; // in the order of the questionnaire
    std::vector<std::string> asked;     // keys of the questions that are shown, in order
    std::vector<std::string> open;      // of these, without an answer
    std::vector<std::string> hidden;    // answered, but hidden: counted for nothing
    std::vector<std::string> unknown;   // answers to no question or with no such choice
    bool complete() const { return open.empty(); }
};

ImpactScore score_impact(ImpactQuestionnaire const& questionnaire, ChosenValues const& answers);

} // namespace leitstand
