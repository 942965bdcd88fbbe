// SPDX-License-Identifier: EUPL-1.2
// A whole dossier as a file, TOML or JSON (docs/formats/dossier-file.md): exported, handed on,
// imported, and shipped for the example authority. An import is checked as a whole and appended as
// a whole; what already stands there in these words is left alone. Measurements, signatures and
// publications are never imported: they are taken, given and made here. Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "govern/governance.hpp"

namespace leitstand {

enum class DossierFormat : std::uint8_t { toml, json };

struct DossierFile {
    std::optional<FunctionKey> function;
    bool example = false; // as the file says
    struct Entry {
        RecordKind kind = RecordKind::statement;
        std::string subject;
        std::shared_ptr<Json const> body;
        std::string sign_off; // of a task: display name of who signs it off; empty: nobody
    };
    std::vector<Entry> entries;
    std::vector<Problem> problems; // empty: it may be imported
};

// The statements, tasks and other records of the function itself, the newest of each.
std::string print_dossier(GovernView const& view, DossierFormat format);

// `name`: of the file, for messages.
DossierFile read_dossier(std::string_view bytes, DossierFormat format, std::string const& name,
                         Guideline const& guideline);

struct ImportAct {
    std::string by;       // account id; empty: the operator at the machine
    bool example = false; // into an invented authority: there alone, everything comes in
};
// How many records were written; of an invented authority all are marked as invented. Into a real
// authority nothing invented comes, and of the rest statements, tasks and risks: that a body was
// heard, agreed, signed off or answers for a high rest is entered by those who speak for it. No
// file speaks as a body: `by_body`, or an act of a body without `for_body`, is a fault of the file.
// Errors: bad_input
// "dossier.file_wrong" where the file has problems; refused "dossier.file_is_example" and
// "dossier.speaks_for_others" (detail: the first such entry); those of Journal::append_all.
Result<std::size_t> import_dossier(DossierFile const& file, Governance const& governance,
                                   ImportAct const& act);

} // namespace leitstand
