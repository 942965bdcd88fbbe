// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/published_survey.hpp"

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"

namespace leitstand {

namespace {

constexpr JsonLimits kLimits{.size_bytes_max = kSurveyBytesMax, .depth_max = 32};

tl::unexpected<Error> wrong(std::string detail) {
    return fail(Code::bad_input, "survey.wrong", std::move(detail));
}

// A text of the survey: a string, or an object with one text a language.
std::string words(Json const& object, std::string_view key, std::string_view language) {
    auto const* value = member(object, key);
    if (value == nullptr)
        return {};
    if (value->is_string())
        return value->get<std::string>();
    auto own = text_member(*value, language);
    return own.empty() ? text_member(*value, "default") : own;
}

std::optional<ScoreSide> side_in_name(std::string_view name) {
    if (name.ends_with("-RS"))
        return ScoreSide::raw;
    if (name.ends_with("-MS"))
        return ScoreSide::mitigation;
    if (name.ends_with("-NS"))
        return ScoreSide::none;
    return std::nullopt;
}

class SurveyReader {
  public:
    Result<ImpactQuestionnaire> read(Json const& survey) {
        auto const* pages = member(survey, "pages");
        if (pages == nullptr || !pages->is_array())
            return wrong("there is no list of pages");
        for (auto const& page : *pages)
            TRY(read_page(page));
        if (out_.questions.empty())
            return wrong("there is no question with choices");
        out_.version = "original";
        return std::move(out_);
    }

  private:
    struct Around { // what a question takes over from its page and panels
        AnswerCondition show;
        std::optional<ScoreSide> side;
    };

    Result<AnswerCondition> shown(Json const& element, AnswerCondition const& around) const {
        auto const text = text_member(element, "visibleIf");
        if (text.empty())
            return around;
        auto condition = AnswerCondition::parse(text);
        if (!condition)
            return wrong(
                fmt::format("'{}': {}", text_member(element, "name"), condition.error().detail));
        for (auto const& key : condition->questions())
            if (out_.question(key) == nullptr)
                return wrong(fmt::format("the condition of '{}' looks at '{}', which is not asked "
                                         "before",
                                         text_member(element, "name"), key));
        return AnswerCondition::both(around, *std::move(condition));
    }

    Result<void> read_page(Json const& page) {
        ImpactSection section;
        section.key = text_member(page, "name");
        if (section.key.empty())
            return wrong("a page has no name");
        section.name = words(page, "title", "de");
        section.name_en = words(page, "title", "default");
        section_ = section.key;
        auto const before = out_.questions.size();
        Around const around{TRY(shown(page, {})), side_in_name(section.key)};
        TRY(read_elements(page, around, 0));
        if (out_.questions.size() > before) {
            section.side = out_.questions[before].side;
            out_.sections.push_back(std::move(section));
        }
        return {};
    }

    // NOLINTNEXTLINE(misc-no-recursion): panels lie in panels, no deeper than JSON may be
    Result<void> read_elements(Json const& parent, Around const& around, int depth) {
        auto const* elements = member(parent, "elements");
        if (elements == nullptr)
            return {};
        if (!elements->is_array())
            return wrong("'elements' is no list");
        for (auto const& element : *elements) {
            auto const type = text_member(element, "type");
            if (type == "panel") {
                Around const inside{TRY(shown(element, around.show)),
                                    side_in_name(text_member(element, "name"))};
                TRY(read_elements(element, inside, depth + 1));
            } else if (type == "radiogroup" || type == "dropdown" || type == "checkbox") {
                TRY(read_question(element, type == "checkbox", around));
            }
        }
        return {};
    }

    Result<void> read_question(Json const& element, bool many, Around const& around) {
        ImpactQuestion question;
        question.key = text_member(element, "name");
        if (question.key.empty() || out_.question(question.key) != nullptr)
            return wrong(fmt::format("question '{}' has no name of its own", question.key));
        if (out_.questions.size() >= kSurveyQuestionsMax)
            return fail(Code::too_large, "survey.too_large", "questions");
        question.section = section_;
        question.many = many;
        question.side = side_in_name(question.key).value_or(around.side.value_or(ScoreSide::none));
        question.text = words(element, "title", "de");
        question.text_en = words(element, "title", "default");
        question.show = TRY(shown(element, around.show));
        auto const* choices = member(element, "choices");
        if (choices == nullptr || !choices->is_array() || choices->empty())
            return wrong(fmt::format("question '{}' has no choices", question.key));
        if (choices->size() > kSurveyChoicesMax)
            return fail(Code::too_large, "survey.too_large", question.key);
        for (auto const& choice : *choices)
            question.choices.push_back(TRY(read_choice(choice, question.key)));
        out_.questions.push_back(std::move(question));
        return {};
    }

    static Result<ImpactChoice> read_choice(Json const& choice, std::string const& question) {
        ImpactChoice out;
        out.value = choice.is_string() ? choice.get<std::string>() : text_member(choice, "value");
        if (out.value.empty())
            return wrong(fmt::format("a choice of '{}' has no value", question));
        out.text = choice.is_string() ? out.value : words(choice, "text", "de");
        out.text_en = choice.is_string() ? out.value : words(choice, "text", "default");
        out.points = points_of_value(out.value);
        return out;
    }

    ImpactQuestionnaire out_;
    std::string section_;
};

std::optional<std::string> answer_value(Json const& value) {
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_integer())
        return std::to_string(value.get<std::int64_t>());
    return std::nullopt;
}

} // namespace

Result<ImpactQuestionnaire> read_published_survey(std::string_view text) {
    auto const survey = parse_json(text, kLimits);
    if (!survey)
        return survey.error().code == Code::too_large
                   ? fail(Code::too_large, "survey.too_large", survey.error().detail)
                   : wrong(survey.error().describe());
    return SurveyReader{}.read(*survey);
}

Result<ChosenValues> read_published_answers(std::string_view text) {
    auto const parsed = parse_json(text, kLimits);
    if (!parsed || !parsed->is_object())
        return fail(Code::bad_input, "survey.answers_wrong", "this is no JSON object");
    auto const* data = member(*parsed, "data");
    auto const& answers = data != nullptr && data->is_object() ? *data : *parsed;
    ChosenValues out;
    for (auto const& [key, value] : answers.items()) {
        auto& chosen = out[key];
        if (value.is_array()) {
            for (auto const& one : value)
                if (auto const read = answer_value(one))
                    chosen.push_back(*read);
        } else if (auto const read = answer_value(value)) {
            chosen.push_back(*read);
        }
        if (chosen.empty() && !value.is_array() && !value.is_boolean() && !value.is_null())
            return fail(Code::bad_input, "survey.answers_wrong",
                        "an answer is no text, number or list");
    }
    return out;
}

} // namespace leitstand
