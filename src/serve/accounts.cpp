// SPDX-License-Identifier: EUPL-1.2
#include "serve/accounts.hpp"

#include "base/assert.hpp"
#include "base/crypto/crypto.hpp"
#include "base/ids.hpp"
#include "serve/accounts_table.hpp"
#include "serve/password_rules.hpp"
#include "serve/words.hpp"

namespace leitstand {

namespace {

using accounts_table::By;
using accounts_table::Row;

constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kDisplayNameBytesMax = 120;
constexpr std::size_t kUnitsMax = 64;
constexpr std::size_t kUnitBytesMax = 64;
constexpr std::size_t kTokenBytes = 32;
constexpr std::chrono::seconds kPasswordTurnWait{3};
constexpr std::size_t kPasswordTurnsWaitingMax = 4; // each holds a worker

bool name_well_formed(std::string const& name) {
    return !name.empty() && name.size() <= kNameBytesMax &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                      c == '_' || c == '@';
           });
}

std::string lower_name(std::string name) {
    for (auto& c : name)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return name;
}

bool has_role(Account const& account, Role role) {
    return std::find(account.roles.begin(), account.roles.end(), role) != account.roles.end();
}

Result<std::vector<Role>> checked_roles(std::vector<Role> roles) {
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    if (roles.empty())
        return fail(Code::bad_input, "account.roles_missing");
    // A program must not have what persons have, nor the other way round: their ways of signing in
    // differ.
    if (roles.back() == Role::service_account && roles.size() > 1)
        return fail(Code::bad_input, "account.role_mixed");
    return roles;
}

Result<std::vector<std::string>> checked_units(std::vector<std::string> units) {
    if (units.size() > kUnitsMax)
        return fail(Code::bad_input, "account.units_invalid");
    for (auto const& unit : units)
        if (unit.empty() || unit.size() > kUnitBytesMax ||
            unit.find_first_of(" \t\r\n") != std::string::npos)
            return fail(Code::bad_input, "account.units_invalid");
    return units;
}

std::string role_words(std::vector<Role> const& roles) {
    std::vector<std::string> words;
    for (auto const role : roles)
        words.emplace_back(role_name(role));
    return join_words(words);
}

// Argon2id takes 64 MiB and a tenth of a second: few at once, and few waiting.
class PasswordTurns {
  public:
    explicit PasswordTurns(std::size_t at_once) : free_(at_once) {}
    template <typename F>
    auto take(F&& call) -> decltype(call()) {
        {
            std::unique_lock lock{mutex_};
            if (free_ == 0 && waiting_ >= kPasswordTurnsWaitingMax)
                return fail(Code::too_many, "sign_in.busy");
            ++waiting_;
            bool const got = turn_.wait_for(lock, kPasswordTurnWait, [this] { return free_ > 0; });
            --waiting_;
            if (!got)
                return fail(Code::too_many, "sign_in.busy");
            --free_;
        }
        auto result = call();
        {
            std::lock_guard const lock{mutex_};
            ++free_;
        }
        turn_.notify_one();
        return result;
    }

  private:
    std::mutex mutex_;
    std::condition_variable turn_;
    std::size_t free_;
    std::size_t waiting_ = 0;
};

class DatabaseAccounts final : public Accounts {
  public:
    DatabaseAccounts(Database& database, Limits const& limits, TimeSource& time,
                     EntryLog const& log)
        : database_(database), time_(time), log_(log),
          turns_(std::max<std::size_t>(limits.sign_ins_at_once_max, 1)) {}

    Result<std::size_t> count() override {
        return database_.read_for<std::size_t>(accounts_table::count);
    }

