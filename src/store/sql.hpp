// SPDX-License-Identifier: EUPL-1.2
// What a *_table.cpp sees of a transaction. Only those files and store/ include this header, which brings SOCI.
// SOCI's exceptions end in sql_call(): it turns them into Errors. Threads: one transaction belongs to one thread.
#pragma once

#include <soci/soci.h>

#include "store/database.hpp"

namespace leitstand {

class Sql {
  public:
    Sql(soci::session& session, Engine engine) : session_(session), engine_(engine) {}
    soci::session& session() { return session_; }
    Engine engine() const { return engine_; }

  private:
    soci::session& session_;
    Engine engine_;
};

// Maps an exception in flight (call from a catch block) to an Error: full, locked, unique violation ("database.exists"), down.
Error sql_error();

// Runs a callable that uses SOCI and returns Result<T> or T; exceptions become Errors.
template <typename F>
auto sql_call(F&& call) -> decltype(call()) {
    try {
        return call();
    } catch (...) {
        return tl::unexpected(sql_error());
    }
}

// Binary values: BLOB on SQLite, BYTEA on PostgreSQL, both bound through text that the two engines take
// unchanged. Sealed columns are stored as base64 text ("store/sealed_text.hpp"), so no engine-specific binding exists.
std::string to_base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);

} // namespace leitstand
