// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/decision_table.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <numeric>

#include "govern/fairness/table_file.hpp"
#include "learn/parallel.hpp"
#include "text/csv.hpp"

namespace leitstand::fairness {

namespace {

constexpr std::size_t kNoColumn = ~std::size_t{0};
constexpr std::size_t kNamesSuggested = 3;
constexpr std::string_view kPositive[] = {"1", "1.0", "true", "yes",      "ja",
                                          "y", "j",   "wahr", "positive", "positiv"};
constexpr std::string_view kNegative[] = {"0", "0.0",    "false",    "no",     "nein",
                                          "n", "falsch", "negative", "negativ"};
// Numbers of an answer's texts.
constexpr std::uint32_t kNo = 0, kYes = 1, kMissing = 2;

std::string lower(std::string_view text) {
    std::string out{text};
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_in(auto const& list, std::string_view value) {
    return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

// How many letters must be put in, taken out or changed (Levenshtein 1966).
std::size_t letters_apart(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto corner = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j)
            corner = std::exchange(row[j + 1],
                                   std::min({row[j + 1] + 1, row[j] + 1, corner + (a[i] != b[j])}));
    }
    return row.back();
}

std::string nearest(std::vector<std::string> const& columns, std::string const& name) {
    auto sorted = columns;
    auto const apart = [&](std::string const& column) {
        return letters_apart(lower(column.substr(0, 100)), lower(name.substr(0, 100)));
    };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](auto const& a, auto const& b) { return apart(a) < apart(b); });
    sorted.resize(std::min(sorted.size(), kNamesSuggested));
    return fmt::format("{} -> {}?", name, fmt::join(sorted, ", "));
}

// A column of two answers.
class Answers {
  public:
    Answers(std::string const& column, std::vector<std::string> const& positive,
            std::vector<std::string> const& missing)
        : column_(column), positive_(positive), missing_(missing) {}

    Result<std::uint32_t> read(std::string_view text) {
        if (auto const known = texts_.find(text); known != ValueNumbers::kUnknown) [[likely]]
            return known;
        if (texts_.entries().size() == kAnswersMax)
            return fail(Code::bad_input, "fairness.too_many_answers", column_);
        auto const number = TRY(meaning(text));
        texts_.add(text, number);
        return number;
    }

  private:
    Result<std::uint32_t> meaning(std::string_view text) const {
        auto const plain = trimmed(text);
        if (plain.empty() || is_in(missing_, plain))
            return kMissing;
        if (!positive_.empty())
            return is_in(positive_, plain) ? kYes : kNo;
        if (is_in(kPositive, lower(plain)))
            return kYes;
        if (is_in(kNegative, lower(plain)))
            return kNo;
        return fail(Code::bad_input, "fairness.not_binary", column_);
    }

    std::string const& column_;
    std::vector<std::string> const& positive_;
    std::vector<std::string> const& missing_;
    ValueNumbers texts_;
};

struct Places { // of the columns in a record
    std::vector<std::size_t> groups;
    std::size_t label = kNoColumn, decision = kNoColumn, score = kNoColumn;
    std::size_t abstention = kNoColumn, seconds = kNoColumn;
};

Result<Places> find_places(TableFile const& file, DecisionTable const& table) {
    auto const find = [&](std::string const& name) -> Result<std::size_t> {
        auto const& columns = file.columns();
        auto const found = std::find(columns.begin(), columns.end(), name);
        if (found == columns.end())
            return fail(Code::bad_input, "fairness.no_column", nearest(columns, name));
        return static_cast<std::size_t>(found - columns.begin());
    };
    if (table.groups.empty() || table.groups.size() > kGroupColumnsMax)
        return fail(Code::bad_input, "fairness.too_many_columns",
                    fmt::format("{} / {}", table.groups.size(), kGroupColumnsMax));
    Places places;
    for (auto const& name : table.groups) {
        places.groups.push_back(TRY(find(name)));
        if (std::count(places.groups.begin(), places.groups.end(), places.groups.back()) > 1)
            return fail(Code::bad_input, "fairness.column_twice", name);
    }
    places.label = TRY(find(table.label));
    if (!table.decision.empty())
        places.decision = TRY(find(table.decision));
    else
        places.score = TRY(find(table.score));
    if (!table.abstention.empty())
        places.abstention = TRY(find(table.abstention));
    if (!table.seconds.empty())
        places.seconds = TRY(find(table.seconds));
    return places;
}

// What one thread has counted, and the first fault that it met.
class Counter {
  public:
    Counter(TableFile const& file, DecisionTable const& table, Places const& places)
        : file_(file), table_(table), places_(places), counts_(table.groups, table.missing),
          label_(table.label, table.positive, table.missing),
          decision_(table.decision, table.positive_decision, table.missing),
          abstention_(table.abstention, no_names(), table.missing), values_(places.groups.size()) {}

    void count_piece(std::size_t piece) {
        auto const bytes = file_.read_piece(piece, buffer_);
        auto const offset = file_.piece_begin(piece);
        if (!bytes)
            return note(bytes.error(), offset, Place::none);
        text::CsvScanner scanner{*bytes, file_.separator()};
        for (;;) {
            auto const step = scanner.next(fields_);
            if (step == text::CsvScanner::Step::end)
                return;
            auto const begin = offset + scanner.record_begin();
            if (step != text::CsvScanner::Step::record)
                return note(text::csv_fault(step, "").value(), begin, Place::line);
            if (auto const counted = count_record(); !counted)
                return note(counted.error(), begin, Place::line);
        }
    }

