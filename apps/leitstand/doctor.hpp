// SPDX-License-Identifier: EUPL-1.2
// The checks behind `leitstand doctor` and the screen /steuerung/system. Threads: any.
#pragma once

#include <vector>

#include "installation.hpp"
#include "read/reading.hpp"
#include "serve/web_server.hpp"

namespace leitstand::app {

// `reading` may be missing: then the reader is reported as not running.
std::vector<SystemCheck> check_installation(Installation& installation, Reading* reading);

std::string level_letter(SandboxLevel level);

} // namespace leitstand::app
