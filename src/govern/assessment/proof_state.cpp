// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/proof_state.hpp"

#include <nlohmann/json.hpp>

#include "govern/dossier/statement.hpp"
#include "govern/dossier/task_state.hpp"

namespace leitstand {

namespace {

// A list counts its entries; everything else is there or not.
bool stated(GovernView const& view, std::string const& fact, int least) {
    auto const* value = statement_value(view.records, fact);
    if (value == nullptr)
        return false;
    return !value->is_array() || value->size() >= static_cast<std::size_t>(least);
}

} // namespace

ProofState prove_duty(GovernView const& view, Proof const& proof) {
    ProofState state;
    for (auto const& fact : proof.facts)
        if (!stated(view, fact, proof.least))
            state.missing_facts.push_back(fact);
    for (auto const& key : proof.tasks) {
        auto const* task = view.guideline.task(key);
        if (task == nullptr || !task_state(view, *task).settled())
            state.missing_tasks.push_back(key);
    }
    state.check_failed = proof.check == "person_decides" && view.mode == Mode::act;
    return state;
}

std::string missing_in_words(GovernView const& view, ProofState const& state, bool english) {
    std::string out;
    auto const add = [&](std::string_view name) {
        out += out.empty() ? "" : ", ";
        out += name;
    };
    for (auto const& key : state.missing_facts)
        if (auto const* fact = view.guideline.fact(key))
            add(english ? fact->name_en : fact->name);
    for (auto const& key : state.missing_tasks)
        if (auto const* task = view.guideline.task(key))
            add(english ? task->name_en : task->name);
    if (state.check_failed)
        add(english ? "mode other than \"carry out\"" : "eine andere Betriebsart als „ausführen“");
    return out;
}

} // namespace leitstand
