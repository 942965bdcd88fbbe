// SPDX-License-Identifier: EUPL-1.2
// Signatures of a release (docs/formats/governance-journal.md): who signed what, in which role, for
// which step. Only signatures of what runs now count. Threads: plain values; any.
#pragma once

#include "govern/gates/gate.hpp"

namespace leitstand::gates {

struct Signature {
    std::string account, role, name; // name: as others read it when it was signed
    Mode step = Mode::off;           // it also counts for the steps below
    std::string release;             // Release::hash()
    Instant at;
    bool example = false;
};

// Those that were not withdrawn, of any release; the newest word of each account counts.
std::vector<Signature> signatures(GovernView const& view);

// What somebody signs or withdraws. Errors: bad_input "signature.role_unknown" where `role` is
// empty, "signature.not_built" where nothing runs.
struct Signing {
    std::string account, name, role, reason;
    Mode step = Mode::assist;
    bool example = false;
};
Result<NewRecord> new_signature(GovernView const& view, Signing const& signing);
// Errors: not_found "signature.none" where the account has signed nothing.
Result<NewRecord> new_withdrawal(GovernView const& view, std::string const& account,
                                 std::string const& reason);

// Whether two signatures are by one person: the same account, or the same name but for case,
// spelling, titles, white space and the order of its words.
bool one_person(Signature const& one, Signature const& other);

} // namespace leitstand::gates
