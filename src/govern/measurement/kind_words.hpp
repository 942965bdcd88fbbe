// SPDX-License-Identifier: EUPL-1.2
// Kinds of findings in words for people: "Zuständige Stelle" where measurements hold "unit". The
// gates and the register take them from here. A key without words stays as it is. Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace leitstand {

struct KindInWords {
    std::string german, english;
};

KindInWords finding_kind_in_words(std::string_view kind);

} // namespace leitstand
