// SPDX-License-Identifier: EUPL-1.2
#include "learn/training_table.hpp"

#include "store/sql.hpp"

namespace leitstand::learn::training_table {

namespace {

std::uint64_t affected(soci::statement& statement) {
    return static_cast<std::uint64_t>(std::max<long long>(statement.get_affected_rows(), 0));
}

} // namespace

Result<void> replace(Sql& sql, Row const& row) {
    return sql_call([&]() -> Result<void> {
        auto const sealed = to_base64(row.sealed);
        sql.session() << "INSERT INTO training_sample (item, function, purpose, decided_on,"
                         " delete_on, sealed) VALUES (:item, :function, :purpose, :decided,"
                         " :due, :sealed) ON CONFLICT (item, function) DO UPDATE SET"
                         " purpose = excluded.purpose, decided_on = excluded.decided_on,"
                         " delete_on = excluded.delete_on, sealed = excluded.sealed",
            soci::use(row.item), soci::use(row.function), soci::use(row.purpose),
            soci::use(row.decided_on), soci::use(row.delete_on), soci::use(sealed);
        return {};
    });
}

Result<std::optional<Row>> find(Sql& sql, std::string const& item, std::string const& function) {
    return sql_call([&]() -> Result<std::optional<Row>> {
        Row row;
        row.item = item;
        row.function = function;
        sql.session() << "SELECT purpose, decided_on, delete_on, sealed FROM training_sample"
                         " WHERE item = :item AND function = :function",
            soci::use(item), soci::use(function), soci::into(row.purpose),
            soci::into(row.decided_on), soci::into(row.delete_on), soci::into(row.sealed);
        if (!sql.session().got_data())
            return std::optional<Row>{};
        row.sealed = TRY(from_base64(row.sealed));
        return std::optional<Row>{std::move(row)};
    });
}

Result<std::vector<Row>> list(Sql& sql, std::string const& purpose, std::string const& function,
                              Due const& due, std::size_t count) {
    return sql_call([&]() -> Result<std::vector<Row>> {
        std::vector<Row> found;
        Row row;
        auto const most = static_cast<long long>(count);
        soci::statement statement =
            (sql.session().prepare
                 << "SELECT item, decided_on, delete_on, sealed FROM training_sample"
                    " WHERE purpose = :purpose AND function = :function AND delete_on > :today"
                    " AND decided_on > :until ORDER BY decided_on, item LIMIT :most",
             soci::use(purpose), soci::use(function), soci::use(due.today),
             soci::use(due.decided_until), soci::use(most), soci::into(row.item),
             soci::into(row.decided_on), soci::into(row.delete_on), soci::into(row.sealed));
        statement.execute();
        while (statement.fetch()) {
            auto copy = row;
            copy.purpose = purpose;
            copy.function = function;
            copy.sealed = TRY(from_base64(row.sealed));
            found.push_back(std::move(copy));
        }
        return found;
    });
}

Result<std::uint64_t> remove(Sql& sql, std::string const& item, std::string const& function) {
    return sql_call([&]() -> Result<std::uint64_t> {
        soci::statement statement =
            (sql.session().prepare << "DELETE FROM training_sample WHERE item = :item AND"
                                      " function = :function",
             soci::use(item), soci::use(function));
        statement.execute(true);
        return affected(statement);
    });
}

Result<std::uint64_t> remove_item(Sql& sql, std::string const& item) {
    return sql_call([&]() -> Result<std::uint64_t> {
        soci::statement statement =
            (sql.session().prepare << "DELETE FROM training_sample WHERE item = :item",
             soci::use(item));
        statement.execute(true);
        return affected(statement);
    });
}

Result<std::uint64_t> remove_due(Sql& sql, Due const& due) {
    return sql_call([&]() -> Result<std::uint64_t> {
        soci::statement statement =
            (sql.session().prepare << "DELETE FROM training_sample WHERE delete_on <= :today"
                                      " OR decided_on <= :until",
             soci::use(due.today), soci::use(due.decided_until));
        statement.execute(true);
        return affected(statement);
    });
}

Result<std::uint64_t> remove_other_purposes(Sql& sql, std::string const& purpose) {
    return sql_call([&]() -> Result<std::uint64_t> {
        soci::statement statement =
            (sql.session().prepare << "DELETE FROM training_sample WHERE purpose <> :purpose",
             soci::use(purpose));
        statement.execute(true);
        return affected(statement);
    });
}

Result<std::uint64_t> count(Sql& sql, std::string const& function) {
    return sql_call([&]() -> Result<std::uint64_t> {
        long long samples = 0;
        sql.session() << "SELECT COUNT(*) FROM training_sample WHERE function = :function",
            soci::use(function), soci::into(samples);
        return static_cast<std::uint64_t>(samples);
    });
}

Result<std::string> first_deletion(Sql& sql) {
    return sql_call([&]() -> Result<std::string> {
        std::string day;
        sql.session() << "SELECT COALESCE(MIN(delete_on), '') FROM training_sample",
            soci::into(day);
        return day;
    });
}

} // namespace leitstand::learn::training_table
