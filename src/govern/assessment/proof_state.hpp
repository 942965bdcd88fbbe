// SPDX-License-Identifier: EUPL-1.2
// Whether what a duty asks for is there: facts stated, tasks settled, or a check of the program.
// Pure. Threads: any.
#pragma once

#include "catalogue/assessment_rules.hpp"
#include "govern/view.hpp"

namespace leitstand {

struct ProofState {
    std::vector<std::string> missing_facts, missing_tasks; // keys
    bool check_failed = false;
    bool met() const { return missing_facts.empty() && missing_tasks.empty() && !check_failed; }
};

ProofState prove_duty(GovernView const& view, Proof const& proof);
// For people, by the names of facts and tasks: "Hinweis, Schulung".
std::string missing_in_words(GovernView const& view, ProofState const& state, bool english);

} // namespace leitstand
