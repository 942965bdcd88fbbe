// SPDX-License-Identifier: EUPL-1.2
// Brings a function through its gates the lawful way, with a complete set of example records: there
// is no other way to switch one on. Threads: one test's.
#pragma once

#include "govern/governance.hpp"
#include "govern/journal.hpp"
#include "govern/switchboard.hpp"

namespace leitstand {

// The guideline and catalogue of this source tree, loaded once.
std::shared_ptr<Guideline const> example_guideline();
std::shared_ptr<Catalogue const> governed_catalogue();

struct Governed {
    // `releases`: what runs, where that is not what tests run.
    Governed(Database& database, KeyRing const& keys, TimeSource& time, EntryLog const& log,
             Releases const& releases = running_releases());

    // What runs in tests: the rules of this program, without models.
    static Releases running_releases();

    // Writes everything that the gates ask for up to `assist`: facts, tasks, measurements,
    // register, signatures.
    Result<void> complete(FunctionKey function);
    // complete(), then one step after the other up to `mode`. Errors: what the switchboard says.
    Result<void> bring_to(Switchboard& board, FunctionKey function, Mode mode);
    Result<void> bring_all_to(Switchboard& board, Mode mode); // every function that is built

    // A record with the next number of its subject; while `pending` gathers, written with flush().
    Result<void> write(FunctionKey function, RecordKind kind, std::string const& subject, Json body,
                       std::string const& by = "");
    // A view as the gates see it.
    std::shared_ptr<HeldView const> look(FunctionKey function, Mode mode = Mode::off);
    // Two people of different roles sign what runs, for `step` and below.
    Result<void> sign(FunctionKey function, Mode step);

    Result<void> flush(); // all that was gathered in one transaction

    std::optional<std::vector<NewRecord>> pending{};
    Journal journal;
    Governance governance;
};

} // namespace leitstand