    enum class Place : std::uint8_t { none, line };
    struct Fault {
        Error error;
        std::uint64_t offset = 0;
        Place place = Place::none;
    };
    std::optional<Fault> const& fault() const { return fault_; }
    GroupedCounts const& counts() const { return counts_; }
    std::uint64_t rows() const { return rows_; }

  private:
    static std::vector<std::string> const& no_names() {
        static std::vector<std::string> const none;
        return none;
    }

    void note(Error error, std::uint64_t offset, Place place) {
        if (!fault_ || offset < fault_->offset)
            fault_ = Fault{std::move(error), offset, place};
    }

    Result<void> count_record() {
        if (fields_.size() != file_.columns().size()) {
            if (fields_.size() == 1 && fields_.front().empty())
                return {}; // an empty line
            return fail(Code::bad_input, "csv.ragged",
                        fmt::format("{} / {}", fields_.size(), file_.columns().size()));
        }
        ++rows_;
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = fields_[places_.groups[i]];
        auto const outcome = TRY(read_outcome());
        auto const seconds = TRY(read_seconds());
        return counts_.add(values_, outcome, seconds);
    }

    Result<Outcome> read_outcome() {
        auto const label = TRY(label_.read(fields_[places_.label]));
        if (places_.abstention != kNoColumn &&
            TRY(abstention_.read(fields_[places_.abstention])) == kYes)
            return Outcome::abstained;
        auto const decision = TRY(read_decision());
        if (label == kMissing)
            return Outcome::without_label;
        if (decision == kMissing)
            return Outcome::without_decision;
        return outcome_of(label == kYes, decision == kYes);
    }

    Result<std::uint32_t> read_decision() {
        if (places_.decision != kNoColumn)
            return decision_.read(fields_[places_.decision]);
        auto const score = TRY(read_number(places_.score));
        return !score ? kMissing : *score >= table_.threshold ? kYes : kNo;
    }

    Result<std::optional<double>> read_seconds() {
        if (places_.seconds == kNoColumn)
            return std::nullopt;
        auto const seconds = TRY(read_number(places_.seconds));
        if (seconds && *seconds < 0)
            return fail(Code::bad_input, "fairness.not_a_number", table_.seconds);
        return seconds;
    }

    Result<std::optional<double>> read_number(std::size_t place) const {
        auto const text = trimmed(fields_[place]);
        if (text.empty() || is_in(table_.missing, text))
            return std::nullopt;
        auto const number = decimal_number(text, file_.separator() != ',');
        if (!number)
            return fail(Code::bad_input, "fairness.not_a_number", file_.columns()[place]);
        return number;
    }

    TableFile const& file_;
    DecisionTable const& table_;
    Places const& places_;
    GroupedCounts counts_;
    Answers label_, decision_, abstention_;
    std::vector<std::string_view> fields_, values_;
    std::string buffer_;
    std::uint64_t rows_ = 0;
    std::optional<Fault> fault_;
};

// The first fault of the file, with its line, whichever thread met it.
Result<void> first_fault(TableFile const& file, std::deque<Counter> const& counters) {
    std::optional<Counter::Fault> first;
    for (auto const& counter : counters)
        if (auto const& fault = counter.fault(); fault && (!first || fault->offset < first->offset))
            first = fault;
    if (!first)
        return {};
    auto error = first->error;
    if (first->place == Counter::Place::line)
        error.detail = fmt::format("line {}{}{}", TRY(file.line_at(first->offset)),
                                   error.detail.empty() ? "" : ": ", error.detail);
    return tl::unexpected(std::move(error));
}

} // namespace

std::optional<double> decimal_number(std::string_view text, bool comma) {
    std::string changed;
    if (comma && text.find('.') == std::string_view::npos)
        if (auto const at = text.find(','); at != std::string_view::npos) {
            changed = text;
            changed[at] = '.';
            text = changed;
        }
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

Result<CountedTable> count_table(std::filesystem::path const& path, DecisionTable const& table) {
    auto const threads = std::max(1u, table.threads);
    auto const file = TRY(TableFile::open(path, threads));
    auto const places = TRY(find_places(file, table));
    std::deque<Counter> counters;
    for (unsigned i = 0; i < threads; ++i)
        counters.emplace_back(file, table, places);
    std::atomic<std::size_t> next{0};
    learn::in_parallel(threads, threads, [&](std::size_t i) {
        for (auto piece = next++; piece < file.pieces(); piece = next++)
            counters[i].count_piece(piece);
    });
    TRY(first_fault(file, counters));
    CountedTable counted{GroupedCounts{table.groups, table.missing}};
    for (auto const& counter : counters) {
        TRY(counted.counts.merge(counter.counts()));
        counted.rows += counter.rows();
    }
    if (counted.rows == 0)
        return fail(Code::bad_input, "fairness.no_rows");
    for (auto const& cell : counted.counts.cells()) {
        counted.without_label += cell.counts[Outcome::without_label];
        counted.without_decision += cell.counts[Outcome::without_decision];
    }
    return counted;
}

} // namespace leitstand::fairness
