// SPDX-License-Identifier: EUPL-1.2
// The risk register of a function: what may go wrong, how likely and how bad (1-5 each), what is
// done about it, who looks after it, what proves that, what remains, and when it is looked at
// again. One risk is one subject of kind `risk` (docs/formats/governance-journal.md). Pure.
// Threads: any.
#pragma once

#include <optional>

#include "govern/view.hpp"

namespace leitstand {

inline constexpr std::size_t kRiskTitleBytesMax = 300;
inline constexpr std::size_t kRiskTextBytesMax = 8'000;
inline constexpr std::size_t kRiskIdBytesMax = 60;
inline constexpr std::size_t kRisksMax = 500; // of one function

inline constexpr std::string_view kAcceptingRole = "management"; // of a high rest

enum class RiskLevel : std::uint8_t { low, medium, high, very_high };
std::string_view risk_level_name(RiskLevel level);
// likelihood x severity, 1-25: up to 4, 9, 14, above.
RiskLevel risk_level(int likelihood, int severity);

struct Risk {
    std::string title, description, measure;
    std::string owner;      // who looks after it, in words
    std::string owner_role; // key of a role
    std::string proof;
    int likelihood = 1, severity = 1;                   // 1-5
    int residual_likelihood = 1, residual_severity = 1; // after the measure
    bool accepted = false;                              // what remains
    std::string accepted_because;
    std::string accepted_by;   // display name at that moment; set by the program
    std::string accepted_role; // in which it was accepted; set by the program
    Date review;
    bool closed = false; // no longer there; stays in the list

    RiskLevel level() const { return risk_level(likelihood, severity); }
    RiskLevel residual_level() const { return risk_level(residual_likelihood, residual_severity); }
    bool high_rest() const { return residual_level() >= RiskLevel::high; }
    // A high rest that the head of the authority does not answer for.
    bool unaccepted() const {
        return !closed && high_rest() && !(accepted && accepted_role == kAcceptingRole);
    }
    bool overdue(Date today) const { return !closed && review < today; }
};

struct RiskEntry {
    std::string id;
    Risk risk;
    Record const* record = nullptr; // of the view
};

// In the order in which they were entered; what cannot be read is left out.
std::vector<RiskEntry> risk_register(GovernView const& view);
bool risk_id_well_formed(std::string_view id);

// Who enters a risk.
struct RiskWriter {
    std::string name;        // display name
    bool keeper = false;     // keeps the dossier
    bool management = false; // may answer for a high rest, and changes nothing else of a risk
};
// Who has accepted what remains: a high rest only the head of the authority, with a reason. An
// acceptance stays while what was accepted stays as it was. `before`: null for a new one. Errors:
// no_right "risk.acceptance_by_management", "right.missing".
Result<Risk> admit_risk(Risk risk, Risk const* before, RiskWriter const& writer);

// Errors: bad_input "risk.wrong", detail: the member; "risk.id_wrong"; "risk.reason_missing" (a
// high rest accepted without one), "risk.rest_grows" (a rest above the risk); too_large
// "assessment.text_too_long".
Result<Risk> read_risk(Json const& body);
Json risk_body(Risk const& risk);

} // namespace leitstand
