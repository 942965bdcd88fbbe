// SPDX-License-Identifier: EUPL-1.2
// Sessions of people: a random token of 256 bits in a cookie, its hash in the database. A session
// ends when it is idle too long, too old, signed out, or when its account changed (role, lock,
// password). Threads: any. Limits: session_idle_min, session_age_h.
#pragma once

#include "serve/accounts.hpp"

namespace leitstand {

class Sessions {
  public:
    Sessions(Database& database, Accounts& accounts, Limits const& limits, TimeSource& time,
             EntryLog const& log)
        : database_(database), accounts_(accounts), limits_(limits), time_(time), log_(log) {}

    // A new session; `old_token` (may be empty) ends, so that a token known before signing in is
    // worth nothing.
    Result<std::string> begin(Account const& account, std::string const& old_token);
    // Errors: not_signed_in "session.none", "session.ended".
    Result<Account> find(std::string const& token);
    Result<void> end(std::string const& token);

  private:
    Database& database_;
    Accounts& accounts_;
    Limits const& limits_;
    TimeSource& time_;
    EntryLog const& log_;
};

} // namespace leitstand
