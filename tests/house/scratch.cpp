// SPDX-License-Identifier: EUPL-1.2
#include "house/scratch.hpp"

#include <csignal>
#include <cstdlib>
#include <libpq-fe.h>
#include <thread>

#include "base/assert.hpp"
#include "base/ids.hpp"

namespace leitstand::house {

ScratchFolder::ScratchFolder(std::string const& name) {
    auto const* base = std::getenv("TMPDIR");
    path_ = std::filesystem::path{base != nullptr ? base : "/tmp"} /
            fmt::format("leitstand-{}-{}", name, new_id().substr(0, 12));
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    ASSERT(!error);
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, error);
}

ScratchFolder::~ScratchFolder() {
    if (keep_) {
        fmt::print(stderr, "kept for a look: {}\n", path_.string());
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::optional<std::string> postgresql_url() {
    auto const* url = std::getenv("LEITSTAND_TEST_PG");
    return url != nullptr && *url != '\0' ? std::optional<std::string>{url} : std::nullopt;
}

namespace {

using Connection = std::unique_ptr<PGconn, decltype([](PGconn* held) { PQfinish(held); })>;
using Answer = std::unique_ptr<PGresult, decltype([](PGresult* held) { PQclear(held); })>;

Result<Answer> ask(std::string const& url, std::string const& statement) {
    Connection const connection{PQconnectdb(url.c_str())};
    if (PQstatus(connection.get()) != CONNECTION_OK)
        return fail(Code::unavailable, "test.no_postgresql", PQerrorMessage(connection.get()));
    PQsetNoticeProcessor(
        connection.get(), [](void*, char const*) {}, nullptr);
    Answer answer{PQexec(connection.get(), statement.c_str())};
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        return fail(Code::internal, "test.statement", PQerrorMessage(connection.get()));
    return answer;
}

} // namespace

Result<std::unique_ptr<ScratchSchema>> ScratchSchema::make() {
    auto const server = postgresql_url();
    if (!server)
        return fail(Code::unavailable, "test.no_postgresql", "LEITSTAND_TEST_PG is not set");
    std::unique_ptr<ScratchSchema> made{new ScratchSchema};
    made->server_url_ = *server;
    made->name_ = "test_" + new_id().substr(0, 12);
    TRY(ask(*server, "CREATE SCHEMA " + made->name_));
    auto const joint = server->find('?') == std::string::npos ? '?' : '&';
    made->url_ = fmt::format("{}{}options=-csearch_path%3D{}&application_name={}", *server, joint,
                             made->name_, made->name_);
    return made;
}

ScratchSchema::~ScratchSchema() {
    if (!name_.empty())
        (void)ask(server_url_, "DROP SCHEMA IF EXISTS " + name_ + " CASCADE");
}

Result<int> ScratchSchema::end_sessions(How how) const {
    auto const chosen = fmt::format(" FROM pg_stat_activity WHERE application_name = '{}'", name_);
    if (how == How::terminate) {
        auto const answer = TRY(ask(server_url_, "SELECT pg_terminate_backend(pid)" + chosen));
        return PQntuples(answer.get());
    }
    auto const answer = TRY(ask(server_url_, "SELECT pid" + chosen + " LIMIT 1"));
    int ended = 0;
    for (int row = 0; row < PQntuples(answer.get()); ++row)
        if (::kill(std::atoi(PQgetvalue(answer.get(), row, 0)), SIGKILL) == 0)
            ++ended;
    return ended;
}

Result<void> ScratchSchema::await_no_session(std::chrono::seconds limit) const {
    auto const end = std::chrono::steady_clock::now() + limit;
    auto const statement =
        fmt::format("SELECT 1 FROM pg_stat_activity WHERE application_name = '{}'", name_);
    while (PQntuples(TRY(ask(server_url_, statement)).get()) > 0) {
        if (std::chrono::steady_clock::now() > end)
            return fail(Code::timed_out, "test.session_left", name_);
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return {};
}

} // namespace leitstand::house
