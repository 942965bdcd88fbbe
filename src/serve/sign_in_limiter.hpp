// SPDX-License-Identifier: EUPL-1.2
// Slows down who guesses passwords: failures per name and address, and per address (IPv6: per /64),
// within a window. They stand in the database under keyed hashes, so that a restart does not forget
// them and several servers count together; what is outside of the window is deleted. Threads: any.
// Limits: sign_in_failures_max, sign_in_window_min.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/crypto/crypto.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "serve/sign_in_table.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"

namespace leitstand {

class SignInLimiter {
  public:
    SignInLimiter(Database& database, KeyRing const& keys, Limits const& limits, TimeSource& time)
        : database_(database), key_(keys.purpose_key("sign in attempts")), limits_(limits),
          time_(time) {}

    // Counts an attempt before the password is looked at, so that many at once do not slip through.
    // How long to wait, where it is one too many. Errors: those of the database; nobody signs in
    // uncounted.
    Result<std::optional<std::chrono::seconds>> attempt(std::string const& name,
                                                        std::string const& address);
    // Forgets the name's failures. An error is logged: the person has signed in.
    void succeeded(std::string const& name, std::string const& address);

  private:
    using Wait = std::optional<std::chrono::seconds>;
    Result<Wait> blocked(Sql& sql, std::string const& name_key, std::string const& network_key,
                         Instant now) const;
    // As far into the future as into the past: the clocks of several servers differ.
    sign_in_table::Window window_around(Instant now) const;
    // Names and addresses are personal: only keyed hashes are stored.
    std::string name_key(std::string const& name, std::string const& network) const;
    std::string network_key(std::string const& network) const;

    Database& database_;
    SecretKey key_;
    Limits const& limits_;
    TimeSource& time_;
};

// The network that counts as one address: IPv6 addresses come by the /64.
std::string network_of(std::string const& address);

} // namespace leitstand
