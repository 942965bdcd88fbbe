// SPDX-License-Identifier: EUPL-1.2
#include "serve/kept_answer_table.hpp"

#include "store/sql.hpp"

namespace leitstand::kept_answer_table {

Result<std::optional<Row>> find(Sql& sql, std::string const& key_hash) {
    return sql_call([&]() -> Result<std::optional<Row>> {
        Row row;
        long long at = 0;
        sql.session() << "SELECT key_hash, request_hash, status, answer, at FROM kept_answer WHERE "
                         "key_hash = :key",
            soci::use(key_hash), soci::into(row.key_hash), soci::into(row.request_hash),
            soci::into(row.status), soci::into(row.answer), soci::into(at);
        if (!sql.session().got_data())
            return std::optional<Row>{};
        row.at = {at};
        return std::optional{std::move(row)};
    });
}

Result<void> insert(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<void> {
        long long const at = row.at.microseconds;
        sql.session() << "INSERT INTO kept_answer (key_hash, request_hash, status, answer, at) "
                         "VALUES (:key_hash,"
                         " :request_hash, :status, :answer, :at)",
            soci::use(row.key_hash), soci::use(row.request_hash), soci::use(row.status),
            soci::use(row.answer), soci::use(at);
        return {};
    });
}

Result<void> restart(Sql& sql, std::string const& key_hash, Instant at) {
    return sql_call([&]() -> Result<void> {
        long long const moment = at.microseconds;
        sql.session() << "UPDATE kept_answer SET at = :at WHERE key_hash = :key", soci::use(moment),
            soci::use(key_hash);
        return {};
    });
}

Result<void> finish(Sql& sql, std::string const& key_hash, int status, std::string const& answer) {
    return sql_call([&]() -> Result<void> {
        sql.session()
            << "UPDATE kept_answer SET status = :status, answer = :answer WHERE key_hash = :key",
            soci::use(status), soci::use(answer), soci::use(key_hash);
        return {};
    });
}

Result<void> remove(Sql& sql, std::string const& key_hash) {
    return sql_call([&]() -> Result<void> {
        sql.session() << "DELETE FROM kept_answer WHERE key_hash = :key", soci::use(key_hash);
        return {};
    });
}

Result<void> purge(Sql& sql, Instant before, std::size_t count_max) {
    return sql_call([&]() -> Result<void> {
        long long const oldest = before.microseconds;
        sql.session() << "DELETE FROM kept_answer WHERE at < :before", soci::use(oldest);
        long long count = 0;
        sql.session() << "SELECT COUNT(*) FROM kept_answer", soci::into(count);
        long long const beyond = count - static_cast<long long>(count_max);
        if (beyond > 0)
            sql.session()
                << "DELETE FROM kept_answer WHERE key_hash IN (SELECT key_hash FROM kept_answer"
                   " ORDER BY at LIMIT :beyond)",
                soci::use(beyond);
        return {};
    });
}

} // namespace leitstand::kept_answer_table
