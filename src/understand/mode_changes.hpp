// SPDX-License-Identifier: EUPL-1.2
// How a change of a mode and the storing of what a function found keep out of each other's way:
// implemented by govern's switchboard, asked by those who store. Threads: any.
#pragma once

#include <cstdint>

#include "base/result.hpp"

namespace leitstand {

class Sql;

class ModeChanges {
  public:
    virtual ~ModeChanges() = default;
    // The newest change of all that the modes rest on at the moment; 0 where there is none. Asked
    // before the modes themselves, a change between the two shows in hold().
    virtual std::int64_t newest_change() const = 0;
    // First of all in the transaction that stores what was found: from here to its end no mode
    // changes, also not by another process. Errors: conflict "mode.changed" where one has changed
    // behind `seen`; those of the database.
    virtual Result<void> hold(Sql& sql, std::int64_t seen) const = 0;
};

} // namespace leitstand
