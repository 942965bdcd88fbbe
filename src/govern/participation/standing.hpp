// SPDX-License-Identifier: EUPL-1.2
// Where each of those taking part stands: invited, within its period, approved, silent, objected …
// A pure function of the records, the rules of the guideline and the day; silence is never stored
// as an approval but worked out from the period. Law: BGleiG §§ 27, 32, 33; BPersVG §§ 66, 70-74;
// SGB IX § 178; periods by BGB §§ 187-193. Threads: any; a Standing refers to the view's records
// and guideline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "govern/open_point.hpp"
#include "govern/participation/event.hpp"
#include "govern/view.hpp"

namespace leitstand::participation {

enum class State : std::uint8_t {
    not_invited,
    vacant, // nobody holds the office, the head of the authority said so, no account has it
    awaiting_documents, // invited; the period begins with the papers
    running,            // the period runs, or an answer is awaited where the law sets none
    overdue,            // the period has ended, and silence means nothing
    objected,           // voted against or objected; the authority owes an answer
    refused,            // consent refused: the step procedure is open
    step_procedure,
    refused_finally, // nobody brought it before the superior body, or the measure is given up
    withdrawn,       // an approval was taken back after its period
    approved,
    approved_by_silence,
    heard,
    heard_by_silence,
    contributed,
    advised,
    answered, // voted against; the authority answered, and the time for a remedy is over
    settled   // a refused consent was followed by an agreement, a consent or a last word
};
std::string_view state_name(State state);
bool settles(State state); // the part is done

// What became of a record.
enum class Effect : std::uint8_t {
    counts,
    earlier_round,    // before the invitation that holds now
    withdrawn,        // taken back by a later record
    before_documents, // the papers were not handed over yet
    late,             // its period was over
    unreadable,       // emptied, or written by a newer program
    overtaken,        // a newer vote took the place of the one that it was about
    without_step,     // a step before it is missing, or was too late
    unconfirmed       // an agreement that the body itself has not said
};
std::string_view effect_name(Effect effect);

struct HistoryLine {
    Record const* record = nullptr;
    std::optional<Event> event; // nothing: unreadable
    Effect effect = Effect::counts;
    // From when on a period may run against somebody: the day of entry, as only that is certain;
    // invented records are all entered on the day of their import and keep their own days.
    Date certain;
};

// A period that runs now.
struct RunningPeriod {
    Date from, due; // the first day is not counted, the last one is
    ParticipationPeriod const* rule = nullptr;
    bool agreed = false; // both sides agreed on the end
};

// Behind a refused consent: what has been done, and what may follow.
struct WayOn {
    bool refused = false;         // a refusal stands
    std::optional<Date> refer_by; // the last day for the next step; nothing: the rules set none
    bool referred = false;        // brought before the superior body in time
    bool called = false;          // the conciliation board was called
    bool recommended = false;     // and left the last word to the authority
};

struct Standing {
    Participant const* participant = nullptr;
    State state = State::not_invited;
    bool needed = false;    // for this function, in the mode of Participant::needed_for
    bool complete = false;  // done, in order, and every objection is answered
    bool role_held = false; // an account may speak for it
    std::optional<Date> invited, concluded;
    std::optional<RunningPeriod> period;
    WayOn way_on;
    std::string out_of_order; // key of the one that should have ended its part before
    std::string parallel;     // the reason that was told for the changed order
    std::string instead;      // who stands in for the office
    bool silence_noted = false;
    std::int64_t newest = 0;          // number of its newest record, 0: none
    std::vector<HistoryLine> history; // by day, then number
    std::vector<OpenPoint> open;
};

// In the order of the guideline.
std::vector<Standing> standings(GovernView const& view);

} // namespace leitstand::participation

namespace leitstand {

// What is open in participation: of every body that the function needs.
std::vector<OpenPoint> participation_open_points(GovernView const& view);
// Of the bodies that must have taken part before the function runs in that mode; nothing: of all.
std::vector<OpenPoint> participation_open_points(GovernView const& view, std::optional<Mode> step);

} // namespace leitstand
