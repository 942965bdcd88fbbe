// SPDX-License-Identifier: EUPL-1.2
#include "receive/raw_rows_table.hpp"

#include <gtest/gtest.h>

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

std::string text_in(Database& database, std::string const& statement) {
    auto const text = database.read_for<std::string>([&](Sql& sql) {
        return sql_call([&]() -> Result<std::string> {
            auto const found = texts(sql, statement);
            return found.empty() ? std::string{} : found.front();
        });
    });
    EXPECT_TRUE(text) << text.error().describe();
    return text.value_or("");
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

void refuse_inserts(Database& database, std::string_view table) {
    auto const made = run_statement(
        database,
        fmt::format(fmt::runtime(database.engine() == Engine::sqlite
                                     ? "CREATE TRIGGER refused BEFORE INSERT ON {} BEGIN SELECT "
                                       "RAISE(ABORT, 'refused'); END"
                                     : "CREATE TRIGGER refused BEFORE INSERT ON {} FOR EACH ROW "
                                       "EXECUTE FUNCTION row_stays()"),
                    table));
    EXPECT_TRUE(made) << made.error().describe();
}

void allow_inserts(Database& database, std::string_view table) {
    auto const gone =
        run_statement(database, database.engine() == Engine::sqlite
                                    ? "DROP TRIGGER refused"
                                    : fmt::format("DROP TRIGGER refused ON {}", table));
    EXPECT_TRUE(gone) << gone.error().describe();
}

} // namespace leitstand
