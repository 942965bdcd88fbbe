// SPDX-License-Identifier: EUPL-1.2
// Need and participation: what must be stated and done by the step's phase is, nothing stated
// contradicts itself, and everybody who must be heard was.
#include "govern/dossier/dossier.hpp"
#include "govern/dossier/due_before.hpp"
#include "govern/gates/words.hpp"
#include "govern/participation/standing.hpp"

namespace leitstand::gates {

namespace {

class PhasesUpTo {
  public:
    PhasesUpTo(Guideline const& guideline, std::string const& last) : phases_(guideline.phases) {
        last_ = std::ranges::find(phases_, last, &Phase::key);
    }
    bool hold(std::string const& key) const {
        auto const at = std::ranges::find(phases_, key, &Phase::key);
        return at != phases_.end() && last_ != phases_.end() && at <= last_;
    }

  private:
    std::vector<Phase> const& phases_;
    std::vector<Phase>::const_iterator last_;
};

void check_fact(GateResult& result, FactStatus const& status) {
    if (status.record == nullptr)
        miss(result, {"dossier.fact_missing",
                      status.fact->key,
                      fmt::format("In der KI-Akte fehlt: {}.", status.fact->name),
                      fmt::format("Missing in the dossier: {}.", status.fact->name_en),
                      status.fact->role,
                      {}});
}

void check_task(GateResult& result, TaskStatus const& status) {
    if (!status.needed || status.settled())
        return;
    bool const unsigned_only = status.awaits_sign_off();
    miss(result,
         {unsigned_only ? "dossier.sign_off_missing" : "dossier.task_open", status.task->key,
          fmt::format("{}: {}.", unsigned_only ? "Noch nicht abgezeichnet" : "Noch zu tun",
                      status.task->name),
          fmt::format("{}: {}.", unsigned_only ? "Not signed off yet" : "Still to do",
                      status.task->name_en),
          unsigned_only ? status.task->sign_off : status.task->role, status.entry.due});
}

} // namespace

GateResult need_and_participation(GovernView const& view, GateStep const& step) {
    GateResult result{"need_and_participation", {}, {}};
    PhasesUpTo const due{view.guideline, step.phase};
    auto const parsed = parse_mode(step.mode);
    auto const mode = parsed ? std::optional{*parsed} : std::nullopt;
    auto const dossier = dossier_of(view);
    std::size_t facts = 0, tasks = 0;
    for (auto const& status : dossier.facts)
        if (due.hold(status.fact->phase) && due_before(status.fact->before, mode)) {
            ++facts;
            check_fact(result, status);
        }
    for (auto const& status : dossier.tasks)
        if (due.hold(status.task->phase) && due_before(status.task->before, mode)) {
            tasks += status.needed ? 1 : 0;
            check_task(result, status);
        }
    for (auto& point : contradictions(view))
        miss(result, std::move(point));
    for (auto& point : participation_open_points(view, mode))
        miss(result, std::move(point));
    if (result.open())
        result.proof.push_back(
            {fmt::format("{} Angaben sind gemacht, {} Aufgaben erledigt, alle wurden gehört.",
                         facts, tasks),
             fmt::format("{} facts are stated and {} tasks done; everybody was heard.", facts,
                         tasks),
             {},
             false});
    return result;
}

} // namespace leitstand::gates
