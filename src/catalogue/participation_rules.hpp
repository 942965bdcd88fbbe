// SPDX-License-Identifier: EUPL-1.2
// Who takes part before an AI function runs, in which order, within which legal period, and what
// silence means, as catalogue/de/govern/participation.toml holds it
// (docs/formats/participation.md). What it comes to is worked out by govern/participation. Threads:
// plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/legal_rules.hpp"

namespace leitstand {

enum class EffectClass : std::uint8_t; // catalogue/guideline.hpp

// How somebody takes part; it decides what settles the part.
enum class ParticipationForm : std::uint8_t {
    contribution, // says what it knows: a statement or a workshop with results
    advice,       // a statement that is sought
    vote,         // a vote that the authority follows or not, with reasons
    hearing,      // is heard before a decision
    consent,      // without it the measure must not be taken
    decision      // decides
};
std::string_view participation_form_name(ParticipationForm form);

// Who has the last word behind a refused consent where the conciliation board is against it.
enum class LastWord : std::uint8_t {
    board,    // its decision binds
    authority // it recommends, and the authority decides
};
std::string_view last_word_name(LastWord last_word);

// What it means that a period ends without an answer.
enum class Silence : std::uint8_t { nothing, approves, heard };
std::string_view silence_name(Silence silence);

// What a period runs for.
enum class PartPeriod : std::uint8_t {
    answer,          // from invitation and papers to the vote, statement
    answer_urgent,   // the same in an urgent case
    demand,          // from the news that a vote is not followed to asking for the reasons
    reasons,         // from that to the reasons in writing
    remedy,          // from the reasons to the formal objection (Einspruch)
    remedy_decision, // from that to its decision
    referral,        // from a refusal to bringing it before the superior body (Stufenverfahren)
    superior,        // from that until the superior staff council has it
    conciliation,    // from calling the board (Einigungsstelle) to its decision
    catch_up         // from a decision without a hearing until it is held
};
std::string_view part_period_name(PartPeriod period);

struct ParticipationPeriod {
    PartPeriod key = PartPeriod::answer;
    PeriodLength length;
    bool moves = false;         // an end that is no working day moves to the next one
    bool may_be_agreed = false; // both sides may agree on another end
    LegalSource source;
};

struct Participant : LegalRule {
    std::string role;                  // of the accounts that speak for it; empty: none can
    std::vector<std::string> profiles; // empty: every body of law
    ParticipationForm form = ParticipationForm::contribution;
    Silence silence = Silence::nothing;
    std::string silence_means, silence_means_en; // a sentence for people
    std::string task, task_en;                   // what it looks at
    std::vector<std::string> after;              // keys of those whose part ends first
    std::string needed_for;               // mode that needs its part: "shadow" | "assist" …
    std::vector<EffectClass> classes;     // needed for these functions; empty: for all
    LastWord last_word = LastWord::board; // of a consent
    bool direct_conciliation = false;     // no superior body stands before the board
    bool may_be_vacant = false;           // nobody may hold the office, or another stands in
    std::vector<std::string> documents;   // what is handed over
    std::vector<ParticipationPeriod> periods;

    // Null where the law sets none.
    ParticipationPeriod const* period(PartPeriod key) const;
};

struct ParticipationProfile {
    std::string key, name, name_en, description, description_en;
};

struct ParticipationRules {
    std::string profile; // the body of law that the authority is under
    std::vector<ParticipationProfile> profiles;
    std::vector<Participant> participants; // of this profile, in the order in which they are asked

    Participant const* participant(std::string_view key) const; // null where there is none
};

} // namespace leitstand
