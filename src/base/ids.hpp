// SPDX-License-Identifier: EUPL-1.2
// Opaque random identifiers: 128 random bits as 32 lower-case hex digits. Never derived from
// content. Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace leitstand {

std::string new_id();
bool is_id(std::string_view text);

} // namespace leitstand
