// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/starting_texts_loader.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace leitstand::detail_catalogue {

namespace {

using Need = FileReader::Need;

constexpr std::string_view kPlace = "govern/starting_texts";

std::shared_ptr<Json const> value_of(FileReader const& reader, toml::node const& node) {
    if (auto const* text = node.as_string())
        return std::make_shared<Json const>(text->get());
    if (auto const* flag = node.as_boolean())
        return std::make_shared<Json const>(flag->get());
    if (auto const* number = node.as_integer())
        return std::make_shared<Json const>(number->get());
    if (auto const* list = node.as_array();
        list != nullptr && list->is_homogeneous<std::string>()) {
        Json texts = Json::array();
        for (auto const& one : *list)
            texts.push_back(*one.value<std::string>());
        return std::make_shared<Json const>(std::move(texts));
    }
    reader.problem(FileReader::line_of(node), "a text, yes or no, a number or a list of texts");
    return nullptr;
}

// A key with {phase} stands for two questions.
std::vector<std::string> question_keys(std::string_view key) {
    constexpr std::string_view kMark = "{phase}";
    auto const at = key.find(kMark);
    if (at == key.npos)
        return {std::string{key}};
    std::vector<std::string> out;
    for (auto const* phase : {"Design", "Implementation"})
        out.push_back(
            fmt::format("{}{}{}", key.substr(0, at), phase, key.substr(at + kMark.size())));
    return out;
}

toml::table const* part(FileReader const& reader, toml::table const& root, std::string_view key) {
    auto const* node = root.get(key);
    if (node == nullptr || node->is_table())
        return node == nullptr ? nullptr : node->as_table();
    reader.problem(FileReader::line_of(*node), fmt::format("'{}' must be a table", key));
    return nullptr;
}

void read_answers(FileReader const& reader, toml::table const& table, StartingTexts& out) {
    for (auto const& [key, node] : table)
        for (auto const& question : question_keys(key.str()))
            out.answers[question] = reader.texts(table, key.str());
}

void read_from_statements(FileReader const& reader, toml::table const& table, StartingTexts& out) {
    for (auto const& [key, node] : table) {
        auto const* rule = node.as_table();
        if (rule == nullptr) {
            reader.problem(FileReader::line_of(node), "a table with 'fact' and 'answer'");
            continue;
        }
        reader.allow(*rule, {"fact", "answer"});
        for (auto const& question : question_keys(key.str()))
            out.from_statements[question] = {reader.text(*rule, "fact", Need::required),
                                             reader.texts(*rule, "answer")};
    }
}

struct ReferenceCheck {
    Guideline const& guideline;
    StartingTexts const& texts;
    std::vector<Problem>& problems;

    void wrong(std::string reason) const {
        problems.push_back({std::string{kPlace}, texts.line, std::move(reason)});
    }
    void fact(std::string const& key) const {
        if (guideline.fact(key) == nullptr)
            wrong(fmt::format("there is no fact '{}'", key));
    }
    void answer(std::string const& key, std::vector<std::string> const& chosen) const {
        auto const* question = guideline.assessment.impact.question(key);
        if (question == nullptr)
            return wrong(fmt::format("there is no question '{}'", key));
        if (chosen.empty() || (chosen.size() > 1 && !question->many))
            wrong(fmt::format("question '{}' takes another number of answers", key));
        for (auto const& value : chosen)
            if (question->choice(value) == nullptr)
                wrong(fmt::format("question '{}' has no answer '{}'", key, value));
    }
};

} // namespace

void read_starting_texts(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"function", "statements", "impact", "impact_from_statements"});
    auto& texts = out.starting_texts.emplace_back();
    texts.line = 1;
    texts.function = reader.text(root, "function", Need::optional);
    if (auto const* table = part(reader, root, "statements"))
        for (auto const& [key, node] : *table)
            if (auto value = value_of(reader, node))
                texts.statements[std::string{key.str()}] = std::move(value);
    if (auto const* table = part(reader, root, "impact"))
        read_answers(reader, *table, texts);
    if (auto const* table = part(reader, root, "impact_from_statements"))
        read_from_statements(reader, *table, texts);
}

void check_starting_texts(Guideline const& guideline, std::vector<Problem>& problems) {
    for (auto const& texts : guideline.starting_texts) {
        ReferenceCheck const check{guideline, texts, problems};
        if (!texts.function.empty() && guideline.function(texts.function) == nullptr)
            check.wrong(fmt::format("there is no function '{}'", texts.function));
        for (auto const& [fact, value] : texts.statements)
            check.fact(fact);
        for (auto const& [question, chosen] : texts.answers)
            check.answer(question, chosen);
        for (auto const& [question, rule] : texts.from_statements) {
            check.answer(question, rule.answer);
            check.fact(rule.fact);
        }
    }
}

} // namespace leitstand::detail_catalogue
