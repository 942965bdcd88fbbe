// SPDX-License-Identifier: EUPL-1.2
// What every command of `leitstand govern` that works in a data folder has around what it does: the
// function that is named, the installation, the exit code. Threads: the main thread.
#pragma once

#include <functional>

#include "commands.hpp"
#include "installation.hpp"

namespace leitstand::app {

// 1: a rule or a right says no; 2: wrong use, or an input that cannot be used; 3: it cannot run.
int govern_code(Error const& error);
// The code of what was done; an error is told.
int end_govern(Result<int> const& done);

// An act returns the exit code of what it did.
using Act = std::function<Result<int>(Installation&)>;
int act_in(fs::path const& home, Act const& act);

using ActOnFunction = std::function<Result<int>(Installation&, FunctionKey)>;
int act_on(std::string const& function, fs::path const& home, ActOnFunction const& act);

} // namespace leitstand::app
