// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/dossier_loader.hpp"

#include <set>

namespace leitstand::detail_catalogue {

namespace {

using Need = FileReader::Need;

constexpr std::size_t kCharactersMax = 20'000;
constexpr double kEffortDaysMax = 250;

constexpr auto kModes = std::to_array<std::string_view>({"shadow", "assist", "act"});
constexpr auto kForms = std::to_array<std::string_view>({"email", "web_address"});
constexpr auto kKinds = std::to_array<FactKind>(
    {FactKind::text, FactKind::long_text, FactKind::yes_no, FactKind::number, FactKind::date,
     FactKind::choice, FactKind::choices, FactKind::list});

bool one_of(auto const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

template <typename T>
void read_named(FileReader const& reader, toml::table const& table, T& out) {
    out.key = reader.key(table);
    out.name = reader.text(table, "name", Need::required);
    out.name_en = reader.text(table, "name_en", Need::required);
}

template <typename T>
void check_double(FileReader const& reader, toml::array const& list, std::vector<T> const& entries,
                  std::size_t first) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < first; ++i)
        seen.insert(entries[i].key);
    for (std::size_t i = first; i < entries.size(); ++i)
        if (!seen.insert(entries[i].key).second)
            reader.problem(FileReader::line_of(list[i - first]),
                           fmt::format("key '{}' is used twice", entries[i].key));
}

std::optional<EffectClass> parse_effect(std::string_view name) {
    for (auto const effect : {EffectClass::a, EffectClass::b, EffectClass::c})
        if (effect_class_name(effect) == name)
            return effect;
    return std::nullopt;
}

void read_role(FileReader const& reader, toml::table const& table, std::string_view key, Need need,
               std::string& out) {
    out = reader.text(table, key, need);
    if (!out.empty() && !is_guideline_role(out))
        reader.problem(FileReader::line_of(*table.get(key)),
                       fmt::format("'{}' is no role of an account", out));
}

void read_choices(FileReader const& reader, toml::table const& table, Fact& out) {
    bool const asks = out.kind == FactKind::choice || out.kind == FactKind::choices;
    if (asks != table.contains("choices")) {
        reader.problem(out.line, asks ? "'choices' is missing" : "only a choice has 'choices'");
        return;
    }
    auto const* list = asks ? reader.list(table, "choices") : nullptr;
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        reader.allow(*node.as_table(), {"key", "name", "name_en"});
        read_named(reader, *node.as_table(), out.choices.emplace_back());
    }
    check_double(reader, *list, out.choices, 0);
}

void read_kind(FileReader const& reader, toml::table const& table, Fact& out) {
    auto const name = reader.text(table, "kind", Need::required);
    auto const* const kind = std::find_if(
        kKinds.begin(), kKinds.end(), [&](FactKind one) { return fact_kind_name(one) == name; });
    if (kind != kKinds.end())
        out.kind = *kind;
    else if (!name.empty())
        reader.problem(out.line, fmt::format("kind '{}' is unknown", name));
    out.form = reader.text(table, "form", Need::optional);
    if (!out.form.empty() && (!one_of(kForms, out.form) || out.kind != FactKind::text))
        reader.problem(out.line, "'form' is email or web_address, of the kind text");
}

// From which step on it must be there; later than `shadow` only with the reason.
template <typename T>
void read_before(FileReader const& reader, toml::table const& table, T& out) {
    if (!table.contains("before"))
        return;
    out.before = reader.text(table, "before", Need::required);
    if (!one_of(kModes, out.before))
        reader.problem(out.line, "'before' is shadow, assist or act");
    out.before_reason = reader.text(table, "before_reason", Need::required);
}

void read_fact(FileReader const& reader, toml::table const& table, Fact& out) {
    reader.allow(table, {"key", "section", "name", "name_en", "question", "question_en", "help",
                         "help_en", "kind", "form", "choices", "phase", "role", "published",
                         "characters_max", "before", "before_reason"});
    out.line = FileReader::line_of(table);
    read_named(reader, table, out);
    out.section = reader.text(table, "section", Need::required);
    out.question = reader.text(table, "question", Need::required);
    out.question_en = reader.text(table, "question_en", Need::required);
    out.help = reader.text(table, "help", Need::required);
    out.help_en = reader.text(table, "help_en", Need::required);
    read_kind(reader, table, out);
    read_choices(reader, table, out);
    out.phase = reader.text(table, "phase", Need::optional);
    read_role(reader, table, "role", Need::required, out.role);
    out.published = reader.boolean(table, "published");
    read_before(reader, table, out);
    out.characters_max = static_cast<std::size_t>(
        reader.integer(table, "characters_max", 1, static_cast<int>(kCharactersMax),
                       static_cast<int>(out.characters_max)));
}

