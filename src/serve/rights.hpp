// SPDX-License-Identifier: EUPL-1.2
// The rights table (rights.toml), read once. The gate asks it for each route; docs/security.md
// explains it. Threads: immutable.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "serve/accounts.hpp"

namespace leitstand {

// How far a right reaches. The wider one counts where an account has several roles.
enum class Scope : std::uint8_t { none, units, all };

class Rights {
  public:
    // Reads a table. Errors: bad_input "rights.wrong" with line and reason.
    static Result<Rights> parse(std::string_view toml);
    static Rights const& table(); // the one of this program

    Scope scope(std::vector<Role> const& roles, std::string_view right) const;
    std::vector<std::string> rights_of(std::vector<Role> const& roles) const;
    std::vector<std::string> keys() const;
    bool known(std::string_view right) const { return rights_.contains(right); }

  private:
    std::map<std::string, std::map<Role, Scope>, std::less<>> rights_;
};

} // namespace leitstand
