// SPDX-License-Identifier: EUPL-1.2
// The two engines behind Database, and what they share: running one work with its exceptions
// caught. Threads: see store/database.hpp.
#pragma once

#include <filesystem>

#include "store/sql.hpp"

namespace leitstand::detail {

Result<std::unique_ptr<Database>> open_sqlite(std::filesystem::path const& file,
                                              Limits const& limits, Holder holder);
Result<std::unique_ptr<Database>> open_postgresql(std::string const& url, Limits const& limits);

using Work = std::function<Result<void>(Sql&)>;

// Runs `work`; whatever it throws becomes an Error.
Result<void> run_work(Work const& work, Sql& sql);

// Marks the calling thread as inside of a transaction, and asserts that it was not: a write within
// a write would wait for itself.
class InsideTransaction {
  public:
    InsideTransaction();
    InsideTransaction(InsideTransaction const&) = delete;
    InsideTransaction& operator=(InsideTransaction const&) = delete;
    ~InsideTransaction();
};

} // namespace leitstand::detail
