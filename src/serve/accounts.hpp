// SPDX-License-Identifier: EUPL-1.2
// The accounts of the people and programs that work here: names, roles, units, Argon2id passwords,
// tokens of service accounts. There is no default password: who makes an account gets a one-time
// password, shown once. Changes are recorded with who made them (append-only). Threads: any.
// Limits: sign_ins_at_once_max.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "prove/entry_log.hpp"
#include "store/database.hpp"

namespace leitstand {

enum class Role : std::uint8_t {
    caseworker,
    team_lead,
    releaser,
    post_room,
    governance,
    data_protection,
    staff_council,
    auditor,
    administrator,
    management,                // head of the authority
    equal_opportunity,         // BGleiG
    disability_representative, // SGB IX §§ 177 ff.
    information_security,
    service_account // a program: signs in by token only
};
inline constexpr std::array<Role, 14> kRoles{Role::caseworker,
                                             Role::team_lead,
                                             Role::releaser,
                                             Role::post_room,
                                             Role::governance,
                                             Role::data_protection,
                                             Role::staff_council,
                                             Role::auditor,
                                             Role::administrator,
                                             Role::management,
                                             Role::equal_opportunity,
                                             Role::disability_representative,
                                             Role::information_security,
                                             Role::service_account};
std::string_view role_name(Role role);
Result<Role> parse_role(std::string_view name); // bad_input "account.role_unknown"

// In Account::units: sees the items of all units. Without any unit an account sees unassigned items
// only.
inline constexpr std::string_view kAllUnits = "*";

struct Account {
    std::string id;           // 32 hex
    std::string name;         // for signing in: lower case, unique
    std::string display_name; // for people
    std::vector<Role> roles;
    std::vector<std::string> units; // unit keys of the catalogue, or kAllUnits
    bool locked = false;
    bool must_change_password = false; // the password is a one-time password
    std::int64_t version = 1;          // grows with each change; sessions of an older one end
};

struct NewAccount {
    std::string name;
    std::string display_name;
    std::vector<Role> roles;
    std::vector<std::string> units;
};

struct AccountChange {
    std::optional<std::vector<Role>> roles;
    std::optional<std::vector<std::string>> units;
    std::optional<bool> locked;
    bool new_password = false; // a fresh one-time password, or a fresh token for a service account
};

// What is shown once and never stored in clear: a one-time password, or the token of a service
// account.
struct AccountSecret {
    Account account;
    std::string secret; // empty where a change made none
};

class Accounts {
  public:
    static Result<std::unique_ptr<Accounts>> open(Database& database, Limits const& limits,
                                                  TimeSource& time, EntryLog const& log);
    virtual ~Accounts() = default;

    virtual Result<std::size_t> count() = 0;

    // `by` is the account id of who does it; empty: the operator at the machine (first
    // administrator, example). Errors: bad_input "account.name_invalid", "account.role_unknown",
    // "account.roles_missing", "account.role_mixed" (service_account stands alone); conflict
    // "account.exists".
    virtual Result<AccountSecret> create(NewAccount const& account, std::string const& by) = 0;
    // Errors: not_found "account.not_found"; refused "account.last_administrator"; and those of
    // create().
    virtual Result<AccountSecret> change(std::string const& id, AccountChange const& change,
                                         std::string const& by) = 0;

    virtual Result<Account> find(std::string const& id) = 0;
    virtual Result<Account> find_by_name(std::string const& name) = 0;
    virtual Result<std::vector<Account>> list() = 0;
    // Display name for an account id; the id itself where it is unknown, "" for "".
    virtual std::string display_name(std::string const& id) = 0;

    // Takes the same time for an unknown name as for a wrong password.
    // Errors: not_signed_in "sign_in.wrong" (name, password or lock: one answer), too_many
    // "sign_in.busy".
    virtual Result<Account> check_password(std::string const& name,
                                           std::string const& password) = 0;
    virtual Result<Account>
    check_token(std::string const& token) = 0; // not_signed_in "token.wrong"

    // Errors: not_signed_in "password.old_wrong"; bad_input "password.too_short",
    // "password.too_long", "password.too_common", "password.same", "password.contains_name".
    virtual Result<Account> change_password(std::string const& id, std::string const& old_password,
                                            std::string const& new_password) = 0;
};

// The roles of an account as words, for the entries of the log; "" for an unknown one.
Result<std::string> account_roles(Sql& sql, std::string const& id);

} // namespace leitstand
