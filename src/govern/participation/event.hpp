// SPDX-License-Identifier: EUPL-1.2
// What one of those taking part, or the authority towards it, said or did: the typed body of a
// record of kind `participation` (docs/formats/participation.md). Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace leitstand::participation {

enum class EventKind : std::uint8_t {
    invitation,
    documents,
    documents_requested,
    period_agreed,
    statement,
    objection,
    answer,
    vote,
    withdrawal,
    silence,
    reasons_demanded,
    reasons,
    remedy,
    remedy_decision,
    referral,
    superior,
    conciliation,
    settlement,
    told,
    vacancy,
    workshop,
    superior_result,
    conciliation_result
};
std::string_view event_name(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view name);

// Whose act it is.
enum class Side : std::uint8_t { authority, body, either };
Side side_of(EventKind kind);

enum class Vote : std::uint8_t { approve, refuse };

// How an answer, a decision on a remedy, a step behind a refused consent or a settlement came out.
enum class Outcome : std::uint8_t {
    none,
    followed,     // answer: what was said is done
    partly,       // answer: done in part
    not_followed, // answer: not done, for the reasons in the text
    upheld,       // remedy_decision
    rejected,     // remedy_decision
    agreed,       // settlement: both sides found one; the body itself says so
    decided,      // settlement: the authority decided behind a recommendation of the board
    dropped,      // settlement: the measure is given up
    granted,      // superior_result, conciliation_result: the consent is given, or replaced
    denied,       // the same: it is not
    recommended   // conciliation_result: the board only recommends against the measure
};

// A paper by its name and the hash of its bytes; the paper itself stays in the authority's files.
struct NamedDocument {
    std::string name;
    std::string sha256; // hex; empty: not computed
    bool operator==(NamedDocument const&) const = default;
};

struct Event {
    EventKind kind = EventKind::statement;
    Date on;                 // when it happened or reached its addressee
    std::string text;        // in words
    bool for_body = false;   // entered by somebody else for the body
    bool by_body = false;    // entered by the body itself; set where another might, too
    bool urgent = false;     // invitation: the short period
    std::string parallel;    // invitation: why it goes out before an earlier body has ended
    std::optional<Date> due; // last day that this side agrees to
    std::vector<NamedDocument> documents;
    Vote vote = Vote::approve;
    std::int64_t refers_to = 0; // number of the record that is answered or withdrawn; 0: none
    Outcome outcome = Outcome::none;
    std::string title;                // workshop
    int people = 0;                   // workshop: how many took part
    std::vector<std::string> results; // workshop
    std::string instead;              // vacancy: who stands in
};

inline constexpr std::size_t kTextBytesMax = 20'000;
inline constexpr std::size_t kNameBytesMax = 300;
inline constexpr std::size_t kDocumentsMax = 50;
inline constexpr std::size_t kResultsMax = 50;
inline constexpr int kPeopleMax = 10'000;

Json to_json(Event const& event);
// Also of what a client sends: every member is checked. Errors: bad_input
// "participation.event_wrong" (detail: the member), "participation.reasons_missing" (a refusal, a
// short period, a change of order or an unfollowed vote without words).
Result<Event> parse_event(Json const& body);

std::string_view outcome_name(Outcome outcome);
std::string_view vote_name(Vote vote);

} // namespace leitstand::participation
