// SPDX-License-Identifier: EUPL-1.2
// Tables as text after RFC 4180 (Shafranovich 2005): quoted fields with doubled quotes and line
// breaks inside, CRLF or LF, a byte order mark, and besides the comma the semicolon and the tab,
// which spreadsheets write in German. A quote elsewhere is a fault, never a guess. The one reader
// of such tables, record by record for long ones and as a whole for small ones, and the one writer.
// Threads: any.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand::text {

inline constexpr std::size_t kCsvRecordBytesMax = 1 << 20; // docs/limits.md
inline constexpr std::size_t kCsvColumnsMax = 1'000;

// Walks over records without copying; a field with doubled quotes is copied into its own memory.
class CsvScanner {
  public:
    CsvScanner(std::string_view bytes, char separator);

    enum class Step : std::uint8_t { record, end, stray_quote, open_quote, too_long, too_many };
    // The fields stay valid until the next call and while the bytes do. After a fault nothing more
    // can be read; record_begin() says where the faulty record begins.
    Step next(std::vector<std::string_view>& fields);

    std::size_t record_begin() const { return record_begin_; }
    std::size_t position() const { return at_; } // behind the last record and its line break

  private:
    bool quoted_field(std::string_view& field);
    Step fault(Step step);

    std::string_view bytes_;
    char separator_;
    std::array<bool, 256> ends_{}; // bytes at which an unquoted field ends or is wrong
    std::size_t at_ = 0, record_begin_ = 0;
    std::deque<std::string> unescaped_; // of this record
};

// The key of a fault: "csv.stray_quote", "csv.open_quote", "csv.record_too_long",
// "csv.too_many_columns". `place` is the detail.
tl::unexpected<Error> csv_fault(CsvScanner::Step step, std::string place);

// Behind the byte order mark, if there is one.
std::size_t csv_begin(std::string_view bytes);
// Which of , ; and tab stands most often outside of quotes in the first record; comma if none does.
char csv_separator(std::string_view bytes);
// The number of the line on which the byte at `offset` stands, from 1.
std::size_t csv_line(std::string_view bytes, std::size_t offset);

bool is_utf8(std::string_view bytes);

struct CsvLimits {
    std::size_t size_bytes_max = 8 << 20;
    std::size_t rows_max = 100'000;
};

struct CsvTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; // each as long as `columns`
    std::vector<std::size_t> lines;             // on which each row begins
    char separator = ',';
};

// The first record names the columns; an empty line is passed over where there are several.
// Errors: those of csv_fault; bad_input "csv.empty", "csv.not_utf8", "csv.ragged" (another number
// of fields than columns), "csv.column_twice", too_large "csv.too_large", "csv.too_many_rows". The
// detail names the line.
Result<CsvTable> parse_csv(std::string_view bytes, CsvLimits limits = {});

// One field as it may stand in a table, quoted where it must be.
std::string csv_field(std::string_view value, char separator = ',');

// A text that a spreadsheet would carry out as a formula (=, +, -, @, tab or carriage return in
// front; a plain number is none) gets an apostrophe in front. One that begins with apostrophes
// before such a sign gets one more, so that csv_unguarded(csv_guarded(x)) == x.
std::string csv_guarded(std::string_view value);
std::string csv_unguarded(std::string_view value);

// One record with CRLF at its end, for people who open it in a spreadsheet: each field guarded.
std::string csv_record(std::span<std::string_view const> fields);

} // namespace leitstand::text
