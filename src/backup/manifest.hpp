// SPDX-License-Identifier: EUPL-1.2
// What belongs to one backup, in text without secrets: random ids, sizes, hashes. Format:
// docs/formats/backup.md. Threads: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace leitstand {

struct StoredFile {
    std::string id; // of a blob
    std::uint64_t size_bytes = 0;
    std::string sha256; // raw, of the sealed file
    bool operator==(StoredFile const&) const = default;
};

struct Manifest {
    Instant made;
    std::string recipient; // mark of the recovery sheet
    std::uint64_t archive_bytes = 0;
    std::string archive_sha256;    // raw
    std::vector<StoredFile> blobs; // by id
    std::vector<std::string> missing;

    std::uint64_t blob_bytes() const;
    bool operator==(Manifest const&) const = default;
};

// How the name of a backup begins, which orders backups: "20261127T081530.123456Z".
std::string name_time(Instant made);

std::string print_manifest(Manifest const& manifest);
// Takes exactly what print_manifest() writes. Errors: damaged "backup.damaged", refused
// "backup.newer".
Result<Manifest> parse_manifest(std::string_view text);

} // namespace leitstand
