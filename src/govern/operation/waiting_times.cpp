// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/waiting_times.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/assert.hpp"

namespace leitstand::operation {

namespace {

using fairness::Estimate;
using fairness::FairnessOptions;
using fairness::FairnessReport;
using fairness::GroupedCounts;
using Persons = std::set<std::uint32_t>;

constexpr std::size_t kTraits = kWaitingTraits.size() + 1; // the last: suggestion
constexpr double kSecondsOfDay = 86'400;
constexpr double kNever = std::numeric_limits<double>::infinity();

std::string_view trait_name(std::size_t trait) {
    return trait < kWaitingTraits.size() ? kWaitingTraits[trait] : kSuggestionTrait;
}

// Letters with the same value of every trait.
struct Kind {
    std::map<std::optional<std::int64_t>, std::uint64_t> days;
    Persons persons;
    std::uint64_t letters() const {
        std::uint64_t sum = 0;
        for (auto const& [waited, count] : days)
            sum += count;
        return sum;
    }
};
using Values = std::array<std::string, kTraits>;
using Kinds = std::map<Values, Kind>;

Values values_of(WaitingTraits const& traits, bool shown) {
    Values values;
    std::copy(traits.begin(), traits.end(), values.begin());
    values.back() = shown ? "with" : "without";
    return values;
}

Kinds kinds_of(WaitingPeriod const& period) {
    Kinds kinds;
    for (auto const& one : period.letters)
        kinds[values_of(one.traits, one.shown)].days[one.days] += one.letters;
    for (auto const& one : period.closers)
        kinds[values_of(one.traits, one.shown)].persons.insert(one.person);
    return kinds;
}

// A trait with its values as they may be shown.
struct Column {
    std::size_t trait = 0;
    std::vector<std::vector<std::string>> groups;
    std::size_t group_of(Values const& values) const {
        auto const at = std::ranges::find_if(groups, [&](auto const& keys) {
            return std::ranges::find(keys, values[trait]) != keys.end();
        });
        ASSERT(at != groups.end());
        return static_cast<std::size_t>(at - groups.begin());
    }
};

Column column_of(Kinds const& kinds, std::size_t trait, std::size_t persons_min) {
    std::map<std::string, Persons> persons;
    for (auto const& [values, kind] : kinds)
        persons[values[trait]].insert(kind.persons.begin(), kind.persons.end());
    std::vector<OutcomePart> parts;
    for (auto const& [key, those] : persons)
        parts.push_back({key, {}, {those.begin(), those.end()}});
    Column column{.trait = trait, .groups = {}};
    for (auto const& group : join_small(std::move(parts), persons_min))
        column.groups.push_back(group.keys);
    return column;
}

using Field = std::pair<std::size_t, std::size_t>;

// The field of the table with too few persons that has the fewest.
std::optional<Field> smallest_field(Kinds const& kinds, Column const& a, Column const& b,
                                    std::size_t persons_min) {
    std::map<Field, Persons> fields;
    for (auto const& [values, kind] : kinds)
        fields[{a.group_of(values), b.group_of(values)}].insert(kind.persons.begin(),
                                                                kind.persons.end());
    auto const least =
        std::ranges::min_element(fields, {}, [](auto const& field) { return field.second.size(); });
    if (least == fields.end() || least->second.size() >= persons_min)
        return std::nullopt;
    return least->first;
}

// Joins the group with the one beside it in which the fewest persons were at work.
void join_into_smallest(Kinds const& kinds, Column& column, std::size_t group) {
    std::vector<Persons> persons(column.groups.size());
    for (auto const& [values, kind] : kinds)
        persons[column.group_of(values)].insert(kind.persons.begin(), kind.persons.end());
    auto other = group == 0 ? std::size_t{1} : std::size_t{0};
    for (std::size_t i = 0; i < column.groups.size(); ++i)
        if (i != group && persons[i].size() < persons[other].size())
            other = i;
    auto& into = column.groups[other];
    into.insert(into.end(), column.groups[group].begin(), column.groups[group].end());
    std::ranges::sort(into);
    column.groups.erase(column.groups.begin() + static_cast<std::ptrdiff_t>(group));
}

// Makes every field of the table of both large enough; false if only one value would be left.
bool cross(Kinds const& kinds, Column& a, Column& b, std::size_t persons_min) {
    while (auto const field = smallest_field(kinds, a, b, persons_min)) {
        auto& wider = a.groups.size() >= b.groups.size() ? a : b;
        if (wider.groups.size() <= 2)
            return false;
        join_into_smallest(kinds, wider, &wider == &a ? field->first : field->second);
    }
    return true;
}

// The number of days that parts all letters most nearly into halves, those that waited longer and
// the others: the median itself parts them badly where many waited as long as it says.
std::int64_t cut_of(Kinds const& kinds) {
    std::map<std::int64_t, std::uint64_t> days;
    std::uint64_t letters = 0;
    for (auto const& [values, kind] : kinds)
        for (auto const& [waited, count] : kind.days) {
            days[waited.value_or(kWaitingDaysMax + 1)] += count;
            letters += count;
        }
    std::int64_t cut = 0;
    std::uint64_t nearest = letters;
    std::uint64_t up_to = 0;
    for (auto const& [waited, count] : days) {
        up_to += count;
        auto const off = std::max(2 * up_to, letters) - std::min(2 * up_to, letters);
        if (off < nearest || up_to == count) {
            nearest = off;
            cut = std::min(waited, kWaitingDaysMax);
        }
    }
    return cut;
}

FairnessOptions options_for(std::vector<fairness::GroupValue> reference) {
    FairnessOptions options;
    options.compared = {fairness::Rate::error_rate}; // a letter hits if it waited longer
    options.reference = std::move(reference);
    options.depth = 1;
    return options;
}

// `of`: the value of each column for a kind of letters, as a number in text.
template <typename ValuesOfKind>
Result<FairnessReport> report_of(Kinds const& kinds, std::vector<std::string> columns,
                                 ValuesOfKind const& of, std::int64_t longer_than,
                                 FairnessOptions const& options) {
    // Kinds that the columns do not tell apart are summed up first: that is most of the work.
    std::map<std::vector<std::string>, std::map<std::optional<std::int64_t>, std::uint64_t>> sums;
    for (auto const& [values, kind] : kinds) {
        auto& sum = sums[of(values)];
        for (auto const& [waited, letters] : kind.days)
            sum[waited] += letters;
    }
    GroupedCounts counts{std::move(columns)};
    for (auto const& [texts, days] : sums) {
        std::vector<std::string_view> const views{texts.begin(), texts.end()};
        for (auto const& [waited, letters] : days) {
            bool const longer = !waited || *waited > longer_than;
            TRY(counts.add(views, fairness::outcome_of(true, !longer),
                           waited ? static_cast<double>(*waited) * kSecondsOfDay : kNever,
                           letters));
        }
    }
    return fairness::report_fairness(counts, options);
}

// The group that the others are compared with: letters without the suggestion, else the largest of
// those whose value is known.
std::size_t reference_of(Kinds const& kinds, Column const& column) {
    std::vector<std::uint64_t> letters(column.groups.size());
    for (auto const& [values, kind] : kinds)
        letters[column.group_of(values)] += kind.letters();
    std::size_t best = 0;
    auto const rank = [&](std::size_t i) {
        auto const& keys = column.groups[i];
        bool const known = keys != std::vector<std::string>{""};
        bool const without = keys == std::vector<std::string>{"without"};
        return std::tuple{without, known, letters[i]};
    };
    for (std::size_t i = 1; i < column.groups.size(); ++i)
        if (rank(i) > rank(best))
            best = i;
    return best;
}

Estimate in_days(Estimate const& seconds) {
    return {seconds.value / kSecondsOfDay, seconds.lower / kSecondsOfDay,
            seconds.upper / kSecondsOfDay};
}

std::optional<Estimate> difference_in_days(Estimate const& first, Estimate const& second) {
    if (first.value == kNever || second.value == kNever)
        return std::nullopt;
    return fairness::difference_of(first, second);
}

WaitingGroup group_of(fairness::GroupReport const& group, FairnessReport const& report,
                      std::vector<WaitingValue> of) {
    WaitingGroup out;
    out.of = std::move(of);
    out.letters = group.counts.all();
    out.median = in_days(*group.median_seconds);
    out.longer = *group.rate(fairness::Rate::error_rate);
    out.verdict = group.verdict;
    out.needed = group.needed;
    if (!group.compared_with)
        return out;
    auto const& reference = report.groups[*group.compared_with];
    auto const& compared = group.comparison(fairness::Rate::error_rate);
    out.difference = difference_in_days(out.median, in_days(*reference.median_seconds));
    out.longer_difference = compared.difference;
    out.p = compared.p_adjusted;
    return out;
}

// What the values of a report, which are numbers in text, stand for.
struct Table {
    FairnessReport report;
    std::vector<Column> columns; // one a column of the report; or two that one column crosses
    bool crossed = false;
};

std::vector<WaitingValue> values_shown(Table const& table, fairness::GroupValue const& value) {
    auto const& text = *value.value;
    auto const shown = [](Column const& column, std::string const& number) {
        return WaitingValue{std::string{trait_name(column.trait)},
                            column.groups[std::stoul(number)]};
    };
    if (table.crossed) {
        auto const comma = text.find(',');
        return {shown(table.columns[0], text.substr(0, comma)),
                shown(table.columns[1], text.substr(comma + 1))};
    }
    for (auto const& column : table.columns)
        if (trait_name(column.trait) == value.column)
            return {shown(column, text)};
    ASSERT(false);
}

Result<Table> table_of_one(Kinds const& kinds, std::vector<Column> columns,
                           std::int64_t longer_than) {
    std::vector<std::string> names;
    std::vector<fairness::GroupValue> references;
    for (auto const& column : columns) {
        names.emplace_back(trait_name(column.trait));
        references.push_back({names.back(), std::to_string(reference_of(kinds, column))});
    }
    auto const of = [&](Values const& values) {
        std::vector<std::string> texts;
        for (auto const& column : columns)
            texts.push_back(std::to_string(column.group_of(values)));
        return texts;
    };
    auto report = TRY(report_of(kinds, names, of, longer_than, options_for(references)));
    return Table{std::move(report), std::move(columns), false};
}

Result<Table> table_of_two(Kinds const& kinds, Column a, Column b, std::int64_t longer_than) {
    auto const text = [](std::size_t first, std::size_t second) {
        return fmt::format("{},{}", first, second);
    };
    auto const of = [&](Values const& values) {
        return std::vector{text(a.group_of(values), b.group_of(values))};
    };
    auto const wished = text(reference_of(kinds, a), reference_of(kinds, b));
    bool const is_there = std::ranges::any_of(
        kinds, [&](auto const& kind) { return of(kind.first).front() == wished; });
    constexpr char kColumn[] = "both";
    auto const options = options_for(is_there ? std::vector<fairness::GroupValue>{{kColumn, wished}}
                                              : std::vector<fairness::GroupValue>{});
    auto report = TRY(report_of(kinds, {kColumn}, of, longer_than, options));
    return Table{std::move(report), {std::move(a), std::move(b)}, true};
}

Result<std::vector<Table>> tables_of(Kinds const& kinds, ShownWaiting& out, std::size_t persons_min,
                                     Across across) {
    std::vector<Column> columns;
    for (std::size_t trait = 0; trait < kTraits; ++trait)
        if (auto column = column_of(kinds, trait, persons_min); column.groups.size() > 1)
            columns.push_back(std::move(column));
    std::vector<Table> tables;
    if (columns.empty()) // all letters are alike, or too few differ
        return tables;
    tables.push_back(TRY(table_of_one(kinds, columns, out.longer_than)));
    if (across == Across::one_trait)
        return tables;
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (auto j = i + 1; j < columns.size(); ++j) {
            auto a = columns[i], b = columns[j];
            if (cross(kinds, a, b, persons_min))
                tables.push_back(
                    TRY(table_of_two(kinds, std::move(a), std::move(b), out.longer_than)));
            else
                out.too_small.emplace_back(trait_name(a.trait), trait_name(b.trait));
        }
    return tables;
}

} // namespace

Result<ShownWaiting> shown_waiting(WaitingPeriod const& period, std::size_t persons_min,
                                   Across across) {
    ShownWaiting out;
    auto const kinds = kinds_of(period);
    Persons persons;
    for (auto const& [values, kind] : kinds)
        persons.insert(kind.persons.begin(), kind.persons.end());
    if (persons.empty() || persons.size() < persons_min)
        return out;
    out.shown = true;
    out.longer_than = cut_of(kinds);
    auto tables = TRY(tables_of(kinds, out, persons_min, across));
    std::vector<FairnessReport> reports;
    for (auto& table : tables)
        reports.push_back(std::move(table.report));
    fairness::judge_together(reports);
    if (reports.empty()) {
        auto const alike = [](Values const&) { return std::vector<std::string>{"0"}; };
        reports.push_back(TRY(report_of(kinds, {"all"}, alike, out.longer_than, options_for({}))));
    }
    out.letters = reports.front().overall.counts.all();
    out.median = in_days(*reports.front().overall.median_seconds);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        out.tests = reports[i].tests;
        for (auto const& group : reports[i].groups)
            out.groups.push_back(
                group_of(group, reports[i], values_shown(tables[i], group.group.front())));
    }
    return out;
}

void compare_with_before(ShownWaiting& now, ShownWaiting const& before) {
    if (!now.shown || !before.shown)
        return;
    now.before = before.median;
    now.change = difference_in_days(now.median, before.median);
    for (auto& group : now.groups)
        for (auto const& earlier : before.groups)
            if (earlier.of == group.of) {
                group.before = earlier.median;
                group.change = difference_in_days(group.median, earlier.median);
            }
}

Span waiting_span(Date today, int back) {
    constexpr int kSpansWatched = 2;
    static_assert(kWaitingDaysMax == kSpansWatched * 28);
    return four_weeks(today, back + kSpansWatched);
}

} // namespace leitstand::operation
