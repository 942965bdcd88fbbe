// SPDX-License-Identifier: EUPL-1.2
#include "store/sql.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace leitstand {

namespace {

Error make_error(Code code, std::string key, std::string detail) {
    return Error{code, std::move(key), std::move(detail), std::source_location::current()};
}

// SQLite's messages name tables and columns, never values.
Error sqlite_error(soci::sqlite3_soci_error const& error) {
    auto detail = fmt::format("sqlite {}: {}", error.result(), error.get_error_message());
    switch (error.result() & 0xff) {
    case SQLITE_FULL:
        return make_error(Code::no_space, "database.full", std::move(detail));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return make_error(Code::unavailable, "database.locked", std::move(detail));
    case SQLITE_CONSTRAINT:
        // Plain SQLITE_CONSTRAINT comes from a session without extended codes; its message says
        // what was hurt.
        if (error.result() == SQLITE_CONSTRAINT_UNIQUE ||
            error.result() == SQLITE_CONSTRAINT_PRIMARYKEY ||
            error.result() == SQLITE_CONSTRAINT_ROWID ||
            (error.result() == SQLITE_CONSTRAINT && detail.find("UNIQUE") != std::string::npos))
            return make_error(Code::conflict, "database.exists", std::move(detail));
        return make_error(Code::internal, "database.rule", std::move(detail));
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return make_error(Code::no_right, "database.no_right", std::move(detail));
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
        return make_error(Code::unavailable, "database.down", std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return make_error(Code::damaged, "database.damaged", std::move(detail));
    default:
        return make_error(Code::internal, "database.statement", std::move(detail));
    }
}

// PostgreSQL's messages may quote values, so only those about our own statement (class 42) are
// kept. The codes: PostgreSQL 15, appendix A.
Error postgresql_error(soci::postgresql_soci_error const& error) {
    auto const state = error.sqlstate();
    auto detail = fmt::format("sqlstate {}", state);
    if (state.starts_with("42"))
        detail += ": " + error.get_error_message().substr(0, error.get_error_message().find('\n'));
    if (state == "23505")
        return make_error(Code::conflict, "database.exists", std::move(detail));
    if (state.starts_with("23"))
        return make_error(Code::internal, "database.rule", std::move(detail));
    if (state == "40001" || state == "40P01")
        return make_error(Code::conflict, "database.again", std::move(detail));
    if (state == "53100")
        return make_error(Code::no_space, "database.full", std::move(detail));
    if (state == "55P03")
        return make_error(Code::unavailable, "database.locked", std::move(detail));
    if (state == "57014")
        return make_error(Code::timed_out, "database.timed_out", std::move(detail));
    if (state == "42501" || state == "25006")
        return make_error(Code::no_right, "database.no_right", std::move(detail));
    if (state == "XX001" || state == "XX002")
        return make_error(Code::damaged, "database.damaged", std::move(detail));
    // Without a code of five signs nobody answered: the connection is gone.
    if (state.starts_with("08") || state.starts_with("57P") || state.starts_with("58") ||
        state.starts_with("53") || state.find_first_not_of(' ') == std::string::npos ||
        state.find('\0') != std::string::npos)
        return make_error(Code::unavailable, "database.down", std::move(detail));
    return make_error(Code::internal, "database.statement", std::move(detail));
}

} // namespace

Error sql_error() {
    try {
        throw;
    } catch (soci::sqlite3_soci_error const& error) {
        return sqlite_error(error);
    } catch (soci::postgresql_soci_error const& error) {
        return postgresql_error(error);
    } catch (soci::soci_error const& error) {
        return make_error(Code::internal, "database.statement", error.get_error_message());
    } catch (std::bad_alloc const&) {
        return make_error(Code::unavailable, "database.down", "no memory");
    } catch (std::exception const& error) {
        return make_error(Code::internal, "database.statement", typeid(error).name());
    } catch (...) {
        return make_error(Code::internal, "database.statement", "unknown exception");
    }
}

} // namespace leitstand
