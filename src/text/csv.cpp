// SPDX-License-Identifier: EUPL-1.2
#include "text/csv.hpp"

#include <algorithm>
#include <charconv>

#include "text/utf8.hpp"

namespace leitstand::text {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string at_line(std::string_view bytes, std::size_t offset) {
    return fmt::format("line {}", csv_line(bytes, offset));
}

Result<void> check_columns(std::vector<std::string_view> const& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!is_utf8(names[i]))
            return fail(Code::bad_input, "csv.not_utf8", "line 1");
        if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
            names.begin() + static_cast<std::ptrdiff_t>(i))
            return fail(Code::bad_input, "csv.column_twice", std::string{names[i]});
    }
    return {};
}

bool is_number(std::string_view value) {
    double number = 0;
    auto const read = std::from_chars(value.data(), value.data() + value.size(), number);
    return read.ec == std::errc{} && read.ptr == value.data() + value.size() &&
           value.back() >= '0' && value.back() <= '9'; // not "-inf"
}

// Behind apostrophes, too: those that guard a text are told from its own by their number.
bool is_formula(std::string_view value) {
    auto const first = value.find_first_not_of('\'');
    if (first == std::string_view::npos)
        return false;
    value.remove_prefix(first);
    return std::string_view{"=+-@\t\r"}.find(value.front()) != std::string_view::npos &&
           !is_number(value);
}

} // namespace

CsvScanner::CsvScanner(std::string_view bytes, char separator)
    : bytes_(bytes), separator_(separator) {
    for (auto const c : {separator, '\n', '"'})
        ends_[static_cast<unsigned char>(c)] = true;
}

CsvScanner::Step CsvScanner::fault(Step step) {
    at_ = bytes_.size();
    return step;
}

// From the opening quote at at_ to behind the closing one. False: it is never closed.
bool CsvScanner::quoted_field(std::string_view& field) {
    std::string* unescaped = nullptr;
    for (auto from = ++at_;;) {
        auto const quote = bytes_.find('"', at_);
        if (quote == std::string_view::npos)
            return false;
        auto const part = bytes_.substr(from, quote - from);
        bool const doubled = quote + 1 < bytes_.size() && bytes_[quote + 1] == '"';
        at_ = quote + (doubled ? 2 : 1);
        if (!doubled && unescaped == nullptr) {
            field = part;
            return true;
        }
        if (unescaped == nullptr)
            unescaped = &unescaped_.emplace_back();
        unescaped->append(part);
        if (!doubled) {
            field = *unescaped;
            return true;
        }
        *unescaped += '"';
        from = at_;
    }
}

CsvScanner::Step CsvScanner::next(std::vector<std::string_view>& fields) {
    fields.clear();
    if (!unescaped_.empty())
        unescaped_.clear();
    record_begin_ = at_;
    if (at_ >= bytes_.size())
        return Step::end;
    for (;;) {
        std::string_view field;
        if (at_ < bytes_.size() && bytes_[at_] == '"') {
            if (!quoted_field(field))
                return fault(Step::open_quote);
            if (bytes_.substr(at_).starts_with("\r\n"))
                ++at_;
        } else {
            auto const begin = at_;
            while (at_ < bytes_.size() && !ends_[static_cast<unsigned char>(bytes_[at_])])
                ++at_;
            field = bytes_.substr(begin, at_ - begin);
            if (at_ < bytes_.size() && bytes_[at_] == '\n' && field.ends_with('\r'))
                field.remove_suffix(1);
        }
        fields.push_back(field);
        if (at_ - record_begin_ > kCsvRecordBytesMax)
            return fault(Step::too_long);
        if (fields.size() > kCsvColumnsMax)
            return fault(Step::too_many);
        if (at_ >= bytes_.size())
            return Step::record;
        auto const end = bytes_[at_];
        if (end != separator_ && end != '\n')
            return fault(Step::stray_quote);
        ++at_;
        if (end == '\n')
            return Step::record;
    }
}

