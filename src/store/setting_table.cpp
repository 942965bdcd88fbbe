// SPDX-License-Identifier: EUPL-1.2
#include "store/setting_table.hpp"

#include "store/sql.hpp"

namespace leitstand {

Result<std::optional<std::string>> read_setting(Sql& sql, std::string_view key) {
    return sql_call([&]() -> Result<std::optional<std::string>> {
        std::string const name{key};
        std::string value;
        sql.session() << "SELECT value FROM setting WHERE key = :name", soci::into(value),
            soci::use(name);
        if (!sql.session().got_data())
            return std::optional<std::string>{};
        return std::optional{std::move(value)};
    });
}

Result<void> write_setting(Sql& sql, std::string_view key, std::string_view value) {
    return sql_call([&]() -> Result<void> {
        std::string const name{key};
        std::string const text{value};
        sql.session() << "INSERT INTO setting (key, value) VALUES (:name, :value) "
                         "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            soci::use(name), soci::use(text);
        return {};
    });
}

} // namespace leitstand
