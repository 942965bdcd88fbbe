// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/task_list.hpp"

#include "catalogue/detail/dossier_loader.hpp"
#include "catalogue/toml_json.hpp"

namespace leitstand {

namespace {

std::string text_list(std::vector<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts)
        out += (out.empty() ? "" : ", ") + toml_text(text);
    return "[" + out + "]";
}

std::vector<std::string> names_of(std::vector<EffectClass> const& effects) {
    std::vector<std::string> out;
    for (auto const effect : effects)
        out.emplace_back(effect_class_name(effect));
    return out;
}

void put(std::string& out, std::string_view key, std::string const& value) {
    if (!value.empty())
        out += fmt::format("{} = {}\n", key, toml_text(value));
}

void put(std::string& out, std::string_view key, std::vector<std::string> const& values) {
    if (!values.empty())
        out += fmt::format("{} = {}\n", key, text_list(values));
}

std::string proven_by(Proof const& proof) {
    std::string inside;
    if (!proof.facts.empty())
        inside += fmt::format("facts = {}", text_list(proof.facts));
    if (!proof.check.empty())
        inside += fmt::format("{}check = {}", inside.empty() ? "" : ", ", toml_text(proof.check));
    return fmt::format("proven_by = {{ {} }}\n", inside);
}

} // namespace

std::vector<Task> parse_task_list(std::string_view toml, std::string const& file,
                                  Guideline const& guideline, std::vector<Problem>& problems) {
    detail_catalogue::FileReader const reader{file, problems};
    Guideline read;
    read.phases = guideline.phases;
    read.facts = guideline.facts;
    if (toml.size() > kTomlBytesMax) {
        reader.problem(0, "the file is larger than 1 MiB");
        return {};
    }
    try {
        detail_catalogue::read_tasks(reader, toml::parse(toml, file), read);
    } catch (toml::parse_error const& error) { // toml++ speaks by exception only
        reader.problem(static_cast<int>(error.source().begin.line),
                       std::string(error.description()));
    }
    return std::move(read.tasks);
}

std::string print_task_list(std::vector<Task> const& tasks) {
    std::string out = "# SPDX-License-Identifier: EUPL-1.2\n";
    for (auto const& task : tasks) {
        out += "\n[[task]]\n";
        put(out, "key", task.key);
        put(out, "phase", task.phase);
        put(out, "name", task.name);
        put(out, "name_en", task.name_en);
        put(out, "goal", task.goal);
        put(out, "steps", task.steps);
        out +=
            fmt::format("effort_days = [{}, {}]\n", task.effort_days_least, task.effort_days_most);
        put(out, "role", task.role);
        put(out, "roles", task.roles);
        put(out, "artefact", task.artefact);
        put(out, "sign_off", task.sign_off);
        put(out, "source", task.source);
        put(out, "needed_for", names_of(task.needed_for));
        put(out, "stands_for", task.stands_for);
        if (task.before != "shadow") {
            put(out, "before", task.before);
            put(out, "before_reason", task.before_reason);
        }
        if (!task.proven_by.facts.empty() || !task.proven_by.check.empty())
            out += proven_by(task.proven_by);
    }
    return out;
}

} // namespace leitstand
