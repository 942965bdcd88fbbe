// SPDX-License-Identifier: EUPL-1.2
// ASSERT: a programmer's error. On in release too; prints the place and ends the process.
// Never for something that input can cause: that is a Result.
#pragma once

namespace leitstand {
[[noreturn]] void assertion_failed(char const* condition, char const* file, int line);
}

#define ASSERT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) [[unlikely]]                                                             \
            ::leitstand::assertion_failed(#condition, __FILE__, __LINE__);                         \
    } while (false)
