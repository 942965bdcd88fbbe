// SPDX-License-Identifier: EUPL-1.2
#include "receive/raw_rows_table.hpp"

#include "store/sql.hpp"

namespace leitstand {

namespace {

std::vector<std::string> texts(Sql& sql, std::string const& statement) {
    std::vector<std::string> found;
    std::string text;
    soci::statement run = (sql.session().prepare << statement, soci::into(text));
    run.execute();
    while (run.fetch())
        found.push_back(text);
    return found;
}

std::string file_bytes(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

std::string everything_in(TestDatabase const& place, Database& database) {
    if (place.engine() == Engine::sqlite)
        return file_bytes(place.file()) + file_bytes(place.file().string() + "-wal");
    std::string all;
    auto const read = database.read([&](Sql& sql) {
        return sql_call([&]() -> Result<void> {
            for (auto const& table :
                 texts(sql, "SELECT table_name FROM information_schema.tables WHERE table_schema ="
                            " current_schema()"))
                for (auto const& row :
                     texts(sql, fmt::format("SELECT CAST(to_json(t) AS TEXT) FROM {} t", table)))
                    all += row + "\n";
            return {};
        });
    });
    EXPECT_TRUE(read) << read.error().describe();
    return all;
}

std::int64_t number_in(Database& database, std::string const& statement) {
    auto const number = database.read_for<std::int64_t>([&](Sql& sql) {
        return sql_call([&]() -> Result<std::int64_t> {
            long long value = 0;
            sql.session() << statement, soci::into(value);
            return std::int64_t{value};
        });
    });
    EXPECT_TRUE(number) << number.error().describe();
    return number.value_or(-1);
}

Result<void> run_statement(Database& database, std::string const& statement) {
    return database.write([&](Sql& sql) {
        return sql_call([&]() -> Result<void> {
            sql.session() << statement;
            return {};
        });
    });
}

} // namespace leitstand