    Result<AccountSecret> create(NewAccount const& wanted, std::string const& by) override {
        Row row;
        row.account.id = new_id();
        row.account.name = lower_name(wanted.name);
        row.account.display_name =
            wanted.display_name.empty() ? row.account.name : wanted.display_name;
        if (!name_well_formed(row.account.name) ||
            row.account.display_name.size() > kDisplayNameBytesMax)
            return fail(Code::bad_input, "account.name_invalid");
        row.account.roles = TRY(checked_roles(wanted.roles));
        row.account.units = TRY(checked_units(wanted.units));
        row.made_at = time_.now().microseconds;
        auto secret = TRY(fresh_secret(row));
        auto const what = fmt::format("made; roles: {}; units: {}", role_words(row.account.roles),
                                      join_words(row.account.units));
        auto written = database_.write([&](Sql& sql) -> Result<void> {
            TRY(accounts_table::insert(sql, row));
            return append_change(sql, row.account.id, what, by);
        });
        if (!written && written.error().key == "database.exists")
            return fail(Code::conflict, "account.exists");
        TRY(written);
        return AccountSecret{row.account, std::move(secret)};
    }

    Result<AccountSecret> change(std::string const& id, AccountChange const& wanted,
                                 std::string const& by) override {
        auto row = TRY(row_of(By::id, id));
        auto const version_before = row.account.version;
        std::string what;
        if (wanted.roles) {
            bool const was_service = has_role(row.account, Role::service_account);
            row.account.roles = TRY(checked_roles(*wanted.roles));
            if (has_role(row.account, Role::service_account) != was_service)
                return fail(Code::bad_input, "account.role_mixed");
            what += "roles: " + role_words(row.account.roles) + "; ";
        }
        if (wanted.units) {
            row.account.units = TRY(checked_units(*wanted.units));
            what += "units: " + join_words(row.account.units) + "; ";
        }
        if (wanted.locked) {
            row.account.locked = *wanted.locked;
            what += row.account.locked ? "locked; " : "unlocked; ";
        }
        std::string secret;
        if (wanted.new_password) {
            secret = TRY(fresh_secret(row));
            what += "new secret; ";
        }
        ++row.account.version; // ends the sessions it has
        TRY(database_.write([&](Sql& sql) -> Result<void> {
            TRY(keep_an_administrator(sql, row.account));
            TRY(accounts_table::update(sql, row, version_before));
            TRY(accounts_table::remove_sessions_of(sql, id));
            return append_change(sql, id, what, by);
        }));
        return AccountSecret{row.account, std::move(secret)};
    }

    Result<Account> find(std::string const& id) override { return TRY(row_of(By::id, id)).account; }
    Result<Account> find_by_name(std::string const& name) override {
        return TRY(row_of(By::name, lower_name(name))).account;
    }
    Result<std::vector<Account>> list() override {
        auto rows = TRY(database_.read_for<std::vector<Row>>(accounts_table::all));
        std::vector<Account> accounts;
        for (auto& row : rows)
            accounts.push_back(std::move(row.account));
        return accounts;
    }
    std::string display_name(std::string const& id) override {
        if (id.empty())
            return {};
        auto const account = find(id);
        return account ? account->display_name : id;
    }

    Result<Account> check_password(std::string const& name, std::string const& password) override {
        if (password.size() > kPasswordBytesMax)
            return fail(Code::not_signed_in, "sign_in.wrong");
        return turns_.take([&]() -> Result<Account> {
            auto const row = TRY(database_.read_for<std::optional<Row>>(
                [&](Sql& sql) { return accounts_table::find(sql, By::name, lower_name(name)); }));
            bool const known = row && !row->password_hash.empty();
            bool const right =
                password_matches(known ? row->password_hash : decoy_hash(), password);
            if (!known || !right || row->account.locked)
                return fail(Code::not_signed_in, "sign_in.wrong");
            return row->account;
        });
    }

    Result<Account> check_token(std::string const& token) override {
        auto const hash = to_hex(sha256(token)); // 256 random bits need no slow hash
        auto const row = TRY(database_.read_for<std::optional<Row>>(
            [&](Sql& sql) { return accounts_table::find(sql, By::token_hash, hash); }));
        if (!row || row->account.locked)
            return fail(Code::not_signed_in, "token.wrong");
        return row->account;
    }

