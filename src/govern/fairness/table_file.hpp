// SPDX-License-Identifier: EUPL-1.2
// A CSV file of any length (text/csv.hpp), cut into pieces of whole records that threads read by
// themselves: so only a few megabytes of it are in memory at a time. Where a piece begins follows
// from the number of quotes before it: odd means inside of a quoted field. That is exact for every
// file that the scanner takes, since it takes quotes nowhere else. Threads: read_piece by any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"

namespace leitstand::fairness {

inline constexpr std::uint64_t kTableBytesMax = 64ull << 30; // docs/limits.md

class TableFile {
  public:
    // `threads`: that look for the quotes. Errors: those of text::csv_fault; bad_input "csv.empty",
    // "csv.not_utf8", "csv.column_twice", "file.not_regular"; not_found "file.missing"; too_large
    // "csv.too_large",
    // "csv.record_too_long".
    static Result<TableFile> open(std::filesystem::path const& path, unsigned threads);

    std::vector<std::string> const& columns() const { return columns_; }
    char separator() const { return separator_; }
    std::uint64_t size_bytes() const { return size_; }

    std::size_t pieces() const { return begins_.size() - 1; }
    std::uint64_t piece_begin(std::size_t piece) const { return begins_[piece]; }
    // Whole records, without the header; they lie in `buffer`. Error: conflict
    // "csv.changed_meanwhile": the file became shorter.
    Result<std::string_view> read_piece(std::size_t piece, std::string& buffer) const;
    // The number of the line at this offset, from 1; reads the file up to there.
    Result<std::size_t> line_at(std::uint64_t offset) const;

  private:
    Result<std::string_view> read(std::uint64_t begin, std::uint64_t end,
                                  std::string& buffer) const;
    Result<void> read_header();
    Result<void> cut(unsigned threads);

    FileDescriptor file_;
    std::uint64_t size_ = 0;
    char separator_ = ',';
    std::vector<std::string> columns_;
    std::vector<std::uint64_t> begins_; // of each piece; the last one is the end of the file
};

} // namespace leitstand::fairness
