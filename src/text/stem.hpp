// SPDX-License-Identifier: EUPL-1.2
// Stems of German words by the Snowball algorithm, taken of the matching form, so that both
// spellings of an umlaut give one stem. Threads: any; each thread keeps its own stemmer and a
// bounded memory of stems.
#pragma once

#include <string>
#include <string_view>

namespace leitstand::text {

// `form` is a matching_form().
std::string const& stem(std::string const& form);

} // namespace leitstand::text
