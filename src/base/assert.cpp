// SPDX-License-Identifier: EUPL-1.2
#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace leitstand {

void assertion_failed(char const* condition, char const* file, int line) {
    std::fprintf(stderr, "leitstand: assertion failed: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

} // namespace leitstand
