// SPDX-License-Identifier: EUPL-1.2
// What a password must be: long, not one of those that everybody tries, not the person's own name.
// No rules on kinds of characters and no regular change, as BSI ORP.4 and NIST SP 800-63B advise.
// Threads: any.
#pragma once

#include <string>

#include "serve/accounts.hpp"

namespace leitstand {

inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::size_t kPasswordBytesMax = 256;

// Errors: bad_input "password.too_short", "password.too_long", "password.too_common",
// "password.same", "password.contains_name".
Result<void> check_new_password(Account const& account, std::string const& old_password,
                                std::string const& new_password);

// About 97 random bits in groups that can be read out and typed; no sign that looks like another.
std::string new_one_time_password();

} // namespace leitstand
