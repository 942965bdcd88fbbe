// SPDX-License-Identifier: EUPL-1.2
// The switchboard (Schaltwerk): the one place that knows which function may run in which mode. A
// new authority starts with all functions off; a change is a recorded act, upwards one step at a
// time and only through the gates of the step (govern/gates). What a function may do is never more
// than its gates allow now, whatever a row says (ADR 0026). Threads: any; mode() reads a snapshot.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "prove/entry_log.hpp"
#include "store/database.hpp"
#include "understand/finding.hpp"
#include "understand/mode_changes.hpp"

namespace leitstand {

class Governance;

struct ModeChange {
    FunctionKey function = FunctionKey::sort;
    Mode from = Mode::off;
    Mode to = Mode::off;
    std::string by; // account id; empty: the program itself, since a gate had closed
    std::string reason;
    Instant at;
};

struct FunctionState {
    FunctionKey function = FunctionKey::sort;
    Mode mode = Mode::off;       // in which it runs: what was recorded, as far as gates allow
    Mode recorded = Mode::off;   // by the newest change
    Mode highest = Mode::assist; // of this program, which carries nothing out by itself
    bool built = false;          // is there code behind it in this version
    // False while the gates could not be asked: it is off until they can, and nothing is recorded.
    bool assessed = true;
    std::string version;
    std::int64_t change_number = 0;
};

// The functions of this program with their versions, one a line: what stands under an entry of the
// log.
std::string function_versions();

class Switchboard : public FunctionModes, public ModeChanges {
  public:
    // `governance` must outlive it.
    static Result<std::unique_ptr<Switchboard>>
    open(Database& database, TimeSource& time, EntryLog const& log, Governance const& governance);

    virtual std::vector<FunctionState> states() const = 0;
    // Errors: bad_input "mode.reason_missing"; refused "mode.above_highest", "mode.not_built",
    // "mode.one_step", "mode.gates_closed" (detail: the gates); conflict "mode.changed". Downwards
    // any step is allowed at once; what was written meanwhile does not hold a stop up.
    virtual Result<void> change(FunctionKey function, Mode mode, std::string const& reason,
                                std::string const& by) = 0;
    virtual Result<std::vector<ModeChange>> history() = 0; // newest first
    // Another process may have changed a mode, a record may have closed a gate, a day may have
    // passed: looks, which is cheap while nothing is new, and works it out again.
    virtual Result<void> refresh() = 0;
    // refresh(), and whatever stands above what its gates allow is set back by a change of the
    // program, so that it does not spring back by itself. What cannot be assessed now is not set
    // back: it is looked at again. For the processes that do the work.
    virtual Result<void> settle() = 0;
};

} // namespace leitstand
