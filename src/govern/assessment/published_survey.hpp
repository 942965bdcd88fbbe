// SPDX-License-Identifier: EUPL-1.2
// Reads the original files of Canada's Algorithmic Impact Assessment (src/survey-enfr.json of
// canada-ca/aia-eia-js, MIT; not shipped), so that an authority can score with the original words:
// the questionnaire, and answers as that program saves them. Which points a question gives stands
// in its name or that of its panel: "-RS" raw impact, "-MS" mitigation, else none. Only questions
// with choices are taken; the others carry no points. Threads: any.
#pragma once

#include "base/json.hpp"
#include "catalogue/assessment_rules.hpp"

namespace leitstand {

inline constexpr std::size_t kSurveyBytesMax = 4U << 20;
inline constexpr std::size_t kSurveyQuestionsMax = 2'000;
inline constexpr std::size_t kSurveyChoicesMax = 500;

// Errors: bad_input "survey.wrong", detail: which part; too_large "survey.too_large".
Result<ImpactQuestionnaire> read_published_survey(std::string_view text);

// {"question": "value" | ["value", …] | number, …}, alone or as the member `data`. Errors:
// bad_input "survey.answers_wrong".
Result<ChosenValues> read_published_answers(std::string_view text);

} // namespace leitstand
