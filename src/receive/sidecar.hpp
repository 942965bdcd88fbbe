// SPDX-License-Identifier: EUPL-1.2
// What a scanner or a delivering program says about a file, in a small file beside it:
// NAME.leitstand.toml or NAME.leitstand.json with receipt_date, note and key
// (docs/formats/inbox.md). An unknown entry is an error, so that a typing mistake never silently
// loses a date. And how a file itself is named as a delivery. Threads: any.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

#include "base/files.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "receive/ledger.hpp"

namespace leitstand {

struct Sidecar {
    std::string file_name; // of the sidecar, empty if there is none
    std::optional<Date> receipt_date;
    std::string note;
    std::string key; // the delivering program's own name for the delivery
    std::optional<TransferNote> transfer;
};

bool is_sidecar_name(std::string_view name);

// Reads the sidecar of `name` in an open folder. Errors: bad_input "sidecar.wrong" (detail: entry
// or line), too_large "sidecar.too_large", no_right.
Result<Sidecar> read_sidecar(int folder_fd, std::string const& name, Limits const& limits);

// Opens a regular file; never follows a link, never waits for a pipe.
// Errors: bad_input "file.not_regular", no_right "file.unreadable", not_found "file.missing".
struct OpenedFile {
    FileDescriptor fd;
    struct stat status {};
};
Result<OpenedFile> open_regular_file(int folder_fd, std::string const& name);

// The delivery's name made of what identifies the file: device, inode, size, time of change and
// name.
std::string file_arrival_key(struct stat const& status, std::string_view name);

// Streams an opened file into the ledger. Errors: those of Intake; conflict "file.changing" if it
// was written to meanwhile (nothing is kept then).
Result<Item> enter_file(Ledger& ledger, Arrival const& arrival, OpenedFile const& file,
                        Limits const& limits);

} // namespace leitstand
