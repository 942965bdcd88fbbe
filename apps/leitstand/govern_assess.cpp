// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern assess`: scores answers of the Canadian impact assessment, with the questions
// of the catalogue or the original file.
#include <nlohmann/json.hpp>

#include "base/configuration.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "catalogue/guideline.hpp"
#include "govern/assessment/assessment_json.hpp"
#include "govern/assessment/published_survey.hpp"
#include "govern_act.hpp"
#include "govern_options.hpp"

namespace leitstand::app {

namespace {

Result<ImpactQuestionnaire> questionnaire_of(GovernAssessArguments const& arguments) {
    if (!arguments.survey.empty())
        return read_published_survey(TRY(read_file(arguments.survey, kSurveyBytesMax)));
    auto const folder =
        arguments.catalogue.empty() ? program_places().catalogue : arguments.catalogue;
    return TRY(Guideline::load(folder))->assessment.impact;
}

Result<int> assess(GovernAssessArguments const& arguments) {
    auto const questionnaire = TRY(questionnaire_of(arguments));
    auto const answers =
        TRY(read_published_answers(TRY(read_file(arguments.answers, kSurveyBytesMax))));
    auto const score = score_impact(questionnaire, answers);
    if (arguments.json)
        fmt::print("{}\n", print_json(impact_score_json(score)));
    else
        fmt::print("Stufe {}{}: {} Punkte (Folgen {} von {}, Gegenmaßnahmen {} von {:g})\n",
                   score.level, score.complete() ? "" : ", vorläufig", score.total, score.raw,
                   score.raw_max, score.mitigation, score.mitigation_max);
    return kDone;
}

} // namespace

int run_govern_assess(GovernAssessArguments const& arguments) {
    return end_govern(assess(arguments));
}

} // namespace leitstand::app
