// SPDX-License-Identifier: EUPL-1.2
// One body's part, played record by record in the order of the days: what holds of the newest
// round. Private to participation/. Threads: used by one thread.
#pragma once

#include <map>

#include "govern/participation/standing.hpp"

namespace leitstand::participation {

// What was found while the records of the newest round were played.
struct Round {
    std::optional<Date> invited, handed; // papers in hand
    bool urgent = false, paused = false; // paused: papers were asked for
    // From when on silence may be held against the body: not before the authority's entry.
    Date invited_certain, handed_certain;
    std::optional<Date> granted_due;   // the last day that the authority named
    std::optional<Date> confirmed_due; // the last day that the body named itself
    std::string parallel, instead;
    std::optional<Date> vacant_on; // nobody holds the office
    Event const* vote = nullptr;   // the newest that counts
    std::int64_t vote_number = 0;
    Date vote_certain;
    bool took_back_approval = false;
    Event const* word = nullptr;          // the newest statement or workshop that counts
    std::vector<std::int64_t> objections; // numbers
    struct Answer {
        Event const* event = nullptr;
        Date certain;
    };
    std::map<std::int64_t, Answer> answers;
    // The ways behind a vote against, the newest of each; they begin anew with each vote.
    struct WayOn {
        Event const *demand = nullptr, *reasons = nullptr, *remedy = nullptr,
                    *remedy_decision = nullptr;
        Date reasons_certain;
        Event const *referral = nullptr, *superior = nullptr, *superior_result = nullptr,
                    *conciliation = nullptr, *conciliation_result = nullptr;
        Event const* settlement = nullptr;
        // The end of the period for a referral that each side named.
        std::optional<Date> granted_due, confirmed_due;
    } behind;
    std::optional<Date> silence_noted, told;

    bool refused() const { return vote != nullptr && vote->vote == Vote::refuse; }

    // The last day that holds instead of the lawful one; nothing: that one does.
    std::optional<Date> agreed_due(Date by_law) const;
    // The period for an answer; nothing where none runs or the law sets none.
    std::optional<RunningPeriod> answer_period(Participant const& body,
                                               law::Calendar const& calendar) const;
    // The period for the next step behind a refusal; another end holds once both sides named it.
    std::optional<RunningPeriod> referral_period(Participant const& body,
                                                 law::Calendar const& calendar) const;
};

// The conciliation board only recommended, and the authority decides (BPersVG § 75(3)).
bool leaves_last_word(Participant const& body, Round const& round);

// The last day of that period; nothing where the rules know it not.
std::optional<RunningPeriod> running_period(Participant const& body, PartPeriod key, Date from,
                                            law::Calendar const& calendar);

// Sets the effect of each line on the way.
Round play(Participant const& body, std::vector<HistoryLine>& lines, law::Calendar const& calendar);

// State, period and open points of a round; order and needs are looked at by standings().
void settle(Round const& round, GovernView const& view, Standing& out);

// One open point by its key, with its sentences.
OpenPoint open_point(std::string_view key, Participant const& body,
                     std::optional<Date> due = std::nullopt);

} // namespace leitstand::participation
