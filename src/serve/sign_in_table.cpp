// SPDX-License-Identifier: EUPL-1.2
#include "serve/sign_in_table.hpp"

#include "store/sql.hpp"

namespace leitstand::sign_in_table {

Result<Attempts> find(Sql& sql, std::string const& key_hash, Window const& window) {
    return sql_call([&]() -> Result<Attempts> {
        long long const after = window.from.microseconds;
        long long const until = window.to.microseconds;
        long long count = 0;
        long long first = 0;
        sql.session() << "SELECT COUNT(*), COALESCE(MIN(at), 0) FROM sign_in_attempt WHERE"
                         " key_hash = :key AND at > :after AND at <= :until",
            soci::use(key_hash), soci::use(after), soci::use(until), soci::into(count),
            soci::into(first);
        return Attempts{.count = count, .first = {first}};
    });
}

Result<void> insert(Sql& sql, std::string const& key_hash, Instant at) {
    return sql_call([&]() -> Result<void> {
        long long const moment = at.microseconds;
        sql.session() << "INSERT INTO sign_in_attempt (key_hash, at) VALUES (:key, :at)",
            soci::use(key_hash), soci::use(moment);
        return {};
    });
}

Result<void> remove_all(Sql& sql, std::string const& key_hash) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM sign_in_attempt WHERE key_hash = :key", soci::use(key_hash);
        return {};
    });
}

Result<void> remove_newest(Sql& sql, std::string const& key_hash) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM sign_in_attempt WHERE sequence = (SELECT MAX(sequence) FROM"
                         " sign_in_attempt WHERE key_hash = :key)",
            soci::use(key_hash);
        return {};
    });
}

Result<void> purge(Sql& sql, Window const& window) {
    return sql_call([&]() -> Result<void> {
        long long const after = window.from.microseconds;
        long long const until = window.to.microseconds;
        sql.session() << "DELETE FROM sign_in_attempt WHERE at <= :after OR at > :until",
            soci::use(after), soci::use(until);
        return {};
    });
}

Result<std::int64_t> rows_at_most(Sql& sql) {
    return sql_call([&]() -> Result<std::int64_t> {
        long long span = 0;
        sql.session() << "SELECT COALESCE((SELECT MAX(sequence) FROM sign_in_attempt) - (SELECT"
                         " MIN(sequence) FROM sign_in_attempt) + 1, 0)",
            soci::into(span);
        return span;
    });
}

} // namespace leitstand::sign_in_table
