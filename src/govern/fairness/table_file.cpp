// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/table_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "learn/parallel.hpp"
#include "text/csv.hpp"

namespace leitstand::fairness {

namespace {

constexpr std::uint64_t kPieceBytes = 4 << 20;
constexpr std::uint64_t kNone = ~0ull;

// Of a stretch of the file that begins anywhere.
struct Stretch {
    bool odd_quotes = false;
    // Behind the first line break outside of quotes, if the stretch begins outside [0] or inside
    // [1] of them.
    std::array<std::uint64_t, 2> record_begin = {kNone, kNone};
};

Stretch survey(std::string_view bytes, std::uint64_t offset) {
    Stretch stretch;
    bool odd = false;
    std::size_t at = 0;
    while (at < bytes.size()) {
        auto const quote = std::min(bytes.find('"', at), bytes.size());
        // In this part, a stretch that began outside is inside exactly if `odd`.
        if (auto& begin = stretch.record_begin[odd ? 1 : 0]; begin == kNone)
            if (auto const line_break = bytes.substr(at, quote - at).find('\n');
                line_break != std::string_view::npos)
                begin = offset + at + line_break + 1;
        if (quote == bytes.size())
            break;
        odd = !odd;
        at = quote + 1;
    }
    stretch.odd_quotes = odd;
    return stretch;
}

} // namespace

Result<TableFile> TableFile::open(std::filesystem::path const& path, unsigned threads) {
    TableFile table;
    // O_NONBLOCK: a pipe in its place must not hold us up.
    table.file_ = FileDescriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat status {};
    if (!table.file_.valid() || ::fstat(table.file_.get(), &status) != 0)
        return tl::unexpected(errno_error(
            errno, errno == ENOENT ? "file.missing" : "file.cannot_open", path.string()));
    if (!S_ISREG(status.st_mode))
        return fail(Code::bad_input, "file.not_regular", path.string());
    table.size_ = static_cast<std::uint64_t>(status.st_size);
    if (table.size_ > kTableBytesMax)
        return fail(Code::too_large, "csv.too_large", path.string());
    TRY(table.read_header());
    TRY(table.cut(threads));
    return table;
}

Result<std::string_view> TableFile::read(std::uint64_t begin, std::uint64_t end,
                                         std::string& buffer) const {
    if (buffer.size() < end - begin)
        buffer.resize(end - begin);
    for (std::uint64_t at = begin; at < end;) {
        auto const got =
            ::pread(file_.get(), buffer.data() + (at - begin), end - at, static_cast<off_t>(at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errno_error(errno, "file.cannot_read"));
        if (got == 0)
            return fail(Code::conflict, "csv.changed_meanwhile");
        at += static_cast<std::uint64_t>(got);
    }
    return std::string_view{buffer.data(), end - begin};
}

Result<void> TableFile::read_header() {
    std::string buffer;
    auto const bytes =
        TRY(read(0, std::min<std::uint64_t>(size_, text::kCsvRecordBytesMax + 16), buffer));
    auto const begin = text::csv_begin(bytes);
    separator_ = text::csv_separator(bytes);
    text::CsvScanner scanner{bytes.substr(begin), separator_};
    std::vector<std::string_view> fields;
    auto const step = scanner.next(fields);
    if (step == text::CsvScanner::Step::end)
        return fail(Code::bad_input, "csv.empty");
    if (step != text::CsvScanner::Step::record)
        return text::csv_fault(step, "line 1");
    for (auto const field : fields) {
        if (!text::is_utf8(field))
            return fail(Code::bad_input, "csv.not_utf8", "line 1");
        if (std::find(columns_.begin(), columns_.end(), field) != columns_.end())
            return fail(Code::bad_input, "csv.column_twice", std::string{field});
        columns_.emplace_back(field);
    }
    begins_.push_back(begin + scanner.position());
    return {};
}

Result<void> TableFile::cut(unsigned threads) {
    auto const body = begins_.front();
    auto const count = (size_ - body + kPieceBytes - 1) / kPieceBytes;
    std::vector<Result<Stretch>> stretches(count, Stretch{});
    learn::in_parallel(count, threads, [&](std::size_t i) {
        thread_local std::string buffer;
        auto const begin = body + i * kPieceBytes;
        stretches[i] =
            read(begin, std::min(begin + kPieceBytes, size_), buffer).map([&](auto bytes) {
                return survey(bytes, begin);
            });
    });
    bool inside = false; // of quotes, where the stretch begins
    for (std::size_t i = 0; i < count; ++i) {
        auto const stretch = TRY(stretches[i]);
        if (auto const begin = stretch.record_begin[inside ? 1 : 0];
            i > 0 && begin != kNone && begin < size_)
            begins_.push_back(begin);
        inside ^= stretch.odd_quotes;
    }
    begins_.push_back(size_);
    for (std::size_t i = 0; i + 1 < begins_.size(); ++i) // also: nobody closed a quote
        if (begins_[i + 1] - begins_[i] > 2 * kPieceBytes + text::kCsvRecordBytesMax)
            return fail(Code::too_large, "csv.record_too_long",
                        fmt::format("line {}", TRY(line_at(begins_[i]))));
    return {};
}

Result<std::string_view> TableFile::read_piece(std::size_t piece, std::string& buffer) const {
    return read(begins_[piece], begins_[piece + 1], buffer);
}

Result<std::size_t> TableFile::line_at(std::uint64_t offset) const {
    std::string buffer;
    std::size_t line = 1;
    for (std::uint64_t at = 0; at < offset; at += kPieceBytes) {
        auto const bytes = TRY(read(at, std::min(at + kPieceBytes, offset), buffer));
        line += static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    }
    return line;
}

} // namespace leitstand::fairness
