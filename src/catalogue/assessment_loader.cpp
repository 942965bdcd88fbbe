// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/assessment_loader.hpp"

#include <set>

namespace leitstand::detail_catalogue {

namespace {

using Need = FileReader::Need;

constexpr int kPointsMax = 1'000;
constexpr int kLevelsMax = 4;
constexpr int kClassMax = 4;
constexpr int kReviewsMax = 20;

template <typename T>
void read_names(FileReader const& reader, toml::table const& table, T& out) {
    out.name = reader.text(table, "name", Need::required);
    out.name_en = reader.text(table, "name_en", Need::required);
}

template <typename T>
void read_texts(FileReader const& reader, toml::table const& table, T& out) {
    out.text = reader.text(table, "text", Need::required);
    out.text_en = reader.text(table, "text_en", Need::required);
}

Proof read_proof(FileReader const& reader, toml::table const& table) {
    Proof proof;
    proof.facts = reader.texts(table, "facts");
    proof.tasks = reader.texts(table, "tasks");
    proof.check = reader.text(table, "check", Need::optional);
    proof.least = reader.integer(table, "least", 1, kReviewsMax, 1);
    if (!proof.check.empty() && proof.check != "person_decides")
        reader.problem(FileReader::line_of(table),
                       fmt::format("'{}' is no check of the program", proof.check));
    if (proof.facts.empty() && proof.tasks.empty() && proof.check.empty())
        reader.problem(FileReader::line_of(table),
                       "nothing proves this: name facts, tasks or a check");
    return proof;
}

// --- the questionnaire ---

using ChoiceSets = std::map<std::string, std::vector<ImpactChoice>, std::less<>>;

std::vector<ImpactChoice> read_choices(FileReader const& reader, toml::table const& table) {
    std::vector<ImpactChoice> out;
    auto const* list = reader.list(table, "choices");
    if (list == nullptr)
        return out;
    for (auto const& node : *list) {
        auto const& choice = *node.as_table();
        reader.allow(choice, {"value", "text", "text_en"});
        auto& read = out.emplace_back();
        read.value = reader.text(choice, "value", Need::required);
        read_texts(reader, choice, read);
        read.points = points_of_value(read.value);
    }
    return out;
}

ImpactChoice short_choice(std::string value, std::string_view text, std::string_view text_en) {
    auto const points = points_of_value(value);
    return {std::move(value), std::string{text}, std::string{text_en}, points};
}

// `yes_no = [points of yes, points of no]`, with a third choice where one is named.
std::vector<ImpactChoice> read_yes_no(FileReader const& reader, toml::table const& table) {
    auto const* list = table.get_as<toml::array>("yes_no");
    if (list == nullptr || list->size() != 2 || !list->is_homogeneous<std::int64_t>()) {
        reader.problem(FileReader::line_of(table),
                       "'yes_no' must hold the points of yes and of no");
        return {};
    }
    std::vector<ImpactChoice> out;
    out.push_back(short_choice(fmt::format("item1-{}", *list->get(0)->value<int>()), "Ja", "Yes"));
    out.push_back(short_choice(fmt::format("item2-{}", *list->get(1)->value<int>()), "Nein", "No"));
    if (auto value = reader.text(table, "unsure", Need::optional); !value.empty())
        out.push_back(short_choice(std::move(value), "Nicht sicher", "Unsure"));
    if (auto value = reader.text(table, "not_applicable", Need::optional); !value.empty())
        out.push_back(short_choice(std::move(value), "Trifft nicht zu", "Does not apply"));
    return out;
}

std::vector<ImpactChoice> read_question_choices(FileReader const& reader, toml::table const& table,
                                                ChoiceSets const& sets) {
    if (table.contains("yes_no"))
        return read_yes_no(reader, table);
    if (auto const name = reader.text(table, "choice_set", Need::optional); !name.empty()) {
        auto const found = sets.find(name);
        if (found != sets.end())
            return found->second;
        reader.problem(FileReader::line_of(table),
                       fmt::format("there is no choice set '{}'", name));
        return {};
    }
    return read_choices(reader, table);
}

std::string with_phase(std::string text, std::string_view phase) {
    constexpr std::string_view kMark = "{phase}";
    for (auto at = text.find(kMark); at != std::string::npos; at = text.find(kMark))
        text.replace(at, kMark.size(), phase);
    return text;
}

struct QuestionReader {
    FileReader const& reader;
    ImpactQuestionnaire& out;
    std::string phase_question; // its first choice: being designed; its second: introduced
    ChoiceSets sets;

