// SPDX-License-Identifier: EUPL-1.2
// The published files of Canada's Algorithmic Impact Assessment, on any bytes: the first byte says
// whether they are a questionnaire or answers. The readers never crash; a questionnaire that is
// taken can be answered to its end, and no score leaves its bounds; answers are scored by the
// shipped questionnaire.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "catalogue/guideline.hpp"
#include "govern/assessment/impact_score.hpp"
#include "govern/assessment/published_survey.hpp"

namespace {

using namespace leitstand;

void must(bool holds) {
    if (!holds)
        std::abort();
}

ImpactQuestionnaire const& shipped() {
    static auto const loaded =
        Guideline::load(std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de").value();
    return loaded->assessment.impact;
}

void check_score(ImpactScore const& score) {
    must(score.level >= 1 && score.level <= 4);
    must(score.open.size() <= score.asked.size());
}

// Each question that is open gets its last choice, which may open or hide others.
void answer_all(ImpactQuestionnaire const& questionnaire) {
    ChosenValues answers;
    for (std::size_t turn = 0; turn <= questionnaire.questions.size(); ++turn) {
        auto const score = score_impact(questionnaire, answers);
        check_score(score);
        if (score.complete() || score.asked.size() > 20)
            return;
        auto const* question = questionnaire.question(score.open.front());
        must(question != nullptr && !question->choices.empty());
        answers[question->key] = {question->choices.back().value};
    }
    must(false);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const text{reinterpret_cast<char const*>(data) + 1, size - 1};
    if (data[0] == 'a') {
        if (auto const answers = read_published_answers(text))
            check_score(score_impact(shipped(), *answers));
    } else if (auto const questionnaire = read_published_survey(text)) {
        answer_all(*questionnaire);
    }
    return 0;
}
