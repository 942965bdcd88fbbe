// SPDX-License-Identifier: EUPL-1.2
// Works agreements (Dienstvereinbarungen, BPersVG § 63) with terms that the program keeps: read
// from records of kind `agreement` (docs/formats/participation.md). Other rooms ask
// terms_in_force(). Threads: pure functions; an AgreementStanding refers to the view's records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "govern/open_point.hpp"
#include "govern/participation/event.hpp"
#include "govern/view.hpp"

namespace leitstand {

// What holds now: of several agreements the strictest of each term.
struct AgreementTerms {
    bool in_force = false;                    // there is an agreement at all
    int minimum_group = 5;                    // no figures about fewer persons
    bool no_personal_figures = true;          // neither figures nor ranks of single persons
    double share_without_ai = 0;              // of the cases, worked on without suggestions; people
                                              // check it, as no stored figure shows it
    bool planted_errors_in_operation = false; // allowed; nothing is planted without an agreement
    std::optional<Date> review_by;            // both sides look at it again, the earliest
    std::vector<std::string> agreements;      // their keys
};

AgreementTerms terms_in_force(GovernView const& view);

namespace participation {

// The house never goes below it, whatever is agreed (DESIGN section 1 rule 8).
inline constexpr int kMinimumGroupLeast = 5;
inline constexpr int kMinimumGroupMost = 1'000;

// A check: somebody looked whether a term is kept that the program cannot measure.
enum class AgreementEventKind : std::uint8_t { proposal, signature, termination, check };
inline constexpr std::string_view kCheckedByPeople = "share_without_ai";
std::string_view agreement_event_name(AgreementEventKind kind);

struct AgreementEvent {
    AgreementEventKind kind = AgreementEventKind::proposal;
    Date on;
    std::string title, text;
    std::string party; // "management" | "staff_council"
    bool for_body = false;
    std::int64_t refers_to = 0;  // number of the proposal that is signed
    Date from;                   // proposal: first day
    std::optional<Date> until;   // proposal: last day
    std::optional<Date> ends_on; // termination: last day
    bool kept = false;           // check: what it came to
    std::vector<NamedDocument> documents;
    AgreementTerms terms; // in_force and agreements are not stored
};
Json to_json(AgreementEvent const& event);
Json terms_json(AgreementTerms const& terms);
// Errors as parse_event().
Result<AgreementEvent> parse_agreement_event(Json const& body);

struct AgreementLine {
    Record const* record = nullptr;
    std::optional<AgreementEvent> event; // nothing: unreadable
};

enum class AgreementState : std::uint8_t {
    proposed, // a signature is missing
    signed_,  // begins later
    in_force,
    ended
};
std::string_view agreement_state_name(AgreementState state);

struct AgreementStanding {
    std::string key;
    bool whole_authority = false;
    AgreementState state = AgreementState::proposed;
    std::optional<AgreementEvent> holds;    // the proposal in force, else the newest signed one
    std::optional<AgreementEvent> proposed; // newer, not signed by both
    std::int64_t proposed_number = 0;
    std::vector<std::string> missing; // parties that have not signed what is proposed
    std::vector<std::string> signers; // accounts that have
    std::optional<Date> ends_on;
    // The newest of each party that checked what holds now.
    std::vector<AgreementEvent> checks;
    std::int64_t newest = 0;
    std::vector<AgreementLine> history; // by number
    bool example = false;
};
std::vector<AgreementStanding> agreements(GovernView const& view);

// Whether a term is kept, and how one knows.
enum class Kept : std::uint8_t {
    yes,
    no,
    by_construction,
    not_checked,      // no figure of the program shows it, and nobody entered a check
    checked_by_people // somebody entered that it is
};
std::string_view kept_name(Kept kept);
struct TermCheck {
    std::string term; // "minimum_group" …
    Kept kept = Kept::not_checked;
};
// What the running program does, and what people entered about the rest.
struct HouseFigures {
    int minimum_group = kMinimumGroupLeast; // of every figure about staff
    Kept share_without_ai = Kept::not_checked;
    bool planted_errors_running = false;
};
// A check that is older than `check_days_max` says nothing any more.
HouseFigures house_figures(GovernView const& view, int check_days_max);
std::vector<TermCheck> check_terms(AgreementTerms const& terms, HouseFigures const& house,
                                   Date today);

} // namespace participation

// A proposal that waits for a signature, an agreement that ends or is to be looked at again within
// a month.
std::vector<OpenPoint> agreement_open_points(GovernView const& view);
// The terms in force that are not kept, or that nobody checked for so many days: they close the
// gate of operation.
std::vector<OpenPoint> agreement_gate_points(GovernView const& view, int check_days_max);

} // namespace leitstand
