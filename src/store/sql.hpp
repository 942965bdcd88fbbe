// SPDX-License-Identifier: EUPL-1.2
// What a *_table.cpp sees of a transaction. Only those files and store/ include this header, which
// brings SOCI. SOCI's exceptions end in sql_call(): it turns them into Errors. Threads: one
// transaction belongs to one thread. Binary values: sealed columns are stored as base64 text
// (to_base64 of base/crypto), so that the two engines take the same statements and no
// engine-specific binding exists.
#pragma once

#include <soci/soci.h>

#include "base/crypto/crypto.hpp"
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

// Maps an exception in flight (call from a catch block) to an Error: no_space "database.full",
// unavailable "database.locked" and "database.down", conflict "database.exists" (a unique rule),
// timed_out "database.timed_out", no_right "database.no_right", damaged "database.damaged",
// internal "database.rule" (another constraint) and "database.statement". The detail never holds a
// value of a column.
Error sql_error();

// Runs a callable that uses SOCI and returns Result<T>; exceptions become Errors.
template <typename F>
auto sql_call(F&& call) -> decltype(call()) {
    try {
        return call();
    } catch (...) {
        return tl::unexpected(sql_error());
    }
}

} // namespace leitstand
