// SPDX-License-Identifier: EUPL-1.2
// Changes of the register as an Atom feed (RFC 4287): an entry for each publication and each change
// of a mode. Ids are made of authority, function and number, so that they stay the same on every
// machine. Threads: any. Limits: kFeedEntriesMax.
#pragma once

#include "govern/register/publication.hpp"

namespace leitstand {

inline constexpr std::size_t kFeedEntriesMax = 200; // the newest

std::string register_feed(PublicRegister const& entries, std::string const& authority);

} // namespace leitstand
