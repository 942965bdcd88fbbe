// SPDX-License-Identifier: EUPL-1.2
// Findings and decisions put together: what the functions found, what persons said to it, and what
// therefore stands. Threads: any.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "decide/inbox.hpp"
#include "decide/understanding_pack.hpp"

namespace leitstand {

// One decision as stored; what it says is sealed in the table.
struct StoredDecision {
    std::string finding;
    std::int64_t version = 0;
    DecisionKind kind = DecisionKind::confirm;
    std::string decided_by;
    Instant decided_at;
    FindingKind finding_kind = FindingKind::field;
    std::string key, value, reason, by_name;
};
std::string pack_decision(StoredDecision const& decision); // the sealed part
Result<void> unpack_decision(std::string_view packed, StoredDecision& decision);

// The name of the n-th finding of a reading, and the reading it comes from (0 for one added by
// hand).
std::string finding_id(std::int64_t run, std::size_t index);
std::int64_t run_of(std::string_view finding_id);

// The name of what a reading proposes as responsible unit; one for the item, so that what a person
// said of it holds for later readings as well.
inline constexpr char kUnitFinding[] = "unit";

// The unit of the last reading, if that is shown, with what persons said of it; one that a person
// confirmed stays, whatever later readings propose.
DecidedFinding decided_unit(StoredUnderstanding const& last,
                            std::vector<StoredDecision> const& decisions);

// All findings of the last reading, those of earlier ones on which a decision stands, and those
// added by hand. `decisions` by finding and version; one that was taken back counts no more.
std::vector<DecidedFinding>
decided_findings(std::map<std::int64_t, StoredUnderstanding> const& runs, std::int64_t last_run,
                 std::vector<StoredDecision> const& decisions);

// The function that would have said a finding of that kind.
FunctionKey function_of_kind(FindingKind kind);

// Whether a value has the shape of its catalogue kind (a date as 2026-03-01, an amount with two
// decimals); any other text must be UTF-8 without control characters, not empty, at most 2000
// bytes.
bool value_has_shape(std::string_view value, std::string_view catalogue_kind);

} // namespace leitstand
