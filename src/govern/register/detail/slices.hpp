// SPDX-License-Identifier: EUPL-1.2
// Of whom or of what a published figure is: the keys of the measurement, and words in both
// languages. A key without words stands as it is. Threads: any.
#pragma once

#include <map>

#include "govern/register/entry.hpp"

namespace leitstand {

struct Slice {
    std::string key; // empty: of all
    InLanguages name;
};

Slice slice_of_kind(std::string const& kind); // of findings: "service"
// "service, channel: fax"
Slice slice_of_letters(std::string const& kind, std::string const& by, std::string const& name);
// "sex: female, channel: fax"
Slice slice_of_group(std::map<std::string, std::string> const& of);

} // namespace leitstand
