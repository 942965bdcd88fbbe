// SPDX-License-Identifier: EUPL-1.2
// Who may enter what: a body speaks for itself; who keeps the dossier records the acts of the
// authority, and speaks for a body only where no account can. Threads: pure functions.
#pragma once

#include "govern/participation/agreement.hpp"
#include "govern/participation/standing.hpp"

namespace leitstand::participation {

// Who enters a record.
struct Writer {
    std::vector<std::string> roles;
    bool keeper = false; // right govern.write
    bool member = false; // right govern.participate
    std::string account{};

    bool has(std::string_view role) const;
    bool may_speak(Standing const& body) const; // for it, as itself or as the keeper
};

// Sets for_body and by_body and checks the entry against what is known. A refused consent is never
// settled by who keeps the dossier: that the body agreed, it says itself (where no account can,
// with a paper); results of superior council and board are entered by the body or the head of the
// authority. Errors: no_right "participation.other_body", "participation.speaks_itself",
// "participation.vacancy_by_management", "participation.result_by_management", "right.missing";
// bad_input "participation.in_future", "participation.not_for_this_body",
// "participation.nothing_to_answer", "participation.not_withdrawable",
// "participation.period_not_agreed", "participation.paper_missing"; refused
// "participation.not_silent", "participation.office_held", "participation.nothing_refused",
// "participation.step_missing" (detail: the step), "participation.referral_late" (detail: the last
// day).
Result<Event> admit(Event event, Standing const& body, Writer const& writer, Date today);

// The same for a works agreement. `standing` is null for a new one. Errors also bad_input
// "participation.nothing_to_sign", "participation.nothing_to_check"; conflict
// "participation.signed_already", "participation.one_person" (nobody signs for both sides). Whose
// check it is follows from who enters it.
Result<AgreementEvent> admit(AgreementEvent event, AgreementStanding const* standing,
                             std::vector<Standing> const& bodies, Writer const& writer, Date today);

} // namespace leitstand::participation
