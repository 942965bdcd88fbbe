// SPDX-License-Identifier: EUPL-1.2
// The text that is laid beside a file which could not be received: what happened, that nothing is
// lost, what to do. German first, then English. Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace leitstand {

std::string refusal_note(std::string_view file_name, Error const& error, Limits const& limits);

} // namespace leitstand