    void one(toml::table const& table, std::string_view phase, std::size_t phase_choice) {
        ImpactQuestion question;
        question.key = with_phase(reader.text(table, "key", Need::required), phase);
        question.section = reader.text(table, "section", Need::required);
        read_texts(reader, table, question);
        question.why = reader.text(table, "why", Need::optional);
        question.why_en = reader.text(table, "why_en", Need::optional);
        question.many = reader.boolean(table, "many");
        question.choices = read_question_choices(reader, table, sets);
        if (auto const* section = out.section(question.section))
            question.side = section->side;
        else
            reader.problem(FileReader::line_of(table),
                           fmt::format("there is no section '{}'", question.section));
        auto const* asked_in = phase.empty() ? nullptr : out.question(phase_question);
        if (asked_in != nullptr && phase_choice < asked_in->choices.size())
            question.show = condition(table, fmt::format("{{{}}} = \"{}\"", phase_question,
                                                         asked_in->choices[phase_choice].value));
        if (auto const show = reader.text(table, "show", Need::optional); !show.empty())
            question.show = AnswerCondition::both(std::move(question.show),
                                                  condition(table, with_phase(show, phase)));
        for (auto const& key : question.show.questions())
            if (out.question(key) == nullptr)
                reader.problem(FileReader::line_of(table),
                               fmt::format("the condition of '{}' looks at '{}', which is not "
                                           "asked before",
                                           question.key, key));
        if (out.question(question.key) != nullptr)
            reader.problem(FileReader::line_of(table),
                           fmt::format("question '{}' stands here twice", question.key));
        out.questions.push_back(std::move(question));
    }

    AnswerCondition condition(toml::table const& table, std::string_view text) const {
        auto parsed = AnswerCondition::parse(text);
        if (parsed)
            return *parsed;
        reader.problem(FileReader::line_of(table), parsed.error().detail);
        return {};
    }
};

ScoreSide read_side(FileReader const& reader, toml::table const& table) {
    auto const side = reader.text(table, "side", Need::required);
    if (side == "raw")
        return ScoreSide::raw;
    if (side == "mitigation")
        return ScoreSide::mitigation;
    if (side != "none")
        reader.problem(FileReader::line_of(table), "'side' is raw, mitigation or none");
    return ScoreSide::none;
}

void read_sections(FileReader const& reader, toml::table const& root, ImpactQuestionnaire& out) {
    auto const* list = reader.list(root, "section");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "side", "name", "name_en", "why", "why_en"});
        auto& section = out.sections.emplace_back();
        section.key = reader.text(table, "key", Need::required);
        section.side = read_side(reader, table);
        read_names(reader, table, section);
        section.why = reader.text(table, "why", Need::required);
        section.why_en = reader.text(table, "why_en", Need::required);
    }
}

ChoiceSets read_sets(FileReader const& reader, toml::table const& root) {
    ChoiceSets sets;
    if (!root.contains("choice_set"))
        return sets;
    if (auto const* list = reader.list(root, "choice_set"))
        for (auto const& node : *list) {
            auto const& table = *node.as_table();
            reader.allow(table, {"key", "choices"});
            sets[reader.text(table, "key", Need::required)] = read_choices(reader, table);
        }
    return sets;
}

} // namespace