// `effort_days = [0.5, 2]`: person-days from … to.
void read_effort(FileReader const& reader, toml::table const& table, Task& out) {
    auto const* list = table.get_as<toml::array>("effort_days");
    auto const at = [&](std::size_t index) {
        return list != nullptr && list->size() == 2 && list->get(index)->is_number()
                   ? list->get(index)->value<double>().value_or(-1)
                   : -1;
    };
    out.effort_days_least = at(0);
    out.effort_days_most = at(1);
    bool const good = out.effort_days_least >= 0 && out.effort_days_least <= out.effort_days_most &&
                      out.effort_days_most <= kEffortDaysMax;
    if (!good)
        reader.problem(out.line, "'effort_days' must be two numbers, from and to, as [0.5, 2]");
}

void read_needed_for(FileReader const& reader, toml::table const& table, Task& out) {
    for (auto const& name : reader.texts(table, "needed_for"))
        if (auto const effect = parse_effect(name))
            out.needed_for.push_back(*effect);
        else
            reader.problem(out.line, fmt::format("'{}' is no effect class: A, B, C", name));
}

constexpr auto kTaskChecks = std::to_array<std::string_view>({"risks", "impact", "participation"});

void read_proven_by(FileReader const& reader, toml::table const& table, Task& out) {
    auto const* node = table.get("proven_by");
    if (node == nullptr)
        return;
    auto const* proof = node->as_table();
    if (proof == nullptr)
        return reader.problem(out.line, "'proven_by' must be a table with 'facts' or 'check'");
    reader.allow(*proof, {"facts", "check"});
    out.proven_by.facts = reader.texts(*proof, "facts");
    out.proven_by.check = reader.text(*proof, "check", Need::optional);
    if (!out.proven_by.check.empty() && !one_of(kTaskChecks, out.proven_by.check))
        reader.problem(out.line, "a check is risks, impact or participation");
    if (out.proven_by.facts.empty() && out.proven_by.check.empty())
        reader.problem(out.line, "'proven_by' names facts or a check");
}

void read_task(FileReader const& reader, toml::table const& table, Task& out) {
    reader.allow(table, {"key", "phase", "name", "name_en", "goal", "steps", "effort_days", "role",
                         "roles", "artefact", "sign_off", "source", "needed_for", "stands_for",
                         "before", "before_reason", "proven_by"});
    out.line = FileReader::line_of(table);
    read_named(reader, table, out);
    out.phase = reader.text(table, "phase", Need::required);
    out.goal = reader.text(table, "goal", Need::required);
    out.steps = reader.texts(table, "steps");
    if (out.steps.empty())
        reader.problem(out.line, "'steps' must name at least one step");
    read_effort(reader, table, out);
    read_role(reader, table, "role", Need::required, out.role);
    out.roles = reader.texts(table, "roles");
    for (auto const& role : out.roles)
        if (!is_guideline_role(role))
            reader.problem(out.line, fmt::format("'{}' is no role of an account", role));
    out.artefact = reader.text(table, "artefact", Need::optional);
    read_role(reader, table, "sign_off", Need::optional, out.sign_off);
    out.source = reader.text(table, "source", Need::required);
    read_needed_for(reader, table, out);
    out.stands_for = reader.texts(table, "stands_for");
    read_before(reader, table, out);
    read_proven_by(reader, table, out);
}

} // namespace

bool is_guideline_role(std::string_view role) {
    return one_of(kGuidelineRoles, role);
}

void read_guideline_head(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"version", "state_date"});
    out.version = reader.text(root, "version", Need::required);
    out.state_date = reader.text(root, "state_date", Need::required);
    for (auto const& date : {out.version, out.state_date})
        if (!date.empty() && !parse_iso_date(date))
            reader.problem(1, fmt::format("'{}' is no date like 2026-08-19", date));
}

