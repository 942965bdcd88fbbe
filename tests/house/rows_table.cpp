// SPDX-License-Identifier: EUPL-1.2
#include "house/rows_table.hpp"

#include "store/sql.hpp"

namespace leitstand::house {

Result<std::int64_t> row_count(Database& database, std::string const& statement) {
    return database.read_for<std::int64_t>([&](Sql& sql) -> Result<std::int64_t> {
        return sql_call([&]() -> Result<std::int64_t> {
            long long count = 0;
            sql.session() << statement, soci::into(count);
            return count;
        });
    });
}

namespace {

std::string as_text(soci::row const& row, std::size_t column) {
    if (row.get_indicator(column) == soci::i_null)
        return {};
    switch (row.get_properties(column).get_data_type()) {
    case soci::dt_string:
        return row.get<std::string>(column);
    case soci::dt_integer:
        return std::to_string(row.get<int>(column));
    case soci::dt_long_long:
        return std::to_string(row.get<long long>(column));
    case soci::dt_double:
        return std::to_string(row.get<double>(column));
    default:
        return "?";
    }
}

} // namespace

Result<std::vector<std::vector<std::string>>> rows(Database& database,
                                                   std::string const& statement) {
    using Rows = std::vector<std::vector<std::string>>;
    return database.read_for<Rows>([&](Sql& sql) -> Result<Rows> {
        return sql_call([&]() -> Result<Rows> {
            Rows found;
            soci::rowset<soci::row> const all = (sql.session().prepare << statement);
            for (auto const& row : all) {
                std::vector<std::string> texts;
                for (std::size_t column = 0; column < row.size(); ++column)
                    texts.push_back(as_text(row, column));
                found.push_back(std::move(texts));
            }
            return found;
        });
    });
}

Result<void> execute(Database& database, std::string const& statement) {
    return database.write([&](Sql& sql) -> Result<void> {
        return sql_call([&]() -> Result<void> {
            sql.session() << statement;
            return {};
        });
    });
}

} // namespace leitstand::house
