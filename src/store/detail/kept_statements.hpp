// SPDX-License-Identifier: EUPL-1.2
// SQLite sessions that keep their prepared statements: SOCI prepares a statement anew for each use,
// and parsing the same forty texts cost a fifth of the processor time of intake. Threads: a session
// belongs to one at a time. Limits: 256 statements a session, the least recently used goes first;
// texts over 2 KiB (lists of values written into them) are not kept.
#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace leitstand::detail {

// For soci::session in place of soci::sqlite3.
soci::backend_factory const& keeping_sqlite();

// The connection of a session that was opened with it.
sqlite_api::sqlite3* connection_of(soci::session& session);

} // namespace leitstand::detail
