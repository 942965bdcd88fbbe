// SPDX-License-Identifier: EUPL-1.2
#include "base/fault.hpp"

#ifdef LEITSTAND_FAULTS
#include <csignal>
#include <cstdlib>
#include <unistd.h>

namespace leitstand {

void fault_point(char const* name) {
    char const* const wanted = std::getenv("LEITSTAND_FAULT");
    if (wanted == nullptr)
        return;
    static std::atomic<int> passes{0};
    std::string_view const text{wanted};
    auto const colon = text.rfind(':');
    if (text.substr(0, colon) != name)
        return;
    int const turn = colon == std::string_view::npos ? 1 : std::atoi(wanted + colon + 1);
    if (++passes == turn)
        ::kill(::getpid(), SIGKILL);
}

} // namespace leitstand
#endif
