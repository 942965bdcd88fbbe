// SPDX-License-Identifier: EUPL-1.2
// Names of the roles for the sentences of open points, as the screens name them. Threads: any.
#pragma once

#include <string_view>

namespace leitstand {

struct RoleInWords {
    std::string_view key, german, english;
};

// Of a role of kGuidelineRoles; an unknown one is its own name.
RoleInWords role_in_words(std::string_view role);

} // namespace leitstand
