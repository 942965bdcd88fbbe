// SPDX-License-Identifier: EUPL-1.2
// Which fields no judging function may see (DESIGN rule 7): who people are, where they live, their
// numbers. Threads: any.
#pragma once

#include <string_view>

namespace leitstand {

bool masks_field(std::string_view key);
bool names_person(std::string_view key); // one of these: its words are masked one by one

} // namespace leitstand
