// SPDX-License-Identifier: EUPL-1.2
// A group of letters in words for people: "Geschlecht: weiblich, Weg: Fax" where measurements hold
// keys (letter_groups.hpp). A key without words stays as it is, so that nothing is left out.
// Threads: any.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace leitstand {

struct GroupInWords {
    std::string german, english;
};

// `of`: value by trait, as GroupFiguresMeasurement holds it.
GroupInWords group_in_words(std::map<std::string, std::string> const& of);

} // namespace leitstand
