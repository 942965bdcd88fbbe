// SPDX-License-Identifier: EUPL-1.2
#include "govern/journal_table.hpp"

#include "store/sql.hpp"

namespace leitstand::journal_table {

namespace {

struct Flat {
    long long sequence = 0, number = 0, example = 0, at = 0;
    std::string function, kind, subject, by, body;
    soci::indicator has_body = soci::i_null;
};

Result<Row> from_flat(Flat const& flat) {
    Row row;
    row.sequence = flat.sequence;
    row.function = flat.function;
    row.kind = flat.kind;
    row.subject = flat.subject;
    row.number = flat.number;
    row.example = flat.example != 0;
    row.by = flat.by;
    row.at = flat.at;
    if (flat.has_body == soci::i_ok)
        row.sealed = TRY(from_base64(flat.body));
    return row;
}

Result<std::vector<Row>> select(Sql& sql, std::string const& condition, long long value) {
    return sql_call([&]() -> Result<std::vector<Row>> {
        Flat flat;
        soci::statement statement =
            (sql.session().prepare << "SELECT sequence, function_key, kind, subject, number,"
                                      " example, written_by, written_at, body"
                                      " FROM governance_record WHERE "
                                   << condition << " ORDER BY sequence",
             soci::use(value), soci::into(flat.sequence), soci::into(flat.function),
             soci::into(flat.kind), soci::into(flat.subject), soci::into(flat.number),
             soci::into(flat.example), soci::into(flat.by), soci::into(flat.at),
             soci::into(flat.body, flat.has_body));
        statement.execute();
        std::vector<Row> rows;
        while (statement.fetch())
            rows.push_back(TRY(from_flat(flat)));
        return rows;
    });
}

Result<std::int64_t> number_of(Sql& sql, std::string const& query) {
    return sql_call([&]() -> Result<std::int64_t> {
        long long value = 0;
        sql.session() << query, soci::into(value);
        return value;
    });
}

} // namespace

Result<void> insert(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<void> {
        long long const sequence = row.sequence;
        long long const number = row.number;
        long long const example = row.example ? 1 : 0;
        long long const at = row.at;
        auto const body = to_base64(row.sealed.value_or(""));
        sql.session() << "INSERT INTO governance_record (sequence, function_key, kind, subject,"
                         " number, example, written_by, written_at, body) VALUES (:sequence,"
                         " :function, :kind, :subject, :number, :example, :by, :at, :body)",
            soci::use(sequence), soci::use(row.function), soci::use(row.kind),
            soci::use(row.subject), soci::use(number), soci::use(example), soci::use(row.by),
            soci::use(at), soci::use(body);
        return {};
    });
}

Result<std::int64_t> newest_number(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<std::int64_t> {
        long long number = 0;
        sql.session() << "SELECT COALESCE(MAX(number), 0) FROM governance_record WHERE"
                         " function_key = :function AND kind = :kind AND subject = :subject",
            soci::use(row.function), soci::use(row.kind), soci::use(row.subject),
            soci::into(number);
        return number;
    });
}

Result<std::int64_t> newest_sequence(Sql& sql) {
    return number_of(sql, "SELECT COALESCE(MAX(sequence), 0) FROM governance_record");
}

Result<std::vector<Row>> after(Sql& sql, std::int64_t sequence) {
    return select(sql, "sequence > :sequence", sequence);
}

Result<std::optional<Row>> find(Sql& sql, std::int64_t sequence) {
    auto rows = TRY(select(sql, "sequence = :sequence", sequence));
    if (rows.empty())
        return std::optional<Row>{};
    return std::optional<Row>{std::move(rows.front())};
}

Result<void> empty(Sql& sql, std::int64_t sequence) {
    return sql_call([&]() -> Result<void> {
        long long const value = sequence;
        sql.session() << "UPDATE governance_record SET body = NULL WHERE sequence = :sequence",
            soci::use(value);
        return {};
    });
}

Result<std::int64_t> count_empty(Sql& sql) {
    return number_of(sql, "SELECT COUNT(*) FROM governance_record WHERE body IS NULL");
}

} // namespace leitstand::journal_table
