// SPDX-License-Identifier: EUPL-1.2
// A database of its own for one test, on either engine, gone when the test ends: a SQLite file in a
// temporary folder, or a schema of its own on the server that LEITSTAND_TEST_PG names
// (tests/support/postgres.sh starts one). Use:
//
//   class LedgerTest : public testing::TestWithParam<Engine> {
//       void SetUp() override { LEITSTAND_NEEDS_ENGINE(GetParam()); }
//   };
//   INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, both_engines(), engine_label);
//
// Threads: one test's.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "store/database.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand {

class TestDatabase {
  public:
    explicit TestDatabase(Engine engine);
    TestDatabase(TestDatabase const&) = delete;
    TestDatabase& operator=(TestDatabase const&) = delete;
    ~TestDatabase();

    static bool available(Engine engine);

    Engine engine() const { return engine_; }
    std::string const& url() const { return url_; }
    std::filesystem::path file() const; // SQLite only

    // Opens it as `holder`; ends the test program if that fails, since no test can go on then.
    std::unique_ptr<Database> open(Limits const& limits = {}, Holder holder = Holder::server) const;

    // Ends every other connection to this test's schema, as a restart of the server would.
    // PostgreSQL only.
    void cut_connections() const;

  private:
    Engine engine_;
    TemporaryFolder folder_;
    std::string schema_; // PostgreSQL: also the application_name of this test's connections
    std::string url_;
};

inline auto both_engines() {
    return testing::Values(Engine::sqlite, Engine::postgresql);
}

inline std::string engine_label(testing::TestParamInfo<Engine> const& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

} // namespace leitstand

#define LEITSTAND_NEEDS_ENGINE(engine)                                                             \
    if (!::leitstand::TestDatabase::available(engine))                                             \
    GTEST_SKIP() << "LEITSTAND_TEST_PG is not set: no PostgreSQL to test on"