void read_functions(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"function"});
    auto const* list = reader.list(root, "function");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "name_plain", "does", "does_en", "effect",
                             "highest_mode", "limit", "limit_en"});
        auto& function = out.functions.emplace_back();
        function.line = FileReader::line_of(table);
        read_named(reader, table, function);
        function.name_plain = reader.text(table, "name_plain", Need::required);
        function.does = reader.text(table, "does", Need::required);
        function.does_en = reader.text(table, "does_en", Need::required);
        function.limit = reader.text(table, "limit", Need::optional);
        function.limit_en = reader.text(table, "limit_en", Need::optional);
        auto const effect = parse_effect(reader.text(table, "effect", Need::required));
        if (!effect)
            reader.problem(function.line, "'effect' is A, B or C");
        function.effect = effect.value_or(EffectClass::c);
        function.highest_mode = reader.text(table, "highest_mode", Need::required);
        if (!one_of(kModes, function.highest_mode))
            reader.problem(function.line, "'highest_mode' is shadow, assist or act");
    }
    check_double(reader, *list, out.functions, 0);
}

void read_phases(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"phase"});
    auto const* list = reader.list(root, "phase");
    if (list == nullptr)
        return;
    for (auto const& node : *list) {
        auto const& table = *node.as_table();
        reader.allow(table, {"key", "name", "name_en", "description", "description_en", "result",
                             "result_en", "sign_off"});
        auto& phase = out.phases.emplace_back();
        read_named(reader, table, phase);
        phase.description = reader.text(table, "description", Need::required);
        phase.description_en = reader.text(table, "description_en", Need::required);
        phase.result = reader.text(table, "result", Need::required);
        phase.result_en = reader.text(table, "result_en", Need::required);
        read_role(reader, table, "sign_off", Need::required, phase.sign_off);
    }
    check_double(reader, *list, out.phases, 0);
}

void read_facts(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"section", "fact"});
    auto const* sections = reader.list(root, "section");
    auto const* facts = reader.list(root, "fact");
    if (sections == nullptr || facts == nullptr)
        return;
    for (auto const& node : *sections) {
        reader.allow(*node.as_table(), {"key", "name", "name_en"});
        read_named(reader, *node.as_table(), out.sections.emplace_back());
    }
    check_double(reader, *sections, out.sections, 0);
    for (auto const& node : *facts) {
        auto& fact = out.facts.emplace_back();
        read_fact(reader, *node.as_table(), fact);
        if (std::none_of(out.sections.begin(), out.sections.end(),
                         [&](FactSection const& one) { return one.key == fact.section; }))
            reader.problem(fact.line, fmt::format("section '{}' is unknown", fact.section));
    }
    check_double(reader, *facts, out.facts, 0);
}

void read_tasks(FileReader const& reader, toml::table const& root, Guideline& out) {
    reader.allow(root, {"task"});
    auto const* list = reader.list(root, "task");
    if (list == nullptr)
        return;
    auto const first = out.tasks.size();
    for (auto const& node : *list) {
        read_task(reader, *node.as_table(), out.tasks.emplace_back());
        auto const& task = out.tasks.back();
        if (out.phase(task.phase) == nullptr)
            reader.problem(task.line, fmt::format("phase '{}' is unknown", task.phase));
        for (auto const& key : task.proven_by.facts)
            if (out.fact(key) == nullptr)
                reader.problem(task.line, fmt::format("there is no fact '{}'", key));
    }
    check_double(reader, *list, out.tasks, first);
}

namespace {

// What the law asks before data of people are processed at all cannot wait.
void check_nothing_waits(Guideline const& guideline, std::vector<Problem>& problems) {
    for (auto const* const key : {"dpia", "ai_act"}) {
        auto const* const form = guideline.assessment.form(key);
        if (form == nullptr)
            continue;
        for (auto const& item : form->items)
            for (auto const& name : item.facts)
                if (auto const* const fact = guideline.fact(name);
                    item.needed && fact != nullptr && fact->before != "shadow")
                    problems.push_back(
                        {"govern/facts.toml", fact->line,
                         fmt::format("fact '{}' is asked for by '{}' and cannot wait until '{}'",
                                     name, key, fact->before)});
    }
}

} // namespace

void check_dossier_references(Guideline const& guideline, std::vector<Problem>& problems) {
    for (auto const& fact : guideline.facts)
        if (!fact.phase.empty() && guideline.phase(fact.phase) == nullptr)
            problems.push_back(
                {"govern/facts.toml", fact.line,
                 fmt::format("phase '{}' of fact '{}' is unknown", fact.phase, fact.key)});
    check_nothing_waits(guideline, problems);
}

} // namespace leitstand::detail_catalogue
