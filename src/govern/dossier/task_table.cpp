// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/task_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "catalogue/task_list.hpp"
#include "text/csv.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kBetween = " | ";
constexpr auto kColumns = std::to_array<std::string_view>(
    {"key", "phase", "name", "name_en", "goal", "steps", "effort_days_least", "effort_days_most",
     "role", "roles", "artefact", "sign_off", "source", "needed_for", "before", "before_reason",
     "proven_by_facts", "proven_by_check", "stands_for"});

std::string joined(std::vector<std::string> const& entries) {
    std::string out;
    for (auto const& entry : entries)
        out += (out.empty() ? "" : std::string{kBetween}) + entry;
    return out;
}

std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(kBetween), text.size());
        if (end > 0)
            out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + kBetween.size(), text.size()));
    }
    return out;
}

std::vector<std::string> fields_of(Task const& task) {
    std::vector<std::string> effects;
    for (auto const effect : task.needed_for)
        effects.emplace_back(effect_class_name(effect));
    return {task.key,
            task.phase,
            task.name,
            task.name_en,
            task.goal,
            joined(task.steps),
            fmt::format("{}", task.effort_days_least),
            fmt::format("{}", task.effort_days_most),
            task.role,
            joined(task.roles),
            task.artefact,
            task.sign_off,
            task.source,
            joined(effects),
            task.before,
            task.before_reason,
            joined(task.proven_by.facts),
            task.proven_by.check,
            joined(task.stands_for)};
}

// A decimal comma is what German spreadsheets write.
double number_of(std::string text) {
    std::replace(text.begin(), text.end(), ',', '.');
    double value = -1;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? value : -1;
}

Task task_of(std::map<std::string, std::string, std::less<>> const& row, ReadTasks& out,
             std::string const& file, int line) {
    auto const at = [&](std::string_view column) {
        auto const found = row.find(column);
        return found == row.end() ? std::string{} : found->second;
    };
    Task task;
    task.line = line;
    task.key = at("key");
    task.phase = at("phase");
    task.name = at("name");
    task.name_en = at("name_en");
    task.goal = at("goal");
    task.steps = parted(at("steps"));
    task.effort_days_least = number_of(at("effort_days_least"));
    task.effort_days_most = number_of(at("effort_days_most"));
    task.role = at("role");
    task.roles = parted(at("roles"));
    task.artefact = at("artefact");
    task.sign_off = at("sign_off");
    task.source = at("source");
    if (auto before = at("before"); !before.empty())
        task.before = std::move(before);
    task.before_reason = at("before_reason");
    task.proven_by.facts = parted(at("proven_by_facts"));
    task.proven_by.check = at("proven_by_check");
    task.stands_for = parted(at("stands_for"));
    for (auto const& name : parted(at("needed_for"))) {
        auto const before = task.needed_for.size();
        for (auto const effect : {EffectClass::a, EffectClass::b, EffectClass::c})
            if (effect_class_name(effect) == name)
                task.needed_for.push_back(effect);
        if (task.needed_for.size() == before)
            out.problems.push_back(
                {file, line, fmt::format("'{}' is no effect class: A, B, C", name)});
    }
    return task;
}

// The rules of a task stand in one place, the loader of the catalogue: the list is printed and read
// again, and a fault's line is brought back to the row of the table.
void check(ReadTasks& out, std::string const& file, Guideline const& guideline) {
    std::vector<Problem> found;
    auto const printed = print_task_list(out.tasks);
    parse_task_list(printed, file, guideline, found);
    std::vector<int> starts; // line of each [[task]]
    int line = 1;
    for (std::size_t at = 0; at < printed.size(); ++at) {
        if (printed.compare(at, 9, "[[task]]\n") == 0 && (at == 0 || printed[at - 1] == '\n'))
            starts.push_back(line);
        line += printed[at] == '\n';
    }
    for (auto& problem : found) {
        auto const after = std::upper_bound(starts.begin(), starts.end(), problem.line);
        auto const index =
            static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - starts.begin() - 1, 0));
        problem.line = index < out.tasks.size() ? out.tasks[index].line : 0;
        out.problems.push_back(std::move(problem));
    }
}

} // namespace

std::string print_task_table(std::vector<Task> const& tasks) {
    auto out = text::csv_record(kColumns);
    for (auto const& task : tasks) {
        auto const fields = fields_of(task);
        out += text::csv_record(std::vector<std::string_view>{fields.begin(), fields.end()});
    }
    return out;
}

ReadTasks read_task_table(std::string_view csv, std::string const& file,
                          Guideline const& guideline) {
    ReadTasks out;
    auto const table = text::parse_csv(csv);
    if (!table) {
        out.problems.push_back(
            {file, 0, fmt::format("{} ({})", table.error().key, table.error().detail)});
        return out;
    }
    for (auto const& column : table->columns)
        if (std::find(kColumns.begin(), kColumns.end(), column) == kColumns.end())
            out.problems.push_back({file, 1, fmt::format("unknown column '{}'", column)});
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        std::map<std::string, std::string, std::less<>> row;
        for (std::size_t column = 0; column < table->columns.size(); ++column)
            row[table->columns[column]] = text::csv_unguarded(table->rows[i][column]);
        out.tasks.push_back(task_of(row, out, file, static_cast<int>(table->lines[i])));
    }
    check(out, file, guideline);
    return out;
}

std::vector<std::string> tasks_left_out(Guideline const& guideline, std::vector<Task> const& own) {
    std::vector<std::string> out;
    for (auto const& shipped : guideline.tasks) {
        bool const there = std::any_of(own.begin(), own.end(), [&](Task const& task) {
            return task.key == shipped.key ||
                   std::find(task.stands_for.begin(), task.stands_for.end(), shipped.key) !=
                       task.stands_for.end();
        });
        if (!there)
            out.push_back(shipped.key);
    }
    return out;
}

} // namespace leitstand
