// SPDX-License-Identifier: EUPL-1.2
// Versions of the functions' rules: what a finding names where no trained model took the place. To
// be raised with any change that may give another finding. Threads: any.
#pragma once

#include <string_view>

#include "understand/finding.hpp"

namespace leitstand {

// Empty for a function that is not built.
constexpr std::string_view rules_version(FunctionKey function) {
    switch (function) {
    case FunctionKey::sort:
    case FunctionKey::extract:
    case FunctionKey::complete:
    case FunctionKey::relate:
        return "1.1.0";
    case FunctionKey::urgent:
        return "1.2.0";
    case FunctionKey::answer:
    case FunctionKey::plain:
        break;
    }
    return {};
}

} // namespace leitstand
