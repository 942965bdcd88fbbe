// SPDX-License-Identifier: EUPL-1.2
// The Canadian impact assessment of one function: its answers as the journal has them, the score,
// and what the level reached asks for. An answer is a record of kind `risk` with the subject
// "aia:QUESTION" (docs/formats/governance-journal.md). Pure. Threads: any.
#pragma once

#include "govern/assessment/impact_score.hpp"
#include "govern/assessment/proof_state.hpp"

namespace leitstand {

inline constexpr std::size_t kImpactReasonBytesMax = 8'000;

struct ImpactAnswer {
    std::vector<std::string> chosen; // empty: withdrawn
    std::string reason;
    Record const* record = nullptr; // of the view
};
using ImpactAnswers = std::map<std::string, ImpactAnswer, std::less<>>; // by question

struct DutyState {
    ImpactDuty const* duty = nullptr;
    ProofState proof;
};

struct ImpactState {
    ImpactAnswers answers;
    ImpactScore score;
    std::vector<DutyState> duties; // of the level, once all that can raise it is answered
};

std::string impact_subject(std::string_view question);
// Answers and score alone, without what the level asks for.
ImpactState impact_answers(GovernView const& view);
// Every question that can raise the level is answered. Those of mitigation lower it only: while
// they are open the higher level holds.
bool impact_rated(ImpactQuestionnaire const& questionnaire, ImpactScore const& score);
ImpactState impact_state(GovernView const& view);

// Errors: bad_input "assessment.choice_unknown"; too_large "assessment.text_too_long".
Result<void> check_impact_answer(ImpactQuestion const& question,
                                 std::vector<std::string> const& chosen, std::string_view reason);
Json impact_answer_body(std::vector<std::string> const& chosen, std::string_view reason);

// What a question without an answer may start with: what a statement already says, else what the
// maker of the function says; null where neither does.
struct StartingAnswer {
    std::vector<std::string> const* chosen = nullptr;
    Fact const* from = nullptr; // the fact that says it; null: the maker
};
StartingAnswer starting_answer(GovernView const& view, ImpactQuestion const& question);

} // namespace leitstand
