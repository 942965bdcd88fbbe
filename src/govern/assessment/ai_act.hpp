// SPDX-License-Identifier: EUPL-1.2
// The class of a function under the AI Act (Regulation (EU) 2024/1689, Art. 6 and Annex III), as a
// pure function of facts, and the lock: what turns preparation into a rating of entitlement
// (Annex III, 5(a)) or into profiling (always high-risk, Art. 6(3)) does not run in this program,
// whoever says so. The lock believes no fact alone: it also looks at what is configured. Not legal
// advice. Threads: any.
#pragma once

#include <optional>
#include <string>

#include "govern/view.hpp"

namespace leitstand {

enum class AiActClass : std::uint8_t {
    undetermined, // facts are missing
    not_listed,   // in no area of Annex III
    exempt,       // listed, but an exemption of Art. 6(3) holds and is reasoned
    high_risk
};
std::string_view ai_act_class_name(AiActClass level);

struct AiActFacts {
    std::string area;              // key of a choice; empty: not stated
    std::optional<bool> evaluates; // entitlement
    std::optional<bool> profiles;
    std::string ground; // key of a choice; "none": no exemption
    std::string reasoning;
};

struct AiActResult {
    AiActClass level = AiActClass::undetermined;
    std::vector<std::string> missing; // fact keys
    std::string german, english;      // why, one sentence
};

AiActResult ai_act_class(AiActFacts const& facts);
AiActFacts ai_act_facts(GovernView const& view);

// Why a function must not run.
struct Lock {
    std::string key; // "ai_act.profiles": stable
    std::string german, english;
};

// The first that holds; nothing: not locked. In this order: stated facts, the function's rule, the
// catalogue's entries, what was measured on the running model.
std::optional<Lock> ai_act_lock(GovernView const& view);

} // namespace leitstand
