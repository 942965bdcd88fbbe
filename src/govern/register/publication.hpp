// SPDX-License-Identifier: EUPL-1.2
// A publication: a snapshot of the register entry that a person put before the public. What the
// public sees is the newest snapshot together with the present mode, so that a stop shows at once
// and nothing else changes unseen. Record: kind `publication`, subject kEntrySubject
// (docs/formats/governance-journal.md). Threads: plain values.
#pragma once

#include "govern/open_point.hpp"
#include "govern/register/entry.hpp"
#include "govern/switchboard.hpp"

namespace leitstand {

inline constexpr char kEntrySubject[] = "entry";
inline constexpr std::size_t kPublicationNoteBytesMax = 1'000;

struct Publication {
    std::int64_t number = 0;
    Instant at;
    std::string note;                 // what changed, for the public
    std::string hash;                 // SHA-256 of the snapshot's one-line JSON, hex
    std::vector<std::string> changed; // against the one before; empty for the first
    bool example = false;
    RegisterEntry entry;
};

// Errors: conflict and those of Journal::append() come later. bad_input "register.note_missing".
Result<NewRecord> new_publication(GovernView const& view, std::string const& note,
                                  std::string const& by, std::int64_t number, bool example);
// Oldest first. Errors: damaged "register.snapshot_damaged".
Result<std::vector<Publication>> publications(std::vector<Record> const& records);

// A step of the function's mode; why and by whom stays inside.
struct ModeStep {
    Mode from = Mode::off, to = Mode::off;
    Instant at;
    std::int64_t number = 1; // of the function's changes, from 1
};

// What everybody sees of one function. Only published functions have one.
struct PublicEntry {
    RegisterEntry entry; // the newest snapshot
    Mode mode = Mode::off;
    std::vector<ModeStep> modes;           // oldest first
    std::vector<Publication> publications; // oldest first, never empty
    std::string searched;                  // in what a search looks, in matching form

    Publication const& newest() const { return publications.back(); }
    bool example() const { return newest().example || entry.has_examples(); }
};
using PublicRegister = std::vector<PublicEntry>;

// Nothing where nothing was published. Errors: as publications().
Result<std::optional<PublicEntry>> public_entry(std::vector<Record> const& records,
                                                FunctionKey function, Mode mode,
                                                std::vector<ModeChange> const& history);
std::string searched_text(RegisterEntry const& entry);
// `history`: newest first, as the switchboard gives it; the steps are oldest first.
std::vector<ModeStep> mode_steps(std::vector<ModeChange> const& history, FunctionKey function);

// Not published, older than what runs, facts missing, an export that would not be valid. Keys:
// "register.not_published", "register.older_than_release", "register.dossier_changed",
// "register.facts_missing", "register.export_invalid".
std::vector<OpenPoint> register_open_points(GovernView const& view);

} // namespace leitstand
