// SPDX-License-Identifier: EUPL-1.2
// The data files that are part of the program, as text. Written into it by embed.cmake. Threads:
// any.
#pragma once

#include <string_view>

namespace leitstand::embedded {

std::string_view rights();   // rights.toml
std::string_view messages(); // messages.toml
std::string_view openapi();  // docs/formats/openapi.yaml

} // namespace leitstand::embedded
