// SPDX-License-Identifier: EUPL-1.2
// The switchboard (Schaltwerk): the one place that knows which function may run in which mode. A
// new authority starts with all functions off; a change is a recorded administrator act. Threads:
// any; mode() reads a snapshot.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "prove/entry_log.hpp"
#include "store/database.hpp"
#include "understand/finding.hpp"

namespace leitstand {

struct ModeChange {
    FunctionKey function = FunctionKey::sort;
    Mode from = Mode::off;
    Mode to = Mode::off;
    std::string by; // account id
    std::string reason;
    Instant at;
};

struct FunctionState {
    FunctionKey function = FunctionKey::sort;
    Mode mode = Mode::off;
    Mode highest = Mode::assist; // DESIGN section 3
    bool built = false;          // is there code behind it in this version
    std::string version;
    std::int64_t change_number = 0;
};

// The functions of this program with their versions, one a line: what stands under an entry of the
// log.
std::string function_versions();

class Switchboard : public FunctionModes {
  public:
    static Result<std::unique_ptr<Switchboard>> open(Database& database, TimeSource& time,
                                                     EntryLog const& log);

    virtual std::vector<FunctionState> states() const = 0;
    // Errors: bad_input "mode.reason_missing"; refused "mode.above_highest", "mode.not_built";
    // conflict "mode.changed".
    virtual Result<void> change(FunctionKey function, Mode mode, std::string const& reason,
                                std::string const& by) = 0;
    virtual Result<std::vector<ModeChange>> history() = 0;
    // Another process may have changed a mode: read again (the job loop does so every few seconds).
    virtual Result<void> refresh() = 0;
};

} // namespace leitstand