tl::unexpected<Error> csv_fault(CsvScanner::Step step, std::string place) {
    switch (step) {
    case CsvScanner::Step::open_quote:
        return fail(Code::bad_input, "csv.open_quote", std::move(place));
    case CsvScanner::Step::too_long:
        return fail(Code::too_large, "csv.record_too_long", std::move(place));
    case CsvScanner::Step::too_many:
        return fail(Code::too_large, "csv.too_many_columns", std::move(place));
    default:
        return fail(Code::bad_input, "csv.stray_quote", std::move(place));
    }
}

std::size_t csv_begin(std::string_view bytes) {
    return bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

char csv_separator(std::string_view bytes) {
    constexpr std::string_view kSeparators = ",;\t";
    std::array<std::size_t, kSeparators.size()> seen{};
    bool quoted = false;
    for (auto const c : bytes.substr(csv_begin(bytes))) {
        quoted ^= c == '"';
        if (quoted)
            continue;
        if (c == '\n')
            break;
        if (auto const found = kSeparators.find(c); found != std::string_view::npos)
            ++seen[found];
    }
    auto const most = std::max_element(seen.begin(), seen.end());
    return kSeparators[static_cast<std::size_t>(most - seen.begin())];
}

std::size_t csv_line(std::string_view bytes, std::size_t offset) {
    auto const before = bytes.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        auto const c = code_point_at(bytes, i);
        if (c.value == 0xFFFD && c.size == 1) // the mark of a broken byte; a real one has three
            return false;
        i += c.size;
    }
    return true;
}

Result<CsvTable> parse_csv(std::string_view bytes, CsvLimits limits) {
    if (bytes.size() > limits.size_bytes_max)
        return fail(Code::too_large, "csv.too_large");
    CsvTable table;
    table.separator = csv_separator(bytes);
    auto const body = bytes.substr(csv_begin(bytes));
    CsvScanner scanner{body, table.separator};
    std::vector<std::string_view> fields;
    auto step = scanner.next(fields);
    if (step == CsvScanner::Step::end)
        return fail(Code::bad_input, "csv.empty");
    for (; step != CsvScanner::Step::end; step = scanner.next(fields)) {
        auto const begin = scanner.record_begin();
        if (step != CsvScanner::Step::record)
            return csv_fault(step, at_line(body, begin));
        if (table.columns.empty()) {
            TRY(check_columns(fields));
            table.columns.assign(fields.begin(), fields.end());
            continue;
        }
        if (table.columns.size() > 1 && fields.size() == 1 && fields.front().empty())
            continue;
        if (fields.size() != table.columns.size())
            return fail(Code::bad_input, "csv.ragged",
                        fmt::format("{}: {} / {}", at_line(body, begin), fields.size(),
                                    table.columns.size()));
        for (auto const field : fields)
            if (!is_utf8(field))
                return fail(Code::bad_input, "csv.not_utf8", at_line(body, begin));
        if (table.rows.size() == limits.rows_max)
            return fail(Code::too_large, "csv.too_many_rows", fmt::format("{}", limits.rows_max));
        table.rows.emplace_back(fields.begin(), fields.end());
        table.lines.push_back(begin);
    }
    // Offsets become lines in one walk.
    std::size_t line = 1, at = 0;
    for (auto& begin : table.lines) {
        line += csv_line(body.substr(at, begin - at), begin - at) - 1;
        at = begin;
        begin = line;
    }
    return table;
}

std::string csv_field(std::string_view value, char separator) {
    if (value.find_first_of("\"\r\n") == std::string_view::npos &&
        value.find(separator) == std::string_view::npos)
        return std::string{value};
    std::string quoted = "\"";
    for (auto const c : value) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv_guarded(std::string_view value) {
    return (is_formula(value) ? "'" : "") + std::string{value};
}

std::string csv_unguarded(std::string_view value) {
    bool const guarded = value.starts_with('\'') && is_formula(value.substr(1));
    return std::string{value.substr(guarded ? 1 : 0)};
}

std::string csv_record(std::span<std::string_view const> fields) {
    std::string out;
    bool first = true;
    for (auto const field : fields) {
        out += (first ? "" : ",") + csv_field(csv_guarded(field));
        first = false;
    }
    return out + "\r\n";
}

} // namespace leitstand::text
