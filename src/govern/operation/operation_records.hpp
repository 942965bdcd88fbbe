// SPDX-License-Identifier: EUPL-1.2
// What happened to a function in operation, as records of kind `operation`
// (docs/formats/governance-journal.md): complaints and reports of errors, incidents, reviews,
// trainings, how long logs are kept, alarms. A record holds the whole state of its subject, the
// newest counts. Words of or about persons lie in records of their own (`complaint-text.ID`), which
// can be emptied; the fact of the complaint stays. Threads: plain values, pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "govern/view.hpp"

namespace leitstand::operation {

inline constexpr std::size_t kTextBytesMax = 4'000;
inline constexpr std::size_t kReceiptBytesMax = 100; // of a receipt number; each is short
inline constexpr std::size_t kComplaintsMax = 5'000; // of a function that are not settled

// Where a record comes from: of which version, by whom, whether it is invented.
struct Source {
    std::int64_t number = 0; // version of the subject
    std::int64_t sequence = 0;
    bool example = false;
    std::string by;
    Instant at;
};

enum class ComplaintState : std::uint8_t { received, acknowledged, checked, answered, closed };
std::string_view complaint_state_name(ComplaintState state);
Result<ComplaintState> parse_complaint_state(std::string_view name); // "operation.step_unknown"

inline constexpr std::array<std::string_view, 2> kComplaintChannels{"desk", "citizen"};
inline constexpr std::array<std::string_view, 6> kComplaintSubjects{
    "wrong", "missed", "unclear", "discrimination", "data_protection", "other"};
inline constexpr std::array<std::string_view, 3> kComplaintResults{"justified", "partly",
                                                                   "unjustified"};

struct Complaint {
    std::string id, channel, about;
    std::string unit;           // of the item; empty: not known
    std::string receipt_number; // of the item; empty: about none
    bool grave = false;         // somebody was or may be harmed, or treated worse
    Date received;
    ComplaintState state = ComplaintState::received;
    std::optional<Date> acknowledged, checked, answered, closed;
    std::string result;  // of the check
    std::string measure; // what is done about it; names nobody
    Source source;
    std::vector<std::string> texts; // the report, then the answer; empty once deleted
    std::vector<std::int64_t> text_sequences;
    bool text_deleted = false;
};

// Answered or closed: nothing more is owed to who wrote it.
bool settled(Complaint const& complaint);

// A step of handling. `on` is the day on which it was done.
struct ComplaintStep {
    ComplaintState to = ComplaintState::acknowledged;
    Date on;
    std::string result{}, measure{};
};

// A report that an incident obliges to, once it was made.
struct IncidentReport {
    Instant at;
    std::string reference; // file number at the addressee, or why none was needed
};
struct Incident {
    std::string id, kind;
    Instant known;           // since when the authority knew
    std::string summary;     // names nobody
    std::string consequence; // what was done; set when it is closed
    bool closed = false;
    std::map<std::string, IncidentReport> reports; // by key of the clock
    Source source;
};

inline constexpr std::array<std::string_view, 3> kReviewResults{"continue", "change", "stop"};
struct Review {
    Date on;
    std::string result, findings, by_whom;
    Source source;
};

struct TrainedUnit {
    std::string unit;
    std::int64_t persons = 0, trained = 0;
};
struct Training {
    std::string id, topic;
    Date on;
    std::vector<TrainedUnit> units;
    Source source;
};

struct LogKeeping {
    std::int64_t months = 0;
    Date checked;
    Source source;
};

struct Alarm {
    std::string signal; // "override", "missed"
    Date on;
    double before = 0, now = 0;
    std::optional<Date> settled;
    std::string because; // what it came from and what was done
    Source source;
};

// Of one function, as the newest records say; what cannot be read is left out.
struct OperationState {
    std::vector<Complaint> complaints; // newest first
    std::vector<Incident> incidents;   // newest first
    std::vector<Review> reviews;       // newest first
    std::vector<Training> trainings;   // newest first
    std::optional<LogKeeping> logs;
    std::vector<Alarm> alarms;
};
OperationState operation_state(std::vector<Record> const& records);
// Errors: too_many "operation.complaints_full" while kComplaintsMax are not settled.
Result<void> room_for_complaint(OperationState const& state);

// The bodies of records.
Json pack(Complaint const& complaint);
Json pack(Incident const& incident);
Json pack(Review const& review);
Json pack(Training const& training);
Json pack(LogKeeping const& logs);
Json pack(Alarm const& alarm);

// What is refused, whoever enters it. Errors, all bad_input: "operation.date_in_future",
// "operation.unit_unknown", "operation.text_wrong" (no UTF-8, control characters, empty or too
// long), "operation.choice_unknown"; the detail names the member.
Result<void> check(Complaint const& complaint, GovernView const& view);
Result<void> check(Incident const& incident, GovernView const& view);
Result<void> check(Review const& review, GovernView const& view);
Result<void> check(Training const& training, GovernView const& view);
Result<void> check(LogKeeping const& logs, GovernView const& view);
Result<void> check_text(std::string_view text, char const* member);

// The complaint behind a step. Errors: bad_input "operation.date_in_future",
// "operation.before_receipt", "operation.step_order", "operation.choice_unknown",
// "operation.text_wrong".
Result<Complaint> handled(Complaint complaint, ComplaintStep const& step, Date today);
// The incident with one report more. Errors: not_found "operation.clock_unknown"; bad_input
// "operation.before_known", "operation.date_in_future", "operation.text_wrong".
Result<Incident> reported(Incident incident, std::string const& clock, IncidentReport report,
                          GovernView const& view);

} // namespace leitstand::operation
