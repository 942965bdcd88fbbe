// SPDX-License-Identifier: EUPL-1.2
#include "serve/accounts_table.hpp"

#include "serve/words.hpp"
#include "store/sql.hpp"

namespace leitstand::accounts_table {

namespace {

constexpr char kSelect[] =
    "SELECT id, name, display_name, roles, units, password_hash, token_hash, must_change, locked,"
    " version, made_at FROM account ";

struct Flat {
    std::string id, name, display_name, roles, units, password_hash, token_hash;
    int must_change = 0, locked = 0;
    long long version = 0, made_at = 0;
};

Result<Row> from_flat(Flat const& flat) {
    Row row;
    row.account.id = flat.id;
    row.account.name = flat.name;
    row.account.display_name = flat.display_name;
    for (auto const& word : split_words(flat.roles))
        row.account.roles.push_back(TRY(parse_role(word)));
    row.account.units = split_words(flat.units);
    row.account.must_change_password = flat.must_change != 0;
    row.account.locked = flat.locked != 0;
    row.account.version = flat.version;
    row.password_hash = flat.password_hash;
    row.token_hash = flat.token_hash;
    row.made_at = flat.made_at;
    return row;
}

Flat to_flat(Row const& row) {
    Flat flat;
    auto const& account = row.account;
    flat.id = account.id;
    flat.name = account.name;
    flat.display_name = account.display_name;
    std::vector<std::string> roles;
    for (auto const role : account.roles)
        roles.emplace_back(role_name(role));
    flat.roles = join_words(roles);
    flat.units = join_words(account.units);
    flat.must_change = account.must_change_password ? 1 : 0;
    flat.locked = account.locked ? 1 : 0;
    flat.version = account.version;
    flat.password_hash = row.password_hash;
    flat.token_hash = row.token_hash;
    flat.made_at = row.made_at;
    return flat;
}

void read_into(soci::statement& statement, Flat& flat) {
    for (auto* text : {&flat.id, &flat.name, &flat.display_name, &flat.roles, &flat.units,
                       &flat.password_hash, &flat.token_hash})
        statement.exchange(soci::into(*text));
    statement.exchange(soci::into(flat.must_change));
    statement.exchange(soci::into(flat.locked));
    statement.exchange(soci::into(flat.version));
    statement.exchange(soci::into(flat.made_at));
}

char const* condition(By by) {
    switch (by) {
    case By::id:
        return "WHERE id = :value";
    case By::name:
        return "WHERE name = :value";
    case By::token_hash:
        return "WHERE token_hash = :value AND token_hash <> ''";
    }
    return "";
}

} // namespace

Result<std::optional<Row>> find(Sql& sql, By by, std::string const& value) {
    return sql_call([&]() -> Result<std::optional<Row>> {
        Flat flat;
        soci::statement statement{sql.session()};
        read_into(statement, flat);
        statement.exchange(soci::use(value, "value"));
        statement.alloc();
        statement.prepare(std::string{kSelect} + condition(by));
        statement.define_and_bind();
        if (!statement.execute(true))
            return std::optional<Row>{};
        return std::optional<Row>{TRY(from_flat(flat))};
    });
}

Result<std::vector<Row>> all(Sql& sql) {
    return sql_call([&]() -> Result<std::vector<Row>> {
        Flat flat;
        soci::statement statement{sql.session()};
        read_into(statement, flat);
        statement.alloc();
        statement.prepare(std::string{kSelect} + "ORDER BY name");
        statement.define_and_bind();
        statement.execute();
        std::vector<Row> rows;
        while (statement.fetch())
            rows.push_back(TRY(from_flat(flat)));
        return rows;
    });
}

Result<std::size_t> count(Sql& sql) {
    return sql_call([&]() -> Result<std::size_t> {
        long long number = 0;
        sql.session() << "SELECT COUNT(*) FROM account", soci::into(number);
        return static_cast<std::size_t>(number);
    });
}

Result<void> insert(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<void> {
        auto const flat = to_flat(row);
        sql.session() << "INSERT INTO account (id, name, display_name, roles, units, "
                         "password_hash, token_hash,"
                         " must_change, locked, version, made_at) VALUES (:id, :name, "
                         ":display_name, :roles, :units,"
                         " :password_hash, :token_hash, :must_change, :locked, :version, :made_at)",
            soci::use(flat.id), soci::use(flat.name), soci::use(flat.display_name),
            soci::use(flat.roles), soci::use(flat.units), soci::use(flat.password_hash),
            soci::use(flat.token_hash), soci::use(flat.must_change), soci::use(flat.locked),
            soci::use(flat.version), soci::use(flat.made_at);
        return {};
    });
}

