// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/dossier.hpp"

#include <algorithm>
#include <set>

#include "govern/dossier/roles_in_words.hpp"
#include "govern/dossier/statement.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kOperation = "operation";
constexpr std::string_view kSwitchingOff = "switching_off";

std::size_t phase_index(Guideline const& guideline, std::string_view key) {
    auto const found = std::find_if(guideline.phases.begin(), guideline.phases.end(),
                                    [&](Phase const& phase) { return phase.key == key; });
    return static_cast<std::size_t>(found - guideline.phases.begin());
}

std::vector<FactStatus> fact_states(GovernView const& view) {
    std::vector<FactStatus> out;
    out.reserve(view.guideline.facts.size());
    for (auto const& fact : view.guideline.facts) {
        auto const* const newest = newest_of(view.records, RecordKind::statement, fact.key);
        out.push_back(
            {&fact, statement_of(view.records, fact.key), newest == nullptr ? 0 : newest->number});
    }
    return out;
}

std::vector<PhaseStatus> phase_states(GovernView const& view, Dossier const& dossier) {
    std::vector<PhaseStatus> out;
    for (auto const& phase : view.guideline.phases) {
        auto& status = out.emplace_back();
        status.phase = &phase;
        for (auto const& fact : dossier.facts)
            if (fact.fact->phase == phase.key) {
                ++status.facts;
                status.facts_stated += fact.record != nullptr;
            }
        for (auto const& task : dossier.tasks)
            if (task.needed && task.task->phase == phase.key) {
                ++status.tasks;
                status.tasks_settled += task.settled();
                status.sign_offs_missing += task.awaits_sign_off();
            }
    }
    return out;
}

// Operation has no end of its own: the yearly review comes again.
std::size_t phase_reached(GovernView const& view, Dossier const& dossier) {
    auto const end = statement_date(view.records, "end_date");
    auto const last = phase_index(view.guideline, kSwitchingOff);
    if (end && *end <= view.today && last < dossier.phases.size())
        return last;
    auto const operation = phase_index(view.guideline, kOperation);
    for (std::size_t at = 0; at < operation && at < dossier.phases.size(); ++at)
        if (!dossier.phases[at].closed())
            return at;
    return std::min(operation, dossier.phases.empty() ? 0 : dossier.phases.size() - 1);
}

OpenPoint fact_missing(Fact const& fact, std::optional<Date> due) {
    return {"dossier.fact_missing",
            fact.key,
            fmt::format("Die Angabe „{}“ fehlt noch.", fact.name),
            fmt::format("The statement “{}” is still missing.", fact.name_en),
            fact.role,
            due};
}

OpenPoint task_open(TaskStatus const& status) {
    return {"dossier.task_open",
            status.task->key,
            fmt::format("Die Aufgabe „{}“ ist noch nicht erledigt.", status.task->name),
            fmt::format("The task “{}” is not done yet.", status.task->name_en),
            status.task->role,
            status.entry.due};
}

OpenPoint sign_off_missing(TaskStatus const& status) {
    auto const role = role_in_words(status.task->sign_off);
    return {"dossier.sign_off_missing",
            status.task->key,
            fmt::format("Für die Aufgabe „{}“ fehlt die Abzeichnung ({}).", status.task->name,
                        role.german),
            fmt::format("The task “{}” still has to be signed off ({}).", status.task->name_en,
                        role.english),
            status.task->sign_off,
            status.entry.due};
}

// Who assigns roles must find somebody.
OpenPoint role_unheld(std::string_view role) {
    auto const words = role_in_words(role);
    return {"dossier.role_unheld",
            std::string{role},
            fmt::format("Niemand hat die Rolle „{}“; sie wird für offene Punkte gebraucht.",
                        words.german),
            fmt::format("Nobody has the role “{}”; open points wait for it.", words.english),
            "administrator",
            std::nullopt};
}

void add_unheld_roles(GovernView const& view, std::vector<OpenPoint>& points) {
    std::set<std::string> unheld;
    for (auto const& point : points)
        if (!point.role.empty() && std::find(view.roles_held.begin(), view.roles_held.end(),
                                             point.role) == view.roles_held.end())
            unheld.insert(point.role);
    for (auto const& role : unheld)
        points.push_back(role_unheld(role));
}

} // namespace

Dossier dossier_of(GovernView const& view) {
    Dossier dossier;
    dossier.facts = fact_states(view);
    dossier.tasks = task_states(view);
    dossier.phases = phase_states(view, dossier);
    dossier.reached = phase_reached(view, dossier);
    return dossier;
}

std::vector<OpenPoint> dossier_open_points(GovernView const& view) {
    auto const dossier = dossier_of(view);
    auto const due = statement_date(view.records, "begin_date");
    auto const asked = [&](std::string_view phase) {
        return !phase.empty() && phase_index(view.guideline, phase) <= dossier.reached;
    };
    auto points = contradictions(view);
    if (auto passed = begin_passed(view))
        points.push_back(std::move(*passed));
    for (auto const& fact : dossier.facts)
        if (fact.record == nullptr && asked(fact.fact->phase))
            points.push_back(fact_missing(*fact.fact, due));
    for (auto const& task : dossier.tasks)
        if (task.needed && !task.settled() && asked(task.task->phase))
            points.push_back(task.awaits_sign_off() ? sign_off_missing(task) : task_open(task));
    add_unheld_roles(view, points);
    return points;
}

} // namespace leitstand
