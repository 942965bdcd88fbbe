// SPDX-License-Identifier: EUPL-1.2
// Requirements (Voraussetzungen, Nachweise) held against what is known of a matter: met, missing,
// contradictory or unknown, each with the places that say so. It counts nothing and decides
// nothing: no score, no refusal. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/legal_rules.hpp"

namespace leitstand::law {

// A place in the caller's list of findings: what a result rests on.
using Reference = std::uint32_t;

// What is known. The keys are those of the catalogue.
struct Known {
    struct Document {
        std::string key;
        Reference at = 0;
    };
    struct Field {
        std::string key, role, value; // value normalised
        Reference at = 0;
    };
    enum class Said : std::uint8_t { yes, no };
    struct Fact {
        std::string key;
        Said said = Said::yes;
        Reference at = 0;
    };
    std::vector<Document> documents;
    std::vector<Field> fields;
    std::vector<Fact> facts;
    // Whether values were looked for at all: without it an absent field is unknown, not missing.
    bool fields_looked_for = true;
    std::optional<Date> today; // for ages: the day of receipt
};

enum class RequirementState : std::uint8_t { met, missing, contradictory, unknown };
std::string_view requirement_state_name(RequirementState state);

struct Checked {
    RequirementRule const* rule = nullptr;
    RequirementState state = RequirementState::unknown;
    std::vector<Reference> rests_on; // ascending, each once
};

// The requirements of that service and act that apply, or may apply, in the order of the rules.
// One that surely does not apply is left out. Where it is not known whether one applies it is
// unknown; missing is only what applies and stands nowhere.
std::vector<Checked> check_requirements(std::vector<RequirementRule> const& rules,
                                        std::string_view service, std::string_view act,
                                        Known const& known);

} // namespace leitstand::law