Result<void> update(Sql& sql, Row const& row, std::int64_t version_before) {
    return sql_call([&]() -> Result<void> {
        auto const flat = to_flat(row);
        long long const before = version_before;
        soci::statement statement =
            (sql.session().prepare
                 << "UPDATE account SET display_name = :display_name, roles = :roles, units = "
                    ":units,"
                    " password_hash = :password_hash, token_hash = :token_hash, must_change = "
                    ":must_change,"
                    " locked = :locked, version = :version WHERE id = :id AND version = :before",
             soci::use(flat.display_name), soci::use(flat.roles), soci::use(flat.units),
             soci::use(flat.password_hash), soci::use(flat.token_hash), soci::use(flat.must_change),
             soci::use(flat.locked), soci::use(flat.version), soci::use(flat.id),
             soci::use(before));
        statement.execute(true);
        if (statement.get_affected_rows() != 1)
            return fail(Code::conflict, "account.changed");
        return {};
    });
}

Result<void> append_change(Sql& sql, std::string const& account, std::string const& what,
                           std::string const& by, Instant at) {
    return sql_call([&]() -> Result<void> {
        long long const moment = at.microseconds;
        sql.session()
            << "INSERT INTO account_change (sequence, account, what, changed_by, changed_at) VALUES"
               " ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM account_change), :account, :what,"
               " :changed_by, :changed_at)",
            soci::use(account), soci::use(what), soci::use(by), soci::use(moment);
        return {};
    });
}

Result<void> insert_session(Sql& sql, Session const& session) {
    return sql_call([&]() -> Result<void> {
        long long const version = session.account_version;
        long long const began = session.began_at.microseconds;
        long long const seen = session.seen_at.microseconds;
        sql.session() << "INSERT INTO session (token_hash, account, account_version, began_at, "
                         "seen_at) VALUES"
                         " (:token_hash, :account, :version, :began, :seen)",
            soci::use(session.token_hash), soci::use(session.account), soci::use(version),
            soci::use(began), soci::use(seen);
        return {};
    });
}

Result<std::optional<Session>> find_session(Sql& sql, std::string const& token_hash) {
    return sql_call([&]() -> Result<std::optional<Session>> {
        Session session;
        long long version = 0, began = 0, seen = 0;
        sql.session()
            << "SELECT token_hash, account, account_version, began_at, seen_at FROM session"
               " WHERE token_hash = :token_hash",
            soci::use(token_hash), soci::into(session.token_hash), soci::into(session.account),
            soci::into(version), soci::into(began), soci::into(seen);
        if (!sql.session().got_data())
            return std::optional<Session>{};
        session.account_version = version;
        session.began_at = {began};
        session.seen_at = {seen};
        return std::optional{std::move(session)};
    });
}

Result<void> touch_session(Sql& sql, std::string const& token_hash, Instant seen_at) {
    return sql_call([&]() -> Result<void> {
        long long const seen = seen_at.microseconds;
        sql.session() << "UPDATE session SET seen_at = :seen WHERE token_hash = :token_hash",
            soci::use(seen), soci::use(token_hash);
        return {};
    });
}

Result<void> remove_session(Sql& sql, std::string const& token_hash) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM session WHERE token_hash = :token_hash",
            soci::use(token_hash);
        return {};
    });
}

Result<void> remove_sessions_of(Sql& sql, std::string const& account) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM session WHERE account = :account", soci::use(account);
        return {};
    });
}

Result<void> remove_sessions_before(Sql& sql, Instant began_before) {
    return sql_call([&]() -> Result<void> {
        long long const before = began_before.microseconds;
        sql.session() << "DELETE FROM session WHERE began_at < :before", soci::use(before);
        return {};
    });
}

} // namespace leitstand::accounts_table
