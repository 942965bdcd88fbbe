// SPDX-License-Identifier: EUPL-1.2
// The journal of governance: what the authority said and did about each function, as records that
// are only ever appended (ADR 0025). Dossier, participation, assessment, gates and register are
// worked out from it by pure functions (govern/view.hpp); nothing else is stored. Each append
// enters `governance_recorded` in the log, in the same transaction. Format:
// docs/formats/governance-journal.md. Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "prove/entry_log.hpp"
#include "store/database.hpp"
#include "store/key_ring.hpp"
#include "understand/finding.hpp"

namespace leitstand {

enum class RecordKind : std::uint8_t {
    statement,     // a fact of the dossier
    task,          // the state of a task
    participation, // what one of those taking part said or did
    agreement,     // a works agreement (Dienstvereinbarung) with its terms
    risk,          // an entry of the risk register
    measurement,   // a measured figure of one release
    signature,     // of a release
    publication,   // of the register entry
    operation      // complaint, incident, review, training
};
std::string_view record_kind_name(RecordKind kind);
Result<RecordKind> parse_record_kind(std::string_view name); // bad_input "governance.kind_unknown"

struct Record {
    std::int64_t sequence = 0;           // order of the whole journal
    std::optional<FunctionKey> function; // nothing: of the whole authority
    RecordKind kind = RecordKind::statement;
    std::string subject;     // what it is about: a fact's key, a risk's id …
    std::int64_t number = 1; // version of the subject, from 1
    bool example = false;    // invented, for the example authority: shown as "Beispiel"
    std::string by;          // account id; empty: the program or the operator at the machine
    Instant at;
    std::shared_ptr<Json const> body; // an object; null once it was emptied
};

struct NewRecord {
    std::optional<FunctionKey> function;
    RecordKind kind = RecordKind::statement;
    std::string subject;
    std::int64_t number = 1; // one more than the newest that the writer has seen
    bool example = false;
    std::string by;
    std::shared_ptr<Json const> body; // an object: record_body()
};

std::shared_ptr<Json const> record_body(Json body);

class Journal {
  public:
    static constexpr std::size_t kBodyBytesMax = 256 << 10;
    static constexpr std::size_t kSubjectBytesMax = 100;
    static constexpr std::size_t kRecordsMax = 200'000; // of the whole journal

    Journal(Database& database, KeyRing const& keys, TimeSource& time, EntryLog const& log);

    // Errors: conflict "governance.changed" where that number is taken or not the next; bad_input
    // "governance.subject_wrong"; too_large "governance.body_too_large"; too_many
    // "governance.full"; those of database and log.
    Result<Record> append(NewRecord const& record);
    // All or none, in this order: an import.
    Result<std::vector<Record>> append_all(std::vector<NewRecord> const& records);
    // In somebody's transaction (the switchboard's). Errors as append().
    Result<Record> append(Sql& sql, NewRecord const& record) const;

    // Of a function and of the whole authority together, oldest first. Kept in memory and read on
    // from where it was: a call without news is one small query.
    Result<std::shared_ptr<std::vector<Record> const>> of(FunctionKey function);
    Result<std::shared_ptr<std::vector<Record> const>> all();
    // The sequence of the newest record, 0 without any; emptying counts no sequence.
    Result<std::int64_t> newest();
    // The latest time that any entry of the log bears: the clock was there once. A record is never
    // dated before it.
    Result<Instant> newest_entry();

    // Deletes what a record says; that it was, by whom and when stays. Errors: not_found
    // "governance.no_record"; refused "governance.stays" for what gates rest on (all kinds but
    // operation).
    Result<void> empty(std::int64_t sequence, std::string const& reason, std::string const& by);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

// The newest record of each subject of one kind, by subject order of first appearance; emptied ones
// are left out.
std::vector<Record const*> newest_of(std::vector<Record> const& records, RecordKind kind);
// The newest of one subject; null where there is none.
Record const* newest_of(std::vector<Record> const& records, RecordKind kind,
                        std::string_view subject);

} // namespace leitstand