    Result<Account> change_password(std::string const& id, std::string const& old_password,
                                    std::string const& new_password) override {
        auto row = TRY(row_of(By::id, id));
        TRY(check_new_password(row.account, old_password, new_password));
        auto const hash = TRY(turns_.take([&]() -> Result<std::string> {
            if (row.password_hash.empty() || !password_matches(row.password_hash, old_password))
                return fail(Code::not_signed_in, "password.old_wrong");
            return hash_password(new_password);
        }));
        auto const version_before = row.account.version++;
        row.password_hash = hash;
        row.account.must_change_password = false;
        TRY(database_.write([&](Sql& sql) -> Result<void> {
            TRY(accounts_table::update(sql, row, version_before));
            TRY(accounts_table::remove_sessions_of(sql, id));
            return append_change(sql, id, "own password changed", id);
        }));
        return row.account;
    }

  private:
    Result<void> append_change(Sql& sql, std::string const& account, std::string const& what,
                               std::string const& by) {
        TRY(accounts_table::append_change(sql, account, what, by, time_.now()));
        return log_.write(sql, {.type = EntryType::rights_changed,
                                .account = by,
                                .details = {{"account", account}, {"change", what}}});
    }

    Result<Row> row_of(By by, std::string const& value) {
        auto row = TRY(database_.read_for<std::optional<Row>>(
            [&](Sql& sql) { return accounts_table::find(sql, by, value); }));
        if (!row)
            return fail(Code::not_found, "account.not_found");
        return std::move(*row);
    }

    // A one-time password for a person, a token for a program; its hash goes into the row.
    Result<std::string> fresh_secret(Row& row) {
        if (has_role(row.account, Role::service_account)) {
            auto token = "leitstand_" + to_hex(random_bytes(kTokenBytes));
            row.token_hash = to_hex(sha256(token));
            return token;
        }
        auto password = new_one_time_password();
        row.password_hash = TRY(turns_.take([&] { return hash_password(password); }));
        row.account.must_change_password = true;
        return password;
    }

    // Nobody could make accounts any more.
    Result<void> keep_an_administrator(Sql& sql, Account const& changed) {
        if (has_role(changed, Role::administrator) && !changed.locked)
            return {};
        bool was_one = false, another = false;
        for (auto const& row : TRY(accounts_table::all(sql))) {
            bool const is_one = has_role(row.account, Role::administrator) && !row.account.locked;
            (row.account.id == changed.id ? was_one : another) |= is_one;
        }
        if (was_one && !another)
            return fail(Code::refused, "account.last_administrator");
        return {};
    }

    // What an unknown name is compared with, so that it costs the same time.
    std::string const& decoy_hash() {
        std::call_once(decoy_once_, [this] {
            auto hash = hash_password(to_hex(random_bytes(16)));
            ASSERT(hash.has_value());
            decoy_ = std::move(*hash);
        });
        return decoy_;
    }

    Database& database_;
    TimeSource& time_;
    EntryLog const& log_;
    PasswordTurns turns_;
    std::once_flag decoy_once_;
    std::string decoy_;
};

} // namespace

std::string_view role_name(Role role) {
    switch (role) {
    case Role::caseworker:
        return "caseworker";
    case Role::team_lead:
        return "team_lead";
    case Role::releaser:
        return "releaser";
    case Role::post_room:
        return "post_room";
    case Role::governance:
        return "governance";
    case Role::data_protection:
        return "data_protection";
    case Role::staff_council:
        return "staff_council";
    case Role::management:
        return "management";
    case Role::equal_opportunity:
        return "equal_opportunity";
    case Role::disability_representative:
        return "disability_representative";
    case Role::information_security:
        return "information_security";
    case Role::auditor:
        return "auditor";
    case Role::administrator:
        return "administrator";
    case Role::service_account:
        return "service_account";
    }
    return "";
}

Result<Role> parse_role(std::string_view name) {
    for (auto const role : kRoles)
        if (name == role_name(role))
            return role;
    return fail(Code::bad_input, "account.role_unknown");
}

Result<std::unique_ptr<Accounts>> Accounts::open(Database& database, Limits const& limits,
                                                 TimeSource& time, EntryLog const& log) {
    return std::make_unique<DatabaseAccounts>(database, limits, time, log);
}

Result<std::string> account_roles(Sql& sql, std::string const& id) {
    auto const row = TRY(accounts_table::find(sql, By::id, id));
    return row ? role_words(row->account.roles) : std::string{};
}

} // namespace leitstand
