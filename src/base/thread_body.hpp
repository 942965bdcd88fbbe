// SPDX-License-Identifier: EUPL-1.2
// The end of the line for exceptions on threads that nobody waits for: one that leaves a thread
// ends the program, and memory or threads that run out for something beside the work must not end
// the work. Threads: any.
#pragma once

#include <exception>

#include "base/log.hpp"

namespace leitstand {

// Does `work`; what it throws is logged. Whether it came to its end.
template <typename Work>
bool run_thread_body(std::string_view area, Work const& work) {
    try {
        work();
        return true;
    } catch (std::exception const& exception) {
        log_error(area, "a thread gave up what it was doing: {}", exception.what());
        return false;
    }
}

} // namespace leitstand
