// SPDX-License-Identifier: EUPL-1.2
#include "store/database.hpp"

#include "base/assert.hpp"
#include "store/detail/engines.hpp"

namespace leitstand {

Result<std::unique_ptr<Database>> Database::open(std::string const& url, Limits const& limits,
                                                 Holder holder) {
    constexpr std::string_view kSqlite = "sqlite:";
    if (url.starts_with(kSqlite) && url.size() > kSqlite.size())
        return detail::open_sqlite(url.substr(kSqlite.size()), limits, holder);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return detail::open_postgresql(url, limits);
    return fail(Code::bad_input, "database.url_wrong", "expected sqlite:FILE or postgresql://…");
}

namespace detail {

Result<void> run_work(Work const& work, Sql& sql) {
    return sql_call([&]() -> Result<void> { return work(sql); });
}

namespace {
thread_local bool inside_transaction = false;
}

InsideTransaction::InsideTransaction() {
    ASSERT(!inside_transaction);
    inside_transaction = true;
}

InsideTransaction::~InsideTransaction() {
    inside_transaction = false;
}

} // namespace detail

} // namespace leitstand