void read_impact(FileReader const& reader, toml::table const& root, Guideline& out) {
    auto& impact = out.assessment.impact;
    reader.allow(root, {"version", "source", "phase", "max_raw", "max_mitigation", "choice_set",
                        "section", "question"});
    impact.version = reader.text(root, "version", Need::required);
    impact.source = reader.text(root, "source", Need::required);
    read_sections(reader, root, impact);
    QuestionReader questions{reader, impact, reader.text(root, "phase", Need::optional),
                             read_sets(reader, root)};
    auto const* list = reader.list(root, "question");
    if (list == nullptr)
        return;
    for (auto const& node : *list)
        reader.allow(*node.as_table(),
                     {"key", "section", "text", "text_en", "why", "why_en", "many", "show",
                      "choices", "yes_no", "unsure", "not_applicable", "choice_set"});
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        bool const twice =
            reader.text(table, "key", Need::optional).find("{phase}") != std::string::npos;
        questions.one(table, twice ? "Design" : "", 0);
        if (twice)
            questions.one(table, "Implementation", 1);
    }
    auto const raw = reader.integer(root, "max_raw", 1, kPointsMax, 0);
    auto const mitigation = reader.integer(root, "max_mitigation", 1, kPointsMax, 0);
    if (impact.points_max(ScoreSide::raw) != raw ||
        impact.points_max(ScoreSide::mitigation) != 2 * mitigation)
        reader.problem(1,
                       fmt::format("the questions add up to {} points and {} of mitigation in "
                                   "both phases; {} and {} are announced",
                                   impact.points_max(ScoreSide::raw),
                                   impact.points_max(ScoreSide::mitigation), raw, 2 * mitigation));
}

void read_impact_duties(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"source", "duty"});
    static_cast<void>(reader.text(root, "source", Need::required));
    auto const* list = reader.list(root, "duty");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "text", "text_en", "role", "from", "to",
                             "facts", "tasks", "check", "least"});
        auto& duty = out.assessment.duties.emplace_back();
        duty.key = reader.key(table);
        read_names(reader, table, duty);
        read_texts(reader, table, duty);
        duty.role = reader.text(table, "role", Need::required);
        duty.level_from = reader.integer(table, "from", 1, kLevelsMax, 1);
        duty.level_to = reader.integer(table, "to", duty.level_from, kLevelsMax, kLevelsMax);
        duty.proof = read_proof(reader, table);
    }
}

namespace {

void read_matrix(FileReader const& reader, toml::table const& root, Criticality& out) {
    auto const* rows = root.get_as<toml::array>("classes");
    if (rows == nullptr) {
        reader.problem(1, "'classes' must be a list of rows");
        return;
    }
    for (auto const& row : *rows) {
        auto& cells = out.classes.emplace_back();
        if (row.is_array())
            for (auto const& cell : *row.as_array()) {
                auto const value = cell.is_integer() ? *cell.value<std::int64_t>() : -1;
                if (value < 0 || value > kClassMax)
                    reader.problem(FileReader::line_of(cell), "a class is a number from 0 to 4");
                cells.push_back(static_cast<int>(std::clamp<std::int64_t>(value, 0, kClassMax)));
            }
        if (cells.size() != out.dependence.size())
            reader.problem(FileReader::line_of(row), "a row has one cell for each dependence");
    }
    if (out.classes.size() != out.harm.size())
        reader.problem(FileReader::line_of(*rows), "there is one row for each harm");
}

// More harm or more dependence never gives a lower class.
void check_monotone(FileReader const& reader, Criticality const& matrix) {
    for (std::size_t h = 0; h < matrix.classes.size(); ++h)
        for (std::size_t d = 0; d < matrix.classes[h].size(); ++d) {
            bool const falls_down = h > 0 && d < matrix.classes[h - 1].size() &&
                                    matrix.classes[h][d] < matrix.classes[h - 1][d];
            bool const falls_across = d > 0 && matrix.classes[h][d] < matrix.classes[h][d - 1];
            if (falls_down || falls_across)
                reader.problem(1, fmt::format("the class in row {}, column {} is lower than one "
                                              "with less harm or dependence",
                                              h + 1, d + 1));
        }
}

} // namespace

