// SPDX-License-Identifier: EUPL-1.2
// Given names that a reader knows at sight. A name on the list is likely a name; that one is not on
// it says nothing. Private to understand/. Threads: any.
#pragma once

#include <string>

namespace leitstand::detail_understand {

// `form` is a matching_form().
bool given_name(std::string const& form);

// Also family names that are no other word: no judging function may see one, wherever it stands.
bool name_to_mask(std::string const& form);

} // namespace leitstand::detail_understand
