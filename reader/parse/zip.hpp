// SPDX-License-Identifier: EUPL-1.2
// A ZIP file by its central directory (PKWARE APPNOTE 6.3): the entries, checked against the bytes
// before anything is unpacked, and each entry unpacked under a cap. Entries that lie over each
// other are an attack and make the whole file unreadable. Bounds: Limits::archive_entries_max
// entries, Limits::unpacked_ratio_max past a mebibyte. Threads: one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/protocol.hpp"

namespace leitstand::reader {

struct ZipEntry {
    std::string name; // the whole path as stored, clean UTF-8; never used as a path
    std::uint64_t packed_bytes = 0;
    std::uint64_t size_bytes = 0; // as announced; what unpacks to more or less is damaged
    std::uint64_t data_at = 0;
    std::uint32_t checksum = 0;
    std::uint16_t method = 0;
    bool encrypted = false;
    bool sound = true; // its local header and bytes lie where the directory says
    bool is_folder() const { return name.ends_with('/') || name.ends_with('\\'); }
};

struct Unpacked {
    std::string bytes;
    Reason fault = Reason::none;
};

class Zip {
  public:
    // Reads the directory. fault(): damaged without one, unpacked_too_large for entries that
    // overlap.
    explicit Zip(std::string_view bytes);

    Reason fault() const { return fault_; }
    // Breaks the rules without being unreadable: counts or names that differ, bytes in front.
    bool malformed() const { return malformed_; }
    // More entries than archive_entries_max; those up to it are listed.
    bool cut() const { return cut_; }
    std::vector<ZipEntry> const& entries() const { return entries_; }
    // By the whole path, letters of either case; the first one of that name.
    ZipEntry const* find(std::string_view name) const;
    // At most `size_bytes_max`. Faults: encrypted, format_archive (a way of packing that is not
    // read), unpacked_too_large, damaged.
    Unpacked unpack(ZipEntry const& entry, std::uint64_t size_bytes_max) const;
    // What all entries together may unpack to.
    std::uint64_t unpacked_bytes_max(ReaderRequest const& request) const;

  private:
    struct Directory {
        std::uint64_t start = 0, end = 0, base = 0, count = 0;
    };
    bool find_directory(Directory& directory) const;
    void read_directory(Directory const& directory);
    bool read_entry(std::uint64_t& at, Directory const& directory);
    void check_local(ZipEntry& entry, std::string_view raw_name, std::uint64_t local_at,
                     Directory const& directory);
    bool overlaps() const;

    std::string_view bytes_;
    std::vector<ZipEntry> entries_;
    std::vector<std::uint64_t> local_at_; // of each sound entry, else its data_at
    Reason fault_ = Reason::none;
    bool malformed_ = false;
    bool cut_ = false;
};

} // namespace leitstand::reader
