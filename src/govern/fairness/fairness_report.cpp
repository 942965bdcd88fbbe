// SPDX-License-Identifier: EUPL-1.2
#include "govern/fairness/fairness_report.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"
#include "govern/fairness/power.hpp"

namespace leitstand::fairness {

namespace {

using learn::Share;

// A group while it is summed up: the columns it is of and the numbers of its values.
struct Sum {
    std::vector<std::size_t> columns;
    std::vector<std::uint32_t> numbers;
    DecisionCounts counts;
    std::vector<Cell const*> cells;
};

// All choices of 1 to `depth` of `count` columns, the fewest first, in order.
std::vector<std::vector<std::size_t>> column_choices(std::size_t count, std::size_t depth) {
    std::vector<std::vector<std::size_t>> choices;
    for (std::uint32_t bits = 1; bits < 1u << count; ++bits) {
        std::vector<std::size_t> choice;
        for (std::size_t column = 0; column < count; ++column)
            if ((bits >> column & 1) != 0)
                choice.push_back(column);
        if (choice.size() <= depth)
            choices.push_back(std::move(choice));
    }
    std::sort(choices.begin(), choices.end(), [](auto const& a, auto const& b) {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    return choices;
}

// Missing values come last, others in the order of their bytes.
bool value_before(GroupedCounts const& counts, std::size_t column, std::uint32_t a,
                  std::uint32_t b) {
    if (a == 0 || b == 0)
        return b == 0 && a != 0;
    return *counts.value(column, a) < *counts.value(column, b);
}

// The groups of one choice of columns, in the order of their values.
std::vector<Sum> sums_of(GroupedCounts const& counts, std::vector<std::size_t> const& columns) {
    std::map<std::vector<std::uint32_t>, Sum> by_numbers;
    for (auto const& cell : counts.cells()) {
        std::vector<std::uint32_t> numbers;
        for (auto const column : columns)
            numbers.push_back(value_in(cell.key, column));
        auto& sum = by_numbers[numbers];
        sum.counts += cell.counts;
        if (!cell.seconds.empty())
            sum.cells.push_back(&cell);
    }
    std::vector<Sum> sums;
    for (auto& [numbers, sum] : by_numbers) {
        sum.columns = columns;
        sum.numbers = numbers;
        sums.push_back(std::move(sum));
    }
    std::sort(sums.begin(), sums.end(), [&](Sum const& a, Sum const& b) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (a.numbers[i] != b.numbers[i])
                return value_before(counts, columns[i], a.numbers[i], b.numbers[i]);
        return false;
    });
    return sums;
}

// The median with the order statistics that enclose it with kConfidence, whatever the distribution
// (Thompson 1936): the ranks follow from the binomial distribution of values below the median.
std::optional<Estimate> median_of(std::vector<Cell const*> const& cells) {
    std::vector<double> values;
    for (auto const* cell : cells)
        values.insert(values.end(), cell->seconds.begin(), cell->seconds.end());
    if (values.empty())
        return std::nullopt;
    auto const n = values.size();
    // The largest rank (from 1) below which the median lies with at most 2.5 %.
    std::size_t low = 0, high = n / 2;
    while (low < high) {
        auto const middle = (low + high + 1) / 2;
        if (learn::binomial_at_most(middle - 1, n, 0.5) <= (1 - kConfidence) / 2)
            low = middle;
        else
            high = middle - 1;
    }
    // Fewer than six values enclose it less surely: then the interval is all of them.
    auto const rank = low == 0 ? 0 : low - 1;
    // The middle first: the others then lie in one half each.
    auto const place = [&](std::size_t at) {
        return values.begin() + static_cast<std::ptrdiff_t>(at);
    };
    auto const below = (n - 1) / 2, above = n / 2;
    std::nth_element(values.begin(), place(below), values.end());
    if (above != below)
        std::nth_element(place(above), place(above), values.end());
    if (rank < below) {
        std::nth_element(values.begin(), place(rank), place(below));
        std::nth_element(place(above) + 1, place(n - 1 - rank), values.end());
    }
    return Estimate{(values[below] + values[above]) / 2, values[rank], values[n - 1 - rank]};
}

Estimate estimate_of(Share share) {
    auto const interval = learn::wilson_interval(share, kConfidence);
    return {share.value(), interval.lower, interval.upper};
}

GroupReport described(Sum const& sum, GroupedCounts const& counts) {
    GroupReport group;
    for (std::size_t i = 0; i < sum.columns.size(); ++i)
        group.group.push_back(
            {counts.columns()[sum.columns[i]], counts.value(sum.columns[i], sum.numbers[i])});
    group.counts = sum.counts;
    for (std::size_t i = 0; i < kRates; ++i)
        if (auto const share = share_of(static_cast<Rate>(i), sum.counts); share.count > 0)
            group.rates[i] = estimate_of(share);
    group.median_seconds = median_of(sum.cells);
    return group;
}

// How many cases of the group, all in all, hold `wanted` of those that the rate is a share of.
std::uint64_t whole_cases(std::uint64_t wanted, Share own, Share reference,
                          DecisionCounts const& counts, DecisionCounts const& of_reference) {
    auto const as_reference = own.count == 0;
    auto const& part = as_reference ? reference : own;
    auto const whole = as_reference ? of_reference.all() : counts.all();
    return static_cast<std::uint64_t>(
        std::ceil(static_cast<double>(wanted) * static_cast<double>(whole) /
                  static_cast<double>(part.count)));
}

// Whether the group could show a gap of the tolerance in this rate, and how many cases it takes.
void assess(Rate rate, GroupReport& group, DecisionCounts const& reference, double tolerance) {
    auto& comparison = group.comparisons[static_cast<std::size_t>(rate)];
    auto const own = share_of(rate, group.counts), other = share_of(rate, reference);
    if (other.count == 0) { // nothing can be said, and no number of cases of the group helps
        group.assessable = false;
        return;
    }
    if (own.count > 0)
        comparison.smallest_detectable = smallest_detectable_gap(own.count, other, kPower);
    if (own.count >= kCasesMin && *comparison.smallest_detectable <= tolerance)
        return;
    auto const wanted =
        std::max({cases_needed(tolerance, other, kPower), kCasesMin, own.count + 1});
    // Never as few as there are: those did not do, even where the reference's make-up says so.
    comparison.needed =
        std::max(whole_cases(wanted, own, other, group.counts, reference), group.counts.all() + 1);
    group.assessable = false;
    group.needed = std::max(group.needed.value_or(0), *comparison.needed);
}

void compare(GroupReport& group, GroupReport const& reference, FairnessOptions const& options) {
    auto const is_reference = &group == &reference;
    group.assessable = true;
    for (std::size_t i = 0; i < kRates; ++i) {
        auto const rate = static_cast<Rate>(i);
        auto const own = share_of(rate, group.counts), other = share_of(rate, reference.counts);
        auto const compared = std::find(options.compared.begin(), options.compared.end(), rate) !=
                              options.compared.end();
        if (!is_reference) {
            group.comparisons[i].difference = difference_of(own, other, kConfidence);
            group.comparisons[i].ratio = ratio_of(own, other, kConfidence);
            if (compared)
                group.comparisons[i].test = test_of(own, other);
        }
        if (compared)
            assess(rate, group, reference.counts, options.tolerance);
    }
}

std::optional<std::string> chosen_value(FairnessOptions const& options, std::string const& column) {
    for (auto const& choice : options.reference)
        if (choice.column == column)
            return choice.value;
    return std::nullopt;
}

// The chosen or largest value of each column that is not missing.
Result<std::vector<GroupValue>> reference_values(std::vector<GroupReport> const& groups,
                                                 std::vector<std::string> const& columns,
                                                 FairnessOptions const& options) {
    std::vector<GroupValue> values;
    for (auto const& column : columns) {
        auto const chosen = chosen_value(options, column);
        GroupReport const* found = nullptr;
        for (auto const& group : groups) {
            if (group.group.size() != 1 || group.group.front().column != column)
                continue;
            auto const& value = group.group.front().value;
            if (chosen ? value == chosen
                       : value && (!found || group.counts.decided() > found->counts.decided()))
                found = &group;
        }
        if (chosen && !found)
            return fail(Code::bad_input, "fairness.reference_unknown",
                        fmt::format("{}={}", column, *chosen));
        values.push_back({column, found ? found->group.front().value : std::nullopt});
    }
    return values;
}

// The group at the crossing of the columns' references, or the largest one if nobody is there.
std::size_t reference_of(std::span<GroupReport const> groups,
                         std::vector<GroupValue> const& references) {
    std::size_t largest = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto const& own = groups[i].group;
        if (std::all_of(own.begin(), own.end(), [&](GroupValue const& value) {
                return std::find(references.begin(), references.end(), value) != references.end();
            }))
            return i;
        if (groups[i].counts.decided() > groups[largest].counts.decided())
            largest = i;
    }
    return largest;
}

Verdict verdict_of(GroupReport const& group, FairnessReport const& report) {
    if (!group.compared_with)
        return Verdict::reference;
    if (group.significant())
        return Verdict::gap;
    if (!group.assessable)
        return Verdict::not_assessable;
    for (auto const rate : report.compared) {
        auto const& difference = group.comparison(rate).difference;
        if (!difference || difference->lower < -report.tolerance ||
            difference->upper > report.tolerance)
            return Verdict::open;
    }
    return Verdict::within_tolerance;
}

// Runs of groups of the same columns, each compared with its own reference.
void compare_all(FairnessReport& report, std::vector<GroupValue> const& references,
                 FairnessOptions const& options) {
    auto const same_columns = [](GroupReport const& a, GroupReport const& b) {
        return std::equal(a.group.begin(), a.group.end(), b.group.begin(), b.group.end(),
                          [](auto const& x, auto const& y) { return x.column == y.column; });
    };
    auto& groups = report.groups;
    for (std::size_t begin = 0, end = 0; begin < groups.size(); begin = end) {
        while (end < groups.size() && same_columns(groups[begin], groups[end]))
            ++end;
        auto const reference =
            begin + reference_of(std::span{groups}.subspan(begin, end - begin), references);
        for (auto i = begin; i < end; ++i) {
            compare(groups[i], groups[reference], options);
            if (i != reference)
                groups[i].compared_with = reference;
        }
    }
}

} // namespace

std::string_view verdict_key(Verdict verdict) {
    switch (verdict) {
    case Verdict::reference:
        return "reference";
    case Verdict::not_assessable:
        return "not_assessable";
    case Verdict::gap:
        return "gap";
    case Verdict::open:
        return "open";
    case Verdict::within_tolerance:
        return "within_tolerance";
    case Verdict::hidden:
        return "hidden";
    }
    ASSERT(false);
}

bool GroupReport::significant() const {
    return std::any_of(comparisons.begin(), comparisons.end(), [](Comparison const& comparison) {
        return comparison.p_adjusted && *comparison.p_adjusted <= 1 - kConfidence;
    });
}

Result<FairnessReport> report_fairness(GroupedCounts const& counts,
                                       FairnessOptions const& options) {
    if (!(options.tolerance > 0 && options.tolerance < 1))
        return fail(Code::bad_input, "fairness.tolerance");
    if (counts.cells().empty())
        return fail(Code::bad_input, "fairness.no_rows");
    FairnessReport report;
    report.columns = counts.columns();
    report.compared = options.compared;
    report.tolerance = options.tolerance;
    Sum all;
    for (auto const& cell : counts.cells()) {
        all.counts += cell.counts;
        all.cells.push_back(&cell);
    }
    report.overall = described(all, counts);
    for (auto const& choice : column_choices(counts.columns().size(), options.depth)) {
        auto const sums = sums_of(counts, choice);
        if (report.groups.size() + sums.size() > kGroupsMax)
            return fail(Code::too_large, "fairness.too_many_groups",
                        fmt::format("> {}", kGroupsMax));
        for (auto const& sum : sums)
            report.groups.push_back(described(sum, counts));
    }
    auto const references = TRY(reference_values(report.groups, counts.columns(), options));
    compare_all(report, references, options);
    judge_together({&report, 1});
    return report;
}

void judge_together(std::span<FairnessReport> reports) {
    std::vector<double> p;
    std::vector<Comparison*> tested;
    for (auto& report : reports)
        for (auto& group : report.groups)
            for (auto& comparison : group.comparisons)
                if (comparison.test) {
                    p.push_back(comparison.test->p);
                    tested.push_back(&comparison);
                }
    auto const adjusted = holm_adjusted(p);
    for (std::size_t i = 0; i < tested.size(); ++i)
        tested[i]->p_adjusted = adjusted[i];
    for (auto& report : reports) {
        report.tests = tested.size();
        for (auto& group : report.groups)
            group.verdict = verdict_of(group, report);
    }
}

} // namespace leitstand::fairness