void read_criticality(FileReader const& reader, toml::table const& root, Guideline& out) {
    auto& matrix = out.assessment.criticality;
    reader.allow(root, {"source", "harm", "dependence", "classes", "class", "measure"});
    static_cast<void>(reader.text(root, "source", Need::required));
    matrix.harm = reader.texts(root, "harm");
    matrix.dependence = reader.texts(root, "dependence");
    read_matrix(reader, root, matrix);
    check_monotone(reader, matrix);
    if (auto const* list = reader.list(root, "class"))
        for (auto const& node : *list) {
            reader.allow(*node.as_table(), {"name", "name_en", "text", "text_en"});
            auto& name = matrix.names.emplace_back();
            read_names(reader, *node.as_table(), name);
            read_texts(reader, *node.as_table(), name);
        }
    if (matrix.names.size() != kClassMax + 1)
        reader.problem(1, "there must be five [[class]], from 0 to 4");
    if (auto const* list = reader.list(root, "measure"))
        for (auto const& node : *list) {
            auto const& table = *node.as_table();
            reader.allow(table,
                         {"key", "name", "name_en", "role", "from", "facts", "tasks", "check"});
            auto& measure = matrix.measures.emplace_back();
            measure.key = reader.key(table);
            read_names(reader, table, measure);
            measure.role = reader.text(table, "role", Need::required);
            measure.class_from = reader.integer(table, "from", 0, kClassMax, 0);
            measure.proof = read_proof(reader, table);
        }
}

void read_form(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"key", "name", "name_en", "law", "text", "text_en", "item", "lock"});
    if (auto const* lock = root.get_as<toml::table>("lock")) {
        reader.allow(*lock, {"entitlement_words", "trait_words"});
        out.assessment.lock = {reader.texts(*lock, "entitlement_words"),
                               reader.texts(*lock, "trait_words")};
    }
    auto& form = out.assessment.forms.emplace_back();
    form.key = reader.key(root);
    read_names(reader, root, form);
    read_texts(reader, root, form);
    form.law = reader.text(root, "law", Need::required);
    auto const* list = reader.list(root, "item");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "law", "facts", "risks", "optional"});
        auto& item = form.items.emplace_back();
        item.key = reader.key(table);
        read_names(reader, table, item);
        item.law = reader.text(table, "law", Need::required);
        item.facts = reader.texts(table, "facts");
        item.risks = reader.boolean(table, "risks");
        item.needed = !reader.boolean(table, "optional");
    }
}

namespace {

struct ReferenceCheck {
    Guideline const& guideline;
    std::vector<Problem>& problems;

    void facts(std::string_view file, std::vector<std::string> const& keys) const {
        for (auto const& key : keys)
            if (guideline.fact(key) == nullptr)
                problems.push_back(
                    {std::string{file}, 1, fmt::format("there is no fact '{}'", key)});
    }
    void proof(std::string_view file, Proof const& proof) const {
        facts(file, proof.facts);
        for (auto const& key : proof.tasks)
            if (guideline.task(key) == nullptr)
                problems.push_back(
                    {std::string{file}, 1, fmt::format("there is no task '{}'", key)});
    }
    void axis(std::string_view key, std::vector<std::string> const& steps) const {
        auto const* fact = guideline.fact(key);
        bool same = fact != nullptr && fact->choices.size() == steps.size();
        for (std::size_t i = 0; same && i < steps.size(); ++i)
            same = fact->choices[i].key == steps[i];
        if (!same)
            problems.push_back(
                {"govern/criticality.toml", 1,
                 fmt::format("the steps are not the choices of the fact '{}'", key)});
    }
};

} // namespace

void check_assessment_references(Guideline const& guideline, std::vector<Problem>& problems) {
    ReferenceCheck const check{guideline, problems};
    auto const& rules = guideline.assessment;
    for (auto const& duty : rules.duties)
        check.proof("govern/aia_duties.toml", duty.proof);
    for (auto const& measure : rules.criticality.measures)
        check.proof("govern/criticality.toml", measure.proof);
    for (auto const& form : rules.forms)
        for (auto const& item : form.items)
            check.facts(fmt::format("govern/{}.toml", form.key), item.facts);
    check.axis("criticality_harm", rules.criticality.harm);
    check.axis("criticality_dependence", rules.criticality.dependence);
}

} // namespace leitstand::detail_catalogue
