// SPDX-License-Identifier: EUPL-1.2
#include "support/test_database.hpp"

#include <cstdlib>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "base/log.hpp"

namespace leitstand {

namespace {

std::string server_url() {
    char const* const url = std::getenv("LEITSTAND_TEST_PG");
    return url == nullptr ? "" : url;
}

} // namespace

bool TestDatabase::available(Engine engine) {
    return engine == Engine::sqlite || !server_url().empty();
}

TestDatabase::TestDatabase(Engine engine) : engine_(engine) {
    if (engine == Engine::sqlite) {
        url_ = "sqlite:" + file().string();
        return;
    }
    schema_ = "test_" + new_id();
    soci::session session{soci::postgresql, server_url()};
    session << "CREATE SCHEMA " + schema_;
    auto const mark = server_url().find('?') == std::string::npos ? '?' : '&';
    url_ = fmt::format("{}{}options=-csearch_path%3D{}&application_name={}", server_url(), mark,
                       schema_, schema_);
}

TestDatabase::~TestDatabase() {
    if (engine_ == Engine::sqlite)
        return;
    try {
        soci::session session{soci::postgresql, server_url()};
        session << "SET client_min_messages = warning";
        session << "DROP SCHEMA " + schema_ + " CASCADE";
    } catch (std::exception const&) {
        log_warning("test", "the schema {} stays behind", schema_);
    }
}

std::filesystem::path TestDatabase::file() const {
    return folder_ / "leitstand.db";
}

std::unique_ptr<Database> TestDatabase::open(Limits const& limits, Holder holder) const {
    auto database = Database::open(url_, limits, holder);
    if (!database)
        log_error("test", "{}", database.error().describe());
    ASSERT(database);
    return std::move(*database);
}

void TestDatabase::cut_connections() const {
    soci::session session{soci::postgresql, server_url()};
    session
        << "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name",
        soci::use(schema_);
    // The backends end a moment after the call.
    for (int left = 1; left > 0;) {
        session << "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name",
            soci::into(left), soci::use(schema_);
    }
}

} // namespace leitstand
